"""Somebody in front of a browser: what they do on the site, and everything that went wrong meanwhile."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from courses.catalogue.released import OutlineExercise
from incubator.demo import answers

PATIENCE = 150_000  # milliseconds; a busy machine is no fault of the site, and a run that was lost is made up for
LOCALES = {"es": "es-PE", "en": "en-US"}
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 900}
#: Chromium writes a line for whatever is answered so; `_answered` looks at all but pages.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of (404|422|403)")

expect.set_options(timeout=PATIENCE)


class Person:
    """One browser with its cookies. `trouble` holds errors of the console and requests to other hosts."""

    def __init__(self, browser: Browser, site: str, language: str = "es", **own: Any) -> None:
        self.browser, self.site, self.language = browser, site, language
        self.trouble: list[str] = []
        self.own = own
        self.open()

    def open(self, state: Any = None) -> None:
        own = dict(self.own)
        width = own.pop("width", PHONE)
        self.scripted = own.pop("scripted", True)
        self.context = self.browser.new_context(
            locale=LOCALES[self.language],
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=self.scripted,
            storage_state=state,
            **own,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.page: Page = self.context.new_page()

    def close_the_browser_and_come_back(self) -> None:
        """Cookies stay, everything else is gone."""
        state = self.context.storage_state()
        self.context.close()
        self.open(state)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not ANSWERED.match(message.text):
            self.trouble.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(self.site).netloc:
            self.trouble.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        """A page may be answered with 404; what a page needs may not."""
        if response.status >= 400 and not response.request.is_navigation_request():
            self.trouble.append(f"{response.status}: {response.url}")

    # Going about

    def goes(self, path: str) -> None:
        self.page.goto(self.site + path)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def follows(self, leads: Locator) -> None:
        """Presses what leads to another page, or to this one anew, and waits until that has come."""
        with self.page.expect_navigation():
            leads.click()

    def sends(self, form: str = "main form") -> None:
        """Presses the first button that hands the form in; the answer has come when this returns."""
        buttons = self.page.locator(form).first.locator("button[type=submit], button:not([type]), input[type=submit]")
        self.follows(buttons.first)

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def signs_in(self, email: str, password: str) -> None:
        self.goes(f"/{self.language}/accounts/login/")
        self.fills(login=email, password=password)
        self.sends()
        self.page.wait_for_url("**/learn/")

    def changes_language(self) -> None:
        """To the other one; every page has one control for it."""
        self.follows(self.page.locator("nav.menu .language"))
        self.language = "en" if self.language == "es" else "es"
        self.page.wait_for_url(f"{self.site}/{self.language}/**")

    # Exercises

    def exercise(self, exercise: OutlineExercise) -> Locator:
        return self.page.locator(f"section#x{exercise.exercise_id}")

    def answers(self, exercise: OutlineExercise) -> None:
        """Rightly, through the fields of the page."""
        answer = answers.right(exercise) or answers.text(exercise)
        assert answer is not None
        getattr(self, f"_fills_{exercise.kind}")(self.exercise(exercise), exercise, answer)

    def hands_in(self, exercise: OutlineExercise) -> None:
        self.follows(self.exercise(exercise).locator("button[name=do]"))

    def _fills_single_choice(self, where: Locator, exercise: OutlineExercise, answer: dict[str, Any]) -> None:
        where.get_by_label(self._options(exercise)[answer["chosen"]], exact=True).check()

    def _fills_multiple_answer(self, where: Locator, exercise: OutlineExercise, answer: dict[str, Any]) -> None:
        for identity in answer["chosen"]:
            where.get_by_label(self._options(exercise)[identity], exact=True).check()

    def _options(self, exercise: OutlineExercise) -> dict[str, str]:
        options = exercise.texts[self.language]["shown"]["options"]
        return {identity: " ".join(text.split()) for identity, text in options.items()}

    def _fills_numeric(self, where: Locator, exercise: OutlineExercise, answer: dict[str, Any]) -> None:
        fields = where.locator(".part input[type=text]")
        typed = [answer["parts"][part]["typed"] for part in exercise.specification["parts"]]
        expect(fields).to_have_count(len(typed))
        for number, text in enumerate(typed):
            fields.nth(number).fill(text if self.language == "es" else text.replace(",", "."))

    def _fills_long_text(self, where: Locator, exercise: OutlineExercise, answer: dict[str, Any]) -> None:
        where.locator("textarea").fill(answer["text"])

    def _fills_ordering(self, where: Locator, exercise: OutlineExercise, answer: dict[str, Any]) -> None:
        """With the lists where there is JavaScript, with the buttons alone where there is none."""
        texts = exercise.texts[self.language]["shown"]["items"]
        right = [
            texts[identity] for identity in sorted(answer["positions"], key=lambda one: int(answer["positions"][one]))
        ]
        for place, text in enumerate(right):
            item = where.locator(".order-list > li").filter(has=self.page.get_by_text(text, exact=True)).first
            if self.scripted:
                item.locator("select").select_option(str(place + 1))
            else:
                self._moves_up(where, item, text, place)

    def _moves_up(self, where: Locator, item: Locator, text: str, place: int) -> None:
        while (now := self.order(where).index(text)) > place:
            self.follows(item.locator("button[value$=':up']"))
            expect(where.locator(".order-list > li > p").nth(now - 1)).to_have_text(text)

    def order(self, where: Locator) -> list[str]:
        """The items of an ordering exercise as they stand."""
        return [" ".join(text.split()) for text in where.locator(".order-list > li > p").all_text_contents()]
