"""Invented studies, to measure the bank with; every title says that it is one."""

from collections.abc import Iterable
from random import Random
from typing import Any
from uuid import UUID

from courses.evidence import indexing
from courses.evidence.pages import BankPage, StudyPage
from courses.evidence.places import COUNTRIES, country_name
from courses.evidence.vocabulary import Delivery, Design, Recipient, Theme

MARK = "Invented study"
FIRST, LAST = 1990, 2026
TEXTS = ("population", "setting", "intervention", "sample", "outcomes", "effect_summary", "summary", "implications")
NAMES = "Quispe Mamani Huamán Rojas Torres García Smith Okello Nakamura Devi Khan Silva Moreau Novak Mbeki".split()  # noqa: SIM905
WORDS = {
    "es": (
        "violencia pareja prevención comunidad mujeres hombres ahorro transferencia microfinanzas escuela salud policía "
        "denuncia consejería normas ingreso empleo decisión hogar activistas sesiones grupo encuesta comparación efecto "
        "intervalo reducción meses seguimiento aldea distrito programa capacitación liderazgo refugio llamada mensaje"
    ),
    "en": (
        "violence partner prevention community women men savings transfer microfinance school health police report "
        "counselling norms income employment decision household activists sessions group survey comparison effect "
        "interval reduction months follow-up village district programme training leadership shelter call message"
    ),
}


def seed(*, number: int, chance: Random) -> int:
    """Live pages in both languages and their cards, without drafts, which nobody will write on."""
    banks = {bank.locale.language_code: bank for bank in BankPage.objects.select_related("locale")}
    already = StudyPage.objects.filter(title__startswith=MARK, locale__language_code="es").count()
    for count in range(already + 1, already + number + 1):
        facts = _facts(count, chance)
        for language, bank in banks.items():
            page = StudyPage(locale=bank.locale, **facts, **_texts(language, chance))
            bank.add_child(instance=page)
            indexing.index(page)
    return number


def _facts(count: int, chance: Random) -> dict[str, Any]:
    countries = _some(sorted(COUNTRIES), 2, chance)
    subject = " ".join(_some(WORDS["en"].split(), 4, chance, least=3))
    return {
        "title": f"{MARK} {count}: {subject} in {country_name(countries[0], 'en')}",
        "slug": f"invented-study-{count}",
        "translation_key": UUID(int=chance.getrandbits(128), version=4),
        "authors": "\n".join(f"{name} {chance.choice('ABCJMR')}" for name in _some(NAMES, 4, chance)),
        "year": chance.randint(FIRST, LAST),
        "themes": _some(Theme.values, 2, chance),
        "countries": countries,
        "delivery": _some(Delivery.values, 2, chance),
        "recipients": _some(Recipient.values, 2, chance),
        "design": chance.choice(Design.values),
        "certainty": chance.choice([None, 1, 2, 3, 4, 5]),
    }


def _texts(language: str, chance: Random) -> dict[str, str]:
    words = WORDS[language].split()
    return {name: " ".join(chance.choices(words, k=30)).capitalize() + "." for name in TEXTS} | {
        "certainty_reason": "—",
    }


def _some(codes: Iterable[Any], most: int, chance: Random, least: int = 1) -> list[Any]:
    return chance.sample(list(codes), chance.randint(least, most))
