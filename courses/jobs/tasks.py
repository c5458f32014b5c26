"""What Celery carries: the id of a row, nothing else."""

from celery import shared_task
from django.core.management import call_command

from courses.jobs import running, sweeping


@shared_task
def run_job(job_id: int) -> None:
    running.run(job_id)


@shared_task
def sweep() -> None:
    sweeping.sweep()


@shared_task
def publish_scheduled() -> None:
    """Pages whose moment has come, by Wagtail's own command; asked again, it finds nothing left to do."""
    call_command("publish_scheduled", verbosity=0)
