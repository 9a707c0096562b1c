"""Secretary, chair and members side by side through a session with a lot and a tie."""

from __future__ import annotations

from tests.journeys.room import Desk, Room
from tests.scenarios.test_a_session import (
    REPORTS,
    everybody_enters,
    in_half_an_hour,
    plans,
    presses,
)
from tests.support.world import World


async def test_a_session_with_a_lot_and_a_tie(world: World, room: Room) -> None:
    people = await room.seat(world.claire, world.luc, world.jeanne, world.karim)
    await prepare(room, *people)
    await vote_a_lot(room, *people)
    await settle_a_tie(room, *people)
    claire = people[0]
    await claire.presses("Clore la séance")
    await claire.opens("Séances")
    await claire.reads("Code de contrôle")
    await room.picture("41-board")


async def prepare(room: Room, claire: Desk, luc: Desk, jeanne: Desk, karim: Desk) -> None:
    soon = in_half_an_hour()
    await claire.presses("Nouvelle séance")
    await claire.fills("Intitulé", "Commission permanente de novembre")
    await claire.chooses("Type de séance", "Commission permanente")
    await claire.fills("Jour", f"{soon:%Y-%m-%d}")
    await claire.fills("Heure", f"{soon:%H:%M}")
    await claire.chooses("Présidence", "Luc Fabre")
    await room.picture("31-plan")
    await claire.presses("Envoyer")
    await claire.reads("Commission permanente de novembre")
    await claire.presses("Importer l'ordre du jour")
    await claire.fills("Lignes du tableau", REPORTS)
    await room.picture("32-import")
    await claire.presses("Envoyer")
    await claire.reads("3 rapports")
    await claire.presses("Former les lots")
    await jeanne.reads("J'entre en séance")
    await room.picture("33-convocation")
    for member in (jeanne, luc, karim):
        await member.presses("J'entre en séance")
    await claire.presses("Ouvrir la séance")
    await room.picture("34-open")


async def vote_a_lot(room: Room, claire: Desk, luc: Desk, jeanne: Desk, karim: Desk) -> None:
    await claire.presses("Appeler le rapport")
    await claire.presses("Ouvrir le vote")
    await jeanne.reads("Pour sur tout")
    await room.picture("35-lot")
    await jeanne.presses("Pour sur tout")
    await luc.presses("Pour sur tout")
    await jeanne.reads("Vous avez voté POUR")
    await karim.presses("Au cas par cas")
    await room.picture("36-case-by-case")
    await karim.region.get_by_role("dialog").get_by_role("button", name="Fermer").click()
    await karim.presses("Abstention sur tout")
    await room.picture("37-receipts")
    await claire.presses("Clore le vote")
    await claire.presses("Proclamer")
    await room.picture("38-proclaimed")


async def settle_a_tie(room: Room, claire: Desk, luc: Desk, jeanne: Desk, karim: Desk) -> None:
    await claire.presses("Appeler le rapport")
    await claire.presses("Ouvrir le vote")
    await jeanne.reads("Réfection du pont")
    await room.picture("39-vote")
    await jeanne.presses("Pour")
    await karim.presses("Contre")
    await luc.presses("Abstention")
    await claire.presses("Clore le vote")
    await luc.reads("voix prépondérante")
    await room.picture("40-tie")
    await luc.presses("Pour", on="Voix prépondérante")
    await claire.presses("Proclamer")


async def test_a_member_votes_on_a_phone(world: World, room: Room) -> None:
    await plans(world)
    await everybody_enters(world)
    (jeanne,) = await room.seat(world.jeanne)
    await room.on_a_phone()
    await room.picture("51-phone-session")
    await presses(world, world.claire, "Ouvrir la séance")
    await presses(world, world.claire, "Appeler le rapport")
    await presses(world, world.claire, "Ouvrir le vote")
    await jeanne.reads("Pour sur tout")
    await room.picture("52-phone-lot")
    await jeanne.presses("Pour sur tout")
    await jeanne.reads("Vous avez voté POUR")
    await room.picture("53-phone-receipt")
