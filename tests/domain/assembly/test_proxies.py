"""Proxies: who may vote for whom, and when (L.4132-15)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.assembly import presence, proxies
from domain.assembly.profiles import EMERGENCY_2020
from domain.assembly.session import Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_session,
    an_open_session,
    enter,
    later,
    person,
    refused,
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


def test_a_proxy_is_given_by_the_member_or_written_down_by_the_secretary() -> None:
    session = a_session_without("m04", "m05")
    give(session, "m04", "m01")
    proxies.give(session, SEC, "m05", "m02", NOW, evidence="Courriel de 8 h 12")
    assert proxies.in_force(session, NOW) == {"m04": "m01", "m05": "m02"}
    assert session.proxies["p2"].evidence == "Courriel de 8 h 12"


def test_nobody_gives_a_proxy_for_somebody_else() -> None:
    session = a_session_without("m04")
    with refused(session, "session.not_secretary"):
        proxies.give(session, person("m03"), "m04", "m01", NOW)


def test_a_proxy_to_oneself_is_refused() -> None:
    session = a_session()
    with refused(session, "proxy.to_oneself", ARTICLE):
        give(session, "m01", "m01")


def test_both_are_voting_members() -> None:
    session = a_session()
    for giver, holder in (("observer", "m01"), ("m01", "observer")):
        with refused(session, "session.no_vote"):
            give(session, giver, holder)
    for giver, holder in (("stranger", "m01"), ("m01", "stranger")):
        with refused(session, "session.not_member"):
            give(session, giver, holder)


def test_before_the_session_a_proxy_may_go_to_somebody_who_is_not_there_yet() -> None:
    session = a_session()
    give(session, "m05", "m01")
    assert proxies.in_force(session, NOW) == {}
    enter(session, "m01")
    assert proxies.in_force(session, NOW) == {"m05": "m01"}


def test_once_it_is_open_a_proxy_to_somebody_absent_is_refused() -> None:
    session = a_session_without("m04", "m05")
    with refused(session, "proxy.holder_absent", ARTICLE):
        give(session, "m05", "m04")


def test_a_holder_who_leaves_represents_nobody() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m04")
    presence.leave(session, person("m04"), later(1))
    assert proxies.in_force(session, later(1)) == {}


def test_a_holder_has_one_live_proxy() -> None:
    session = a_session_without("m04", "m05")
    give(session, "m04", "m01")
    with refused(session, "proxy.holder_full", ARTICLE):
        give(session, "m05", "m01")


def test_a_holder_has_two_in_the_emergency_of_2020() -> None:
    session = an_open_session(6, present=["m01", "m02", "m03"], profile=EMERGENCY_2020)
    give(session, "m04", "m01")
    give(session, "m05", "m01")
    with refused(session, "proxy.holder_full", ARTICLE):
        give(session, "m06", "m01")


def test_a_second_proxy_of_the_same_giver_is_refused() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01")
    for holder in ("m01", "m02"):
        with refused(session, "proxy.overlap", ARTICLE):
            give(session, "m05", holder)


def test_overlapping_hours_are_refused() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01", start=later(30), end=later(60))
    overlapping = [(later(45), later(90)), (later(0), later(31)), (later(59), None), (NOW, None)]
    for start, end in overlapping:
        with refused(session, "proxy.overlap", ARTICLE):
            give(session, "m05", "m02", start=start, end=end)


def test_a_giver_may_have_several_holders_one_after_the_other() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01", end=later(60))
    give(session, "m05", "m02", start=later(60), end=later(90))
    give(session, "m05", "m03", start=later(90))
    holders = [proxies.in_force(session, later(n)).get("m05") for n in (0, 59, 60, 90, 600)]
    assert holders == ["m01", "m01", "m02", "m03", "m03"]


def test_a_holder_may_have_several_givers_one_after_the_other() -> None:
    session = a_session_without("m04", "m05")
    give(session, "m04", "m01", end=later(60))
    give(session, "m05", "m01", start=later(60))
    assert proxies.in_force(session, later(59)) == {"m04": "m01"}
    assert proxies.in_force(session, later(60)) == {"m05": "m01"}


def test_hours_that_end_before_they_begin_are_refused() -> None:
    session = a_session_without("m05")
    with refused(session, "proxy.hours", ARTICLE):
        give(session, "m05", "m01", start=later(60), end=later(60))
    with refused(session, "proxy.hours", ARTICLE):
        give(session, "m05", "m01", end=later(-5))


def test_a_proxy_never_begins_before_it_was_given() -> None:
    session = a_session_without("m05")
    give(session, "m05", "m01", at=later(5), start=later(-60))
    assert session.proxies["p1"].start == later(5)


def test_a_proxy_given_on_is_refused_from_either_end() -> None:
    session = a_session()
    give(session, "m05", "m01")
    with refused(session, "proxy.chain", ARTICLE):
        give(session, "m01", "m02")
    with refused(session, "proxy.chain", ARTICLE):
        give(session, "m04", "m05")
