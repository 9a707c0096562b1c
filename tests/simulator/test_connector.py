"""The connector answers as the Bot Connector of Teams."""

from typing import Any
from urllib.parse import quote

import pytest

from simulator import Person, Teams
from tests.simulator.echo_bot import Connector, attachment, card


def code(body: Any) -> str:
    return str(body["error"]["code"])


def opening(teams: Teams, member: str | None, **more: Any) -> dict[str, Any]:
    tenant = {"channelData": {"tenant": {"id": teams.tenant_id}}}
    return {"bot": {"id": teams.bot_id}, "members": [{"id": member}], **tenant, **more}


async def test_a_chat_is_opened_by_either_id(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    for key in (camille.id, camille.aad_object_id):
        status, body = await connector.call("POST", "v3/conversations", opening(teams, key))
        assert (status, body) == (201, {"id": camille.chat.id})


async def test_a_chat_may_be_opened_with_its_first_message(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    first = {"type": "message", "text": "Bonjour"}
    request = opening(teams, camille.id, activity=first)
    _, body = await connector.call("POST", "v3/conversations", request)
    assert [(each.id, each.text) for each in camille.sees()] == [(body["activityId"], "Bonjour")]


async def test_who_has_not_installed_the_app_cannot_be_written_to(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    await camille.uninstalls()
    status, body = await connector.call("POST", "v3/conversations", opening(teams, camille.id))
    assert (status, code(body)) == (403, "BotNotInConversationRoster")
    status, body = await connector.send(camille.chat.id, text="Bonjour")
    assert (status, code(body)) == (403, "BotNotInConversationRoster")


async def test_who_blocked_the_bot_cannot_be_written_to(
    camille: Person, connector: Connector
) -> None:
    camille.blocks()
    status, body = await connector.send(camille.chat.id, text="Bonjour")
    assert (status, code(body)) == (403, "ConversationBlockedByUser")
    camille.unblocks()
    assert (await connector.send(camille.chat.id, text="Bonjour"))[0] == 201


async def test_a_post_to_a_channel_starts_a_thread_and_a_reply_stays_in_it(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    await teams.add_bot_to(team, by=camille)
    channel = team.channels["Assistance"]
    status, body = await connector.send(channel.id, text="un")
    root = body["id"]
    await connector.send(quote(f"{channel.id};messageid={root}", safe=""), text="deux")
    await connector.call(
        "POST",
        f"v3/conversations/{quote(channel.id, safe='')}/activities/{root}",
        {"type": "message", "text": "trois"},
    )
    assert status == 201
    assert [message.thread for message in camille.sees(channel)] == [root, root, root]


async def test_a_thread_is_created_with_the_channel_and_its_first_message(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    await teams.add_bot_to(team, by=camille)
    channel = team.channels["Assistance"]
    request = {
        "isGroup": True,
        "channelData": {"channel": {"id": channel.id}},
        "tenantId": teams.tenant_id,
        "activity": {"type": "message", "text": "Bonjour"},
    }
    status, body = await connector.call("POST", "v3/conversations", request)
    assert status == 201
    assert body["id"] == f"{channel.id};messageid={body['activityId']}"


async def test_a_removed_channel_is_not_found(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    await teams.add_bot_to(team, by=camille)
    team.channels["Assistance"].removed = True
    status, body = await connector.send(team.channels["Assistance"].id, text="Bonjour")
    assert (status, code(body)) == (404, "ConversationNotFound")


async def test_text_and_card_together_become_two_messages_without_an_id(
    camille: Person, connector: Connector
) -> None:
    both = {"text": "Voici", "attachments": [attachment(card())]}
    status, body = await connector.send(camille.chat.id, **both)
    assert (status, body) == (201, {})
    assert [bool(message.card) for message in camille.sees()] == [False, True]


async def test_a_message_is_updated_then_deleted(camille: Person, connector: Connector) -> None:
    _, body = await connector.send(camille.chat.id, text="avant")
    path = f"v3/conversations/{camille.chat.id}/activities/{body['id']}"
    status, body = await connector.call("PUT", path, {"type": "message", "text": "après"})
    assert (status, camille.sees()[0].text, camille.sees()[0].edited_count) == (200, "après", 1)
    assert (await connector.call("DELETE", path))[0] == 200
    assert camille.sees()[0].deleted
    status, body = await connector.call("PUT", path, {"type": "message", "text": "encore"})
    assert (status, code(body)) == (404, "ActivityNotFoundInConversation")


async def test_the_bot_cannot_change_what_a_person_wrote(
    camille: Person, connector: Connector
) -> None:
    await camille.says("bonjour")
    path = f"v3/conversations/{camille.chat.id}/activities/{camille.sees()[0].id}"
    status, body = await connector.call("PUT", path, {"type": "message", "text": "autre"})
    assert (status, code(body)) == (404, "ActivityNotFoundInConversation")


@pytest.mark.parametrize(
    ("activity", "status", "expected"),
    [
        ({"text": "é" * 60_000}, 413, "MessageSizeTooBig"),
        ({}, 400, "BadArgument"),
        ({"type": "trace", "text": "x"}, 400, "BadArgument"),
    ],
)
async def test_a_message_that_is_not_one_is_refused(
    camille: Person,
    connector: Connector,
    activity: dict[str, Any],
    status: int,
    expected: str,
) -> None:
    got, body = await connector.send(camille.chat.id, **activity)
    assert (got, code(body)) == (status, expected)


async def test_members_are_found_by_either_id(camille: Person, connector: Connector) -> None:
    for key in (camille.id, camille.aad_object_id):
        path = f"v3/conversations/{camille.chat.id}/members/{key}"
        status, body = await connector.call("GET", path)
        assert (status, body["email"], body["userRole"]) == (200, camille.email, "user")
    assert (body["givenName"], body["surname"]) == ("Camille", "Petit")
    status, body = await connector.call("GET", f"v3/conversations/{camille.chat.id}/members/29:x")
    assert (status, code(body)) == (404, "MemberNotFoundInConversation")


async def test_members_come_in_pages(teams: Teams, camille: Person, connector: Connector) -> None:
    for number in range(4):
        teams.add_person(f"Agent {number}")
    team = teams.add_team("DSI")
    await teams.add_bot_to(team, by=camille)
    path = f"v3/conversations/{team.id}/pagedmembers?pageSize=3"
    _, first = await connector.call("GET", path)
    token = first["continuationToken"]
    _, second = await connector.call("GET", f"{path}&continuationToken={token}")
    names = [member["name"] for page in (first, second) for member in page["members"]]
    assert names == [person.name for person in team.people()]
    assert "continuationToken" not in second


async def test_a_team_tells_its_channels(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    team = teams.add_team("DSI", ["Assistance"])
    assert (await connector.call("GET", f"v3/teams/{team.id}"))[0] == 403
    await teams.add_bot_to(team, by=camille)
    _, details = await connector.call("GET", f"v3/teams/{team.id}")
    _, listed = await connector.call("GET", f"v3/teams/{team.id}/conversations")
    assert (details["name"], details["channelCount"]) == ("DSI", 2)
    assert listed["conversations"] == [
        {"id": team.id},
        {"id": team.channels["Assistance"].id, "name": "Assistance"},
    ]


async def test_a_meeting_tells_who_takes_part_and_its_events_come_from_the_organiser(
    teams: Teams, camille: Person, nadia: Person, connector: Connector
) -> None:
    meeting = teams.add_meeting("Commission", organizer=nadia, participants=[camille])
    await teams.add_bot_to(meeting, by=nadia)
    await meeting.is_joined_by(camille)
    event = teams.sent[-1]
    assert event["from"]["id"] == nadia.id
    assert event["value"]["members"][0]["user"]["aadObjectId"] == camille.aad_object_id
    path = f"v1/meetings/{quote(meeting.id, safe='')}"
    _, info = await connector.call("GET", path)
    assert info["details"]["title"] == "Commission"
    query = f"participants/{camille.aad_object_id}?tenantId={teams.tenant_id}"
    _, participant = await connector.call("GET", f"{path}/{query}")
    assert participant["meeting"] == {"role": "Attendee", "inMeeting": True}


async def test_each_call_is_kept_for_assertions(camille: Person, connector: Connector) -> None:
    await connector.send(camille.chat.id, text="Bonjour")
    call = camille.teams.requests[-1]
    assert (call.method, call.status, call.bearer) == ("POST", 201, False)
    assert "Bonjour" in call.body
