from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "courses.cohorts"
    label = "cohorts"

    def ready(self) -> None:
        from courses.cohorts import facts, personal  # noqa: F401  # declares
        from courses.records import facts as registry

        registry.register("enrolments", facts.enrolments)
        registry.register("seats", facts.seats)
