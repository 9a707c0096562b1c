"""What a support service does all day beside solving: calls, transfers, waiting, duplicates."""

from __future__ import annotations

import asyncio
import re

from simulator import Message, Person
from storage.tables import incidents
from tests.support.world import World

SOME_DAYS = "120h"
"""Whatever day it is today, the service has been open for some hours by then."""
NUMBER = re.compile(r"INC-\d{4}-\d{6}")


async def _reports(world: World, person: Person, words: str) -> str:
    """Somebody reports this, and is given a number."""
    await person.says(words)
    form = await world.newest(person, button="Envoyer")
    await person.presses(form, "Envoyer")
    card = await world.newest(person, words=words, button="Ajouter une précision")
    return NUMBER.search(card.words)[0]  # type: ignore[index]


async def _fills(
    person: Person, card: Message, button: str, fields: dict[str, str], send: str = "Envoyer"
) -> None:
    await person.presses(card, button)
    await person.submits_dialog(send, fields)


async def test_a_call_becomes_an_incident_that_the_caller_follows(world: World) -> None:
    nadia, camille, channel = world.nadia, world.camille, world.channels["interventions"]
    await nadia.says("appel")
    form = await world.newest(nadia, button="Envoyer")
    answers = {"Qui appelle ?": "camille petit", "Que se passe-t-il ?": "Mon écran est noir"}
    await nadia.presses(form, "Envoyer", answers)
    told = await world.newest(nadia, words="Dites ce numéro : INC-")
    number = NUMBER.search(told.words)[0]  # type: ignore[index]
    await world.newest(camille, words=number, button="Ajouter une précision")
    staff = await world.newest(world.thomas, channel, words="appel reçu par Nadia Benali")
    assert "Camille Petit, Direction de la culture" in staff.words


async def test_a_caller_whom_the_directory_does_not_know_has_a_number_too(world: World) -> None:
    nadia, channel = world.nadia, world.channels["hotline"]
    await nadia.says("appel Madame Roux-Leclerc")
    form = await world.newest(nadia, button="Envoyer")
    await nadia.presses(form, "Envoyer", {"Que se passe-t-il ?": "Plus rien ne marche"})
    told = await world.newest(nadia, words="Dites ce numéro : INC-")
    assert "n'est pas dans l'annuaire : rappelez" in told.words
    staff = await world.newest(nadia, channel, words="Madame Roux")
    assert "Demander une précision" not in staff.buttons
    await _fills(nadia, staff, "Marquer résolu", {"Qu'avez-vous fait ?": "Relancé"})
    await world.newest(nadia, channel, words="Résolue par Nadia Benali")
    row = await world.look(lambda unit: unit.session.execute(incidents.select()).one())
    assert (row.reporter_id, row.reporter_name) == (None, "Madame Roux-Leclerc")


async def test_a_transfer_moves_the_card_and_comes_back_when_nobody_takes_it(
    world: World,
) -> None:
    camille, thomas, nadia = world.camille, world.thomas, world.nadia
    here, hotline = world.channels["interventions"], world.channels["hotline"]
    number = await _reports(world, camille, "Mon écran montre une carte fausse")
    staff = await world.newest(thomas, here, words=number, button="Transférer")
    fields = {"Équipe": "Assistance", "Pourquoi, en quelques mots": "Pas le matériel"}
    await _fills(thomas, staff, "Transférer", fields)
    left = await world.newest(thomas, here, words="Transférée à Assistance")
    assert left.buttons == []
    arrived = await world.newest(nadia, hotline, words="Pas le matériel")
    await world.newest(camille, words="Thomas Le Goff transfère à Assistance")

    fields = {"Équipe": "Interventions", "Pourquoi, en quelques mots": "Si, le câble"}
    await _fills(nadia, arrived, "Transférer", fields)
    again = await world.newest(thomas, here, words="Transférée 2 fois", button="Prendre en charge")
    assert "elle revient à l'assistance" in again.words
    await world.advance(SOME_DAYS)
    await world.newest(nadia, hotline, words="retour à l'assistance", button="Prendre en charge")
    await world.newest(thomas, here, words="→ Transférée à Assistance")


async def test_a_team_without_a_channel_is_served_by_the_hotline_and_it_is_said(
    world: World,
) -> None:
    camille, thomas, nadia = world.camille, world.thomas, world.nadia
    number = await _reports(world, camille, "Mon écran ne montre plus le logiciel de plans")
    staff = await world.newest(thomas, world.channels["interventions"], words=number)
    await thomas.presses(staff, "Transférer")
    fields = {"Équipe": "Applications", "Pourquoi, en quelques mots": "Logiciel"}
    await thomas.submits_dialog("Envoyer", fields)
    said = thomas.dialog.words if thomas.dialog else ""
    assert "n'a pas de canal : la carte est dans celui de l'équipe Assistance" in said
    arrived = await world.newest(nadia, world.channels["hotline"], words="Logiciel")
    await nadia.presses(arrived, "Prendre en charge")
    await world.newest(camille, words="Prise en charge par Nadia Benali")


