from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "courses.jobs"
    label = "jobs"
