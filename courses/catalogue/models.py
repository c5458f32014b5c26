"""Facts of the catalogue stand in `facts.py`, the pages that editors write in `pages.py`."""

from courses.catalogue.facts import Course, Exercise, Release, ReleasedExercise, ReleasedFile, ReleasedLesson
from courses.catalogue.pages import CoursePage, LessonPage

__all__ = [
    "Course",
    "CoursePage",
    "Exercise",
    "LessonPage",
    "Release",
    "ReleasedExercise",
    "ReleasedFile",
    "ReleasedLesson",
]
