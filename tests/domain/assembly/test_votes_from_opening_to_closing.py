"""When a vote may open, how it closes, and what is left of one that failed."""

from __future__ import annotations

import pytest

from domain.assembly import agenda, presence, voting
from domain.assembly.results import tally
from domain.assembly.session import ItemState
from domain.assembly.votes import VoteState
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_closed_vote,
    a_session,
    a_vote,
    an_open_session,
    cast,
    decide,
    later,
    person,
    proclaim,
    refused,
    seats,
)


def test_a_vote_opens_on_a_report_that_was_called_or_whose_list_is_closed() -> None:
    session = an_open_session()
    assert a_vote(session, "r1").is_open
    session = an_open_session()
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.open_list(session, SEC, NOW)
    with refused(session, "report.state"):
        voting.open_vote(session, SEC, ["r1"], NOW)
    agenda.close_list(session, SEC, NOW)
    assert voting.open_vote(session, SEC, ["r1"], NOW).is_open


def test_no_vote_opens_on_a_report_that_was_not_called() -> None:
    session = an_open_session()
    with refused(session, "report.state"):
        voting.open_vote(session, SEC, ["r1"], NOW)


def test_no_vote_opens_on_an_unknown_report_or_on_none() -> None:
    session = an_open_session()
    with refused(session, "report.unknown"):
        voting.open_vote(session, SEC, ["r99"], NOW)
    with refused(session, "report.empty_lot"):
        voting.open_vote(session, SEC, [], NOW)


def test_no_vote_opens_on_a_report_that_is_decided() -> None:
    session = an_open_session()
    decide(session, "r1", for_="m01 m02")
    with refused(session, "report.state"):
        voting.open_vote(session, SEC, ["r1"], NOW)


def test_one_vote_is_open_at_a_time() -> None:
    session = an_open_session()
    vote = a_vote(session, "r1")
    with refused(session, "report.vote_open"):
        voting.open_vote(session, SEC, ["r1"], NOW)
    with refused(session, "report.vote_open"):
        agenda.call(session, SEC, ["r2"], NOW)
    assert session.vote_under_way is vote


def test_only_the_secretary_opens_closes_and_annuls() -> None:
    session = an_open_session()
    vote = a_vote(session)
    for somebody in (person("m01"), person("observer"), person("stranger")):
        with refused(session, "session.not_secretary"):
            voting.open_vote(session, somebody, ["r1"], NOW)
        with refused(session, "session.not_secretary"):
            voting.close(session, somebody, vote.vote_id, NOW)
        with refused(session, "session.not_secretary"):
            voting.annul(session, somebody, vote.vote_id, "Panne", NOW)


def test_no_vote_opens_in_a_session_that_has_not_begun() -> None:
    session = a_session()
    with refused(session, "session.prepared"):
        voting.open_vote(session, SEC, ["r1"], NOW)


def test_a_vote_opens_on_what_is_in_hand_or_on_the_step_that_is_named() -> None:
    session = an_open_session()
    with refused(session, "report.none_in_hand"):
        voting.in_hand(session, "")
    agenda.call(session, SEC, ["r1"], NOW)
    assert voting.in_hand(session, "") == ["r1"]
    assert voting.in_hand(session, "r4") == ["r4"]


def test_an_unknown_vote_is_neither_closed_nor_annulled() -> None:
    session = an_open_session()
    with refused(session, "vote.unknown"):
        voting.close(session, SEC, "v1", NOW)
    with refused(session, "vote.unknown"):
        voting.annul(session, SEC, "v1", "Panne", NOW)


def test_a_vote_closes_once() -> None:
    session = an_open_session()
    vote = a_closed_vote(session, for_="m01", against="m02", at=later(3))
    assert (vote.state, vote.closed_at) == (VoteState.CLOSED, later(3))
    assert session.vote_under_way is None
    assert session.items["r1"].state is ItemState.VOTE_CLOSED
    with refused(session, "vote.closed"):
        voting.close(session, SEC, vote.vote_id, later(4))


