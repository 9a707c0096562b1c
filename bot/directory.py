"""people.csv: read as a whole or not at all, each mistake named with its line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from bot.settings import SettingsMistake
from domain.input import clean
from domain.organisation import Organisation
from domain.people import DirectoryEntry, Role

COLUMNS = (
    "aad_object_id",
    "name",
    "email",
    "organisation",
    "service",
    "roles",
    "locale",
    "political_group",
    "voting",
)
YES = frozenset({"yes", "true", "1", "oui", "vrai", "x"})
NO = frozenset({"", "no", "false", "0", "non", "faux"})


class _Mistake(Exception):
    """What is wrong with one value, and in which column."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def read_people(path: Path, organisation: Organisation) -> list[DirectoryEntry]:
    """The people of this file. Raises SettingsMistake with the line, the column and the reason."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        return list(_entries(path, rows, organisation))
    except csv.Error as error:
        raise SettingsMistake(f"{path}, ligne {rows.line_num + 1} : {error}") from error


def _text(path: Path) -> str:
    """The file as UTF-8, with or without the mark that spreadsheets put before it."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise SettingsMistake(f"{path} : {error}") from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsMistake(f"{path}, ligne {line} : ce n'est pas de l'UTF-8") from error


def _entries(
    path: Path, rows: csv.DictReader[str], organisation: Organisation
) -> Iterator[DirectoryEntry]:
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise SettingsMistake(f"{path}, ligne 1 : il manque la colonne {', '.join(missing)}")
    seen: dict[str, int] = {}
    for row in rows:
        line = rows.line_num
        try:
            entry = _entry(row, organisation)
            _refuse_doubled(entry.person_id, seen)
        except _Mistake as mistake:
            raise SettingsMistake(
                f"{path}, ligne {line}, colonne {mistake.column} : {mistake}"
            ) from None
        seen[entry.person_id] = line
        yield entry


def _entry(row: dict[str, str | None], organisation: Organisation) -> DirectoryEntry:
    if None in row or any(row[column] is None for column in COLUMNS):
        raise _Mistake("aad_object_id", f"cette ligne n'a pas {len(COLUMNS)} valeurs")
    values = {column: clean(row[column] or "").strip() for column in COLUMNS}
    if not values["name"]:
        raise _Mistake("name", "le nom est vide")
    if values["organisation"] not in organisation.members:
        known = ", ".join(organisation.members)
        raise _Mistake("organisation", f"« {values['organisation']} » n'est pas l'une de : {known}")
    return DirectoryEntry(
        person_id=_object_id(values["aad_object_id"]),
        name=values["name"],
        email=values["email"],
        organisation=values["organisation"],
        service=values["service"],
        roles=frozenset(_roles(values["roles"])),
        locale=_locale(values["locale"]),
        political_group=values["political_group"] or None,
        voting=_yes_or_no(values["voting"]),
    )


def _object_id(written: str) -> str:
    try:
        return str(UUID(written))
    except ValueError:
        raise _Mistake(
            "aad_object_id", f"« {written} » n'est pas un identifiant Entra (un UUID)"
        ) from None


def _roles(written: str) -> Iterator[Role]:
    for name in filter(None, (part.strip() for part in written.split(";"))):
        if name not in set(Role):
            raise _Mistake("roles", f"« {name} » n'est pas l'un de : {', '.join(Role)}")
        yield Role(name)


def _locale(written: str) -> str | None:
    language = written.lower()[:2]
    if written and language not in {"fr", "en"}:
        raise _Mistake("locale", f"« {written} » : attendu fr ou en")
    return language or None


def _yes_or_no(written: str) -> bool:
    if written.lower() not in YES | NO:
        raise _Mistake("voting", f"« {written} » : attendu oui ou non")
    return written.lower() in YES


def _refuse_doubled(person_id: str, seen: dict[str, int]) -> None:
    if person_id in seen:
        raise _Mistake("aad_object_id", f"« {person_id} » est déjà à la ligne {seen[person_id]}")
