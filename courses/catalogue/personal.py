"""What the catalogue knows about people: only who released what."""

from courses.records.personal import Erase, PersonalData, declare

declare(
    PersonalData(
        model="catalogue.Release",
        person="by",
        export=("number", "sha256", "at"),
        erase=Erase.KEEP,
        reason="A release never changes; it points to a row without a name.",
    )
)
