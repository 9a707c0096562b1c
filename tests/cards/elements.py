"""Looking into a card: its elements, its buttons, what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]


def nodes(part: Any) -> Iterator[Node]:
    """Every object of a card that has a type, however deep, but not the data of its buttons."""
    if isinstance(part, list):
        for item in part:
            yield from nodes(item)
    elif isinstance(part, dict):
        if "type" in part:
            yield part
        for key, value in part.items():
            if key != "data":
                yield from nodes(value)


def buttons_of(card: Node) -> list[Node]:
    return [node for node in nodes(card) if node["type"].startswith("Action.")]


def inputs_of(card: Node) -> list[Node]:
    return [node for node in nodes(card) if node["type"].startswith("Input.")]


def rows_of(card: Node) -> list[list[Node]]:
    """The buttons as they stand in rows: the card's own, and those of each ActionSet."""
    rows = [node["actions"] for node in nodes(card) if "actions" in node]
    return [row for row in rows if row]


def marked_up(card: Node) -> list[str]:
    """The texts in which a renderer looks for Markdown and for date functions."""
    found = []
    for node in nodes(card):
        if node["type"] == "TextBlock":
            found.append(node["text"])
        for fact in node.get("facts", []):
            found += [fact["title"], fact["value"]]
    return found


def runs(card: Node) -> list[str]:
    """The texts that are drawn as they stand."""
    return [node["text"] for node in nodes(card) if node["type"] == "TextRun"]


def said(card: Node) -> str:
    """Everything that a card says in our words, as it is read."""
    return "\n".join(marked_up(card)).replace("\\", "")


def titles(card: Node) -> list[str]:
    return [button["title"] for button in buttons_of(card)]
