"""The journal: whoever reads it again finds the same session, and whoever touches it is found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

import pytest

from domain.assembly import conduct, record
from domain.assembly.ledger import BrokenJournal, catch_up, write
from domain.assembly.profiles import PERMANENT_COMMISSION
from domain.assembly.record import GENESIS, Entry, Fact, Head, digest_of, fact_of, on_record
from domain.assembly.session import Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_session,
    a_vote,
    an_open_session,
    as_stored,
    cast,
    later,
    made_of,
    refused,
)
from tests.domain.assembly.stories import a_long_day


def journal_of(session: Session) -> list[Entry]:
    return [as_stored(entry) for entry in write(session)]


def again(entries: list[Entry]) -> Session:
    session = Session(session_id="s1", profile=PERMANENT_COMMISSION)
    catch_up(session, entries)
    return session


DAY = a_long_day()
JOURNAL = journal_of(DAY)
LIVE = made_of(DAY)
KINDS = sorted({entry.kind for entry in JOURNAL})


def test_the_story_has_every_kind_of_fact() -> None:
    assert set(KINDS) == set(record._KINDS)


def test_a_session_read_again_is_the_session_that_was_lived() -> None:
    replayed = again(JOURNAL)
    assert made_of(replayed) == LIVE
    assert replayed.head == DAY.head
    assert not replayed.pending
    assert not replayed.events


@pytest.mark.parametrize("known", [0, 1, len(JOURNAL) // 2, len(JOURNAL) - 1, len(JOURNAL)])
def test_a_session_that_knows_the_beginning_catches_up(known: int) -> None:
    session = again(JOURNAL[:known])
    assert session.head.height == known
    catch_up(session, JOURNAL[known:])
    assert made_of(session) == LIVE
    assert session.head == DAY.head


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_comes_back_from_json_as_it_was(kind: str) -> None:
    for entry in (each for each in JOURNAL if each.kind == kind):
        fact = fact_of(entry.kind, entry.payload)
        assert kind == fact.KIND
        assert fact.payload() == entry.payload
        assert (
            as_stored(
                Head(entry.height - 1, entry.previous).entry(fact, datetime.fromisoformat(entry.at))
            )
            == entry
        )


def changed(entry: Entry, **values: Any) -> Entry:
    """An entry whose writer did the sum again."""
    entry = replace(entry, **values)
    parts = entry.previous, entry.height, entry.at, entry.kind, entry.payload
    return replace(entry, hash=digest_of(*parts))


BALLOT = next(n for n, entry in enumerate(JOURNAL) if entry.kind == "ballot.cast")
OTHER = {**JOURNAL[BALLOT].payload, "choices": {"r1": "against"}}
TAMPERED: dict[str, Callable[[list[Entry]], list[Entry]]] = {
    "one is taken out": lambda j: j[:BALLOT] + j[BALLOT + 1 :],
    "the first is taken out": lambda j: j[1:],
    "one is there twice": lambda j: j[: BALLOT + 1] + j[BALLOT:],
    "two have changed places": lambda j: [*j[:BALLOT], j[BALLOT + 1], j[BALLOT], *j[BALLOT + 2 :]],
    "a choice was changed": lambda j: _with(j, replace(j[BALLOT], payload=OTHER)),
    "a choice was changed and the sum done again": lambda j: _with(
        j, changed(j[BALLOT], payload=OTHER)
    ),
    "a kind was changed": lambda j: _with(j, replace(j[BALLOT], kind="vote.closed")),
    "a time was changed": lambda j: _with(j, replace(j[BALLOT], at=later(99).isoformat())),
    "a height was changed": lambda j: _with(j, changed(j[BALLOT], height=BALLOT + 2)),
    "a hash was changed": lambda j: _with(j, replace(j[BALLOT], hash="f" * 64)),
    "one was put in between": lambda j: [
        *j[: BALLOT + 1],
        changed(j[BALLOT], previous=j[BALLOT].hash, height=BALLOT + 2),
        *j[BALLOT + 1 :],
    ],
    "it begins with another journal": lambda j: [changed(j[0], previous="f" * 64), *j[1:]],
}


def _with(journal: list[Entry], entry: Entry) -> list[Entry]:
    return [*journal[:BALLOT], entry, *journal[BALLOT + 1 :]]


@pytest.mark.parametrize("how", TAMPERED)
def test_a_journal_that_was_touched_is_broken(how: str) -> None:
    with pytest.raises(BrokenJournal, match="s1, entry "):
        again(TAMPERED[how](JOURNAL))


def test_a_journal_whose_end_was_cut_off_or_written_again_has_another_head() -> None:
    assert again(JOURNAL[:-1]).head != DAY.head
    last = changed(JOURNAL[-1], at=later(999).isoformat())
    assert again([*JOURNAL[:-1], last]).head != DAY.head


def test_a_hash_is_over_canonical_json() -> None:
    written = f'["{GENESIS}",1,"2026-04-14T08:00:00+00:00","ballot.cast",'
    written += '{"choices":{"a":"for","b":"no_part"},"seat":"Élu ✓"}]'
    payload = {"seat": "Élu ✓", "choices": {"b": "no_part", "a": "for"}}
    found = digest_of(GENESIS, 1, NOW.isoformat(), "ballot.cast", payload)
    assert found == hashlib.sha256(written.encode()).hexdigest()
    assert found == "97c9a0ab6f816622b65a33c446e92d2d98fab638c2017299c36437197c41832f"


def test_every_entry_of_a_journal_follows_the_one_before() -> None:
    assert [entry.height for entry in JOURNAL] == list(range(1, len(JOURNAL) + 1))
    assert JOURNAL[0].previous == GENESIS
    assert [e.previous for e in JOURNAL[1:]] == [entry.hash for entry in JOURNAL[:-1]]
    assert all(entry.is_whole for entry in JOURNAL)


def test_the_control_code_is_sixteen_signs_in_groups_of_four() -> None:
    assert Head().code == "0000 0000 0000 0000"
    assert Head(1, "0123456789abcdef" * 4).code == "0123 4567 89AB CDEF"


def test_one_ballot_more_or_otherwise_is_another_code() -> None:
    codes = set()
    for choices in ([], ["for"], ["against"], ["for", "for"]):
        session = an_open_session()
        vote = a_vote(session)
        for choice in choices:
            cast(vote, session, "m02", choice)
        write(session)
        codes.add(session.head.code)
    assert len(codes) == 4


def test_what_was_written_is_not_written_again() -> None:
    session = a_session()
    assert len(write(session)) == 2
    head = session.head
    assert write(session) == []
    assert session.head == head


def test_a_refusal_leaves_nothing_to_write() -> None:
    session = a_session()
    write(session)
    with refused(session, "quorum.missing_at_opening"):
        conduct.open_session(session, SEC, NOW)
    assert write(session) == []


def test_a_kind_of_fact_is_registered_once_and_an_unknown_one_is_no_fact() -> None:
    @dataclass(frozen=True)
    class Twice(Fact):
        KIND: ClassVar[str] = "session.opened"

    with pytest.raises(ValueError, match=r"session\.opened is registered twice"):
        on_record(Twice)
    with pytest.raises(KeyError):
        fact_of("session.imagined", {})
