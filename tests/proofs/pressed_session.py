"""The cards of two sessions in the small world: one is being prepared, one votes on a lot."""

from __future__ import annotations

from bot.clock import real_now
from storage.unit_of_work import UnitOfWork
from tests.proofs.pressed import Room
from tests.proofs.session_phases import Phases

SEATS = {"elect": "jeanne", "chair": "luc", "away": "hélène", "voice": "paul", "secr": "claire"}


async def convene(room: Room) -> None:
    """Members, the chair and the secretary have their cards; what is pressed later is on them."""
    ids = {seat: room.bot.people[name].aad_object_id or "" for seat, name in SEATS.items()}
    phases = Phases(ids, "Rapport", real_now())

    def put(unit: UnitOfWork) -> None:
        for phase in ("grouped", "voting"):
            unit.sessions.add(phases.told(phase, f"session-{phase}"), f"made-{phase}")

    await room.bot.store.transact(put)
    for person, verb in (
        (room.jeanne, "vote.cast"),
        (room.jeanne, "session.leave"),
        (room.jeanne, "session.answer"),
        (room.claire, "vote.close"),
        (room.claire, "session.open"),
    ):
        await room.shown(person, person.chat, verb, "")
    room.collect()
