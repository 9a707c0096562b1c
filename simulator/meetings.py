"""Meetings: their chat, their events and what the meeting API tells of them.

Microsoft: "Meeting apps API references" and "Get real-time Teams meeting events".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from simulator import ids
from simulator.cards import Json
from simulator.client import Answer
from simulator.conversations import GroupChat

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.teams import Teams

DURATION = timedelta(hours=3)


@dataclass(eq=False)
class Meeting:
    """A scheduled meeting; the bot hears of it once it has been added to its chat."""

    teams: Teams = field(repr=False)
    id: str
    title: str
    organizer: Person
    chat: GroupChat
    starts_at: datetime
    inside: list[Person] = field(default_factory=list)

    @classmethod
    def planned(
        cls, teams: Teams, title: str, organizer: Person, participants: Iterable[Person]
    ) -> Meeting:
        thread = ids.meeting_thread_id(teams.tenant_id, "meeting", title)
        members = [organizer, *(each for each in participants if each is not organizer)]
        chat = GroupChat(thread, title, teams.tenant_id, members=members)
        return cls(teams, ids.meeting_id(thread), title, organizer, chat, datetime.now(UTC))

    async def starts(self) -> Answer:
        return await self._tell("meetingStart", {"StartTime": _instant(datetime.now(UTC))})

    async def ends(self) -> Answer:
        self.inside.clear()
        return await self._tell("meetingEnd", {"EndTime": _instant(datetime.now(UTC))})

    async def is_joined_by(self, person: Person) -> Answer:
        """Someone comes in. The event is `from` the organiser, whoever it is about."""
        self.inside.append(person)
        return await self._tell("meetingParticipantJoin", {"members": [self._present(person)]})

    async def is_left_by(self, person: Person) -> Answer:
        self.inside.remove(person)
        return await self._tell("meetingParticipantLeave", {"members": [self._present(person)]})

    def info(self) -> Json:
        details = {
            "id": self.id,
            "msGraphResourceId": ids.opaque("graph", self.id),
            "scheduledStartTime": _instant(self.starts_at),
            "scheduledEndTime": _instant(self.starts_at + DURATION),
            "joinUrl": self._join_url(),
            "title": self.title,
            "type": "Scheduled",
        }
        organizer = self.organizer.account()
        return {
            "details": details,
            "conversation": self.chat.reference(),
            "organizer": organizer | {"tenantId": self.teams.tenant_id},
        }

    def participant(self, person: Person) -> Json:
        return {
            "user": person.member(),
            "meeting": self._present(person)["meeting"],
            "conversation": self.chat.reference(),
        }

    def _present(self, person: Person) -> Json:
        role = "Organizer" if person is self.organizer else "Attendee"
        meeting = {"role": role, "inMeeting": person in self.inside}
        return {"user": person.member(), "meeting": meeting}

    async def _tell(self, event: str, value: Json) -> Answer:
        common = {"MeetingType": "Scheduled", "Title": self.title, "Id": self.id}
        whole = value if "members" in value else {**common, "JoinUrl": self._join_url(), **value}
        name = f"application/vnd.microsoft.{event}"
        activity = self.teams.activities.event(self.organizer, self.chat, name, whole)
        activity["channelData"] |= {"meeting": {"id": self.id}}
        return await self.teams.send(activity)

    def _join_url(self) -> str:
        return f"{self.teams.service_url}meetings/{self.id}"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
