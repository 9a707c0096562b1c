"""A session as files: its journal, its minutes, an extract a deliberation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import orjson

from bot.downloads import File, Kind
from bot.organisation import read_organisation
from bot.settings import SettingsMistake, read_settings
from cards.minutes import extracts, minutes
from cards.minutes_document import extract_document, minutes_document
from cards.texts import REFERENCE, Texts
from domain.assembly.ledger import BrokenJournal
from domain.assembly.record import Entry
from domain.assembly.session import Session
from domain.organisation import Organisation
from storage import open_store
from storage.store import StoreUnavailable
from storage.unit_of_work import UnitOfWork

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_IN_A_NAME = re.compile(r"[^0-9A-Za-z._-]+")

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """What the database keeps of a session. `names` are those of its secretaries, who need not be
    on the roster."""

    session: Session
    entries: list[Entry]
    names: Mapping[str, str]


def look_up(unit: UnitOfWork, session_id: str, organisation: Organisation) -> Kept | None:
    session = unit.sessions.look_up(session_id, organisation.profiles)
    if session is None:
        return None
    people = filter(None, map(unit.people.look_up, session.secretaries))
    names = {person.person_id: person.name for person in people}
    return Kept(session, list(unit.sessions.journal(session_id)), names)


def texts_of(organisation: Organisation) -> Texts:
    """The language of the record is French."""
    return Texts(REFERENCE, organisation.timezone)


def drawn(write: Callable[..., T], kept: Kept, organisation: Organisation) -> T:
    """The minutes, or the extracts, as data."""
    told = kept.session, kept.entries, texts_of(organisation), organisation.timezone
    return write(*told, organisation=organisation.name, names=kept.names)


def minutes_files(organisation: Organisation) -> Kind:
    """The draft minutes as DOCX, for the secretaries and the chair alone."""

    def find(unit: UnitOfWork, session_id: str, person_id: str) -> Kept | None:
        kept = look_up(unit, session_id, organisation)
        return kept if kept is not None and kept.session.is_run_by(person_id) else None

    def write(kept: Kept) -> File:
        data = drawn(minutes, kept, organisation)
        name = f"proces-verbal-{kept.session.session_id}.docx"
        return File(name, DOCX, minutes_document(data, texts_of(organisation)))

    return Kind(find, write)


async def export_journal(session_id: str, folder: Path) -> None:
    """Write the journal as JSON lines, for `verify_journal.py` and for the archives."""
    kept, _ = await _read(session_id)
    path = folder / f"{session_id}.journal.jsonl"
    lines = (orjson.dumps(asdict(entry)) + b"\n" for entry in kept.entries)
    path.write_bytes(b"".join(lines))
    print(f"Journal : {len(kept.entries)} lignes dans {path}")


async def write_minutes(session_id: str, folder: Path) -> None:
    """Write the draft minutes and one extract a deliberation, as DOCX and as JSON."""
    kept, organisation = await _read(session_id)
    texts = texts_of(organisation)
    data, written = drawn(minutes, kept, organisation), drawn(extracts, kept, organisation)
    path = folder / f"{session_id}.proces-verbal.docx"
    path.write_bytes(minutes_document(data, texts))
    told = orjson.dumps(data | {"extracts": written}, option=orjson.OPT_INDENT_2)
    path.with_suffix(".json").write_bytes(told)
    for extract in written:
        number = NOT_IN_A_NAME.sub("-", str(extract["deliberation"]))
        (folder / f"{session_id}.{number}.docx").write_bytes(extract_document(extract, texts))
    print(f"Procès-verbal dans {path}, et {len(written)} extraits à côté")


async def _read(session_id: str) -> tuple[Kept, Organisation]:
    """Raises SettingsMistake where there is no such session, or its journal was touched."""
    settings = read_settings()
    organisation = read_organisation(settings.organisation)
    store = open_store(settings.database_url)
    try:
        kept = await store.read(lambda unit: look_up(unit, session_id, organisation))
    except StoreUnavailable as error:
        raise SettingsMistake(f"La base de données ne répond pas : {error}") from error
    except BrokenJournal as error:
        raise SettingsMistake(f"Le journal de la séance a été modifié : {error}") from error
    finally:
        store.close()
    if kept is None:
        raise SettingsMistake(f"La séance {session_id} n'existe pas.")
    return kept, organisation
