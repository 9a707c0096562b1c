"""Lines that the cards of a session share: its state, its members, its reports, its quorum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from cards.incident_lines import excerpt
from cards.kit import Element, inert, label, size_of, small, typed
from cards.texts import Texts
from domain.assembly.lots import Lot
from domain.assembly.quorum import Quorum
from domain.assembly.session import Item, ItemKind, Session

LONGEST_NAME = 60
LONGEST_NUMBER = 24
LONGEST_TITLE = 300
NAMES_BYTES = 3_000
_WEB = re.compile(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/?=&%+-]*)?")


def name_of(session: Session, person_id: str) -> str:
    """A member's name within a sentence."""
    member = session.members.get(person_id)
    return inert(excerpt(member.name if member else person_id, LONGEST_NAME))


def names(
    session: Session, person_ids: Sequence[str], texts: Texts, room: int = NAMES_BYTES
) -> str:
    """Names one after the other, as many as `room` bytes hold, and how many more there are."""
    said: list[str] = []
    for person_id in person_ids:
        name = name_of(session, person_id)
        room -= size_of(name)
        if room < 0 and said:
            return texts(
                "session.and_more", names=", ".join(said), more=len(person_ids) - len(said)
            )
        said.append(name)
    return ", ".join(said)


def number_of(item: Item) -> str:
    return inert(excerpt(item.number, LONGEST_NUMBER))


def numbers(items: Iterable[Item], texts: Texts, most: int = 60) -> str:
    """ "12, 13 et 17"."""
    listed = [number_of(item) for item in items]
    if len(listed) > most:
        return f"{', '.join(listed[:most])}…"
    if len(listed) < 2:
        return "".join(listed)
    return texts("session.and", first=", ".join(listed[:-1]), last=listed[-1])


def item_name(session: Session, item: Item, texts: Texts) -> str:
    """ "Rapport 17", and what is voted before it by the number of its report."""
    about = session.items.get(item.parent or "") if item.kind is ItemKind.URGENCY else None
    return texts(f"report.kind.{item.kind}", number=number_of(about or item))


def title_of(item: Item, *, weight: str | None = None, size: str | None = None) -> Element:
    return typed(excerpt(item.title, LONGEST_TITLE), weight=weight, size=size)


def lot_name(lot: Lot, items: Sequence[str], texts: Texts) -> str:
    return texts("lot.name", number=lot.number, count=len(items))


def session_title(session: Session) -> Element:
    return typed(excerpt(session.title, 200), weight="Bolder")


def link_line(item: Item, texts: Texts) -> Element | None:
    """The file of a report. Nothing but a plain web address becomes a link."""
    return small(texts("report.file", link=item.link)) if _is_web(item.link) else None


def convocation_line(session: Session, texts: Texts) -> Element:
    """The card does not replace the official convocation: it leads to it where it can."""
    if _is_web(session.convocation):
        return small(texts("session.recalls_with_link", link=session.convocation))
    return small(texts("session.recalls"))


def linked_name(session: Session, item: Item, texts: Texts) -> Element:
    """A report of a list, and the way to its file on the same line."""
    name = item_name(session, item, texts)
    if _is_web(item.link):
        return small(texts("report.with_file", name=name, link=item.link))
    return small(name)


def state_line(session: Session, texts: Texts, at: datetime) -> str:
    when = texts.when(session.starts_at, at) if session.starts_at else ""
    opened = texts.clock(session.opened_at, at) if session.opened_at else ""
    closed = texts.clock(session.closed_at, at) if session.closed_at else ""
    return texts(f"session.state.{session.state}", when=when, opened=opened, closed=closed)


def quorum_lines(session: Session, found: Quorum, aside: int, texts: Texts) -> list[Element]:
    """The meter, and below it what it is made of."""
    state = "waived" if found.is_waived else "reached" if found.is_reached else "missing"
    made_of = texts(
        "session.quorum.counted" if found.counts_represented else "session.quorum.present_only",
        present=found.present,
        represented=found.represented,
        base=found.base,
    )
    lines = [
        label(texts(f"session.quorum.{state}", counted=found.counted, need=found.need)),
        small(made_of, spacing="None"),
    ]
    if aside:
        everybody = len(session.voters)
        lines.append(
            small(
                texts("session.quorum.aside", count=aside, base=found.base, everybody=everybody),
                spacing="None",
            )
        )
    if found.depends_on_proxies:
        lines.append(small(texts("session.quorum.by_proxies"), spacing="None"))
    return lines


def _is_web(link: str) -> bool:
    return len(link) <= LONGEST_TITLE and _WEB.fullmatch(link) is not None
