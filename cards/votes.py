"""VOTRE VOTE: the card of one vote for whoever acts in it, from its opening to its result."""

from __future__ import annotations

from datetime import datetime

from cards.home import someone_button
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    buttons,
    card,
    dialog_button,
    heading,
    label,
    notice,
    small,
    text,
)
from cards.kit_inputs import group
from cards.session_actions import CastAsAnnounced, CastVote, OpenCaseForm
from cards.session_lines import item_name, link_line, lot_name, name_of, numbers, title_of
from cards.texts import Texts
from cards.vote_lines import (
    ballots_line,
    choice_name,
    loud,
    no_vote_reason,
    position_line,
    results,
    vote_subject,
)
from domain.assembly.session import ItemKind, Session
from domain.assembly.votes import Choice, Vote, VoteState
from domain.assembly.voting import position_for, previous_choice

SEATS_WITH_BUTTONS = 5
"""More would not travel: those who have voted then lose their buttons first."""
SEATS_SAID = 12


def vote_card(
    session: Session,
    vote: Vote,
    person_id: str,
    texts: Texts,
    at: datetime,
    banner: str | None = None,
) -> Card:
    """What is voted, and for each seat its buttons or its receipt."""
    seats = vote.seats_of(person_id)
    reason = no_vote_reason(session, vote, person_id, texts)
    return card(
        [
            notice(banner),
            heading(texts("vote.yours")),
            *_subject(session, vote, texts),
            *([text(reason)] if reason else _seats(session, vote, person_id, seats, texts, at)),
            *_ending(session, vote, texts, at),
            small(texts("vote.public")) if vote.state is not VoteState.ANNULLED else None,
        ],
        [someone_button(texts)] if vote.is_open else [],
    )


def _subject(session: Session, vote: Vote, texts: Texts) -> list[Element | None]:
    if vote.lot_id is not None:
        items = [session.items[item] for item in vote.items]
        return [
            label(lot_name(session.lots[vote.lot_id], vote.items, texts)),
            vote_subject(session, vote),
            small(texts("lot.numbers", numbers=numbers(items, texts))),
        ]
    item = session.items[vote.items[0]]
    about = session.items.get(item.parent or "")
    lines: list[Element | None] = [
        label(item_name(session, item, texts)),
        title_of(item, weight="Bolder", size="Medium"),
    ]
    if about is not None and item.kind is ItemKind.AMENDMENT:
        lines += [small(texts("report.amends", number=numbers([about], texts))), title_of(about)]
    return [*lines, link_line(item, texts)]


def _seats(
    session: Session,
    vote: Vote,
    person_id: str,
    seats: list[str],
    texts: Texts,
    at: datetime,
) -> list[Element]:
    """One's own seat, then the proxies held. Of very many, those that have not voted come first."""
    if len(seats) > SEATS_WITH_BUTTONS:
        own, *held = seats
        seats = [own, *sorted(held, key=lambda seat: vote.has_voted(seat))]
    shown: list[Element] = []
    for rank, seat in enumerate(seats[:SEATS_SAID]):
        lines = _stands(session, vote, seat, person_id, texts, at)
        if vote.is_open and vote.items_of(seat) and rank < SEATS_WITH_BUTTONS:
            lines += _seat_buttons(session, vote, seat, texts)
        if seat == person_id:
            shown += lines
        else:
            name = name_of(session, seat).upper()
            shown.append(group([label(texts("vote.proxy_of", name=name)), *lines]))
    if len(seats) > SEATS_WITH_BUTTONS and vote.is_open:
        left = len(seats) - SEATS_WITH_BUTTONS
        shown.append(text(texts("vote.other_proxies", count=left)))
    return shown


def _stands(
    session: Session, vote: Vote, seat: str, person_id: str, texts: Texts, at: datetime
) -> list[Element]:
    """What is recorded for this seat, and what its group has announced."""
    items = vote.items_of(seat)
    lines: list[Element] = []
    if not items:
        return [text(texts("vote.none.seat_aside"))]
    if vote.is_open and len(items) < len(vote.items):
        left_out = [session.items[item] for item in vote.items if item not in items]
        lines.append(small(texts("lot.aside_on", numbers=numbers(left_out, texts))))
    if vote.is_open and seat in vote.calls:
        lines.append(text(texts("vote.waits_for_second")))
    receipt = _receipt(session, vote, seat, person_id, texts, at)
    if receipt:
        lines.append(label(receipt))
    if vote.is_open:
        position = position_for(session, vote, seat)
        if position is not None and vote.lot_id is not None:
            said = position_line(session, session.lots[vote.lot_id], position, texts)
            own = seat == person_id
            lines.append(
                text(texts("lot.announced" if own else "lot.announced_for", position=said))
            )
    return lines


