"""What Celery carries: the id of a row, nothing else."""

from celery import shared_task

from courses.jobs import running, scheduling, sweeping


@shared_task
def run_job(job_id: int) -> None:
    running.run(job_id)


@shared_task
def sweep() -> None:
    sweeping.sweep()


@shared_task
def publish_scheduled() -> None:
    scheduling.publish_due()
