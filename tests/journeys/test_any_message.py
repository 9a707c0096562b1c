"""An incident from a message between colleagues, and what the page shows beside the messages."""

from __future__ import annotations

from aiohttp import ClientSession

from tests.journeys.room import Desk, Room
from tests.support.world import World

MENU = "Autres actions sur ce message"


async def opens_menu(desk: Desk, words: str, title: str = MENU) -> None:
    message = desk.region.locator(".message", has_text=words).last
    await message.get_by_label(title).click()


async def test_a_message_between_two_colleagues_becomes_an_incident(
    world: World, room: Room
) -> None:
    world.teams.add_people_chat(world.camille, world.awa)
    camille, awa, thomas = await room.seat(world.camille, world.awa, world.thomas)
    await thomas.opens("Interventions")
    await awa.opens("Camille Petit")
    await awa.types("Bonjour, l'écran de l'accueil reste noir depuis ce matin")
    await camille.opens("Awa Diallo")
    await opens_menu(camille, "reste noir")
    await room.picture("61-menu")
    await camille.region.get_by_role("button", name="Signaler un incident").click()
    await camille.dialog().wait_for()
    await room.picture("62-dialog")
    await camille.chooses("Pouvez-vous travailler ?", "Oui")
    await camille.presses("Envoyer")
    await camille.reads("INC-")
    await room.picture("63-number")
    await camille.dialog().get_by_role("button", name="Fermer").click()
    await thomas.reads("Awa Diallo a écrit :")
    await camille.opens("Permanence")
    await camille.reads("Transmis à l'assistance")
    await room.picture("64-card")
    await room.looks("dark")
    await room.picture("65-card-dark")


async def test_on_a_phone_without_the_app_in_english(world: World, room: Room) -> None:
    newcomer = world.teams.add_person("Lea Martin", locale="en-GB")
    chat = world.teams.add_people_chat(newcomer, world.awa)
    await world.awa.says(
        "The copier of the 2nd floor shows E-04",
        chat,
    )
    (lea,) = await room.seat(newcomer, language="en")
    await room.on_a_phone()
    await lea.opens("Awa Diallo")
    await opens_menu(lea, "E-04", "More actions on this message")
    await room.picture("71-phone-menu")
    await lea.region.get_by_role("button", name="Report an incident").click()
    await lea.dialog().wait_for()
    await room.picture("72-phone-dialog")
    await lea.presses("Send")
    await lea.reads("add the Permanence app")
    await room.picture("73-phone-add-the-app")
    await lea.dialog().get_by_role("button", name="Close").click()
    await lea.opens("Permanence")
    await lea.region.get_by_role("button", name="Add Permanence").click()
    await lea.reads("Awa Diallo wrote:")
    await room.picture("74-phone-card")
    await room.looks("dark")
    await room.picture("75-phone-dark")


async def test_the_page_shows_what_happens_beside_the_messages(world: World, room: Room) -> None:
    (camille, philippe) = await room.seat(world.camille, world.philippe)
    await camille.region.get_by_role("button", name="Joindre").click()
    await camille.region.get_by_label("Nom du fichier").fill("panne.png")
    await camille.region.get_by_label("Lien du fichier").fill("https://exemple.test/panne.png")
    await room.picture("81-file")
    await camille.types("mon écran est noir, voici")
    await camille.region.get_by_role("link", name="panne.png").wait_for()

    await philippe.opens("› SIG")
    await philippe.types("@Permanence canal sig")
    await philippe.reads("@Permanence")
    await philippe.reads("reçoit désormais les demandes")
    async with ClientSession(world.teams.service_url) as http:
        path = f"v3/conversations/{world.camille.chat.id}/activities"
        await http.post(path, json={"type": "typing"})
    await camille.reads("Permanence écrit…")
    await room.picture("82-mention-file-typing")

    await room.page.get_by_role("button", name="Réglages").click()
    await room.page.get_by_role("button", name="+ 1 jour").click()
    await room.page.get_by_text("Horloge de l'application :").wait_for()
    await room.page.get_by_label("Apparence").select_option(label="Sombre")
    await room.picture("83-settings-dark")
    await room.page.get_by_label("Langue de la page").select_option(label="English")
    await room.page.get_by_role("button", name="Settings").click()
    await room.picture("84-settings-english")
    await room.on_a_phone()
    await room.picture("85-settings-phone")
