"""What lists, filters and counts know of a published study: one row per language, made when it is published."""

from typing import ClassVar

from django.db import models

from courses.evidence.pages import StudyPage


class StudyCard(models.Model):
    """A copy for finding; the page is the truth. `stamp` is another with each writing, whoever ends first."""

    page = models.OneToOneField(StudyPage, models.CASCADE, primary_key=True, related_name="card")
    key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=10)
    facets = models.JSONField(default=dict, help_text="Codes by the name of their filter.")
    words = models.TextField(blank=True, help_text="Stems without accents, for the search.")
    stamp = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "language"], name="card_of_study_and_language")]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"
