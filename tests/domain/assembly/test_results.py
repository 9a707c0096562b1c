"""Results: what decides, ties, and the casting vote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.assembly import agenda, conduct, results
from domain.assembly.profiles import PERMANENT_COMMISSION
from domain.assembly.results import Outcome, Tally, tally
from domain.assembly.session import ItemState
from domain.assembly.votes import Choice
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_closed_vote,
    an_open_session,
    decide,
    later,
    person,
    proclaim,
    refused,
)


@pytest.mark.parametrize(
    ("for_", "against", "abstain", "no_part", "outcome"),
    [
        (1, 0, 0, 0, Outcome.ADOPTED),
        (0, 1, 0, 0, Outcome.REJECTED),
        (3, 2, 0, 0, Outcome.ADOPTED),
        (2, 3, 0, 0, Outcome.REJECTED),
        (1, 0, 30, 5, Outcome.ADOPTED),
        (0, 1, 30, 5, Outcome.REJECTED),
        (2, 2, 0, 0, Outcome.TIED),
        (2, 2, 30, 5, Outcome.TIED),
        (0, 0, 0, 0, Outcome.REJECTED),
        (0, 0, 5, 0, Outcome.REJECTED),
        (0, 0, 0, 5, Outcome.REJECTED),
    ],
)
def test_a_report_is_adopted_if_and_only_if_pour_exceeds_contre(
    for_: int, against: int, abstain: int, no_part: int, outcome: Outcome
) -> None:
    found = Tally(for_, against, abstain, no_part, silent=3)
    assert found.expressed == for_ + against
    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("found", "unanimous"),
    [
        (Tally(5, 0, 0, 0, 0), True),
        (Tally(1, 0, 0, 0, 0), True),
        (Tally(5, 0, 0, 1, 3), True),
        (Tally(5, 0, 1, 0, 0), False),
        (Tally(5, 1, 0, 0, 0), False),
        (Tally(0, 0, 0, 0, 5), False),
    ],
)
def test_the_results_that_are_not_unanimous_can_be_told(found: Tally, unanimous: bool) -> None:
    assert found.is_unanimous is unanimous


def test_abstentions_refusals_and_silence_are_not_expressed_and_leave_the_quorum_alone() -> None:
    session = an_open_session(5)
    vote = a_closed_vote(session, for_="m01", abstain="m02 m03", no_part="m04")
    assert tally(session, vote, "r1") == Tally(1, 0, 2, 1, 1, by_casting=Choice.FOR)
    assert vote.quorum["r1"]["counted"] == 5
    proclaim(session, vote)
    assert session.items["r1"].state is ItemState.ADOPTED


@pytest.mark.parametrize(
    ("side", "state"), [("for_", ItemState.ADOPTED), ("against", ItemState.REJECTED)]
)
def test_in_a_tie_the_side_of_the_chairs_own_ballot_wins(side: str, state: ItemState) -> None:
    session = an_open_session(4)
    other = {"for_": "against", "against": "for_"}[side]
    vote = decide(session, "r1", **{side: "m01 m02", other: "m03 m04"})
    assert session.items["r1"].state is state
    assert tally(session, vote, "r1").by_casting == side.rstrip("_")


@pytest.mark.parametrize("chair", [{}, {"abstain": "m01"}, {"no_part": "m01"}])
def test_in_a_tie_a_chair_who_took_no_side_is_asked(chair: dict[str, Any]) -> None:
    session = an_open_session(5)
    vote = a_closed_vote(session, **{"for_": "m02", "against": "m03", **chair})
    assert results.held_back(session, vote) == ["r1"]
    with refused(session, "vote.tie", "L.4132-14"):
        proclaim(session, vote)
    results.give_casting_vote(session, person("m01"), vote.vote_id, "r1", "for", later(1))
    proclaim(session, vote)
    assert session.items["r1"].state is ItemState.ADOPTED


def test_the_casting_vote_is_for_or_against() -> None:
    session = an_open_session(5)
    vote = a_closed_vote(session, for_="m02", against="m03")
    for choice in ("abstain", "no_part", "perhaps"):
        with refused(session, "vote.choice"):
            results.give_casting_vote(session, person("m01"), vote.vote_id, "r1", choice, NOW)


def test_nobody_but_the_chair_gives_it() -> None:
    session = an_open_session(5)
    vote = a_closed_vote(session, for_="m02", against="m03")
    for somebody in (SEC, person("m02"), person("stranger")):
        with refused(session, "session.not_chair"):
            results.give_casting_vote(session, somebody, vote.vote_id, "r1", "for", NOW)


def test_a_chair_who_stepped_aside_does_not_give_it_and_a_tie_rejects() -> None:
    session = an_open_session(5)
    agenda.step_aside(session, person("m01"), "m01", "r1", "Administratrice", NOW)
    vote = a_closed_vote(session, for_="m02", against="m03")
    assert tally(session, vote, "r1").outcome is Outcome.REJECTED
    with refused(session, "vote.no_tie", "L.4132-14"):
        results.give_casting_vote(session, person("m01"), vote.vote_id, "r1", "for", NOW)


def test_a_chair_who_steps_aside_after_the_closing_changes_no_result() -> None:
    session = an_open_session(4)
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    vote = a_closed_vote(session, "r4", for_="m01 m02", against="m03 m04")
    before = tally(session, vote, "r4")
    agenda.step_aside(session, person("m01"), "m01", "r1", "Administratrice", later(1))
    assert tally(session, vote, "r4") == before
    assert before.outcome is Outcome.ADOPTED


def test_without_a_tie_or_once_it_is_settled_there_is_no_casting_vote() -> None:
    session = an_open_session(5)
    vote = a_closed_vote(session, "r1", for_="m02 m03", against="m04")
    with refused(session, "vote.no_tie", "L.4132-14"):
        results.give_casting_vote(session, person("m01"), vote.vote_id, "r1", "against", NOW)
    with refused(session, "vote.no_tie"):
        results.give_casting_vote(session, person("m01"), vote.vote_id, "r2", "against", NOW)
    proclaim(session, vote)
    tied = a_closed_vote(session, "r2", for_="m02", against="m03")
    results.give_casting_vote(session, person("m01"), tied.vote_id, "r2", "for", NOW)
    with refused(session, "vote.no_tie"):
        results.give_casting_vote(session, person("m01"), tied.vote_id, "r2", "against", NOW)


def test_a_vice_president_in_the_chair_has_the_casting_vote() -> None:
    session = an_open_session(4)
    conduct.take_chair(session, SEC, "m03", NOW)
    decide(session, "r1", for_="m03 m04", against="m01 m02")
    assert session.items["r1"].state is ItemState.ADOPTED


def test_whether_a_vice_president_has_it_is_a_setting() -> None:
    without = replace(PERMANENT_COMMISSION, vice_chair_casts=False)
    session = an_open_session(4, profile=without)
    decide(session, "r1", for_="m01 m03", against="m02 m04")
    assert session.items["r1"].state is ItemState.ADOPTED
    conduct.take_chair(session, SEC, "m03", NOW)
    vote = decide(session, "r2", for_="m02 m03", against="m01 m04")
    assert session.items["r2"].state is ItemState.REJECTED
    assert tally(session, vote, "r2").by_casting is None


def test_the_casting_vote_stays_with_whoever_presided_over_the_vote() -> None:
    session = an_open_session(4)
    vote = a_closed_vote(session, for_="m01 m02", against="m03 m04")
    before = tally(session, vote, "r1")
    conduct.take_chair(session, SEC, "m03", later(1))
    assert tally(session, vote, "r1") == before
    proclaim(session, vote)
    assert session.items["r1"].state is ItemState.ADOPTED
    conduct.take_chair(session, SEC, "m01", later(2))
    asked = a_closed_vote(session, "r2", for_="m02", against="m03")
    conduct.take_chair(session, SEC, "m04", later(3))
    with refused(session, "session.not_chair"):
        results.give_casting_vote(session, person("m04"), asked.vote_id, "r2", "for", later(4))
    results.give_casting_vote(session, person("m01"), asked.vote_id, "r2", "for", later(4))


def test_where_only_the_president_has_it_it_stays_theirs_whoever_follows() -> None:
    session = an_open_session(4, profile=replace(PERMANENT_COMMISSION, vice_chair_casts=False))
    vote = a_closed_vote(session, for_="m01 m02", against="m03 m04")
    conduct.take_chair(session, SEC, "m03", later(1))
    assert tally(session, vote, "r1").outcome is Outcome.ADOPTED
