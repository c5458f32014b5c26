from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from courses.catalogue import personal  # noqa: F401  # declares
        from courses.catalogue.citing import lessons_citing
        from courses.evidence import usage

        usage.register(lessons_citing)