def _receipt(
    session: Session, vote: Vote, seat: str, person_id: str, texts: Texts, at: datetime
) -> str | None:
    """ "✓ Vous avez voté POUR à 10 h 42. Modifiable jusqu'à la clôture." """
    given = [vote.ballot(item, seat) for item in vote.items_of(seat)]
    cast = [ballot for ballot in given if ballot is not None]
    if not cast:
        return None if vote.is_open else texts("vote.was_silent")
    last = max(cast, key=lambda ballot: ballot.at)
    facts = {
        "choice": ballots_line(session, vote, seat, texts),
        "when": texts.clock(last.at, at),
        "name": name_of(session, last.by),
    }
    if last.by != vote.seats.get(seat):
        said = texts("vote.receipt_aloud", **facts)
    elif seat != person_id:
        said = texts("vote.receipt_proxy", **facts)
    else:
        said = texts("vote.receipt", **facts)
    if vote.state is VoteState.ANNULLED:
        return said
    return f"{said} {texts('vote.may_change' if vote.is_open else 'vote.final')}"


def _seat_buttons(session: Session, vote: Vote, seat: str, texts: Texts) -> list[Element]:
    if vote.lot_id is not None:
        return _lot_buttons(session, vote, seat, texts)
    before = previous_choice(session, vote, seat)
    first = [
        _cast(session, vote, seat, choice, choice_name(choice, texts))
        for choice in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    ]
    second = [_cast(session, vote, seat, Choice.NO_PART, choice_name(Choice.NO_PART, texts))]
    if before is None:
        return [buttons(first), buttons(second)]
    same = texts("button.same_vote")
    second.append(_cast(session, vote, seat, before, same, tooltip=loud(before, texts)))
    named = small(texts("vote.previous", choice=loud(before, texts)))
    return [buttons(first), buttons(second), named]


def _lot_buttons(session: Session, vote: Vote, seat: str, texts: Texts) -> list[Element]:
    whole = [
        _cast(session, vote, seat, choice, texts(f"lot.all.{choice}"))
        for choice in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    ]
    key, vote_id = session.session_id, vote.vote_id
    position = position_for(session, vote, seat)
    cases = OpenCaseForm(session_id=key, vote_id=vote_id, seat=seat)
    case_by_case = dialog_button(texts("button.case_by_case"), cases)
    if position is None:
        return [buttons(whole), buttons([case_by_case])]
    announced = CastAsAnnounced(
        session_id=key,
        vote_id=vote_id,
        seat=seat,
        position=position.version,
        seen=vote.version(seat),
    )
    as_announced = button(texts("button.as_announced"), announced, surface=Surface.CHAT)
    return [buttons(whole), buttons([as_announced, case_by_case])]


def _cast(
    session: Session,
    vote: Vote,
    seat: str,
    choice: Choice,
    title: str,
    tooltip: str | None = None,
) -> Button:
    action = CastVote(
        session_id=session.session_id,
        vote_id=vote.vote_id,
        seat=seat,
        choice=choice,
        seen=vote.version(seat),
    )
    return button(title, action, surface=Surface.CHAT, tooltip=tooltip)


def _ending(session: Session, vote: Vote, texts: Texts, at: datetime) -> list[Element]:
    """How the vote ended; a result is the chair's to proclaim, and is said only then."""
    if vote.is_open or vote.closed_at is None:
        return []
    when = texts.clock(vote.closed_at, at)
    if vote.state is VoteState.ANNULLED:
        return [label(texts("vote.was_annulled", when=when))]
    if not vote.proclaimed:
        return [label(texts("vote.was_closed", when=when))]
    said = results(session, vote, texts)
    waiting = len(vote.items) > len(vote.proclaimed)
    lines = [label(texts("vote.proclaimed")), *(text(line) for line in said)]
    return [*lines, small(texts("vote.some_wait"))] if waiting else lines
