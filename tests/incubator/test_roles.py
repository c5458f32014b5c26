"""The role walk: every address of the site, as everybody who may come. One table says what must happen."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import LocalePrefixPattern, URLPattern, get_resolver
from wagtail.models import Page, PageViewRestriction

from certificates.models import Issuer, Signatory
from courses.catalogue.models import Course, LessonPage, Release
from courses.cohorts.models import Cohort, CourseEnrolment
from courses.evidence.reporting import report_fault
from courses.jobs.models import Job
from courses.learning.models import Attempt
from incubator.people import User
from incubator.support import SupportService
from tests.certificates.factories import make_valid
from tests.evidence.factories import study
from tests.learning.factories import answer, enrolled, make_person

ROLES = ("stranger", "learner", "learner2", "facilitator", "coordinator", "editor", "admin")
# One line an address: its pattern, an example, and what each role gets. `visit` says what the words mean.
TABLE = r"""
# Ways in
^admin/login/$                                             /admin/login/                                                      in  in  in  in  in  in  in
^admin/password_reset/                                     /admin/password_reset/                                             in  in  in  in  in  in  in
admin/login/                                               /admin/login/?next=/admin/                                         in  403 403 403 403 403 403
admin/password_reset/*                                     /admin/password_reset/confirm/MQ/nothing/                          in  in  in  in  in  in  in
^django-admin/login/$                                      /django-admin/login/                                               in  in  in  in  in  in  in
^django-admin/password_change/                             /django-admin/password_change/                                     in  in  in  in  in  in  in
^(?:[\w-]+/)?_util/login/$                                 /_util/login/                                                      in  in  in  in  in  in  in
<lang>/_util/login/                                        /es/_util/login/                                                   in  in  in  in  in  in  in
<lang>/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/ /es/_util/authenticate_with_password/9999/1/                       404 404 404 404 404 404 404
documents/authenticate_with_password/<int:restriction_id>/ /documents/authenticate_with_password/1/                           on  on  on  on  on  on  on
<lang>/accounts/login/                                     /es/accounts/login/                                                200 on  on  on  on  on  on
<lang>/accounts/signup/                                    /es/accounts/signup/                                               200 on  on  on  on  on  on
<lang>/accounts/logout/                                    /es/accounts/logout/                                               on  200 200 200 200 200 200
<lang>/accounts/inactive/                                  /es/accounts/inactive/                                             200 200 200 200 200 200 200
<lang>/accounts/reauthenticate/                            /es/accounts/reauthenticate/                                       in  200 200 200 200 200 200
<lang>/accounts/email/                                     /es/accounts/email/                                                in  200 200 200 200 200 200
<lang>/accounts/confirm-email/                             /es/accounts/confirm-email/                                        in  on  on  on  on  on  on
<lang>/accounts/password/change/                           /es/accounts/password/change/                                      in  200 200 200 200 200 200
<lang>/accounts/password/set/                              /es/accounts/password/set/                                         in  on  on  on  on  on  on
<lang>/accounts/password/reset/                            /es/accounts/password/reset/                                       200 200 200 200 200 200 200
<lang>/accounts/login/code/confirm/                        /es/accounts/login/code/confirm/                                   in  on  on  on  on  on  on
<lang>/accounts/password/reset/key/done/                   /es/accounts/password/reset/key/done/                              200 200 200 200 200 200 200
<lang>/accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$ /es/accounts/password/reset/key/1-nothing/                         200 200 200 200 200 200 200
<lang>/accounts/password/reset/done/                       /es/accounts/password/reset/done/                                  200 200 200 200 200 200 200
<lang>/accounts/2fa/*                                      /es/accounts/2fa/                                                  in  200 200 200 200 200 200
<lang>/accounts/2fa/authenticate/                          /es/accounts/2fa/authenticate/                                     in  on  on  on  on  on  on
<lang>/accounts/sessions/                                  /es/accounts/sessions/                                             in  200 200 200 200 200 200
# For everybody
^                                                          /                                                                  on  on  on  on  on  on  on
healthz                                                    /healthz                                                           200 200 200 200 200 200 200
readyz                                                     /readyz                                                            200 200 200 200 200 200 200
<lang>/^((?:[\w\-]+/)*)$                                   /es/                                                               200 200 200 200 200 200 200
<lang>/^((?:[\w\-]+/)*)$                                   /en/                                                               200 200 200 200 200 200 200
<lang>/^((?:[\w\-]+/)*)$                                   /es/datos-personales/                                              200 200 200 200 200 200 200
<lang>/^((?:[\w\-]+/)*)$                                   {course_page}                                                      200 200 200 200 200 200 200
<lang>/^((?:[\w\-]+/)*)$                                   {lesson_page}                                                      200 on  on  200 200 200 200
<lang>/^((?:[\w\-]+/)*)$                                   /es/nothing/here/                                                  404 404 404 404 404 404 404
documents/^(\d+)/(.*)$                                     /documents/1/none.pdf                                              404 404 404 404 404 404 404
media/<path:name>                                          /media/original_images/none.png                                    404 404 404 404 404 404 404
^released/(?P<name>[0-9a-f]{64}\.[a-z0-9]{1,5})$           /released/0000000000000000000000000000000000000000000000000000000000000000.png 404 404 404 404 404 404 404
verify/                                                    /verify/                                                           on  on  on  on  on  on  on
verify/<str:code>                                          /verify/{code}                                                     on  on  on  on  on  on  on
verify/<str:code>/                                         /verify/{code}/                                                    on  on  on  on  on  on  on
<lang>/verify/                                             /es/verify/                                                        200 200 200 200 200 200 200
<lang>/verify/<str:code>/                                  /es/verify/{code}/                                                 200 200 200 200 200 200 200
<lang>/verify/<str:code>/                                  /es/verify/QQQQ-QQQQ-QQQQ/                                         404 404 404 404 404 404 404
<lang>/calculators/                                        /es/calculators/                                                   200 200 200 200 200 200 200
<lang>/calculators/<slug:slug>/                            /es/calculators/proportions/?find=power                            200 200 200 200 200 200 200
<lang>/calculators/<slug:slug>/                            /es/calculators/nothing/                                           404 404 404 404 404 404 404
<lang>/calculators/<slug:slug>/<slug:table>.csv            /es/calculators/means/sensitivity.csv                              200 200 200 200 200 200 200
<lang>/calculators/<slug:slug>/tables.xlsx                 /es/calculators/means/tables.xlsx                                  200 200 200 200 200 200 200
<lang>/evidence/                                           /es/evidence/                                                      200 200 200 200 200 200 200
<lang>/evidence/compare/                                   /es/evidence/compare/                                              200 200 200 200 200 200 200
<lang>/evidence/map/                                       /es/evidence/map/                                                  200 200 200 200 200 200 200
<lang>/evidence/appraisal/                                 /es/evidence/appraisal/                                            200 200 200 200 200 200 200
<lang>/evidence/export/<str:code>/                         /es/evidence/export/csv/                                           200 200 200 200 200 200 200
<lang>/evidence/cite/<uuid:key>/<str:code>/                /es/evidence/cite/{study_key}/bib/                                 200 200 200 200 200 200 200
<lang>/evidence/feed/                                      /es/evidence/feed/                                                 200 200 200 200 200 200 200
<lang>/evidence/studies/<uuid:key>/                        /es/evidence/studies/{study_key}/                                  on  on  on  on  on  on  on
<lang>/evidence/studies/<uuid:key>/                        /es/evidence/studies/{private_key}/                                410 410 410 410 410 410 410
<lang>/evidence/reports/<uuid:key>/                        /es/evidence/reports/{study_key}/                                  200 200 200 200 200 200 200
<lang>/evidence/reports/<uuid:key>/                        /es/evidence/reports/{private_key}/                                404 404 404 404 404 404 404
<lang>/evidence/reports/<uuid:key>/thanks/                 /es/evidence/reports/{study_key}/thanks/                           200 200 200 200 200 200 200
api/v2/^studies/                                            /api/v2/studies/                                                   200 200 200 200 200 200 200
api/v2/^studies/<int:pk>/                                   /api/v2/studies/{study}/                                           200 200 200 200 200 200 200
api/v2/^studies/<int:pk>/                                   /api/v2/studies/{private_study}/                                   404 404 404 404 404 404 404
api/v2/^studies/find/                                       /api/v2/studies/find/?id={study}                                   on  on  on  on  on  on  on
# Learning
<lang>/accounts/profile/                                   /es/accounts/profile/                                              in  200 200 200 200 200 200
<lang>/learn/                                              /es/learn/                                                         in  200 200 200 200 200 200
<lang>/learn/join/                                         /es/learn/join/                                                    in  200 200 200 200 200 200
<lang>/learn/<slug:cohort>/<slug:course>/                  /es/learn/lima-2026-2/intervention-design/                         in  200 200 404 404 404 404
<lang>/learn/<slug:cohort>/<slug:course>/                  /es/learn/{foreign}/intervention-design/                           in  404 404 404 404 404 404
<lang>/learn/<slug:cohort>/<slug:course>/<str:slug>/       /es/learn/lima-2026-2/intervention-design/buscar-y-leer-evidencia/ in  200 200 404 404 404 404
<lang>/learn/<slug:cohort>/<slug:course>/<str:slug>/       /en/learn/lima-2026-2/intervention-design/buscar-y-leer-evidencia/ in  on  on  404 404 404 404
<lang>/learn/<slug:cohort>/<slug:course>/<str:slug>/       /es/learn/{foreign}/intervention-design/buscar-y-leer-evidencia/   in  404 404 404 404 404 404
<lang>/learn/<slug:cohort>/<slug:course>/<str:slug>/       /es/learn/lima-2026-2/intervention-design/nothing/                 in  404 404 404 404 404 404
<lang>/certificates/                                       /es/certificates/                                                  in  200 200 200 200 200 200
<lang>/certificates/<str:code>/download/                   /es/certificates/{code}/download/                                  in  200 404 404 200 404 200
<lang>/certificates/<str:code>/download/                   /es/certificates/{code2}/download/                                 in  404 200 404 200 404 200
# Teaching
<lang>/teach/                                              /es/teach/                                                         in  200 200 200 200 200 200
<lang>/teach/<slug:code>/                                  /es/teach/lima-2026-2/                                             in  404 404 200 200 404 200
<lang>/teach/<slug:code>/                                  /es/teach/{foreign}/                                               in  404 404 404 200 404 200
<lang>/teach/<slug:code>/marking/                          /es/teach/lima-2026-2/marking/                                     in  404 404 200 200 404 200
<lang>/teach/<slug:code>/marking/                          /es/teach/{foreign}/marking/                                       in  404 404 404 200 404 200
<lang>/teach/<slug:code>/marking/<int:pk>/                 /es/teach/lima-2026-2/marking/{attempt}/                           in  404 404 200 200 404 200
<lang>/teach/<slug:code>/marking/<int:pk>/                 /es/teach/lima-2026-2/marking/{alien_attempt}/                     in  404 404 404 404 404 404
<lang>/teach/<slug:code>/marking/<int:pk>/                 /es/teach/{foreign}/marking/{alien_attempt}/                       in  404 404 404 200 404 200
<lang>/teach/<slug:code>/people/<int:pk>/                  /es/teach/lima-2026-2/people/{enrolment}/                          in  404 404 200 200 404 200
<lang>/teach/<slug:code>/people/<int:pk>/                  /es/teach/lima-2026-2/people/{alien}/                              in  404 404 404 404 404 404
# Our rooms in the Wagtail admin
admin/course/*                                             /admin/course/                                                     in  in  in  in  200 200 200
admin/course/new/                                          /admin/course/new/                                                 in  in  in  in  on  200 200
admin/course/edit/<int:pk>/                                /admin/course/edit/{course}/                                       in  in  in  in  on  200 200
admin/course/delete/<int:pk>/                              /admin/course/delete/{course}/                                     in  in  in  in  on  on  on
admin/course/release/<int:pk>/                             /admin/course/release/{course}/                                    in  in  in  in  on  200 200
admin/release/*                                            /admin/release/                                                    in  in  in  in  200 200 200
admin/release/new/                                         /admin/release/new/                                                in  in  in  in  on  on  on
admin/release/edit/<int:pk>/                               /admin/release/edit/{release}/                                     in  in  in  in  on  on  on
admin/release/delete/<int:pk>/                             /admin/release/delete/{release}/                                   in  in  in  in  on  on  on
admin/release/inspect/<int:pk>/                            /admin/release/inspect/{release}/                                  in  in  in  in  200 200 200
admin/cohorts/*                                            /admin/cohorts/                                                    in  in  in  in  200 on  200
admin/cohorts/new/                                         /admin/cohorts/new/                                                in  in  in  in  200 on  200
admin/cohorts/edit/<int:pk>/                               /admin/cohorts/edit/{cohort}/                                      in  in  in  in  200 on  200
admin/cohorts/delete/<int:pk>/                             /admin/cohorts/delete/{cohort}/                                    in  in  in  in  on  on  on
admin/cohorts/inspect/<int:pk>/                            /admin/cohorts/inspect/{cohort}/                                   in  in  in  in  200 on  200
admin/certificate/*                                        /admin/certificate/                                                in  in  in  in  200 on  200
admin/certificate/new/                                     /admin/certificate/new/                                            in  in  in  in  on  on  on
admin/certificate/edit/<int:pk>/                           /admin/certificate/edit/{certificate}/                             in  in  in  in  on  on  on
admin/certificate/delete/<int:pk>/                         /admin/certificate/delete/{certificate}/                           in  in  in  in  on  on  on
admin/certificate/inspect/<int:pk>/                        /admin/certificate/inspect/{certificate}/                          in  in  in  in  200 on  200
admin/certificate/correct/<int:pk>/                        /admin/certificate/correct/{certificate}/                          in  in  in  in  200 on  200
admin/certificate/revoke/<int:pk>/                         /admin/certificate/revoke/{certificate}/                           in  in  in  in  200 on  200
admin/certificate/again/<int:pk>/                          /admin/certificate/again/{certificate}/                            in  in  in  in  200 on  200
admin/issuer/*                                             /admin/issuer/                                                     in  in  in  in  200 on  200
admin/issuer/edit/<int:pk>/                                /admin/issuer/edit/{issuer}/                                       in  in  in  in  200 on  200
admin/issuer/delete/<int:pk>/                              /admin/issuer/delete/{issuer}/                                     in  in  in  in  on  on  200
admin/signatory/*                                          /admin/signatory/                                                  in  in  in  in  200 on  200
admin/signatory/edit/<int:pk>/                             /admin/signatory/edit/{signatory}/                                 in  in  in  in  200 on  200
admin/signatory/delete/<int:pk>/                           /admin/signatory/delete/{signatory}/                               in  in  in  in  200 on  200
admin/jobs/*                                               /admin/jobs/                                                       in  in  in  in  200 on  200
admin/jobs/new/                                            /admin/jobs/new/                                                   in  in  in  in  on  on  on
admin/jobs/edit/<int:pk>/                                  /admin/jobs/edit/{job}/                                            in  in  in  in  on  on  on
admin/jobs/delete/<int:pk>/                                /admin/jobs/delete/{job}/                                          in  in  in  in  on  on  on
admin/jobs/inspect/<int:pk>/                               /admin/jobs/inspect/{job}/                                         in  in  in  in  200 on  200
admin/jobs/try-again/<int:pk>/                             /admin/jobs/try-again/{job}/                                       in  in  in  in  405 405 405
admin/support_services/*                                   /admin/support_services/                                           in  in  in  in  on  200 200
admin/support_services/edit/<int:pk>/                      /admin/support_services/edit/{service}/                            in  in  in  in  on  200 200
admin/support_services/delete/<int:pk>/                    /admin/support_services/delete/{service}/                          in  in  in  in  on  on  200
admin/studies/*                                            /admin/studies/                                                    in  in  in  in  on  200 200
admin/study-import/                                        /admin/study-import/                                               in  in  in  in  on  200 200
admin/faults/*                                             /admin/faults/                                                     in  in  in  in  on  200 200
admin/faults/new/                                          /admin/faults/new/                                                 in  in  in  in  on  on  on
admin/faults/edit/<int:pk>/                                /admin/faults/edit/{fault}/                                        in  in  in  in  on  on  on
admin/faults/delete/<int:pk>/                              /admin/faults/delete/{fault}/                                      in  in  in  in  on  on  on
admin/faults/inspect/<int:pk>/                             /admin/faults/inspect/{fault}/                                     in  in  in  in  on  200 200
admin/faults/settle/<int:pk>/                              /admin/faults/settle/{fault}/                                      in  in  in  in  405 405 405
admin/reports/looking-after/                               /admin/reports/looking-after/                                      in  in  in  in  on  200 200
admin/reports/looking-after/results/                       /admin/reports/looking-after/results/?reason=is_broken             in  in  in  in  on  200 200
# Wagtail's own
admin/                                                     /admin/                                                            in  in  in  in  200 200 200
admin/^.*                                                  /admin/nothing/here/                                               in  in  in  in  on  on  on
admin/account/*                                            /admin/account/                                                    in  in  in  in  200 200 200
admin/api/*                                                /admin/api/main/pages/                                             in  in  in  in  200 200 200
admin/block-preview/*                                      /admin/block-preview/                                              in  in  in  in  on  on  on
admin/bulk/*                                               /admin/bulk/wagtailcore/page/delete/?id={page}                     in  in  in  in  200 200 200
admin/choose-anchor-link/*                                 /admin/choose-anchor-link/                                         in  in  in  in  200 200 200
admin/choose-email-link/*                                  /admin/choose-email-link/                                          in  in  in  in  200 200 200
admin/choose-external-link/*                               /admin/choose-external-link/                                       in  in  in  in  200 200 200
admin/choose-phone-link/*                                  /admin/choose-phone-link/                                          in  in  in  in  200 200 200
admin/choose-page/*                                        /admin/choose-page/                                                in  in  in  in  200 200 200
admin/collections/*                                        /admin/collections/                                                in  in  in  in  on  on  200
admin/dismissibles/*                                       /admin/dismissibles/                                               in  in  in  in  200 200 200
admin/documents/*                                          /admin/documents/                                                  in  in  in  in  on  200 200
admin/editing-sessions/*                                   /admin/editing-sessions/ping/wagtailcore/page/{page}/              in  in  in  in  on  on  on
admin/embeds/*                                             /admin/embeds/chooser/                                             in  in  in  in  200 200 200
admin/failwhale/*                                          /admin/failwhale/                                                  in  in  in  in  500 500 500
admin/forms/*                                              /admin/forms/                                                      in  in  in  in  on  200 200
admin/groups/*                                             /admin/groups/                                                     in  in  in  in  on  on  200
admin/images/*                                             /admin/images/                                                     in  in  in  in  on  200 200
admin/jsi18n/*                                             /admin/jsi18n/                                                     200 200 200 200 200 200 200
admin/locales/*                                            /admin/locales/                                                    in  in  in  in  on  on  200
admin/localize/*                                           /admin/localize/submit/page/{page}/                                in  in  in  in  on  200 200
admin/pages/*                                              /admin/pages/{page}/edit/                                          in  in  in  in  on  200 200
admin/pages/*                                              /admin/pages/{page}/delete/                                        in  in  in  in  on  200 200
admin/pages/*                                              /admin/pages/{home}/                                               in  in  in  in  on  200 200
admin/redirects/*                                          /admin/redirects/                                                  in  in  in  in  on  on  200
admin/reports/*                                            /admin/reports/site-history/                                       in  in  in  in  200 200 200
admin/settings/*                                           /admin/settings/                                                   in  in  in  in  on  on  on
admin/sites/*                                              /admin/sites/                                                      in  in  in  in  on  on  200
admin/snippets/*                                           /admin/snippets/                                                   in  in  in  in  on  on  on
admin/sprite/*                                             /admin/sprite/                                                     200 200 200 200 200 200 200
admin/tag-autocomplete/*                                   /admin/tag-autocomplete/                                           in  in  in  in  200 200 200
admin/test404/*                                            /admin/test404/                                                    in  in  in  in  200 200 200
admin/users/*                                              /admin/users/                                                      in  in  in  in  200 on  200
admin/users/new/                                           /admin/users/new/                                                  in  in  in  in  200 on  200
admin/users/edit/<int:pk>/                                 /admin/users/edit/{learner}/                                       in  in  in  in  200 on  200
admin/users/edit/<int:pk>/                                 /admin/users/edit/{admin}/                                         in  in  in  in  on  on  200
admin/users/delete/<int:pk>/                               /admin/users/delete/{learner}/                                     in  in  in  in  on  on  on
admin/workflows/*                                          /admin/workflows/list/                                             in  in  in  in  on  on  200
# Django's own, for superusers
django-admin/*                                             /django-admin/                                                     on  on  on  on  on  on  200
django-admin/auth/*                                        /django-admin/auth/group/                                          on  on  on  on  on  on  200
# Wagtail forgets the session on any request here, so it comes last
admin/logout/*                                             /admin/logout/                                                     in  in  in  in  405 405 405
"""


def rows() -> list[tuple[str, str, dict[str, str]]]:
    """(pattern, address, outcome by role); a pattern that ends with * stands for all that begin so."""
    found = []
    for line in TABLE.strip().splitlines():
        if line and not line.startswith("#"):
            pattern, address, *outcomes = line.split()
            found.append((pattern, address, dict(zip(ROLES, outcomes, strict=True))))
    return found


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every pattern of the site; the language prefix is written <lang>/."""
    for each in (resolver or get_resolver()).url_patterns:
        own = before + ("<lang>/" if isinstance(each.pattern, LocalePrefixPattern) else str(each.pattern))
        if isinstance(each, URLPattern):
            yield own or "^"
        else:
            yield from routes(each, own)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The demo, a certificate for each of its learners, and a cohort that none of its people has to do with."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(SITE_URL="http://127.0.0.1:8000"):
            call_command("demo", stdout=StringIO())
        people = {each.email.partition("@")[0]: each for each in User.objects.filter(email__endswith="@example.org")}
        mine, other = (make_valid(learner=people[name]) for name in ("learner", "learner2"))
        alien = enrolled(Release.objects.order_by("pk")[0], make_person("ajena@example.org"))
        answer(alien, "long_text")
        cohort = Cohort.objects.get(code="lima-2026-2")
        waiting = Attempt.objects.filter(state="submitted", course_enrolment__cohort_course__cohort=cohort)
        private = study("Un estudio privado")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        public = study("Un estudio público")
        lesson = LessonPage.objects.live().filter(locale__language_code="es").order_by("pk")[0]
        yield {
            "people": people,
            "course": Course.objects.get(code="intervention-design").pk,
            "release": Release.objects.order_by("pk")[0].pk,
            "cohort": cohort.pk,
            "foreign": alien.cohort_course.cohort.code,
            "attempt": waiting.order_by("pk")[0].pk,
            "alien_attempt": Attempt.objects.get(course_enrolment=alien).pk,
            "enrolment": CourseEnrolment.objects.filter(enrolment__cohort=cohort).order_by("pk")[0].pk,
            "alien": alien.pk,
            "code": mine.code,
            "code2": other.code,
            "certificate": mine.pk,
            "issuer": Issuer.objects.order_by("pk")[0].pk,
            "signatory": Signatory.objects.order_by("pk")[0].pk,
            "service": SupportService.objects.order_by("pk")[0].pk,
            "job": Job.objects.order_by("pk")[0].pk,
            "learner": people["learner"].pk,
            "admin": people["admin"].pk,
            "study": public.pk,
            "study_key": public.translation_key,
            "private_study": private.pk,
            "private_key": private.translation_key,
            "fault": report_fault(study=public, text="El año no es el de la fuente.").pk,
            "lesson_page": lesson.url,
            "course_page": lesson.get_parent().url,
            "page": lesson.pk,
            "home": Page.objects.filter(depth=2, locale__language_code="es").get().pk,
        }
        transaction.set_rollback(True)


def visit(client: Client, address: str) -> str:
    return outcome(client.get(address))


def outcome(response: Any) -> str:
    """in: has to sign in; on: goes on elsewhere; else the status."""
    if response.status_code in (301, 302):
        target = response["Location"]
        return "in" if "/accounts/login/" in target or "/admin/login/" in target else "on"
    return str(response.status_code)


def test_every_address_stands_in_the_table() -> None:
    patterns = {pattern for pattern, _address, _outcomes in rows()}
    prefixes = tuple(pattern.removesuffix("*") for pattern in patterns if pattern.endswith("*"))
    assert [route for route in routes() if route not in patterns and not route.startswith(prefixes)] == []


def test_the_table_names_no_address_that_is_gone() -> None:
    known = list(routes())
    stale = [p for p, _a, _o in rows() if not any(r == p or (p.endswith("*") and r.startswith(p[:-1])) for r in known)]
    assert stale == []


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(role: str, site: dict[str, Any], db: None) -> None:
    client = Client(headers={"accept-language": "es"}, raise_request_exception=False)  # /admin/failwhale/ raises
    if role != "stranger":
        client.force_login(site["people"][role])
    found, expected = {}, {}
    for _pattern, address, outcomes in rows():
        found[address] = visit(client, address.format(**site))
        expected[address] = outcomes[role]
    assert found == expected


@pytest.mark.parametrize("role", ROLES)
def test_nobody_posts_where_she_may_not_read(role: str, site: dict[str, Any], db: None) -> None:
    client = Client()
    if role != "stranger":
        client.force_login(site["people"][role])
    ours = [row for row in rows() if row[0].startswith(("<lang>/learn/", "<lang>/teach/", "<lang>/certificates/"))]
    refused = {address: outcomes[role] for _p, address, outcomes in ours if outcomes[role] in ("in", "404")}
    sent = {address: outcome(client.post(address.format(**site), {"do": "save"})) for address in refused}
    assert {address: word for address, word in sent.items() if word not in (refused[address], "405")} == {}
