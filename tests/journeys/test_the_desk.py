"""A morning at the desk in the browser: a call, a transfer, a wait, a duplicate, a reopening."""

from __future__ import annotations

from tests.journeys.room import Desk, Room
from tests.support.world import World


async def test_four_people_of_two_organisations_side_by_side(world: World, room: Room) -> None:
    camille, awa, nadia, thomas = await room.seat(
        world.camille, world.awa, world.nadia, world.thomas
    )
    await nadia.reads("Bonjour Nadia")
    await room.picture("31-desk-home")
    await nadia.presses("Saisir un appel")
    await nadia.fills("Qui appelle ?", "Awa Diallo")
    await nadia.fills("Que se passe-t-il ?", "L'imprimante de l'accueil est en panne")
    await room.picture("32-call-form")
    await nadia.presses("Envoyer")
    await nadia.reads("Dites ce numéro")
    await room.picture("33-call-number")
    await nadia.dialog().get_by_role("button", name="Fermer").click()
    await awa.reads("L'imprimante de l'accueil est en panne")

    await thomas.opens("Interventions")
    await thomas.reads("appel reçu par Nadia Benali")
    await nadia.opens("Assistance")
    await thomas.presses("Transférer")
    await thomas.chooses("Équipe", "Assistance")
    await thomas.fills("Pourquoi, en quelques mots", "C'est le serveur d'impression")
    await room.picture("34-transfer-form")
    await thomas.presses("Envoyer")
    await thomas.reads("Transférée à Assistance")
    await nadia.reads("C'est le serveur d'impression")
    await room.picture("35-transferred")

    await camille.types("Imprimante de l'accueil : rien ne sort")
    await camille.reads("Que se passe-t-il ?")
    await camille.presses("Envoyer")
    await camille.reads("INC-")
    await thomas.reads("rien ne sort")
    await thomas.presses("Mettre en attente", on="rien ne sort")
    await thomas.fills("Pourquoi ? (l'agent le lira)", "Pièce commandée")
    await room.picture("36-hold-form")
    await thomas.presses("Envoyer")
    await camille.reads("attend un fournisseur")
    await room.picture("37-held")

    await thomas.presses("Fusionner avec…", on="rien ne sort")
    await thomas.fills("Numéro de l'autre demande", "1")
    await thomas.presses("Envoyer")
    await camille.reads("concerne le même incident")
    await awa.reads("Une autre personne a signalé le même incident")
    await room.picture("38-merged")
    await _solved_twice(room, camille, awa, nadia)


async def _solved_twice(room: Room, camille: Desk, awa: Desk, nadia: Desk) -> None:
    """What was merged is told too; what does not hold is opened again."""
    await nadia.presses("Marquer résolu", on="C'est le serveur d'impression")
    await nadia.fills("Qu'avez-vous fait ?", "Serveur d'impression relancé")
    await room.picture("39-ready-answers")
    await nadia.presses("Envoyer")
    await awa.reads("Résolue par Nadia Benali")
    await camille.reads("Serveur d'impression relancé")
    await awa.presses("Rouvrir")
    await awa.fills("Qu'est-ce qui ne va pas ?", "Toujours rien")
    await awa.presses("Envoyer")
    await nadia.reads("Awa Diallo rouvre la demande")
    await nadia.presses("Marquer résolu", on="rouvre la demande")
    await nadia.fills("Qu'avez-vous fait ?", "Pilote remplacé")
    await nadia.presses("Envoyer")
    await awa.reads("Est-ce réglé ?")
    await room.picture("40-solved-again")
    await awa.presses("Donner mon avis")
    await nadia.reads("est-ce réglé ? Oui")
    await room.picture("41-rated")


async def test_the_queue_and_a_search_on_a_wide_screen_and_a_phone(
    world: World, room: Room
) -> None:
    camille, nadia = await room.seat(world.camille, world.nadia)
    for words in ("Mot de passe oublié", "Messagerie lente depuis hier"):
        await camille.types(words)
        await camille.reads("Que se passe-t-il ?")
        await camille.presses("Envoyer", on="Que se passe-t-il ?")
        await camille.reads("Transmis à l'assistance")
    await nadia.types("file")
    await nadia.reads("Messagerie lente depuis hier")
    await room.picture("42-queue")
    await nadia.presses("Tableau")
    await room.picture("43-queue-as-a-file")
    await camille.types("mes demandes")
    await camille.reads("Ouvrir INC-")
    await camille.fills("Un numéro ou un mot", "messagerie")
    await camille.presses("Chercher")
    await camille.reads("1 demande trouvée")
    await room.picture("44-search")
    await room.on_a_phone()
    await room.picture("45-phone-search")
