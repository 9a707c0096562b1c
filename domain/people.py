"""People and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.events import Entity


class Role(StrEnum):
    AGENT = "agent"
    HOTLINER = "hotliner"
    TECHNICIAN = "technician"
    ENGINEER = "engineer"
    SUPERVISOR = "supervisor"
    ELECTED = "elected"
    SECRETARY = "secretary"
    CHAIR = "chair"
    ADMIN = "admin"


EVERYONE = frozenset(Role)
"""Whoever belongs to the organisations: at least an agent."""

STAFF = frozenset({Role.HOTLINER, Role.TECHNICIAN, Role.ENGINEER, Role.SUPERVISOR})

GUEST_KEPT_FOR = timedelta(hours=24)
"""How long what Teams said of an unknown person is believed."""


@dataclass(frozen=True)
class DirectoryEntry:
    """One line of people.csv, already checked."""

    person_id: str
    name: str
    email: str
    organisation: str
    service: str
    roles: frozenset[Role]
    locale: str | None
    political_group: str | None
    voting: bool


@dataclass(eq=False, kw_only=True)
class Person(Entity):
    """Somebody, known by their Entra object id and by nothing else.

    `listed` people come from the directory. The others were met in Teams: they are plain agents of
    the first organisation, unless Teams says that they are guests, who may act on nothing.
    """

    person_id: str
    name: str
    email: str = ""
    organisation: str = ""
    service: str = ""
    granted: frozenset[Role] = frozenset()
    locale: str | None = None
    chosen_locale: str | None = None
    political_group: str | None = None
    voting: bool = False
    listed: bool = False
    guest: bool = False
    seen_at: datetime | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """Roles in force: whoever is not a guest is an agent, whatever else they are."""
        if self.guest and not self.listed:
            return frozenset()
        return self.granted | {Role.AGENT}

    def needs_introduction(self, at: datetime) -> bool:
        """Is it time to ask Teams who this unlisted person is?"""
        if self.listed:
            return False
        return self.seen_at is None or at - self.seen_at > GUEST_KEPT_FOR

    def update_from(self, entry: DirectoryEntry) -> None:
        """The directory replaces what was known, but for the language the person chose here."""
        self.name, self.email = entry.name, entry.email
        self.organisation, self.service = entry.organisation, entry.service
        self.granted = entry.roles
        self.locale = entry.locale
        self.political_group, self.voting = entry.political_group, entry.voting
        self.listed = True

    def leave_directory(self) -> None:
        """Whoever an import no longer names keeps their requests and loses their roles."""
        self.listed = False
        self.granted = frozenset()
        self.political_group, self.voting = None, False

    def choose_language(self, locale: str) -> None:
        self.chosen_locale = locale
