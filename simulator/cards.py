"""Reading an Adaptive Card as a person does: its buttons by title, its inputs by label."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Protocol

Json = dict[str, Any]

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
PARTS = ("body", "items", "columns", "rows", "cells", "images", "inlines", "pages")
WORDS = ("text", "title", "label", "value", "altText", "errorMessage", "placeholder")


class ImpossibleGesture(Exception):
    """What was asked cannot be done by a person in front of Teams as it stands."""


class InDirectory(Protocol):
    """Someone who can be chosen in a people picker."""

    @property
    def aad_object_id(self) -> str | None: ...


Entry = str | int | float | bool | date | time | InDirectory | Sequence[str]


@dataclass(frozen=True)
class Button:
    """An action, with the inputs whose values travel with it.

    "Input validation" (Adaptive Cards): an action gathers the inputs of its own card and of the
    cards around it, not those of the other nested cards.
    """

    title: str
    action: Json
    inputs: tuple[Json, ...]


def elements(node: Json) -> Iterator[Json]:
    """Every element below a card or container, in reading order; not inside nested cards."""
    parts = [part for name in PARTS for part in node.get(name) or () if isinstance(part, dict)]
    for part in parts:
        yield part
        yield from elements(part)


def _actions(card: Json) -> Iterator[Json]:
    for element in (*elements(card), card):
        single = (element.get("selectAction"), element.get("inlineAction"))
        yield from (action for action in single if action)
        yield from element.get("actions") or ()


def fields(card: Json) -> list[Json]:
    """Every input of a card, those of its nested cards included."""
    nested = [action["card"] for action in _actions(card) if action["type"] == "Action.ShowCard"]
    return [*_own_fields(card), *(field for inner in nested for field in fields(inner))]


def _own_fields(card: Json) -> list[Json]:
    return [each for each in elements(card) if each.get("type", "").startswith("Input.")]


def buttons(card: Json, around: tuple[Json, ...] = ()) -> Iterator[Button]:
    """Every button of a card, those of its nested cards included."""
    inputs = (*around, *_own_fields(card))
    for action in _actions(card):
        travelling = () if action.get("associatedInputs") == "none" else inputs
        yield Button(action.get("title", ""), action, travelling)
        if action["type"] == "Action.ShowCard":
            yield from buttons(action["card"], inputs)


def button(card: Json | None, title: str) -> Button:
    """The first button of that title, if it can be pressed."""
    if card is None:
        raise ImpossibleGesture(f"no card here, so no button {title!r}")
    found = [each for each in buttons(card) if each.title == title]
    if not found:
        titles = ", ".join(repr(each.title) for each in buttons(card)) or "none"
        raise ImpossibleGesture(f"no button {title!r} on this card; it has: {titles}")
    if found[0].action.get("isEnabled") is False:
        raise ImpossibleGesture(f"the button {title!r} is greyed out")
    return found[0]


def filled(inputs: Sequence[Json], entries: Mapping[str, Entry], *, force: bool) -> dict[str, str]:
    """The values that the client sends, as text: what was entered, else what the card proposed.

    An empty input is left out. A required one keeps the client from sending anything, unless
    `force` plays a client that does not validate.
    """
    values = {field["id"]: _value(field, entries) for field in inputs if "id" in field}
    known = {name for field in inputs for name in (field.get("id"), field.get("label"))}
    unknown = [name for name in entries if name not in known]
    missing = [
        _name(field) for field in inputs if field.get("isRequired") and not _set(field, values)
    ]
    if unknown:
        raise ImpossibleGesture(f"no input {unknown}; there are: {[_name(f) for f in inputs]}")
    if missing and not force:
        raise ImpossibleGesture(f"required and left empty: {missing}")
    return {name: value for name, value in values.items() if value}


def merged(action: Json, values: Mapping[str, str]) -> Json:
    data = action.get("data")
    return {**(data if isinstance(data, dict) else {}), **values}


def words(card: Json | None) -> str:
    """All that can be read on the card, one piece a line, nested cards included."""
    if card is None:
        return ""
    nested = [action["card"] for action in _actions(card) if action["type"] == "Action.ShowCard"]
    nodes: list[Json] = [*elements(card), *_actions(card)]
    nodes += [fact for node in nodes for fact in node.get("facts") or ()]
    nodes += [choice for node in nodes for choice in node.get("choices") or ()]
    own = [node[key] for node in nodes for key in WORDS if isinstance(node.get(key), str)]
    return "\n".join([*own, *(words(inner) for inner in nested)])


def _name(field: Json) -> str:
    return str(field.get("label") or field.get("id"))


def _set(field: Json, values: Mapping[str, str]) -> bool:
    value = values.get(field.get("id", ""), "")
    wanted_on = field["type"] == "Input.Toggle"
    return value == field.get("valueOn", "true") if wanted_on else bool(value)


def _value(field: Json, entries: Mapping[str, Entry]) -> str:
    missing = object()
    entry: Any = entries.get(field["id"], entries.get(field.get("label", ""), missing))
    if field["type"] == "Input.Toggle":
        return _toggled(field, entry is missing, entry)
    if entry is missing:
        return str(field.get("value", ""))
    if field["type"] == "Input.ChoiceSet":
        return _chosen(field, entry)
    return entry.strftime("%H:%M") if isinstance(entry, time) else str(entry)


def _toggled(field: Json, untouched: bool, entry: Any) -> str:
    on, off = str(field.get("valueOn", "true")), str(field.get("valueOff", "false"))
    if untouched:
        return str(field.get("value", off))
    return on if entry in (True, on) else off


def _chosen(field: Json, entry: Any) -> str:
    """The values chosen, by title or by value; several are joined by commas, as Teams does."""
    several = isinstance(entry, Sequence) and not isinstance(entry, str)
    chosen = [_choice(field, each) for each in (entry if several else [entry]) if each != ""]
    return ",".join(chosen)


def _choice(field: Json, entry: Any) -> str:
    if hasattr(entry, "aad_object_id"):
        return str(entry.aad_object_id)
    choices = field.get("choices") or []
    by_name = {choice["value"]: choice["value"] for choice in choices}
    by_name |= {choice["title"]: choice["value"] for choice in choices}
    if entry in by_name or "choices.data" in field:
        return str(by_name.get(entry, entry))
    raise ImpossibleGesture(f"{_name(field)}: no choice {entry!r}; there are: {list(by_name)}")
