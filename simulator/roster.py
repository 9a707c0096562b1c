"""The Bot Connector's members, teams and meetings.

Microsoft: "Get Teams specific context for your bot" and "Meeting apps API references".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from simulator import errors
from simulator.conversations import Conversation, Team
from simulator.errors import ConnectorError
from simulator.meetings import Meeting
from simulator.people import Person

if TYPE_CHECKING:
    from simulator.teams import Teams

MAX_PAGE = 500


class Roster:
    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        conversation = "/v3/conversations/{conversation}"
        return [
            web.get(f"{conversation}/members", self.members),
            web.get(f"{conversation}/members/{{member}}", self.member),
            web.get(f"{conversation}/pagedmembers", self.paged_members),
            web.get(f"{conversation}/activities/{{activity}}/members", self.activity_members),
            web.get("/v3/teams/{team}", self.team),
            web.get("/v3/teams/{team}/conversations", self.channels),
            web.get("/v1/meetings/{meeting}", self.meeting),
            web.get("/v1/meetings/{meeting}/participants/{member}", self.participant),
        ]

    async def members(self, request: web.Request) -> web.Response:
        return web.json_response([each.member() for each in self._find(request).people()])

    async def member(self, request: web.Request) -> web.Response:
        people = self._find(request).people()
        return web.json_response(_among(people, request.match_info["member"]).member())

    async def paged_members(self, request: web.Request) -> web.Response:
        people = self._find(request).people()
        try:
            start = int(request.query.get("continuationToken") or 0)
            size = min(MAX_PAGE, int(request.query.get("pageSize") or MAX_PAGE))
        except ValueError as error:
            raise errors.bad_argument("pageSize or continuationToken is not valid.") from error
        more = {"continuationToken": str(start + size)} if start + size < len(people) else {}
        page = [each.member() for each in people[start : start + size]]
        return web.json_response({"members": page, **more})

    async def activity_members(self, request: web.Request) -> web.Response:
        where = self._find(request)
        if request.match_info["activity"] not in where.messages:
            raise errors.activity_not_found()
        return web.json_response([each.member() for each in where.people()])

    async def team(self, request: web.Request) -> web.Response:
        team = self._team(request)
        body = {
            "id": team.id,
            "name": team.name,
            "aadGroupId": team.aad_group_id,
            "type": "standard",
            "channelCount": len(_standing(team)),
            "memberCount": len(team.people()),
        }
        return web.json_response(body)

    async def channels(self, request: web.Request) -> web.Response:
        """The channels; the general one has no name, as clients translate it themselves."""
        team = self._team(request)
        named = [
            {"id": each.id} if each.id == team.id else {"id": each.id, "name": each.name}
            for each in _standing(team)
        ]
        return web.json_response({"conversations": named})

    async def meeting(self, request: web.Request) -> web.Response:
        return web.json_response(self._meeting(request).info())

    async def participant(self, request: web.Request) -> web.Response:
        meeting = self._meeting(request)
        if request.query.get("tenantId") != self._teams.tenant_id:
            raise errors.bad_argument("The tenantId is missing or is not this one.")
        person = _among(meeting.chat.people(), request.match_info["member"])
        return web.json_response(meeting.participant(person))

    def _find(self, request: web.Request) -> Conversation:
        bare = request.match_info["conversation"].partition(";")[0]
        where = self._teams.conversations.get(bare)
        if where is None:
            raise errors.conversation_not_found()
        if refusal := where.refusal():
            raise refusal
        return where

    def _team(self, request: web.Request) -> Team:
        team = self._teams.teams.get(request.match_info["team"])
        if team is None:
            raise errors.conversation_not_found()
        if not team.installed:
            raise errors.not_in_roster()
        return team

    def _meeting(self, request: web.Request) -> Meeting:
        meeting = self._teams.meetings.get(request.match_info["meeting"])
        if meeting is None:
            raise ConnectorError(404, "MeetingNotFound", "Meeting not found.")
        if not meeting.chat.installed:
            raise errors.not_in_roster()
        return meeting


def _standing(team: Team) -> list[Conversation]:
    return [channel for channel in team.channels.values() if not channel.removed]


def _among(people: list[Person], key: str) -> Person:
    """The person with this "29:" id or directory id."""
    for person in people:
        if key in (person.id, person.aad_object_id):
            return person
    raise ConnectorError(404, "MemberNotFoundInConversation", "Member not found in conversation.")
