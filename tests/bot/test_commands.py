"""The command line, as an operator meets it: what it prints, how it ends, how it stops."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from sqlalchemy import select

from bot.settings import PROJECT
from storage import open_store
from storage.tables import people
from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import EXAMPLE_PEOPLE
from tests.support.world import EXAMPLE_ORGANISATION, free_port

READY_SECONDS = 5
LONGEST_RUN = 8
NOTHING_THERE = "postgresql+psycopg://postgres@127.0.0.1:{port}/permanence"


@dataclass(frozen=True)
class Ended:
    status: int
    output: str
    errors: str

    def refused(self) -> bool:
        """A sentence for the operator, and not our own stack."""
        return self.status == 2 and self.errors.count("\n") == 1 and "Traceback" not in self.errors


def environment(**settings: object) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "PERMANENCE" not in name}
    return kept | {f"PERMANENCE_{name.upper()}": str(value) for name, value in settings.items()}


async def launched(*arguments: str, **settings: object) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(PROJECT / "app.py"),
        *arguments,
        env=environment(**settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> Ended:
    try:
        async with asyncio.timeout(LONGEST_RUN):
            output, errors = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.communicate()
        raise
    assert process.returncode is not None
    return Ended(process.returncode, output.decode(), errors.decode())


async def run(*arguments: str, **settings: object) -> Ended:
    return await ended(await launched(*arguments, **settings))


async def until_it_answers(port: int) -> float:
    """Seconds until /healthz answers."""
    began = time.monotonic()
    async with ClientSession() as http:
        while time.monotonic() - began < LONGEST_RUN:
            try:
                async with http.get(f"http://127.0.0.1:{port}/healthz") as response:
                    assert response.status == 200
                    return time.monotonic() - began
            except ClientError:
                await asyncio.sleep(0.02)
    raise AssertionError("it never answered")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_it_answers_within_five_seconds_and_stops_when_it_is_told_to(
    fresh_database: FreshDatabase, sign: signal.Signals
) -> None:
    port = free_port()
    process = await launched("serve", "--local", "--port", str(port), database_url=fresh_database())
    seconds = await until_it_answers(port)
    print(f"answered after {seconds:.2f} s")
    process.send_signal(sign)
    end = await ended(process)
    assert (end.status, end.errors) == (0, "")
    assert f"http://127.0.0.1:{port}/api/messages" in end.output
    assert seconds < READY_SECONDS


async def test_it_stops_when_it_is_told_to_though_the_database_is_not_there() -> None:
    port = free_port()
    url = NOTHING_THERE.format(port=free_port())
    process = await launched("serve", "--local", "--port", str(port), database_url=url)
    await until_it_answers(port)
    process.send_signal(signal.SIGTERM)
    end = await ended(process)
    assert end.status == 0
    assert "Traceback" not in end.errors


REFUSED: dict[str, tuple[list[str], dict[str, object], list[str]]] = {
    "another machine, in local mode": (["--local", "--host", "0.0.0.0"], {}, ["local", "0.0.0.0"]),
    "no app id": ([], {}, ["PERMANENCE_APP_ID", "--local"]),
    "no such port": (["--local", "--port", "99999"], {}, ["99999"]),
}


@pytest.mark.parametrize(("arguments", "settings", "named"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_work_is_refused_in_a_sentence(
    fresh_database: FreshDatabase,
    arguments: list[str],
    settings: dict[str, object],
    named: list[str],
) -> None:
    database = {"database_url": fresh_database()}
    port = ["--port", str(free_port())] if "--port" not in arguments else []
    end = await run("serve", *port, *arguments, **(database | settings))
    assert end.refused(), end
    assert [word for word in named if word not in end.errors] == []


async def test_a_broken_organisation_file_is_refused_with_its_key_and_its_reason(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "organisation.toml"
    example = EXAMPLE_ORGANISATION.read_text(encoding="utf-8")
    path.write_text(example.replace('critical = "15m"', 'critical = "soon"'), encoding="utf-8")
    end = await run("serve", "--local", organisation=path, database_url=fresh_database())
    assert end.refused(), end
    assert f"{path}, take_within.critical : « soon »" in end.errors


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        url = f"sqlite:///{tmp_path / 'new.db'}"
        end = await run("serve", "--local", "--port", str(port), database_url=url)
    assert end.refused(), end
    assert str(port) in end.errors


async def test_a_check_says_what_works_and_what_is_missing(fresh_database: FreshDatabase) -> None:
    end = await run("check", database_url=fresh_database())
    assert (end.status, end.errors) == (1, "")
    lines = end.output.splitlines()
    assert lines[0] == "✓ Organisation : Métropole et Ville de Rivemont, 5 équipes."
    assert lines[1].startswith("✗ PERMANENCE_APP_ID")
    assert "✓ Base de données : prête." in lines
    assert any("supervisor" in line and line.startswith("✗") for line in lines)
    assert any("canal hotline" in line and line.startswith("✗") for line in lines)


async def test_a_check_without_a_database_says_so() -> None:
    end = await run("check", database_url=NOTHING_THERE.format(port=free_port()))
    assert (end.status, end.errors) == (1, "")
    assert "✗ La base de données ne répond pas" in end.output


def names_in(url: str) -> list[str]:
    store = open_store(url)
    try:
        with store.engine.connect() as connection:
            return sorted(connection.scalars(select(people.c.name).where(people.c.listed)))
    finally:
        store.close()


async def test_an_import_replaces_the_directory_or_changes_nothing(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    url = fresh_database()
    good = await run("people", "import", str(EXAMPLE_PEOPLE), database_url=url)
    assert (good.status, good.errors) == (0, "")
    assert "15 personnes" in good.output
    before = names_in(url)
    assert len(before) == 15
    lines = EXAMPLE_PEOPLE.read_text(encoding="utf-8").splitlines()
    bad = tmp_path / "people.csv"
    bad.write_text("\n".join(lines).replace("technician", "plumber"), encoding="utf-8")
    end = await run("people", "import", str(bad), database_url=url)
    assert end.refused(), end
    assert f"{bad}, ligne 4, colonne roles : « plumber »" in end.errors
    assert names_in(url) == before


async def test_an_import_without_a_database_says_so() -> None:
    url = NOTHING_THERE.format(port=free_port())
    end = await run("people", "import", str(EXAMPLE_PEOPLE), database_url=url)
    assert end.refused(), end
    assert "base de données" in end.errors


async def test_a_backup_is_restored_elsewhere_and_never_over_something(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    url, path, target = fresh_database(), tmp_path / "backup", f"sqlite:///{tmp_path}/new.db"
    await run("people", "import", str(EXAMPLE_PEOPLE), database_url=url)
    saved = await run("backup", str(path), database_url=url)
    assert (saved.status, saved.errors) == (0, "")
    assert str(path) in saved.output
    assert (await run("backup", str(path), database_url=url)).refused()
    restored = await run("restore", str(path), database_url=target)
    assert (restored.status, restored.errors) == (0, "")
    assert names_in(target) == names_in(url)
    assert (await run("restore", str(path), database_url=target)).refused()
