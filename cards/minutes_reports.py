"""The agenda, and each report's way through the session: called, debated, decided or sent back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from cards.minutes_words import Scribe
from domain.assembly.agenda import DebateMoved, Ground, ReportSentBack, ReportWithdrawn
from domain.assembly.lots import LeftLot, LotMade
from domain.assembly.session import Item, ItemKind, ItemState

Votes = Mapping[str, dict[str, Any]]

GROUNDS = {
    Ground.SECRET_BALLOT: "minutes.sent_back.secret_ballot",
    Ground.NO_QUORUM: "minutes.sent_back.no_quorum",
    Ground.OTHER: "minutes.sent_back.other",
}
LEFT = {
    "asked": "minutes.left.asked",
    "amended": "minutes.left.amended",
    "no_quorum": "minutes.left.no_quorum",
    "secret_ballot": "minutes.left.secret_ballot",
    "withdrawn": "minutes.left.withdrawn",
}
LISTS = {
    ItemState.DEBATING: "minutes.debate.opened",
    ItemState.LIST_CLOSED: "minutes.debate.closed",
}


def agenda(scribe: Scribe) -> list[dict[str, Any]]:
    """The reports in their order, those added in session with their ground."""
    lots = {item_id: s.fact.number for s in scribe.told.of(LotMade) for item_id in s.fact.items}
    return [
        {
            **_named(scribe, item),
            "rapporteur": item.rapporteur,
            "opinion": item.opinion,
            "link": item.link,
            "lot": lots.get(item.item_id),
            "added": _added(scribe, item),
        }
        for item in scribe.session.reports
    ]


def reports(scribe: Scribe, votes: Votes) -> list[dict[str, Any]]:
    """What was said of each report and done with it; its amendments and its urgency with it."""
    events = _events(scribe)
    told = []
    for item in scribe.session.reports:
        steps = [_report(scribe, s, votes, events) for s in scribe.session.steps_before(item)]
        told.append({**_report(scribe, item, votes, events), "steps": steps})
    return told


def lots(scribe: Scribe) -> list[dict[str, Any]]:
    """Each lot as it was made, and what left it, when and why."""
    made: dict[str, dict[str, Any]] = {}
    lot_of: dict[str, str] = {}
    for step in scribe.told.steps:
        if isinstance(step.fact, LotMade):
            lot_of |= dict.fromkeys(step.fact.items, step.fact.lot_id)
            numbers = [scribe.session.items[each].number for each in step.fact.items]
            title = scribe.texts("minutes.lot", number=step.fact.number, subject=step.fact.subject)
            made[step.fact.lot_id] = {"title": title, "reports": numbers, "left": []}
        elif isinstance(step.fact, LeftLot):
            item = scribe.session.items[step.fact.item]
            key = LEFT.get(step.fact.why, "minutes.left.other")
            name = scribe.name(step.fact.by) if step.fact.by else ""
            facts = {"number": item.number, "at": scribe.hour(step.at), "name": name}
            made[lot_of[step.fact.item]]["left"].append(
                {"report": item.number, "why": step.fact.why, "text": scribe.texts(key, **facts)}
            )
    return list(made.values())


def secret_ballots(scribe: Scribe) -> list[str]:
    """Requests for a secret ballot that were adopted: the report goes to a meeting in person."""
    asked = [s for s in scribe.told.of(ReportSentBack) if s.fact.ground == Ground.SECRET_BALLOT]
    return [
        scribe.texts(
            "minutes.about",
            what=scribe.item(scribe.session.items[step.fact.item]),
            said=_sent_back(scribe, step.fact, scribe.hour(step.at)),
        )
        for step in asked
    ]


def decision(vote: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was decided, without who voted what, which is the annex's."""
    names = ("deliberation", "outcome", "result", "figures", "casting", "mode", "hours", "presided")
    return {name: vote[name] if vote else None for name in names}


def _report(
    scribe: Scribe, item: Item, votes: Votes, events: Mapping[str, list[str]]
) -> dict[str, Any]:
    vote, call = votes.get(item.item_id), scribe.told.calls.get(item.item_id)
    texts, quorum = scribe.texts, []
    if call is not None:
        # Without a quorum no report is called, unless it is called with others: then it is voted
        # apart or sent back, and these figures say why.
        found = call.quorum
        figures = {"counted": found.counted, "need": found.need, "base": found.base}
        quorum.append(scribe.quorum("minutes.quorum.at_call", call.at, figures))
    if vote is not None:
        quorum.append(vote["quorum"]["text"])
    return {
        **_named(scribe, item),
        "state": str(item.state),
        "added": _added(scribe, item),
        "called": texts("minutes.called", at=scribe.hour(call.at)) if call else None,
        "waiver": texts("minutes.waiver", how=call.waiver) if call and call.waiver else None,
        "amended": texts("minutes.amended") if item.amended else None,
        "quorum": quorum,
        "recused": _recused(scribe, item),
        "events": events.get(item.item_id, []),
        **decision(vote),
    }


def _named(scribe: Scribe, item: Item) -> dict[str, Any]:
    return {
        "item_id": item.item_id,
        "number": item.number,
        "kind": str(item.kind),
        "title": scribe.item(item),
    }


def _added(scribe: Scribe, item: Item) -> str | None:
    """A report that came in session says on which ground."""
    if item.kind is not ItemKind.REPORT or not item.ground:
        return None
    return scribe.texts("minutes.added", ground=item.ground)


def _recused(scribe: Scribe, item: Item) -> list[dict[str, str]]:
    return [
        {
            "name": scribe.name(member),
            "ground": item.recused[member],
            "text": scribe.texts(
                "minutes.recused", name=scribe.name(member), ground=item.recused[member]
            ),
        }
        for member in scribe.in_order(item.recused)
    ]


def _events(scribe: Scribe) -> Mapping[str, list[str]]:
    """What happened to each report besides its vote, in its order."""
    events: defaultdict[str, list[str]] = defaultdict(list)
    for step in scribe.told.steps:
        fact, at = step.fact, scribe.hour(step.at)
        if isinstance(fact, DebateMoved):
            for item_id in fact.items:
                events[item_id].append(scribe.texts(LISTS[ItemState(fact.state)], at=at))
        elif isinstance(fact, ReportSentBack):
            events[fact.item].append(_sent_back(scribe, fact, at))
        elif isinstance(fact, ReportWithdrawn):
            said = scribe.texts("minutes.withdrawn", at=at)
            events[fact.item].append(scribe.because(said, fact.reason))
    return events


def _sent_back(scribe: Scribe, fact: ReportSentBack, at: str) -> str:
    return scribe.because(scribe.texts(GROUNDS[Ground(fact.ground)], at=at), fact.reason)
