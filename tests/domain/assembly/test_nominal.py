"""Votes that are spoken, and votes that are shown where all are in the room."""

from __future__ import annotations

from domain.assembly import agenda, nominal, proxies, voting
from domain.assembly.results import Tally, tally
from domain.assembly.session import Session
from domain.assembly.votes import Choice, Vote
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    SEC2,
    a_vote,
    an_open_session,
    cast,
    later,
    person,
    refused,
    seats,
)


def hear(session: Session, vote: Vote, seat: str, choice: str = "for") -> None:
    nominal.hear(session, SEC, vote.vote_id, seat, choice, later(1))


def test_what_was_said_is_a_ballot_once_a_second_person_confirms_it() -> None:
    session = an_open_session()
    vote = a_vote(session)
    hear(session, vote, "m02", "against")
    assert vote.ballot("r1", "m02") is None
    nominal.confirm(session, SEC2, vote.vote_id, "m02", later(2))
    ballot = vote.ballot("r1", "m02")
    assert ballot is not None
    assert (ballot.choice, ballot.by, ballot.at) == (Choice.AGAINST, "sec", later(2))


def test_nobody_confirms_what_they_entered_themselves() -> None:
    session = an_open_session()
    vote = a_vote(session)
    hear(session, vote, "m02")
    with refused(session, "vote.second_person"):
        nominal.confirm(session, SEC, vote.vote_id, "m02", NOW)


def test_the_second_person_is_another_secretary_or_the_chair() -> None:
    session = an_open_session()
    vote = a_vote(session)
    for seat, second in (("m02", "sec2"), ("m03", "m01")):
        hear(session, vote, seat)
        for somebody in ("m04", "observer", "stranger"):
            with refused(session, "session.not_secretary"):
                nominal.confirm(session, person(somebody), vote.vote_id, seat, NOW)
        nominal.confirm(session, person(second), vote.vote_id, seat, NOW)
        assert vote.has_voted(seat)


def test_whoever_heard_something_else_denies_it_and_the_member_is_called_again() -> None:
    session = an_open_session()
    vote = a_vote(session)
    hear(session, vote, "m02", "for")
    nominal.confirm(session, SEC2, vote.vote_id, "m02", NOW, heard=False)
    assert not vote.has_voted("m02")
    with refused(session, "vote.nothing_heard"):
        nominal.confirm(session, SEC2, vote.vote_id, "m02", NOW)
    hear(session, vote, "m02", "against")
    nominal.confirm(session, SEC2, vote.vote_id, "m02", NOW)
    assert tally(session, vote, "r1").against == 1


def test_what_was_heard_last_is_what_is_confirmed() -> None:
    session = an_open_session()
    vote = a_vote(session)
    hear(session, vote, "m02", "for")
    hear(session, vote, "m02", "abstain")
    nominal.confirm(session, SEC2, vote.vote_id, "m02", NOW)
    assert tally(session, vote, "r1").abstain == 1


def test_a_spoken_ballot_replaces_another_and_may_be_replaced() -> None:
    session = an_open_session()
    vote = a_vote(session)
    cast(vote, session, "m02", "for")
    hear(session, vote, "m02", "against")
    nominal.confirm(session, SEC2, vote.vote_id, "m02", NOW)
    with refused(session, "vote.moved_on"):
        cast(vote, session, "m02", "abstain", seen=1)
    assert tally(session, vote, "r1").against == 1
    cast(vote, session, "m02", "no_part", seen=2)
    assert tally(session, vote, "r1").no_part == 1


def test_only_the_secretary_enters_what_was_said() -> None:
    session = an_open_session()
    vote = a_vote(session)
    for somebody in ("m01", "m02", "stranger"):
        with refused(session, "session.not_secretary"):
            nominal.hear(session, person(somebody), vote.vote_id, "m02", "for", NOW)


def test_only_seats_that_have_a_ballot_are_called() -> None:
    session = an_open_session(5, present=[*seats(3), "observer"])
    agenda.step_aside(session, person("m03"), "m03", "r1", "Intérêt", NOW)
    proxies.give(session, person("m05"), "m05", "m02", NOW)
    vote = a_vote(session)
    for seat in ("m03", "m04", "observer", "stranger", "sec"):
        with refused(session, "vote.not_a_seat"):
            hear(session, vote, seat)
    with refused(session, "vote.choice"):
        hear(session, vote, "m02", "perhaps")
    hear(session, vote, "m05")
    assert set(vote.calls) == {"m05"}


def test_a_vote_does_not_close_on_what_nobody_has_confirmed() -> None:
    session = an_open_session()
    vote = a_vote(session)
    hear(session, vote, "m02")
    with refused(session, "vote.unconfirmed"):
        voting.close(session, SEC, vote.vote_id, NOW)
    nominal.confirm(session, SEC2, vote.vote_id, "m02", NOW, heard=False)
    voting.close(session, SEC, vote.vote_id, NOW)


def test_nothing_is_heard_confirmed_or_shown_after_the_closing_or_in_no_vote() -> None:
    session = an_open_session(remote=False)
    vote = a_vote(session)
    voting.close(session, SEC, vote.vote_id, NOW)
    for vote_id, code in ((vote.vote_id, "vote.closed"), ("v9", "vote.unknown")):
        with refused(session, code):
            nominal.hear(session, SEC, vote_id, "m02", "for", NOW)
        with refused(session, code):
            nominal.confirm(session, SEC2, vote_id, "m02", NOW)
        with refused(session, code):
            nominal.show_hands(session, SEC, vote_id, "for", {}, NOW)


def test_with_hands_everybody_is_as_the_room_but_the_dissenters_by_name() -> None:
    session = an_open_session(5, remote=False)
    agenda.step_aside(session, person("m05"), "m05", "r1", "Intérêt", NOW)
    vote = a_vote(session)
    dissenters = {"m03": "against", "m04": "abstain"}
    nominal.show_hands(session, SEC, vote.vote_id, "for", dissenters, NOW)
    assert tally(session, vote, "r1") == Tally(2, 1, 1, 0, 0, by_casting=Choice.FOR)
    assert vote.ballot("r1", "m05") is None


def test_hands_are_not_shown_in_a_remote_session() -> None:
    session = an_open_session()
    vote = a_vote(session)
    with refused(session, "vote.remote", "L.4132-9-1"):
        nominal.show_hands(session, SEC, vote.vote_id, "for", {}, NOW)


def test_hands_are_entered_by_the_secretary_for_seats_of_the_vote_with_a_choice() -> None:
    session = an_open_session(remote=False)
    vote = a_vote(session)
    with refused(session, "session.not_secretary"):
        nominal.show_hands(session, person("m01"), vote.vote_id, "for", {}, NOW)
    with refused(session, "vote.not_a_seat"):
        nominal.show_hands(session, SEC, vote.vote_id, "for", {"stranger": "against"}, NOW)
    for choice, dissenters in (("perhaps", {}), ("for", {"m02": "perhaps"})):
        with refused(session, "vote.choice"):
            nominal.show_hands(session, SEC, vote.vote_id, choice, dissenters, NOW)
