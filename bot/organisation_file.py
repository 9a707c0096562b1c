"""The shape of organisation.toml: each section with its keys, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

import holidays
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from domain.assembly.profiles import Fraction, Nature
from domain.durations import parse_duration
from domain.opening_hours import Range
from domain.organisation import Audience, Hindrance, Priority
from domain.people import Role

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _range(written: object) -> Range:
    start, _, end = str(written).partition("-")
    try:
        opening = Range(time.fromisoformat(start), time.fromisoformat(end))
    except ValueError:
        raise ValueError(f'« {written} » n\'est pas une plage : écrivez "08:00-12:00"') from None
    if opening.start >= opening.end:
        raise ValueError(f"« {written} » finit avant de commencer")
    return opening


def _timezone(written: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(written))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"« {written} » n'est pas un fuseau horaire connu") from None


def _apart(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    ordered = sorted(ranges, key=lambda opening: opening.start)
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            raise ValueError(f"deux plages se recouvrent à {later.start:%H:%M}")
    return tuple(ordered)


def _country(written: str) -> str:
    if written not in holidays.list_supported_countries():
        raise ValueError(f'« {written} » n\'est pas un pays connu : écrivez par exemple "FR"')
    return written


Opening = Annotated[Range, BeforeValidator(_range)]
Openings = Annotated[tuple[Opening, ...], AfterValidator(_apart)]
Country = Annotated[str, AfterValidator(_country)]
Duration = Annotated[timedelta, BeforeValidator(parse_duration)]


class Section(BaseModel):
    """A misspelt key is a mistake too: silence would hide it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Localised(Section):
    """A sentence of the organisation's own; English falls back on French."""

    fr: str
    en: str = ""


class Hours(Section):
    monday: Openings = ()
    tuesday: Openings = ()
    wednesday: Openings = ()
    thursday: Openings = ()
    friday: Openings = ()
    saturday: Openings = ()
    sunday: Openings = ()
    holidays: Country | None = None
    closed: frozenset[date] = frozenset()


class AnswerSection(Section):
    """A canned answer: its title is a choice in a list, its text is what the agent reads."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class TeamSection(Section):
    name: str
    roles: Annotated[frozenset[Role], Field(min_length=1)]
    answers: tuple[AnswerSection, ...] = ()


class CategorySection(Section):
    name: str
    team: str
    questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class ApplicationSection(Section):
    name: str
    team: str
    remote: bool = True
    note: str = ""


class ContactSection(Section):
    phone: str
    data_notice: Localised
    accessibility: Localised


class PublisherSection(Section):
    """Who publishes the app, as Teams shows it to whoever adds it; addresses in https."""

    name: str
    website: str
    privacy: str
    terms: str


class ProfileSection(Section):
    """What an assembly sets otherwise than its profile does; docs/seances.md says why one might."""

    quorum: Fraction | None = None
    counts_represented: bool | None = None
    recusal_reduces: bool | None = None
    quorum_article: str | None = None
    proxies_held: Annotated[int, Field(ge=0, le=9)] | None = None
    refused_remotely: frozenset[Nature] | None = None
    vice_chair_casts: bool | None = None
    lot_size: Annotated[int, Field(ge=1, le=60)] | None = None
    lot_of_one_subject: bool | None = None
    names_on_board: bool | None = None
    deliberation_number: str | None = None
    series: str | None = None
    second_meeting_after: Duration | None = None
    convocation_days: Annotated[int, Field(ge=0, le=60)] | None = None


class OrganisationFile(Section):
    name: str
    timezone: Annotated[ZoneInfo, BeforeValidator(_timezone)]
    organisations: Annotated[tuple[str, ...], Field(min_length=1)]
    first_services: frozenset[str] = frozenset()
    transfer_returns: Duration = timedelta(hours=1)
    reopen_within: Duration = timedelta(days=7)
    file_hosts: tuple[str, ...] = (".sharepoint.com",)
    contact: ContactSection
    publisher: PublisherSection | None = None
    opening_hours: Hours
    take_within: Mapping[Priority, Duration]
    priorities: Mapping[Audience, Mapping[Hindrance, Priority]]
    teams: Mapping[str, TeamSection]
    categories: Mapping[str, CategorySection]
    applications: Mapping[str, ApplicationSection]
    profiles: Mapping[str, ProfileSection] = {}
