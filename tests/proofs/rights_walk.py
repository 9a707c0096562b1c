"""A bot outside local mode, everybody in the tables' columns, and what each can do in truth."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import delete

from bot.clock import real_now
from bot.organisation import read_organisation
from domain.incident_desk import hold
from domain.incident_report import Report, new_incident
from domain.incidents import Incident
from domain.organisation import Organisation
from domain.people import Person as DirectoryPerson
from domain.people import Role
from simulator import Channel, Person, ids
from simulator.cards import Json
from storage.tables import incident_entries, incidents
from storage.unit_of_work import UnitOfWork
from tests.bot.deployments import Answered, Deployment
from tests.proofs.facts import facts, without_delivery
from tests.proofs.ground import UNHURRIED, gather_crowd, quiet_bot
from tests.proofs.refusals import is_refusal
from tests.proofs.rights_table import Cell
from tests.proofs.session_pressed import Chambers
from tests.proofs.session_rights_table import SESSION_VERBS
from tests.support.world import EXAMPLE_ORGANISATION

ROLES = {
    "agent": Role.AGENT,
    "hotl": Role.HOTLINER,
    "tech": Role.TECHNICIAN,
    "engin": Role.ENGINEER,
    "super": Role.SUPERVISOR,
    "elect": Role.ELECTED,
    "voice": Role.ELECTED,
    "away": Role.ELECTED,
    "apart": Role.ELECTED,
    "secr": Role.SECRETARY,
    "clerk": Role.SECRETARY,
    "chair": Role.CHAIR,
    "admin": Role.ADMIN,
    "conf": Role.AGENT,
    "somebody": Role.AGENT,
    "solver": Role.TECHNICIAN,
}
OUTSIDERS = {"other": "tech", "afar": "secr"}
"""Who comes from a tenant that is not ours."""
SECRET = "zanzibar"
"""Stands in every request and every report: who may not read it must not meet it."""
WRITTEN = ("what", "detail", "question", "solution", "note", "reason", "words", "who")
ANOTHER = 500_000
"""Added to a number: that of the request that another is merged into."""
TENANT = "11111111-1111-4111-8111-111111111111"
ELSEWHERE = "99999999-9999-4999-8999-999999999999"


@dataclass
class Walk:
    """A bot outside local mode, and everybody in the table's columns."""

    bot: Deployment
    people: dict[str, Person]
    channel: Channel
    organisation: Organisation
    numbers: Iterator[int]
    chambers: Chambers

    async def measure(self, cell: Cell) -> tuple[str, str]:
        """What this person can do there in truth, and what was said."""
        data = await self._data(cell)
        before = await self._facts()
        answer = await self.press(cell.who, data, in_channel=cell.context == "in a channel")
        said = _words(answer)
        is_refused = answer.status in (401, 403) or is_refusal(said)
        changed = before != await self._facts()
        if answer.status >= 500 or (is_refused and changed):
            return f"{answer.status}, refused and changed", said
        return "-" if is_refused else "does" if changed else "reads", said

    async def press(self, who: str, data: Json, *, in_channel: bool = False) -> Answered:
        person = self.people[OUTSIDERS.get(who, who)]
        where: Any = self.channel if in_channel else person.chat
        action = {"type": "Action.Execute", "verb": data.get("verb"), "data": data}
        value = {"action": action, "trigger": "manual"}
        thread = self.bot.teams.next_id() if in_channel else None
        name = "adaptiveCard/action"
        activity = self.bot.teams.activities.invoke(person, where, thread, name, value)
        return await self.bot.send(_from_elsewhere(activity) if who in OUTSIDERS else activity)

    async def _facts(self) -> Any:
        return without_delivery(await self.bot.store.read(facts))

    async def _data(self, cell: Cell) -> Json:
        """What the button carries, pressed on the request that the context names."""
        number = next(self.numbers)
        if cell.verb in SESSION_VERBS:
            return await self.chambers.data(cell.verb, cell.context, cell.who, number)
        written = dict.fromkeys(WRITTEN, "quelques mots")
        data = {"verb": cell.verb, "form_id": f"f{number}", "locale": "en", "team": "sig"}
        data |= {"priority": "critical", "waits_for": "supplier", "review_in": "1"}
        data |= {"rating": "yes", "number": f"{number + ANOTHER}", "person": self._staff(cell)}
        data["words"] = f"{number}"
        if cell.context == "anywhere" or cell.verb == "channel.bind":
            return data | written
        return data | written | {"incident_id": await self._incident(cell, number)}

    async def _incident(self, cell: Cell, number: int) -> str:
        """The only request there is, as the context asks for it; nobody is told of it."""
        owner = cell.who if cell.context.startswith("own") else "somebody"
        reporter = self.people["tech" if owner == "other" else owner]
        incident_id = f"{number:032x}"

        def add(unit: UnitOfWork) -> None:
            incident = self._report(incident_id, number, reporter, cell.context)
            solver, at = _known(self.people["solver"]), real_now()
            if "closed" in cell.context:
                incident.solve(solver, "fini", f"s{number}", at)
            elif cell.verb == "incident.resume":
                hold(incident, solver, "supplier", "pièce", "1", "h", self.organisation, at)
            for table in (incident_entries, incidents):
                unit.session.execute(delete(table))
            known = [incident]
            if cell.verb == "incident.merge":
                another = number + ANOTHER
                somebody = self.people["somebody"]
                known.append(self._report(f"{another:032x}", another, somebody, cell.context))
            for each in known:
                each.events.clear()
                unit.incidents.add(each)

        await self.bot.store.transact(add)
        return incident_id

    def _staff(self, cell: Cell) -> str:
        """Somebody of the team that has the request."""
        team = "engin" if cell.context == "fallen back" else "solver"
        return self.people[team].aad_object_id or ""

    def _report(self, incident_id: str, number: int, reporter: Person, context: str) -> Incident:
        category = "application" if context == "fallen back" else "poste"
        return new_incident(
            Report(f"r{number}", f"{SECRET} {number}", category),
            incident_id=incident_id,
            serial=number,
            reporter=_known(reporter),
            organisation=self.organisation,
            at=real_now(),
        )


