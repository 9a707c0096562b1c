"""Everybody votes as soon as they can, many of them twice, and the vote is closed in the middle."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.proofs.chamber import Chamber, chat_of
from tests.proofs.hall import CLOSED
from tests.proofs.journal import Cast, Journal, read_journal
from tests.proofs.ledger import Gesture
from tests.proofs.proof import Figure, Run
from tests.proofs.races import prove_races
from tests.proofs.voting_room import Press, Room, a_room
from tests.support.postgresql import Server, running_server

AS_IN_TEAMS = {
    "PERMANENCE_SENDS_PER_SECOND": "45",
    "PERMANENCE_CONVERSATION_RATES": "true",
}
BOARD_SECONDS = 1.0
BOARD_PATIENCE = 10.0
LATE_SECONDS = 5.0


@dataclass(frozen=True)
class Poll:
    """How a vote is put to the proof: `bound` are the seconds that an answer may take (p99)."""

    words: str
    chamber: Chamber
    bound: float
    at_once: bool = False


POLLS = (
    Poll("60 members, each when their card comes", Chamber(60), 0.3),
    Poll("60 members, all at the same instant", Chamber(60), 0.3, at_once=True),
    Poll("60 members, a lot of 60 reports, all at the same instant", Chamber(60, 60), 1.0, True),
    Poll("500 members, each when their card comes", Chamber(500), 1.0),
    Poll("500 members, all at the same instant", Chamber(500), 1.0, at_once=True),
)


@dataclass
class Outcome:
    """What a poll came to. `waits` are the seconds that every answer took."""

    ballots: int = 0
    refused: int = 0
    apologies: int = 0
    waits: list[float] = field(default_factory=list)
    opened_in: float = 0.0
    board_after: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return sorted(self.waits)[int(len(self.waits) * 0.99)]


async def prove(run: Run) -> list[Figure]:
    """Polls one after the other: they are measured, and must not slow each other down."""
    figures = []
    with running_server() as server:
        for poll in POLLS if run.scale == 1.0 else POLLS[:3]:
            for kind, where in (("SQLite", None), ("PostgreSQL", server)):
                outcome = await hold(poll, where, random.Random(f"{run.seed} {kind} {poll.words}"))
                run.progress(f"ballots: {kind}, {poll.words}: {outcome.p99 * 1000:.0f} ms")
                figures.append(_figure(f"{kind}: {poll.words}", poll, outcome))
        return [*figures, *await prove_races(run, server)]


async def hold(poll: Poll, server: Server | None, chance: random.Random) -> Outcome:
    async with a_room(poll.chamber, server, **AS_IN_TEAMS) as room:
        await room.greet_everybody()
        outcome = Outcome()
        outcome.opened_in = (await room.open_vote()).seconds
        gestures = _presses(room, chance)
        come = _at_once if poll.at_once else _with_its_card
        pressed, closed_at = await _vote(room, gestures, come)
        outcome.waits = [press.seconds for press in pressed]
        outcome.ballots = sum(press.is_acknowledged for press in pressed)
        outcome.refused = len(pressed) - outcome.ballots
        outcome.apologies = room.apologies
        outcome.board_after = await _board_after(room, closed_at)
        journal = await asyncio.to_thread(read_journal, room.bot.database_url)
        outcome.wrong = judged(pressed, journal, room)
        return outcome


def _presses(room: Room, chance: random.Random) -> list[Gesture]:
    """Everybody once; a sixth the same again, and a sixth otherwise from another device."""
    members = list(range(room.chamber.members))
    chance.shuffle(members)
    once = {n: room.ballot(n, chance.choice(("for", "against", "abstain"))) for n in members}
    sixth = len(members) // 6
    twice = [once[n].again_with_a_new_id() for n in members[:sixth]]
    other = [room.ballot(n, "no_part") for n in members[sixth : 2 * sixth]]
    gestures = [*once.values(), *twice, *other]
    chance.shuffle(gestures)
    return gestures


Come = Callable[[Room, Gesture], Awaitable[None]]


async def _at_once(room: Room, gesture: Gesture) -> None:
    """Who had the card before them, and waited for a word."""


async def _with_its_card(room: Room, gesture: Gesture) -> None:
    """Whoever has no card when the vote closes presses somehow, a little later: it is refused."""
    await room.hall.came(chat_of(gesture.person))
    if room.hall.is_over:
        await asyncio.sleep(gesture.person % 100 / 100 * LATE_SECONDS)


async def _vote(room: Room, gestures: list[Gesture], come: Come) -> tuple[list[Press], float]:
    """All of them press, and once half of them have the secretary closes the vote."""
    sent, half = 0, asyncio.Event()

    async def press(gesture: Gesture) -> Press:
        nonlocal sent
        await come(room, gesture)
        sent += 1
        if sent == len(gestures) // 2:
            half.set()
            await asyncio.sleep(0)
        return await room.press(gesture)

    async def close() -> float:
        await half.wait()
        await room.at_desk("vote.close", vote_id=room.vote_id)
        closed_at = time.monotonic()
        room.hall.nobody_waits_any_more()
        return closed_at

    closing = asyncio.create_task(close())
    pressed = await asyncio.gather(*map(press, gestures))
    return list(pressed), await closing


async def _board_after(room: Room, closed_at: float) -> float:
    """Seconds from the secretary's answer to the result on the board."""
    while CLOSED not in room.hall.board_at:
        if time.monotonic() - closed_at > BOARD_PATIENCE:
            return BOARD_PATIENCE
        await asyncio.sleep(0.02)
    return max(0.0, room.hall.board_at[CLOSED] - closed_at)


