"""An answer that a formula gives, once it is released, and in course folders."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from courses.catalogue.comparing import Difference, difference
from courses.catalogue.facts import Course, Release, ReleasedExercise
from courses.catalogue.folders.cleaning import NoLibrary
from courses.catalogue.folders.exporting import exported
from courses.catalogue.folders.fields import block_shapes
from courses.catalogue.folders.storing import load
from courses.catalogue.folders.validating import read_folder
from courses.catalogue.folders.writing import write_folder
from courses.catalogue.freezing import freeze
from courses.catalogue.frozen import of_release
from courses.catalogue.pages import LessonPage
from courses.catalogue.released import forget, outline
from courses.exercises import statistics
from courses.exercises.registry import kind
from courses.exercises.statistics import formulas, risks
from courses.exercises.statistics.derivation import Result
from tests.catalogue.factories import block, exercise, make_course, make_release
from tests.catalogue.folder_samples import files, key, make_homes, written
from tests.evidence.factories import shelve_what_is_cited
from tests.exercises.samples import SAMPLES, uid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LESSON = Path(settings.BASE_DIR) / "incubator" / "programme" / "intervention-design" / "04-finding-evidence.yaml"


@pytest.fixture
def course() -> Course:
    return make_course(content=[block("note", {"text": "<p>Nota.</p>"}), exercise("numeric")])


def solution(release: Release) -> dict[str, Any]:
    """Of the part that has a formula, as a process finds it that knows nothing yet."""
    forget()
    (task,) = outline(release.pk).lessons[0].exercises
    assert kind("numeric").mark(task.key, SAMPLES["numeric"]["right_answer"], "es", 1).is_right
    return dict(task.key["solution"][uid(302)])


def told(old: Release, course: Course) -> dict[str, Any]:
    changed: Difference = difference(old, freeze(course))
    return {name: value for name, value in vars(changed).items() if value}


def _with(monkeypatch: pytest.MonkeyPatch, version: str, compare: Any = risks.compare) -> None:
    """The code as it will be one day."""
    other = replace(formulas.FORMULAS["F16_risk"], function=compare)
    monkeypatch.setattr(formulas, "FORMULAS", {**formulas.FORMULAS, "F16_risk": other})
    monkeypatch.setattr(statistics, "VERSION", version)


def _switched(*, p_t: float, p_c: float) -> Result:
    """Another formula under the same name."""
    return risks.compare(p_t=p_c, p_c=p_t)


def test_a_release_keeps_its_answer_when_the_formula_changes(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    release = make_release(course)
    before, version = (solution(release), of_release(release).sha256), statistics.VERSION
    assert before[0]["answer"] == "-20.2"
    _with(monkeypatch, "9.0", _switched)
    assert (solution(release), of_release(Release.objects.get(pk=release.pk)).sha256) == before
    assert ReleasedExercise.objects.get().key["formulas"][uid(302)]["version"] == version


def test_a_formula_that_gives_another_answer_changes_what_is_right(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = make_release(course)
    _with(monkeypatch, "9.0", _switched)
    assert freeze(course).lessons[0].exercises[0].key["solution"][uid(302)]["answer"] == "25.3"
    assert list(told(release, course)) == ["keys_changed", "reworded"]


def test_a_formula_of_another_version_that_gives_the_same_changes_nothing_for_people(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = make_release(course)
    _with(monkeypatch, "9.1")
    assert freeze(course).sha256 != release.sha256
    assert told(release, course) == {}


def test_a_folder_has_a_formula_only_where_there_is_one(tmp_path: Path) -> None:
    make_homes()
    whole = written(tmp_path / "whole", files(everything=True))
    load(folder=whole)
    for page in LessonPage.objects.filter(translation_key=key(2)):
        raw = json.loads(json.dumps(list(page.content.raw_data)))
        numeric = next(each for each in raw if each["type"] == "numeric")
        del numeric["value"]["parts"][0]["value"]["formula"]  # as it was kept before there were formulas
        page.content = json.dumps(raw)
        page.save_revision(clean=False).publish()
    write_folder(exported(code="cifras"), tmp_path / "out")
    content = yaml.safe_load((tmp_path / "out" / "01-reading-figures.yaml").read_text())["content"]
    typed, computed = next(each for each in content if each["type"] == "numeric")["parts"]
    assert ("formula" in typed, "answer" in computed, "working" in computed) == (False, False, False)
    assert computed["formula"] == {
        "name": "F16_risk", "inputs": "p_t = 0.091\np_c = 0.114", "output": "relative_change", "per_cent": True,
        "rounding": "1",
    }  # fmt: skip
    assert read_folder(tmp_path / "out") == read_folder(whole)


def test_the_lesson_on_evidence_computes_its_answers() -> None:
    shelve_what_is_cited(LESSON.parent)
    answers = [
        part
        for each in read_folder(LESSON.parent).lessons[0].content
        if each["type"] == "numeric"
        for part in kind("numeric").key(_stored(each))["solution"].values()
    ]
    assert [part["answer"] for part in answers] == ["-2.3", "-20.2", "43.5", "0.495", "19.8"]
    assert all(len(part["working"]) >= 3 for part in answers)


def _stored(each: Any) -> Any:
    raw = block_shapes()["numeric"].stored(each["value"], "es", NoLibrary())
    return kind("numeric").block().to_python(raw)
