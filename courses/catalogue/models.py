"""Facts of the catalogue; the pages that editors write stand in `pages.py`."""

from courses.catalogue.facts import Course, Exercise, Release, ReleasedExercise, ReleasedFile, ReleasedLesson

__all__ = ["Course", "Exercise", "Release", "ReleasedExercise", "ReleasedFile", "ReleasedLesson"]
