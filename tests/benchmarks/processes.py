"""Processes of the benchmark: started, watched and ended here, each by its own handle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import orjson

from bot.settings import PROJECT
from tests.benchmarks.load import Plan, Seen
from tests.support.world import free_port

START_SECONDS = 30.0
STOP_SECONDS = 15.0
TICKS = os.sysconf("SC_CLK_TCK")
SPARE_SECONDS = 120.0


class DidNotStart(Exception):
    """With the end of what it said."""


@dataclass(frozen=True)
class Server:
    """A bot that listens on loopback."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def cpu_seconds(self) -> float:
        """What the process has used so far, all threads, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-1_500:]


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: Path, port: int
) -> Iterator[Server]:
    """A server, from when it accepts connections. Raises DidNotStart."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**_bare(), **environment}, stdout=output, stderr=output
        )
    server = Server(process, port, log)
    try:
        _wait_until_open(server)
        yield server
    finally:
        _end(process)


def _bare() -> dict[str, str]:
    """Our environment without what could steer a bot, or send anything off this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"NO_PROXY": "*", "PYTHONDONTWRITEBYTECODE": "1"}


def _wait_until_open(server: Server) -> None:
    until = time.monotonic() + START_SECONDS
    while not _is_open(server.port):
        if server.process.poll() is not None or time.monotonic() > until:
            raise DidNotStart(server.last_words())
        time.sleep(0.05)


def _is_open(port: int) -> bool:
    listening = f":{port:04X} 00000000:0000 0A"
    return listening in Path("/proc/net/tcp").read_text()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Stub:
    """The connector and identity process, from outside."""

    connector: str
    identity: str

    @property
    def service_url(self) -> str:
        return f"{self.connector}/"

    def token(self) -> str:
        """What Teams would sign for our service address: it holds for an hour."""
        return str(_get(f"{self.identity}/signed?service_url={self.service_url}")["token"])

    def counts(self) -> dict[str, Any]:
        return _get(f"{self.connector}/counts")

    def reset(self) -> None:
        _post(f"{self.connector}/reset")

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        _post(f"{self.identity}/rotate")

    def slow_identity(self, seconds: float) -> None:
        _post(f"{self.identity}/delay?seconds={seconds}")


@contextmanager
def running_stub() -> Iterator[Stub]:
    command = [sys.executable, "-m", "tests.benchmarks.stub"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield Stub(**json.loads(process.stdout.readline()))
        finally:
            _end(process)


def press(plan: Plan) -> Seen:
    """Run a plan in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=orjson.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        cwd=PROJECT,
        timeout=plan.seconds + SPARE_SECONDS,
        check=True,
    )
    answer = orjson.loads(done.stdout)
    return Seen(**answer | {"statuses": Counter(answer["statuses"])})


def _get(url: str) -> dict[str, Any]:
    with urlopen(url, timeout=10) as answer:
        return dict(json.load(answer))


def _post(url: str) -> None:
    with urlopen(Request(url, method="POST"), timeout=10):
        """Nothing is said in return."""


__all__ = ["DidNotStart", "Server", "Stub", "free_port", "press", "running", "running_stub"]
