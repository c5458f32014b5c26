from django.urls import path

from courses.teaching import views

app_name = "teaching"
urlpatterns = [
    path("teach/", views.cohorts, name="cohorts"),
    path("teach/<slug:code>/", views.cohort, name="cohort"),
    path("teach/<slug:code>/marking/", views.queue, name="queue"),
    path("teach/<slug:code>/marking/<int:pk>/", views.review, name="review"),
    path("teach/<slug:code>/people/<int:pk>/", views.person, name="person"),
]
