"""What people do reaches the bot as Teams sends it, and its answers reach them."""

from datetime import date
from typing import Any

import pytest

from simulator import ImpossibleGesture, Person, Teams
from tests.simulator.echo_bot import Connector, EchoBot, attachment, card

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
NAME = {"type": "Input.Text", "id": "name", "label": "Votre nom", "isRequired": True}
SEND = {"type": "Action.Execute", "title": "Envoyer", "verb": "form.send", "data": {"n": 1}}


def text(words: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words}


def dialog(title: str, *body: dict[str, Any], actions: list[dict[str, Any]]) -> dict[str, Any]:
    info = {"title": title, "card": attachment(card(*body, actions=actions))}
    return {"task": {"type": "continue", "value": info}}


async def test_a_typed_message_has_the_shape_of_teams(camille: Person, bot: EchoBot) -> None:
    answer = await camille.says("mon écran est noir")
    sent = bot.last
    assert answer.status == 200
    assert (sent["type"], sent["text"], sent["channelId"]) == (
        "message",
        "mon écran est noir",
        "msteams",
    )
    assert sent["from"]["aadObjectId"] == camille.aad_object_id
    assert sent["conversation"]["conversationType"] == "personal"
    assert sent["conversation"]["id"] == camille.chat.id
    assert sent["serviceUrl"] == camille.teams.service_url
    assert sent["channelData"]["tenant"]["id"] == sent["conversation"]["tenantId"]
    assert sent["entities"][-1]["type"] == "clientInfo"
    assert [message.text for message in camille.sees()] == ["mon écran est noir"]


async def test_in_a_channel_a_message_mentions_the_bot_and_names_its_thread(
    teams: Teams, camille: Person, bot: EchoBot
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    await teams.add_bot_to(team, by=camille)
    channel = team.channels["Assistance"]
    await camille.says("canal hotline", in_=channel)
    (message,) = camille.sees(channel)
    assert bot.last["text"] == "<at>Permanence</at> canal hotline"
    assert bot.last["entities"][0]["mentioned"]["id"] == teams.bot_id
    assert bot.last["conversation"]["id"] == f"{channel.id};messageid={message.id}"
    assert bot.last["channelData"]["channel"]["id"] == channel.id
    await camille.says("merci", in_=channel, reply_to=message, mention=False)
    assert camille.sees(channel)[-1].thread == message.id
    assert "canal hotline" in bot.last["text"]


async def test_an_anonymous_person_has_no_directory_id(teams: Teams, bot: EchoBot) -> None:
    guest = teams.add_person("Invité", role="anonymous")
    await guest.installs()
    assert "aadObjectId" not in bot.last["from"]
    assert guest.member()["userRole"] == "anonymous"


async def test_ids_survive_a_restart_of_the_simulator(bot: EchoBot) -> None:
    lives = [Teams(bot.url), Teams(bot.url)]
    people = [life.add_person("Camille Petit") for life in lives]
    channels = [life.add_team("DSI", ["Assistance"]).channels["Assistance"] for life in lives]
    assert people[0].id == people[1].id
    assert people[0].chat.id == people[1].chat.id
    assert channels[0].id == channels[1].id


async def test_execute_sends_the_inputs_with_the_data_of_the_card(
    camille: Person, bot: EchoBot, connector: Connector
) -> None:
    fields = (
        NAME,
        {"type": "Input.Toggle", "id": "urgent", "title": "Urgent"},
        {"type": "Input.Date", "id": "day", "label": "Jour"},
        {
            "type": "Input.ChoiceSet",
            "id": "kind",
            "label": "Catégorie",
            "isMultiSelect": True,
            "choices": [{"title": "Poste", "value": "pc"}, {"title": "Réseau", "value": "net"}],
        },
    )
    number = await connector.show(camille.chat.id, card(*fields, actions=[SEND]))
    entered = {"Votre nom": "Camille", "Jour": date(2020, 4, 14), "kind": ["Poste", "net"]}
    await camille.presses(camille.sees()[-1], "Envoyer", entered)
    assert bot.last["name"] == "adaptiveCard/action"
    assert bot.last["replyToId"] == number
    assert bot.last["value"]["trigger"] == "manual"
    assert bot.last["value"]["action"] == {
        "type": "Action.Execute",
        "title": "Envoyer",
        "verb": "form.send",
        "data": {
            "n": 1,
            "name": "Camille",
            "urgent": "false",
            "day": "2020-04-14",
            "kind": "pc,net",
        },
    }


async def test_a_card_in_the_answer_replaces_it_for_that_person_until_the_bot_updates_it(
    teams: Teams, camille: Person, nadia: Person, bot: EchoBot, connector: Connector
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    await teams.add_bot_to(team, by=camille)
    channel = team.channels["Assistance"]
    number = await connector.show(channel.id, card(text("avant"), actions=[SEND]))
    bot.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": ADAPTIVE,
        "value": card(text("pour vous")),
    }
    await camille.presses(camille.sees(channel)[0], "Envoyer")
    assert camille.sees(channel)[0].words == "pour vous"
    assert nadia.sees(channel)[0].words.startswith("avant")

    path = f"v3/conversations/{channel.id}/activities/{number}"
    update = {"type": "message", "attachments": [attachment(card(text("après")))]}
    await connector.call("PUT", path, update)
    assert [each.sees(channel)[0].words for each in (camille, nadia)] == ["après", "après"]
    assert camille.sees(channel)[0].edited_count == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("application/vnd.microsoft.activity.message", "C'est noté."),
        ("application/vnd.microsoft.error", {"code": "BadRequest", "message": "C'est noté."}),
    ],
)
async def test_a_sentence_in_the_answer_is_shown_as_a_toast(
    camille: Person, bot: EchoBot, connector: Connector, kind: str, value: Any
) -> None:
    await connector.show(camille.chat.id, card(actions=[SEND]))
    bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": kind, "value": value}
    await camille.presses(camille.sees()[0], "Envoyer")
    assert camille.toasts == ["C'est noté."]


