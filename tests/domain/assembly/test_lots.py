"""Lots: what may be in one, and how a report leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.assembly import agenda, conduct, lots, voting
from domain.assembly.agenda import Ground
from domain.assembly.profiles import PERMANENT_COMMISSION, Nature
from domain.assembly.session import ItemState, Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    a_draft,
    a_session,
    a_vote,
    an_open_session,
    enter,
    person,
    proclaim,
    refused,
    seats,
)


def make(session: Session, *items: str) -> None:
    lots.make(session, SEC, "Lycées", items, NOW)


def lots_of(session: Session) -> list[tuple[str, list[str]]]:
    return [(lot.subject, lot.items) for lot in session.lots.values()]


def a_lot_in_hand(reports: int = 3, **other: Any) -> Session:
    everything = [f"r{n + 1}" for n in range(reports)]
    session = an_open_session(5, reports=reports, lot=everything, **other)
    agenda.call(session, SEC, everything, NOW)
    return session


def test_a_lot_is_reports_of_one_subject() -> None:
    session = a_session()
    make(session, "r1", "r3")
    assert lots_of(session) == [("Lycées", ["r1", "r3"])]
    assert [report.lot_id for report in session.reports] == ["l1", None, "l1"]


def test_a_lot_bears_the_name_it_is_given_or_else_its_subject() -> None:
    session = a_session(reports=4)
    lots.make(session, SEC, "Lycées du Nord", ["r1", "r2"], NOW)
    lots.make(session, SEC, "", ["r3", "r4"], NOW)
    assert [(lot.number, lot.subject) for lot in session.lots.values()] == [
        (1, "Lycées du Nord"),
        (2, "Lycées"),
    ]


def test_a_lot_of_mixed_subjects_is_refused_unless_the_profile_allows_it() -> None:
    drafts = [a_draft(1), a_draft(2, subject="Transports")]
    session = a_session(reports=drafts)
    with refused(session, "lot.mixed_subjects"):
        make(session, "r1", "r2")
    free = a_session(
        reports=drafts, profile=replace(PERMANENT_COMMISSION, lot_of_one_subject=False)
    )
    make(free, "r1", "r2")
    assert len(free.lots["l1"].items) == 2


def test_a_lot_has_at_most_sixty_reports() -> None:
    session = a_session(reports=61)
    everything = [report.item_id for report in session.reports]
    with refused(session, "lot.too_big"):
        make(session, *everything)
    make(session, *everything[:60])
    assert len(session.lots["l1"].items) == 60


def test_a_lot_is_not_empty_and_names_a_report_once() -> None:
    session = a_session()
    with refused(session, "lot.empty"):
        make(session)
    make(session, "r1", "r1", "r2")
    assert session.lots["l1"].items == ["r1", "r2"]


def test_a_report_is_in_one_lot() -> None:
    session = a_session()
    make(session, "r1", "r2")
    with refused(session, "lot.taken"):
        make(session, "r2", "r3")


def test_a_nomination_is_never_in_a_lot() -> None:
    session = a_session(reports=[a_draft(1), a_draft(2, nature=Nature.NOMINATION)])
    with refused(session, "lot.nomination"):
        make(session, "r1", "r2")


def test_neither_an_amended_report_nor_an_amendment_is_put_in_a_lot() -> None:
    session = a_session()
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    with refused(session, "report.amendments_first"):
        make(session, "r1", "r2")
    with refused(session, "lot.mixed_subjects"):
        make(session, "r2", "r4")


def test_a_report_that_was_withdrawn_is_not_put_in_a_lot() -> None:
    session = a_session()
    agenda.withdraw(session, SEC, "r2", "", NOW)
    with refused(session, "report.state"):
        make(session, "r1", "r2")


def test_lots_are_visible_from_the_convocation_so_none_is_made_later() -> None:
    session = an_open_session()
    with refused(session, "session.has_begun"):
        make(session, "r1", "r2")


def test_only_the_secretary_makes_lots() -> None:
    session = a_session()
    with refused(session, "session.not_secretary"):
        lots.make(session, person("m01"), "Lycées", ["r1", "r2"], NOW)
    with refused(session, "session.not_secretary"):
        lots.make_by_subject(session, person("m01"), NOW)


def test_a_lot_for_every_subject_that_ordinary_reports_share() -> None:
    subjects: Sequence[tuple[str, Nature]] = [
        ("Lycées", Nature.ORDINARY),
        ("Transports", Nature.ORDINARY),
        ("Lycées", Nature.ORDINARY),
        ("", Nature.ORDINARY),
        ("", Nature.ORDINARY),
        ("Culture", Nature.ORDINARY),
        ("Transports", Nature.NOMINATION),
        ("Lycées", Nature.ORDINARY),
        ("Lycées", Nature.ORDINARY),
    ]
    drafts = [a_draft(n + 1, subject=s, nature=nature) for n, (s, nature) in enumerate(subjects)]
    session = a_session(reports=drafts)
    agenda.withdraw(session, SEC, "r8", "", NOW)
    agenda.amend(session, SEC, "r9", "Article 2", "m02", NOW)
    lots.make_by_subject(session, SEC, NOW)
    assert lots_of(session) == [("Lycées", ["r1", "r3"])]


def test_a_subject_of_many_reports_makes_several_lots() -> None:
    session = a_session(reports=5, profile=replace(PERMANENT_COMMISSION, lot_size=2))
    lots.make_by_subject(session, SEC, NOW)
    assert [items for _, items in lots_of(session)] == [["r1", "r2"], ["r3", "r4"]]


@pytest.mark.parametrize("somebody", ["m05", "sec"])
def test_any_voting_member_takes_a_report_out_without_a_reason(somebody: str) -> None:
    session = a_session()
    make(session, "r1", "r2", "r3")
    lots.take_out(session, person(somebody), "r2", NOW)
    assert session.lots["l1"].items == ["r1", "r3"]
    assert session.items["r2"].lot_id is None
    with refused(session, "lot.not_in_one"):
        lots.take_out(session, person(somebody), "r2", NOW)


def test_nobody_without_a_voice_takes_a_report_out() -> None:
    session = a_session()
    make(session, "r1", "r2")
    with refused(session, "session.no_vote"):
        lots.take_out(session, person("observer"), "r1", NOW)
    with refused(session, "session.not_member"):
        lots.take_out(session, person("stranger"), "r1", NOW)


def test_a_report_taken_out_of_a_lot_in_hand_waits_for_its_own_call() -> None:
    for move in (agenda.open_list, agenda.close_list, None):
        session = a_lot_in_hand()
        if move:
            agenda.open_list(session, SEC, NOW)
        if move is agenda.close_list:
            agenda.close_list(session, SEC, NOW)
        lots.take_out(session, person("m02"), "r1", NOW)
        assert session.items["r1"].state is ItemState.DRAFT
        assert session.current == ("r2", "r3")


def test_once_the_lot_is_opened_nothing_leaves_it() -> None:
    session = a_lot_in_hand()
    vote = voting.open_vote(session, SEC, ["r1", "r2", "r3"], NOW)
    for gesture in (lambda: None, lambda: voting.close(session, SEC, vote.vote_id, NOW)):
        gesture()
        with refused(session, "lot.opened"):
            lots.take_out(session, person("m02"), "r1", NOW)
    proclaim(session, vote)
    with refused(session, "lot.opened"):
        lots.take_out(session, person("m02"), "r1", NOW)


def test_a_lot_whose_vote_was_annulled_may_be_left_again() -> None:
    session = a_lot_in_hand()
    vote = voting.open_vote(session, SEC, ["r1", "r2", "r3"], NOW)
    voting.annul(session, SEC, vote.vote_id, "Panne", NOW)
    lots.take_out(session, person("m02"), "r1", NOW)
    assert a_vote(session, "r2", "r3").lot_id == "l1"


def test_amended_postponed_and_withdrawn_reports_leave_by_themselves() -> None:
    session = an_open_session(5, reports=5, lot=["r1", "r2", "r3", "r4", "r5"])
    agenda.amend(session, SEC, "r1", "Article 2", "m02", NOW)
    agenda.send_back(session, SEC, "r2", Ground.OTHER, "", NOW)
    agenda.withdraw(session, SEC, "r3", "", NOW)
    assert session.lots["l1"].items == ["r4", "r5"]


def test_one_gesture_is_for_one_report_or_for_several_of_one_lot() -> None:
    session = a_session(5, reports=5)
    make(session, "r1", "r2")
    make(session, "r3", "r4")
    enter(session, *seats(5))
    conduct.open_session(session, SEC, NOW)
    for mixed in (["r1", "r3"], ["r1", "r5"], ["r5", "r1"]):
        with refused(session, "lot.not_in_one"):
            agenda.call(session, SEC, mixed, NOW)
    agenda.call(session, SEC, ["r1", "r2"], NOW)
    with refused(session, "lot.not_in_one"):
        voting.open_vote(session, SEC, ["r1", "r3"], NOW)
