"""Databases to restore into, and PostgreSQL's own tools."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.support.postgresql import Server


def empty_databases(url: str, request: pytest.FixtureRequest, folder: Path) -> Callable[[], str]:
    """Gives the address of a database of the same kind without a single table, each time another;
    a file that is not there, or a database of the server, whose tools are then on the PATH."""
    if url.startswith("sqlite"):
        numbers = count(1)
        return lambda: f"sqlite:///{folder / f'elsewhere{next(numbers)}.db'}"
    server: Server = request.getfixturevalue("postgresql")
    patch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    patch.setenv("PATH", f"{server.bin}{os.pathsep}{os.environ['PATH']}")
    return server.create
