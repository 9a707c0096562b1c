"""A report from its call to its end: debate, stepping aside, sending back, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.assembly import agenda, conduct, voting
from domain.assembly.agenda import Ground
from domain.assembly.profiles import EMERGENCY_2020, PERMANENT_COMMISSION, PLENARY, Nature, Profile
from domain.assembly.session import ItemState, Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    Try,
    a_closed_vote,
    a_draft,
    a_session,
    a_vote,
    an_open_session,
    decide,
    later,
    person,
    refused,
)

Gesture = Callable[[Session], object]
GESTURES: dict[str, Gesture] = {
    "call": lambda s: agenda.call(s, SEC, ["r1"], NOW),
    "open list": lambda s: agenda.open_list(s, SEC, NOW),
    "close list": lambda s: agenda.close_list(s, SEC, NOW),
    "open vote": lambda s: voting.open_vote(s, SEC, ["r1"], NOW),
    "send back": lambda s: agenda.send_back(s, SEC, "r1", Ground.OTHER, "", NOW),
    "withdraw": lambda s: agenda.withdraw(s, SEC, "r1", "", NOW),
    "amend": lambda s: agenda.amend(s, SEC, "r1", "Article 2", "m02", NOW),
    "step aside": lambda s: agenda.step_aside(s, person("m05"), "m05", "r1", "Intérêt", NOW),
}
BUSY, NONE, STATE = "report.in_hand", "report.none_in_hand", "report.state"
VOTING, LATE = "report.vote_open", "recusal.too_late"
OUTCOMES: dict[str, tuple[str, ...]] = {
    "draft": ("", NONE, NONE, STATE, "", "", "", ""),
    "called": (BUSY, "", NONE, "", "", "", "", ""),
    "debating": (BUSY, NONE, "", STATE, "", "", "", ""),
    "list_closed": (BUSY, NONE, NONE, "", "", "", "", ""),
    "vote_open": (VOTING, NONE, NONE, VOTING, STATE, STATE, STATE, LATE),
    "vote_closed": (STATE, NONE, NONE, STATE, STATE, STATE, STATE, LATE),
    "adopted": (STATE, NONE, NONE, STATE, STATE, STATE, STATE, LATE),
    "rejected": (STATE, NONE, NONE, STATE, STATE, STATE, STATE, LATE),
    "postponed": (STATE, NONE, NONE, STATE, STATE, STATE, STATE, LATE),
    "withdrawn": (STATE, NONE, NONE, STATE, STATE, STATE, STATE, LATE),
}
"""For each state of a report, what each gesture above leads to: nothing said, or its refusal."""


def a_session_where_the_report_is(state: str) -> Session:
    session = an_open_session()
    ways: dict[str, list[Gesture]] = {
        "called": [GESTURES["call"]],
        "debating": [GESTURES["call"], GESTURES["open list"]],
        "list_closed": [GESTURES["call"], GESTURES["open list"], GESTURES["close list"]],
        "vote_open": [lambda s: a_vote(s, "r1")],
        "vote_closed": [lambda s: a_closed_vote(s, "r1", for_="m01")],
        "adopted": [lambda s: decide(s, "r1", for_="m01")],
        "rejected": [lambda s: decide(s, "r1", against="m01")],
        "postponed": [GESTURES["send back"]],
        "withdrawn": [GESTURES["withdraw"]],
    }
    for gesture in ways.get(state, []):
        gesture(session)
    assert session.items["r1"].state == state
    return session


def test_the_table_speaks_of_every_gesture_in_every_state() -> None:
    assert set(OUTCOMES) == set(ItemState)
    assert {len(row) for row in OUTCOMES.values()} == {len(GESTURES)}


@pytest.mark.parametrize("state", OUTCOMES)
def test_a_gesture_on_a_report_in_a_wrong_state_is_refused(state: str) -> None:
    for (name, gesture), code in zip(GESTURES.items(), OUTCOMES[state], strict=True):
        session = a_session_where_the_report_is(state)
        if code:
            with refused(session, code):
                gesture(session)
        else:
            before = len(session.pending)
            gesture(session)
            assert len(session.pending) > before, name


def test_a_report_goes_from_the_call_to_the_list_and_to_the_vote() -> None:
    session = an_open_session()
    seen = [session.items["r1"].state]
    for name in ("call", "open list", "close list", "open vote"):
        GESTURES[name](session)
        seen.append(session.items["r1"].state)
    assert [str(state) for state in seen] == list(OUTCOMES)[:5]


def test_one_report_is_in_hand_at_a_time() -> None:
    session = an_open_session()
    agenda.call(session, SEC, ["r1"], NOW)
    with refused(session, "report.in_hand"):
        agenda.call(session, SEC, ["r2"], NOW)
    agenda.send_back(session, SEC, "r1", Ground.OTHER, "", NOW)
    agenda.call(session, SEC, ["r2"], NOW)
    assert session.current == ("r2",)


def test_reports_may_be_called_in_another_order_and_the_next_is_the_first_that_waits() -> None:
    session = an_open_session()
    decide(session, "r2", for_="m01")
    assert getattr(agenda.next_up(session), "item_id", None) == "r1"
    decide(session, "r1", for_="m01")
    assert getattr(agenda.next_up(session), "item_id", None) == "r3"
    agenda.withdraw(session, SEC, "r3", "", NOW)
    assert agenda.next_up(session) is None


def test_nothing_is_next_once_the_session_is_closed() -> None:
    session = an_open_session()
    conduct.close_session(session, SEC, later(1))
    assert agenda.next_up(session) is None


def test_an_unknown_report_or_none_is_not_called() -> None:
    session = an_open_session()
    with refused(session, "report.unknown"):
        agenda.call(session, SEC, ["r99"], NOW)
    with refused(session, "report.empty_lot"):
        agenda.call(session, SEC, [], NOW)


def test_only_the_secretary_runs_the_agenda() -> None:
    session = a_session_where_the_report_is("called")
    chair = person("m01")
    tries: list[Try] = [
        lambda: agenda.call(session, chair, ["r1"], NOW),
        lambda: agenda.open_list(session, chair, NOW),
        lambda: agenda.close_list(session, chair, NOW),
        lambda: agenda.send_back(session, chair, "r1", Ground.OTHER, "", NOW),
        lambda: agenda.withdraw(session, chair, "r1", "", NOW),
        lambda: agenda.amend(session, chair, "r1", "Article 2", "m02", NOW),
        lambda: agenda.add_urgent_report(session, chair, a_draft(9), "Crue", NOW),
    ]
    for gesture in tries:
        with refused(session, "session.not_secretary"):
            gesture()


REMOTE = "L.4132-9-1"
REMOTELY: list[tuple[Profile, Nature, bool]] = [
    (PLENARY, Nature.ELECTION, False),
    (PLENARY, Nature.BUDGET, False),
    (PLENARY, Nature.NOMINATION, True),
    (PLENARY, Nature.ORDINARY, True),
    (PLENARY, Nature.WISH, True),
    (PLENARY, Nature.MINUTES, True),
    (PERMANENT_COMMISSION, Nature.NOMINATION, False),
    (PERMANENT_COMMISSION, Nature.ELECTION, True),
    (PERMANENT_COMMISSION, Nature.BUDGET, True),
    (EMERGENCY_2020, Nature.BUDGET, True),
]


@pytest.mark.parametrize(("profile", "nature", "allowed"), REMOTELY)
def test_some_reports_are_not_for_a_remote_session(
    profile: Profile, nature: Nature, allowed: bool
) -> None:
    drafts = [a_draft(1, nature=nature)]
    in_person = an_open_session(reports=drafts, profile=profile, remote=False)
    agenda.call(in_person, SEC, ["r1"], NOW)
    session = an_open_session(reports=drafts, profile=profile)
    if allowed:
        agenda.call(session, SEC, ["r1"], NOW)
    else:
        with refused(session, "report.not_remotely", REMOTE):
            agenda.call(session, SEC, ["r1"], NOW)


def test_a_nomination_is_decided_remotely_where_a_unanimous_waiver_is_recorded() -> None:
    session = an_open_session(reports=[a_draft(1, nature=Nature.NOMINATION)])
    with refused(session, "report.not_remotely", REMOTE):
        agenda.call(session, SEC, ["r1"], NOW, waiver="  ")
    agenda.call(session, SEC, ["r1"], NOW, waiver="À l'unanimité, art. L.4132-14")
    assert session.pending[-1][0].payload()["waiver"] == "À l'unanimité, art. L.4132-14"


def test_no_waiver_makes_a_budget_or_an_election_remote() -> None:
    for nature in (Nature.BUDGET, Nature.ELECTION):
        session = an_open_session(reports=[a_draft(1, nature=nature)], profile=PLENARY)
        with refused(session, "report.not_remotely", REMOTE):
            agenda.call(session, SEC, ["r1"], NOW, waiver="À l'unanimité")


def test_a_secret_ballot_that_is_adopted_sends_the_report_to_a_meeting_in_person() -> None:
    session = a_session_where_the_report_is("called")
    agenda.send_back(session, SEC, "r1", Ground.SECRET_BALLOT, "Demande de six élus", NOW)
    assert session.items["r1"].state is ItemState.POSTPONED
    assert session.pending[-1][0].payload()["ground"] == "secret_ballot"


def test_one_steps_aside_oneself_or_the_secretary_writes_it_down() -> None:
    session = a_session()
    agenda.step_aside(session, person("m02"), "m02", "r1", "Administrateur de la SEM", NOW)
    agenda.step_aside(session, SEC, "m03", "r1", "Conjoint employé", NOW)
    assert session.items["r1"].recused == {
        "m02": "Administrateur de la SEM",
        "m03": "Conjoint employé",
    }
    with refused(session, "session.not_secretary"):
        agenda.step_aside(session, person("m04"), "m05", "r1", "Intérêt", NOW)


def test_stepping_aside_says_why_and_is_said_once() -> None:
    session = a_session()
    with refused(session, "text.missing"):
        agenda.step_aside(session, person("m02"), "m02", "r1", " ", NOW)
    agenda.step_aside(session, person("m02"), "m02", "r1", "Intérêt", NOW)
    before = len(session.pending)
    agenda.step_aside(session, person("m02"), "m02", "r1", "Autre", NOW)
    assert len(session.pending) == before


def test_stepping_aside_is_for_members_and_for_reports_that_exist() -> None:
    session = a_session()
    with refused(session, "session.not_member"):
        agenda.step_aside(session, person("stranger"), "stranger", "r1", "Intérêt", NOW)
    with refused(session, "report.unknown"):
        agenda.step_aside(session, person("m02"), "m02", "r99", "Intérêt", NOW)
