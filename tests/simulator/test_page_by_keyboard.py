"""The page without a mouse, and what changes on it while nobody presses anything."""

from __future__ import annotations

from typing import Any

from simulator import Person, Teams
from tests.simulator.echo_bot import Connector, EchoBot, attachment, card
from tests.simulator.test_page import needs_browser, tab
from tests.simulator.test_people import ADAPTIVE, dialog, text

__all__ = ["tab"]
pytestmark = needs_browser


async def test_a_message_is_reported_with_the_keyboard_alone(
    teams: Teams, camille: Person, nadia: Person, bot: EchoBot, tab: Any
) -> None:
    teams.message_commands = {"report": {"fr": "Signaler un incident", "en": "Report"}}
    chat = teams.add_people_chat(camille, nadia)
    await nadia.says("le VPN tombe", chat)
    send = {"type": "Action.Submit", "title": "Envoyer", "data": {"verb": "send"}}
    field = {"type": "Input.Text", "id": "what", "label": "Que se passe-t-il ?"}
    bot.answers["composeExtension/fetchTask"] = dialog("Incident", field, actions=[send])
    await tab.goto(f"{teams.service_url}?people={camille.id}")
    column = tab.get_by_role("region", name="Camille Petit")
    await column.get_by_role("button", name="Nadia Roux").press("Enter")

    menu = column.get_by_label("Autres actions sur ce message")
    command = column.get_by_role("button", name="Signaler un incident")
    await menu.press("Enter")
    await command.wait_for()
    await menu.press("Escape")
    await command.wait_for(state="hidden")
    await menu.press("Enter")
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Enter")
    await column.get_by_role("dialog", name="Incident").wait_for()
    await tab.keyboard.type("voilà")
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Enter")
    await teams.until(lambda: bot.last["name"] == "composeExtension/submitAction")
    assert bot.last["value"]["data"] == {"verb": "send", "what": "voilà"}
    assert bot.last["value"]["messagePayload"]["body"]["textContent"] == "le VPN tombe"
    assert tab.errors == []


async def test_cards_are_refreshed_and_taken_back_under_the_readers_eyes(
    teams: Teams, camille: Person, bot: EchoBot, connector: Connector, tab: Any
) -> None:
    await tab.goto(f"{teams.service_url}?people={camille.id}&lang=en&theme=dark")
    column = tab.get_by_role("region", name="Camille Petit")
    await column.get_by_text("No message yet.").wait_for()
    new = card(text("as of now"))
    bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": ADAPTIVE, "value": new}
    refresh = {"action": {"type": "Action.Execute", "verb": "show"}, "userIds": [camille.id]}
    number = await connector.show(camille.chat.id, card(text("as of then")) | {"refresh": refresh})
    await column.get_by_text("as of now").wait_for()
    assert bot.last["value"]["trigger"] == "automatic"

    path = f"v3/conversations/{camille.chat.id}/activities/{number}"
    await connector.call(
        "PUT", path, {"type": "message", "attachments": [attachment(card(text("told to all")))]}
    )
    await column.get_by_text("told to all").wait_for()
    await column.get_by_text("edited", exact=True).wait_for()
    await connector.call("DELETE", path)
    await column.get_by_text("This message has been deleted.").wait_for()
    await connector.send(camille.chat.id, type="typing")
    await column.get_by_text("Permanence is typing…").wait_for()
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    assert await tab.evaluate(scheme) == "dark"
    assert tab.errors == []
