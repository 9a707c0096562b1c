"""The few builders that all our cards share, over Microsoft's typed card models.

What people typed goes through `typed` (text runs, which no renderer reads as Markdown) or, within
a sentence of ours, through `inert`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from microsoft_teams.cards import (
    ActionSet,
    AdaptiveCard,
    Choice,
    ChoiceSetInput,
    Container,
    ExecuteAction,
    Fact,
    FactSet,
    OpenUrlAction,
    RichTextBlock,
    SubmitAction,
    TextBlock,
    TextInput,
    TextRun,
)

from cards.actions import Action

Card = dict[str, Any]
Element = Any
Button = Any

BIGGEST = 25_000
"""Bytes of a card's JSON. Teams documents 28 to 100 KB a message; some clients take less."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


_BRACES = re.compile(r"\{(?=\{)")


class Surface(StrEnum):
    """Where a card is shown: what its buttons are depends on it."""

    CHAT = "chat"
    DIALOG = "dialog"


def card(body: Iterable[Element | None], buttons: Iterable[Button | None] = ()) -> Card:
    """A card of these elements and buttons; None stands for nothing."""
    model = AdaptiveCard(
        version="1.5",
        body=[element for element in body if element is not None],
        actions=[button for button in buttons if button is not None] or None,
    )
    drawn: Card = model.model_dump(by_alias=True, exclude_none=True, mode="json")
    drawn["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json"
    return drawn


def inert(text: str) -> str:
    """Somebody's words within a sentence of ours: no renderer finds Markdown in them."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def typed(
    text: str, *, weight: str | None = None, spacing: str | None = None, size: str | None = None
) -> RichTextBlock:
    """Somebody's own words, drawn as they stand.

    Two braces would begin a date or time function of the renderer: a blank parts any that meet.
    """
    run: Any = TextRun(text=_BRACES.sub("{ ", text), weight=weight, size=size)  # type: ignore[arg-type]
    return RichTextBlock(inlines=[run], spacing=spacing)  # type: ignore[arg-type]


def linked(words: str, address: str) -> RichTextBlock:
    """Somebody's own words that open a page in the browser: only of a host that is trusted."""
    opens = OpenUrlAction(url=address)
    run: Any = TextRun(text=_BRACES.sub("{ ", words), select_action=opens, underline=True)
    return RichTextBlock(inlines=[run], spacing="None")


def heading(text: str, surface: Surface = Surface.CHAT) -> TextBlock | None:
    """The title of a card; a dialog has one of its own, and needs no second."""
    if surface is Surface.DIALOG:
        return None
    return TextBlock(text=text, size="Large", weight="Bolder", wrap=True, style="heading")


def text(sentence: str) -> TextBlock:
    return TextBlock(text=sentence, wrap=True)


def label(sentence: str) -> TextBlock:
    return TextBlock(text=sentence, wrap=True, weight="Bolder", spacing="Medium")


def small(sentence: str, *, spacing: str = "Small") -> TextBlock:
    return TextBlock(text=sentence, wrap=True, size="Small", is_subtle=True, spacing=spacing)  # type: ignore[arg-type]


def notice(sentence: str | None) -> Container | None:
    """A sentence that must be seen: a coloured band, and a sign for those who see no colour."""
    if sentence is None:
        return None
    return Container(style="warning", items=[TextBlock(text=f"⚠ {sentence}", wrap=True)])


def facts(pairs: Iterable[tuple[str, str] | None]) -> FactSet:
    return FactSet(facts=[Fact(title=pair[0], value=pair[1]) for pair in pairs if pair])


def text_input(
    name: str,
    title: str,
    *,
    value: str = "",
    required: str | None = None,
    placeholder: str | None = None,
    error: str | None = None,
) -> list[Element]:
    """A field of several lines, and below it what was wrong with what was sent.

    No `maxLength`: clients cut what is pasted without a word; the rule answers with a sentence.
    """
    field = TextInput(
        id=name,
        label=title,
        value=value or None,
        is_multiline=True,
        is_required=required is not None or None,
        error_message=required,
        placeholder=placeholder,
    )
    return [field] + ([field_error(error)] if error else [])


def hidden_input(name: str, title: str, value: str) -> TextInput:
    """What a form carries for all of its buttons at once, and nobody has to read."""
    return TextInput(id=name, label=title, value=value, is_visible=False)


def choice_input(
    name: str, title: str, choices: Mapping[str, str], *, value: str, error: str | None = None
) -> list[Element]:
    """A list to choose one from; few choices are all shown at once."""
    field = ChoiceSetInput(
        id=name,
        label=title,
        value=value,
        style="expanded" if len(choices) <= 4 else "compact",
        choices=[Choice(title=title, value=key) for key, title in choices.items()],
    )
    return [field] + ([field_error(error)] if error else [])


def button(
    title: str,
    action: Action,
    *,
    surface: Surface,
    style: str | None = None,
    sends_inputs: bool = True,
    tooltip: str | None = None,
) -> Button:
    """A button that answers where it is pressed.

    In a chat it is an Action.Execute; clients that do not know it send the same data as a message.
    In a dialog Teams takes nothing but Action.Submit. A button that gives up sends no input, so
    that an empty required field does not stop it.
    """
    common: dict[str, Any] = {
        "title": title,
        "style": style,
        "tooltip": tooltip,
        "data": data_of(action),
        "associated_inputs": None if sends_inputs else "none",
    }
    if surface is Surface.DIALOG:
        return SubmitAction(**common)
    return ExecuteAction(**common, verb=action.verb, fallback=SubmitAction(**common))


def dialog_button(title: str, action: Action, *, style: str | None = None) -> Button:
    """A button of a card in a chat that opens a dialog: a form there keeps what is being typed,
    while the card below may change at any moment."""
    data = data_of(action) | {"msteams": {"type": "task/fetch"}}
    return SubmitAction(title=title, style=style, data=data, associated_inputs="none")  # type: ignore[arg-type]


def link_button(title: str, address: str, *, style: str | None = None) -> Button:
    """A button that opens a page of ours in the browser."""
    return OpenUrlAction(title=title, url=address, style=style)  # type: ignore[arg-type]


def data_of(action: Action) -> dict[str, Any]:
    """What a button carries: the verb and the data that differ from a form's own fields."""
    return {"verb": action.verb, **action.model_dump(mode="json", exclude_defaults=True)}


def buttons(row: Sequence[Button]) -> ActionSet:
    return ActionSet(actions=list(row))


def size_of(drawn: object) -> int:
    """Bytes of a card, or of a part of one, as it travels."""
    return len(json.dumps(drawn, ensure_ascii=False).encode())


def field_error(sentence: str) -> TextBlock:
    return TextBlock(text=f"⚠ {sentence}", wrap=True, color="Attention", spacing="None")
