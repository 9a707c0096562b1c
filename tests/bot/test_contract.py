"""What Teams sends, as it sends it, and exactly what it gets back.

The payloads follow the shapes that Microsoft documents; only the service address is a stand-in's.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest_asyncio

from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import (
    Answered,
    Deployment,
    Json,
    Listener,
    Request,
    listening,
    running_bot,
)

PAYLOADS = Path(__file__).parent / "payloads"
CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
CHAT = "a:1pL6i0oY3C0K8oAj8"
THREAD = "19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2;messageid=1763794801000"


@dataclass(frozen=True)
class Line:
    """The wire between the bot and a connector that takes everything."""

    bot: Deployment
    connector: Listener

    async def send(self, name: str) -> Answered:
        payload = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
        return await self.bot.send(payload | {"serviceUrl": f"{self.connector.origin}/emea/"})

    async def posted(self, count: int = 1) -> list[Json]:
        """What the bot has posted, once nothing more is owed."""
        await self.bot.teams.until(lambda: len(self._said()) >= count)
        await self.bot.rows()
        said = self._said()
        assert len(said) == count, self.paths()
        assert {request.method for request in said} == {"POST"}
        return [json.loads(request.body) for request in said]

    def _said(self) -> list[Request]:
        """Messages; once a second the bot may also knock at a door, for what nobody receives."""
        return [each for each in self.connector.seen if each.path.endswith("/activities")]

    def paths(self) -> list[str]:
        return [unquote(request.path) for request in self.connector.seen]


@pytest_asyncio.fixture
async def line(fresh_database: FreshDatabase) -> AsyncIterator[Line]:
    async with listening() as connector, running_bot(fresh_database(), local=True) as bot:
        yield Line(bot, connector)


def is_card(value: Any) -> bool:
    """An Adaptive Card as an object, and not as a text that holds one."""
    return (
        isinstance(value, dict)
        and value["type"] == "AdaptiveCard"
        and value["version"] == "1.5"
        and value["$schema"] == SCHEMA
        and isinstance(value["body"], list)
    )


async def test_a_message_is_answered_empty_and_the_form_is_posted_to_the_chat(line: Line) -> None:
    answer = await line.send("message_in_chat")
    assert (answer.status, answer.body) == (200, b"")
    (activity,) = await line.posted()
    assert line.paths() == [f"/emea/v3/conversations/{CHAT}/activities"]
    assert set(activity) == {"type", "summary", "attachments"}
    assert activity["type"] == "message"
    (attachment,) = activity["attachments"]
    assert set(attachment) == {"contentType", "content"}
    assert attachment["contentType"] == CARD
    assert is_card(attachment["content"])


async def test_a_mention_in_a_channel_is_answered_in_its_thread_with_plain_words(
    line: Line,
) -> None:
    answer = await line.send("message_in_channel")
    assert (answer.status, answer.body) == (200, b"")
    (activity,) = await line.posted()
    assert line.paths() == [f"/emea/v3/conversations/{THREAD}/activities"]
    assert set(activity) == {"type", "text", "textFormat"}
    assert (activity["type"], activity["textFormat"]) == ("message", "plain")
    assert "Interventions" in activity["text"]


async def test_a_button_is_answered_with_a_card_in_place(line: Line) -> None:
    answer = await line.send("action_execute")
    assert (answer.status, answer.content_type) == (200, "application/json")
    body = answer.json()
    assert set(body) == {"statusCode", "type", "value"}
    assert (body["statusCode"], body["type"]) == (200, CARD)
    assert is_card(body["value"])
    await line.bot.rows()
    assert line.connector.seen == []


async def test_a_button_of_another_release_is_answered_with_a_way_home(line: Line) -> None:
    body = (await line.send("action_execute_unknown")).json()
    assert set(body) == {"statusCode", "type", "value"}
    assert (body["statusCode"], body["type"]) == (200, CARD)
    assert is_card(body["value"])
    assert "home.show" in json.dumps(body)


async def test_a_dialog_opens_with_a_card(line: Line) -> None:
    answer = await line.send("task_fetch")
    assert (answer.status, answer.content_type) == (200, "application/json")
    body = answer.json()
    assert set(body) == {"task"}
    assert set(body["task"]) == {"type", "value"}
    assert body["task"]["type"] == "continue"
    shown = body["task"]["value"]
    assert set(shown) == {"title", "height", "width", "card"}
    assert shown["title"]
    assert {shown["height"], shown["width"]} <= {"small", "medium", "large"}
    assert shown["card"]["contentType"] == CARD
    assert is_card(shown["card"]["content"])


async def test_a_sent_form_is_answered_with_the_number_and_the_card_is_posted(line: Line) -> None:
    answer = await line.send("task_submit")
    assert (answer.status, answer.content_type) == (200, "application/json")
    task = answer.json()["task"]
    assert task["type"] == "continue"
    shown = task["value"]["card"]["content"]
    assert is_card(shown)
    (activity,) = await line.posted()
    number = re.search(r"INC-2\d{3}-\d+", json.dumps(shown))
    assert number is not None
    assert number.group() in json.dumps(activity)


async def test_a_sent_form_that_comes_again_gets_the_same_answer_to_the_letter(line: Line) -> None:
    first, again = await line.send("task_submit"), await line.send("task_submit")
    assert first.body == again.body
    await line.posted()


async def test_a_message_of_a_chat_without_us_opens_the_form_with_its_words(line: Line) -> None:
    answer = await line.send("message_menu_fetch")
    assert (answer.status, answer.content_type) == (200, "application/json")
    task = answer.json()["task"]
    assert task["type"] == "continue"
    shown = task["value"]["card"]["content"]
    assert is_card(shown)
    (what,) = (part for part in shown["body"] if part.get("id") == "what")
    assert what["value"] == (
        "Awa Diallo a écrit :\nl'imprimante du 2e clignote & n'imprime plus\nerreur <E-04>"
    )


async def test_a_message_reported_is_answered_in_the_dialog_and_the_chat_is_left_alone(
    line: Line,
) -> None:
    first, again = [await line.send("message_menu_submit") for _ in range(2)]
    assert first.body == again.body
    shown = first.json()["task"]["value"]["card"]["content"]
    assert is_card(shown)
    assert re.search(r"INC-2\d{3}-\d+", json.dumps(shown))
    assert "ajoutez l'application Permanence" in json.dumps(shown, ensure_ascii=False)
    rows = await line.bot.rows()
    assert rows["conversations"] == []
    assert not [path for path in line.paths() if "unq.gbl.spaces" in path]


async def test_both_activities_of_an_installation_make_one_greeting(line: Line) -> None:
    for name in ("conversation_update", "installation_update"):
        answer = await line.send(name)
        assert (answer.status, answer.body) == (200, b"")
    (activity,) = await line.posted()
    assert is_card(activity["attachments"][0]["content"])


def test_the_payloads_are_those_of_teams() -> None:
    for path in PAYLOADS.glob("*.json"):
        payload = json.loads(path.read_text(encoding="utf-8"))
        assert payload["channelId"] == "msteams", path
        assert payload["serviceUrl"].startswith("https://smba.trafficmanager.net/"), path
        assert payload["conversation"]["tenantId"] == payload["channelData"]["tenant"]["id"], path
