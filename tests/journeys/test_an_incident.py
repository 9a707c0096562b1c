"""Two people side by side, one bot, one incident: in place, by the dialog, and on a phone."""

from __future__ import annotations

from tests.journeys.room import Room
from tests.support.world import World

CHANNEL = "Interventions"


async def test_from_a_sentence_to_solved_in_the_chat(world: World, room: Room) -> None:
    camille, thomas = await room.seat(world.camille, world.thomas)
    await camille.reads("Bonjour Camille")
    await room.picture("01-home")

    await camille.types("Mon écran reste noir depuis ce matin")
    await camille.reads("Que se passe-t-il ?")
    await room.picture("02-form")
    await camille.chooses("Pouvez-vous travailler ?", "Non")
    await camille.presses("Envoyer")
    await camille.reads("INC-")
    await camille.reads("Transmis à l'assistance")
    await thomas.opens(CHANNEL)
    await thomas.reads("Mon écran reste noir depuis ce matin")
    await room.picture("03-number-and-staff-card")

    await thomas.presses("Prendre en charge")
    await camille.reads("Prise en charge par Thomas Le Goff")
    await thomas.presses("Demander une précision")
    await thomas.fills("Votre question", "Le voyant de l'écran est-il allumé ?")
    await room.picture("04-question-dialog")
    await thomas.presses("Envoyer")
    await camille.reads("Thomas Le Goff vous demande :")
    await room.picture("05-question")
    await camille.fills("Votre réponse", "Oui, il clignote en orange")
    await camille.presses("Envoyer")
    await thomas.reads("Oui, il clignote en orange")
    await room.picture("06-answer")

    await thomas.presses("Marquer résolu")
    await thomas.fills("Qu'avez-vous fait ?", "Câble vidéo remplacé")
    await thomas.presses("Envoyer")
    await camille.reads("est résolue")
    await camille.reads("Résolue par Thomas Le Goff")
    await room.picture("07-solved")


async def test_from_the_home_card_to_solved_by_the_dialog(world: World, room: Room) -> None:
    camille, nadia = await room.seat(world.camille, world.nadia)
    await nadia.opens("Assistance")
    await camille.presses("Signaler un incident")
    await camille.dialog().wait_for()
    await room.picture("11-dialog")
    await camille.presses("Envoyer")
    await camille.reads("Écrivez quelques mots, puis envoyez.")
    await room.picture("12-dialog-empty")
    await camille.fills("Que se passe-t-il ?", "Je ne reçois plus mes courriels")
    await camille.chooses("Catégorie", "Messagerie et agenda")
    await camille.chooses("Qui est concerné ?", "Mon service")
    await camille.presses("Envoyer")
    await camille.reads("INC-")
    await room.picture("13-receipt")
    await camille.dialog().get_by_role("button", name="Fermer").click()

    await nadia.reads("Je ne reçois plus mes courriels")
    await nadia.presses("Marquer résolu")
    await nadia.fills("Qu'avez-vous fait ?", "Boîte pleine : espace agrandi")
    await nadia.presses("Envoyer")
    await camille.reads("Résolue par Nadia Benali")
    await camille.types("mes demandes")
    await camille.reads("Ouvrir INC-")
    await room.picture("14-list")
    await camille.types("quelqu'un")
    await camille.reads("Appelez l'assistance")
    await room.picture("15-someone")


async def test_on_a_phone_in_english(world: World, room: Room) -> None:
    (sam,) = await room.seat(world.sam)
    await room.on_a_phone()
    await sam.reads("Hello Sam")
    await room.picture("21-phone-home")
    await sam.types("My screen is black")
    await sam.reads("What is happening?")
    await room.picture("22-phone-form")
    await sam.presses("Send")
    await sam.reads("Passed on to the help desk")
    await room.picture("23-phone-number")
    await sam.types("langue fr")
    await sam.reads("Bonjour Sam")
    await room.picture("24-phone-french")
