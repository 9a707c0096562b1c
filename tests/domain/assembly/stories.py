"""A session in which everything happens: what its journal must be able to tell."""

from __future__ import annotations

from domain.assembly import agenda, conduct, lots, nominal, plan, presence, proxies, results, voting
from domain.assembly.agenda import Ground
from domain.assembly.session import Session
from tests.domain.assembly.builders import (
    NOW,
    SEC,
    SEC2,
    a_closed_vote,
    a_draft,
    a_session,
    a_vote,
    cast,
    decide,
    enter,
    later,
    person,
    proclaim,
    seats,
)


def a_long_day() -> Session:
    """Five members in one room, eight reports; every kind of fact is put on the record."""
    session = a_session(5, reports=8, remote=False)
    _prepare(session)
    _take_a_lot(session)
    _vote_aloud(session)
    _change_the_agenda(session)
    conduct.suspend(session, SEC, "Déjeuner", later(120))
    conduct.resume(session, SEC, later(180))
    conduct.close_session(session, SEC, later(240))
    return session


def _prepare(session: Session) -> None:
    lots.make(session, SEC, "Lycées", ["r1", "r2", "r3", "r4"], NOW)
    plan.answer(session, person("m05"), plan.Answer.ABSENT, NOW)
    plan.call_again(session, SEC, NOW)
    proxies.give(session, person("m05"), "m05", "m02", NOW, end=later(60), evidence="Courriel")
    enter(session, *seats(4))
    presence.call_roll(session, SEC, seats(4), later(1))
    conduct.open_session(session, SEC, later(2))


def _take_a_lot(session: Session) -> None:
    lots.take_out(session, person("m03"), "r4", later(3))
    lots.announce(session, person("m01"), "l1", "for", {"r2": "against"}, later(4))
    agenda.step_aside(session, person("m04"), "m04", "r3", "Présidente de l'association", later(5))
    agenda.call(session, SEC, ["r1", "r2", "r3"], later(6))
    agenda.open_list(session, SEC, later(7))
    agenda.close_list(session, SEC, later(8))
    vote = a_vote(session, "r1", "r2", "r3", at=later(9))
    cast(vote, session, "m03", choices=voting.as_announced(session, vote, "m03", 1), at=later(10))
    cast(vote, session, "m02", choices={"r1": "for", "r2": "for", "r3": "for"}, at=later(11))
    cast(vote, session, "m02", "abstain", at=later(12))
    cast(vote, session, "m02", "against", seat="m05", at=later(13))
    voting.close(session, SEC, vote.vote_id, later(14))
    conduct.take_chair(session, SEC, "m04", later(15))
    conduct.take_chair(session, SEC, "m01", later(16))
    results.give_casting_vote(session, person("m01"), vote.vote_id, "r1", "for", later(17))
    results.give_casting_vote(session, person("m01"), vote.vote_id, "r3", "against", later(17))
    proclaim(session, vote)


def _vote_aloud(session: Session) -> None:
    failed = a_vote(session, "r4", at=later(20))
    voting.annul(session, SEC, failed.vote_id, "Panne de son", later(21))
    vote = a_vote(session, "r4", at=later(22))
    for seat, choice, heard in (("m02", "for", True), ("m03", "against", False)):
        nominal.hear(session, SEC, vote.vote_id, seat, choice, later(23))
        nominal.confirm(session, SEC2, vote.vote_id, seat, later(24), heard=heard)
    voting.close(session, SEC, vote.vote_id, later(25))
    proclaim(session, vote)
    shown = a_vote(session, "r5", at=later(26))
    nominal.show_hands(session, SEC, shown.vote_id, "for", {"m04": "no_part"}, later(27))
    voting.close(session, SEC, shown.vote_id, later(28))
    proclaim(session, shown)


def _change_the_agenda(session: Session) -> None:
    enter(session, "m05", at=later(30))
    presence.leave(session, person("m05"), later(31))
    proxies.restore(session, person("m05"), later(32))
    proxies.end(session, person("m05"), "m05", later(33))
    agenda.call(session, SEC, ["r6"], later(34))
    agenda.amend(session, SEC, "r6", "Article 2", "m03", later(35))
    decide(session, "r9", for_="m01 m02")
    proclaim(session, a_closed_vote(session, "r6", for_="m01 m02", against="m03"))
    agenda.send_back(session, SEC, "r7", Ground.SECRET_BALLOT, "Six élus", later(40))
    agenda.withdraw(session, SEC, "r8", "Par l'exécutif", later(41))
    agenda.add_urgent_report(session, SEC, a_draft(99), "Crue", later(42))
    decide(session, "r11", against="m01 m02")
