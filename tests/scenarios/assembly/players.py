"""The story, played: every act by the buttons of whoever does it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientSession

from simulator import cards
from simulator.cards import Entry
from tests.scenarios.assembly import acts
from tests.scenarios.assembly.agenda import as_csv
from tests.scenarios.assembly.cast import ADMIN, SECRETARY, Cast
from tests.scenarios.assembly.hands import PARIS, Hands
from tests.scenarios.assembly.voters import Voters
from tests.support.world import World

TITLE = "Commission permanente de novembre"
ROOM = "Salle des votes"
Gesture = Callable[[Any], Awaitable[None]]


async def play(world: World, cast: Cast, story: Iterable[acts.Act]) -> Hands:
    """Everything from "Nouvelle séance" on. Gives back the hands, with their clicks."""
    players = Players(world, cast)
    await players.prepare()
    for act in story:
        await players.do(act)
    return players.hands


async def download(hands: Hands) -> str:
    """The secretary opens the draft of the minutes. Its name says which session it is."""
    card = await hands.presses(SECRETARY, "Procès-verbal")
    [link] = [each.action["url"] for each in cards.buttons(card) if each.title == "Télécharger"]
    async with ClientSession() as browser, browser.get(link) as response:
        assert (await response.read()).startswith(b"PK"), response.status
        named = re.search(r"proces-verbal-(.+)\.docx", response.headers["Content-Disposition"])
    assert named
    return named[1]


class Players:
    def __init__(self, world: World, cast: Cast) -> None:
        self.cast, self.hands = cast, Hands(world)
        self._world = world
        voters = Voters(self.hands, cast)
        self._gestures: dict[type[acts.Act], Gesture] = {
            acts.Vote: voters.vote,
            acts.Announce: voters.announce,
            acts.Enter: self._enter,
            acts.Leave: self._leave,
            acts.Excuse: self._excuse,
            acts.Open: self._open,
            acts.Close: self._close,
            acts.Call: self._call,
            acts.GiveProxy: self._give_proxy,
            acts.TakeBackProxy: self._take_back_proxy,
            acts.RestoreProxy: self._restore_proxy,
            acts.TakeOut: self._take_out,
            acts.StepAside: self._step_aside,
            acts.Amend: self._amend,
            acts.SendBack: self._send_back,
            acts.AddUrgent: self._add_urgent,
            acts.LoseQuorum: self._lose_quorum,
        }

    async def prepare(self) -> None:
        """A channel for the board, a session, its agenda, its lots."""
        hands, soon = self.hands, datetime.now(PARIS) + timedelta(minutes=10)
        admin = hands.person(ADMIN)
        team = self._world.teams.add_team("Assemblée régionale", [ROOM])
        await self._world.teams.add_bot_to(team, by=admin)
        await admin.says("canal séance", in_=team.channels[ROOM])
        await hands.person(SECRETARY).says("aide")
        await hands.presses(SECRETARY, "Nouvelle séance")
        planned = {
            "Intitulé": TITLE,
            "Type de séance": "Commission permanente",
            "Jour": f"{soon:%Y-%m-%d}",
            "Heure": f"{soon:%H:%M}",
            "Présidence": self.cast.chair,
        }
        await hands.sends(SECRETARY, planned)
        await hands.presses(SECRETARY, "Importer l'ordre du jour")
        await hands.sends(SECRETARY, {"Lignes du tableau": as_csv()})
        card = await hands.presses(SECRETARY, "Former les lots")
        assert "200 rapports à l'ordre du jour, lots : 12" in cards.words(card)

    async def do(self, act: acts.Act) -> None:
        await self._gestures[type(act)](act)

    async def _enter(self, act: acts.Enter) -> None:
        await self._each(act.who, "J'entre en séance")

    async def _leave(self, act: acts.Leave) -> None:
        await self._each(act.who, "Je quitte la séance")

    async def _excuse(self, act: acts.Excuse) -> None:
        await self.hands.presses(act.who, "Je ne serai pas là")

    async def _open(self, act: acts.Open) -> None:
        await self._secretary("Ouvrir la séance")

    async def _close(self, act: acts.Close) -> None:
        await self._secretary("Clore la séance")

    async def _call(self, act: acts.Call) -> None:
        name = f"Lot {act.lot}" if act.lot else f"Rapport {act.reports[0]}"
        await self._secretary("Appeler le rapport", name)

    async def _give_proxy(self, act: acts.GiveProxy) -> None:
        said = {"Pouvoir donné à": act.holder}
        if act.written_down:
            said |= {"Pouvoir de": act.giver, "Pièce ou référence": "courriel de la veille"}
            await self._fills_in(SECRETARY, "Enregistrer un pouvoir", said)
        else:
            await self._fills_in(act.giver, "Donner pouvoir", said)

    async def _take_back_proxy(self, act: acts.TakeBackProxy) -> None:
        await self.hands.presses_in_more(act.giver, "Reprendre mon pouvoir")

    async def _restore_proxy(self, act: acts.RestoreProxy) -> None:
        await self.hands.presses_in_more(act.giver, "Rétablir mon pouvoir")

    async def _take_out(self, act: acts.TakeOut) -> None:
        said = {"Rapport": act.report}
        await self._fills_in(act.member, "Voter à part", said, f"Lot {act.lot}")

    async def _step_aside(self, act: acts.StepAside) -> None:
        said = {"Rapport": act.report, "Motif": act.ground}
        await self._fills_in(act.member, "Déclarer un déport", said)

    async def _amend(self, act: acts.Amend) -> None:
        said = {"Rapport": act.report, "Amendement": act.title, "Auteur": act.author}
        await self._fills_in(SECRETARY, "Amendement", said)

    async def _send_back(self, act: acts.SendBack) -> None:
        why = "Scrutin secret demandé et adopté : réunion en présence"
        said = {"Rapport": act.report, "Pourquoi": why, "Précision": act.reason}
        await self._fills_in(SECRETARY, "Renvoyer", said)

    async def _add_urgent(self, act: acts.AddUrgent) -> None:
        said = {"Numéro": act.report, "Intitulé": act.title}
        said["Pourquoi il ne peut pas attendre"] = act.ground
        await self._fills_in(SECRETARY, "Ajouter un rapport", said)

    async def _lose_quorum(self, act: acts.LoseQuorum) -> None:
        await self._each(act.who, "Je quitte la séance")
        await self._secretary("Ouvrir le vote", "Quorum non atteint")
        await self.hands.presses_in_more(SECRETARY, "Suspendre")
        await self._each(act.who, "J'entre en séance")
        await self._secretary("Reprendre", "Quorum atteint")

    async def _fills_in(
        self, name: str, button: str, said: Mapping[str, Entry], line: str = ""
    ) -> None:
        """A form behind Plus."""
        await self.hands.presses_in_more(name, button, line)
        await self.hands.sends(name, said)

    async def _each(self, who: Iterable[str], button: str) -> None:
        await asyncio.gather(*(self.hands.presses(name, button) for name in who))

    async def _secretary(self, button: str, words: str = "") -> None:
        card = await self.hands.presses(SECRETARY, button)
        assert words in cards.words(card), cards.words(card)
