from django.apps import AppConfig


class TeachingConfig(AppConfig):
    name = "courses.teaching"
    label = "teaching"
