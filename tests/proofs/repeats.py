"""Activities delivered one to five times, shuffled: the state is that of a single delivery."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from bot.clock import real_now
from domain.incidents import Incident
from domain.people import Role
from simulator import Channel, Person
from storage.tables import outbox, postings
from storage.unit_of_work import UnitOfWork
from tests.bot.deployments import Deployment, listening
from tests.proofs.arrivals import Arrivals
from tests.proofs.ground import UNHURRIED, gather_crowd, quiet_bot
from tests.proofs.proof import Figure, Run
from tests.proofs.shuffle import Ground, Shuffle, Tally, play_once
from tests.proofs.stories import Story, Writer

ACTIVITIES = 10_000
A_STORY = 8.4
"""Activities that are delivered of a story on average: some forms cannot be opened any more."""
PEOPLE = 200
DESKS = {"poste": ("interventions", Role.TECHNICIAN), "messagerie": ("hotline", Role.HOTLINER)}
USUAL = ("say", "report", "detail-1", "take-1", "take-2", "ask", "answer", "solve")
RARER = ("detail-2", "cancel")


async def prove(run: Run) -> list[Figure]:
    async with _ground(run) as ground:
        shuffle = Shuffle(run, ground)
        await shuffle.play()
        repeated = await _state(ground.bot)
        orders = {story.number: story.order for story in ground.stories}
    run.progress("repeats: the same once each, for the state to expect")
    async with _ground(run) as ground:
        await play_once(ground, orders)
        expected = await _state(ground.bot)
    return _figures(shuffle.tally, repeated, expected)


def _figures(tally: Tally, repeated: Counter[Any], expected: Counter[Any]) -> list[Figure]:
    differing = (repeated - expected).total() + (expected - repeated).total()
    repeats = tally.same_id + tally.new_id
    return [
        Figure(
            "Activities delivered one to five times, shuffled, some together: the final state is "
            "that of a single delivery (incidents, their stories, living cards, messages owed)",
            f"{tally.firsts} activities, {tally.deliveries} deliveries, {tally.failed} failed; "
            f"{expected.total()} facts compared, {differing} differ",
            differing == 0 and tally.failed == 0 and expected.total() > 0,
        ),
        Figure(
            "Repeats get the same answer. (A typed sentence is repeated under its own id only: "
            "under a new one it is another sentence, and opens one more form.)",
            f"{repeats} repeats, {tally.new_id} under new ids: {tally.different} answers differ; "
            f"{tally.late_clicks} were one-click buttons under a new id after a minute, where the "
            "state decides and nothing changes",
            tally.different == 0 and repeats > 0,
        ),
    ]


@asynccontextmanager
async def _ground(run: Run) -> AsyncIterator[Ground]:
    """The same people and stories each time: all is drawn from the seed."""
    arrivals = Arrivals()
    async with listening(arrivals.answer) as teams, quiet_bot(local=True, **UNHURRIED) as bot:
        address = f"{teams.origin}/"
        agents, staff = await _people(bot)
        channels = await _bind_channels(bot, address)
        random = Random(run.seed)
        number = run.of(round(ACTIVITIES / A_STORY))
        stories = [_story(random, n, agents, staff, channels) for n in range(number)]
        yield Ground(bot, Writer(bot, arrivals, address), stories)


async def _people(bot: Deployment) -> tuple[list[Person], dict[str, list[Person]]]:
    agents = {f"Agent {n:03d}": None for n in range(PEOPLE)}
    staff = {f"{role} {n}": role for _, role in DESKS.values() for n in range(6)}
    crowd = await gather_crowd(bot, {"Chef Unique": Role.SUPERVISOR, **agents, **staff})
    by_desk = {
        desk: [crowd[name] for name, its_role in staff.items() if its_role is role]
        for desk, (_, role) in DESKS.items()
    }
    return [crowd[name] for name in agents], by_desk


async def _bind_channels(bot: Deployment, address: str) -> dict[str, Channel]:
    """Each team gets its channel from its head, as in life."""
    teams = bot.teams
    team = teams.add_team("Service", [key for key, _ in DESKS.values()])
    head = next(person for person in teams.people.values() if person.name == "Chef Unique")
    channels = {desk: team.channels[key] for desk, (key, _) in DESKS.items()}
    for channel in channels.values():
        words = f"canal {channel.name}"
        said = teams.activities.message(head, channel, "1", "1", words)
        answer = await bot.send(said | {"serviceUrl": address})
        assert answer.status == 200
    return channels


def _story(
    random: Random,
    number: int,
    agents: list[Person],
    staff: dict[str, list[Person]],
    channels: dict[str, Channel],
) -> Story:
    desk = random.choice(list(DESKS))
    first, second = random.sample(staff[desk], 2)
    rarer = [step for step in RARER if random.random() < 0.5]
    steps = (*USUAL, *rarer)
    return Story(number, random.choice(agents), (first, second), channels[desk], desk, steps)


async def _state(bot: Deployment) -> Counter[Any]:
    """What there is in the end, without ids and times, once everything owed has been sent."""
    async with asyncio.timeout(120):
        while await bot.store.read(lambda unit: unit.lanes.waiting(real_now())):
            await asyncio.sleep(0.1)
    return await bot.store.read(_facts)


def _facts(unit: UnitOfWork) -> Counter[Any]:
    query = select(Incident).options(selectinload(Incident.entries))  # type: ignore[arg-type]
    found: Counter[Any] = Counter(_fact_of(incident) for incident in unit.session.scalars(query))
    columns = (outbox.c.recipient, outbox.c.kind, outbox.c.failure)
    said = unit.session.execute(select(*columns, func.count()).group_by(*columns))
    found.update(("said", *row) for row in said)
    cards = (postings.c.recipient, postings.c.view, postings.c.shown == postings.c.wanted)
    shown = unit.session.execute(select(*cards, func.count()).group_by(*cards))
    found.update(("shown", *row) for row in shown)
    return found


def _fact_of(incident: Incident) -> tuple[Any, ...]:
    entries = [(e.kind, e.author_id, e.text, _position(e.answers)) for e in incident.entries]
    return (
        incident.what,
        incident.reporter_id,
        incident.category,
        incident.priority,
        incident.team,
        incident.state,
        incident.assignee_id,
        tuple(entries),
    )


def _position(entry_id: str | None) -> str | None:
    """The place in the story of the entry that this one answers."""
    return entry_id and entry_id.rpartition(".")[2]
