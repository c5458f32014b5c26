from django.urls import re_path

from courses.catalogue import views

urlpatterns = [
    re_path(r"^released/(?P<name>[0-9a-f]{64}\.[a-z0-9]{1,5})$", views.released_file, name="released_file"),
]
