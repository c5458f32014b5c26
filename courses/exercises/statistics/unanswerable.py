"""Why a formula gives no answer."""

from django.utils.functional import Promise


class Unanswerable(ValueError):
    """The sentence is for the person who gave the values; `quantity` names the one to mend, where one is to blame."""

    def __init__(self, sentence: str | Promise, quantity: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.quantity = sentence, quantity

    def __str__(self) -> str:
        return str(self.sentence)
