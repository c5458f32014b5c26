from django.urls import path

from courses.cohorts import views

app_name = "cohorts"
urlpatterns = [path("learn/join/", views.join, name="join")]
