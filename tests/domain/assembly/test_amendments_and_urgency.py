"""What is voted before a report: its amendments, and the urgency of adding it."""

from __future__ import annotations

from collections.abc import Callable

from domain.assembly import agenda, voting
from domain.assembly.agenda import Ground
from domain.assembly.profiles import Nature
from domain.assembly.session import ItemState, Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_closed_vote,
    a_draft,
    a_session,
    a_vote,
    an_open_session,
    cast,
    decide,
    item,
    person,
    proclaim,
    refused,
)


def an_amended_report_in_hand() -> Session:
    session = an_open_session()
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    return session


def a_session_with_an_urgent_report() -> Session:
    """Report "9" is r4, and its urgency r5."""
    session = an_open_session()
    agenda.add_urgent_report(session, SEC, a_draft(9, nature=Nature.WISH), "Crue", NOW)
    return session


def test_amendments_are_voted_before_their_report() -> None:
    session = an_amended_report_in_hand()
    with refused(session, "report.amendments_first"):
        voting.open_vote(session, SEC, ["r1"], NOW)
    decide(session, "r4", for_="m01")
    assert a_vote(session, "r1").is_open


def test_a_report_stands_amended_once_an_amendment_is_adopted() -> None:
    for side, amended in (("for_", True), ("against", False)):
        session = an_amended_report_in_hand()
        decide(session, "r4", **{side: "m01"})
        assert session.items["r1"].amended is amended
        assert session.items["r1"].state is ItemState.CALLED


def test_amendments_are_numbered_after_their_report() -> None:
    session = an_amended_report_in_hand()
    agenda.amend(session, SEC, "r1", "Article 3", "m03", NOW)
    numbers = [each.number for each in session.items.values() if each.parent == "r1"]
    assert numbers == ["1-A1", "1-A2"]
    assert item(session, "1-A2").rapporteur == "m03"


def test_an_amendment_says_what_it_is_about() -> None:
    session = an_open_session()
    with refused(session, "text.missing"):
        agenda.amend(session, SEC, "r1", " ", "m02", NOW)


def test_an_amendment_is_not_amended() -> None:
    session = an_amended_report_in_hand()
    with refused(session, "report.state"):
        agenda.amend(session, SEC, "r4", "Sous-amendement", "m02", NOW)


def test_an_amendment_waits_for_its_report_to_be_called_and_is_not_called_itself() -> None:
    session = an_open_session()
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    with refused(session, "report.state"):
        agenda.call(session, SEC, ["r4"], NOW)
    with refused(session, "report.state"):
        voting.open_vote(session, SEC, ["r4"], NOW)


def test_an_amendment_that_is_withdrawn_no_longer_holds_back_its_report() -> None:
    session = an_amended_report_in_hand()
    agenda.withdraw(session, SEC, "r4", "Par son auteur", NOW)
    assert a_vote(session, "r1").is_open
    assert not session.items["r1"].amended


def test_a_report_may_be_amended_in_debate_and_its_amendment_voted_there() -> None:
    session = an_open_session()
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.open_list(session, SEC, NOW)
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    decide(session, "r4", for_="m01")
    assert session.items["r1"].state is ItemState.DEBATING


def test_whoever_stepped_aside_from_the_report_has_no_ballot_on_its_amendments() -> None:
    session = an_open_session()
    agenda.step_aside(session, person("m02"), "m02", "r1", "Administrateur", NOW)
    agenda.call(session, SEC, ["r1"], NOW)
    agenda.amend(session, SEC, "r1", "Article 2", "m03", NOW)
    vote = a_vote(session, "r4")
    assert "m02" not in vote.voters_on("r4")
    with refused(session, "vote.stepped_aside", "L.1111-6"):
        cast(vote, session, "m02", choices={"r4": "for"})


def test_a_vote_on_an_amendment_that_failed_is_opened_again() -> None:
    session = an_amended_report_in_hand()
    failed = a_closed_vote(session, "r4", for_="m01")
    voting.annul(session, SEC, failed.vote_id, "Panne", NOW)
    decide(session, "r4", for_="m01")
    assert session.items["r1"].amended


def test_an_amendment_that_was_decided_is_not_voted_again() -> None:
    session = an_amended_report_in_hand()
    decide(session, "r4", against="m01")
    with refused(session, "report.state"):
        voting.open_vote(session, SEC, ["r4"], NOW)


def test_an_addition_records_its_ground_and_is_called_once_its_urgency_is_voted() -> None:
    session = a_session_with_an_urgent_report()
    assert item(session, "9").ground == "Crue"
    assert item(session, "9").nature is Nature.WISH
    with refused(session, "report.urgency_first"):
        agenda.call(session, SEC, ["r4"], NOW)
    decide(session, "r5", for_="m01")
    agenda.call(session, SEC, ["r4"], NOW)
    assert session.current == ("r4",)


def test_an_addition_whose_urgency_is_rejected_is_off_the_agenda() -> None:
    session = a_session_with_an_urgent_report()
    decide(session, "r5", against="m01")
    assert item(session, "9").state is ItemState.WITHDRAWN
    with refused(session, "report.state"):
        agenda.call(session, SEC, ["r4"], NOW)


def test_an_urgency_that_is_withdrawn_or_sent_back_is_no_vote_on_urgency() -> None:
    drops: list[Callable[[Session], None]] = [
        lambda s: agenda.withdraw(s, SEC, "r5", "", NOW),
        lambda s: agenda.send_back(s, SEC, "r5", Ground.OTHER, "", NOW),
    ]
    for drop in drops:
        session = a_session_with_an_urgent_report()
        drop(session)
        with refused(session, "report.urgency_first"):
            agenda.call(session, SEC, ["r4"], NOW)


def test_an_addition_that_was_sent_back_meanwhile_stays_so() -> None:
    session = a_session_with_an_urgent_report()
    vote = a_closed_vote(session, "r5", against="m01")
    agenda.send_back(session, SEC, "r4", Ground.OTHER, "", NOW)
    proclaim(session, vote)
    assert item(session, "9").state is ItemState.POSTPONED


def test_an_addition_takes_a_ground_and_a_number_of_its_own() -> None:
    session = an_open_session()
    with refused(session, "text.missing"):
        agenda.add_urgent_report(session, SEC, a_draft(9), " ", NOW)
    with refused(session, "report.doubled"):
        agenda.add_urgent_report(session, SEC, a_draft(1), "Crue", NOW)
    prepared = a_session()
    with refused(prepared, "session.prepared"):
        agenda.add_urgent_report(prepared, SEC, a_draft(9), "Crue", NOW)
