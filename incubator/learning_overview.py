"""My learning: where to go on, the modules and their state, the certificates."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from certificates import mine
from courses.catalogue.released import OutlineLesson
from courses.catalogue.scale import on_scale
from courses.cohorts.models import CohortStaff, CourseEnrolment, Enrolment
from courses.learning.completing import Tally, tally
from courses.learning.models import LessonProgress
from courses.learning.studying import Cell, band
from courses.learning.visiting import Visit, visits_of
from courses.records import consents
from courses.records.models import Consent
from incubator.people import User
from theme import weaving


@dataclass(frozen=True)
class Module:
    """One course of one cohort as its learner sees it."""

    visit: Visit
    title: str
    url: str
    cells: list[Cell]
    counted: Tally
    closed: str

    @property
    def grade(self) -> int | None:
        enrolment = self.visit.course_enrolment
        if enrolment.state != CourseEnrolment.State.OPEN and enrolment.grade is not None:
            return on_scale(enrolment.grade)
        so_far = self.counted.grade_so_far
        return on_scale(so_far) if so_far is not None else None

    @property
    def woven(self) -> list[weaving.Cell]:
        return [cell.woven() for cell in self.cells]

    @property
    def lessons_done(self) -> int:
        return sum(cell.state == "done" for cell in self.cells)


@dataclass(frozen=True)
class Next:
    """The one dark block: where to go on."""

    module: Module
    lesson: OutlineLesson
    title: str
    url: str
    number: int
    left: int
    last: LessonProgress | None
    exercise: int | None


def overview(user: User, language: str) -> dict[str, Any]:
    """The page's context; a fixed number of queries, whatever the number of cohorts and lessons."""
    modules = [_module(visit, language) for visit in visits_of(user)]
    cohorts: dict[int, list[Module]] = defaultdict(list)
    for module in modules:
        cohorts[module.visit.course_enrolment.cohort_course.cohort_id].append(module)
    staff = defaultdict(list)
    for row in CohortStaff.objects.filter(cohort_id__in=cohorts, role="facilitator").select_related("user"):
        staff[row.cohort_id].append(row.user.get_full_name())
    return {
        "next": _next(modules, language),
        "cohorts": [
            {
                "cohort": found[0].visit.course_enrolment.cohort_course.cohort,
                "facilitators": staff[pk],
                "modules": found,
            }
            for pk, found in cohorts.items()
        ],
        "has_enrolments": bool(modules) or Enrolment.objects.active().filter(learner=user).exists(),
        "is_ready": user.is_ready_to_enrol,
        "has_accepted": consents.has(user, Consent.Purpose.COURSE),
        **mine.of(user),
    }


def _module(visit: Visit, language: str) -> Module:
    return Module(
        visit=visit,
        title=visit.release.title[language],
        url=visit.url(language),
        cells=band(visit, language),
        counted=tally(visit.release, list(visit.progress.values())),
        closed=visit.why_closed(),
    )


def _next(modules: list[Module], language: str) -> Next | None:
    """The lesson last worked in, if something is left there; else the first unfinished one."""
    open_ones = [
        found
        for module in modules
        if not module.closed and module.visit.course_enrolment.cohort_course.takes_answers()
        for number, lesson in enumerate(module.visit.release.lessons, 1)
        if (found := _unfinished(module, number, lesson, language))
    ]
    started = [(found.last.last_at, -at, found) for at, found in enumerate(open_ones) if found.last]
    return max(started)[2] if started else next(iter(open_ones), None)


def _unfinished(module: Module, number: int, lesson: OutlineLesson, language: str) -> Next | None:
    row = module.visit.progress.get(lesson.key)
    left = sum(each.required for each in lesson.exercises) - (row.done + row.pending if row else 0)
    if left <= 0 or (row and row.skipped_at):
        return None
    last = row.last_exercise_id if row else None
    return Next(
        module=module,
        lesson=lesson,
        title=lesson.title[language],
        url=module.visit.lesson_url(lesson, language) + (f"#x{last}" if last else ""),
        number=number,
        left=left,
        last=row,
        exercise=next((each.position for each in lesson.exercises if each.exercise_id == last), None),
    )
