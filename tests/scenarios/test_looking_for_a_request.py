"""A request found again, by its number or by a word of it: one's own, and for staff its teams'."""

from __future__ import annotations

import pytest

from simulator import Message, Person
from tests.support.world import World


async def report(world: World, person: Person, words: str) -> None:
    await person.says(words)
    form = await world.newest(person, words=words, button="Envoyer")
    await person.presses(form, "Envoyer", {"Catégorie": "Ordinateur, écran, clavier"})
    await world.newest(person, words="INC-")


async def search(world: World, person: Person, words: str) -> Message:
    await person.says("mes demandes")
    listed = await world.newest(person, button="Chercher")
    await person.presses(listed, "Chercher", {"Un numéro ou un mot": words})
    return next(message for message in person.sees() if message.id == listed.id)


async def test_words_find_a_request_whatever_their_case_and_accents(world: World) -> None:
    await report(world, world.camille, "Mon écran reste noir")
    await report(world, world.camille, "Le cœur du réseau")
    found = await search(world, world.camille, "ECRAN Noir")
    assert "1 demande trouvée." in found.words
    assert "Mon écran reste noir" in found.words
    assert "réseau" not in found.words
    await world.camille.presses(found, "Ouvrir INC-2026-000001")
    await world.newest(world.camille, words="Mon écran reste noir", button="Annuler la demande")
    assert "Le cœur du réseau" in (await search(world, world.camille, "coeur")).words


@pytest.mark.parametrize(
    "words", ["INC-2026-000001", "inc 2026 1", "Incident n° 1", "1", "000001", "#1"]
)
async def test_a_number_shows_its_request(world: World, words: str) -> None:
    await report(world, world.camille, "Mon écran reste noir")
    found = await search(world, world.camille, words)
    assert "Annuler la demande" in found.buttons


async def test_a_number_may_simply_be_typed(world: World) -> None:
    await report(world, world.camille, "Mon écran reste noir")
    await world.thomas.says("incident 1")
    await world.newest(world.thomas, words="Mon écran reste noir", button="Prendre en charge")
    await world.philippe.says("INC-2026-000001")
    await world.newest(world.philippe, words="Mon écran reste noir")
    for stranger in (world.awa, world.nadia):
        await stranger.says("INC-2026-000001")
        said = await world.newest(stranger, words="Je ne trouve rien")
        assert "écran" not in said.words
    await world.camille.says("incident 12")
    await world.newest(world.camille, words="Je ne trouve rien", button="Signaler un incident")


async def test_an_agent_finds_nothing_of_others_and_the_staff_what_its_teams_have(
    world: World,
) -> None:
    await report(world, world.camille, "Écran de Camille")
    await report(world, world.awa, "Écran d'Awa")
    assert "Awa" not in (await search(world, world.camille, "écran")).words
    found = await search(world, world.thomas, "écran")
    assert "2 demandes trouvées." in found.words
    await world.thomas.presses(found, "Ouvrir INC-2026-000002")
    await world.newest(world.thomas, words="Awa Diallo", button="Prendre en charge")
    assert "2 demandes" in (await search(world, world.philippe, "écran")).words
    assert "Je ne trouve rien" in (await search(world, world.nadia, "écran")).words


@pytest.mark.parametrize(
    "words", ["%", "_", "' OR '1'='1", "\\", "😀", "x" * 30_000, "%%%% ____", "{{DATE(1)}}", "<b>"]
)
async def test_what_is_not_there_is_not_found_whatever_is_typed(world: World, words: str) -> None:
    await report(world, world.camille, "Mon écran reste noir")
    assert "Je ne trouve rien" in (await search(world, world.camille, words)).words


async def test_an_empty_search_is_the_list(world: World) -> None:
    await report(world, world.camille, "Mon écran reste noir")
    assert "Mes demandes" in (await search(world, world.camille, "  ")).words


async def test_pages_keep_the_words_that_were_looked_for(world: World) -> None:
    for n in range(6):
        await report(world, world.camille, f"Écran numéro {n}")
    await report(world, world.camille, "Le clavier")
    found = await search(world, world.camille, "écran")
    assert "6 demandes trouvées. Page 1 sur 2" in found.words
    await world.camille.presses(found, "Suite")
    last = await world.newest(world.camille, button="Précédent")
    assert "Écran numéro 0" in last.words
    assert "clavier" not in last.words
