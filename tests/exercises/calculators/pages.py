"""Asks for pages of the calculators as a reader would, and reads what they say."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from courses.exercises.calculators.registry import CALCULATORS

EVERY = [(slug, goal.code) for slug, one in CALCULATORS.items() for goal in one.goals]


class Page:
    def __init__(self, response: Any) -> None:
        self.status = response.status_code
        self.soup = BeautifulSoup(response.content.decode(), "html.parser")

    def text(self, selector: str) -> str:
        found = self.soup.select_one(selector)
        return " ".join(found.get_text(" ").split()) if found else ""

    @property
    def figure(self) -> str:
        return self.text(".answer__figure strong")

    @property
    def sentence(self) -> str:
        return self.text(".answer__sentence")

    @property
    def cautions(self) -> str:
        return self.text(".note")

    @property
    def facts(self) -> dict[str, str]:
        return {
            " ".join(row.dt.get_text().split()): " ".join(row.dd.get_text().split())  # type: ignore[union-attr]
            for row in self.soup.select(".answer .facts > div")
        }

    @property
    def errors(self) -> dict[str, str]:
        """The sentences beside the fields, by the name of the field."""
        boxes = {box["id"].removesuffix("_error"): box for box in self.soup.select("form div.error")}  # type: ignore[union-attr]
        return {name: " ".join(box.p.get_text().split()) for name, box in boxes.items() if box.p}

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(address, text) of each line of the summary; an empty address where it leads nowhere."""
        lines = self.soup.select("#problems li")
        return [(str(line.a["href"]) if line.a else "", " ".join(line.get_text().split())) for line in lines]


def ask(slug: str, language: str = "en", **values: str) -> Page:
    return Page(Client().get(f"/{language}/calculators/{slug}/", values))
