"""Who was there, who was represented by whom, from when to when, and who was not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cards.minutes_words import Scribe
from domain.assembly.chronicle import Stay
from domain.assembly.conduct import SessionOpened
from domain.assembly.plan import Answer


def members(scribe: Scribe) -> dict[str, Any]:
    """Somebody who came late is both: represented until then, and present from then on."""
    session, told = scribe.session, scribe.told
    voting = scribe.in_order(member.person_id for member in session.voters)
    advising = scribe.in_order(each for each in session.members if each not in voting)
    represented = [stay for each in voting for stay in told.proxies if stay.member == each]
    away = set(voting) - set(told.presences) - {stay.member for stay in represented}
    excused = {each for each in away if session.answers.get(each) == Answer.ABSENT}
    return {
        "in_office": len(voting),
        "present": [_present(scribe, each) for each in voting if each in told.presences],
        "represented": [_represented(scribe, stay) for stay in represented],
        "excused": scribe.names(excused),
        "absent": scribe.names(away - excused),
        "without_vote": [_present(scribe, each) for each in advising if each in told.presences],
    }


def seated(scribe: Scribe, vote_id: str) -> dict[str, Any]:
    """Who was there when this vote opened: what the extract of its deliberations says."""
    seats = scribe.session.votes[vote_id].seats
    voting = scribe.in_order(member.person_id for member in scribe.session.voters)
    represented = [each for each in voting if seats.get(each, each) != each]
    return {
        "in_office": len(voting),
        "present": scribe.names(each for each in voting if seats.get(each) == each),
        "represented": [_proxy(scribe, each, seats[each]) for each in represented],
        "absent": scribe.names(each for each in voting if each not in seats),
    }


def presidents(scribe: Scribe) -> list[dict[str, Any]]:
    """Who presided one after the other."""
    return [_stayed(scribe, scribe.name(s.member), [s]) for s in scribe.told.presidents]


def opening_quorum(scribe: Scribe) -> dict[str, Any] | None:
    """The session's as a whole. A report's own stands with the report."""
    for step in scribe.told.of(SessionOpened):
        figures = {"counted": step.fact.counted, "need": step.fact.need}
        figures["base"] = len(scribe.session.voters)
        text = scribe.quorum("minutes.quorum.at_opening", step.at, figures)
        return {**figures, "text": text}
    return None


def _present(scribe: Scribe, member: str) -> dict[str, Any]:
    return _stayed(scribe, scribe.name(member), scribe.told.presences[member])


def _represented(scribe: Scribe, stay: Stay) -> dict[str, Any]:
    stayed = _stayed(scribe, _proxy(scribe, stay.member, stay.holder), [stay])
    return {**stayed, "name": scribe.name(stay.member), "holder": scribe.name(stay.holder)}


def _proxy(scribe: Scribe, giver: str, holder: str) -> str:
    facts = {"giver": scribe.name(giver), "holder": scribe.name(holder)}
    return scribe.texts("minutes.represented", **facts)


def _stayed(scribe: Scribe, who: str, stays: Sequence[Stay]) -> dict[str, Any]:
    """The hours are told where it was not for the whole session."""
    hours = scribe.hours(stays)
    return {
        "name": who,
        "hours": [[scribe.iso(stay.start), scribe.iso(stay.end)] for stay in stays],
        "text": scribe.texts("minutes.hours.of", who=who, hours=hours) if hours else who,
    }
