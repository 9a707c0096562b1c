"""A deployment of the product for the benchmark, and what its database says is owed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from bot.settings import PROJECT
from tests.benchmarks.cast import APP_ID, Cast
from tests.benchmarks.filling import fill
from tests.benchmarks.load import Plan
from tests.benchmarks.processes import Server, Stub, free_port, press, running
from tests.benchmarks.session import hold_session

WATCHED = PROJECT / "tests" / "benchmarks" / "contenders" / "ours_watched.py"
OWN_INCIDENTS = 20
"""How many a reader has reported before: what a list is drawn from."""
POLL_SECONDS = 0.02
DRAIN_SECONDS = 120.0
OWED = text(
    "SELECT (SELECT count(*) FROM postings WHERE shown < wanted)"
    " + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failure IS NULL)"
)
INCIDENTS = text("SELECT count(*) FROM incidents")
BALLOTS = text("SELECT count(*) FROM session_journal WHERE kind = 'ballot.cast'")


class NeverDelivered(Exception):
    """Something was still owed when patience ended."""


@dataclass(frozen=True)
class Deployment:
    """The product at `server`, its people, and a look at its database."""

    server: Server
    cast: Cast
    stub: Stub
    token: str
    engine: Engine

    def plan(self, people: list[list[str]], **options: float | bool | None) -> Plan:
        return Plan(self.server.port, self.token, people, **options)  # type: ignore[arg-type]

    def owed(self) -> int:
        return self._count(OWED)

    def incidents(self) -> int:
        return self._count(INCIDENTS)

    def ballots(self) -> int:
        return self._count(BALLOTS)

    def drain(self) -> float:
        """Wait until nothing is owed. Returns when that was; raises NeverDelivered."""
        until = time.monotonic() + DRAIN_SECONDS
        while owed := self.owed():
            if time.monotonic() > until:
                raise NeverDelivered(f"{owed} things still owed; {self.server.last_words()}")
            time.sleep(POLL_SECONDS)
        return time.monotonic()

    def ids_of_new(self, limit: int) -> list[str]:
        """The latest incidents that nobody has taken yet."""
        query = "SELECT incident_id FROM incidents WHERE state = 'new' ORDER BY reported_at DESC"
        with self.engine.connect() as connection:
            return [row[0] for row in connection.execute(text(f"{query} LIMIT {limit}"))]

    def _count(self, query: object) -> int:
        with self.engine.connect() as connection:
            return int(connection.scalar(query))  # type: ignore[call-overload]


@contextmanager
def deployed(
    stub: Stub,
    folder: Path,
    *,
    people: int,
    database_url: str = "",
    incidents: int = 0,
    holds: Path | None = None,
) -> Iterator[Deployment]:
    """The product outside local mode, with its channel bound and its people known.

    With `holds` its event loop is watched, and the holds are written there when it stops.
    """
    folder.mkdir(parents=True, exist_ok=True)
    url = database_url or f"sqlite:///{folder / 'permanence.db'}"
    cast, port = Cast(people, stub.service_url), free_port()
    environment = _environment(stub, cast, url) | {"PORT": str(port)}
    environment |= {"BENCH_HOLDS": str(holds)} if holds else {}
    _import_people(cast, folder, environment)
    engine = create_engine(url)
    asyncio.run(hold_session(url, cast))
    fill(engine, cast.readers, own=OWN_INCIDENTS, total=max(incidents, people * OWN_INCIDENTS))
    serve = ["app.py", "serve", "--port", str(port)]
    command = [sys.executable, *([str(WATCHED)] if holds else serve)]
    with running(command, environment, folder / "bot.log", port) as server:
        deployment = Deployment(server, cast, stub, stub.token(), engine)
        _introduce(deployment)
        yield deployment
    engine.dispose()


def _environment(stub: Stub, cast: Cast, url: str) -> dict[str, str]:
    settings = {
        "DATABASE_URL": url,
        "APP_ID": APP_ID,
        "TENANT_ID": cast.tenant_id,
        "APP_SECRET": "secret",
        "ADMINS": cast.admin.aad_object_id or "",
        "CHANNEL_OPENID_METADATA": f"{stub.identity}/v1/.well-known/openidconfiguration",
        "LOGIN_AUTHORITY": stub.identity,
        "SERVICE_HOSTS": stub.connector,
        "SENDS_PER_SECOND": "1000000",
        "CONVERSATION_RATES": "false",
    }
    return {f"PERMANENCE_{name}": value for name, value in settings.items()}


def _import_people(cast: Cast, folder: Path, environment: dict[str, str]) -> None:
    file = folder / "people.csv"
    cast.write_directory(file)
    command = [sys.executable, "app.py", "people", "import", str(file)]
    subprocess.run(
        command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=60
    )


def _introduce(deployment: Deployment) -> None:
    """Bind the channel, and let everybody have been there once."""
    cast = deployment.cast
    first = [[cast.binding()]]
    everybody = [*cast.readers, *cast.reporters, *cast.voters, cast.secretary]
    greetings = [
        [cast.pressed(person, "home.show"), cast.pressed(person, "form.close")]
        for person in everybody
    ]
    for people in (first, greetings):
        seen = press(deployment.plan(people, once=True, seconds=60))
        assert not seen.failed, seen
    deployment.drain()
    channel = deployment.cast.channel.id
    assert any(channel in _plain(name) for name in deployment.stub.counts()["posted"])


def _plain(quoted: str) -> str:
    return quoted.replace("%3A", ":").replace("%40", "@").replace("%3B", ";")
