"""Lots at the vote: ballots report by report, frozen a report, and results a report's own."""

from __future__ import annotations

from typing import Any

import pytest

from domain.assembly import agenda, lots, proxies, results, voting
from domain.assembly.results import Outcome, tally
from domain.assembly.session import ItemState, Session
from domain.assembly.votes import Vote
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_closed_vote,
    a_vote,
    an_open_session,
    cast,
    item,
    later,
    person,
    proclaim,
    refused,
    seats,
)

LOT = ["r1", "r2", "r3"]


def a_session_with_a_lot(**other: Any) -> Session:
    return an_open_session(5, lot=LOT, **other)


def announce(session: Session, by: str, default: str, **exceptions: str) -> None:
    lots.announce(session, person(by), "l1", default, exceptions, NOW)


def as_announced(session: Session, vote: Vote, seat: str, shown: int) -> None:
    choices = voting.as_announced(session, vote, seat, shown)
    cast(vote, session, vote.seats[seat], seat=seat, choices=choices)


def ballots(vote: Vote, seat: str) -> dict[str, str]:
    return {each: ballot.choice for each, ballot in vote.ballots.get(seat, {}).items()}


@pytest.mark.parametrize("choice", ["for", "against", "abstain"])
def test_one_gesture_is_a_ballot_a_report_and_one_entry_with_the_whole_map(choice: str) -> None:
    session = a_session_with_a_lot()
    vote = a_vote(session, *LOT)
    before = len(session.pending)
    cast(vote, session, "m02", choice)
    assert ballots(vote, "m02") == dict.fromkeys(LOT, choice)
    (fact, _), *more = session.pending[before:]
    assert not more
    assert fact.payload()["choices"] == dict.fromkeys(LOT, choice)


def test_case_by_case_a_seat_has_voted_once_every_report_has_its_ballot() -> None:
    session = a_session_with_a_lot()
    vote = a_vote(session, *LOT)
    cast(vote, session, "m02", choices={"r1": "for", "r2": "against"})
    assert not vote.has_voted("m02")
    cast(vote, session, "m02", choices={"r2": "abstain", "r3": "for"})
    assert ballots(vote, "m02") == {"r1": "for", "r2": "abstain", "r3": "for"}
    assert vote.has_voted("m02")


def test_a_map_with_one_bad_choice_writes_none_of_it() -> None:
    session = a_session_with_a_lot()
    vote = a_vote(session, *LOT)
    for choices in ({"r1": "for", "r2": "perhaps"}, {"r1": "for", "r9": "for"}):
        with refused(session, "vote.choice"):
            cast(vote, session, "m02", choices=choices)


def test_whoever_steps_aside_from_one_report_has_a_ballot_on_the_others() -> None:
    session = a_session_with_a_lot()
    agenda.step_aside(session, person("m02"), "m02", "r2", "Administrateur", NOW)
    vote = a_vote(session, *LOT)
    with refused(session, "vote.stepped_aside", "L.1111-6"):
        cast(vote, session, "m02", choices=dict.fromkeys(LOT, "for"))
    cast(vote, session, "m02", "for")
    assert list(ballots(vote, "m02")) == ["r1", "r3"]
    assert vote.has_voted("m02")
    assert vote.voters_on("r2") == ["m01", "m03", "m04", "m05"]


def test_a_holder_who_steps_aside_from_one_report_uses_the_proxy_on_the_others() -> None:
    session = a_session_with_a_lot(present=seats(4))
    proxies.give(session, person("m05"), "m05", "m02", NOW)
    agenda.step_aside(session, person("m02"), "m02", "r2", "Administrateur", NOW)
    vote = a_vote(session, *LOT)
    cast(vote, session, "m02", "for", seat="m05")
    assert list(ballots(vote, "m05")) == ["r1", "r3"]


@pytest.mark.parametrize("short", LOT)
def test_a_report_without_quorum_leaves_the_lot_and_the_others_are_voted(short: str) -> None:
    session = a_session_with_a_lot(present=seats(3))
    agenda.step_aside(session, person("m03"), "m03", short, "Administrateur", NOW)
    announce(session, "m01", "for")
    vote = a_vote(session, *LOT)
    others = [each for each in LOT if each != short]
    assert (list(vote.items), vote.lot_id) == (others, "l1")
    assert session.lots["l1"].items == others
    assert session.items[short].state is ItemState.DRAFT
    as_announced(session, vote, "m01", shown=1)
    assert ballots(vote, "m01") == dict.fromkeys(others, "for")


def test_a_lot_where_no_report_has_a_quorum_any_more_is_not_opened() -> None:
    session = a_session_with_a_lot(present=seats(3))
    agenda.call(session, SEC, LOT, NOW)
    for report in LOT:
        agenda.step_aside(session, person("m03"), "m03", report, "Administrateur", NOW)
    with refused(session, "quorum.missing"):
        voting.open_vote(session, SEC, LOT, NOW)


def test_a_lot_of_which_one_report_is_left_is_a_vote_on_that_report() -> None:
    session = a_session_with_a_lot()
    for report in LOT[:2]:
        lots.take_out(session, person("m02"), report, NOW)
    vote = a_vote(session, "r3")
    assert (vote.items, vote.lot_id) == (("r3",), None)
    with refused(session, "lot.opened"):
        lots.take_out(session, person("m02"), "r3", NOW)


def test_a_lot_closes_as_one_and_silence_is_no_ballot() -> None:
    session = a_session_with_a_lot()
    vote = a_closed_vote(session, *LOT, for_="m01 m02")
    assert {session.items[each].state for each in LOT} == {ItemState.VOTE_CLOSED}
    assert [tally(session, vote, each).silent for each in LOT] == [3, 3, 3]
    with refused(session, "vote.closed"):
        cast(vote, session, "m03", at=later(1))


def test_results_and_numbers_are_a_reports_own_and_a_tie_holds_back_that_report_alone() -> None:
    session = a_session_with_a_lot()
    vote = a_vote(session, *LOT)
    cast(vote, session, "m02", choices={"r1": "for", "r2": "for", "r3": "against"})
    cast(vote, session, "m03", choices={"r1": "for", "r2": "against"})
    voting.close(session, SEC, vote.vote_id, NOW)
    outcomes = [tally(session, vote, each).outcome for each in LOT]
    assert outcomes == [Outcome.ADOPTED, Outcome.TIED, Outcome.REJECTED]
    proclaim(session, vote)
    assert results.held_back(session, vote) == ["r2"]
    assert item(session, "2").state is ItemState.VOTE_CLOSED
    results.give_casting_vote(session, person("m01"), vote.vote_id, "r2", "against", later(1))
    proclaim(session, vote)
    assert item(session, "2").state is ItemState.REJECTED
    numbers = [report.deliberation for report in session.reports]
    assert numbers == ["CP-2026-0001", "CP-2026-0003", "CP-2026-0002"]


def test_a_report_held_back_by_a_tie_does_not_hold_back_the_next() -> None:
    session = a_session_with_a_lot(reports=4)
    tied = a_closed_vote(session, *LOT, for_="m02", against="m03")
    assert results.held_back(session, tied) == LOT
    assert a_vote(session, "r4").is_open
