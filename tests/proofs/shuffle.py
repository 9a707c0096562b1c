"""Deliveries at random: what is ready for the first time, and repeats of what came before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from simulator.cards import Json
from tests.bot.deployments import Answered, Deployment
from tests.proofs.proof import Run
from tests.proofs.stories import ONE_CLICK, Story, Writer

CALLERS = 24
TOGETHER = 0.3
"""How often a repeat comes at the same moment as the first."""
MINUTE = 58.0
"""Just under the minute within which a button pressed again is a double click."""


@dataclass(frozen=True)
class Ground:
    bot: Deployment
    writer: Writer
    stories: Sequence[Story]


@dataclass(frozen=True)
class Item:
    """A delivery to come: the first of a step, or one more of it, perhaps under a new id."""

    story: Story
    step: str
    is_first: bool = False
    id: str = ""


@dataclass
class Tally:
    firsts: int = 0
    same_id: int = 0
    new_id: int = 0
    late_clicks: int = 0
    different: int = 0
    failed: int = 0

    @property
    def deliveries(self) -> int:
        return self.firsts + self.same_id + self.new_id


class Shuffle:
    """Delivers everything, `CALLERS` at once, in an order that the seed chooses."""

    def __init__(self, run: Run, ground: Ground) -> None:
        self.tally = Tally()
        self._run, self._ground = run, ground
        self._random = Random(run.seed)
        self._pool = [Item(story, "say", is_first=True) for story in ground.stories]
        self._at_work = 0
        self._first_at: dict[tuple[int, str], float] = {}

    async def play(self) -> None:
        await begin(self._ground)
        await asyncio.gather(*(self._call() for _ in range(CALLERS)))

    async def _call(self) -> None:
        """Take anything from the pool until nothing is left and nobody may bring more."""
        while self._pool or self._at_work:
            if not self._pool:
                await asyncio.sleep(0.01)
                continue
            item = self._pool.pop(self._random.randrange(len(self._pool)))
            self._at_work += 1
            await (self._first(item) if item.is_first else self._again(item))
            self._at_work -= 1

    async def _first(self, item: Item) -> None:
        story, step = item.story, item.step
        repeats = self._repeats_of(story, step)
        at_once = repeats[:1] if self._random.random() < TOGETHER else []
        async with story.lock:
            answers = await deliver(self._ground, story, step, at_once)
            self._first_at[story.number, step] = time.monotonic()
            ready = await write_next(self._ground.writer, story, step)
        self._pool += [*repeats[len(at_once) :], *(Item(story, s, is_first=True) for s in ready)]
        self._count_first(answers[0])
        for repeat, answer in zip(at_once, answers[1:], strict=True):
            self._count(repeat, answer)

    def _repeats_of(self, story: Story, step: str) -> list[Item]:
        """None to four more, half under new ids; a sentence under a new id is another sentence."""
        number = self._random.randrange(5)
        return [Item(story, step, id=self._new_id(step)) for _ in range(number)]

    def _new_id(self, step: str) -> str:
        is_fresh = step != "say" and self._random.random() < 0.5
        return f"f:{UUID(int=self._random.getrandbits(128))}" if is_fresh else ""

    async def _again(self, item: Item) -> None:
        self._count(item, await self._ground.bot.send(activity_of(item)))

    def _count_first(self, answer: Answered) -> None:
        self.tally.firsts += 1
        self.tally.failed += answer.status != 200
        if self.tally.firsts % 1_000 == 0:
            self._run.progress(
                f"repeats: {self.tally.firsts} activities, {self.tally.deliveries} deliveries"
            )

    def _count(self, item: Item, answer: Answered) -> None:
        tally, first = self.tally, item.story.answers[item.step]
        tally.new_id += bool(item.id)
        tally.same_id += not item.id
        tally.failed += answer.status != 200
        age = time.monotonic() - self._first_at[item.story.number, item.step]
        if item.id and item.step in ONE_CLICK and age > MINUTE:
            tally.late_clicks += 1
        else:
            tally.different += (answer.status, answer.body) != (first.status, first.body)


async def play_once(ground: Ground, orders: dict[int, list[str]]) -> None:
    """Each story by itself, each of its activities once, in the order in which they came before."""
    await begin(ground)
    callers = asyncio.Semaphore(CALLERS)

    async def play(story: Story) -> None:
        async with callers:
            for step in orders[story.number]:
                await deliver(ground, story, step)
                await write_next(ground.writer, story, step)

    await asyncio.gather(*(play(story) for story in ground.stories))


async def begin(ground: Ground) -> None:
    for story in ground.stories:
        await _write(ground.writer, story, "say")


async def deliver(
    ground: Ground, story: Story, step: str, at_once: Sequence[Item] = ()
) -> list[Answered]:
    """The first delivery of a step, and those that come at the same moment."""
    activities = [story.activities[step], *map(activity_of, at_once)]
    answers = await asyncio.gather(*map(ground.bot.send, activities))
    story.answers[step] = answers[0]
    story.order.append(step)
    return answers


async def write_next(writer: Writer, story: Story, done: str) -> list[str]:
    """Write what this step made possible; some of it may not be."""
    return [step for step in story.after(done) if await _write(writer, story, step)]


def activity_of(item: Item) -> Json:
    activity = item.story.activities[item.step]
    return activity | {"id": item.id} if item.id else activity


async def _write(writer: Writer, story: Story, step: str) -> bool:
    activity = await writer.write(story, step)
    if activity is not None:
        story.activities[step] = activity
    return activity is not None
