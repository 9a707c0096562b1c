"""Backups and restorations that are refused, and what they leave as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storage import open_store
from storage.tables import session_journal
from tests.scenarios.test_a_restoration import Elsewhere, backs_up, elsewhere, reports
from tests.storage.test_sessions_kept import planned
from tests.support import commands
from tests.support.databases import empty_databases
from tests.support.world import World

__all__ = ["elsewhere"]


async def test_nothing_is_ever_replaced_by_a_backup_or_a_restoration(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    path, url = tmp_path / "la.sauvegarde", world.settings.database_url
    await backs_up(world, path)
    saved = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    again = await commands.told(url, "backup", str(path))
    assert "existe déjà" in again.refusal
    assert path.read_bytes() == saved
    refused = await commands.told(url, "restore", str(path))
    assert "contient déjà quelque chose" in refused.refusal
    await reports(world, "Mon écran reste noir")
    target = elsewhere()
    first = await commands.told(target, "restore", str(path))
    assert first.refusal == ""
    second = await commands.told(target, "restore", str(path))
    assert "contient déjà quelque chose" in second.refusal
    assert list(tmp_path.glob("*.partial*")) == []


@pytest.mark.parametrize("harm", ["missing", "cut", "a letter", "another kind", "not ours"])
async def test_what_is_not_a_whole_backup_is_refused_and_leaves_nothing(
    world: World, elsewhere: Elsewhere, tmp_path: Path, harm: str
) -> None:
    path = tmp_path / "la.sauvegarde"
    await backs_up(world, path)
    content, is_sqlite = path.read_bytes(), path.read_bytes().startswith(b"SQLite")
    match harm:
        case "missing":
            path.unlink()
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "a letter":
            path.write_text("Madame, Monsieur,", encoding="utf-8")
        case "another kind":
            path.write_bytes((b"PGDMP" if is_sqlite else b"SQLite format 3\0") + content)
        case "not ours":
            path.unlink()
            with sqlite3.connect(path) as other:
                other.execute("CREATE TABLE recipes (name TEXT)")
            other.close()
    target = elsewhere()
    refused = await commands.told(target, "restore", str(path))
    assert refused.refusal
    assert "\n" not in refused.refusal
    path.unlink(missing_ok=True)
    await backs_up(world, path)
    done = await commands.told(target, "restore", str(path))
    assert done.refusal == "", "what was refused left the database as empty as before"


async def test_a_journal_that_somebody_touched_does_not_keep_the_rest_from_going_on(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    target = empty_databases(database_url, request, tmp_path)()
    store = open_store(database_url)
    await store.transact(planned)
    touched = session_journal.update().values(payload='{"title":"Autre chose"}')
    await store.transact(lambda unit: unit.session.execute(touched))
    store.close()
    path = str(tmp_path / "la.sauvegarde")
    assert (await commands.told(database_url, "backup", path)).refusal == ""
    said = await commands.told(target, "restore", path)
    assert said.refusal == ""
    assert "son journal a été modifié : s1" in said.output
