from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "learning"

    def ready(self) -> None:
        from courses.catalogue import visiting
        from courses.learning import destinations, facts, personal  # noqa: F401  # declares
        from courses.records import facts as registry

        visiting.set_destination(destinations.study)
        visiting.set_joining(destinations.join)
        registry.register("attempts", facts.attempts)
        registry.register("marks", facts.marks)