async def test_nothing_is_sent_while_a_required_input_is_empty(
    camille: Person, bot: EchoBot, connector: Connector
) -> None:
    await connector.show(camille.chat.id, card(NAME, actions=[SEND]))
    before = len(bot.received)
    with pytest.raises(ImpossibleGesture, match="Votre nom"):
        await camille.presses(camille.sees()[0], "Envoyer")
    assert len(bot.received) == before
    await camille.presses(camille.sees()[0], "Envoyer", force=True)
    assert bot.last["value"]["action"]["data"] == {"n": 1}


async def test_a_button_of_a_nested_card_sends_the_inputs_of_both_cards(
    camille: Person, bot: EchoBot, connector: Connector
) -> None:
    inner = card({"type": "Input.Text", "id": "why", "label": "Pourquoi ?"}, actions=[SEND])
    more = {"type": "Action.ShowCard", "title": "Plus", "card": inner}
    await connector.show(camille.chat.id, card(NAME, actions=[more]))
    message = camille.sees()[0]
    assert message.buttons == ["Plus", "Envoyer"]
    await camille.presses(message, "Envoyer", {"Votre nom": "C", "Pourquoi ?": "panne"})
    assert bot.last["value"]["action"]["data"] == {"n": 1, "name": "C", "why": "panne"}


async def test_a_wrong_button_or_choice_is_told_with_what_there_is(
    camille: Person, connector: Connector
) -> None:
    choice = {"type": "Input.ChoiceSet", "id": "k", "label": "Type", "choices": []}
    await connector.show(camille.chat.id, card(choice, actions=[SEND]))
    with pytest.raises(ImpossibleGesture, match="'Envoyer'"):
        await camille.presses(camille.sees()[0], "Partir")
    with pytest.raises(ImpossibleGesture, match="no choice"):
        await camille.presses(camille.sees()[0], "Envoyer", {"Type": "x"})


async def test_a_button_that_is_greyed_out_cannot_be_pressed(
    camille: Person, connector: Connector
) -> None:
    await connector.show(camille.chat.id, card(actions=[SEND | {"isEnabled": False}]))
    with pytest.raises(ImpossibleGesture, match="greyed out"):
        await camille.presses(camille.sees()[0], "Envoyer")


async def test_a_submit_comes_as_a_message_with_a_value(
    camille: Person, bot: EchoBot, connector: Connector
) -> None:
    submit = {"type": "Action.Submit", "title": "Aller", "data": {"verb": "go"}}
    number = await connector.show(camille.chat.id, card(NAME, actions=[submit]))
    await camille.presses(camille.sees()[0], "Aller", {"name": "C"})
    assert (bot.last["type"], bot.last["replyToId"]) == ("message", number)
    assert bot.last["value"] == {"verb": "go", "name": "C"}
    assert "text" not in bot.last
    assert len(camille.sees()) == 1


