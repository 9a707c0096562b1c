"""The forms of those who sit in a session or keep its record: proxies, stepping aside, presence.

Each exists once and shows in a dialog or in the chat; `surface` makes the only difference.
"""

from __future__ import annotations

from datetime import datetime

from cards.form_parts import (
    ROOM,
    error_at,
    form_card,
    item_titles,
    kept_within,
    member_titles,
    pick_item,
    pick_member,
    titles_room,
    undecided_with_steps,
)
from cards.incident_forms import KEPT_BYTES
from cards.kit import Card, Element, Surface, size_of, text, text_input
from cards.kit_inputs import (
    fitting,
    line_input,
    pick_input,
    several_input,
    time_input,
)
from cards.session_actions import (
    CallRoll,
    GiveProxy,
    NoteDeparture,
    StepAside,
    TakeChair,
)
from cards.texts import Texts
from domain.assembly import proxies
from domain.assembly.session import Member, Session, SessionState
from domain.errors import Refusal

LONGEST_EVIDENCE = 2_000
"""Bytes of it that the form gives back: a reference, not a letter."""


def proxy_form(
    session: Session,
    person_id: str,
    action: GiveProxy,
    texts: Texts,
    surface: Surface,
    at: datetime,
    refusal: Refusal | None = None,
    for_others: bool = False,
) -> Card:
    """To whom, until when. A secretary also says from whom, and on what evidence."""
    [evidence] = kept_within(LONGEST_EVIDENCE, action.evidence)
    givers = _givers(session, at) if for_others else []
    holders = [member for member in _holders(session, at) if member.person_id != person_id]
    room = (ROOM - LONGEST_EVIDENCE) // (2 if for_others else 1)
    said_by_secretary = pick_input(
        "giver",
        texts("session.proxy.from"),
        fitting(member_titles(givers), room),
        value=action.giver,
        required=texts("session.choose"),
        placeholder=texts("session.choose"),
        error=error_at("giver", refusal, texts),
    )
    written = line_input(
        "evidence",
        texts("session.proxy.evidence"),
        value=evidence,
        placeholder=texts("session.proxy.evidence_example"),
        error=error_at("evidence", refusal, texts),
    )
    intro = "session.proxy.for_others" if for_others else "session.proxy.intro"
    body: list[Element | None] = [
        text(texts(intro)),
        text(texts("session.proxy.nobody")) if not holders else None,
        *(said_by_secretary if for_others else []),
        *pick_input(
            "holder",
            texts("session.proxy.to"),
            fitting(member_titles(holders), room),
            value=action.holder,
            required=texts("session.choose"),
            placeholder=texts("session.choose"),
            error=error_at("holder", refusal, texts),
        ),
        *time_input(
            "until",
            texts("session.proxy.until"),
            value=action.until,
            error=error_at("until", refusal, texts),
        ),
        *(written if for_others else []),
    ]
    title = texts("button.write_proxy" if for_others else "button.give_proxy")
    kept = action.model_copy(update={"giver": action.giver if for_others else ""})
    return form_card(title, body, kept, texts, surface, refusal=refusal)


def recusal_form(
    session: Session,
    action: StepAside,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """On which report, and why: the minutes say both."""
    items = undecided_with_steps(session)
    least = titles_room(item_titles(items))
    [ground] = kept_within(min(KEPT_BYTES, ROOM - least), action.ground)
    room = ROOM - size_of(ground)
    body = [
        text(texts("session.recusal.intro")),
        *pick_item(session, items, action.item, room, texts, refusal),
        *text_input(
            "ground",
            texts("session.recusal.ground"),
            value=ground,
            required=texts("refusal.text.missing"),
            placeholder=texts("session.recusal.example"),
            error=error_at("ground", refusal, texts),
        ),
    ]
    title = texts("button.step_aside")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def roll_form(
    session: Session,
    action: CallRoll,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Faire l'appel: whoever is ticked is present, and nobody else."""
    titles = fitting(member_titles(session.members.values()), ROOM)
    body = [
        text(texts("session.roll.intro")),
        *several_input(
            "present",
            texts("session.roll.present"),
            titles,
            value=action.present.split(","),
            error=error_at("present", refusal, texts),
        ),
    ]
    title = texts("button.roll_call")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def departure_form(
    session: Session,
    action: NoteDeparture,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Somebody left without saying so."""
    here = [each for each in session.members.values() if session.is_present(each.person_id)]
    body = [
        text(texts("session.departure.intro")),
        *pick_member("member", fitting(member_titles(here), ROOM), action.member, texts, refusal),
    ]
    title = texts("button.note_departure")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def chair_form(
    session: Session,
    action: TakeChair,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Somebody else presides, a vice-president as a rule."""
    here = [each for each in session.voters if session.is_present(each.person_id)]
    body = [
        text(texts("session.chair.intro")),
        *pick_member("member", fitting(member_titles(here), ROOM), action.member, texts, refusal),
    ]
    return form_card(texts("button.chair"), body, action, texts, surface, refusal=refusal)


def _givers(session: Session, at: datetime) -> list[Member]:
    """Who may give one: voting members who are away and have given none."""
    return [
        member
        for member in session.voters
        if not session.is_present(member.person_id)
        and proxies.given_by(session, member.person_id, at) is None
    ]


def _holders(session: Session, at: datetime) -> list[Member]:
    """Who may receive one: voting members who are here and do not hold all that they may."""
    held = [proxy.holder for proxy in session.proxies.values() if proxy.covers(at)]
    return [
        member
        for member in session.voters
        if (session.state is SessionState.PREPARED or session.is_present(member.person_id))
        and held.count(member.person_id) < session.profile.proxies_held
        and proxies.given_by(session, member.person_id, at) is None
    ]
