"""Values that one kind of database takes and another does not: neither makes the edge fail."""

from __future__ import annotations

import json

import pytest

from tests.bot.deployments import Json, running_bot
from tests.support.world import World

ODD: dict[str, Json] = {
    "a NUL in the conversation": {"conversation": {"id": "a\0b", "conversationType": "personal"}},
    "a NUL in the id": {"id": "1\0"},
    "a NUL in what was said": {"text": "accueil\0"},
    "a NUL in a name": {"from": {"id": "29:x", "name": "x\0", "aadObjectId": "x"}},
    "a NUL in a directory id": {"from": {"id": "29:x", "name": "x", "aadObjectId": "x\0"}},
    "a NUL in the language": {"locale": "fr\0"},
    "a NUL in a click": {"value": {"verb": "incident.show", "incident_id": "x\0"}},
    "a long tenant": {
        "conversation": {"id": "a:b", "conversationType": "personal"},
        "channelData": {"tenant": {"id": "t" * 400}},
    },
    "long and high characters": {
        "conversation": {"id": "\U0001f600" * 512, "conversationType": "personal"},
        "id": "\U0001f601" * 256,
    },
}


async def test_odd_values_are_answered_or_refused_on_both_kinds_of_database(
    database_url: str,
) -> None:
    async with running_bot(database_url, local=True) as bot:
        answers = {name: await bot.send(bot.said(**changes)) for name, changes in ODD.items()}
        ill = {name: each.status for name, each in answers.items() if each.status >= 500}
        assert ill == {}
        assert max(answer.seconds for answer in answers.values()) < 0.5


@pytest.mark.parametrize("letters", [3_000, 4_001, 20_000, 200_000])
async def test_however_long_a_message_is_teams_takes_the_form_it_opens(
    small_world: World, letters: int
) -> None:
    await small_world.camille.says("mon écran " * (letters // 10))
    await small_world.newest(small_world.camille, button="Envoyer")
    posts = [call for call in small_world.teams.requests if call.method == "POST"]
    assert {call.status for call in posts} == {201}
    assert max(len(json.dumps(json.loads(call.body)).encode()) for call in posts) < 80 * 1024
