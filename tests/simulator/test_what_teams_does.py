"""What Teams does by itself or shows beside messages: refresh, typing, files, chats, the clock."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web

from simulator import Person, Teams, views
from simulator.cards import Json
from tests.simulator.echo_bot import Clock, Connector, EchoBot, attachment, card
from tests.simulator.test_people import ADAPTIVE, dialog, text

REFRESH = {"type": "Action.Execute", "verb": "vote.show", "data": {"session": "s1"}}


def refreshed(*user_ids: str) -> Json:
    named = {"userIds": list(user_ids)} if user_ids else {}
    return card(text("avant")) | {"refresh": {"action": REFRESH, **named}}


async def test_a_card_is_refreshed_for_whom_it_names_once_a_minute(
    teams: Teams,
    camille: Person,
    nadia: Person,
    bot: EchoBot,
    connector: Connector,
    clock: Clock,
) -> None:
    group = teams.add_group_chat("Réunion", [camille, nadia])
    await teams.add_bot_to(group, by=camille)
    number = await connector.show(group.id, refreshed(camille.id))
    own = refreshed(camille.id) | {"body": [text("pour vous")]}
    bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": ADAPTIVE, "value": own}

    assert await nadia.looks_at(group) == []
    assert len(await camille.looks_at(group)) == 1
    assert bot.last["value"] == {"action": REFRESH, "trigger": "automatic"}
    assert bot.last["replyToId"] == number
    assert camille.sees(group)[0].words == "pour vous"
    assert nadia.sees(group)[0].words == "avant"

    assert await camille.looks_at(group) == []
    clock.now += 60
    assert len(await camille.looks_at(group)) == 1


async def test_without_names_a_card_is_refreshed_for_everybody_of_a_small_conversation(
    teams: Teams, camille: Person, nadia: Person, connector: Connector
) -> None:
    group = teams.add_group_chat("Réunion", [camille, nadia])
    await teams.add_bot_to(group, by=camille)
    await connector.show(group.id, refreshed())
    assert len(await nadia.looks_at(group)) == 1
    group.members += [teams.add_person(f"Membre {n}") for n in range(59)]
    assert len(group.people()) == 61
    assert await camille.looks_at(group) == []


async def test_the_page_hears_that_the_bot_is_typing_until_it_writes(
    camille: Person, connector: Connector, clock: Clock
) -> None:
    def is_shown() -> bool:
        return bool(views.state(camille)["conversations"][0]["isTyping"])

    await connector.send(camille.chat.id, type="typing")
    assert is_shown()
    assert camille.sees() == []
    await connector.send(camille.chat.id, text="Voilà")
    assert not is_shown()
    await connector.send(camille.chat.id, type="typing")
    clock.now += 10
    assert not is_shown()


async def test_a_file_reaches_the_bot_by_its_name_and_link(camille: Person, bot: EchoBot) -> None:
    link = "https://collectivite.sharepoint.example/panne.png"
    await camille.says("voici", files={"panne.png": link})
    (sent,) = bot.last["attachments"]
    assert sent["contentType"] == "application/vnd.microsoft.teams.file.download.info"
    assert (sent["name"], sent["contentUrl"]) == ("panne.png", link)
    assert (sent["content"]["downloadUrl"], sent["content"]["fileType"]) == (link, "png")
    assert camille.sees()[0].files == {"panne.png": link}


async def test_two_people_talk_without_the_bot_and_report_what_was_said(
    teams: Teams, camille: Person, nadia: Person, bot: EchoBot, connector: Connector
) -> None:
    teams.message_commands = {"report": {"fr": "Signaler", "en": "Report"}}
    chat = teams.add_people_chat(camille, nadia)
    assert [chat.name_for(each) for each in (camille, nadia)] == ["Nadia Roux", "Camille Petit"]
    before = len(bot.received)
    await nadia.says("le VPN tombe", chat)
    assert len(bot.received) == before
    assert (await connector.send(chat.id, text="x"))[0] == 403

    submit = {"type": "Action.Submit", "title": "Envoyer", "data": {"verb": "send"}}
    bot.answers["composeExtension/fetchTask"] = dialog("Signaler", actions=[submit])
    shown = await camille.reports_message(camille.sees(chat)[0])
    assert shown is camille.dialog
    assert (shown is not None, shown and shown.title) == (True, "Signaler")
    assert bot.last["value"]["commandId"] == "report"
    assert bot.last["conversation"]["id"] == chat.id
    assert bot.last["conversation"]["conversationType"] == "personal"
    assert chat.id.endswith("@unq.gbl.spaces")
    assert nadia.dialog is None


async def test_a_mention_travels_with_the_message_that_is_reported(
    teams: Teams, camille: Person, bot: EchoBot
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    await teams.add_bot_to(team, by=camille)
    await camille.says("aide & conseil", in_=team.channels["Assistance"])
    await camille.uses_message_action("report", camille.sees(team.channels["Assistance"])[0])
    payload = bot.last["value"]["messagePayload"]
    assert payload["body"]["content"] == (
        '<div><at id="0">Permanence</at>&nbsp;aide &amp; conseil</div>'
    )
    assert payload["mentions"][0]["mentionText"] == "Permanence"
    assert payload["conversation"]["conversationIdentityType"] == "channel"


async def test_the_bots_clock_is_moved_and_the_page_is_told_how_far(
    teams: Teams,
) -> None:
    asked = []

    async def advance(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.json_response({"now": "2099-04-14T10:00:00+00:00"})

    app = web.Application()
    app.router.add_post("/local/clock", advance)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    teams.bot_url = f"http://127.0.0.1:{port}/api/messages"
    wish = {"json": {"advance": "2h"}}
    async with aiohttp.request("POST", f"{teams.service_url}sim/clock", **wish) as response:
        body = await response.json()
    await runner.cleanup()
    assert asked == [{"advance": "2h"}]
    assert body["status"] == 200
    assert body["ahead"] == pytest.approx(views.people(teams)["ahead"], abs=5)
    assert body["ahead"] > 60 * 365 * 86_400


async def test_a_bot_without_such_a_clock_says_so(teams: Teams) -> None:
    answer = await teams.bot_clock.advance("15m")
    assert answer.status == 404
    assert teams.bot_clock.ahead.total_seconds() == 0


async def test_what_the_bot_changes_or_takes_back_shows_as_such(
    camille: Person, connector: Connector
) -> None:
    number = await connector.show(camille.chat.id, card(text("avant")))
    path = f"v3/conversations/{camille.chat.id}/activities/{number}"
    await connector.call("PUT", path, {"type": "message", "attachments": [attachment(card())]})
    (shown,) = views.state(camille)["conversations"][0]["messages"]
    assert (shown["edited"], shown["deleted"]) == (True, False)
    await connector.call("DELETE", path)
    (shown,) = views.state(camille)["conversations"][0]["messages"]
    assert (shown["deleted"], shown["card"]) == (True, None)
