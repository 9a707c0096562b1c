"""A public vote: its electorate, its ballots, and every bad ballot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.assembly import agenda, presence, proxies, voting
from domain.assembly.session import ItemState, Session
from domain.assembly.votes import Choice, Vote
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_vote,
    an_open_session,
    cast,
    later,
    person,
    refused,
    seats,
)


def a_session_in_a_vote() -> tuple[Session, Vote]:
    """m05 is represented by m02; m04 steps aside; the observer is there."""
    session = an_open_session(5, present=[*seats(4), "observer"])
    proxies.give(session, person("m05"), "m05", "m02", NOW)
    agenda.step_aside(session, person("m04"), "m04", "r1", "Administrateur", NOW)
    return session, a_vote(session)


def close(session: Session, vote: Vote, minutes: float = 10) -> None:
    voting.close(session, SEC, vote.vote_id, later(minutes))


def test_the_electorate_is_who_is_present_or_represented_and_has_not_stepped_aside() -> None:
    session, vote = a_session_in_a_vote()
    assert vote.seats == {"m01": "m01", "m02": "m02", "m03": "m03", "m04": "m04", "m05": "m02"}
    assert vote.voters_on("r1") == ["m01", "m02", "m03", "m05"]
    assert vote.expected == 4
    assert session.items["r1"].state is ItemState.VOTE_OPEN


def test_whoever_steps_aside_uses_no_proxy_on_that_report() -> None:
    session = an_open_session(5, present=seats(4))
    proxies.give(session, person("m05"), "m05", "m04", NOW)
    agenda.step_aside(session, person("m04"), "m04", "r1", "Administrateur", NOW)
    vote = a_vote(session)
    assert vote.voters_on("r1") == ["m01", "m02", "m03"]
    with refused(session, "vote.stepped_aside", "L.1111-6"):
        cast(vote, session, "m04", seat="m05", choices={"r1": "for"})


def test_the_electorate_is_frozen_when_the_vote_opens() -> None:
    session, vote = a_session_in_a_vote()
    before = dict(vote.seats)
    presence.leave(session, person("m03"), later(1))
    proxies.end(session, person("m05"), "m05", later(1))
    assert vote.seats == before


@pytest.mark.parametrize("choice", Choice)
def test_there_are_four_choices(choice: Choice) -> None:
    session, vote = a_session_in_a_vote()
    cast(vote, session, "m01", choice, at=later(2))
    ballot = vote.ballot("r1", "m01")
    assert ballot is not None
    assert (ballot.choice, ballot.by, ballot.at) == (choice, "m01", later(2))


def test_a_holder_acts_apart_for_each_seat() -> None:
    session, vote = a_session_in_a_vote()
    assert vote.seats_of("m02") == ["m02", "m05"]
    cast(vote, session, "m02", "for")
    assert not vote.has_voted("m05")
    cast(vote, session, "m02", "against", seat="m05")
    ballots = {seat: vote.ballot("r1", seat) for seat in ("m02", "m05")}
    assert {seat: b and (b.choice, b.by) for seat, b in ballots.items()} == {
        "m02": ("for", "m02"),
        "m05": ("against", "m02"),
    }


def test_a_ballot_may_be_replaced_until_the_closing_and_the_last_one_counts() -> None:
    session, vote = a_session_in_a_vote()
    for choice in ("for", "against", "abstain"):
        cast(vote, session, "m01", choice)
    ballot = vote.ballot("r1", "m01")
    assert ballot is not None
    assert ballot.choice is Choice.ABSTAIN
    every = [fact.payload() for fact, _ in session.pending if fact.KIND == "ballot.cast"]
    assert [each["choices"] for each in every] == [{"r1": c} for c in ("for", "against", "abstain")]


Bad = Callable[[Session, Vote], object]
BAD_BALLOTS: dict[str, tuple[Bad, str]] = {
    "for someone else": (lambda s, v: cast(v, s, "m01", seat="m03"), "vote.not_your_seat"),
    "from the secretary": (lambda s, v: cast(v, s, "sec", seat="m01"), "session.not_member"),
    "for the giver of a proxy that somebody else holds": (
        lambda s, v: cast(v, s, "m01", seat="m05"),
        "vote.not_your_seat",
    ),
    "from a giver who is represented": (lambda s, v: cast(v, s, "m05"), "vote.not_your_seat"),
    "from a member who stepped aside": (
        lambda s, v: cast(v, s, "m04", choices={"r1": "for"}),
        "vote.stepped_aside",
    ),
    "from a member without a voice": (
        lambda s, v: cast(v, s, "observer", choices={"r1": "for"}),
        "session.no_vote",
    ),
    "from someone off the roster": (
        lambda s, v: cast(v, s, "stranger", choices={"r1": "for"}),
        "session.not_member",
    ),
    "for someone off the roster": (
        lambda s, v: cast(v, s, "m01", seat="stranger", choices={"r1": "for"}),
        "vote.not_your_seat",
    ),
    "with a made-up choice": (lambda s, v: cast(v, s, "m01", "perhaps"), "vote.choice"),
    "with no choice": (lambda s, v: cast(v, s, "m01", choices={}), "vote.choice"),
    "on a report that is not under vote": (
        lambda s, v: cast(v, s, "m01", choices={"r2": "for"}),
        "vote.choice",
    ),
    "on that report and another": (
        lambda s, v: cast(v, s, "m01", choices={"r1": "for", "r2": "for"}),
        "vote.choice",
    ),
    "on an unknown vote": (
        lambda s, v: voting.cast(s, "m01", "v99", "m01", {"r1": "for"}, NOW, seen=0),
        "vote.unknown",
    ),
    "from a card of the future": (lambda s, v: cast(v, s, "m01", seen=1), "vote.moved_on"),
}


@pytest.mark.parametrize("bad", BAD_BALLOTS)
def test_a_bad_ballot_is_refused_and_changes_nothing(bad: str) -> None:
    session, vote = a_session_in_a_vote()
    gesture, code = BAD_BALLOTS[bad]
    with refused(session, code):
        gesture(session, vote)


def test_a_ballot_after_the_closing_is_refused_and_the_count_stays() -> None:
    session, vote = a_session_in_a_vote()
    cast(vote, session, "m01")
    close(session, vote)
    for choice in ("for", "against"):
        with refused(session, "vote.closed"):
            cast(vote, session, "m01", choice, at=later(11))


def test_a_ballot_twice_with_an_old_version_changes_nothing() -> None:
    session, vote = a_session_in_a_vote()
    cast(vote, session, "m01", "for", seen=0)
    with refused(session, "vote.moved_on"):
        cast(vote, session, "m01", "against", seen=0)
    cast(vote, session, "m01", "against", seen=1)
    assert vote.version("m01") == 2


def test_versions_are_counted_a_seat() -> None:
    session, vote = a_session_in_a_vote()
    cast(vote, session, "m02", seen=0)
    cast(vote, session, "m02", seat="m05", seen=0)
    assert (vote.version("m02"), vote.version("m05")) == (1, 1)
