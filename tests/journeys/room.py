"""The page of the stand-in, as people use it: they find things by the words they see."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.async_api import Locator, Page, async_playwright

from simulator import Person

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1300, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Desk:
    """One person's column: what they read, type, fill and press."""

    region: Locator

    async def opens(self, conversation: str) -> None:
        await self.region.get_by_role("button", name=conversation).click()

    async def types(self, words: str) -> None:
        await self.region.get_by_label("Votre message").fill(words)
        await self.region.locator(".composer").get_by_role("button", name="Envoyer").click()

    async def reads(self, words: str) -> None:
        """Wait until these words can be seen."""
        await self.region.get_by_text(words).last.wait_for()

    async def fills(self, label: str, words: str) -> None:
        await self._front().get_by_label(label).last.fill(words)

    async def chooses(self, label: str, choice: str) -> None:
        """In a list, or among choices that are all shown."""
        # the renderer names the first radio button by its question too
        both = re.compile(rf"^({re.escape(label)}\W*)?{re.escape(choice)}$")
        radio = self._front().get_by_role("radio", name=both)
        if await radio.count():
            await radio.last.check()
        else:
            await self._front().get_by_label(label).last.select_option(label=choice)

    async def presses(self, title: str, *, on: str = "") -> None:
        """The newest button of this title, on the dialog if one is open; or on the newest message
        with these words."""
        place = self.region.locator(".message", has_text=on).last if on else self._front()
        await place.get_by_role("button", name=title, exact=True).last.click()

    def dialog(self) -> Locator:
        return self.region.get_by_role("dialog")

    def _front(self) -> Locator:
        """The cards and the dialog, without the typing box."""
        return self.region.locator(".messages, dialog.task[open]")


@dataclass
class Room:
    """The page, and the errors that its browser noted."""

    page: Page
    url: str
    screenshots: Path
    errors: list[str] = field(default_factory=list)

    async def seat(self, *people: Person, language: str = "fr") -> list[Desk]:
        """Open the page with these people side by side."""
        names = ",".join(person.id for person in people)
        await self.page.goto(f"{self.url}?people={names}&lang={language}")
        return [Desk(self.page.get_by_role("region", name=person.name)) for person in people]

    async def picture(self, name: str) -> None:
        self.screenshots.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=self.screenshots / f"{name}.png")

    async def looks(self, scheme: Literal["light", "dark"]) -> None:
        """As when the system turns light or dark."""
        await self.page.emulate_media(color_scheme=scheme)

    async def on_a_phone(self) -> None:
        await self.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


@asynccontextmanager
async def opened_room(url: str, chromium: str, screenshots: Path) -> AsyncIterator[Room]:
    async with async_playwright() as running:
        browser = await running.chromium.launch(executable_path=chromium, args=QUIET)
        page = await browser.new_page(
            viewport={"width": WIDE["width"], "height": WIDE["height"]},
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        page.set_default_timeout(8_000)
        room = Room(page, url, screenshots)
        page.on("pageerror", lambda error: room.errors.append(str(error)))
        yield room
        await browser.close()
