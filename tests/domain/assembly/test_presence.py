"""Presence: by the member's own gesture, confirmed by the roll call, every change timed."""

from __future__ import annotations

from domain.assembly import conduct, presence
from domain.assembly.session import Span
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_session,
    a_vote,
    an_open_session,
    cast,
    enter,
    later,
    person,
    refused,
    said,
    seats,
)


def test_a_member_enters_and_leaves_and_each_time_is_kept() -> None:
    session = a_session()
    enter(session, "m02", at=later(1))
    presence.leave(session, person("m02"), later(20))
    enter(session, "m02", at=later(30))
    assert session.spans["m02"] == [Span(later(1), later(20)), Span(later(30))]
    assert session.is_present("m02")


def test_entering_twice_is_entering_once_and_so_is_leaving() -> None:
    session = a_session()
    enter(session, "m02", "m02")
    presence.leave(session, person("m02"), later(1))
    presence.leave(session, person("m02"), later(2))
    assert session.spans["m02"] == [Span(NOW, later(1))]


def test_a_member_without_a_voice_enters_too() -> None:
    session = a_session()
    enter(session, "observer")
    assert session.is_present("observer")


def test_whoever_is_not_on_the_roster_neither_enters_nor_leaves() -> None:
    session = a_session()
    for stranger in ("stranger", "sec"):
        with refused(session, "session.not_member"):
            enter(session, stranger)
        with refused(session, "session.not_member"):
            presence.leave(session, person(stranger), NOW)


def test_the_roll_call_confirms_those_who_had_entered() -> None:
    session = a_session()
    enter(session, "m01", "m02")
    assert not session.spans["m01"][-1].confirmed
    presence.call_roll(session, SEC, ["m01", "m02"], later(5))
    assert [span.confirmed for span in (*session.spans["m01"], *session.spans["m02"])] == [True] * 2
    assert session.spans["m01"][-1].start == NOW


def test_the_roll_call_lets_in_those_who_answer_and_notes_that_the_others_left() -> None:
    session = a_session()
    enter(session, "m01", "m02")
    presence.call_roll(session, SEC, ["m02", "m03"], later(5))
    assert session.spans["m01"] == [Span(NOW, later(5))]
    assert session.spans["m03"] == [Span(later(5), confirmed=True)]


def test_a_roll_call_with_a_name_that_is_not_on_the_roster_changes_nothing() -> None:
    session = a_session()
    with refused(session, "session.not_member"):
        presence.call_roll(session, SEC, ["m01", "stranger"], NOW)


def test_the_secretary_notes_that_somebody_left() -> None:
    session = an_open_session()
    presence.note_departure(session, SEC, "m02", later(7))
    assert session.spans["m02"] == [Span(NOW, later(7))]
    with refused(session, "presence.absent"):
        presence.note_departure(session, SEC, "m02", later(8))
    with refused(session, "session.not_member"):
        presence.note_departure(session, SEC, "stranger", later(8))


def test_only_the_secretary_calls_the_roll_and_notes_departures() -> None:
    session = an_open_session()
    for somebody in ("m01", "observer", "stranger"):
        with refused(session, "session.not_secretary"):
            presence.call_roll(session, person(somebody), seats(5), NOW)
        with refused(session, "session.not_secretary"):
            presence.note_departure(session, person(somebody), "m02", NOW)


def test_whoever_leaves_during_a_vote_keeps_their_ballot_in_it() -> None:
    session = an_open_session()
    vote = a_vote(session)
    presence.leave(session, person("m02"), later(1))
    cast(vote, session, "m02", at=later(2))
    assert vote.has_voted("m02")


def test_whoever_enters_during_a_vote_waits_for_the_next() -> None:
    session = an_open_session(present=seats(4))
    vote = a_vote(session)
    enter(session, "m05", at=later(1))
    with refused(session, "vote.not_your_seat"):
        cast(vote, session, "m05", "for", choices={"r1": "for"})


def test_closing_the_session_ends_every_presence() -> None:
    session = an_open_session(2)
    presence.leave(session, person("m02"), later(1))
    conduct.close_session(session, SEC, later(9))
    assert session.spans == {"m01": [Span(NOW, later(9))], "m02": [Span(NOW, later(1))]}
    for gesture in (presence.enter, presence.leave):
        with refused(session, "session.closed"):
            gesture(session, person("m01"), later(10))


def test_each_change_is_on_the_record() -> None:
    session = a_session()
    before = len(session.pending)
    enter(session, "m01")
    presence.call_roll(session, SEC, ["m02"], NOW)
    assert said(session)[before:] == [
        "member.entered",
        "member.left",
        "member.entered",
        "roll.called",
    ]
