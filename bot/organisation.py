"""organisation.toml, checked as a whole: a mistake is named with its key and its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import holidays
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from bot.settings import SettingsMistake
from cards.texts import normal
from domain.durations import parse_duration
from domain.opening_hours import OpeningHours, Range
from domain.organisation import (
    HOTLINE,
    Application,
    Audience,
    Category,
    Contact,
    Hindrance,
    Organisation,
    Priority,
    Team,
)
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


class _Section(BaseModel):
    """A misspelt key is a mistake too: silence would hide it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Localised(_Section):
    """A sentence of the organisation's own; English falls back on French."""

    fr: str
    en: str = ""


def _by_language(sentence: _Localised) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en or sentence.fr}


class _Hours(_Section):
    monday: Openings = ()
    tuesday: Openings = ()
    wednesday: Openings = ()
    thursday: Openings = ()
    friday: Openings = ()
    saturday: Openings = ()
    sunday: Openings = ()
    holidays: Country | None = None
    closed: frozenset[date] = frozenset()


class _Team(_Section):
    name: str
    roles: Annotated[frozenset[Role], Field(min_length=1)]


class _Category(_Section):
    name: str
    team: str
    questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class _Application(_Section):
    name: str
    team: str
    remote: bool = True
    note: str = ""


class _Contact(_Section):
    phone: str
    data_notice: _Localised
    accessibility: _Localised


class _File(_Section):
    name: str
    timezone: Annotated[ZoneInfo, BeforeValidator(_timezone)]
    organisations: Annotated[tuple[str, ...], Field(min_length=1)]
    first_services: frozenset[str] = frozenset()
    contact: _Contact
    opening_hours: _Hours
    take_within: Mapping[Priority, Duration]
    priorities: Mapping[Audience, Mapping[Hindrance, Priority]]
    teams: Mapping[str, _Team]
    categories: Mapping[str, _Category]
    applications: Mapping[str, _Application]


def read_organisation(path: Path) -> Organisation:
    """The organisation that this file describes.

    Raises SettingsMistake with the file, the key and the reason.
    """
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise SettingsMistake(f"{path} : ce fichier n'existe pas") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsMistake(f"{path} : {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsMistake(f"{path}, {key} : {_reason(first)}") from error
    mistake = _inconsistency(file)
    if mistake:
        raise SettingsMistake(f"{path}, {mistake}")
    return _organisation(file)


REASONS = {
    "missing": "cette clé manque",
    "extra_forbidden": "cette clé n'existe pas",
    "string_type": "un texte est attendu",
    "enum": "ce mot n'est pas admis ; attendu : {expected}",
    "bool_type": "true ou false est attendu",
    "too_short": "il en faut au moins une valeur",
}


def _reason(error: Any) -> str:
    pattern = REASONS.get(error["type"])
    if pattern is None:
        return str(error["msg"]).removeprefix("Value error, ")
    return pattern.format(**error.get("ctx", {}))


def _inconsistency(file: _File) -> str | None:
    """What each key alone cannot tell: references, and tables that must be whole."""
    if HOTLINE not in file.teams:
        return f"teams.{HOTLINE} : cette équipe manque, c'est elle qui répond pour les autres"
    return _twin(file) or _stranger(file) or _gap(file)


def _twin(file: _File) -> str | None:
    """Two teams that people would call the same."""
    names = [normal(team.name) for team in file.teams.values()]
    for key, team in file.teams.items():
        if names.count(normal(team.name)) > 1:
            return f"teams.{key}.name : deux équipes s'appellent « {team.name} »"
    return None


def _stranger(file: _File) -> str | None:
    """A team that is named and does not exist."""
    for section in ("categories", "applications"):
        for key, entry in getattr(file, section).items():
            if entry.team not in file.teams:
                return f"{section}.{key}.team : l'équipe « {entry.team} » n'existe pas"
    return None


def _gap(file: _File) -> str | None:
    missing: list[str] = [word for word in Priority if word not in file.take_within]
    missing += [
        f"{audience}.{hindrance}"
        for audience in Audience
        for hindrance in Hindrance
        if hindrance not in file.priorities.get(audience, {})
    ]
    if missing:
        return f"take_within et priorities : il manque {', '.join(missing)}"
    return None


def _organisation(file: _File) -> Organisation:
    return Organisation(
        name=file.name,
        timezone=file.timezone,
        members=file.organisations,
        contact=Contact(
            phone=file.contact.phone,
            data_notice=_by_language(file.contact.data_notice),
            accessibility=_by_language(file.contact.accessibility),
        ),
        teams={key: Team(key=key, name=t.name, roles=t.roles) for key, t in file.teams.items()},
        categories={key: Category(key=key, **c.model_dump()) for key, c in file.categories.items()},
        applications={
            key: Application(key=key, **a.model_dump()) for key, a in file.applications.items()
        },
        priorities=file.priorities,
        first_services=file.first_services,
        take_within=file.take_within,
        hours=OpeningHours(
            timezone=file.timezone,
            week={n: getattr(file.opening_hours, day) for n, day in enumerate(DAYS)},
            closed=_ClosedDays(file.opening_hours),
        ),
    )


class _ClosedDays(Container[date]):
    """The days named in the file, and the public holidays of its country."""

    def __init__(self, hours: _Hours) -> None:
        self._named = hours.closed
        self._holidays = holidays.country_holidays(hours.holidays) if hours.holidays else {}

    def __contains__(self, day: object) -> bool:
        return day in self._named or day in self._holidays
