"""The name under which a browser saves a certificate."""

from urllib.parse import quote

from django.utils.text import slugify

from certificates.models import Certificate

LONGEST = 100


def content_disposition(certificate: Certificate, language: str) -> str:
    """Accents in the name for browsers that know RFC 5987, plain letters for the rest."""
    plain, accented = (file_name(certificate, language, accents=accents) for accents in (False, True))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(accented)}"


def file_name(certificate: Certificate, language: str, *, accents: bool) -> str:
    """certificado-rosa-quispe-mamani-diseno-de-intervenciones.pdf, cut between words."""
    printed = certificate.printed(language)
    whole = slugify(f"{printed['kind']} {certificate.printed_name} {printed['title']}", allow_unicode=accents)
    if len(whole) > LONGEST:
        whole = whole[:LONGEST].rpartition("-")[0] or whole[:LONGEST]
    return f"{whole or certificate.code}.pdf"