async def test_message_back_and_im_back_appear_as_typed(
    camille: Person, bot: EchoBot, connector: Connector
) -> None:
    back = {"type": "messageBack", "displayText": "Je viens", "text": "oui", "value": '{"a": 1}'}
    actions = [
        {"type": "Action.Submit", "title": "Oui", "data": {"msteams": back}},
        {
            "type": "Action.Submit",
            "title": "Aide",
            "data": {"msteams": {"type": "imBack", "value": "aide"}},
        },
    ]
    await connector.show(camille.chat.id, card(actions=actions))
    await camille.presses(camille.sees()[0], "Oui")
    assert (bot.last["text"], bot.last["value"]) == ("oui", {"a": 1})
    await camille.presses(camille.sees()[0], "Aide")
    assert bot.last["text"] == "aide"
    assert [message.text for message in camille.sees()][1:] == ["Je viens", "aide"]


async def test_a_dialog_opens_is_replaced_and_closes(
    camille: Person, bot: EchoBot, connector: Connector
) -> None:
    data = {"msteams": {"type": "task/fetch"}, "verb": "incident.new"}
    opener = {"type": "Action.Submit", "title": "Signaler", "data": data}
    submit = {"type": "Action.Submit", "title": "Envoyer", "data": {"verb": "incident.send"}}
    number = await connector.show(camille.chat.id, card(actions=[opener]))
    bot.answers["task/fetch"] = dialog("Incident", NAME, actions=[submit])
    await camille.presses(camille.sees()[0], "Signaler")
    assert bot.last["replyToId"] == number
    assert bot.last["value"]["data"]["type"] == "task/fetch"
    assert bot.last["value"]["data"]["verb"] == "incident.new"
    assert camille.dialog is not None
    assert (camille.dialog.title, camille.dialog.buttons) == ("Incident", ["Envoyer"])

    bot.answers["task/submit"] = dialog("Encore", text("Précisez"), actions=[submit])
    await camille.submits_dialog("Envoyer", {"Votre nom": "Camille"})
    assert bot.last["value"]["data"] == {"verb": "incident.send", "name": "Camille"}
    assert camille.dialog.title == "Encore"

    bot.answers["task/submit"] = {"task": {"type": "message", "value": "C'est envoyé."}}
    await camille.submits_dialog("Envoyer")
    assert camille.dialog is None
    assert camille.toasts == ["C'est envoyé."]


async def test_a_message_action_carries_the_message_and_its_form_comes_back(
    camille: Person, bot: EchoBot
) -> None:
    await camille.says("le VPN <ne> répond pas")
    submit = {"type": "Action.Submit", "title": "Envoyer", "data": {"verb": "incident.send"}}
    bot.answers["composeExtension/fetchTask"] = dialog("Incident", actions=[submit])
    await camille.uses_message_action("incident.fromMessage", camille.sees()[0])
    payload = bot.last["value"]["messagePayload"]
    assert payload["body"]["content"] == "<div>le VPN &lt;ne&gt; répond pas</div>"
    assert payload["from"]["user"]["id"] == camille.aad_object_id
    await camille.submits_dialog("Envoyer")
    assert bot.last["name"] == "composeExtension/submitAction"
    assert bot.last["value"]["commandId"] == "incident.fromMessage"
    assert camille.dialog is None


async def test_a_failed_submit_leaves_the_form_open(camille: Person, bot: EchoBot) -> None:
    submit = {"type": "Action.Submit", "title": "Envoyer"}
    await camille.says("bonjour")
    bot.answers["composeExtension/fetchTask"] = dialog("Incident", actions=[submit])
    await camille.uses_message_action("incident", camille.sees()[0])
    camille.teams.bot_url = "http://127.0.0.1:9/api/messages"
    answer = await camille.submits_dialog("Envoyer")
    assert answer.status == 502
    assert camille.dialog is not None


async def test_nobody_writes_to_a_bot_that_is_not_there(teams: Teams) -> None:
    person = teams.add_person("Nouvelle")
    with pytest.raises(ImpossibleGesture):
        await person.says("bonjour")


async def test_an_activity_can_be_delivered_again_as_it_is(
    teams: Teams, camille: Person, bot: EchoBot
) -> None:
    await camille.says("bonjour")
    answers = await teams.deliver(teams.sent[-1], times=3, together=True)
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert len({activity["id"] for activity in bot.received[-4:]}) == 1
