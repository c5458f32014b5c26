"""A person's certificates, as her own pages list them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from certificates.models import Certificate

if TYPE_CHECKING:
    from incubator.people import User

_TONES = {Certificate.State.REQUESTED: "wait", Certificate.State.FAILED: "wait", Certificate.State.VALID: "good"}


@dataclass(frozen=True)
class Line:
    certificate: Certificate
    title: str

    @property
    def tone(self) -> str:
        return _TONES.get(Certificate.State(self.certificate.state), "soft")


def of(user: "User") -> dict[str, Any]:
    """Context for `certificates/_mine.html`, newest first; one query.

    certificates [Line]; certificates_pending: whether one is being prepared; certificates_seen: names what is shown.
    """
    found = list(Certificate.objects.of(user).select_related("superseded_by"))
    language = get_language() or "es"
    return {
        "certificates": [Line(each, str(each.printed(language)["title"])) for each in found],
        "certificates_pending": any(each.is_being_prepared for each in found),
        "certificates_seen": "-".join(f"{each.pk}{each.state[0]}" for each in found),
    }
