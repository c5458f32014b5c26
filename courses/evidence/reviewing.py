"""The review of a study before it is published: Wagtail's workflow, in which nobody approves what they sent off."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState, Workflow, WorkflowPage, WorkflowTask

from courses.evidence.pages import BankPage


class StudyReview(AbstractGroupApprovalTask):
    """Approved by any member of the groups but the one who asked for the review."""

    class Meta:
        verbose_name = _("review by a colleague")
        verbose_name_plural = _("reviews by a colleague")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        review = obj.current_workflow_state
        if review is not None and review.requested_by_id == user.pk:
            return []
        return list(super().get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user) if states else TaskState.objects.none()

    @classmethod
    def get_description(cls) -> Any:
        return _("Any member of the chosen groups approves, but for the one who asked for the review.")


def establish(*, name: str, groups: list[Group]) -> bool:
    """The review of everything below the bank, in every language; whether there was none yet."""
    if StudyReview.objects.exists():
        return False
    task = StudyReview.objects.create(name=name)
    task.groups.set(groups)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    for bank in BankPage.objects.all():
        WorkflowPage.objects.update_or_create(page=bank, defaults={"workflow": workflow})
    return True
