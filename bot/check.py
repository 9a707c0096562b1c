"""`python app.py check`: what works and what is missing, in sentences."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.organisation import read_organisation
from bot.settings import Settings, SettingsMistake, read_settings, refuse_unready
from domain.organisation import Organisation
from domain.people import Role
from storage import open_store
from storage.migrations import is_current
from storage.store import StoreUnavailable
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Finding:
    is_well: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'✓' if self.is_well else '✗'} {self.sentence}"


async def check() -> int:
    """Print the findings. Returns 0 where everything is there, 1 where something is missing."""
    findings = await _findings()
    for finding in findings:
        print(finding)
    return 0 if all(finding.is_well for finding in findings) else 1


async def _findings() -> list[Finding]:
    try:
        settings = read_settings()
        organisation = read_organisation(settings.organisation)
    except SettingsMistake as mistake:
        return [Finding(False, str(mistake))]
    teams = len(organisation.teams)
    return [
        Finding(True, f"Organisation : {organisation.name}, {teams} équipes."),
        _credentials(settings),
        *await _database(settings, organisation),
    ]


def _credentials(settings: Settings) -> Finding:
    try:
        refuse_unready(settings)
    except SettingsMistake as mistake:
        return Finding(False, str(mistake))
    return Finding(True, "Identifiants Teams : renseignés.")


async def _database(settings: Settings, organisation: Organisation) -> list[Finding]:
    store = open_store(settings.database_url)
    try:
        if not await asyncio.to_thread(is_current, store.engine):
            return [Finding(False, "La base n'est pas à jour : le prochain démarrage s'en charge.")]
        return await store.read(lambda unit: list(_contents(unit, organisation)))
    except StoreUnavailable as error:
        return [Finding(False, f"La base de données ne répond pas : {error}")]
    finally:
        store.close()


def _contents(unit: UnitOfWork, organisation: Organisation) -> Iterator[Finding]:
    yield Finding(True, "Base de données : prête.")
    for role in (Role.SUPERVISOR, Role.HOTLINER):
        if not unit.people.with_role(role):
            yield Finding(False, f"Annuaire : personne n'a le rôle {role}.")
    for key, team in organisation.teams.items():
        if unit.conversations.serving(key) != key:
            yield Finding(
                False,
                f"Équipe {team.name} : aucun canal. Écrivez « canal {key} » dans le sien, "
                "en mentionnant Permanence.",
            )