def judged(pressed: list[Press], journal: Journal, room: Room) -> list[str]:
    """What people were told against the journal, which decides."""
    told = {press.cast for press in pressed if press.is_acknowledged}
    cast, wrong = journal.cast(), []
    wrong += [f"acknowledged and not counted: {each}" for each in told - cast.keys()]
    wrong += [f"counted and never acknowledged: {each}" for each in cast.keys() - told]
    wrong += [f"counted {times} times: {each}" for each, times in cast.items() if times > 1]
    wrong += [f"after the closing: {each}" for each in journal.after_closing()]
    wrong += [f"a seat twice: {each}" for each in _seats_twice(cast)]
    return wrong + journal.faults(room.hall.heads)


def _seats_twice(cast: Counter[Cast]) -> list[tuple[str, str]]:
    """Every button had seen no ballot: one alone of a seat's may have gone through."""
    seats = Counter((vote, seat) for vote, seat, _ in cast)
    return [each for each, times in seats.items() if times > 1]


def _figure(claim: str, poll: Poll, outcome: Outcome) -> Figure:
    board_may_wait = BOARD_SECONDS
    return Figure(
        f"{claim}, a third of them twice or from two devices, closed in the middle: every ballot "
        f"acknowledged before the closing counts once, none after; answers within "
        f"{poll.bound * 1000:.0f} ms (p99); the board within {board_may_wait:.0f} s of the closing",
        f"{outcome.ballots} acknowledged, {outcome.refused} refused, "
        f"{outcome.apologies} times the service was away, {len(outcome.wrong)} wrong"
        f"{_named(outcome.wrong)}; opened in {outcome.opened_in * 1000:.0f} ms, p99 "
        f"{outcome.p99 * 1000:.0f} ms, slowest {max(outcome.waits) * 1000:.0f} ms; the board after "
        f"{outcome.board_after * 1000:.0f} ms",
        not outcome.wrong and outcome.p99 <= poll.bound and outcome.board_after <= board_may_wait,
    )


def _named(wrong: list[str]) -> str:
    return f": {'; '.join(wrong[:3])}" if wrong else ""
