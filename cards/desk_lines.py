"""Where a session stands, for those who run it; and what the chair reads out."""

from __future__ import annotations

from datetime import datetime

from cards.incident_lines import excerpt
from cards.kit import Element, inert, label, small, text, typed
from cards.session_lines import (
    item_name,
    link_line,
    lot_name,
    name_of,
    names,
    numbers,
    quorum_lines,
    state_line,
    title_of,
)
from cards.texts import Texts
from cards.vote_lines import results, vote_name, vote_subject
from domain.assembly import quorum
from domain.assembly.agenda import next_up
from domain.assembly.plan import Answer
from domain.assembly.results import held_back, to_proclaim
from domain.assembly.session import IN_HAND, Item, ItemKind, ItemState, Session, SessionState
from domain.assembly.votes import Vote, VoteState

MISSING_NAMED = 5


def desk_lines(
    session: Session, texts: Texts, at: datetime, *, briefly: bool = False
) -> list[Element | None]:
    """The state, the quorum, and what is in hand or comes next. `briefly` for the chair, whose card
    says above what is to be read out."""
    lines: list[Element | None] = [text(state_line(session, texts, at))]
    if session.state is SessionState.CLOSED:
        return [*lines, *_figures(session, texts), _code(session, texts)]
    lines += _quorum(session, texts, at)
    if session.state is SessionState.PREPARED:
        return [*lines, *_prepared(session, texts), _code(session, texts)]
    for vote in votes_to_end(session):
        lines += _closed_vote(session, vote, texts, briefly)
    open_vote = session.vote_under_way
    if open_vote is not None:
        lines += _open_vote(session, open_vote, texts, briefly)
    elif in_hand(session):
        lines += [] if briefly else _in_hand(session, texts)
    else:
        lines += _next(session, texts)
    return [*lines, _code(session, texts)]


def in_hand(session: Session) -> list[Item]:
    """What was called and is not voted yet."""
    return [session.items[i] for i in session.current if session.items[i].state in IN_HAND]


def step_to_vote(session: Session) -> Item | None:
    """The amendment to vote before what is in hand, or the urgency before what comes next: an
    amendment waits until its report is called."""
    about, kinds = in_hand(session), {ItemKind.AMENDMENT}
    following = next_up(session)
    if not about and following is not None:
        about, kinds = [following], {ItemKind.URGENCY}
    steps = (step for item in about for step in session.steps_before(item))
    return next((s for s in steps if s.kind in kinds and s.state is ItemState.DRAFT), None)


def votes_to_end(session: Session) -> list[Vote]:
    """Closed votes of which something is still to be proclaimed or decided by the chair."""
    return [
        vote
        for vote in session.votes.values()
        if vote.state is VoteState.CLOSED and len(vote.proclaimed) < len(vote.items)
    ]


def to_read_out(session: Session, texts: Texts, at: datetime) -> list[Element | None]:
    """What the chair says now."""
    said = _said(session, texts, at)
    return [label(texts("desk.to_read_out")), *said] if said else []


def _said(session: Session, texts: Texts, at: datetime) -> list[Element | None]:
    if session.state is SessionState.CLOSED:
        return []
    if session.state is SessionState.SUSPENDED:
        return [text(texts("desk.say.suspended"))]
    found = quorum.quorum(session, at)
    if session.state is SessionState.PREPARED:
        reached = "desk.say.quorum" if found.is_reached else "desk.say.no_quorum"
        key = "desk.say.waived" if found.is_waived else reached
        return [text(texts(key, counted=found.counted, need=found.need))]
    for vote in votes_to_end(session):
        if to_proclaim(session, vote):
            return [text(line) for line in results(session, vote, texts)]
    open_vote = session.vote_under_way
    if open_vote is not None:
        said = texts("desk.say.vote", name=vote_name(session, open_vote, texts))
        return [text(said), vote_subject(session, open_vote, size=None)]
    items = in_hand(session)
    if not items:
        return []
    return _said_of_report(session, items, texts)


def _said_of_report(session: Session, items: list[Item], texts: Texts) -> list[Element | None]:
    first = items[0]
    if len(items) > 1 and first.lot_id is not None:
        name = lot_name(session.lots[first.lot_id], [item.item_id for item in items], texts)
        return [text(texts("desk.say.lot", name=name)), small(numbers(items, texts))]
    name = item_name(session, first, texts)
    lines: list[Element | None] = [text(texts("desk.say.report", name=name)), title_of(first)]
    if first.rapporteur:
        rapporteur = inert(excerpt(first.rapporteur, 60))
        lines.append(text(texts("desk.say.rapporteur", name=rapporteur)))
    if first.opinion:
        lines += [text(texts("desk.say.opinion")), typed(excerpt(first.opinion, 300))]
    step = step_to_vote(session)
    if step is not None:
        lines += [text(texts("desk.say.step", name=item_name(session, step, texts)))]
        lines.append(title_of(step))
    if first.recused:
        aside = names(session, list(first.recused), texts)
        lines.append(text(texts("desk.say.aside", names=aside)))
    return lines


