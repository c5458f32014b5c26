"""What the bank's rows know about people."""

from courses.records.personal import Erase, PersonalData, declare

declare(
    PersonalData(
        model="evidence.FaultReport",
        person="settled_by",
        export=("title", "settled_at"),
        erase=Erase.KEEP,
        reason="That an editor settled a report; the row points to a person without a name.",
    ),
)
