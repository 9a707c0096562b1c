"""An incident, from a typed sentence to its solution, as the people in it see it."""

from __future__ import annotations

from storage.tables import incidents
from tests.support.world import World


async def test_a_sentence_becomes_an_incident_that_the_team_takes_and_solves(world: World) -> None:
    camille, thomas, channel = world.camille, world.thomas, world.channels["interventions"]

    await camille.says("Mon écran reste noir")
    form = await world.newest(camille, button="Envoyer")
    await camille.presses(form, "Envoyer", {"Pouvez-vous travailler ?": "Non"})
    card = await world.newest(camille, words="INC-20", button="Ajouter une précision")
    assert "au plus tard" in card.words
    await world.newest(camille, words="Transmis à l'assistance")

    staff = await world.newest(thomas, channel, words="Mon écran reste noir")
    assert "priorité haute" in staff.words
    assert "Camille Petit, Direction de la culture" in staff.words
    await thomas.presses(staff, "Prendre en charge")
    await world.newest(camille, words="Prise en charge par Thomas Le Goff")

    await thomas.presses(staff, "Demander une précision")
    await thomas.submits_dialog("Envoyer", {"Votre question": "Le câble est-il branché ?"})
    question = await world.newest(camille, words="Le câble est-il branché ?", button="Envoyer")
    await camille.presses(question, "Envoyer", {"Votre réponse": "Oui, des deux côtés"})
    await world.newest(thomas, channel, words="Oui, des deux côtés")

    await thomas.presses(staff, "Marquer résolu")
    await thomas.submits_dialog("Envoyer", {"Qu'avez-vous fait ?": "Écran remplacé"})
    told = await world.newest(camille, words="est résolue")
    assert "Écran remplacé" in told.words
    await world.newest(camille, words="Résolue par Thomas Le Goff")

    row = await world.look(lambda unit: unit.session.execute(incidents.select()).one())
    assert row.state == "solved"
    assert row.assignee_name == "Thomas Le Goff"
