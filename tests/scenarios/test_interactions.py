"""How many gestures a thing takes: three at most for an agent. A gesture is what Teams sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.support.world import World

Story = Callable[[World], Awaitable[None]]


async def report_by_sentence(world: World) -> None:
    await world.camille.says("Mon écran est noir")
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    await world.newest(world.camille, words="INC-", button="Ajouter une précision")


async def report_by_menu(world: World) -> None:
    chat = world.teams.add_people_chat(world.camille, world.awa)
    await world.awa.says("Le copieur est en panne", chat)
    await world.camille.reports_message(world.camille.sees(chat)[-1])
    await world.camille.submits_dialog("Envoyer")
    await world.newest(world.camille, words="Le copieur est en panne")


async def report_by_call(world: World) -> None:
    await world.nadia.says("appel Camille Petit")
    form = await world.newest(world.nadia, button="Envoyer")
    await world.nadia.presses(form, "Envoyer", {"Que se passe-t-il ?": "Souris perdue"})
    await world.newest(world.nadia, words="Dites ce numéro")


async def take(world: World) -> None:
    card = await world.newest(world.thomas, world.channels["interventions"], words="Mon écran")
    await world.thomas.presses(card, "Prendre en charge")


async def transfer(world: World) -> None:
    card = await world.newest(world.thomas, world.channels["interventions"], words="copieur")
    await world.thomas.presses(card, "Transférer")
    fields = {"Équipe": "Assistance", "Pourquoi, en quelques mots": "Droits"}
    await world.thomas.submits_dialog("Envoyer", fields)


async def solve(world: World) -> None:
    card = await world.newest(world.thomas, world.channels["interventions"], words="Mon écran")
    await world.thomas.presses(card, "Marquer résolu")
    await world.thomas.submits_dialog("Envoyer", {"Qu'avez-vous fait ?": "Câble changé"})


GESTURES: dict[Story, int] = {
    report_by_sentence: 2,
    report_by_menu: 2,
    report_by_call: 2,
    take: 1,
    transfer: 2,
    solve: 2,
}
"""Words to type: four for a sentence, none from a message, who calls and what for a call, none to
take, one or two to transfer, two to solve, or none with a ready answer."""


async def test_nothing_takes_more_than_three_gestures(world: World) -> None:
    for story, gestures in GESTURES.items():
        before = len(world.teams.sent)
        await story(world)
        assert len(world.teams.sent) - before == gestures, story.__name__
