"""Position du groupe: announced, on the record, and never a ballot."""

from __future__ import annotations

from typing import Any

from domain.assembly import lots, proxies, voting
from domain.assembly.session import Session
from domain.assembly.votes import Vote
from tests.domain.assembly.builders import (
    NOW,
    a_session,
    a_vote,
    an_open_session,
    cast,
    person,
    refused,
    said,
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


def test_a_group_announces_a_default_and_exceptions_and_it_is_never_a_ballot() -> None:
    session = a_session_with_a_lot()
    announce(session, "m01", "for", r2="against")
    position = session.lots["l1"].positions["Majorité"]
    assert (position.version, position.default, position.exceptions) == (
        1,
        "for",
        {"r2": "against"},
    )
    assert said(session)[-1] == "lot.position"
    vote = a_vote(session, *LOT)
    assert vote.missing == seats(5)


def test_a_position_is_for_ones_own_group() -> None:
    session = a_session_with_a_lot()
    announce(session, "m02", "abstain")
    assert set(session.lots["l1"].positions) == {"Opposition"}


def test_a_bad_position_is_refused_and_changes_nothing() -> None:
    session = a_session_with_a_lot()
    for default, exceptions in (("perhaps", {}), ("for", {"r1": "perhaps"}), ("", {})):
        with refused(session, "vote.choice"):
            lots.announce(session, person("m01"), "l1", default, exceptions, NOW)
    with refused(session, "lot.not_in_one"):
        announce(session, "m01", "for", r99="against")
    with refused(session, "lot.unknown"):
        lots.announce(session, person("m01"), "l9", "for", {}, NOW)
    with refused(session, "session.no_vote"):
        announce(session, "observer", "for")
    with refused(session, "session.not_member"):
        announce(session, "stranger", "for")


def test_whoever_has_no_group_announces_nothing() -> None:
    roster = [voter for voter in a_session(1).members.values() if voter.voting]
    alone = [*roster, type(roster[0])("m02", "M02", "", voting=True)]
    session = an_open_session(2, roster=alone, lot=LOT)
    with refused(session, "lot.no_group"):
        announce(session, "m02", "for")


def test_as_announced_is_the_position_report_by_report() -> None:
    session = a_session_with_a_lot()
    announce(session, "m01", "for", r2="against")
    vote = a_vote(session, *LOT)
    as_announced(session, vote, "m03", shown=1)
    assert ballots(vote, "m03") == {"r1": "for", "r2": "against", "r3": "for"}


def test_as_announced_on_a_position_that_has_changed_is_refused() -> None:
    session = a_session_with_a_lot()
    announce(session, "m01", "for")
    vote = a_vote(session, *LOT)
    announce(session, "m03", "against")
    with refused(session, "lot.position_changed"):
        as_announced(session, vote, "m03", shown=1)
    as_announced(session, vote, "m03", shown=2)
    assert set(ballots(vote, "m03").values()) == {"against"}


def test_as_announced_where_the_group_announced_nothing_is_refused() -> None:
    session = a_session_with_a_lot()
    announce(session, "m01", "for")
    vote = a_vote(session, *LOT)
    for shown in (0, 1):
        with refused(session, "lot.position_changed"):
            as_announced(session, vote, "m02", shown)
    with refused(session, "session.not_member"):
        voting.as_announced(session, vote, "stranger", 1)


def test_outside_a_lot_there_is_no_announced_position() -> None:
    session = an_open_session()
    vote = a_vote(session, "r1")
    with refused(session, "lot.position_changed"):
        voting.as_announced(session, vote, "m01", 1)


def test_later_changes_of_a_position_never_alter_ballots() -> None:
    session = a_session_with_a_lot()
    announce(session, "m01", "for")
    vote = a_vote(session, *LOT)
    as_announced(session, vote, "m03", shown=1)
    announce(session, "m01", "against")
    assert set(ballots(vote, "m03").values()) == {"for"}


def test_a_represented_seat_follows_its_own_group_and_acts_apart() -> None:
    session = a_session_with_a_lot(present=seats(4))
    proxies.give(session, person("m05"), "m05", "m02", NOW)
    announce(session, "m01", "for")
    announce(session, "m02", "against")
    vote = a_vote(session, *LOT)
    as_announced(session, vote, "m02", shown=1)
    assert not vote.has_voted("m05")
    as_announced(session, vote, "m05", shown=1)
    assert (ballots(vote, "m02")["r1"], ballots(vote, "m05")["r1"]) == ("against", "for")
