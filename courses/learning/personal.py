"""What learning knows about people: what they wrote, how it was marked, how far they are."""

from courses.records.personal import Erase, PersonalData, declare

LEARNER = "course_enrolment__enrolment__learner"

declare(
    PersonalData(
        model="learning.Attempt",
        person=LEARNER,
        export=("number", "state", "answer", "language", "started_at", "saved_at", "submitted_at"),
        erase=Erase.PSEUDONYMISE,
        clear=("answer",),
        reason="Exercises are counted and improved by their attempts; the words of an answer can tell who wrote it.",
    ),
    PersonalData(
        model="learning.Mark",
        person=f"attempt__{LEARNER}",
        export=("points", "of", "reason", "parts", "rubric", "comment", "comment_language", "at"),
        erase=Erase.PSEUDONYMISE,
        clear=("comment",),
        reason="The ledger of marks is what a result rests on; a comment speaks to a person.",
    ),
    PersonalData(
        model="learning.Mark",
        person="by",
        export=("at", "reason"),
        erase=Erase.KEEP,
        reason="Who marked must stay answerable; it points to a row without a name.",
    ),
    PersonalData(
        model="learning.LessonProgress",
        person=LEARNER,
        export=("done", "required", "waiting", "points", "of", "opened_at", "skipped_at", "last_at"),
        erase=Erase.KEEP,
        reason="Numbers without words, which can be rebuilt from the attempts at any time.",
    ),
)
