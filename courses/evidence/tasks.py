from celery import shared_task

from courses.evidence import links


@shared_task
def check_links() -> None:
    links.enqueue_checks()
