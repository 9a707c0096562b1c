"""Closing against ballots, a thousand times: who was told that they voted has, and nobody else."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from tests.proofs.chamber import Chamber
from tests.proofs.journal import Journal, read_journal
from tests.proofs.proof import Figure, Run
from tests.proofs.voting_room import Press, Room, a_room
from tests.support.postgresql import Server

RACES = 1_000
RACES_A_ROOM = 100
VOTERS = 8
LATEST = 0.03
"""Seconds within which all of them press, and the secretary closes."""


@dataclass
class Tally:
    races: int = 0
    acknowledged: int = 0
    refused: int = 0
    inconsistent: int = 0
    example: str = ""

    def note(self, wrong: list[str]) -> None:
        self.inconsistent += bool(wrong)
        self.example = self.example or "; ".join(wrong[:3])


async def prove_races(run: Run, server: Server) -> list[Figure]:
    """Half of them on SQLite, half on PostgreSQL, side by side."""
    races = run.of(RACES)
    tallies = {"SQLite": Tally(), "PostgreSQL": Tally()}
    await asyncio.gather(
        _race_all(run, tallies["SQLite"], races - races // 2, None),
        _race_all(run, tallies["PostgreSQL"], races // 2, server),
    )
    return [_figure(kind, tally) for kind, tally in tallies.items() if tally.races]


async def _race_all(run: Run, tally: Tally, wanted: int, server: Server | None) -> None:
    chance = random.Random(f"{run.seed} races {server is None}")
    while tally.races < wanted:
        async with a_room(Chamber(VOTERS), server) as room:
            races = [
                await _race(room, chance) for _ in range(min(RACES_A_ROOM, wanted - tally.races))
            ]
            journal = await asyncio.to_thread(read_journal, room.bot.database_url)
            tally.note(journal.faults(room.hall.heads))
            for vote_id, pressed in races:
                tally.races += 1
                told = sum(press.is_acknowledged for press in pressed)
                tally.acknowledged += told
                tally.refused += len(pressed) - told
                tally.note(_wrong(vote_id, pressed, journal))
        run.progress(f"races: {tally.races} of {wanted}")


async def _race(room: Room, chance: random.Random) -> tuple[str, list[Press]]:
    """Returns what everybody was told, with their vote."""
    await room.open_vote()
    vote_id = room.vote_id
    ballots = [room.ballot(n, chance.choice(("for", "against"))) for n in range(VOTERS)]
    closing = room.desk("vote.close", vote_id=vote_id)
    *pressed, closed = await asyncio.gather(
        *(room.press_after(chance.random() * LATEST, each) for each in (*ballots, closing))
    )
    assert closed.is_acknowledged, closed.answer.body
    await room.at_desk("vote.annul", vote_id=vote_id, reason="Course", form_id=f"a-{vote_id}")
    return vote_id, pressed


def _wrong(vote_id: str, pressed: list[Press], journal: Journal) -> list[str]:
    told = {press.cast for press in pressed if press.is_acknowledged}
    cast = {each: times for each, times in journal.cast().items() if each[0] == vote_id}
    late = [each for each in journal.after_closing() if each[0] == vote_id]
    wrong = [f"told and not counted, or counted and not told: {told ^ cast.keys()}"]
    wrong = wrong if told ^ cast.keys() else []
    wrong += [f"counted {times} times: {each}" for each, times in cast.items() if times > 1]
    return wrong + [f"after the closing: {each}" for each in late]


def _figure(kind: str, tally: Tally) -> Figure:
    return Figure(
        f"{kind}: a vote closed while {VOTERS} members vote, within {LATEST * 1000:.0f} ms of each "
        "other: who was told that they voted is counted, and nobody else",
        f"{tally.races} races, {tally.acknowledged} ballots acknowledged, {tally.refused} refused, "
        f"{tally.inconsistent} inconsistent{': ' + tally.example if tally.example else ''}",
        tally.inconsistent == 0 and tally.acknowledged > 0 and tally.refused > 0,
    )
