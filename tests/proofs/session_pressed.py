"""What the buttons of a session carry, pressed by anybody in a session at any phase of its life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete

from bot.clock import real_now
from simulator import Person
from simulator.cards import Json
from storage.store import Store
from storage.tables import session_journal, session_people, sessions
from storage.unit_of_work import UnitOfWork
from tests.proofs.session_phases import Phases

REPORTS = "number;title\n77;quelques mots"
"""A file to import."""
ITEMS = {"lot.take_out": "r1", "vote.casting": "r1", "vote.open": ""}
"""The report that a button is about, where it is not the one that stands alone."""


class Chambers:
    """Puts the only session there is into the database, as the context asks for it."""

    def __init__(self, store: Store, people: Mapping[str, Person], secret: str) -> None:
        self._store = store
        self._ids = {name: p.aad_object_id for name, p in people.items() if p.aad_object_id}
        self._secret = secret

    async def data(self, verb: str, context: str, who: str, number: int) -> Json:
        """ "voting, other's": a vote is open, and the button is that of somebody else's seat."""
        phase, _, whose = context.partition(", ")
        session_id = f"s{number}"
        if phase != "anywhere":
            await self._put(phase, session_id)
        return self._carried(verb, phase, who, whose, number) | {"session_id": session_id}

    async def _put(self, phase: str, session_id: str) -> None:
        session = Phases(self._ids, self._secret, real_now()).session_at(phase, session_id)

        def put(unit: UnitOfWork) -> None:
            for table in (session_journal, session_people, sessions):
                unit.session.execute(delete(table))
            unit.sessions.add(session, f"made {session_id}")

        await self._store.transact(put)

    def _carried(self, verb: str, phase: str, who: str, whose: str, number: int) -> Json:
        """Everything that any form asks for: an action takes what is its own."""
        tomorrow = real_now() + timedelta(days=1)
        words = dict.fromkeys(("title", "reason", "ground", "author", "evidence"), "other")
        return words | {
            "verb": verb,
            "form_id": f"f{number}",
            "vote_id": "v1",
            "lot_id": "l1",
            "item": ITEMS.get(verb, "r3"),
            "seat": self._seat("elect" if verb.startswith("nominal.") else who, whose),
            "choice": "for",
            "seen": 0,
            "position": 1,
            "r1": "for",
            "r2": "against",
            "answer": "present",
            "default": "for",
            "holder": self._ids["elect" if who == "chair" else "chair"],
            "member": self._ids["elect"],
            "present": self._ids["elect"],
            "profile": "permanent_commission",
            "day": f"{tomorrow:%Y-%m-%d}",
            "hour": "09:00",
            "chair": self._ids["chair"],
            "number": "77",
            "csv": REPORTS,
        }

    def _seat(self, who: str, whose: str) -> str:
        if whose == "proxy":
            return self._ids["away"]
        if whose == "other's":
            return self._ids["chair" if who == "elect" else "elect"]
        return self._ids.get(who, "nobody")
