"""The review of a study before it is published: Wagtail's workflow, in which nobody approves what they wrote."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from courses.evidence.pages import BankPage, StudyPage


class ReviewLock(WorkflowLock):
    """Says to whom it is locked what they can do."""

    def get_message(self, user: Any) -> Any:
        if self.for_user(user):
            return _("A colleague is to review this draft, which you wrote last. To go on writing, cancel the review.")
        return super().get_message(user)

    def get_description(self, user: Any, can_lock: bool = False) -> Any:
        return self.get_message(user) if self.for_user(user) else super().get_description(user, can_lock)


class StudyReview(AbstractGroupApprovalTask):
    """Approved by any member of the groups but the one who wrote the draft last, who cannot change it meanwhile.

    So a reviewer who mends something leaves the approval to another, be it the one who asked for the review.
    """

    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review by a colleague")
        verbose_name_plural = _("reviews by a colleague")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return _wrote(user, obj) or bool(super().locked_for_user(obj, user))

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        return [] if _wrote(user, obj) else list(super().get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        open_now = list(states.values_list("workflow_state__object_id", flat=True))
        own = StudyPage.objects.filter(pk__in=open_now, latest_revision__user=user).values_list("pk", flat=True)
        return states.exclude(workflow_state__object_id__in=[str(pk) for pk in own])

    @classmethod
    def get_description(cls) -> Any:
        return _("Any member of the chosen groups approves, but for the one who wrote the draft last.")


def _wrote(user: Any, page: Any) -> bool:
    return page.latest_revision is not None and page.latest_revision.user_id == user.pk


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
