"""A study of the bank as a folder names it: by its DOI, else its title, else its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.catalogue.folders.faults import Place
from courses.catalogue.folders.reading import Node
from courses.catalogue.folders.shapes import Library, Plain, Value
from courses.catalogue.folders.text import Refused
from courses.catalogue.folders.values import same
from courses.evidence.lookup import name_of, study_named
from courses.evidence.pages import StudyPage
from courses.translating import LANGUAGES, SOURCE


@dataclass(frozen=True)
class Study:
    """The same in every language."""

    def read(self, node: Node | None, place: Place) -> Value:
        name = Plain(same, "").read(node, place)
        if not name:
            place.fault(_("The DOI, the title or the key of a study of the evidence bank stands here."))
        elif study_named(name) is None:
            place.fault(_("The evidence bank has no study “%(name)s”; load the studies first.") % {"name": name})
        return name

    def stored(self, value: Value, language: str, library: Library) -> Any:
        study = study_named(value)
        return study.pk if study else None

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        if len({stored[language] for language in LANGUAGES}) > 1:
            raise Refused(_("The languages cite different studies."))
        study = StudyPage.objects.filter(pk=stored[SOURCE]).first()
        if study is None:
            raise Refused(_("A study that is cited here was deleted."))
        return name_of(study)

    def written(self, value: Value) -> Any:
        return value
