"""`people export` and `people erase`: a person's data handed out, and erased."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import orjson

from bot.clock import real_now
from bot.dossier_file import dossier_file
from bot.organisation import read_organisation
from bot.settings import SettingsMistake, read_settings
from domain.assembly.ledger import BrokenJournal
from domain.organisation import Organisation
from storage import open_store
from storage.dossiers import Open
from storage.erasure import Erased
from storage.migrations import upgrade
from storage.store import StoreUnavailable, transact_at_leisure
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

SOMEBODY = "Personne effacée"
SOME_WORDS = "[Texte effacé]"
"""What stands in the place of a name, and of what was written."""


class _StillOpen(Exception):
    def __init__(self, found: Open) -> None:
        super().__init__()
        self.found = found


async def export_person(written: str, folder: Path) -> None:
    """Write everything that is kept about a person as one JSON file, for them to read."""
    person_id = _object_id(written)

    def read(unit: UnitOfWork, organisation: Organisation) -> bytes | None:
        dossier = unit.dossiers.of(person_id)
        if dossier.is_empty:
            return None
        data = dossier_file(person_id, dossier, unit, organisation, real_now())
        return orjson.dumps(data, option=orjson.OPT_INDENT_2)

    content = await asyncio.to_thread(_in_database, read)
    if content is None:
        raise SettingsMistake(f"Rien n'est gardé sur {person_id} : personne n'a cet identifiant.")
    path = folder / f"{person_id}.donnees.json"
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SettingsMistake(f"{path} : {error.strerror}") from error
    print(f"Données de la personne dans {path}. Ce fichier est à remettre à elle seule.")


async def erase_person(written: str) -> None:
    """Erase a person, as a whole or not at all. Twice is once."""
    person_id = _object_id(written)

    def erase(unit: UnitOfWork, organisation: Organisation) -> Erased:
        if found := unit.dossiers.open_of(person_id):
            raise _StillOpen(found)
        return unit.erasure.erase(person_id, name=SOMEBODY, words=SOME_WORDS, at=real_now())

    try:
        erased = await asyncio.to_thread(_in_database, erase)
    except _StillOpen as refusal:
        raise SettingsMistake(_why_not(refusal.found)) from None
    print("\n".join(_what_was_erased(person_id, erased)))


def _object_id(written: str) -> str:
    try:
        return str(UUID(written))
    except ValueError:
        raise SettingsMistake(f"« {written} » n'est pas un identifiant Entra (un UUID).") from None


def _in_database(work: Callable[[UnitOfWork, Organisation], T]) -> T:
    settings = read_settings()
    organisation = read_organisation(settings.organisation)
    store = open_store(settings.database_url)
    try:
        upgrade(store.engine)
        return transact_at_leisure(store, lambda unit: work(unit, organisation))
    except StoreUnavailable as error:
        raise SettingsMistake(f"La base de données ne répond pas : {error}") from error
    except BrokenJournal as error:
        raise SettingsMistake(f"Le journal d'une séance a été modifié : {error}") from error
    finally:
        store.close()


def _why_not(found: Open) -> str:
    numbers = ", ".join(f"INC-{row['year']}-{row['serial']:06d}" for row in found.incidents)
    titles = ", ".join(f"« {row['title']} »" for row in found.sessions)
    reasons = [
        f"demandes ouvertes, à résoudre ou à annuler : {numbers}" if numbers else "",
        f"séances à clore : {titles}" if titles else "",
    ]
    return f"Rien n'a été effacé. Il reste {' ; '.join(filter(None, reasons))}."


def _what_was_erased(person_id: str, erased: Erased) -> list[str]:
    if not erased.was_known:
        told = [
            f"Il n'y a rien à effacer sur {person_id} : c'est déjà fait, ou rien n'a été gardé."
        ]
        return [*told, *_what_stays(erased)]
    own = (
        f"{person_id} est effacé : {erased.incidents} demandes (restent le numéro, les dates, la "
        f"catégorie, la priorité et l'équipe), {erased.entries} lignes dont l'auteur n'est plus "
        f"nommé, {erased.chats} conversations avec Permanence."
    )
    in_teams = (
        f"Dans Teams, {erased.cards} cartes que d'autres voient vont être mises à jour ; celles de "
        "son propre fil y restent, et ne servent plus."
    )
    told = [own, in_teams]
    if erased.was_listed:
        told.append(
            "Cette personne est dans l'annuaire : retirez-la de people.csv, sinon le prochain "
            "import la fera revenir."
        )
    return [*told, *_what_stays(erased)]


def _what_stays(erased: Erased) -> list[str]:
    if not erased.sessions:
        return []
    titles = ", ".join(
        f"« {row['title']} » ({row['starts_at']:%d/%m/%Y})" for row in erased.sessions
    )
    law = "la loi publie les votes (CGCT, L.2121-25 et L.4132-12)"
    return [f"Restent les journaux de séances, dont {law} : {titles}."]
