"""Freezes what a certificate says, in every language it is printed in, at the moment it is asked for."""

import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from certificates import wording
from certificates.models import Issuer, Signatory
from courses.catalogue.models import Release
from courses.cohorts.models import CourseEnrolment

SCHEMA = 1
MOST_SIGNATORIES = 8
MOST_ISSUERS = 3
_CHANGES_WITH_EVERY_ISSUE = ("code", "address", "issued")


def freeze(*, course_enrolment: CourseEnrolment, code: str, at: datetime) -> dict[str, Any]:
    """Everything printed but the document number, which can be erased, as JSON:

    schema, code, address, kind, languages, issuers [name], given_names, family_names, document_type,
    course, release {number, sha256}, cohort {code, name, institution}, hours {value, unit},
    grade {points, of, pass, percent}, starts, ends (days, in `zone`), issued (moment, UTC), zone,
    signatories [{given_names, family_names}], texts {language: {…every printed word, title, posts […]}}.
    """
    release = course_enrolment.cohort_course.release
    languages = [language for language in wording.LANGUAGES if clean(release.title.get(language, ""), 255)]
    signatories = list(Signatory.objects.all()[:MOST_SIGNATORIES])
    facts = _facts(course_enrolment, release, at) | {
        "schema": SCHEMA,
        "code": code,
        "address": f"{settings.SITE_URL}/verify/{code}/",
        "kind": "certificado",
        "languages": languages,
        "signatories": [
            {"given_names": clean(one.given_names, 50), "family_names": clean(one.family_names, 50)}
            for one in signatories
        ],
    }
    return facts | {"texts": {language: _texts(facts, release, signatories, language) for language in languages}}


def _facts(course_enrolment: CourseEnrolment, release: Release, at: datetime) -> dict[str, Any]:
    enrolment, taken = course_enrolment.enrolment, course_enrolment.cohort_course
    learner, cohort = enrolment.learner, enrolment.cohort
    if course_enrolment.completed_at is None or course_enrolment.grade is None:
        raise ValueError("only a completed course is certified")
    ends = course_enrolment.completed_at
    starts = min(max(taken.opens_at, enrolment.enrolled_at), ends)
    issuers = [clean(issuer.name, 100) for issuer in Issuer.objects.all()[:MOST_ISSUERS]]
    return {
        "issuers": issuers or [clean(cohort.institution, 100)],
        "given_names": clean(learner.first_name, 100),
        "family_names": clean(learner.last_name, 100),
        "document_type": learner.document_type,
        "course": release.course.code,
        "release": {"number": release.number, "sha256": release.sha256},
        "cohort": {
            "code": cohort.code,
            "name": clean(cohort.name, 120),
            "institution": clean(cohort.institution, 200),
        },
        "hours": {"value": _plain(release.hours), "unit": release.hour_unit},
        "grade": {
            "points": wording.grade(course_enrolment.grade),
            "of": wording.SCALE,
            "pass": wording.pass_mark(release.pass_mark),
            "percent": _plain(course_enrolment.grade),
        },
        "starts": starts.astimezone(cohort.zone).date().isoformat(),
        "ends": ends.astimezone(cohort.zone).date().isoformat(),
        "issued": at.isoformat(),
        "zone": cohort.time_zone,
    }


def _texts(facts: dict[str, Any], release: Release, signatories: list[Signatory], language: str) -> dict[str, Any]:
    grade, zone = facts["grade"], wording.ZoneInfo(facts["zone"])
    starts, ends = (wording.date.fromisoformat(facts[name]) for name in ("starts", "ends"))
    return wording.FIXED[language] | {
        "title": clean(release.title[language], 255),
        "document": wording.DOCUMENTS[language].get(facts["document_type"], ""),
        "grade_words": wording.grade_in_words(grade["points"], language),
        "grade_line": wording.grade_line(grade["points"], grade["pass"], language),
        "scale": wording.scale(grade["pass"], language),
        "hours": wording.hours(release.hours, release.hour_unit, language),
        "dates": wording.dates(starts, ends, language),
        "issued": wording.moment(datetime.fromisoformat(facts["issued"]), zone, language),
        "posts": [clean(getattr(one, f"post_{language}"), 70) for one in signatories],
    }


def _plain(number: Decimal) -> str:
    """The same whether it comes from the database or from memory: without idle zeros."""
    return f"{number.normalize():f}"


def clean(text: str, longest: int) -> str:
    """One line of at most so many characters: control, format and private characters are gone, accents composed."""
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    return " ".join("".join(kept).split())[:longest].strip()


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The names of the claims in which they differ, apart from what every issue gives anew."""
    return [name for name in sorted(old.keys() | new.keys()) if _lasting(old, name) != _lasting(new, name)]


def _lasting(claims: dict[str, Any], name: str) -> Any:
    if name in _CHANGES_WITH_EVERY_ISSUE:
        return None
    if name == "texts":
        return {
            language: {key: value for key, value in texts.items() if key != "issued"}
            for language, texts in claims["texts"].items()
        }
    return claims.get(name)
