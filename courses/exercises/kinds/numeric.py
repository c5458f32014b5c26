"""One or more numbers, each with its tolerance, the traps people fall into, and the substitution line by line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks import StructValue

from courses.exercises.answering import AnswerForm, plain
from courses.exercises.blocks import ExerciseBlock, NumberBlock, held, layout, refuse, shown
from courses.exercises.choosing import items
from courses.exercises.computed import Computed, FormulaBlock, OptionalNumberBlock, computed
from courses.exercises.marked import Marked, PartMark, add_up, split
from courses.exercises.numbers import Ambiguous, Unreadable, in_words, read
from courses.exercises.reading import sentence, two_readings
from courses.exercises.registry import Kind
from courses.exercises.shuffling import token
from courses.exercises.working import aligned, lines
from theme.blocks import UntranslatableTextBlock

MOST_PARTS = 10
MOST_KEPT = 200  # characters of a draft; `numbers` reads fewer


class TrapBlock(blocks.StructBlock):
    value = NumberBlock(label=gettext_lazy("Number"))
    feedback = blocks.TextBlock(label=gettext_lazy("What to say"), rows=2, max_length=1000)


class PartBlock(blocks.StructBlock):
    label = blocks.TextBlock(label=gettext_lazy("What is asked for"), rows=1, max_length=200)
    unit = blocks.CharBlock(label=gettext_lazy("Unit"), required=False, max_length=60)
    hint = blocks.TextBlock(
        label=gettext_lazy("Hint"),
        required=False,
        rows=1,
        max_length=300,
        help_text=gettext_lazy("Shown with the question: a formula in words, how many decimals."),
    )
    answer = OptionalNumberBlock(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("With a decimal point: -2.3. Empty where a formula gives it."),
    )
    formula = FormulaBlock(
        label=gettext_lazy("Formula"),
        required=False,
        help_text=gettext_lazy(
            "In place of a typed answer: a formula of the calculators with its inputs. It gives the answer and writes "
            "the working; a release keeps both as they were."
        ),
    )
    tolerance = NumberBlock(
        label=gettext_lazy("Tolerance"),
        negative=False,
        help_text=gettext_lazy("How far from the answer is still right, in the same unit."),
    )
    working = UntranslatableTextBlock(
        label=gettext_lazy("Working"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=gettext_lazy(
            "LaTeX, one line each, with decimal points: 9.1 - 11.4 = -2.3. A line that begins with = goes on from "
            "the one before. Shown when the part is right or no attempts are left. Empty with a formula."
        ),
    )
    feedback_right = blocks.TextBlock(
        label=gettext_lazy("Feedback when right"), required=False, rows=2, max_length=1000
    )
    feedback_wrong = blocks.TextBlock(
        label=gettext_lazy("Feedback when wrong"), required=False, rows=2, max_length=1000
    )
    traps = blocks.ListBlock(
        TrapBlock(),
        label=gettext_lazy("Wrong numbers to expect"),
        default=[],
        max_num=MOST_PARTS,
    )

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        made = computed(value["formula"])
        refuse(**two_sources(value, made))
        answer, tolerance = Decimal(made.answer if made else value["answer"]), Decimal(value["tolerance"])
        if made and made.exact is not None and abs(made.exact - answer) > tolerance:
            refuse(
                tolerance=_(
                    "Unrounded, the answer is %(exact)s: who writes it like that would be marked wrong. Widen the "
                    "tolerance or keep more decimal places."
                )
                % {"exact": f"{made.exact.normalize():f}"}
            )
        traps = [Decimal(trap["value"]) for trap in value["traps"]]
        if any(abs(trap - answer) <= tolerance for trap in traps):
            refuse(traps=_("A wrong number lies within the tolerance of the answer: it would be marked right."))
        if len(set(traps)) < len(traps):
            refuse(traps=_("The same wrong number stands here twice."))
        for line in lines(value["working"]):
            try:
                aligned(line, "es")
            except ValueError as error:
                refuse(working=str(error))
        return value


def two_sources(part: StructValue, made: Computed | None) -> dict[str, str]:
    """By field, what is wrong where an answer or a working comes from both author and formula, or from neither."""
    if made is None:
        return {} if part["answer"] else {"answer": _("Write the answer, or choose a formula that gives it.")}
    faults = {}
    if part["answer"]:
        faults["answer"] = _("The formula gives the answer: leave this empty, or empty the formula.")
    if lines(part["working"]):
        faults["working"] = _("The formula writes the working: leave this empty.")
    return faults


class NumericBlock(ExerciseBlock):
    parts = blocks.ListBlock(PartBlock(), label=gettext_lazy("Numbers"), min_num=1, max_num=MOST_PARTS)

    class Meta:
        form_layout = layout("parts")


def specify(value: StructValue) -> dict[str, Any]:
    return {"parts": [identity for identity, _part in items(value["parts"])]}


def key(value: StructValue) -> dict[str, Any]:
    """`formulas`: what the answer of a part was computed from, where it was; its `solution` is like any other."""
    parts = items(value["parts"])
    made = {identity: computed(part["formula"]) for identity, part in parts}
    formulas = {identity: one.facts for identity, one in made.items() if one}
    return {
        "points": value["points"],
        "parts": [identity for identity, _part in parts],
        "solution": {identity: solution(part, made[identity]) for identity, part in parts},
        "tolerance": {identity: part["tolerance"] for identity, part in parts},
        "traps": {
            identity: [{"id": trap_id, "value": trap["value"]} for trap_id, trap in items(part["traps"])]
            for identity, part in parts
        },
        **({"formulas": formulas} if formulas else {}),
    }


def solution(part: StructValue, made: Computed | None) -> dict[str, Any]:
    if made:
        return {"answer": made.answer, "working": made.working}
    return {"answer": part["answer"], "working": lines(part["working"])}


def texts(value: StructValue, language: str) -> dict[str, dict[str, Any]]:
    labels, feedback = {}, {}
    for identity, part in items(value["parts"]):
        labels[identity] = {name: part[name] for name in ("label", "unit", "hint")}
        feedback[f"{identity}/right"] = part["feedback_right"]
        feedback[f"{identity}/wrong"] = part["feedback_wrong"]
        for trap_id, trap in items(part["traps"]):
            feedback[f"{identity}/{trap_id}"] = trap["feedback"]
    return {"shown": shown(value, parts=labels), "held": held(value, feedback)}


@dataclass(frozen=True)
class Part:
    """One number in a page: what is asked, what was typed and how it was read."""

    identity: str
    name: str
    label: str
    unit: str
    hint: str
    typed: str
    number: Decimal | None
    echo: str
    errors: list[str]
    readings: list[tuple[str, str, bool]]

    @property
    def reading_name(self) -> str:
        return f"{self.name}-reading"

    @property
    def described_by(self) -> str:
        """The ids of what the field is described by."""
        there = {"hint": self.hint, "echo": self.echo, "error": self.errors, "unit": self.unit}
        return " ".join(f"{self.name}-{name}" for name, text in there.items() if text)


class NumericForm(AnswerForm):
    """Two fields a part: what was typed, and which of two readings was meant."""

    def build(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for name in self.by_name:
            fields[name] = forms.CharField(required=False, strip=False)
            fields[f"{name}-reading"] = forms.CharField(required=False)
        return fields

    @property
    def by_name(self) -> dict[str, str]:
        return {token(self.seed, identity): identity for identity in self.specification["parts"]}

    def spread(self, answer: dict[str, Any]) -> dict[str, Any]:
        values = {}
        for name, identity in self.by_name.items():
            values[name], values[f"{name}-reading"] = part_of(answer, identity)
        return values

    def draft(self) -> dict[str, Any]:
        return {"parts": {identity: self._part(name) for name, identity in self.by_name.items()}}

    def _part(self, name: str) -> dict[str, str]:
        """A reading belongs to the text it was chosen for: for any other the question is asked anew."""
        typed, reading = self.typed(name, MOST_KEPT), self.typed(f"{name}-reading", MOST_KEPT)
        ambiguous = isinstance(read(typed, ""), Ambiguous) and isinstance(read(typed, reading), Decimal)
        return {"typed": typed, "reading": reading if ambiguous else ""}

    def clean(self) -> dict[str, Any]:
        answered = self.draft()["parts"]
        for name, identity in self.by_name.items():
            part = answered[identity]
            if fault := sentence(read(part["typed"], part["reading"]), part["typed"], self.language):
                self.add_error(name, fault)
        return self.cleaned_data

    def parts(self) -> list[Part]:
        answered = self.draft()["parts"]
        return [self._shown(name, identity, answered[identity]) for name, identity in self.by_name.items()]

    def _shown(self, name: str, identity: str, part: dict[str, str]) -> Part:
        number = read(part["typed"], part["reading"])
        either = read(part["typed"], "")
        return Part(
            identity=identity,
            name=self.add_prefix(name),
            typed=part["typed"],
            number=number if isinstance(number, Decimal) else None,
            echo=in_words(number, self.language) if isinstance(number, Decimal) else "",
            errors=[str(error) for error in self.errors.get(name, [])],
            readings=two_readings(either, part["reading"], self.language) if isinstance(either, Ambiguous) else [],
            **self.texts["parts"][identity],
        )


def part_of(answer: Any, identity: str) -> tuple[str, str]:
    """What was typed and which reading was chosen; both empty in what is no answer."""
    parts = answer.get("parts") if isinstance(answer, dict) else None
    part = parts.get(identity) if isinstance(parts, dict) else None
    if not isinstance(part, dict):
        return "", ""
    return plain(part.get("typed"), MOST_KEPT), plain(part.get("reading"), MOST_KEPT)


def mark(key: dict[str, Any], answer: Any, language: str, seed: int) -> Marked:
    shares = split(key["points"], len(key["parts"]))
    return add_up(
        [
            mark_part(key, identity, read(*part_of(answer, identity)), of)
            for identity, of in zip(key["parts"], shares, strict=True)
        ]
    )


def mark_part(key: dict[str, Any], identity: str, number: Decimal | Ambiguous | Unreadable, of: Decimal) -> PartMark:
    if not isinstance(number, Decimal):
        return PartMark(identity, Decimal(0), of)
    tolerance = Decimal(key["tolerance"][identity])
    if abs(number - Decimal(key["solution"][identity]["answer"])) <= tolerance:
        return PartMark(identity, of, of, (f"{identity}/right",))
    for trap in key["traps"][identity]:
        if abs(number - Decimal(trap["value"])) <= tolerance:
            return PartMark(identity, Decimal(0), of, (f"{identity}/{trap['id']}",))
    return PartMark(identity, Decimal(0), of, (f"{identity}/wrong",))


KIND = Kind(
    name="numeric",
    label=gettext_lazy("Numbers"),
    icon="decimal",
    block=NumericBlock,
    specify=specify,
    key=key,
    texts=texts,
    form=NumericForm,
    mark=mark,
    form_template="exercises/numeric/form.html",
    result_template="exercises/numeric/result.html",
)