def test_a_vote_may_close_before_everybody_has_voted_and_silence_is_no_ballot() -> None:
    session = an_open_session()
    vote = a_closed_vote(session, for_="m01")
    assert vote.missing == seats(5)[1:]
    assert tally(session, vote, "r1").silent == 4


def test_what_comes_after_the_closing_never_changes_the_count() -> None:
    session = an_open_session()
    vote = a_closed_vote(session, for_="m01 m02", against="m03")
    before = tally(session, vote, "r1")
    with refused(session, "vote.closed"):
        cast(vote, session, "m04", "against", at=later(1))
    presence.leave(session, person("m05"), later(2))
    proclaim(session, vote)
    decide(session, "r2", against="m01 m02 m03", for_="m04")
    assert tally(session, vote, "r1") == before


def test_a_failed_vote_is_annulled_on_the_record_and_a_new_one_opens() -> None:
    session = an_open_session()
    failed = a_vote(session)
    cast(failed, session, "m01", "against")
    voting.annul(session, SEC, failed.vote_id, "Panne de son", later(1))
    assert failed.state is VoteState.ANNULLED
    assert failed.has_voted("m01")
    with refused(session, "vote.annulled"):
        cast(failed, session, "m02")
    again = voting.open_vote(session, SEC, ["r1"], later(2))
    assert again.vote_id != failed.vote_id
    assert not again.ballots


def test_a_closed_vote_is_annulled_as_long_as_nothing_of_it_was_proclaimed() -> None:
    session = an_open_session()
    vote = a_closed_vote(session, for_="m01", at=later(1))
    voting.annul(session, SEC, vote.vote_id, "Panne", later(2))
    assert vote.closed_at == later(1)
    assert session.items["r1"].state is ItemState.CALLED
    with refused(session, "vote.annulled"):
        voting.annul(session, SEC, vote.vote_id, "Panne", later(3))
    with refused(session, "vote.annulled"):
        voting.close(session, SEC, vote.vote_id, later(3))
    with refused(session, "vote.nothing_to_proclaim"):
        proclaim(session, vote)


def test_a_vote_that_was_proclaimed_stands() -> None:
    session = an_open_session()
    vote = decide(session, "r1", for_="m01")
    with refused(session, "vote.proclaimed"):
        voting.annul(session, SEC, vote.vote_id, "Regret", NOW)


def test_annulling_takes_a_reason() -> None:
    session = an_open_session()
    vote = a_vote(session)
    with refused(session, "text.missing"):
        voting.annul(session, SEC, vote.vote_id, "  ", NOW)


def test_an_annulled_vote_does_not_hold_back_another_that_is_open() -> None:
    session = an_open_session()
    first = a_closed_vote(session, "r1", for_="m01")
    second = a_vote(session, "r2")
    voting.annul(session, SEC, first.vote_id, "Panne", NOW)
    assert session.vote_under_way is second


def test_the_same_vote_is_the_preceding_choice_of_that_seat_outside_lots() -> None:
    session = an_open_session(reports=4, lot=["r2", "r3"])
    decide(session, "r1", for_="m01", abstain="m02")
    decide(session, "r2", "r3", against="m01")
    vote = a_vote(session, "r4")
    found = [voting.previous_choice(session, vote, seat) for seat in ("m01", "m02", "m03")]
    assert found == ["for", "abstain", None]


@pytest.mark.parametrize(
    ("choices", "state"),
    [({"for_": "m01 m02"}, ItemState.ADOPTED), ({"against": "m01 m02"}, ItemState.REJECTED)],
)
def test_once_proclaimed_the_report_is_adopted_or_rejected(
    choices: dict[str, str], state: ItemState
) -> None:
    session = an_open_session()
    decide(session, "r1", **choices)
    assert session.items["r1"].state is state
