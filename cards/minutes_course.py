"""The course of a session by the clock: opened, presided, suspended, disturbed, closed; and the
control codes that were read out meanwhile."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from cards.minutes_votes import annulment, spoken
from cards.minutes_words import Scribe
from domain.assembly.chronicle import Step
from domain.assembly.conduct import (
    ChairTaken,
    SessionClosed,
    SessionOpened,
    SessionResumed,
    SessionSuspended,
)
from domain.assembly.plan import SessionCalledAgain
from domain.assembly.record import Fact
from domain.assembly.votes import VoteAnnulled, VoteClosed


def course(scribe: Scribe) -> list[dict[str, Any]]:
    """Each step with its hour."""
    told = [(step, _said(scribe, step)) for step in scribe.told.steps]
    return [
        {"kind": step.fact.KIND, "at": scribe.iso(step.at), "text": text}
        for step, text in told
        if text
    ]


def incidents(scribe: Scribe) -> list[str]:
    """What disturbed the session, in its order: suspensions, members who were gone for a while, by
    a cut line or by choice, votes to be done again, and ballots that had to be said aloud."""
    found = [(step.at, _said(scribe, step)) for step in scribe.told.of(SessionSuspended)]
    found += [(step.at, annulment(scribe, step)) for step in scribe.told.of(VoteAnnulled)]
    found += [(each.at, each.text) for each in spoken(scribe)]
    for member, stays in scribe.told.presences.items():
        for before, after in pairwise(stays):
            start = before.end or after.start
            hours = {"start": scribe.hour(start), "end": scribe.hour(after.start)}
            found.append((start, scribe.texts("minutes.gone", name=scribe.name(member), **hours)))
    return [said for _, said in sorted(found, key=lambda each: each[0])]


def codes(scribe: Scribe) -> list[dict[str, Any]]:
    """As they were published in the meeting: at the opening, at the end of each vote, at the end.

    Whoever has them tells whether anything before was touched (`verify_journal.py`).
    """
    listed = [(step, _coded(scribe, step)) for step in scribe.told.steps]
    return [
        {"what": what, "height": step.height, "code": step.code} for step, what in listed if what
    ]


def _said(scribe: Scribe, step: Step[Fact] | Step[SessionSuspended]) -> str:
    texts, fact, at = scribe.texts, step.fact, scribe.hour(step.at)
    match fact:
        case SessionCalledAgain():
            return texts("minutes.called_again", at=texts.in_full(fact.starts_at))
        case SessionOpened():
            return texts("minutes.opened", at=texts.in_full(step.at))
        case SessionSuspended():
            return scribe.because(texts("minutes.suspended", at=at), fact.reason)
        case SessionResumed():
            return texts("minutes.resumed", at=at)
        case ChairTaken():
            return texts("minutes.chair_taken", at=at, name=scribe.name(fact.member))
        case SessionClosed():
            return texts("minutes.closed", at=at)
    return ""


def _coded(scribe: Scribe, step: Step[Fact]) -> str:
    at = scribe.hour(step.at)
    match step.fact:
        case SessionOpened():
            return scribe.texts("minutes.code.opened", at=at)
        case VoteClosed(vote_id):
            items = scribe.session.votes[vote_id].items
            numbers = ", ".join(scribe.session.items[each].number for each in items)
            return scribe.texts("minutes.code.vote", numbers=numbers, at=at)
        case SessionClosed():
            return scribe.texts("minutes.code.closed", at=at)
    return ""
