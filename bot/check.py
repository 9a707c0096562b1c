"""`python app.py check`: what works, what is missing and what remains to do, a line each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.check_identity import identity_findings
from bot.findings import MISSING, TO_DO, WELL, Finding, verdict
from bot.manifest.faults import TRIAL
from bot.manifest.package import PACKAGE, read_package
from bot.organisation import read_organisation
from bot.settings import Settings, SettingsMistake, read_settings
from domain.organisation import HOTLINE, Organisation, Team
from domain.people import Role
from storage import open_store
from storage.migrations import is_current
from storage.store import StoreUnavailable
from storage.unit_of_work import UnitOfWork


async def check() -> int:
    """Print the findings. Returns 0 where Permanence can serve, 1 where something is missing."""
    findings = await _findings()
    for finding in findings:
        print(finding)
    print(verdict(findings))
    return 1 if any(finding.mark == MISSING for finding in findings) else 0


async def _findings() -> list[Finding]:
    try:
        settings = read_settings()
        organisation = read_organisation(settings.organisation)
    except SettingsMistake as mistake:
        return [Finding(MISSING, str(mistake))]
    teams = len(organisation.teams)
    return [
        Finding(WELL, f"Organisation : {organisation.name}, {teams} équipes."),
        *await identity_findings(settings, organisation.hours.timezone),
        *_surroundings(settings),
        *await _database(settings, organisation),
    ]


def _surroundings(settings: Settings) -> Iterator[Finding]:
    if settings.organisation.resolve() == Settings.model_fields["organisation"].default:
        yield Finding(
            TO_DO, "Organisation : c'est l'exemple. Donnez votre fichier, PERMANENCE_ORGANISATION."
        )
    yield _public_url(settings.public_url)
    if not settings.heartbeat_url:
        yield Finding(
            TO_DO, "PERMANENCE_HEARTBEAT_URL est vide : personne ne sera prévenu d'un arrêt."
        )
    yield _package(settings.app_id)


def _public_url(url: str) -> Finding:
    if not url:
        return Finding(
            TO_DO, "PERMANENCE_PUBLIC_URL est vide : aucun lien vers les procès-verbaux ne s'ouvre."
        )
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        return Finding(TO_DO, f"PERMANENCE_PUBLIC_URL : {url} ne commence pas par https://.")
    return Finding(WELL, f"Adresse publique : {url}")


def _package(app_id: str) -> Finding:
    built = read_package()
    if built is None:
        return Finding(TO_DO, "Paquet Teams : pas encore construit. Lancez make package.")
    if built.app_id == TRIAL:
        return Finding(TO_DO, "Paquet Teams : un essai, sans robot. Relancez make package.")
    if app_id and built.app_id.lower() != app_id.lower():
        return Finding(TO_DO, f"Paquet Teams : {PACKAGE} est celui d'un autre robot. make package.")
    return Finding(WELL, f"Paquet Teams : {PACKAGE}, version {built.version}.")


async def _database(settings: Settings, organisation: Organisation) -> list[Finding]:
    store = open_store(settings.database_url)
    try:
        if not await asyncio.to_thread(is_current, store.engine):
            sentence = "La base n'est pas à jour : le prochain démarrage s'en charge."
            return [Finding(MISSING, sentence)]
        return await store.read(lambda unit: list(_contents(unit, organisation)))
    except StoreUnavailable as error:
        return [Finding(MISSING, f"La base de données ne répond pas : {error}")]
    finally:
        store.close()


def _contents(unit: UnitOfWork, organisation: Organisation) -> Iterator[Finding]:
    yield Finding(WELL, "Base de données : prête.")
    yield from _directory(unit)
    for team in organisation.teams.values():
        yield _channel(unit, team)


def _directory(unit: UnitOfWork) -> Iterator[Finding]:
    listed = unit.people.listed()
    if not listed:
        yield Finding(
            MISSING,
            "Annuaire : vide, sans supervisor ni hotliner. python app.py people import FICHIER.csv",
        )
        return
    held = {role for person in listed for role in person.granted}
    yield Finding(WELL, f"Annuaire : {len(listed)} personnes.")
    for role in (Role.SUPERVISOR, Role.HOTLINER):
        if role not in held:
            yield Finding(MISSING, f"Annuaire : personne n'a le rôle {role}.")
    if Role.SECRETARY not in held:
        yield Finding(
            TO_DO, "Annuaire : personne n'a le rôle secretary, aucune séance ne sera préparée."
        )


def _channel(unit: UnitOfWork, team: Team) -> Finding:
    how = f"Écrivez « canal {team.key} » dans le sien, en mentionnant Permanence."
    serving = unit.conversations.serving(team.key)
    if serving == team.key:
        return Finding(WELL, f"Équipe {team.name} : son canal est lié.")
    if team.key == HOTLINE:
        return Finding(MISSING, f"Équipe {team.name} : aucun canal. {how}")
    fallback = "à celui de l'assistance" if serving else "aux conversations des superviseurs"
    return Finding(TO_DO, f"Équipe {team.name} : aucun canal, ses demandes vont {fallback}. {how}")
