"""What a certificate says, line by line, for whoever compares it with a printed one."""

from django.utils import translation
from django.utils.translation import gettext as _

from certificates.models import Certificate


def lines(certificate: Certificate, language: str, *, masked: bool = True) -> list[tuple[str, str]]:
    """(label, what is printed) in this language; of the document number, the last three characters at most."""
    claims, printed = certificate.claims, certificate.printed(language)
    with translation.override(language):
        labels = (_("Name"), _("Document"), _("Module"), _("Module, in the other language"), _("Issued by"))
    name, document, module, other_module, issuers = labels
    number = mask(certificate.document_number) if masked else certificate.document_number
    others = [texts["title"] for code, texts in claims["texts"].items() if texts["title"] != printed["title"]]
    signatories = [
        f"{person['given_names']} {person['family_names']}, {post}"
        for person, post in zip(claims["signatories"], printed["posts"], strict=True)
    ]
    shown = [
        (name, certificate.printed_name),
        (document, f"{printed['document']} {number}".strip() if number else ""),
        (module, printed["title"]),
        (other_module, " / ".join(others)),
        (printed["grade_label"], f"{claims['grade']['points']} ({printed['grade_words']}). {printed['scale']}"),
        (printed["hours_label"], printed["hours"]),
        (printed["dates_label"], printed["dates"]),
        (printed["mode_label"], printed["mode"]),
        (printed["cohort_label"], f"{claims['cohort']['code']} · {claims['cohort']['name']}"),
        (printed["issued_label"], printed["issued"]),
        (issuers, "; ".join(claims["issuers"])),
        (printed["signatories"], "; ".join(signatories)),
    ]
    return [(label, value) for label, value in shown if value]


def mask(number: str) -> str:
    """The last three characters of a document number that is longer than that."""
    hidden = max(len(number) - 3, 0) if len(number) > 3 else len(number)
    return "•" * hidden + number[hidden:]
