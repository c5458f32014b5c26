"""What this room's own rows know about people."""

from courses.records.personal import Erase, PersonalData, declare

declare(
    PersonalData(
        model="records.AuditEvent",
        person="actor",
        export=("at", "action", "subject_type", "subject_id"),
        erase=Erase.KEEP,
        reason="Who decided what must stay answerable. It holds ids and states, and points to a row without a name.",
    ),
    PersonalData(
        model="records.Consent",
        person="person",
        export=("purpose", "version", "language", "given_at", "withdrawn_at"),
        erase=Erase.KEEP,
        reason="The proof that data was processed with consent, and of when it ended.",
    ),
    PersonalData(
        model="records.OutgoingMail",
        person="person",
        export=("address", "subject", "language", "created_at", "sent_at"),
        erase=Erase.PSEUDONYMISE,
        clear=("address", "subject", "text"),
        reason="That a message left stays known; its words went when it was sent, its address goes now.",
    ),
)
