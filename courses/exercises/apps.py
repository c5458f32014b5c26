from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "courses.exercises"
    label = "exercises"