@asynccontextmanager
async def prepared_walk() -> AsyncIterator[Walk]:
    admin = ids.guid(TENANT, "person", "conf")
    async with quiet_bot(**UNHURRIED, admins=frozenset({admin})) as bot:
        assert bot.teams.tenant_id == TENANT
        yield await _prepared(bot)


async def _prepared(bot: Deployment) -> Walk:
    people = await gather_crowd(bot, ROLES)
    people["guest"] = bot.teams.add_person("Invité", role="guest")
    people["anon"] = bot.teams.add_person("Anonyme", role="anonymous")
    for stranger in ("guest", "anon"):
        people[stranger].installed = True
    team = bot.teams.add_team("Service", ["interventions", "hotline", "Ailleurs"])
    team.installed = True
    organisation = read_organisation(EXAMPLE_ORGANISATION)
    chambers = Chambers(bot.store, people, SECRET)
    walk = Walk(bot, people, team.channels["Ailleurs"], organisation, count(1), chambers)
    await walk.press("guest", {"verb": "home.show"})
    for key in ("interventions", "hotline"):
        said = bot.teams.activities.message(
            people["super"], team.channels[key], "1", "1", f"canal {key}"
        )
        assert (await bot.send(said)).status == 200
    return walk


def _known(person: Person) -> DirectoryPerson:
    """Whoever has no directory id has an empty one, as the bot would give them."""
    return DirectoryPerson(person_id=person.aad_object_id or "", name=person.name)


def _from_elsewhere(activity: Json) -> Json:
    conversation = activity["conversation"] | {"tenantId": ELSEWHERE}
    channel_data = activity["channelData"] | {"tenant": {"id": ELSEWHERE}}
    return activity | {"conversation": conversation, "channelData": channel_data}


def _words(answer: Answered) -> str:
    """Everything that is said in the answer, whatever its shape."""
    return "\n".join(_texts(answer.json())) if answer.body else ""


def _texts(part: Any) -> Iterator[str]:
    """A form holds the sentence for a field that is left empty, before anybody has left it so."""
    if isinstance(part, str):
        yield part
    if isinstance(part, dict):
        part = [value for name, value in part.items() if name != "errorMessage"]
    for each in part if isinstance(part, list) else ():
        yield from _texts(each)
