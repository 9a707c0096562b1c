"""Preparing a session: its roster, its agenda, and the answers to the convocation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.assembly import plan
from domain.assembly.plan import Answer, Draft
from domain.assembly.profiles import PERMANENT_COMMISSION, PLENARY, PROFILES, Nature
from domain.assembly.session import Member, Session, SessionState
from domain.errors import Refusal
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_draft,
    a_roster,
    a_session,
    an_open_session,
    later,
    person,
    refused,
    said,
    seats,
)


def planned(**other: Any) -> Session:
    usual = {
        "by": SEC,
        "title": "Commission permanente",
        "profile": PERMANENT_COMMISSION,
        "starts_at": later(60),
        "chair": "m01",
        "secretaries": ["sec2"],
        "roster": a_roster(3),
        "at": NOW,
    }
    return plan.plan("s1", **{**usual, **other})


def test_a_session_is_planned_with_its_roster_its_chair_and_its_secretaries() -> None:
    session = planned(secretaries=["sec2", "sec"])
    assert session.state is SessionState.PREPARED
    assert [voter.person_id for voter in session.voters] == seats(3)
    assert "observer" in session.members
    assert (session.chair, session.presiding, session.remote) == ("m01", "m01", True)
    assert session.secretaries == ("sec", "sec2")
    assert said(session) == ["session.planned"]


@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        ({"title": "  "}, "text.missing"),
        ({"starts_at": NOW - timedelta(hours=1, seconds=1)}, "session.in_the_past"),
        ({"chair": "stranger"}, "session.no_chair"),
        ({"chair": ""}, "session.no_chair"),
        ({"roster": [Member("m01", "M01", "", voting=False)]}, "session.no_voters"),
    ],
)
def test_a_session_that_cannot_be_is_not_planned(mistake: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        planned(**mistake)
    assert refusal.value.code == code


def test_a_session_that_begins_within_the_hour_is_planned_late_and_not_too_late() -> None:
    assert planned(starts_at=NOW - timedelta(hours=1)).state is SessionState.PREPARED


def test_reports_stand_in_the_order_of_the_agenda() -> None:
    session = a_session(reports=[a_draft("07"), a_draft("03", nature=Nature.WISH)])
    plan.add_reports(session, SEC, [a_draft("05")], NOW)
    found = [(report.item_id, report.number, report.nature) for report in session.reports]
    assert found == [("r1", "07", "ordinary"), ("r2", "03", "wish"), ("r3", "05", "ordinary")]


def test_a_report_has_its_rapporteur_its_opinion_and_its_file() -> None:
    draft = Draft("12", "Lycées", "Mme Roux", "Favorable", "https://actes/12.pdf", "Lycées", line=4)
    (report,) = a_session(reports=[draft]).reports
    assert (report.rapporteur, report.opinion, report.link, report.subject) == (
        "Mme Roux",
        "Favorable",
        "https://actes/12.pdf",
        "Lycées",
    )


@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        (a_draft(" "), "report.no_number"),
        (a_draft(1), "report.doubled"),
        (a_draft(8), "report.doubled"),
        (a_draft(9, title=" "), "text.missing"),
        (a_draft(9, nature="secret"), "report.nature"),
    ],
)
def test_a_list_with_one_bad_report_adds_none(mistake: Draft, code: str) -> None:
    session = a_session(reports=1)
    with refused(session, code):
        plan.add_reports(session, SEC, [a_draft(8), mistake], NOW)


def test_the_line_of_the_file_at_fault_is_told() -> None:
    session = a_session(reports=0)
    with pytest.raises(Refusal) as refusal:
        plan.add_reports(session, SEC, [a_draft(1), a_draft(1, line=3)], NOW)
    assert refusal.value.facts["line"] == 3


def test_only_the_secretary_adds_reports_and_only_before_the_session() -> None:
    session = a_session()
    with refused(session, "session.not_secretary"):
        plan.add_reports(session, person("m01"), [a_draft(9)], NOW)
    begun = an_open_session()
    with refused(begun, "session.has_begun"):
        plan.add_reports(begun, SEC, [a_draft(9)], NOW)


def test_members_answer_the_convocation_and_may_change_their_mind() -> None:
    session = a_session()
    plan.answer(session, person("m02"), Answer.PRESENT, NOW)
    plan.answer(session, person("m03"), Answer.PRESENT, NOW)
    plan.answer(session, person("m02"), Answer.ABSENT, NOW)
    assert session.answers == {"m02": "absent", "m03": "present"}
    assert not session.is_present("m03")
    with refused(session, "session.not_member"):
        plan.answer(session, person("stranger"), Answer.PRESENT, NOW)


def test_a_profile_is_data_under_its_own_name() -> None:
    assert {name: profile.key for name, profile in PROFILES.items()} == {
        name: name
        for name in ("plenary", "permanent_commission", "departement", "epci", "emergency_2020")
    }
    assert (PLENARY.convocation_days, PLENARY.second_meeting_after) == (12, timedelta(days=3))


@pytest.mark.parametrize(
    ("gesture", "code"),
    [
        (lambda s: s.item("r99"), "report.unknown"),
        (lambda s: s.vote("v99"), "vote.unknown"),
        (lambda s: s.member("stranger"), "session.not_member"),
        (lambda s: s.voting_member("observer"), "session.no_vote"),
        (lambda s: s.refuse_unless_chair(person("m02")), "session.not_chair"),
    ],
)
def test_what_is_not_there_is_refused(gesture: Callable[[Session], object], code: str) -> None:
    session = a_session()
    with refused(session, code):
        gesture(session)
