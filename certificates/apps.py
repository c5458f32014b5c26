from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"

    def ready(self) -> None:
        from certificates import facts, issuing, personal, preparing, receivers  # noqa: F401
        from courses.jobs.kinds import JobKind, register
        from courses.records import facts as registry

        register(JobKind(name=issuing.JOB, run=preparing.run, on_failed=preparing.on_failed))
        registry.register("certificates", facts.rows)
