"""The board of a vote, in the session's channel: what everybody there may read."""

from __future__ import annotations

from datetime import datetime

from cards.kit import Card, Element, card, facts, heading, label, size_of, small, text
from cards.kit_inputs import donut
from cards.session_lines import NAMES_BYTES, item_name, link_line, names, numbers, session_title
from cards.texts import Texts
from cards.vote_lines import choice_name, figures, results, vote_name, vote_subject
from domain.assembly.results import Tally, held_back, tally
from domain.assembly.session import Session
from domain.assembly.votes import Choice, Vote, VoteState

COLOURS = {
    Choice.FOR: "categoricalBlue",
    Choice.AGAINST: "categoricalMarigold",
    Choice.ABSTAIN: "neutral",
}
"""Colours that people with any sight can tell apart; the figures stand beside them in words."""
REPORTS_WITH_NAMES = 4


def board_card(session: Session, vote: Vote, texts: Texts, at: datetime) -> Card:
    """While it is open how many have voted; once closed the result, and the control code."""
    body: list[Element | None] = [
        heading(_title(vote, texts)),
        session_title(session),
        label(vote_name(session, vote, texts)),
        vote_subject(session, vote),
        *_reports(session, vote, texts),
    ]
    if vote.state is VoteState.ANNULLED:
        when = texts.clock(vote.closed_at, at) if vote.closed_at else ""
        return card([*body, text(texts("vote.was_annulled", when=when))])
    body.append(text(_quorum(vote, texts)))
    if vote.is_open:
        cast = vote.expected - len(vote.missing)
        opened = texts("board.opened", when=texts.clock(vote.opened_at, at))
        progress = texts("board.cast", count=cast, expected=vote.expected)
        return card([*body, label(progress), small(opened)])
    return card([*body, *_result(session, vote, texts, at)])


def _title(vote: Vote, texts: Texts) -> str:
    return texts("board.proclaimed" if vote.proclaimed else f"board.{vote.state}")


def _reports(session: Session, vote: Vote, texts: Texts) -> list[Element | None]:
    items = [session.items[item] for item in vote.items]
    if vote.lot_id is None:
        return [link_line(items[0], texts)]
    return [small(texts("lot.numbers", numbers=numbers(items, texts)))]


def _quorum(vote: Vote, texts: Texts) -> str:
    """As frozen when the vote opened; of a lot, the report that came closest to lacking it."""
    found = min(vote.quorum.values(), key=lambda each: each["counted"] - each["need"])
    key = "board.quorum" if found["counted"] >= found["need"] else "board.waived"
    return texts(key, counted=found["counted"], need=found["need"])


def _result(session: Session, vote: Vote, texts: Texts, at: datetime) -> list[Element | None]:
    tallies = {item: tally(session, vote, item) for item in vote.items}
    say = label if vote.lot_id is None else text
    lines: list[Element | None] = [say(line) for line in results(session, vote, texts)]
    if vote.lot_id is None:
        lines.append(_chart(tallies[vote.items[0]], texts))
    tied = held_back(session, vote)
    if tied:
        said = numbers([session.items[item] for item in tied], texts, 20)
        lines.append(text(texts("board.tied", count=len(tied), numbers=said)))
    if len(vote.proclaimed) < len(vote.items):
        lines.append(small(texts("board.not_proclaimed")))
    if session.profile.names_on_board:
        lines += _names(session, vote, tallies, texts)
    when = texts.clock(vote.closed_at, at) if vote.closed_at else ""
    sealed = session.seals.get(vote.vote_id, session.head)
    return [*lines, small(texts("board.closed_at", when=when, code=sealed.code))]


def _chart(counted: Tally, texts: Texts) -> Element | None:
    counts = {
        Choice.FOR: counted.for_,
        Choice.AGAINST: counted.against,
        Choice.ABSTAIN: counted.abstain,
    }
    if not any(counts.values()):
        return None
    said = {choice: choice_name(choice, texts) for choice in counts}
    return donut(
        figures(counted, texts),
        [(said[choice], count, COLOURS[choice]) for choice, count in counts.items()],
        fallback=facts([(said[choice], str(count)) for choice, count in counts.items()]),
    )


def _names(
    session: Session, vote: Vote, tallies: dict[str, Tally], texts: Texts
) -> list[Element | None]:
    """Who voted what. Of a lot: for the first reports that are not unanimous."""
    if vote.lot_id is None:
        return _names_on(session, vote, vote.items[0], texts)
    divided = [item for item in vote.items if not tallies[item].is_unanimous]
    lines: list[Element | None] = []
    for item in divided[:REPORTS_WITH_NAMES]:
        lines.append(label(item_name(session, session.items[item], texts)))
        lines += _names_on(session, vote, item, texts)
    return [*lines, small(texts("board.names_in_minutes"))]


def _names_on(session: Session, vote: Vote, item_id: str, texts: Texts) -> list[Element | None]:
    by_choice: dict[Choice, list[str]] = {choice: [] for choice in Choice}
    for seat in vote.voters_on(item_id):
        ballot = vote.ballot(item_id, seat)
        if ballot is not None:
            by_choice[ballot.choice].append(seat)
    room = NAMES_BYTES
    lines: list[Element | None] = []
    for choice, seats in by_choice.items():
        if seats:
            said = names(session, seats, texts, room)
            room -= size_of(said)
            lines.append(small(texts("board.names", choice=choice_name(choice, texts), names=said)))
    return lines
