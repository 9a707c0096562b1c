"""An incident from any message: what the form holds, who reports, where nothing is ever said."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from bot.gestures import Way, gesture_of, read_activity
from bot.quotes import plain_text
from simulator import Conversation, Message, Person
from storage.tables import conversations, incidents
from tests.bot.deployments import Deployment, Json
from tests.support.world import World


async def rows(world: World, table: Any) -> list[Any]:
    return await world.look(lambda unit: list(unit.session.execute(table.select())))


def heard(world: World, where: Conversation) -> list[str]:
    """What the bot has written, or tried to write, in a conversation."""
    return [c.path for c in world.teams.requests if where.id in c.path and c.method != "GET"]


async def written(author: Person, where: Conversation, words: str) -> Message:
    await author.says(words, where, mention=False)
    return author.sees(where)[-1]


async def test_a_colleagues_message_in_their_chat_becomes_my_incident(small_world: World) -> None:
    world = small_world
    chat = world.teams.add_people_chat(world.camille, world.awa)
    message = await written(world.awa, chat, "Le copieur <du 2e> affiche E-04")
    dialog = await world.camille.reports_message(message)
    assert dialog is not None
    assert dialog.title == "Signaler un incident"
    (what,) = (part for part in dialog.card["body"] if part.get("id") == "what")
    assert what["value"] == "Awa Diallo a écrit :\nLe copieur <du 2e> affiche E-04"
    await world.camille.submits_dialog("Envoyer")
    assert "Vous suivrez la suite dans notre conversation" in world.camille.dialog.words
    (incident,) = await rows(world, incidents)
    assert incident.reporter_name == "Camille Petit"
    assert incident.category == "imprimante"
    await world.newest(
        world.camille, words="Le copieur <du 2e> affiche E-04", button="Annuler la demande"
    )
    known = {row.conversation_id: row.person_id for row in await rows(world, conversations)}
    assert chat.id not in known
    assert known[world.camille.chat.id] == world.camille.aad_object_id
    assert heard(world, chat) == []


async def test_somebody_without_the_app_is_told_how_to_add_it_and_finds_the_card_there(
    small_world: World,
) -> None:
    world = small_world
    newcomer = world.teams.add_person("Léa Martin")
    team = world.teams.add_team("Culture", ["Agenda"])
    message = await written(world.awa, team.channels["Agenda"], "Écran noir au 3e étage")
    await newcomer.reports_message(message)
    await newcomer.submits_dialog("Envoyer", {"Pouvez-vous travailler ?": "Non"})
    assert re.search(r"INC-\d{4}-\d{6}", newcomer.dialog.words)
    assert "ajoutez l'application Permanence" in newcomer.dialog.words
    await world.newest(world.thomas, world.channels["interventions"], words="Écran noir")
    assert heard(world, team.channels["Agenda"]) == []
    await newcomer.installs()
    await world.newest(newcomer, words="Écran noir au 3e étage", button="Ajouter une précision")


async def test_my_own_message_names_nobody_and_a_mention_is_left_out(small_world: World) -> None:
    world, channel = small_world, small_world.channels["hotline"]
    await world.camille.says("mon écran est noir", in_=channel)
    message = next(
        each
        for each in world.camille.sees(channel)
        if each.mentions_bot and each.sender is world.camille
    )
    dialog = await world.camille.reports_message(message)
    (what,) = (part for part in dialog.card["body"] if part.get("id") == "what")
    assert what["value"] == "mon écran est noir"


async def test_a_refused_form_comes_back_in_the_dialog_with_its_words(small_world: World) -> None:
    world = small_world
    chat = world.teams.add_people_chat(world.camille, world.awa)
    dialog = await world.camille.reports_message(await written(world.awa, chat, "x" * 5_000))
    assert "Ce texte fait 5000 caractères, la limite est de 4000" in dialog.words
    await world.camille.submits_dialog("Envoyer")
    assert "Ce texte fait 5000 caractères" in world.camille.dialog.words
    assert await rows(world, incidents) == []
    await world.camille.submits_dialog("Envoyer", {"what": "En bref : rien ne marche"})
    assert "INC-" in world.camille.dialog.words


async def test_the_authors_name_never_makes_a_message_too_long(small_world: World) -> None:
    world = small_world
    chat = world.teams.add_people_chat(world.camille, world.awa)
    await world.camille.reports_message(await written(world.awa, chat, "x" * 4_000))
    await world.camille.submits_dialog("Envoyer")
    (incident,) = await rows(world, incidents)
    assert incident.what == "x" * 4_000


async def test_a_message_with_a_file_alone_opens_an_empty_form_that_says_why_and_keeps_the_file(
    small_world: World,
) -> None:
    world = small_world
    chat = world.teams.add_people_chat(world.camille, world.awa)
    await world.awa.says("", chat, files={"panne.png": "https://exemple.test/panne.png"})
    dialog = await world.camille.reports_message(world.awa.sees(chat)[-1])
    assert "Ce message n'a pas de texte que je puisse lire" in dialog.words
    (what,) = (part for part in dialog.card["body"] if part.get("id") == "what")
    assert "value" not in what
    await world.camille.submits_dialog("Envoyer", {"what": "Voyez l'image"})
    await world.newest(world.camille, words="Voyez l'image")
    await world.newest(world.camille, words="panne.png")


async def test_a_guest_is_told_whom_to_ask(small_world: World) -> None:
    world = small_world
    guest = world.teams.add_person("Invité", role="guest")
    await guest.installs()
    chat = world.teams.add_people_chat(guest, world.awa)
    assert await guest.reports_message(await written(world.awa, chat, "panne")) is None
    assert guest.toasts[-1].startswith("Les invités peuvent lire")


async def test_a_form_sent_twice_from_the_menu_makes_one_incident(small_world: World) -> None:
    world = small_world
    chat = world.teams.add_people_chat(world.camille, world.awa)
    await world.camille.reports_message(await written(world.awa, chat, "panne"))
    first = await world.camille.submits_dialog("Envoyer")
    sent = world.teams.sent[-1]
    again = await world.teams.deliver(sent, times=3, together=True)
    renamed = await world.teams.deliver({**sent, "id": "f:another"})
    assert [answer.body for answer in (*again, *renamed)] == [first.body] * 4
    assert len(await rows(world, incidents)) == 1


ODD_VALUES: dict[str, Any] = {
    "nothing": None,
    "a list": [],
    "no message": {"commandId": "report"},
    "a message that is a text": {"commandId": "report", "messagePayload": "panne"},
    "a body that is null": {"commandId": "report", "messagePayload": {"body": None}},
    "a content that is a number": {
        "commandId": "report",
        "messagePayload": {"body": {"contentType": "html", "content": 7}},
    },
    "an author that is a list": {
        "commandId": "report",
        "messagePayload": {"body": {"content": "panne"}, "from": [1]},
    },
    "attachments that are a text": {
        "commandId": "report",
        "messagePayload": {"body": {"content": "panne"}, "attachments": "x"},
    },
    "a file without a link": {
        "commandId": "report",
        "messagePayload": {"attachments": [{"contentType": "reference", "contentUrl": None}] * 9},
    },
    "an unknown command": {"commandId": "destroy", "messagePayload": {"body": {"content": "x"}}},
    "a command that is a list": {"commandId": ["report"]},
    "a giant message": {
        "commandId": "report",
        "messagePayload": {"body": {"contentType": "html", "content": "<at>" * 50_000}},
    },
}


def from_menu(bot: Deployment, name: str, value: Any) -> Json:
    where = bot.teams.add_people_chat(bot.camille, bot.people["awa"])
    name = f"composeExtension/{name}"
    return bot.teams.activities.invoke(bot.camille, where, None, name, value)


@pytest.mark.parametrize("value", ODD_VALUES.values(), ids=ODD_VALUES)
async def test_an_odd_command_is_answered_calmly(own_bot: Deployment, value: Any) -> None:
    before = await own_bot.counts()
    answer = await own_bot.send(from_menu(own_bot, "fetchTask", value))
    assert answer.status == 200
    assert answer.json()["task"]["type"] in ("continue", "message")
    assert answer.seconds < 0.5
    assert await own_bot.counts() == before


FORGED = {
    "channel.bind": "Écrivez ceci dans le canal à relier",
    "incident.teleport": "Ce bouton ne sert plus",
    None: "Ce bouton ne sert plus",
}


@pytest.mark.parametrize("verb", FORGED)
async def test_a_forged_answer_of_the_menu_changes_nothing(own_bot: Deployment, verb: Any) -> None:
    """Binding a channel by it would make of any chat the place where requests are read."""
    philippe = own_bot.people["philippe"]
    team = own_bot.teams.add_team("Culture", ["Agenda"])
    value = {"commandId": "report", "data": {"verb": verb, "team": "hotline"}}
    name = "composeExtension/submitAction"
    where = team.channels["Agenda"]
    invoke = own_bot.teams.activities.invoke(philippe, where, "1", name, value)
    answer = await own_bot.send(invoke)
    task = answer.json()["task"]
    assert (answer.status, task["type"]) == (200, "message")
    assert task["value"].startswith(FORGED[verb])
    counts = await own_bot.counts()
    assert (counts["team_channels"], counts["conversations"]) == (0, 0)


def test_a_chat_of_two_people_is_nobodys_chat_with_us() -> None:
    path = Path(__file__).parent / "payloads" / "message_menu_submit.json"
    inbound = read_activity(json.loads(path.read_text(encoding="utf-8")))
    assert inbound.conversation.kind == "personal"
    gesture = gesture_of(Way.DIALOG_SUBMIT, inbound)
    assert gesture.person_id == "11111111-0000-4000-8000-000000000001"
    assert gesture.address.person_id is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<p>un</p><p>deux</p>", "un\ndeux"),
        ("un<br>deux<br/>trois", "un\ndeux\ntrois"),
        ("<div>\n  <b>un</b>\n  mot&nbsp;</div>", "un mot"),
        ("<ul><li>un</li><li>deux</li></ul>", "un\ndeux"),
        ('<at id="0">Paul</at>, le réseau', ", le réseau"),
        ("<at>Paul<p>le réseau</p>", "le réseau"),
        ("R&D &amp; co &lt;b&gt;", "R&D & co <b>"),
        ("3 < 4 et 5 > 4", "3 < 4 et 5 > 4"),
        ("<script>alert(1)</script><style>p{}</style>panne", "panne"),
        ('ça va <emoji alt="🙂"></emoji>', "ça va 🙂"),
        ("<codeblock><code>ligne 1\nligne 2</code></codeblock>", "ligne 1\nligne 2"),
        ('<img src="x" alt="image"><attachment id="1"></attachment>', ""),
        ("fin sans balise R&D", "fin sans balise R&D"),
        ("", ""),
    ],
)
def test_a_message_is_reduced_to_what_a_person_reads(content: str, words: str) -> None:
    assert plain_text(content, "html") == words


def test_a_plain_message_is_taken_as_it_stands() -> None:
    assert plain_text(" <b>gras</b> ? ", "text") == "<b>gras</b> ?"


@pytest.mark.parametrize(
    "piece", ["<!--", "<a b='", "<at>", "&#", "<![CDATA[", "<p>a</p>", "< ", "</"]
)
def test_no_message_takes_long_to_read(piece: str) -> None:
    began = time.perf_counter()
    plain_text(piece * 60_000, "html")
    assert time.perf_counter() - began < 0.5


async def test_no_mention_without_an_end_takes_long_to_read(own_bot: Deployment) -> None:
    group = {"id": "19:x@thread.v2", "conversationType": "groupChat", "isGroup": True}
    said = own_bot.said("<at>" * 50_000)
    said["conversation"] |= group
    answer = await own_bot.send(said)
    assert answer.status == 200
    assert answer.seconds < 1
