"""Voting by the buttons: each seat with as few clicks as its choices allow."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from simulator import Message, cards
from tests.scenarios.assembly.acts import (
    ABSTAIN,
    AGAINST,
    FOR,
    NO_PART,
    Announce,
    Vote,
)
from tests.scenarios.assembly.cast import SECRETARY, Cast
from tests.scenarios.assembly.hands import Hands, titles

SAID = {FOR: "Pour", AGAINST: "Contre", ABSTAIN: "Abstention", NO_PART: "Ne pas prendre part"}
WHOLE = {choice: f"{said} sur tout" for choice, said in SAID.items()}
EXCEPT = {AGAINST: "Exceptions : contre", ABSTAIN: "Exceptions : abstention"}


class Voters:
    def __init__(self, hands: Hands, cast: Cast) -> None:
        self._hands, self._cast = hands, cast
        self._announced: dict[tuple[str, int], dict[str, str]] = {}
        self._before: dict[str, str] = {}
        """What each seat chose in its last vote on one report: "Même vote" repeats it."""

    async def announce(self, act: Announce) -> None:
        await self._hands.presses_in_more(act.member, "Position du groupe", f"Lot {act.lot}")
        by_choice = defaultdict[str, list[str]](list)
        for report, choice in act.exceptions.items():
            by_choice[EXCEPT[choice]].append(report)
        await self._hands.sends(act.member, {"Votre groupe annonce": "Pour", **by_choice})
        self._announced[act.group, act.lot] = dict(act.exceptions)

    async def vote(self, act: Vote) -> None:
        hands, name = self._hands, _name(act)
        actors = defaultdict[str, list[str]](list)
        for seat in sorted(act.choices, key=lambda seat: seat in act.held):
            actors[act.held.get(seat, seat)].append(seat)
        seen = {actor: len(hands.messages(actor)) for actor in actors}
        card = await hands.presses(SECRETARY, "Ouvrir le vote")
        assert name in cards.words(card), cards.words(card)
        found = await asyncio.gather(
            *(hands.finds(actor, _any(act), name, seen[actor]) for actor in actors)
        )
        if act.changed is not None:
            await self.announce(act.changed)
        given = zip(found, actors.items(), strict=True)
        await asyncio.gather(*(self._votes(act, card, *each) for card, each in given))
        if act.annulled:
            await hands.presses_form(SECRETARY, "Annuler le vote", {"Motif": act.annulled})
            return
        await hands.presses(SECRETARY, "Clore le vote")
        card = await hands.presses(SECRETARY, "Proclamer")
        assert "Proclamer" not in titles(card), cards.words(card)
        for report, choice in act.casting.items():
            asked = f"Voix prépondérante : Rapport {report}. Égalité, à vous de décider."
            await hands.presses(self._cast.chair, SAID[choice], asked)
            await hands.presses(SECRETARY, "Proclamer")

    async def _votes(self, act: Vote, message: Message, actor: str, seats: list[str]) -> None:
        """One's own seat, then those of the proxies that one holds."""
        for seat in filter(act.choices.get, seats):
            whose = seat if seat in act.held else ""
            if seat in act.first:
                first = WHOLE if act.lot else SAID
                await self._hands.presses_on(actor, message, first[act.first[seat]], whose)
            if act.lot:
                await self._votes_on_lot(act, message, actor, seat, whose)
            else:
                [choice] = act.choices[seat].values()
                again = self._before.get(seat) == choice
                title = "Même vote" if again else SAID[choice]
                await self._hands.presses_on(actor, message, title, whose)
                self._before[seat] = choice

    async def _votes_on_lot(
        self, act: Vote, message: Message, actor: str, seat: str, whose: str
    ) -> None:
        choices = act.choices[seat]
        announced = self._announced.get((self._cast.group(seat), act.lot), {})
        if len(set(choices.values())) == 1:
            [choice] = set(choices.values())
            await self._hands.presses_on(actor, message, WHOLE[choice], whose)
        elif choices == {report: announced.get(report, FOR) for report in choices}:
            card = await self._hands.presses_on(actor, message, "Comme annoncé", whose)
            if "La position de votre groupe a changé" in cards.words(card):
                await self._hands.presses_on(actor, message, "Comme annoncé", whose)
        else:
            await self._hands.presses_on(actor, message, WHOLE[FOR], whose)
            await self._hands.presses_on(actor, message, "Au cas par cas", whose)
            await self._case_by_case(actor, choices)

    async def _case_by_case(self, actor: str, choices: Mapping[str, str]) -> None:
        """Page by page, as far as there is something to change."""
        hands = self._hands
        left = {report: SAID[choice] for report, choice in choices.items() if choice != FOR}
        while left:
            page = hands.form(actor)
            labels = {str(each["label"]).partition(" – ")[0]: each for each in cards.fields(page)}
            said = {labels[report]["label"]: left.pop(report) for report in labels.keys() & left}
            going_on = "Voter et continuer" if "Voter et continuer" in titles(page) else "Voter"
            await hands.sends(actor, said, going_on if said else "Page suivante sans voter")
        if hands.form(actor):
            hands.closes(actor)


def _name(act: Vote) -> str:
    """What the card of a vote is headed with."""
    number, _, step = act.reports[0].partition("-")
    if act.lot:
        return f"Lot {act.lot}"
    if step == "U":
        return f"Urgence d'ajouter le rapport {number}"
    return rf"Amendement {number}\-{step}" if step else f"Rapport {number}"


def _any(act: Vote) -> str:
    return WHOLE[FOR] if act.lot else SAID[FOR]
