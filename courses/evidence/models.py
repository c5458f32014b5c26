"""Studies as editors write them stand in `pages.py`; what is kept for finding and looking after, beside it."""

from courses.evidence.card import StudyCard
from courses.evidence.pages import BankPage, StudyPage
from courses.evidence.reports import FaultReport, LinkCheck
from courses.evidence.reviewing import StudyReview

__all__ = ["BankPage", "FaultReport", "LinkCheck", "StudyCard", "StudyPage", "StudyReview"]
