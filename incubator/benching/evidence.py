"""What a filtered search of the evidence bank costs, on as many studies as stand in it."""

from collections.abc import Callable
from secrets import randbits

from django.test import override_settings

from courses.evidence import shelf
from courses.evidence.card import StudyCard
from incubator.benching.asking import Browser
from incubator.benching.measuring import Line, cpu_ms, queries, wall_ms

SEARCHES = {
    "a search with filters": "q=prevencion+comunidad&theme=prevention&region=latin-america&certainty=4&certainty=5",
    "a search with a typing error": "q=violensia+comunidad&in=es&region=south-asia&sort=certainty",
    "all studies": "",
    "nothing found": "q=microfinanzas+refugio+liderazgo+aldea+escuela&country=PE&design=list_experiment&year=1991",
}


def measure(rounds: int) -> list[Line]:
    with override_settings(ROOT_URLCONF="incubator.urls"):
        browser = Browser()
        cases = {name: asked(browser, query) for name, query in SEARCHES.items()}
        taken = cpu_ms(cases, max(rounds // 10, 5))
        clocked = max(wall_ms(cases, max(rounds // 10, 5)).values())
        most = max(map(queries, cases.values()))
        search = cases["a search with filters"]
        first = cpu_ms(
            {"change": after(one_changes, search), "start": after(shelf.forget, search)}, max(rounds // 10, 5)
        )
    studies = StudyCard.objects.values("key").distinct().count()
    return [
        *(Line(f"evidence, {name}, {studies} studies", spent, "ms", 100) for name, spent in taken.items()),
        Line("evidence, the slowest of these by the clock, database included", clocked, "ms", 100),
        Line("evidence, queries of a search, the most", most, "", 8),
        Line("evidence, the first search after a study changed", first["change"], "ms", 100),
        Line("evidence, the first search of a process", first["start"], "ms"),
    ]


def asked(browser: Browser, query: str) -> Callable[[], object]:
    return lambda: browser.get("/es/evidence/", query=query)


def one_changes() -> None:
    for card in StudyCard.objects.order_by("stamp")[:1]:
        StudyCard.objects.filter(pk=card.pk).update(stamp=randbits(31))


def after(what: Callable[[], None], search: Callable[[], object]) -> Callable[[], object]:
    def anew() -> None:
        what()
        search()

    return anew
