"""The review of a study before it is published: Wagtail's workflow, in which a colleague approves."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, TaskState, Workflow, WorkflowPage, WorkflowTask

from courses.evidence.pages import BankPage


class ReviewLock(WorkflowLock):
    """Says to whom it is locked what they can do."""

    def get_message(self, user: Any) -> Any:
        if self.for_user(user):
            return _("A colleague is to review this draft, which you sent. To go on writing, cancel the review.")
        return super().get_message(user)

    def get_description(self, user: Any, can_lock: bool = False) -> Any:
        return self.get_message(user) if self.for_user(user) else super().get_description(user, can_lock)


class StudyReview(AbstractGroupApprovalTask):
    """Approved by any member of the groups but the one who asked for the review, to whom the draft is locked meanwhile.

    This keeps a review from being a formality by mistake. It is no barrier: whoever may publish may do so without one.
    """

    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review by a colleague")
        verbose_name_plural = _("reviews by a colleague")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Whoever sends it, also the second time, is the one who asked, and so may cancel; not who approved a step before."""
        page, last = workflow_state.content_object, workflow_state.task_states.order_by("pk").last()
        if user is not None and (last is None or last.status != TaskState.STATUS_APPROVED):
            workflow_state.requested_by = user
            workflow_state.save(update_fields=["requested_by"])
            if page.locked_by_id == user.pk:
                page.locked, page.locked_by, page.locked_at = False, None, None
                page.save(clean=False, update_fields=["locked", "locked_by", "locked_at"])
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return _asked(user, obj) or bool(super().locked_for_user(obj, user))

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return not _asked(user, obj) and bool(super().user_can_lock(obj, user))

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        return [] if _asked(user, obj) else list(super().get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Any member of the chosen groups approves, but for the one who asked for the review.")


def _asked(user: Any, page: Any) -> bool:
    review = page.current_workflow_state
    return review is not None and review.requested_by_id == user.pk


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
