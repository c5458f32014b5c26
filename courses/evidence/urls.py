"""The bank's own addresses; a study's page is Wagtail's, below the bank (`pages.TAKEN` keeps these from studies)."""

from django.urls import path

from courses.evidence import export_views, reading_views, report_views, views
from courses.evidence.feed import StudyFeed

app_name = "evidence"

urlpatterns = [
    path("evidence/", views.list_, name="list"),
    path("evidence/compare/", reading_views.compare, name="compare"),
    path("evidence/map/", reading_views.show_map, name="map"),
    path("evidence/appraisal/", reading_views.appraisal, name="appraisal"),
    path("evidence/export/<str:code>/", export_views.export, name="export"),
    path("evidence/cite/<uuid:key>/<str:code>/", export_views.cite, name="cite"),
    path("evidence/feed/", StudyFeed(), name="feed"),
    path("evidence/studies/<uuid:key>/", reading_views.study, name="study"),
    path("evidence/reports/<uuid:key>/", report_views.report, name="report"),
    path("evidence/reports/<uuid:key>/thanks/", report_views.thanks, name="report_thanks"),
]
