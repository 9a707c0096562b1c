"""organisation.toml, checked as a whole: a mistake is named with its key and its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Container
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import holidays
from pydantic import ValidationError

from bot.organisation_file import DAYS, Hours, Localised, OrganisationFile, TeamSection
from bot.settings import SettingsMistake
from cards.texts import normal
from domain.assembly.profiles import PROFILES
from domain.opening_hours import OpeningHours
from domain.organisation import (
    HOTLINE,
    Application,
    Audience,
    CannedAnswer,
    Category,
    Contact,
    Hindrance,
    Organisation,
    Priority,
    Team,
)


def read_organisation(path: Path) -> Organisation:
    """The organisation that this file describes.

    Raises SettingsMistake with the file, the key and the reason.
    """
    return _organisation(read_organisation_file(path))


def read_organisation_file(path: Path) -> OrganisationFile:
    """The file as it is written, with what the rules have no use for. Raises SettingsMistake."""
    try:
        file = OrganisationFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
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
    return file


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


def _inconsistency(file: OrganisationFile) -> str | None:
    """What each key alone cannot tell: references, and tables that must be whole."""
    if HOTLINE not in file.teams:
        return f"teams.{HOTLINE} : cette équipe manque, c'est elle qui répond pour les autres"
    return _twin(file) or _stranger(file) or _gap(file) or _unknown_profile(file)


def _twin(file: OrganisationFile) -> str | None:
    """Two teams that people would call the same."""
    names = [normal(team.name) for team in file.teams.values()]
    for key, team in file.teams.items():
        if names.count(normal(team.name)) > 1:
            return f"teams.{key}.name : deux équipes s'appellent « {team.name} »"
    return None


def _stranger(file: OrganisationFile) -> str | None:
    """A team that is named and does not exist."""
    for section in ("categories", "applications"):
        for key, entry in getattr(file, section).items():
            if entry.team not in file.teams:
                return f"{section}.{key}.team : l'équipe « {entry.team} » n'existe pas"
    return None


def _unknown_profile(file: OrganisationFile) -> str | None:
    for key, section in file.profiles.items():
        if key not in PROFILES:
            return f"profiles.{key} : ce profil n'existe pas ; attendu : {', '.join(PROFILES)}"
        try:
            (section.deliberation_number or "").format(year=2026, serial=1)
        except (KeyError, IndexError, ValueError):
            return f"profiles.{key}.deliberation_number : seuls {{year}} et {{serial}} sont admis"
    return None


def _gap(file: OrganisationFile) -> str | None:
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


def _by_language(sentence: Localised) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en or sentence.fr}


def _organisation(file: OrganisationFile) -> Organisation:
    return Organisation(
        name=file.name,
        timezone=file.timezone,
        members=file.organisations,
        contact=Contact(
            phone=file.contact.phone,
            data_notice=_by_language(file.contact.data_notice),
            accessibility=_by_language(file.contact.accessibility),
        ),
        teams={key: _team(key, section) for key, section in file.teams.items()},
        categories={key: Category(key=key, **c.model_dump()) for key, c in file.categories.items()},
        applications={
            key: Application(key=key, **a.model_dump()) for key, a in file.applications.items()
        },
        priorities=file.priorities,
        first_services=file.first_services,
        take_within=file.take_within,
        transfer_returns=file.transfer_returns,
        reopen_within=file.reopen_within,
        file_hosts=file.file_hosts,
        profiles={
            key: replace(profile, **file.profiles[key].model_dump(exclude_none=True))
            if key in file.profiles
            else profile
            for key, profile in PROFILES.items()
        },
        hours=OpeningHours(
            timezone=file.timezone,
            week={n: getattr(file.opening_hours, day) for n, day in enumerate(DAYS)},
            closed=_ClosedDays(file.opening_hours),
        ),
    )


def _team(key: str, section: TeamSection) -> Team:
    answers = tuple(CannedAnswer(answer.title, answer.text) for answer in section.answers)
    return Team(key=key, name=section.name, roles=section.roles, answers=answers)


class _ClosedDays(Container[date]):
    """The days named in the file, and the public holidays of its country."""

    def __init__(self, hours: Hours) -> None:
        self._named = hours.closed
        self._holidays = holidays.country_holidays(hours.holidays) if hours.holidays else {}

    def __contains__(self, day: object) -> bool:
        return day in self._named or day in self._holidays
