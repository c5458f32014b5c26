"""The message that greets whoever enrolled: dates, contacts, how certification works."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.catalogue.scale import pass_grade
from courses.cohorts.models import Enrolment
from courses.records import mailing


def post_welcome(enrolment: Enrolment) -> None:
    """Posts it once per enrolment, in the learner's language and the cohort's time zone."""
    learner, cohort = enrolment.learner, enrolment.cohort
    courses = list(cohort.cohort_courses.select_related("release", "course"))
    with translation.override(learner.language), timezone.override(cohort.zone):
        text = render_to_string(
            "cohorts/mail/welcome.txt",
            {
                "learner": learner,
                "cohort": cohort,
                "courses": [
                    {
                        "title": item.release.title[learner.language],
                        "opens_at": item.opens_at,
                        "due_at": item.due_at,
                        "pass_mark": pass_grade(item.release.pass_mark),
                    }
                    for item in courses
                ],
                "site_url": settings.SITE_URL,
                "language": learner.language,
            },
        )
        # Neither name nor code: both may say what the programme is about.
        subject = _("You have a place: dates and contacts")
    mailing.post(
        key=f"cohorts.welcome:{enrolment.pk}",
        person=learner,
        address=learner.email,
        language=learner.language,
        subject=subject,
        text=text,
    )
