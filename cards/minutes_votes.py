"""The annex of public votes: who voted what on each report, as the journal has it.

Nothing stands there before its proclamation: a draft that is made while a vote is open must not
tell anybody what others have pressed. Ballots that were replaced stay in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cards.minutes_words import Scribe
from domain.assembly.chronicle import Step
from domain.assembly.nominal import ChoiceConfirmed, ChoiceHeard, HandsShown
from domain.assembly.results import Outcome, Proclaimed
from domain.assembly.session import Item, ItemKind
from domain.assembly.votes import Choice, Vote, VoteAnnulled, VoteClosed

SILENT = "silent"
"""A seat that sent no ballot."""

CHOICES = {
    Choice.FOR: "minutes.choice.for",
    Choice.AGAINST: "minutes.choice.against",
    Choice.ABSTAIN: "minutes.choice.abstain",
    Choice.NO_PART: "minutes.choice.no_part",
    SILENT: "minutes.choice.silent",
}
COUNTS = {
    "for": "minutes.count.for",
    "against": "minutes.count.against",
    "abstain": "minutes.count.abstain",
    "no_part": "minutes.count.no_part",
    SILENT: "minutes.count.silent",
}
UNANIMOUS = "unanimous"
RESULTS = {
    (ItemKind.REPORT, UNANIMOUS): "minutes.result.report.unanimous",
    (ItemKind.REPORT, Outcome.ADOPTED): "minutes.result.report.adopted",
    (ItemKind.REPORT, Outcome.REJECTED): "minutes.result.report.rejected",
    (ItemKind.AMENDMENT, UNANIMOUS): "minutes.result.amendment.unanimous",
    (ItemKind.AMENDMENT, Outcome.ADOPTED): "minutes.result.amendment.adopted",
    (ItemKind.AMENDMENT, Outcome.REJECTED): "minutes.result.amendment.rejected",
    (ItemKind.URGENCY, UNANIMOUS): "minutes.result.urgency.unanimous",
    (ItemKind.URGENCY, Outcome.ADOPTED): "minutes.result.urgency.adopted",
    (ItemKind.URGENCY, Outcome.REJECTED): "minutes.result.urgency.rejected",
}


@dataclass(frozen=True)
class Spoken:
    """A ballot said aloud: for which seat, and the sentence that says so."""

    at: datetime
    vote_id: str
    seat: str
    text: str


def public_votes(scribe: Scribe) -> dict[str, dict[str, Any]]:
    """The vote that decided each report, by the report's id, in the order of the proclamations."""
    told, aloud = scribe.told, spoken(scribe)
    closed = {step.fact.vote_id: step for step in told.of(VoteClosed)}
    shown = {step.fact.vote_id for step in told.of(HandsShown)}
    found: dict[str, dict[str, Any]] = {}
    for step in told.of(Proclaimed):
        vote = scribe.session.votes[step.fact.vote_id]
        said = [each for each in aloud if each.vote_id == vote.vote_id]
        ended = closed[vote.vote_id]
        together = {
            "mode": _mode(scribe, vote, shown, {each.seat for each in said}),
            "proclaimed": scribe.hour(step.at),
            "spoken": [each.text for each in said],
            "code": {"height": ended.height, "code": ended.code},
        }
        # The journal's JSON has its keys sorted: the order of the reports is the vote's own.
        for item_id in [each for each in vote.items if each in step.fact.results]:
            item, result = scribe.session.items[item_id], step.fact.results[item_id]
            about = _about(scribe, vote, item) | _decided(scribe, vote, item, result)
            found[item_id] = {**about, **together}
    return found


def annulled(scribe: Scribe) -> list[dict[str, Any]]:
    """Votes that count for nothing, each with its reason; nobody's choice in them is published."""
    return [
        {
            "vote_id": step.fact.vote_id,
            "at": scribe.iso(step.at),
            "reason": step.fact.reason,
            "text": annulment(scribe, step),
        }
        for step in scribe.told.of(VoteAnnulled)
    ]


def annulment(scribe: Scribe, step: Step[VoteAnnulled]) -> str:
    vote = scribe.session.votes[step.fact.vote_id]
    opened, at = scribe.hour(vote.opened_at), scribe.hour(step.at)
    said = scribe.texts("minutes.annulled", what=_what(scribe, vote), opened=opened, at=at)
    return scribe.because(said, step.fact.reason)


def spoken(scribe: Scribe) -> list[Spoken]:
    """Ballots that were said aloud: who entered them, and which second person confirmed them."""
    heard: dict[tuple[str, str], str] = {}
    found: list[Spoken] = []
    for step in scribe.told.steps:
        match step.fact:
            case ChoiceHeard(vote_id, seat, _, by):
                heard[vote_id, seat] = by
            case ChoiceConfirmed(vote_id, seat, second):
                people = {"name": seat, "by": heard[vote_id, seat], "second": second}
                facts = {role: scribe.name(each) for role, each in people.items()}
                text = scribe.texts("minutes.spoken", at=scribe.hour(step.at), **facts)
                found.append(Spoken(step.at, vote_id, seat, text))
    return found


