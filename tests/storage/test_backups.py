"""The file of a backup: who may read it, what its tools are told, and when nothing is written."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from storage import open_store
from storage.backups import BackupFailed, Cause, filled, save
from storage.store import Store
from tests.support.databases import empty_databases

URL = "postgresql+psycopg://agent:p%40ss%20word@db.example:5433/permanence?sslmode=require"
TOOL = """#!/usr/bin/env python3
import json, os, sys
from pathlib import Path
secret = os.environ.get("PGPASSWORD")
Path({told!r}).write_text(json.dumps([sys.argv[1:], secret]))
print("the tool says no", file=sys.stderr)
sys.exit(1)
"""


@pytest.mark.parametrize(
    "url", [URL, URL.replace("agent:p%40ss%20word@", "agent@") + "&password=p%40ss%20word"]
)
def test_the_password_is_in_no_list_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    tool, told = tmp_path / "pg_dump", tmp_path / "told.json"
    tool.write_text(TOOL.format(told=str(told)), encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(BackupFailed) as failure:
        save(url, tmp_path / "backup")
    arguments, secret = json.loads(told.read_text(encoding="utf-8"))
    assert secret == "p@ss word"
    assert "p@ss" not in " ".join(arguments)
    assert "p%40ss" not in " ".join(arguments)
    assert "--dbname=postgresql://agent@db.example:5433/permanence?sslmode=require" in arguments
    assert (failure.value.cause, failure.value.about) == (Cause.TOOL_FAILED, "the tool says no")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pg_dump", "told.json"]


def test_a_machine_without_the_tools_is_told_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed) as failure:
        save(URL, tmp_path / "backup")
    assert (failure.value.cause, failure.value.about) == (Cause.NO_TOOL, "pg_dump")


def test_a_database_that_is_not_there_is_not_made_by_its_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed) as failure:
        save(f"sqlite:///{tmp_path}/nowhere.db", tmp_path / "backup")
    assert failure.value.cause is Cause.NO_DATABASE
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed) as failure:
        save(_url(store), tmp_path / "nowhere" / "backup")
    assert failure.value.cause is Cause.FILE_FAILED
    assert "nowhere" in str(failure.value.about)


def test_what_an_older_file_has_left_is_not_played_into_a_restored_one(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    save(f"sqlite:///{migrated_sqlite}", tmp_path / "backup")
    (tmp_path / "new.db-wal").write_bytes(b"what was written last")
    with (
        pytest.raises(BackupFailed) as failure,
        filled(f"sqlite:///{tmp_path}/new.db", tmp_path / "backup"),
    ):
        raise AssertionError("nothing may be put there")
    assert failure.value.cause is Cause.NOT_EMPTY


async def test_what_fails_after_the_backup_is_in_place_leaves_nothing(
    store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    target = empty_databases(_url(store), request, tmp_path)()
    await store.transact(lambda unit: unit.parameters.set("kept", "yes"))
    save(_url(store), tmp_path / "backup")
    with pytest.raises(ZeroDivisionError), filled(target, tmp_path / "backup"):
        _ = 1 / 0
    with filled(target, tmp_path / "backup"):
        """It is empty as before: this succeeds."""
    restored = open_store(target)
    assert await restored.read(lambda unit: unit.parameters.get("kept", "")) == "yes"
    restored.close()


def test_a_server_that_somebody_uses_is_left_alone(
    migrated_postgresql: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server = request.getfixturevalue("postgresql")
    url = server.url(migrated_postgresql)
    target = empty_databases(url, request, tmp_path)()
    save(url, tmp_path / "backup")
    address = make_url(target).set(drivername="postgresql").render_as_string()
    with (
        closing(psycopg.connect(address)),
        pytest.raises(BackupFailed) as failure,
        filled(target, tmp_path / "backup"),
    ):
        raise AssertionError("nothing may be put there")
    assert failure.value.cause is Cause.IN_USE


async def test_a_backup_waits_for_no_writer_and_no_writer_for_it(
    store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Numbers are given for as long as copies are made: each copy is of one instant."""
    new = empty_databases(_url(store), request, tmp_path)
    is_over = threading.Event()
    copies: list[Path] = []

    def copy() -> None:
        while not is_over.is_set():
            path = tmp_path / f"backup{len(copies)}"
            save(_url(store), path)
            copies.append(path)

    copying = threading.Thread(target=copy)
    copying.start()
    given = 0
    while given < 20 or len(copies) < 2:
        given = await store.transact(lambda unit: unit.numbers.next("INC", 2026))
    is_over.set()
    copying.join()
    targets = [new() for _ in copies[:2]]
    for target, path in zip(targets, copies, strict=False):
        with filled(target, path):
            """Whole, or it would be refused."""
    assert given >= 20


def _url(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)
