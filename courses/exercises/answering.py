"""The fields of one exercise, among those of all others of a lesson, in one <form>.

An answer is kept as JSON however wrong it is (`draft`), comes back as `initial` and is the same in every language.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

MOST_CHARACTERS = 200_000


class AnswerForm(forms.Form):
    """
    prefix: "x" and the key of the exercise. specification: as the kind specifies it. texts: what it shows, in
    `language`. seed: of this person and exercise. initial: an answer, as `draft` or `answer` gave it.
    """

    # A half-done exercise must not keep the browser from saving the others.
    use_required_attribute = False
    # Parts of the name of buttons inside the exercise: pressing one changes the draft and submits nothing.
    actions: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        prefix: str,
        specification: dict[str, Any],
        texts: dict[str, Any],
        language: str,
        seed: int,
        initial: Any = None,
    ) -> None:
        self.specification, self.texts, self.language, self.seed = specification, texts, language, seed
        super().__init__(data, prefix=prefix)
        self.fields.update(self.build())
        self.initial = self.spread(initial if isinstance(initial, dict) else {})

    def build(self) -> dict[str, forms.Field]:
        """The fields, by name; from the specification alone."""
        raise NotImplementedError

    def spread(self, answer: dict[str, Any]) -> dict[str, Any]:
        """An answer as values of the fields; never raises, whatever JSON it is."""
        raise NotImplementedError

    def draft(self) -> dict[str, Any]:
        """What was typed, however wrong, as JSON; never raises."""
        raise NotImplementedError

    def answer(self) -> dict[str, Any]:
        """Only after `is_valid()`; of the same shape as `draft`."""
        return self.draft()

    @property
    def acted(self) -> bool:
        """A button inside the exercise was pressed: save the draft and show it again, submit nothing."""
        return any(self.add_prefix(action) in self.data for action in self.actions)

    def is_filled(self, answer: dict[str, Any]) -> bool:
        """Something was answered: `answer` is not what an untouched form gives."""
        blank = type(self)(
            prefix=self.prefix or "",
            specification=self.specification,
            texts=self.texts,
            language=self.language,
            seed=self.seed,
        )
        return answer != blank.draft()

    def typed(self, name: str, most: int = MOST_CHARACTERS) -> str:
        """The text in a field as it came, within bounds and fit for any database."""
        return plain(self[name].value(), most)


def plain(value: Any, most: int = MOST_CHARACTERS) -> str:
    """Text without what JSON in PostgreSQL refuses (NUL, half a surrogate pair), line ends as "\\n"."""
    if not isinstance(value, str | int | float):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode()[:most]
