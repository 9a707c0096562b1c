"""Proxies as members come and go, in a vote, and when they are taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.assembly import conduct, presence, proxies
from domain.assembly.session import Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    Try,
    a_vote,
    an_open_session,
    cast,
    enter,
    later,
    person,
    refused,
    said,
)

ARTICLE = proxies.ARTICLE


def a_session_without(*absent: str, **other: Any) -> Session:
    here = [seat for seat in ("m01", "m02", "m03", "m04", "m05") if seat not in absent]
    return an_open_session(5, present=here, **other)


def give(
    session: Session,
    giver: str,
    holder: str,
    at: datetime = NOW,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
) -> None:
    proxies.give(session, person(giver), giver, holder, at, start=start, end=end)


def test_entering_the_session_suspends_ones_proxy() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    enter(session, "m05", at=later(1))
    assert proxies.in_force(session, later(1)) == {}
    presence.leave(session, person("m05"), later(2))
    assert proxies.in_force(session, later(3)) == {}


def test_one_click_restores_it_once_one_has_left_again() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    enter(session, "m05", at=later(1))
    with refused(session, "proxy.still_present"):
        proxies.restore(session, person("m05"), later(2))
    presence.leave(session, person("m05"), later(3))
    proxies.restore(session, person("m05"), later(4))
    assert proxies.in_force(session, later(4)) == {"m05": "m01"}
    proxies.restore(session, person("m05"), later(5))
    assert said(session).count("proxy.restored") == 1


def test_a_proxy_given_in_the_room_acts_once_one_has_left() -> None:
    session = a_session_without()
    give(session, "m05", "m01")
    assert proxies.in_force(session, NOW) == {}
    presence.leave(session, person("m05"), later(1))
    assert proxies.in_force(session, later(1)) == {"m05": "m01"}


def test_there_is_one_ballot_a_seat_whoever_acts_for_it() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    represented = a_vote(session)
    assert represented.seats["m05"] == "m01"
    with refused(session, "vote.not_your_seat"):
        cast(represented, session, "m05")
    cast(represented, session, "m01", seat="m05")
    assert represented.missing == ["m01", "m02", "m03", "m04"]


def test_whoever_came_back_votes_and_their_holder_does_not() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    enter(session, "m05", at=later(1))
    vote = a_vote(session, at=later(2))
    assert vote.seats["m05"] == "m05"
    with refused(session, "vote.not_your_seat"):
        cast(vote, session, "m01", seat="m05")


def test_a_proxy_is_taken_back_by_its_giver_or_by_the_secretary() -> None:
    session = a_session_without("m04", "m05")
    give(session, "m04", "m01")
    give(session, "m05", "m02")
    with refused(session, "session.not_secretary"):
        proxies.end(session, person("m01"), "m04", later(1))
    proxies.end(session, person("m04"), "m04", later(1))
    proxies.end(session, SEC, "m05", later(1))
    assert proxies.in_force(session, later(1)) == {}
    give(session, "m05", "m01", at=later(1))
    assert proxies.in_force(session, later(1)) == {"m05": "m01"}


def test_a_proxy_that_has_not_begun_is_taken_back_too_and_another_may_be_given() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01", start=later(60))
    proxies.end(session, person("m05"), "m05", later(1))
    assert proxies.in_force(session, later(61)) == {}
    give(session, "m05", "m02", at=later(2))
    assert proxies.in_force(session, later(61)) == {"m05": "m02"}


def test_the_proxy_of_now_is_taken_back_before_the_next() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m02", start=later(60))
    give(session, "m05", "m01", end=later(60))
    proxies.end(session, person("m05"), "m05", later(1))
    assert proxies.in_force(session, later(1)) == {}
    assert proxies.in_force(session, later(61)) == {"m05": "m02"}


def test_there_is_nothing_to_take_back_or_to_restore_without_a_proxy() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01", end=later(10))
    tries: list[Try] = [
        lambda: proxies.end(session, person("m04"), "m04", NOW),
        lambda: proxies.restore(session, person("m04"), NOW),
        lambda: proxies.end(session, person("m05"), "m05", later(10)),
    ]
    for gesture in tries:
        with refused(session, "proxy.none"):
            gesture()


def test_a_proxy_taken_back_during_a_vote_still_acts_in_that_vote() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    vote = a_vote(session)
    proxies.end(session, person("m05"), "m05", later(1))
    cast(vote, session, "m01", seat="m05", at=later(2))
    assert vote.has_voted("m05")


def test_a_session_that_is_closed_takes_no_proxy() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    conduct.close_session(session, SEC, later(1))
    tries: list[Try] = [
        lambda: give(session, "m04", "m02", at=later(2)),
        lambda: proxies.end(session, person("m05"), "m05", later(2)),
        lambda: proxies.restore(session, person("m05"), later(2)),
    ]
    for gesture in tries:
        with refused(session, "session.closed"):
            gesture()
