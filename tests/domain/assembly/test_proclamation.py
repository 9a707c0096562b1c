"""Proclamation: once, by those who may, with numbers that are never used again."""

from __future__ import annotations

from itertools import count

from domain.assembly import agenda, conduct, results, voting
from domain.assembly.profiles import PLENARY
from domain.assembly.session import ItemState
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_closed_vote,
    a_vote,
    an_open_session,
    decide,
    item,
    person,
    proclaim,
    refused,
)


def test_an_open_vote_is_not_proclaimed() -> None:
    session = an_open_session()
    vote = a_vote(session)
    with refused(session, "vote.nothing_to_proclaim"):
        proclaim(session, vote)
    assert results.to_proclaim(session, vote) == results.held_back(session, vote) == []


def test_a_vote_is_proclaimed_once() -> None:
    session = an_open_session()
    vote = decide(session, "r1", for_="m01")
    with refused(session, "vote.nothing_to_proclaim"):
        proclaim(session, vote)


def test_the_chair_or_a_secretary_proclaims_and_nobody_else() -> None:
    session = an_open_session(reports=4)
    conduct.take_chair(session, SEC, "m03", NOW)
    for report, somebody in zip(session.reports, ("sec", "sec2", "m01", "m03"), strict=True):
        vote = a_closed_vote(session, report.item_id, for_="m01")
        for other in ("m02", "observer", "stranger"):
            with refused(session, "session.not_secretary"):
                results.proclaim(session, person(other), vote.vote_id, str, NOW)
        results.proclaim(session, person(somebody), vote.vote_id, str, NOW)
        assert report.state is ItemState.ADOPTED


def test_a_deliberations_number_is_not_its_reports() -> None:
    plenary, commission = an_open_session(profile=PLENARY), an_open_session()
    for session in (plenary, commission):
        decide(session, "r1", for_="m01")
    assert item(plenary, "1").deliberation == "2026-0001"
    assert item(commission, "1").deliberation == "CP-2026-0001"


def test_a_number_is_given_at_proclamation_whatever_the_outcome_and_never_twice() -> None:
    session = an_open_session(reports=4, lot=["r1", "r2"])
    serial = count(7)
    lot = a_closed_vote(session, "r1", "r2", for_="m01")
    assert item(session, "1").deliberation is None
    proclaim(session, lot, serial)
    proclaim(session, a_closed_vote(session, "r3", against="m01"), serial)
    annulled = a_closed_vote(session, "r4", for_="m01")
    voting.annul(session, SEC, annulled.vote_id, "Panne", NOW)
    proclaim(session, a_closed_vote(session, "r4", for_="m01"), serial)
    numbers = [report.deliberation for report in session.reports]
    assert numbers == [f"CP-2026-{n:04}" for n in (7, 8, 9, 10)]


def test_amendments_have_a_result_and_no_number() -> None:
    session = an_open_session()
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    decide(session, "r4", for_="m01 m02")
    assert session.items["r4"].state is ItemState.ADOPTED
    assert session.items["r4"].deliberation is None


def test_the_figures_of_the_proclamation_are_on_the_record() -> None:
    session = an_open_session(4)
    vote = decide(session, "r1", for_="m01 m02", against="m03 m04")
    fact = session.pending[-1][0].payload()
    expected = {"outcome": "adopted", "for": 2, "against": 2, "abstain": 0, "no_part": 0}
    expected |= {"silent": 0, "casting": "for", "number": "CP-2026-0001"}
    assert fact == {"vote_id": vote.vote_id, "results": {"r1": expected}}
