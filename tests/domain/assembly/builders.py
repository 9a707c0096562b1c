"""Builders of sessions: a commission where everybody is there, unless the test says otherwise.

Voting members are m01, m02…, in two groups by turns; m01 presides. "observer" is on the roster
without a voice, "sec" and "sec2" are secretaries, "stranger" is none of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from domain.assembly import agenda, conduct, lots, plan, presence, results, voting
from domain.assembly.plan import Draft
from domain.assembly.profiles import PERMANENT_COMMISSION, Profile
from domain.assembly.record import Entry
from domain.assembly.session import Item, Member, Session
from domain.assembly.votes import Vote
from domain.errors import Refusal
from domain.people import Person

NOW = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)
GROUPS = ("Majorité", "Opposition")
CHAIR = "m01"
Try = Callable[[], object]


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def person(person_id: str) -> Person:
    return Person(person_id=person_id, name=person_id.upper())


SEC, SEC2 = person("sec"), person("sec2")


def seats(number: int) -> list[str]:
    """m01, m02… as many as that."""
    return [f"m{n:02}" for n in range(1, number + 1)]


def a_roster(voting_members: int = 5) -> list[Member]:
    sitting = [
        Member(seat, seat.upper(), GROUPS[n % len(GROUPS)], voting=True)
        for n, seat in enumerate(seats(voting_members))
    ]
    return [*sitting, Member("observer", "OBSERVER", "", voting=False)]


def a_draft(number: int | str = 1, **other: Any) -> Draft:
    return replace(Draft(f"{number}", f"Rapport {number}", subject="Lycées"), **other)


def a_session(
    voting_members: int = 5,
    *,
    reports: int | Sequence[Draft] = 3,
    profile: Profile = PERMANENT_COMMISSION,
    remote: bool = True,
    roster: Sequence[Member] = (),
) -> Session:
    """A session that has been prepared: nobody is there yet. Its reports are r1, r2…"""
    session = plan.plan(
        "s1",
        by=SEC,
        title="Commission permanente",
        profile=profile,
        starts_at=NOW,
        chair=CHAIR,
        secretaries=["sec2"],
        roster=roster or a_roster(voting_members),
        at=NOW - timedelta(days=1),
        remote=remote,
    )
    drafts = [a_draft(n + 1) for n in range(reports)] if isinstance(reports, int) else reports
    plan.add_reports(session, SEC, drafts, NOW - timedelta(days=1))
    return session


def enter(session: Session, *members: str, at: datetime = NOW) -> None:
    for member in members:
        presence.enter(session, person(member), at)


def an_open_session(
    voting_members: int = 5,
    *,
    present: Collection[str] | None = None,
    lot: Sequence[str] = (),
    **prepared: Any,
) -> Session:
    """It is open, and everybody is there but those whom `present` leaves out."""
    session = a_session(voting_members, **prepared)
    if lot:
        lots.make(session, SEC, "Lycées", lot, NOW - timedelta(days=1))
    enter(session, *(seats(voting_members) if present is None else present))
    conduct.open_session(session, SEC, NOW)
    return session


def a_vote(session: Session, *items: str, at: datetime = NOW) -> Vote:
    """A vote that is open on this report, or on these of a lot; it is called if need be."""
    items = items or ("r1",)
    if not any(item in session.current for item in items) and not session.items[items[0]].parent:
        agenda.call(session, SEC, items, at)
    return voting.open_vote(session, SEC, items, at)


def cast(
    vote: Vote,
    session: Session,
    person_id: str,
    choice: str = "for",
    *,
    seat: str = "",
    choices: Mapping[str, str] | None = None,
    seen: int | None = None,
    at: datetime = NOW,
) -> None:
    """A ballot for one's own seat on every report of the vote, with the card of now."""
    seat = seat or person_id
    choices = vote.same_everywhere(seat, choice) if choices is None else choices
    seen = vote.version(seat) if seen is None else seen
    voting.cast(session, person_id, vote.vote_id, seat, choices, at, seen=seen)


def cast_all(vote: Vote, session: Session, **by_choice: str) -> None:
    """Ballots written as `for_="m01 m02", against="m03"`."""
    for choice, people in by_choice.items():
        for each in people.split():
            cast(vote, session, each, choice.rstrip("_"))


def a_closed_vote(session: Session, *items: str, at: datetime = NOW, **by_choice: Any) -> Vote:
    """Ballots as for `cast_all`."""
    vote = a_vote(session, *items, at=at)
    cast_all(vote, session, **by_choice)
    return voting.close(session, SEC, vote.vote_id, at)


def proclaim(session: Session, vote: Vote, numbers: Iterator[int] | None = None) -> None:
    serial = numbers or count(1 + sum(len(v.proclaimed) for v in session.votes.values()))
    year, profile = NOW.year, session.profile
    results.proclaim(session, SEC, vote.vote_id, lambda: profile.number_of(year, next(serial)), NOW)


def decide(session: Session, *items: str, **by_choice: Any) -> Vote:
    """From the call to the proclamation."""
    vote = a_closed_vote(session, *items, **by_choice)
    proclaim(session, vote)
    return vote


def item(session: Session, number: str) -> Item:
    """The report, amendment or urgency of this number."""
    return next(each for each in session.items.values() if each.number == number)


def made_of(session: Session) -> dict[str, Any]:
    """All that the record has made of a session, as values to compare."""
    aside = {"events", "pending", "profile", "head", "seals"}
    return {
        f.name: _plain(getattr(session, f.name)) for f in fields(session) if f.name not in aside
    }


def as_stored(entry: Entry) -> Entry:
    """What comes back from a table: the payload has been JSON in between."""
    return replace(entry, payload=json.loads(json.dumps(entry.payload, sort_keys=True)))


def said(session: Session) -> list[str]:
    """The kinds of what this turn put on the record."""
    return [fact.KIND for fact, _ in session.pending]


@contextmanager
def refused(session: Session, code: str, article: str = "") -> Iterator[None]:
    """It is refused with this code, and the session, its record and its ballots are unharmed."""
    before = made_of(session), session.head, list(session.pending), len(session.events)
    with pytest.raises(Refusal) as refusal:
        yield
    assert refusal.value.code == code
    if article:
        assert refusal.value.facts["article"] == article
    assert (made_of(session), session.head, session.pending, len(session.events)) == before


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value
