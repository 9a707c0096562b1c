"""The service as its administrators describe it in organisation.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.assembly.profiles import PROFILES, Profile
from domain.opening_hours import OpeningHours
from domain.people import Person, Role

HOTLINE = "hotline"
"""The team that answers for the others: it receives what they cannot."""


class Audience(StrEnum):
    """Who is concerned by an incident."""

    ME = "me"
    SERVICE = "service"
    SEVERAL_SERVICES = "several_services"
    PUBLIC = "public"


class Hindrance(StrEnum):
    """Whether the person can still work."""

    YES = "yes"
    HARDLY = "hardly"
    NO = "no"


class Priority(StrEnum):
    """From the most to the least urgent."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    def one_step_up(self) -> Priority:
        order = list(Priority)
        return order[max(0, order.index(self) - 1)]


@dataclass(frozen=True)
class CannedAnswer:
    """A solution that a team gives often, under a title of few words."""

    title: str
    text: str


@dataclass(frozen=True)
class Team:
    key: str
    name: str
    roles: frozenset[Role]
    answers: tuple[CannedAnswer, ...] = ()

    def answer(self, place: str) -> str:
        """The text of a ready answer by its place in the list; none for any other word."""
        known = {str(n): answer.text for n, answer in enumerate(self.answers)}
        return known.get(place, "")

    def is_staffed_by(self, person: Person) -> bool:
        return bool(self.roles & person.roles)


@dataclass(frozen=True)
class Category:
    """A kind of incident, the team that deals with it and what this team asks first.

    `words` are those that betray the category in a typed sentence.
    """

    key: str
    name: str
    team: str
    questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Application:
    key: str
    name: str
    team: str
    remote: bool = True
    note: str = ""


@dataclass(frozen=True)
class Contact:
    """What is said in small letters on the cards that help, in each language that we speak."""

    phone: str
    data_notice: Mapping[str, str]
    accessibility: Mapping[str, str]


@dataclass(frozen=True)
class Organisation:
    """One shared service: its teams, its catalogue, its promises and its hours."""

    name: str
    timezone: ZoneInfo
    members: tuple[str, ...]
    contact: Contact
    teams: Mapping[str, Team]
    categories: Mapping[str, Category]
    applications: Mapping[str, Application]
    priorities: Mapping[Audience, Mapping[Hindrance, Priority]]
    first_services: frozenset[str]
    take_within: Mapping[Priority, timedelta]
    hours: OpeningHours
    transfer_returns: timedelta = timedelta(hours=1)
    reopen_within: timedelta = timedelta(days=7)
    file_hosts: tuple[str, ...] = (".sharepoint.com",)
    profiles: Mapping[str, Profile] = field(default_factory=lambda: PROFILES)

    def priority_of(self, audience: Audience, hindrance: Hindrance, service: str) -> Priority:
        """Impact × urgency by the matrix; services ranked first are one step up."""
        priority = self.priorities[audience][hindrance]
        return priority.one_step_up() if service in self.first_services else priority

    def take_by(self, priority: Priority, at: datetime) -> datetime:
        """When somebody must have taken an incident reported `at`."""
        return self.hours.add(at, self.take_within[priority])

    def opening_in(self, days: int, at: datetime) -> datetime:
        """The first opening after so many days, or that instant where none is to come."""
        midnight = (at + timedelta(days=days)).astimezone(self.timezone).replace(hour=0, minute=0)
        return self.hours.next_opening(midnight.astimezone(UTC)) or at + timedelta(days=days)

    def year_of(self, at: datetime) -> int:
        """The year that people live in at this instant: it numbers their requests."""
        return at.astimezone(self.timezone).year

    def team_of(self, category: str) -> str:
        return self.categories[category].team if category in self.categories else HOTLINE

    def may_handle(self, person: Person, team_keys: Collection[str]) -> bool:
        """Is this person on the staff of one of these teams?"""
        return any(self.teams[key].is_staffed_by(person) for key in team_keys if key in self.teams)
