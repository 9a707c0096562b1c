"""How people find their cards and press what is on them, each click counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulator import Message, Person, cards
from simulator.cards import Entry, Json
from tests.support.world import World

PARIS = ZoneInfo("Europe/Paris")
PATIENCE = 30.0
OF = "POUVOIR DE "


class Hands:
    """Everybody's hands, by name. A button is pressed by its title, a report chosen by its
    number: what a person can read."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clicks: Counter[str] = Counter()
        self.year = datetime.now(PARIS).year
        self._people = {person.name: person for person in world.teams.people.values()}

    def person(self, name: str) -> Person:
        return self._people[name]

    def messages(self, name: str, after: int = 0) -> list[Message]:
        """Their chat, the newest first."""
        return list(self.person(name).chat.messages.values())[after:][::-1]

    def card(self, name: str, message: Message) -> Json:
        return message.own_cards.get(self.person(name).id, message.card) or {}

    async def finds(self, name: str, button: str, line: str = "", after: int = 0) -> Message:
        """The newest card with this button, and with a line that begins so."""

        def find() -> Message | None:
            for message in self.messages(name, after):
                card = self.card(name, message)
                if button in titles(card) and (not line or says(card, line)):
                    return message
            return None

        try:
            return await self.world.teams.until(find, timeout=PATIENCE)
        except TimeoutError:
            seen = [cards.words(self.card(name, m)) for m in self.messages(name)[:3]]
            raise AssertionError(f"{name} finds no {button!r} {line!r} in {seen}") from None

    async def presses(self, name: str, button: str, line: str = "") -> Json:
        """A button of their newest card that has it. Gives the card as it then stands."""
        message = await self.finds(name, button, line)
        return await self.presses_on(name, message, button)

    async def presses_on(self, name: str, message: Message, button: str, seat: str = "") -> Json:
        """The same on a card already found; `seat` where it votes for others as well."""
        [pressed, *_] = buttons_of(self.card(name, message), button, seat)
        await self._acts(name, message, pressed)
        return self.card(name, message)

    async def presses_in_more(self, name: str, button: str, line: str = "") -> None:
        """What is behind Plus. The living card may come back over it: then Plus is pressed again.

        `line` stands right above the button that is meant.
        """
        for _ in range(5):
            message = await self.finds(name, "Plus")
            card = await self.presses_on(name, message, "Plus")
            if button in titles(card):
                found = below(card, line, button) if line else buttons_of(card, button)[0]
                await self._acts(name, message, found)
                return
        raise AssertionError(f"{name} does not find {button!r} behind Plus")

    async def presses_form(self, name: str, button: str, entries: Mapping[str, Entry]) -> None:
        await self.presses(name, button)
        await self.sends(name, entries)

    async def sends(self, name: str, entries: Mapping[str, Entry], button: str = "Envoyer") -> None:
        """The open form; what begins like "17 – " is chosen from a list."""
        dialog = self.person(name).dialog
        assert dialog is not None, f"{name} has no form open"
        filled = {label: _chosen(dialog.card, label, entry) for label, entry in entries.items()}
        self.clicks[name] += 1
        answer = await self.person(name).submits_dialog(button, filled)
        assert answer.ok, answer

    def closes(self, name: str) -> None:
        """By its cross."""
        self.clicks[name] += 1
        self.person(name).closes_dialog()

    def form(self, name: str) -> Json:
        dialog = self.person(name).dialog
        return dialog.card if dialog is not None else {}

    async def _acts(self, name: str, message: Message, action: Json) -> None:
        """One click. What the bot could not do it says in a sentence that passes."""
        person = self.person(name)
        self.clicks[name] += 1
        told = len(person.toasts)
        answer = await person.acts(message, action, {})
        assert answer.ok, answer
        assert person.toasts[told:] == [], (name, action.get("title"), person.toasts[told:])


def titles(card: Json) -> list[str]:
    return [button.title for button in cards.buttons(card)]


def says(card: Json, line: str) -> bool:
    return any(each == line or each.startswith(f"{line} ·") for each in _lines(card))


def buttons_of(card: Json, title: str, seat: str = "") -> list[Json]:
    """Buttons of that title; under "POUVOIR DE …" where a `seat` is named."""
    under, found = "", list[Json]()
    for element in (*cards.elements(card), card):
        text = str(element.get("text", ""))
        under = text.removeprefix(OF) if text.startswith(OF) else under
        for action in element.get("actions") or ():
            if action.get("title") == title and (not seat or under == seat.upper()):
                found.append(action)
    assert found, f"no {title!r} for {seat!r} among {titles(card)}: {cards.words(card)}"
    return found


def below(card: Json, line: str, title: str) -> Json:
    """The first button of that title after a line that begins so."""
    seen = False
    for element in cards.elements(card):
        seen = seen or str(element.get("text", "")).startswith(f"{line} ·")
        for action in element.get("actions") or ():
            if seen and action.get("title") == title:
                return dict(action)
    raise AssertionError(f"no {title!r} below {line!r}: {cards.words(card)}")


def _lines(card: Json) -> list[str]:
    return [str(each.get("text", "")) for each in cards.elements(card)]


def _chosen(card: Json, label: str, entry: Entry) -> Any:
    """A choice by how its title begins, one or several; anything else as it is typed."""
    fields = [each for each in cards.fields(card) if each.get("label") == label]
    choices = [c["title"] for field in fields for c in field.get("choices") or ()]
    if not choices or isinstance(entry, bool):
        return entry
    if isinstance(entry, str):
        return next((title for title in choices if title.startswith(f"{entry} – ")), entry)
    assert isinstance(entry, list)
    return [_chosen(card, label, each) for each in entry]
