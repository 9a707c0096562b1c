"""Quorum: how many are needed, who counts, and when it is looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.assembly import agenda, conduct, plan, presence, proxies, voting
from domain.assembly.agenda import Ground
from domain.assembly.profiles import EMERGENCY_2020, PERMANENT_COMMISSION, PLENARY, Profile
from domain.assembly.quorum import Quorum, quorum
from domain.assembly.session import ItemState, Session, SessionState
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_draft,
    a_session,
    a_vote,
    an_open_session,
    enter,
    later,
    person,
    refused,
    seats,
)


def found(session: Session, report: str = "") -> Quorum:
    return quorum(session, NOW, session.items[report] if report else None)


def give(session: Session, giver: str, holder: str) -> None:
    proxies.give(session, person(giver), giver, holder, NOW)


def step_aside(session: Session, *members: str, report: str = "r1") -> None:
    for member in members:
        agenda.step_aside(session, person(member), member, report, "Administrateur", NOW)


@pytest.mark.parametrize(
    ("profile", "members", "need"),
    [
        (PLENARY, 1, 1),
        (PLENARY, 2, 2),
        (PLENARY, 3, 2),
        (PLENARY, 36, 19),
        (PLENARY, 60, 31),
        (PERMANENT_COMMISSION, 25, 13),
        (PERMANENT_COMMISSION, 36, 19),
        (EMERGENCY_2020, 1, 1),
        (EMERGENCY_2020, 36, 12),
        (EMERGENCY_2020, 37, 13),
        (EMERGENCY_2020, 60, 20),
    ],
)
def test_more_than_half_are_needed_and_a_third_in_the_emergency_of_2020(
    profile: Profile, members: int, need: int
) -> None:
    assert found(a_session(members, profile=profile)).need == need


def test_the_number_of_members_comes_from_the_roster_and_only_those_with_a_voice_count() -> None:
    session = a_session(5)
    enter(session, "m01", "m02", "observer")
    assert (found(session).base, found(session).counted) == (5, 2)


@pytest.mark.parametrize(
    ("profile", "counted"), [(PLENARY, 2), (PERMANENT_COMMISSION, 3), (EMERGENCY_2020, 3)]
)
def test_the_represented_count_in_a_commission_and_not_in_a_plenary(
    profile: Profile, counted: int
) -> None:
    session = a_session(5, profile=profile)
    enter(session, "m01", "m02")
    give(session, "m03", "m02")
    assert (found(session).present, found(session).represented) == (2, 1)
    assert found(session).counted == counted


def test_whether_the_represented_count_is_a_setting() -> None:
    session = a_session(5, profile=replace(PERMANENT_COMMISSION, counts_represented=False))
    enter(session, "m01", "m02")
    give(session, "m03", "m02")
    assert not found(session).is_reached


def test_the_secretary_is_warned_when_the_quorum_rests_on_proxies() -> None:
    session = a_session(5)
    enter(session, "m01", "m02")
    assert not found(session).depends_on_proxies
    give(session, "m03", "m02")
    assert found(session).is_reached
    assert found(session).depends_on_proxies
    enter(session, "m04")
    assert not found(session).depends_on_proxies


def test_in_a_plenary_those_who_step_aside_are_taken_off_the_number() -> None:
    session = an_open_session(6, profile=PLENARY)
    step_aside(session, "m05", "m06")
    figures = found(session, "r1")
    assert (figures.base, figures.need, figures.counted) == (4, 3, 4)


def test_in_a_commission_the_number_stays_and_they_are_not_counted_present() -> None:
    session = an_open_session(6)
    step_aside(session, "m05", "m06")
    figures = found(session, "r1")
    assert (figures.base, figures.need, figures.counted) == (6, 4, 4)


def test_whoever_steps_aside_from_one_report_counts_on_the_others() -> None:
    session = an_open_session(5)
    step_aside(session, "m05", report="r1")
    assert found(session, "r2").counted == 5


def test_a_member_without_a_voice_who_steps_aside_changes_no_figure() -> None:
    session = an_open_session(5, profile=PLENARY)
    enter(session, "observer")
    before = found(session, "r1")
    step_aside(session, "observer")
    assert found(session, "r1") == before


def test_a_proxy_held_by_whoever_steps_aside_does_not_count_either() -> None:
    session = an_open_session(5, present=["m01", "m02", "m03"])
    give(session, "m04", "m03")
    step_aside(session, "m03")
    assert found(session, "r1").counted == 2


def test_a_session_does_not_open_without_quorum_and_the_article_is_named() -> None:
    session = a_session(5, profile=PLENARY)
    enter(session, "m01", "m02")
    with refused(session, "quorum.missing_at_opening", "L.4132-13"):
        conduct.open_session(session, SEC, NOW)
    commission = a_session(5)
    with refused(commission, "quorum.missing_at_opening", "L.4132-13-1"):
        conduct.open_session(commission, SEC, NOW)


def test_without_quorum_a_second_meeting_three_days_later_needs_none() -> None:
    session = a_session(5)
    enter(session, "m01", "m02")
    plan.call_again(session, SEC, later(10))
    assert session.starts_at == later(10 + 3 * 24 * 60)
    assert not session.is_present("m01")
    enter(session, "m03", at=session.starts_at)
    conduct.open_session(session, SEC, session.starts_at)
    assert a_vote(session, at=session.starts_at).seats == {"m03": "m03"}


def test_there_is_no_second_meeting_before_the_hour_of_the_first() -> None:
    session = a_session(5)
    with refused(session, "quorum.not_missing", "L.4132-13-1"):
        plan.call_again(session, SEC, later(-1))


def test_only_the_secretary_calls_the_members_again() -> None:
    session = a_session(5)
    with refused(session, "session.not_secretary"):
        plan.call_again(session, person("m01"), later(10))


def test_there_is_no_second_meeting_where_the_quorum_is_there() -> None:
    session = a_session(5)
    enter(session, *seats(3))
    with refused(session, "quorum.not_missing"):
        plan.call_again(session, SEC, later(10))


def test_a_session_that_is_open_is_not_called_again() -> None:
    session = an_open_session()
    with refused(session, "session.has_begun"):
        plan.call_again(session, SEC, later(10))


def test_the_quorum_is_looked_at_when_a_report_is_called() -> None:
    session = an_open_session(5, present=seats(3))
    presence.leave(session, person("m03"), later(1))
    with refused(session, "quorum.missing", "L.4132-13-1"):
        agenda.call(session, SEC, ["r1"], later(2))


def test_a_lot_is_not_called_where_none_of_its_reports_has_a_quorum() -> None:
    session = an_open_session(5, present=seats(3), lot=["r1", "r2"])
    step_aside(session, "m03", report="r1")
    step_aside(session, "m03", report="r2")
    with refused(session, "quorum.missing"):
        agenda.call(session, SEC, ["r1", "r2"], NOW)


def test_the_quorum_is_looked_at_again_when_the_vote_opens() -> None:
    session = an_open_session(5, present=seats(3))
    agenda.call(session, SEC, ["r1"], NOW)
    presence.leave(session, person("m03"), later(1))
    with refused(session, "quorum.missing", "L.4132-13-1"):
        voting.open_vote(session, SEC, ["r1"], later(2))
    enter(session, "m03", at=later(3))
    assert voting.open_vote(session, SEC, ["r1"], later(4)).is_open


def test_the_figures_of_the_opening_stay_with_the_vote() -> None:
    session = an_open_session(5, present=seats(4))
    vote = a_vote(session)
    presence.leave(session, person("m04"), later(1))
    assert vote.quorum["r1"] == {"counted": 4, "need": 3, "base": 5}


def test_without_quorum_the_session_is_suspended_or_the_report_sent_back_for_the_next() -> None:
    session = an_open_session(5, present=seats(3))
    step_aside(session, "m03", report="r1")
    conduct.suspend(session, SEC, "Quorum", NOW)
    assert session.state is SessionState.SUSPENDED
    conduct.resume(session, SEC, later(10))
    agenda.send_back(session, SEC, "r1", Ground.NO_QUORUM, "", later(10))
    assert session.items["r1"].state is ItemState.POSTPONED
    agenda.call(session, SEC, ["r2"], later(11))
    assert session.current == ("r2",)


def test_stepping_aside_from_a_report_is_stepping_aside_from_its_amendments() -> None:
    session = an_open_session(3, reports=[a_draft(1)])
    step_aside(session, "m03")
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    assert found(session, "r2").counted == 2
