"""Opening, suspending and closing a session, and who presides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.assembly import agenda, conduct, lots, plan, presence, results
from domain.assembly.agenda import Ground
from domain.assembly.session import Session, SessionState
from domain.assembly.votes import VoteState
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
    enter,
    later,
    person,
    proclaim,
    refused,
    said,
    seats,
)

Gesture = Callable[[Session], object]
GESTURES: dict[str, Gesture] = {
    "open": lambda s: conduct.open_session(s, SEC, later(1)),
    "suspend": lambda s: conduct.suspend(s, SEC, "Déjeuner", later(1)),
    "resume": lambda s: conduct.resume(s, SEC, later(1)),
    "close": lambda s: conduct.close_session(s, SEC, later(1)),
    "take chair": lambda s: conduct.take_chair(s, SEC, "m02", later(1)),
    "call": lambda s: agenda.call(s, SEC, ["r1"], later(1)),
    "add": lambda s: plan.add_reports(s, SEC, [a_draft(9)], later(1)),
    "answer": lambda s: plan.answer(s, person("m02"), plan.Answer.PRESENT, later(1)),
    "leave": lambda s: presence.leave(s, person("m02"), later(1)),
    "note departure": lambda s: presence.note_departure(s, SEC, "m02", later(1)),
    "call the roll": lambda s: presence.call_roll(s, SEC, seats(5), later(1)),
    "step aside": lambda s: agenda.step_aside(s, SEC, "m02", "r1", "Intérêt", later(1)),
    "take out": lambda s: lots.take_out(s, person("m02"), "r2", later(1)),
    "announce": lambda s: lots.announce(s, person("m02"), "l1", "for", {}, later(1)),
    "open list": lambda s: agenda.open_list(s, SEC, later(1)),
    "send back": lambda s: agenda.send_back(s, SEC, "r1", Ground.OTHER, "", later(1)),
    "withdraw": lambda s: agenda.withdraw(s, SEC, "r1", "", later(1)),
    "amend": lambda s: agenda.amend(s, SEC, "r1", "Article 2", "m02", later(1)),
}
BEGUN, OFF, CLOSED = "session.has_begun", "session.not_suspended", "session.closed"
PREPARED, SUSPENDED = "session.prepared", "session.suspended"
IDLE = "report.none_in_hand"
FREE = ("",) * 5
OUTCOMES: dict[str, tuple[str, ...]] = {
    "prepared": (
        "",
        PREPARED,
        OFF,
        PREPARED,
        "",
        PREPARED,
        "",
        "",
        "",
        *(*FREE, PREPARED, PREPARED, "", ""),
    ),
    "open": (BEGUN, "", OFF, "", "", "", BEGUN, BEGUN, "", *(*FREE, IDLE, "", "", "")),
    "suspended": (
        BEGUN,
        SUSPENDED,
        "",
        "",
        "",
        SUSPENDED,
        BEGUN,
        BEGUN,
        "",
        *(*FREE, SUSPENDED, SUSPENDED, "", ""),
    ),
    "closed": (CLOSED, CLOSED, OFF, CLOSED, CLOSED, CLOSED, BEGUN, BEGUN, CLOSED, *(CLOSED,) * 9),
}
"""For each state of a session, what each gesture above leads to."""


def a_session_that_is(state: str) -> Session:
    session = a_session()
    lots.make(session, SEC, "Lycées", ["r2", "r3"], NOW)
    enter(session, *seats(5))
    ways = {"open": ["open"], "suspended": ["open", "suspend"], "closed": ["open", "close"]}
    for name in ways.get(state, []):
        GESTURES[name](session)
    assert session.state == state
    return session


def test_the_table_speaks_of_every_gesture_in_every_state() -> None:
    assert set(OUTCOMES) == set(SessionState)
    assert {len(row) for row in OUTCOMES.values()} == {len(GESTURES)}


@pytest.mark.parametrize("state", OUTCOMES)
def test_a_session_goes_from_prepared_to_open_to_closed(state: str) -> None:
    for gesture, code in zip(GESTURES.values(), OUTCOMES[state], strict=True):
        session = a_session_that_is(state)
        if code:
            with refused(session, code):
                gesture(session)
        else:
            before = len(session.pending)
            gesture(session)
            assert len(session.pending) == before + 1


def test_the_hours_of_opening_and_closing_and_the_figures_of_the_quorum_are_kept() -> None:
    session = a_session(5)
    enter(session, *seats(4))
    conduct.open_session(session, SEC, later(2))
    assert session.pending[-1][0].payload() | {"board": ""} == {
        "counted": 4,
        "need": 3,
        "board": "",
    }
    conduct.close_session(session, SEC, later(90))
    assert (session.opened_at, session.closed_at) == (later(2), later(90))


def test_only_the_secretary_conducts_the_session() -> None:
    session = an_open_session()
    chair = person("m01")
    tries: list[Try] = [
        lambda: conduct.open_session(session, chair, NOW),
        lambda: conduct.suspend(session, chair, "", NOW),
        lambda: conduct.resume(session, chair, NOW),
        lambda: conduct.take_chair(session, chair, "m02", NOW),
        lambda: conduct.close_session(session, chair, NOW),
    ]
    for gesture in tries:
        with refused(session, "session.not_secretary"):
            gesture()


def test_a_session_with_a_vote_open_is_neither_suspended_nor_closed() -> None:
    session = an_open_session()
    a_vote(session)
    with refused(session, "vote.still_open"):
        conduct.close_session(session, SEC, NOW)
    with refused(session, "vote.still_open"):
        conduct.suspend(session, SEC, "", NOW)


def test_a_session_is_not_closed_on_a_result_that_was_not_proclaimed() -> None:
    session = an_open_session()
    vote = a_closed_vote(session, for_="m01")
    with refused(session, "vote.not_proclaimed"):
        conduct.close_session(session, SEC, NOW)
    proclaim(session, vote)
    conduct.close_session(session, SEC, NOW)


def test_a_session_is_not_closed_on_a_tie() -> None:
    session = an_open_session()
    vote = a_closed_vote(session, for_="m02", against="m03")
    with refused(session, "vote.not_proclaimed"):
        conduct.close_session(session, SEC, NOW)
    results.give_casting_vote(session, person("m01"), vote.vote_id, "r1", "for", NOW)
    with refused(session, "vote.not_proclaimed"):
        conduct.close_session(session, SEC, NOW)


def test_a_session_is_not_closed_with_a_report_in_hand_and_may_leave_others_undecided() -> None:
    session = an_open_session()
    decide(session, "r1", for_="m01")
    agenda.call(session, SEC, ["r2"], NOW)
    with refused(session, "report.in_hand"):
        conduct.close_session(session, SEC, NOW)
    agenda.withdraw(session, SEC, "r2", "", NOW)
    conduct.close_session(session, SEC, NOW)
    assert session.state is SessionState.CLOSED


def test_during_a_suspension_members_come_and_go() -> None:
    session = a_session_that_is("suspended")
    presence.leave(session, person("m02"), later(2))
    enter(session, "m02", at=later(3))
    assert session.is_present("m02")


def test_a_voting_member_takes_the_chair_and_it_is_recorded_once() -> None:
    session = an_open_session()
    conduct.take_chair(session, SEC, "m03", NOW)
    assert (session.chair, session.presiding) == ("m01", "m03")
    before = len(session.pending)
    conduct.take_chair(session, SEC, "m03", NOW)
    assert len(session.pending) == before
    with refused(session, "session.no_vote"):
        conduct.take_chair(session, SEC, "observer", NOW)
    with refused(session, "session.not_member"):
        conduct.take_chair(session, SEC, "stranger", NOW)


def test_an_interrupted_session_is_suspended_and_its_open_vote_counts_for_nothing() -> None:
    session = an_open_session()
    vote = a_vote(session, "r1")
    before = len(session.pending)
    conduct.interrupt(session, "base restaurée", later(1))
    assert said(session)[before:] == ["vote.annulled", "session.suspended"]
    assert vote.state is VoteState.ANNULLED
    assert session.state is SessionState.SUSPENDED
    conduct.resume(session, SEC, later(2))
    assert a_vote(session, "r1", at=later(3)).is_open


@pytest.mark.parametrize("state", ["prepared", "suspended", "closed"])
def test_where_nothing_is_under_way_there_is_nothing_to_interrupt(state: str) -> None:
    session = a_session_that_is(state)
    before = said(session)
    conduct.interrupt(session, "base restaurée", later(1))
    assert said(session) == before
