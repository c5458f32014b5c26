from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "courses.records"
    label = "records"

    def ready(self) -> None:
        from courses.records import declarations  # noqa: F401  # declares
