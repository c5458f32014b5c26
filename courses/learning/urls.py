from django.urls import path

from courses.learning import views

app_name = "learning"
urlpatterns = [
    path("learn/<slug:cohort>/<slug:course>/", views.course, name="course"),
    path("learn/<slug:cohort>/<slug:course>/<str:slug>/", views.lesson, name="lesson"),
]
