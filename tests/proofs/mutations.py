"""Every field of every card changed, every card replayed: no effect beyond the actor's rights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import ClientSession

from cards.actions import all_actions
from simulator import Person
from simulator.cards import Json
from tests.proofs.facts import Facts, facts, put_back, without_delivery
from tests.proofs.ground import UNHURRIED, quiet_bot
from tests.proofs.oracle import Actor, beyond_rights
from tests.proofs.oracle_sessions import beyond_rights_in_sessions
from tests.proofs.pressed import Button, Room, furnish
from tests.proofs.pressed_session import convene
from tests.proofs.proof import Figure, Run

CASES = 5_000
EXTRAS: tuple[Json, ...] = (
    {"roles": ["admin", "technician"]},
    {"role": "admin"},
    {"is_admin": True, "listed": True, "guest": False},
    {"person_id": "11111111-0000-4000-8000-000000000005"},
    {"from": {"aadObjectId": "11111111-0000-4000-8000-000000000003"}},
    {"reporter_id": "11111111-0000-4000-8000-000000000006"},
    {"assignee_id": "11111111-0000-4000-8000-000000000001"},
    {"priority": "critical"},
    {"team": "hotline", "state": "solved"},
    {"year": 1999, "serial": 1, "reported_at": "1999-01-01T00:00:00Z"},
    {"verb ": "incident.solve", "Verb": "incident.solve"},
    {"__proto__": {"verb": "incident.solve"}, "__class__": "Person"},
)
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 1.5, [], {}, "", " ", "x" * 10_000, "é" * 65, "\u202e", "\x00",
    "' OR 1=1 --", "../../etc/passwd", "{{DATE(2026-01-01)}}", ["incident.solve"], {"id": 1},
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    who: str
    button: Button
    data: Json
    changed: str


@dataclass
class Outcome:
    cases: int = 0
    effects: int = 0
    server_errors: int = 0
    beyond: list[str] = field(default_factory=list)
    fields: set[tuple[str, str]] = field(default_factory=set)


async def prove(run: Run) -> list[Figure]:
    async with _room() as room:
        actors = _actors(room)
        every = _cases(room, list(actors), Random(run.seed))
        chosen = every[: run.of(CASES)]
        outcome = await _play(room, actors, chosen, run)
        await _let_time_pass(room)
        late = [Case(who, button, button.data, "late") for button in room.found for who in actors]
        replayed = await _play(room, actors, late, run)
    return _figures(room, len(every), outcome, replayed)


@asynccontextmanager
async def _room() -> AsyncIterator[Room]:
    async with quiet_bot(local=True, **UNHURRIED) as bot:
        bot.people["guest"] = bot.teams.add_person("Invité", role="guest")
        bot.people["guest"].installed = True
        room = await furnish(bot)
        await convene(room)
        await room.guest.says("accueil")
        yield room


def _actors(room: Room) -> dict[str, Actor]:
    """The agent who reported, another, a hotliner of another team, an elected member, a guest."""
    return {
        "camille": Actor(_id(room.camille), "Direction de la culture"),
        "awa": Actor(_id(room.awa), "Police municipale"),
        "nadia": Actor(_id(room.nadia), "Service informatique", frozenset({"hotline"})),
        "jeanne": Actor(_id(room.jeanne), "Assemblée", is_member=True),
        "claire": Actor(_id(room.claire), "Secrétariat général", is_secretary=True),
        "guest": Actor(_id(room.guest), "", is_guest=True),
    }


def _cases(room: Room, people: list[str], random: Random) -> list[Case]:
    """In an order of chance, but first one of each field of each verb."""
    known = _known_values(room)
    every = [
        Case(who, button, data, name)
        for button in room.found
        for name, data in _mutations(button, known)
        for who in people
    ]
    random.shuffle(every)
    first = {(case.button.verb, case.changed, case.who): case for case in every}
    chosen = {id(case) for case in first.values()}
    return [*first.values(), *(case for case in every if id(case) not in chosen)]


def _mutations(button: Button, known: list[Any]) -> Iterator[tuple[str, Json]]:
    for name in button.data:
        yield name, {n: v for n, v in button.data.items() if n != name}
        for value in (*ODD, *known):
            yield name, button.data | {name: value}
    for extra in EXTRAS:
        yield "more", button.data | extra


def _known_values(room: Room) -> list[Any]:
    """What other cards carry, and who other people are: plausible in the wrong place."""
    names = ("incident_id", "form_id", "session_id", "vote_id", "seat")
    ids = {str(b.data[name]) for b in room.found for name in names if name in b.data}
    verbs = [action.verb for action in all_actions()]
    return [*sorted(ids), *verbs, _id(room.philippe), _id(room.thomas), "critical", "public", "for"]


async def _play(room: Room, actors: dict[str, Actor], cases: list[Case], run: Run) -> Outcome:
    """Press, look, and put back what was changed, so that each case meets the same world."""
    outcome, store = Outcome(), room.bot.store
    before = await store.read(facts)
    for case in cases:
        answer = await room.press(room.bot.people[case.who], case.button, case.data)
        after = await store.read(facts)
        outcome.cases += 1
        outcome.server_errors += answer.status >= 500
        outcome.fields.add((case.button.verb, case.changed))
        outcome.beyond += _judge(actors[case.who], case, before, after)
        if before != after:
            outcome.effects += 1
            await store.transact(lambda unit, state=before: put_back(unit, state))
        if outcome.cases % 500 == 0:
            run.progress(f"mutations: {outcome.cases} of {len(cases)}")
    return outcome


def _judge(actor: Actor, case: Case, before: Facts, after: Facts) -> list[str]:
    was, became = without_delivery(before), without_delivery(after)
    found = [*beyond_rights(actor, was, became), *beyond_rights_in_sessions(actor, was, became)]
    return [f"{case.who} {case.button.verb} {case.changed}: {each}" for each in found]


async def _let_time_pass(room: Room) -> None:
    """Everything is solved, a month goes by."""
    for row in (await room.bot.store.read(facts))["incidents"].values():
        data = {"verb": "incident.solve", "incident_id": row["incident_id"], "solution": "Fini"}
        door = Button("submit", room.channel, "1", data | {"form_id": f"end-{row['serial']}"})
        await room.press(room.thomas, door)
    async with (
        ClientSession() as http,
        http.post(f"{room.bot.url}/local/clock", json={"advance": "720h"}) as response,
    ):
        assert response.status == 200, await response.text()


def _figures(room: Room, possible: int, outcome: Outcome, replayed: Outcome) -> list[Figure]:
    buttons = len(room.found)
    verbs = len({button.verb for button in room.found})
    return [
        Figure(
            "Every field of every card mutated, pressed by the agent, another agent, a hotliner "
            "of another team, an elected member, the secretary of a session and a guest: no effect "
            "beyond their rights",
            f"{outcome.cases} cases of {possible} ({buttons} buttons that arrived, {verbs} verbs, "
            f"{len(outcome.fields)} fields): {outcome.effects} had an effect, "
            f"{len(outcome.beyond)} beyond rights{_named(outcome.beyond)}",
            not outcome.beyond and outcome.effects > 0,
        ),
        Figure(
            "Every card replayed a month after its request was closed: no effect beyond rights",
            f"{replayed.cases} cases, {replayed.effects} had an effect (a form never sent makes a "
            f"new request), {len(replayed.beyond)} beyond rights{_named(replayed.beyond)}",
            not replayed.beyond and replayed.cases > 0,
        ),
        Figure(
            "Never a failure of the server",
            f"{outcome.server_errors + replayed.server_errors} answers 5xx",
            outcome.server_errors + replayed.server_errors == 0,
        ),
    ]


def _named(beyond: list[str]) -> str:
    return f": {'; '.join(beyond[:5])}" if beyond else ""


def _id(person: Person) -> str:
    return person.aad_object_id or ""
