"""What waits for a team: in the chat a page at a time, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.links import Links
from simulator import Message, Person
from simulator.cards import buttons
from storage.tables import incidents, people
from tests.support.world import World

MISCHIEF = '=HYPERLINK("http://x.example","Cliquez");\n@SUM(1+1)'


async def report(world: World, person: Person, words: str, category: str = "") -> None:
    await person.says(words)
    form = await world.newest(person, words=words, button="Envoyer")
    entries = {"Catégorie": category or "Ordinateur, écran, clavier"}
    await person.presses(form, "Envoyer", entries)
    await world.newest(person, words="INC-")


async def queue_of(world: World, person: Person) -> Message:
    await person.says("file")
    return await world.newest(person, words="page 1 sur")


async def link_of(world: World, person: Person) -> str:
    await person.presses(await queue_of(world, person), "Tableau")
    assert person.dialog is not None
    [link] = [b.action["url"] for b in buttons(person.dialog.card) if b.title == "Télécharger"]
    return str(link)


async def get(link: str) -> tuple[int, Any]:
    async with ClientSession() as http, http.get(link) as response:
        return response.status, await response.read()


async def test_the_queue_shows_a_page_and_opens_a_card_on_which_one_acts(world: World) -> None:
    await report(world, world.awa, "Écran premier")
    for n in range(5):
        await report(world, world.camille, f"Écran numéro {n}")
    queue = await queue_of(world, world.thomas)
    assert "6 demandes ouvertes · page 1 sur 2" in queue.words
    assert "INC-2026-000001" in queue.words.splitlines()[1]
    assert "priorité haute" in queue.words
    assert "Ville de Rivemont · depuis 0 minute" in queue.words.replace("\\", "")
    await world.thomas.presses(queue, "Ouvrir INC-2026-000001")
    card = await world.newest(world.thomas, words="Ville de Rivemont", button="Prendre en charge")
    await world.thomas.presses(card, "Prendre en charge")
    await world.newest(world.awa, words="Prise en charge par Thomas Le Goff")
    channel = world.channels["interventions"]
    await world.newest(world.thomas, channel, words="Prise en charge par Thomas Le Goff")
    queue = await queue_of(world, world.thomas)
    await world.thomas.presses(queue, "Suite")
    last = await world.newest(world.thomas, words="page 2 sur 2")
    await world.thomas.presses(last, "Les miennes")
    mine = await world.newest(world.thomas, words="1 demande ouverte · page 1 sur 1")
    assert "Écran premier" in mine.words
    assert "Écran numéro" not in mine.words


async def test_each_team_has_its_own_queue_and_the_supervisor_all(world: World) -> None:
    await report(world, world.camille, "Écran noir")
    await report(world, world.camille, "Le cadastre est vide", "Cartes et données géographiques")
    assert "Écran noir" in (await queue_of(world, world.thomas)).words
    assert "cadastre" not in (await queue_of(world, world.thomas)).words
    served = await queue_of(world, world.nadia)
    assert "cadastre" in served.words, "the hotline's channel has what the SIG team has none for"
    assert "Écran noir" not in served.words
    everything = await queue_of(world, world.philippe)
    assert "2 demandes ouvertes" in everything.words
    await world.philippe.presses(everything, "Ouvrir INC-2026-000001")
    await world.newest(world.philippe, words="Écran noir", button="Prendre en charge")


async def test_an_empty_queue_says_so(world: World) -> None:
    queue = await queue_of(world, world.thomas)
    assert "La file est vide" in queue.words
    await world.thomas.says("accueil")
    await world.thomas.says("aide")
    home = await world.newest(world.thomas, words="Bonjour Thomas", button="File d'attente")
    await world.thomas.presses(home, "File d'attente")
    await world.newest(world.thomas, words="La file est vide")


@pytest.mark.parametrize("who", ["camille", "jeanne", "claire"])
async def test_who_is_not_of_the_staff_has_no_queue(world: World, who: str) -> None:
    await report(world, world.awa, "Secret d'Awa")
    person = world.people[who]
    await person.says("file")
    await world.newest(person, words="réservée aux personnes habilitées")
    await world.thomas.presses(await queue_of(world, world.thomas), "Ouvrir INC-2026-000001")
    opened = world.teams.sent[-1]
    sender = {"id": person.id, "aadObjectId": person.aad_object_id}
    for verb in ("incident.desk", "queue.show", "queue.export"):
        data = {**opened["value"]["action"]["data"], "verb": verb}
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        forged = {**opened, "id": f"f:{who}{verb}", "from": sender, "value": {"action": action}}
        (answer,) = await world.teams.deliver(forged)
        assert "réservée aux personnes habilitées" in str(answer.body)
        assert "Secret" not in str(answer.body)


async def test_the_file_has_all_that_is_open_and_no_formula(world: World) -> None:
    await report(world, world.camille, MISCHIEF)
    await report(world, world.awa, "Écran numérique", "Écoles et cantines")
    for n in range(5):
        await report(world, world.camille, f"-{n} écrans")
    status, content = await get(await link_of(world, world.thomas))
    assert status == 200
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert len(rows) == 8
    lines = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    first = lines["INC-2026-000001"]
    assert first["Demande"] == f"'{MISCHIEF}"
    assert first["Demandeur"] == "Camille Petit"
    assert first["Équipe"] == "Interventions"
    assert first["Signalée le"].startswith("20")
    assert "T" not in first["Signalée le"]
    second = lines["INC-2026-000002"]
    assert second["Organisation"] == "Ville de Rivemont"
    assert second["Catégorie"] == "Écoles et cantines"
    assert lines["INC-2026-000003"]["Demande"] == "'-0 écrans"
    for row in rows:
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r" and cell]


async def test_a_link_serves_its_owner_while_they_are_of_the_staff(world: World) -> None:
    await report(world, world.camille, "Écran noir")
    link = await link_of(world, world.thomas)
    assert (await get(link))[0] == 200
    base, _, signature = link.rpartition(".")
    for wrong in (
        f"{base}.{signature[:-1]}x",
        link.replace("/queue/", "/minutes/"),
        link.replace("/queue/", "/people/"),
        f"{world.url}/queue/x",
        f"{world.url}/queue/.",
    ):
        status, said = await get(wrong)
        assert (status, b"INC-" in said) == (404, False)

    def dismiss(unit: Any) -> None:
        query = people.update().where(people.c.person_id == world.thomas.aad_object_id)
        unit.session.execute(query.values(granted=frozenset()))

    await world.store.transact(dismiss)
    status, said = await get(link)
    assert status == 404
    assert "Ce lien ne sert plus" in said.decode()
    await world.thomas.says("file")
    await world.newest(world.thomas, words="réservée aux personnes habilitées")


async def test_a_link_made_for_somebody_who_is_not_of_the_staff_opens_nothing(world: World) -> None:
    await report(world, world.camille, "Écran noir")
    links = Links(world.url)
    for person_id in (world.camille.aad_object_id, "nobody"):
        link = await world.store.transact(lambda u, p=person_id: links.make(u, "queue", "", p))
        assert (await get(link))[0] == 404
    assert len(await world.look(lambda u: u.session.execute(incidents.select()).all())) == 1