def _about(scribe: Scribe, vote: Vote, item: Item) -> dict[str, Any]:
    texts, closed_at = scribe.texts, vote.closed_at or vote.opened_at
    frozen, seats = vote.quorum[item.item_id], vote.voters_on(item.item_id)
    return {
        "vote_id": vote.vote_id,
        "item_id": item.item_id,
        "title": scribe.item(item),
        "number": item.number,
        "deliberation": item.deliberation,
        "lot": scribe.session.lots[vote.lot_id].number if vote.lot_id else None,
        "opened_at": scribe.iso(vote.opened_at),
        "closed_at": scribe.iso(closed_at),
        "hours": texts(
            "minutes.vote_hours", opened=scribe.hour(vote.opened_at), closed=scribe.hour(closed_at)
        ),
        "presided": scribe.name(vote.presided_by),
        "quorum": {
            **{name: frozen[name] for name in ("counted", "need", "base")},
            "text": scribe.quorum("minutes.quorum.at_vote", vote.opened_at, frozen),
        },
        "ballots": [_ballot(scribe, vote, item, s) for s in scribe.in_order(seats)],
        "aside": _aside(scribe, vote, item),
    }


def _ballot(scribe: Scribe, vote: Vote, item: Item, seat: str) -> dict[str, Any]:
    """The seat's last ballot, and who gave it: whoever read it aloud is no part of that."""
    ballot, actor = vote.ballot(item.item_id, seat), vote.seats[seat]
    name, holder = scribe.name(seat), scribe.name(actor) if actor != seat else None
    choice = ballot.choice if ballot else SILENT
    text = scribe.by_proxy(holder, name) if holder else name
    direction = scribe.texts(CHOICES[choice])
    return {"name": name, "choice": str(choice), "vote": direction, "by": holder, "text": text}


def _decided(scribe: Scribe, vote: Vote, item: Item, result: Mapping[str, Any]) -> dict[str, Any]:
    figures: dict[str, int] = {name: result[name] for name in COUNTS}
    return {
        "outcome": str(result["outcome"]),
        "result": _result(scribe, item, result),
        "figures": {**figures, "expressed": figures["for"] + figures["against"]},
        "casting": _casting(scribe, vote, item, result),
    }


def _aside(scribe: Scribe, vote: Vote, item: Item) -> list[str]:
    """Seats without a ballot here: their member stepped aside, or whoever holds their proxy did."""
    recused, said = scribe.session.aside_on(item), []
    for seat in scribe.in_order(vote.aside.get(item.item_id, ())):
        name, holder = scribe.name(seat), scribe.name(vote.seats[seat])
        if seat in recused:
            said.append(scribe.texts("minutes.aside.own", name=name))
        else:
            said.append(scribe.texts("minutes.aside.holder", name=name, holder=holder))
    return said


def _result(scribe: Scribe, item: Item, result: Mapping[str, Any]) -> str:
    # Of the votes expressed: abstentions and silence are none, and stand beside in the figures.
    is_unanimous = result["for"] and not result["against"]
    outcome = UNANIMOUS if is_unanimous else Outcome(result["outcome"])
    counted = [
        scribe.texts(key, count=result[name])
        for name, key in COUNTS.items()
        if result[name] or name in ("for", "against", "abstain")
    ]
    return scribe.texts(RESULTS[item.kind, outcome], figures=", ".join(counted))


def _casting(scribe: Scribe, vote: Vote, item: Item, result: Mapping[str, Any]) -> str | None:
    """Whose voice decided a tie, and how it was given."""
    if result["for"] != result["against"] or not result["for"]:
        return None
    if result["casting"] is None:
        return scribe.texts("minutes.casting.none", name=scribe.name(vote.presided_by))
    name, choice = scribe.name(vote.presided_by), scribe.texts(CHOICES[Choice(result["casting"])])
    own = vote.ballot(item.item_id, vote.presided_by)
    if own is not None and own.choice == result["casting"]:
        return scribe.texts("minutes.casting.own", name=name, choice=choice)
    if item.item_id in vote.casting:
        return scribe.texts("minutes.casting.asked", name=name, choice=choice)
    return scribe.texts("minutes.casting.none", name=name)


def _mode(scribe: Scribe, vote: Vote, shown: set[str], aloud: set[str]) -> str:
    if vote.vote_id in shown:
        return scribe.texts("minutes.mode.hands")
    if not aloud:
        return scribe.texts("minutes.mode.electronic")
    return scribe.texts(
        "minutes.mode.nominal" if aloud >= set(vote.ballots) else "minutes.mode.both"
    )


def _what(scribe: Scribe, vote: Vote) -> str:
    return " ; ".join(scribe.item(scribe.session.items[each]) for each in vote.items)
