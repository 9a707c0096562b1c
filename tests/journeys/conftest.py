"""Journeys in a real browser, as the people make them; their screenshots are kept to be looked at.

PERMANENCE_SCREENSHOTS names the folder; without it they go where the test's other files go. CI sets
PERMANENCE_JOURNEYS=required, so that a machine without a browser cannot pass for a green one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.room import Room, opened_room
from tests.support.world import World, running_world

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
IS_REQUIRED = os.environ.get("PERMANENCE_JOURNEYS") == "required"


@pytest_asyncio.fixture
async def world(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[World]:
    copy = tmp_path / "permanence.db"
    shutil.copy(migrated_sqlite, copy)
    async with running_world(f"sqlite:///{copy}") as running:
        yield running


@pytest_asyncio.fixture
async def room(world: World, tmp_path: Path) -> AsyncIterator[Room]:
    if CHROMIUM is None:
        assert not IS_REQUIRED, "no Chromium, and the journeys are required here"
        pytest.skip("no Chromium on this machine: the journeys are not walked")
    screenshots = Path(os.environ.get("PERMANENCE_SCREENSHOTS", tmp_path))
    async with opened_room(world.teams.service_url, CHROMIUM, screenshots) as opened:
        yield opened
        assert opened.errors == []
