"""What may be shown of what was held back, now and not sooner."""

from typing import Any

from courses.exercises.marked import Marked
from courses.exercises.registry import Kind


def reveal(
    kind: Kind,
    specification: dict[str, Any],
    key: dict[str, Any],
    held: dict[str, Any],
    marked: Marked,
    answer: Any,
    finished: bool,
) -> dict[str, Any]:
    """
    finished: fully right, or no attempts left.

    feedback: {part: [text, …]} on what was answered; at once.
    solution: {part: …} of the key: for a part that is right at once, for all when finished.
    explanation: HTML, when finished.
    """
    right = {part.part for part in marked.parts if part.is_right}
    return {
        "feedback": {
            part.part: [held["feedback"][identity] for identity in part.feedback if identity in held["feedback"]]
            for part in marked.parts
        },
        "solution": {part: solved for part, solved in key["solution"].items() if finished or part in right},
        "explanation": held["explanation"] if finished else "",
    }
