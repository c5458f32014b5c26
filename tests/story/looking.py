"""What every page has to be, whoever looks at it: accessible, one heading, no wider than the screen."""

import os

from axe_playwright_python.sync_playwright import Axe

from tests.story.person import Person

TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def faults(person: Person, name: str) -> list[str]:
    """Of the page that is open, each as a line; empty if all is well. SCREENSHOTS=<folder> keeps a picture of it."""
    page, found = person.page, []
    page.wait_for_load_state()
    for violation in Axe().run(page, options=TAGS).response["violations"]:
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        found.append(f"{name}: {violation['id']}: {violation['help']}: {nodes}")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{name}: {headings} h1")
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > seen:
        found.append(f"{name}: {wide} px wide on {seen}")
    if folder := os.environ.get("SCREENSHOTS"):
        kind = f"{person.language}-{person.own.get('color_scheme', 'light')}-{seen}"
        page.screenshot(path=f"{folder}/{kind}-{name.replace('/', '')}.png", full_page=True)
    return found