async def test_an_incident_waits_for_a_supplier_until_the_day_that_was_said(world: World) -> None:
    camille, thomas, channel = world.camille, world.thomas, world.channels["interventions"]
    number = await _reports(world, camille, "Mon portable ne charge plus")
    staff = await world.newest(thomas, channel, words=number)
    reason = {"Pourquoi ? (l'agent le lira)": "Batterie commandée"}
    await _fills(thomas, staff, "Mettre en attente", reason)
    waiting = await world.newest(thomas, channel, words="aucun délai ne court", button="Reprendre")
    assert "Batterie commandée" in waiting.words
    told = await world.newest(camille, words="attend un fournisseur")
    assert "Batterie commandée" in told.words
    await world.advance("240h")
    ping = await world.newest(thomas, words="c'est le moment de regarder à nouveau")
    await thomas.presses(ping, f"Ouvrir {number}")
    await world.newest(thomas, channel, words="Prise en charge par Thomas Le Goff")


async def test_an_agent_who_is_waited_for_is_told_and_goes_on_with_a_detail(world: World) -> None:
    camille, thomas, channel = world.camille, world.thomas, world.channels["interventions"]
    number = await _reports(world, camille, "Mon portable ne charge plus")
    staff = await world.newest(thomas, channel, words=number)
    fields = {"Qui attendez-vous ?": "l'agent", "Pourquoi ? (l'agent le lira)": "Amenez-le"}
    await _fills(thomas, staff, "Mettre en attente", fields)
    told = await world.newest(camille, words="Nous attendons quelque chose de vous")
    assert "Amenez-le" in told.words
    await _fills(camille, told, "Ajouter une précision", {"Votre précision": "Déposé à l'accueil"})
    going_on = await world.newest(thomas, channel, words="Déposé à l'accueil")
    assert "Prise en charge par Thomas Le Goff" in going_on.words


async def test_somebody_else_is_given_it_and_told_and_its_urgency_is_judged(world: World) -> None:
    camille, nadia, channel = world.camille, world.nadia, world.channels["hotline"]
    number = await _reports(world, camille, "Mot de passe oublié")
    staff = await world.newest(nadia, channel, words=number)
    await _fills(nadia, staff, "Changer la priorité", {"Priorité": "critique"})
    await world.newest(nadia, channel, words="priorité critique")
    await _fills(nadia, staff, "Attribuer à…", {"À qui ?": "Nadia Benali"})
    ping = await world.newest(nadia, words=f"vous attribue {number}")
    assert f"Ouvrir {number}" in ping.buttons
    await world.newest(camille, words="Prise en charge par Nadia Benali")


async def test_two_reports_of_one_thing_are_dealt_with_as_one_and_both_are_told(
    world: World,
) -> None:
    camille, awa, thomas = world.camille, world.awa, world.thomas
    channel = world.channels["interventions"]
    first = await _reports(world, camille, "L'imprimante du hall est en panne")
    second = await _reports(world, awa, "Imprimante du hall : rien ne sort")
    card = await world.newest(thomas, channel, words="rien ne sort")
    field = "Numéro de l'autre demande"
    await thomas.presses(card, "Fusionner avec…")
    await thomas.submits_dialog("Envoyer", {field: second})
    assert thomas.dialog is not None
    assert "C'est la même demande" in thomas.dialog.words
    await thomas.submits_dialog("Envoyer", {field: first})
    told = await world.newest(awa, words="concerne le même incident que")
    assert first in told.words
    await world.newest(camille, words="Une autre personne a signalé le même incident")

    main = await world.newest(thomas, channel, words="L'imprimante du hall est en panne")
    await _fills(thomas, main, "Marquer résolu", {"Qu'avez-vous fait ?": "Tambour changé"})
    for person in (camille, awa):
        await world.newest(person, words="Tambour changé")


async def test_a_solution_that_does_not_hold_is_opened_again_in_time_and_not_later(
    world: World,
) -> None:
    camille, thomas, channel = world.camille, world.thomas, world.channels["interventions"]
    number = await _reports(world, camille, "Souris morte")
    staff = await world.newest(thomas, channel, words=number)
    ready = {"Réponses types": "Redémarrer l'appareil"}
    await _fills(thomas, staff, "Marquer résolu", ready)
    solved = await world.newest(camille, words="Résolue par Thomas Le Goff", button="Rouvrir")
    assert "edémarrez" in solved.words
    await _fills(camille, solved, "Rouvrir", {"Qu'est-ce qui ne va pas ?": "Toujours morte"})
    await world.newest(thomas, words=f"{number} est rouverte")
    again = await world.newest(thomas, channel, words="rouvre la demande", button="Marquer résolu")
    await _fills(thomas, again, "Marquer résolu", {"Qu'avez-vous fait ?": "Souris changée"})

    solved = await world.newest(camille, words="Souris changée", button="Donner mon avis")
    on_the_telephone = camille.presses(solved, "Donner mon avis", {"Est-ce réglé ?": "Non"})
    await asyncio.gather(camille.presses(solved, "Donner mon avis"), on_the_telephone)
    card = await world.newest(thomas, channel, words="est-ce réglé ?")
    assert card.words.count("est-ce réglé ?") == 1, "whoever came first is believed, once"

    await world.advance("192h")
    await camille.presses(solved, "Rouvrir")
    assert "depuis plus de 7 jours" in camille.toasts[-1]
