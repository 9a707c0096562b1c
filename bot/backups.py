"""`backup` and `restore`: docs/donnees.md says what becomes of what was sent meanwhile."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import Clock, real_now
from bot.organisation import read_organisation
from bot.settings import SettingsMistake, read_settings
from cards.texts import REFERENCE, Texts
from domain.assembly import conduct
from domain.assembly.ledger import BrokenJournal
from domain.assembly.notices import published_code
from domain.notices import team
from domain.organisation import HOTLINE, Organisation
from storage import open_store
from storage.backups import BackupFailed, Cause, filled, save
from storage.migrations import upgrade
from storage.restoration import GoneOn
from storage.store import Store, StoreUnavailable, transact_at_leisure
from storage.unit_of_work import UnitOfWork

QUIET_SECONDS = 5
LOOK_AGAIN_SECONDS = 0.05
INCIDENT_NUMBERS = "INC"

WHY = {
    Cause.NO_DATABASE: "La base {about} n'existe pas encore : il n'y a rien à sauvegarder.",
    Cause.FILE_EXISTS: "{about} existe déjà : donnez un autre nom, rien n'est jamais remplacé.",
    Cause.FILE_FAILED: "{about}",
    Cause.NOT_A_BACKUP: "Ce fichier n'est pas une sauvegarde de Permanence. {about}",
    Cause.OTHER_KIND: (
        "{about} vient d'une base d'une autre sorte que celle de PERMANENCE_DATABASE_URL : une "
        "sauvegarde SQLite se restaure dans SQLite, une sauvegarde PostgreSQL dans PostgreSQL."
    ),
    Cause.DAMAGED: "La base est abîmée ({about}) : prenez une autre sauvegarde.",
    Cause.NOT_EMPTY: (
        "{about} contient déjà quelque chose, et une restauration ne remplace rien. Arrêtez "
        "Permanence, mettez cette base de côté (un fichier SQLite avec ses -wal et -shm), donnez "
        "une base vide, et recommencez."
    ),
    Cause.IN_USE: "La base {about} est utilisée : arrêtez Permanence partout, et recommencez.",
    Cause.NO_TOOL: "{about} n'est pas sur cette machine : installez le client de PostgreSQL.",
    Cause.TOOL_FAILED: "La base de données a refusé : {about}",
}


@dataclass(frozen=True)
class Resumed:
    """What a restoration found, and what is to be said of each session that is not closed."""

    gone_on: GoneOn
    sessions: list[str]


async def back_up(path: Path) -> None:
    """Write the whole database to a new file, while the bot runs."""
    url = read_settings().database_url
    try:
        busy = await asyncio.to_thread(_wait_for_quiet, url)
        await asyncio.to_thread(save, url, path)
    except BackupFailed as failure:
        raise _mistake(failure) from failure
    except StoreUnavailable as error:
        raise SettingsMistake(f"La base de données ne répond pas : {error}") from error
    print(f"Sauvegarde : {path}, {path.stat().st_size} octets. Gardez-la ailleurs, et secrète.")
    if busy:
        print(
            f"Des messages partaient vers {busy} conversations : restaurée, cette sauvegarde "
            "pourra en montrer une seconde fois."
        )


async def restore(path: Path) -> None:
    """Put a backup into an empty database, ready to be served: as a whole or not at all."""
    settings = read_settings()
    organisation = read_organisation(settings.organisation)
    try:
        resumed = await asyncio.to_thread(_restore, settings.database_url, path, organisation)
    except BackupFailed as failure:
        raise _mistake(failure) from failure
    except StoreUnavailable as error:
        raise SettingsMistake(f"La base de données ne répond pas : {error}") from error
    print("\n".join(_what_was_found(resumed, organisation)))


def _mistake(failure: BackupFailed) -> SettingsMistake:
    return SettingsMistake(WHY[failure.cause].format(about=failure.about))


def _wait_for_quiet(url: str) -> int:
    """Note when the backup is taken, at an instant when nothing is on its way to Teams: what is
    on its way would be sent again. Returns how many conversations it concerns after all."""
    if not _is_there(url):
        return 0
    store = open_store(url)
    try:
        upgrade(store.engine)
        until = time.monotonic() + QUIET_SECONDS
        while (busy := transact_at_leisure(store, _note)) and time.monotonic() < until:
            time.sleep(LOOK_AGAIN_SECONDS)
        return busy
    finally:
        store.close()


def _is_there(url: str) -> bool:
    """Opening an SQLite file makes it: what is not there must not come into being."""
    return not url.startswith("sqlite") or Path(url.removeprefix("sqlite:///")).exists()


def _note(unit: UnitOfWork) -> int:
    now = real_now()
    unit.restoration.note_backup(now)
    return len(unit.lanes.waiting(now))


def _restore(url: str, path: Path, organisation: Organisation) -> Resumed:
    with filled(url, path) as address:
        store = open_store(address)
        try:
            upgrade(store.engine)
            now = asyncio.run(_domain_time(store))
            return transact_at_leisure(store, lambda unit: _go_on(unit, organisation, now))
        finally:
            store.close()


async def _domain_time(store: Store) -> datetime:
    clock = Clock()
    await clock.restore(store)
    return clock.now()


def _go_on(unit: UnitOfWork, organisation: Organisation, at: datetime) -> Resumed:
    texts = Texts(REFERENCE, organisation.timezone)
    now = real_now()
    taken_at = unit.restoration.taken_at(now)
    kinds = {INCIDENT_NUMBERS, *(profile.series for profile in organisation.profiles.values())}
    years = range(organisation.year_of(taken_at), organisation.year_of(at) + 1)
    gone_on = unit.restoration.go_on(now, kinds, years)
    when = texts.in_full(taken_at)
    reason = texts("restored.reason", when=when)
    sessions = [
        _interrupt(unit, organisation, session_id, reason, at)
        for session_id in unit.sessions.not_closed()
    ]
    unit.tell("text", {"text": texts("restored.notice", when=when)}, team(HOTLINE))
    return Resumed(gone_on, sessions)


def _interrupt(
    unit: UnitOfWork, organisation: Organisation, session_id: str, reason: str, at: datetime
) -> str:
    """Its code is published again: lower than people have seen it if the journal has lost its end.
    A journal that somebody touched does not keep the others from going on."""
    try:
        session = unit.sessions.get(session_id, organisation.profiles)
    except BrokenJournal as error:
        return f"Une séance ne peut pas reprendre, son journal a été modifié : {error}."
    assert session is not None
    height, code = session.head.height, session.head.code
    for published in published_code(session):
        unit.tell(published.kind, dict(published.facts), published.to)
    conduct.interrupt(session, reason, at)
    return (
        f"Séance « {session.title} », non close : journal à la hauteur {height}, code {code}. Un "
        "code publié plus haut dit que des actes manquent : voyez docs/donnees.md."
    )


def _what_was_found(resumed: Resumed, organisation: Organisation) -> list[str]:
    found, texts = resumed.gone_on, Texts(REFERENCE, organisation.timezone)
    numbers = ", ".join(
        f"{kind} {year} après {last}" for (kind, year), last in found.numbers.items()
    )
    return [
        f"Restauré : la base est celle du {texts.in_full(found.taken_at)}, prête à servir.",
        f"Au démarrage : {found.owed} messages à envoyer, {found.cards} cartes à remettre à jour.",
        f"Réponses que personne n'attend plus, abandonnées : {found.given_up}.",
        f"Numéros repris plus loin, pour qu'aucun ne serve deux fois : {numbers}.",
        *resumed.sessions,
    ]
