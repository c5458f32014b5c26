"""What certificates know about people."""

from courses.records.personal import Erase, PersonalData, declare

declare(
    PersonalData(
        model="certificates.Certificate",
        person="learner",
        export=("code", "claims", "document_number", "state", "sha256", "requested_at", "issued_at", "ended_at"),
        erase=Erase.PSEUDONYMISE,
        clear=("document_number", "pdf"),
        reason=(
            "Third parties rely on it: claims and hash stay, so that the code can be verified. "
            "The document number and the PDF's bytes go."
        ),
    )
)
