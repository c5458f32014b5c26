from django.apps import AppConfig
from wagtail.admin.apps import WagtailAdminAppConfig
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


class QuietAdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin without its mails about reviews: they would leave in the request, and with no job to send them again."""

    default = False

    def ready(self) -> None:
        super().ready()
        from wagtail.models import TaskState, WorkflowState
        from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

        for signal, sender, mail in (
            (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
            (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
            (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        ):
            if not signal.disconnect(sender=sender, dispatch_uid=mail):
                raise LookupError(f"Wagtail no longer sends a mail as {mail}")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's list of users, with our rules about roles."""

    default = False
    user_viewset = "incubator.people_admin.PeopleViewSet"