def _quorum(session: Session, texts: Texts, at: datetime) -> list[Element]:
    """Live, for what is in hand: of a lot, for the report that comes closest to lacking it."""
    current = [session.items[item] for item in session.current]
    asides = {frozenset(session.aside_on(item)): item for item in current if not item.is_over}
    found = [(quorum.quorum(session, at, item), aside) for aside, item in asides.items()]
    if not found:
        return quorum_lines(session, quorum.quorum(session, at), 0, texts)
    worst, aside = min(found, key=lambda each: each[0].counted - each[0].need)
    return quorum_lines(session, worst, len(aside), texts)


def _prepared(session: Session, texts: Texts) -> list[Element]:
    given = list(session.answers.values())
    counts = {
        "present": given.count(Answer.PRESENT),
        "absent": given.count(Answer.ABSENT),
        "silent": len(session.members) - len(given),
    }
    lines = [text(texts("desk.answers", **counts)), text(_agenda(session, texts))]
    if not session.reports:
        lines.append(label(texts("desk.import_first")))
    return lines


def _agenda(session: Session, texts: Texts) -> str:
    return texts("desk.agenda", count=len(session.reports), lots=len(session.lots))


def _figures(session: Session, texts: Texts) -> list[Element]:
    states = [item.state for item in session.reports]
    counts = {state: states.count(state) for state in ItemState}
    done = texts(
        "desk.decided",
        adopted=counts[ItemState.ADOPTED],
        rejected=counts[ItemState.REJECTED],
        postponed=counts[ItemState.POSTPONED],
        withdrawn=counts[ItemState.WITHDRAWN],
    )
    return [text(done)]


def _in_hand(session: Session, texts: Texts) -> list[Element | None]:
    items = in_hand(session)
    first = items[0]
    state = texts(f"report.state.{first.state}")
    if len(items) > 1 and first.lot_id is not None:
        name = lot_name(session.lots[first.lot_id], [item.item_id for item in items], texts)
        return [label(texts("desk.in_hand", name=name, state=state)), small(numbers(items, texts))]
    name = item_name(session, first, texts)
    lines: list[Element | None] = [
        label(texts("desk.in_hand", name=name, state=state)),
        title_of(first),
        link_line(first, texts),
    ]
    step = step_to_vote(session)
    if step is not None:
        lines.append(text(texts("desk.first", name=item_name(session, step, texts))))
        lines.append(title_of(step))
    return lines


def _next(session: Session, texts: Texts) -> list[Element | None]:
    following = next_up(session)
    if following is None:
        return [label(texts("desk.nothing_left"))] if not votes_to_end(session) else []
    lot = session.lots.get(following.lot_id or "")
    if lot is not None:
        return [label(texts("desk.next", name=lot_name(lot, lot.items, texts)))]
    step = step_to_vote(session)
    if step is not None:
        return [label(texts("desk.first", name=item_name(session, step, texts))), title_of(step)]
    name = item_name(session, following, texts)
    return [label(texts("desk.next", name=name)), title_of(following)]


def _open_vote(session: Session, vote: Vote, texts: Texts, briefly: bool) -> list[Element | None]:
    missing = vote.missing
    cast = vote.expected - len(missing)
    lines: list[Element | None] = []
    if not briefly:
        lines.append(label(texts("desk.vote_open", name=vote_name(session, vote, texts))))
        lines.append(vote_subject(session, vote, size=None))
    lines.append(label(texts("board.cast", count=cast, expected=vote.expected)))
    if 0 < len(missing) <= MISSING_NAMED:
        said = ", ".join(name_of(session, seat) for seat in missing)
        lines.append(text(texts("desk.still", names=said)))
    if vote.calls:
        lines.append(text(texts("desk.calls_wait", count=len(vote.calls))))
    return lines


def _closed_vote(session: Session, vote: Vote, texts: Texts, briefly: bool) -> list[Element | None]:
    lines: list[Element | None] = [
        label(texts("desk.vote_closed", name=vote_name(session, vote, texts)))
    ]
    if not briefly:
        lines += [text(line) for line in results(session, vote, texts)]
    tied = held_back(session, vote)
    if tied:
        said = numbers([session.items[item] for item in tied], texts, 20)
        lines.append(text(texts("desk.tied", count=len(tied), numbers=said)))
    return lines


def _code(session: Session, texts: Texts) -> Element | None:
    if session.head.height == 0:
        return None
    return small(texts("desk.code", code=session.head.code))
