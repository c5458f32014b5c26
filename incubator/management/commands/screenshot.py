from argparse import ArgumentParser
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from PIL import Image

from incubator.bootstrap import find_chromium
from incubator.demo import ACCOUNTS, PASSWORD
from incubator.environment import BASE_DIR

SIZES = ((1280, 900), (360, 900))
LESSON = "/es/learn/lima-2026-2/intervention-design/buscar-y-leer-evidencia/"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
GAP, GROUND = 24, "#cfd4d1"


class Command(BaseCommand):
    help = "Makes the picture in the README from a running demo: a lesson on a desk and on a phone, side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="the address of the running demo")
        parser.add_argument("--to", type=Path, default=BASE_DIR / "incubator" / "demo" / "screenshot.png")

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = [Image.open(BytesIO(shot)) for shot in shots(options["site"])]
        height = max(picture.height for picture in pictures)
        width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
        sheet, left = Image.new("RGB", (width, height + 2 * GAP), GROUND), GAP
        for picture in pictures:
            sheet.paste(picture, (left, GAP))
            left += picture.width + GAP
        sheet.quantize(128).save(options["to"], optimize=True)
        self.stdout.write(f"{options['to'].name}: {options['to'].stat().st_size // 1024} kB")


def shots(site: str) -> list[bytes]:
    """The lesson's first exercise that takes answers, once per size, as the demo's first learner."""
    playwright: Any = import_module("playwright.sync_api")  # of the development lock only
    found = []
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for width, height in SIZES:
            page = chromium.new_page(viewport={"width": width, "height": height}, locale="es-PE", color_scheme="light")
            page.goto(f"{site}/es/accounts/login/")
            page.fill("input[name=login]", ACCOUNTS[0][0])
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url("**/learn/**")
            page.goto(site + LESSON)
            page.locator(".choice").first.scroll_into_view_if_needed()
            page.mouse.wheel(0, 200)
            page.wait_for_timeout(300)
            found.append(page.screenshot())
        chromium.close()
    return found
