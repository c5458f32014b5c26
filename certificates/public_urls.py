"""Outside of the language prefix: what is printed on certificates, with and without its last slash."""

from django.urls import path

from certificates import views

urlpatterns = [
    path("verify/", views.in_best_language),
    path("verify/<str:code>", views.in_best_language),
    path("verify/<str:code>/", views.in_best_language, name="public_verification"),
]
