from django.urls import path

from courses.exercises.calculators import views

app_name = "calculators"

urlpatterns = [
    path("calculators/", views.index, name="index"),
    path("calculators/<slug:slug>/", views.show, name="show"),
    path("calculators/<slug:slug>/<slug:table>.csv", views.table, name="table"),
    path("calculators/<slug:slug>/tables.xlsx", views.workbook, name="workbook"),
]
