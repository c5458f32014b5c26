"""Countries by their ISO 3166-1 codes, named by CLDR (Babel), and the World Bank's regions that they belong to."""

import unicodedata
from functools import cache

from babel import Locale
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.translating import LANGUAGES


class Region(models.TextChoices):
    LATIN_AMERICA = "latin-america", _("Latin America and the Caribbean")
    SUB_SAHARAN_AFRICA = "sub-saharan-africa", _("Sub-Saharan Africa")
    SOUTH_ASIA = "south-asia", _("South Asia")
    EAST_ASIA = "east-asia-pacific", _("East Asia and Pacific")
    MIDDLE_EAST = "middle-east-north-africa", _("Middle East and North Africa")
    EUROPE = "europe-central-asia", _("Europe and Central Asia")
    NORTH_AMERICA = "north-america", _("North America")


_MEMBERS: dict[Region, str] = {
    Region.LATIN_AMERICA: (
        "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA "
        "PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
    Region.SUB_SAHARAN_AFRICA: (
        "AO BF BI BJ BW CD CF CG CI CM CV ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SD SH "
        "SL SN SO SS ST SZ TD TG TZ UG YT ZA ZM ZW"
    ),
    Region.SOUTH_ASIA: "AF BD BT IN LK MV NP PK",
    Region.EAST_ASIA: (
        "AS AU BN CK CN FJ FM GU HK ID JP KH KI KP KR LA MH MM MN MO MP MY NC NF NR NU NZ PF PG PH PN PW SB SG TH TK TL "
        "TO TV TW VN VU WF WS"
    ),
    Region.MIDDLE_EAST: "AE BH DJ DZ EG EH IL IQ IR JO KW LB LY MA MT OM PS QA SA SY TN YE",
    Region.EUROPE: (
        "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GL GR HR HU IE IM IS IT JE KG KZ LI LT "
        "LU LV MC MD ME MK NL NO PL PT RO RS RU SE SI SJ SK SM TJ TM TR UA UZ VA XK"
    ),
    Region.NORTH_AMERICA: "BM CA PM US",
}
_REGION = {code: region for region, codes in _MEMBERS.items() for code in codes.split()}
COUNTRIES = frozenset(_REGION)
# Names that sources use and CLDR does not.
_ALSO = {"dr congo": "CD", "cote d'ivoire": "CI", "ivory coast": "CI", "usa": "US", "uk": "GB"}


def country_name(code: str, language: str | None = None) -> str:
    name = _territories(language or get_language() or LANGUAGES[0]).get(code, code)
    return str(name)


def countries() -> list[tuple[str, str]]:
    """(code, name in the active language), in the order of the codes."""
    return [(code, country_name(code)) for code in sorted(COUNTRIES)]


def country_choices() -> list[tuple[str, str]]:
    """(code, name in the active language), in the order of a reader of that language."""
    return sorted(countries(), key=lambda pair: folded(pair[1]))


def region_of(country: str) -> Region:
    return _REGION[country]


def country_code(name: str) -> str:
    """The code of a country by its code or its name in any language of the site. Raises LookupError."""
    wanted = name.strip()
    if wanted.upper() in COUNTRIES:
        return wanted.upper()
    return _by_name()[folded(wanted)]


@cache
def _by_name() -> dict[str, str]:
    named = {folded(country_name(code, language)): code for language in LANGUAGES for code in sorted(COUNTRIES)}
    return named | _ALSO


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)


def folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
