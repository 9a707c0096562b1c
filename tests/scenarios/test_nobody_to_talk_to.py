"""Channels that nobody bound, that die or come back, people who block the bot: nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.world import World, running_world


@pytest_asyncio.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """Nobody has bound any channel yet."""
    async with running_world(database_url, bound=()) as running:
        yield running


async def report(world: World) -> None:
    await world.camille.says("Mon écran reste noir")
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer")


async def test_without_any_channel_the_supervisor_gets_the_card_and_may_act(world: World) -> None:
    await report(world)
    card = await world.newest(world.philippe, words="Mon écran reste noir", button="Marquer résolu")
    await world.newest(world.camille, words="Transmis à l'assistance")
    await world.philippe.presses(card, "Prendre en charge")
    await world.newest(world.camille, words="Prise en charge par Philippe Morel")


async def test_without_its_own_channel_a_team_is_served_in_the_hotlines(world: World) -> None:
    await world.philippe.says("canal hotline", in_=world.channels["hotline"])
    await report(world)
    card = await world.newest(world.nadia, world.channels["hotline"], words="Mon écran reste noir")
    await world.nadia.presses(card, "Prendre en charge")
    await world.newest(world.camille, words="Prise en charge par Nadia Benali")


async def test_nobody_at_all_keeps_the_card_until_somebody_can_be_reached(world: World) -> None:
    world.philippe.blocks()
    await report(world)
    kept = await world.newest(world.camille, words="INC-")
    assert "Demande enregistrée" in kept.words
    channel = world.channels["interventions"]
    await world.philippe.says("canal interventions", in_=channel)
    await world.newest(world.thomas, channel, words="Mon écran reste noir")
    await world.newest(world.camille, words="Transmis à l'assistance")


async def test_a_channel_that_dies_hands_its_cards_to_the_hotlines(world: World) -> None:
    hotline, interventions = world.channels["hotline"], world.channels["interventions"]
    await world.philippe.says("canal hotline", in_=hotline)
    await world.philippe.says("canal interventions", in_=interventions)
    await report(world)
    await world.newest(world.thomas, interventions, words="Mon écran reste noir")
    interventions.removed = True
    mine = await world.newest(world.camille, button="Ajouter une précision")
    await world.camille.presses(mine, "Ajouter une précision")
    await world.camille.submits_dialog("Envoyer", {"Votre précision": "Il fume un peu"})
    moved = await world.newest(world.nadia, hotline, words="Il fume un peu")
    await world.nadia.presses(moved, "Prendre en charge")
    await world.newest(world.camille, words="Prise en charge par Nadia Benali")


async def test_somebody_who_blocked_the_bot_finds_the_news_when_they_write_again(
    world: World,
) -> None:
    await world.philippe.says("canal interventions", in_=world.channels["interventions"])
    await report(world)
    card = await world.newest(world.thomas, world.channels["interventions"], words="écran")
    await world.newest(world.camille, words="Transmis")
    world.camille.blocks()
    await world.thomas.presses(card, "Marquer résolu")
    await world.thomas.submits_dialog("Envoyer", {"Qu'avez-vous fait ?": "Câble changé"})
    await world.newest(world.thomas, world.channels["interventions"], words="✓ Résolue")
    world.camille.unblocks()
    await world.camille.says("mes demandes")
    await world.newest(world.camille, words="est résolue")
