"""What forms share: their frame, their lists, and what they give back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cards.actions import Action, CloseForm
from cards.kit import (
    BIGGEST,
    Card,
    Element,
    Surface,
    button,
    card,
    heading,
    notice,
    size_of,
)
from cards.kit_inputs import fitting, pick_input, plain, several_input
from cards.refusals import refusal_line
from cards.texts import Texts
from domain.assembly.session import Item, ItemKind, ItemState, Member, Session
from domain.assembly.votes import Choice
from domain.errors import Refusal

FRAME_BYTES = 4_000
"""Of a form: its labels, its sentences and its buttons."""
ROOM = BIGGEST - FRAME_BYTES
UNDECIDED = frozenset(
    {ItemState.DRAFT, ItemState.CALLED, ItemState.DEBATING, ItemState.LIST_CLOSED}
)


def form_card(
    title: str,
    body: Iterable[Element | None],
    action: Action,
    texts: Texts,
    surface: Surface,
    *,
    refusal: Refusal | None = None,
    send: str = "",
    others: Sequence[Element] = (),
) -> Card:
    """The frame of a form. A refusal that is about none of its fields stands above them.

    The send button carries the ids that the form does not ask for: what is typed travels once.
    """
    banner = refusal_line(refusal, texts) if refusal and refusal.field is None else None
    elements = [element for element in body if element is not None]
    asked = {getattr(element, "id", None) for element in elements}
    kept = {name: getattr(action, name) for name in type(action).model_fields}
    fixed = {n: value for n, value in kept.items() if n not in asked and len(f"{value}") <= 64}
    bare = type(action).model_validate(fixed)
    return card(
        [heading(title, surface), notice(banner), *elements],
        [
            button(send or texts("button.send"), bare, style="positive", surface=surface),
            *others,
            button(texts("button.cancel"), CloseForm(), surface=surface, sends_inputs=False),
        ],
    )


def error_at(field: str, refusal: Refusal | None, texts: Texts) -> str | None:
    """What was wrong with this field, if it is the one."""
    if refusal is None or refusal.field != field:
        return None
    return refusal_line(refusal, texts)


def kept_within(room: int, *written: str) -> list[str]:
    """What was typed in several fields, whole where it fits; else the longest loses its end."""
    kept = list(written)
    while (excess := size_of(kept) - room) > 0 and any(kept):
        longest = max(range(len(kept)), key=lambda n: size_of(kept[n]))
        kept[longest] = kept[longest][: -max(1, min(excess, size_of(kept[longest])) // 6)]
    return kept


def choice_titles(texts: Texts, choices: Iterable[Choice] = Choice) -> dict[str, str]:
    return {choice: texts(f"vote.choice.{choice}") for choice in choices}


def member_titles(members: Iterable[Member]) -> dict[str, str]:
    """Members by name, to choose from."""
    return {member.person_id: member.name for member in members}


def item_titles(items: Iterable[Item]) -> dict[str, str]:
    return {item.item_id: f"{plain(item.number, 24)} – {item.title}" for item in items}


def undecided(session: Session) -> list[Item]:
    """Reports that can still be sent back, withdrawn or amended, those in hand first."""
    open_ones = [item for item in session.reports if item.state in UNDECIDED]
    return sorted(open_ones, key=lambda item: item.state is ItemState.DRAFT)


def undecided_with_steps(session: Session) -> list[Item]:
    """The same, with amendments still to be voted."""
    return [
        item
        for item in session.items.values()
        if item.state in UNDECIDED and item.kind is not ItemKind.URGENCY
    ]


def pick_item(
    session: Session,
    items: Sequence[Item],
    value: str,
    room: int,
    texts: Texts,
    refusal: Refusal | None,
) -> list[Element]:
    """The field `item`, with as much of each title as the form has room for."""
    return pick_input(
        "item",
        texts("report.which"),
        fitting(item_titles(items), room),
        value=value,
        required=texts("refusal.report.unknown"),
        placeholder=texts("session.choose"),
        error=error_at("item", refusal, texts),
    )


def titles_room(titles: Mapping[str, str]) -> int:
    """What a list takes at the very least: it must be whole, were every title cut short."""
    return size_of([{"title": title, "value": key} for key, title in fitting(titles, 0).items()])


def several_items(
    name: str, title: str, titles: Mapping[str, str], chosen: str, error: str | None = None
) -> list[Element]:
    """Many reports to choose from: the list unfolds, else it would fill a telephone."""
    chosen_ids = chosen.split(",")
    return several_input(name, title, titles, value=chosen_ids, error=error, unfolds=True)


def pick_member(
    name: str, titles: Mapping[str, str], value: str, texts: Texts, refusal: Refusal | None
) -> list[Element]:
    return pick_input(
        name,
        texts("session.member"),
        titles,
        value=value,
        required=texts("session.choose"),
        placeholder=texts("session.choose"),
        error=error_at(name, refusal, texts),
    )
