"""The whole database as one file, taken while the bot runs, and put back where there is nothing.

SQLite writes the copy itself (VACUUM INTO, one instant of the database, whoever writes meanwhile);
PostgreSQL's own tools do it there, and are looked for on the PATH.
"""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import URL, Engine, MetaData, create_engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from storage.integrity import find_damage
from storage.store import unavailable

SQLITE, POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
"""How the files begin."""
WAITS_MS = 60_000
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename = current_user AND pid <> pg_backend_pid()"
)


class Cause(StrEnum):
    NO_DATABASE = "no_database"
    FILE_EXISTS = "file_exists"
    FILE_FAILED = "file_failed"
    NOT_A_BACKUP = "not_a_backup"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    NOT_EMPTY = "not_empty"
    IN_USE = "in_use"
    NO_TOOL = "no_tool"
    TOOL_FAILED = "tool_failed"


class BackupFailed(Exception):
    """Nothing was written, or nothing of it was kept. `about`: the file, the tool, what it said."""

    def __init__(self, cause: Cause, about: object = "") -> None:
        super().__init__(f"{cause}: {about}")
        self.cause = cause
        self.about = about


def save(url: str, path: Path) -> None:
    """Write the database to a new file, which only its owner reads and which is there whole or not
    at all. Raises BackupFailed."""
    if path.exists():
        raise BackupFailed(Cause.FILE_EXISTS, path)
    partial = _beside(path)
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if _is_sqlite(url):
            _vacuum(url, partial)
        else:
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={partial}"]
            _run("pg_dump", url, options)
        _refuse_damaged(partial)
        _flush(partial)
        partial.rename(path)
    except OSError as error:
        raise BackupFailed(Cause.FILE_FAILED, f"{path} : {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def filled(url: str, path: Path) -> Iterator[str]:
    """Put a backup into an empty database. Gives the address at which to make it ready to serve;
    where that fails, the database is empty as before.

    Raises BackupFailed, StoreUnavailable.
    """
    _refuse_another_kind(url, path)
    if _is_sqlite(url):
        with _filled_file(_file_of(url), path) as partial:
            yield f"sqlite:///{partial}"
    else:
        with _filled_server(url, path):
            yield url


def _vacuum(url: str, partial: Path) -> None:
    source = _file_of(url)
    if not source.exists():
        raise BackupFailed(Cause.NO_DATABASE, source)
    try:
        with closing(sqlite3.connect(source, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {WAITS_MS}")
            connection.execute("VACUUM INTO ?", (str(partial),))
    except sqlite3.Error as error:
        raise BackupFailed(Cause.TOOL_FAILED, error) from error


@contextmanager
def _filled_file(target: Path, path: Path) -> Iterator[Path]:
    """A copy beside the place where it belongs, which it takes at the end. What an older database
    has left there (its -wal) would be played into this one."""
    for there in (target, *_companions(target)):
        if there.exists() and there.stat().st_size > 0:
            raise BackupFailed(Cause.NOT_EMPTY, there)
    partial = _beside(target)
    try:
        shutil.copyfile(path, partial)
        partial.chmod(0o600)
        _refuse_damaged(partial)
        _refuse_strangers(create_engine(f"sqlite:///{partial}", poolclass=NullPool))
        yield partial
        with closing(sqlite3.connect(partial)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _flush(partial)
        partial.rename(target)
    except OSError as error:
        raise BackupFailed(Cause.FILE_FAILED, f"{target} : {error.strerror}") from error
    finally:
        for left in (partial, *_companions(partial)):
            left.unlink(missing_ok=True)


@contextmanager
def _filled_server(url: str, path: Path) -> Iterator[None]:
    engine = create_engine(url, poolclass=NullPool)
    try:
        _refuse_unless_empty_and_unused(engine)
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", url, [*options, str(path)])
        try:
            _refuse_strangers(engine)
            yield
        except BaseException:
            _empty(engine)
            raise
    except SQLAlchemyError as error:
        raise unavailable(error) from error


def _refuse_unless_empty_and_unused(engine: Engine) -> None:
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise BackupFailed(Cause.NOT_EMPTY, engine.url.database)
        if connection.scalar(_OTHERS):
            raise BackupFailed(Cause.IN_USE, engine.url.database)


def _empty(engine: Engine) -> None:
    """Take everything out again of a database in which there was nothing."""
    with engine.begin() as connection:
        everything = MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)


def _refuse_strangers(engine: Engine) -> None:
    if not inspect(engine).has_table("alembic_version"):
        raise BackupFailed(Cause.NOT_A_BACKUP)


def _refuse_another_kind(url: str, path: Path) -> None:
    try:
        with path.open("rb") as file:
            begins = file.read(len(SQLITE))
    except OSError as error:
        raise BackupFailed(Cause.FILE_FAILED, f"{path} : {error.strerror}") from error
    is_sqlite, is_postgresql = begins == SQLITE, begins.startswith(POSTGRESQL)
    if not (is_sqlite or is_postgresql):
        raise BackupFailed(Cause.NOT_A_BACKUP, path)
    if is_sqlite != _is_sqlite(url):
        raise BackupFailed(Cause.OTHER_KIND, path)


def _refuse_damaged(path: Path) -> None:
    """However large: there is time, and nothing is worth less than a damaged backup."""
    with path.open("rb") as file:
        is_sqlite = file.read(len(SQLITE)) == SQLITE
    damage = find_damage(f"sqlite:///{path}", seconds=math.inf) if is_sqlite else None
    if damage is not None:
        raise BackupFailed(Cause.DAMAGED, damage)


def _run(tool: str, url: str, options: list[str]) -> None:
    """The password goes by the environment: everybody may read a list of processes."""
    program = shutil.which(tool)
    if program is None:
        raise BackupFailed(Cause.NO_TOOL, tool)
    address = make_url(url)
    password = address.password or address.query.get("password")
    shown = URL.create(
        "postgresql",
        username=address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query={name: value for name, value in address.query.items() if name != "password"},
    )
    secret = {"PGPASSWORD": str(password)} if password else {}
    target = f"--dbname={shown.render_as_string()}"
    done = subprocess.run(
        [program, target, *options],
        env={**os.environ, "LC_ALL": "C", **secret},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"{tool} : {done.returncode}"]
        raise BackupFailed(Cause.TOOL_FAILED, said[0])


def _flush(path: Path) -> None:
    """On the disk before it bears its name: a power cut must not leave an empty file under it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.partial")


def _companions(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal")]
