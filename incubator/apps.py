from django.apps import AppConfig


class IncubatorConfig(AppConfig):
    name = "incubator"
    label = "incubator"

    def ready(self) -> None:
        from courses.jobs.kinds import JobKind, register
        from courses.records import facts, mailing
        from incubator import posting

        mailing.set_sender(posting.enqueue_delivery)
        register(JobKind(name=posting.SEND_MAIL, run=posting.deliver))
        facts.register("jobs", posting.job_facts)
