"""The words of the document, both languages side by side.

They are not in the catalogues of the interface: a certificate is printed in both languages at once, its words are
frozen when it is asked for, and whoever answers for it reads them here as one text.
"""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from num2words import num2words

from courses.catalogue.scale import SCALE, on_scale, pass_grade

LANGUAGES = ("es", "en")

FIXED: dict[str, dict[str, str]] = {
    "es": {
        "kind": "Certificado",
        "awarded": "Se otorga a",
        "passing": "por haber aprobado el módulo",
        "grade_label": "Nota final",
        "hours_label": "Duración",
        "dates_label": "Fechas",
        "mode_label": "Modalidad",
        "mode": "Virtual, con facilitación",
        "cohort_label": "Cohorte",
        "issued_label": "Emisión",
        "stamp_label": "Espacio para firma digital",
        "check": "Compruebe este documento",
        "qr": "Código QR que lleva a la página de verificación:",
        "signatories": "Responsables",
        "statement": (
            "Lo firmado y lo no firmado. Este PDF lo emitió la plataforma con un código único; la página de "
            "verificación muestra su huella SHA-256 y si sigue vigente. No lleva firma digital (Ley 27269) mientras el "
            "recuadro reservado esté vacío. Los nombres al pie identifican a las personas responsables; no son firmas."
        ),
    },
    "en": {
        "kind": "Certificate",
        "awarded": "Awarded to",
        "passing": "for passing the module",
        "grade_label": "Final grade",
        "hours_label": "Length",
        "dates_label": "Dates",
        "mode_label": "Mode",
        "mode": "Online, facilitated",
        "cohort_label": "Cohort",
        "issued_label": "Issued",
        "stamp_label": "For a digital signature",
        "check": "Check this document",
        "qr": "QR code that leads to the verification page:",
        "signatories": "Responsible",
        "statement": (
            "What is and is not signed. The platform issued this PDF with a unique code; the verification page shows "
            "its SHA-256 fingerprint and whether it is still valid. It carries no digital signature (Law 27269) while "
            "the reserved box is empty. The names above identify those responsible; they are not signatures."
        ),
    },
}

DOCUMENTS = {
    "es": {"dni": "DNI", "ce": "CE", "ptp": "PTP", "cpp": "CPP", "passport": "Pasaporte"},
    "en": {"dni": "DNI", "ce": "CE", "ptp": "PTP", "cpp": "CPP", "passport": "Passport"},
}

MONTHS = {
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "en": (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    ),
}

# Unit, language: for one, for any other number. Hours are never bare: 45 and 60 minutes are both called "hora".
HOURS = {
    "chronological": {
        "es": ("hora cronológica (de 60 min)", "horas cronológicas (de 60 min)"),
        "en": ("chronological hour (60 min)", "chronological hours (60 min each)"),
    },
    "teaching": {
        "es": ("hora lectiva (de 45 min)", "horas lectivas (de 45 min)"),
        "en": ("teaching hour (45 min)", "teaching hours (45 min each)"),
    },
}


def grade(percent: Decimal) -> int:
    """0 to 20, a fifth of the percent, halves up: the number that the learner's screens show."""
    return on_scale(percent)


def pass_mark(percent: Decimal) -> int:
    """The lowest whole grade that passes."""
    return pass_grade(percent)


def grade_in_words(points: int, language: str) -> str:
    return str(num2words(points, lang=language))


def scale(passing: int, language: str) -> str:
    if language == "es":
        return f"Escala de 0 a {SCALE}; se aprueba con {passing}"
    return f"Scale 0 to {SCALE}; pass mark {passing}"


def grade_line(points: int, passing: int, language: str) -> str:
    """The grade in one line, for the second language."""
    words = grade_in_words(points, language)
    if language == "es":
        return f"{words}; escala de 0 a {SCALE}, se aprueba con {passing}"
    return f"{words}; scale 0 to {SCALE}, pass mark {passing}"


def hours(value: Decimal, unit: str, language: str) -> str:
    """ "7,5 horas cronológicas (de 60 min)", "1 teaching hour (45 min)"."""
    one, many = HOURS[unit][language]
    number = f"{value.normalize():f}"
    if language == "es":
        number = number.replace(".", ",")
    return f"{number} {one if value == 1 else many}"


def day(value: date, language: str, *, month: bool = True, year: bool = True) -> str:
    of = " de " if language == "es" else " "
    parts = [str(value.day)]
    if month:
        parts.append(MONTHS[language][value.month - 1])
    if year:
        parts.append(str(value.year))
    return of.join(parts)


def dates(start: date, end: date, language: str) -> str:
    """ "Del 2 de marzo al 17 de abril de 2026", "2 to 17 April 2026"; what both days share is said once."""
    if start == end:
        return day(end, language)
    same_year = start.year == end.year
    same_month = same_year and start.month == end.month
    first = day(start, language, month=not same_month, year=not same_year)
    last = day(end, language)
    return f"Del {first} al {last}" if language == "es" else f"{first} to {last}"


def moment(value: datetime, zone: ZoneInfo, language: str) -> str:
    """ "20 de abril de 2026, 10:32 (hora de Lima)"; the zone is named by its city."""
    local = value.astimezone(zone)
    city = zone.key.rpartition("/")[2].replace("_", " ")
    place = f"hora de {city}" if language == "es" else f"{city} time"
    return f"{day(local.date(), language)}, {local:%H:%M} ({place})"
