from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class IncubatorConfig(AppConfig):
    default = True
    name = "incubator"
    label = "incubator"

    def ready(self) -> None:
        from courses.jobs import retrying
        from courses.jobs.kinds import JobKind, register
        from courses.records import facts, mailing
        from incubator import personal, posting  # noqa: F401  # declares

        mailing.set_sender(posting.enqueue_delivery)
        kind = JobKind(
            name=posting.SEND_MAIL, run=posting.deliver, on_failed=posting.forget_what_expired, retry_after=60
        )
        register(kind)
        retrying.set_witness(posting.note_retry)
        facts.register("jobs", posting.job_facts)


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's list of users, with our rules about roles."""

    default = False
    user_viewset = "incubator.people_admin.PeopleViewSet"
