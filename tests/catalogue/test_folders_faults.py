"""Each fault of a course folder is named with its file, field and paragraph, and nothing is loaded."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from courses.catalogue.folders.faults import FolderError
from courses.catalogue.folders.fields import block_shapes
from courses.catalogue.folders.validating import read_folder
from tests.catalogue.folder_samples import LESSON, SECOND, Files, both, changed, files, key, written

pytestmark = pytest.mark.django_db

NOTE, TEXT, CHOICE, PICTURE = range(4)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def faults(folder: Path) -> list[tuple[str, str, int, str]]:
    with pytest.raises(FolderError) as refused:
        read_folder(folder)
    return [(fault.file, fault.path, fault.paragraph, fault.message) for fault in refused.value.faults]


def content(made: Files, number: int) -> dict[str, Any]:
    return dict.__getitem__(made[LESSON], "content")[number]


def exercise(kind: str, **own: Any) -> Callable[[Files], Any]:
    """The exercise of that kind in place of the choice, with other fields."""

    def change(made: Files) -> None:
        every = files(everything=True)[LESSON]["content"]
        made[LESSON]["content"][CHOICE] = next(each for each in every if each["type"] == kind) | own

    return change


def computed_part(of: str = "", **own: Any) -> Callable[[Files], Any]:
    """Numbers in place of the choice; the part that has a formula has other fields, or its formula has."""

    def change(made: Files) -> None:
        exercise("numeric")(made)
        part = content(made, CHOICE)["parts"][1]
        (part[of] if of else part).update(own)

    return change


TABLE: list[tuple[str, Callable[[Files], Any], list[tuple[str, str, int, str]]]] = [
    (
        "a language is missing",
        lambda made: made[LESSON]["title"].pop("en"),
        [(LESSON, "title.en", 0, "This language is missing.")],
    ),
    (
        "a text is missing",
        lambda made: made["course.yaml"].pop("summary"),
        [("course.yaml", f"summary.{language}", 0, "This field cannot be blank.") for language in ("es", "en")],
    ),
    (
        "an option has one language",
        lambda made: content(made, CHOICE)["options"][1]["text"].update(en=" "),
        [(LESSON, "content[2].options[1].text.en", 0, "This language is missing.")],
    ),
    (
        "italics",
        lambda made: content(made, NOTE).update(text={"es": "Uno.\n\nDos *tres*.", "en": "One.\n\nTwo three."}),
        [(LESSON, "content[0].text.es", 2, "Italics are not kept; use bold or plain words.")],
    ),
    (
        "paragraphs do not correspond",
        lambda made: content(made, NOTE)["text"].update(en="One.\n\nTwo."),
        [(LESSON, "content[0].text.en", 2,
          "The languages have 1 and 2 paragraphs and items; they must have the same.")],
    ),
    (
        "a link where none is kept",
        lambda made: made[LESSON].update(objectives=both("[a](https://a.pe)")),
        [(LESSON, f"objectives.{language}", 1, "This text takes no links.") for language in ("es", "en")],
    ),
    (
        "a link to no lesson",
        lambda made: content(made, NOTE).update(text=both(f"[x](lesson:{key(99)})")),
        [(LESSON, f"content[0].text.{language}", 0, f"The link leads to no lesson: “lesson:{key(99)}”.")
         for language in ("es", "en")],
    ),
    (
        "an unknown field",
        exercise("callout", hint="x"),
        [(LESSON, "content[2].hint", 0, "This field is not known here. Known are: title, text.")],
    ),
    (
        "an unknown language",
        lambda made: made[LESSON]["title"].update(qu="x"),
        [(LESSON, "title.qu", 0, "This field is not known here. Known are: es, en.")],
    ),
    (
        "an unknown type",
        lambda made: content(made, TEXT).update(type="video"),
        [(LESSON, "content[1].type", 0, f"A block has a type, one of: {', '.join(block_shapes())}.")],
    ),
    (
        "an id is no uuid",
        lambda made: content(made, TEXT).update(id="text-1"),
        [(LESSON, "content[1].id", 0, "“text-1” is not a UUID."),
         (LESSON, "content[1].id", 0,
          "An id is missing; every block has a UUID of its own, so that it can be reworded.")],
    ),
    (
        "an item without id",
        lambda made: content(made, CHOICE)["options"][0].pop("id"),
        [(LESSON, "content[2].options[0].id", 0,
          "An id is missing; every item has a UUID of its own, so that it can be reworded.")],
    ),
    (
        "an id twice",
        lambda made: made[SECOND]["content"][1].update(id=key(92)),
        [(SECOND, "content[1].id", 0, f"This id stands at {SECOND}: content[0].id already.")],
    ),
    (
        "two lessons with one key",
        lambda made: made[SECOND].update(lesson=key(2)),
        [(SECOND, "lesson", 0, f"This id stands at {LESSON}: lesson already.")],
    ),
    (
        "two lessons with one slug",
        lambda made: made[SECOND]["slug"].update(en="reading-figures"),
        [(SECOND, "slug.en", 0, f"The lesson in {LESSON} has this slug.")],
    ),
    (
        "a slug with capitals",
        lambda made: made[SECOND]["slug"].update(en="Asking"),
        [(SECOND, "slug.en", 0, "A slug has small letters a–z, digits and single hyphens.")],
    ),
    (
        "a sensitive lesson without a note",
        lambda made: made[LESSON]["content"].pop(NOTE),
        [(LESSON, "content", 0, "A sensitive lesson begins with a content note (type: note).")],
    ),
    (
        "no content",
        lambda made: made[LESSON].update(sensitive=False, content=[]),
        [(LESSON, "content", 0, "The blocks of the lesson stand here: one after each “-”.")],
    ),
    (
        "too few hours",
        lambda made: made[LESSON].update(hours=0),
        [(LESSON, "hours", 0, "Ensure this value is greater than or equal to 0.5.")],
    ),
    (
        "hours that are no number",
        lambda made: made[LESSON].update(hours="three"),
        [(LESSON, "hours", 0, "“three” is not a number with a decimal point.")],
    ),
    (
        "yes instead of true",
        lambda made: content(made, CHOICE).update(shuffle="yes"),
        [(LESSON, "content[2].shuffle", 0, "“true” or “false” stands here, not “yes”.")],
    ),
    (
        "a pass mark above 100",
        lambda made: made["course.yaml"].update(pass_mark=101),
        [("course.yaml", "pass_mark", 0, "Ensure this value is less than or equal to 100.")],
    ),
    (
        "an unknown unit of hours",
        lambda made: made["course.yaml"].update(hour_unit="weeks"),
        [("course.yaml", "hour_unit", 0, "“weeks” is not known here. Known are: chronological, teaching.")],
    ),
    (
        "a picture without description",
        lambda made: content(made, PICTURE).pop("alt"),
        [(LESSON, "content[3]", 0,
          "An image needs a description (alt) in every language, or “decorative: true”.")],
    ),
    (
        "a picture that is not there",
        lambda made: made.pop("grafico.png"),
        [(LESSON, "content[3].file", 0, "There is no file “grafico.png” in the folder."),
         (SECOND, "content[1].file", 0, "There is no file “grafico.png” in the folder.")],
    ),
    (
        "a picture that is none",
        lambda made: made.update({"grafico.png": b"no"}),
        [(LESSON, "content[3].file", 0, "“grafico.png” is not an image that can be read."),
         (SECOND, "content[1].file", 0, "“grafico.png” is not an image that can be read.")],
    ),
    (
        "a picture outside the folder",
        lambda made: content(made, PICTURE).update(file="../grafico.png"),
        [(LESSON, "content[3].file", 0, "The name of a file in this folder stands here.")],
    ),
    (
        "a file that nothing uses",
        lambda made: made.update({"4-lesson.yml": "x: y"}),
        [("4-lesson.yml", "", 0, "Nothing uses this file. A lesson is named like 04-finding-evidence.yaml.")],
    ),
    (
        "a formula that cannot be read",
        exercise("formula", latex="\\frac{1}{"),
        [(LESSON, "content[2].latex", 0, "The formula “\\frac{1}{” is empty or its braces do not match.")],
    ),
    (
        "a choice with two right options",
        lambda made: [option.update(correct=True) for option in content(made, CHOICE)["options"]],
        [(LESSON, "content[2].options", 0, "Mark exactly one option as right.")],
    ),
    (
        "too many attempts",
        lambda made: content(made, CHOICE).update(attempts=99),
        [(LESSON, "content[2].attempts", 0, "Ensure this value is less than or equal to 10.")],
    ),
    (
        "a formula has an unknown field, a wrong choice and no number",
        computed_part("formula", inputs="p_t = x", rounding="9", outcome="nnt"),
        [(LESSON, "content[2].parts[1].formula.rounding", 0,
          "“9” is not known here. Known are: up, 0, 1, 2, 3, 4."),
         (LESSON, "content[2].parts[1].formula.outcome", 0,
          "This field is not known here. Known are: name, inputs, output, per_cent, rounding.")],
    ),
    (
        "an input that is no number",
        computed_part("formula", inputs="p_t = x"),
        [(LESSON, "content[2].parts[1].formula.inputs", 0,
          "“x” is not a number. Write digits and a decimal point, as in -2.3 or 5217.39.")],
    ),
    (
        "a formula without a result",
        computed_part("formula", output=""),
        [(LESSON, "content[2].parts[1].formula.output", 0,
          "Write which result is the answer. From these inputs there are: "
          "risk_difference, risk_ratio, odds_ratio, relative_change, relative_reduction, nnt.")],
    ),
    (
        "an answer beside a formula",
        computed_part(answer="-20.2"),
        [(LESSON, "content[2].parts[1].answer", 0,
          "The formula gives the answer: leave this empty, or empty the formula.")],
    ),
    (
        "the rows of a table differ",
        exercise("table", rows=[{"id": key(700), "label": both("Uno"), "values": "1 | 2 | 3 | 4"}]),
        [(LESSON, "content[2]", 0, "Every row needs as many values as there are columns.")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_fault_is_named(tmp_path: Path, change: Callable[[Files], Any], expected: list[Any]) -> None:
    assert sorted(faults(written(tmp_path, changed(change)))) == sorted(expected)


def test_faults_are_found_all_at_once(tmp_path: Path) -> None:
    made = changed(lambda made: (made[LESSON]["title"].pop("en"), made[SECOND].pop("hours")))
    made["course.yaml"].pop("key")
    assert [fault[:2] for fault in faults(written(tmp_path, made))] == [
        (LESSON, "title.en"), (SECOND, "hours"), ("course.yaml", "key")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title: {es: a", 2, "This is not YAML"),
        ("title: a\ntitle: b", 2, "The field “title” stands here twice."),
        ("a: &x [1]\nb: *x", 1, "Anchors and aliases (& and *) are not read; put the text into quotes."),
        ("a: !!python/object:os.system x", 1, "Tags (!) are not read; put the text into quotes."),
        ("[" * 5000, 1, "The fields are nested too deeply."),
        ("a: " + "x" * 1_000_001, 0, "The file is larger than 1000000 bytes."),
        ("a: \x07", 0, "This is not YAML"),
        ("- a", 1, "The file must hold fields (“name: value”)."),
        ("", 0, "The file is empty."),
        ("? [a]\n: b", 1, "The name of a field must be a word."),
    ],
)
def test_file_that_cannot_be_read_is_named(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(FolderError) as refused:
        read_folder(written(tmp_path, files() | {SECOND: text}))
    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.message[: len(message)]) == (SECOND, line, message)


def test_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    written(tmp_path, files() | {SECOND: "título: a".encode("latin-1")})
    assert faults(tmp_path) == [(SECOND, "", 0, "The file is not written in UTF-8.")]


def test_folder_without_course_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path) == [(str(tmp_path), "", 0, "There is no course.yaml in this folder.")]


def test_texts_are_normalised(tmp_path: Path) -> None:
    folder = written(tmp_path, changed(lambda made: made[LESSON]["title"].update(es=" Leccio\u0301n\n  dos ")))
    assert read_folder(folder).lessons[0].fields["title"]["es"] == "Lección dos"


def test_words_that_yaml_takes_for_truth_stay_words(tmp_path: Path) -> None:
    made = changed(lambda made: made[LESSON].update(title="TITLE"))
    written(tmp_path, made)
    file = tmp_path / LESSON
    file.write_text(file.read_text().replace("title: TITLE", "title: {es: No, en: no}"))
    assert read_folder(tmp_path).lessons[0].fields["title"] == {"es": "No", "en": "no"}
