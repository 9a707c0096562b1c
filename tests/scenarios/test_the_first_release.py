"""A deployment of the first release, stopped in the middle of a morning, goes on with this one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import real_now
from storage import open_store
from storage.backups import save
from storage.migrations import is_current
from storage.tables import incidents, outbox
from tests.support import commands
from tests.support.databases import empty_databases
from tests.support.first_release import ROWS, first_release
from tests.support.postgresql import Server
from tests.support.world import running_world


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database as the first release left it."""
    if request.param == "sqlite":
        return first_release(f"sqlite:///{tmp_path}/old.db")
    server: Server = request.getfixturevalue("postgresql")
    return first_release(server.create())


async def test_what_it_owed_is_said_and_people_go_on(old: str) -> None:
    async with running_world(old) as world:
        camille, thomas = world.camille, world.thomas
        taken = await world.newest(camille, words="Prise en charge par Thomas Le Goff", timeout=20)
        assert "L'imprimante du deuxième bourre" in taken.words
        await camille.says("mes demandes")
        own = await world.newest(camille, words="INC-2026-000001")
        assert "INC-2026-000002" in own.words
        assert "INC-2026-000003" in own.words
        await camille.says("Mon clavier colle")
        form = await world.newest(camille, words="Mon clavier colle", button="Envoyer")
        await camille.presses(form, "Envoyer", {"Pouvez-vous travailler ?": "Oui"})
        await world.newest(thomas, world.channels["interventions"], words="Mon clavier colle")
        rows = await world.look(lambda unit: unit.session.execute(select(incidents)).all())
        kept = {row["incident_id"]: row["what"] for row in ROWS["incidents"]}
        assert {row.incident_id: row.what for row in rows}.items() >= kept.items()
        assert len({(row.year, row.serial) for row in rows}) == 4
        async with asyncio.timeout(20):
            while await world.look(lambda unit: unit.lanes.waiting(real_now())):
                await asyncio.sleep(0.1)
        owed = select(outbox.c.kind).where(outbox.c.sent_at.is_(None), outbox.c.failure.is_(None))
        assert await world.look(lambda unit: unit.session.scalars(owed).all()) == []


async def test_a_backup_of_the_first_release_is_restored_into_this_one(
    old: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    target = empty_databases(old, request, tmp_path)()
    save(old, tmp_path / "backup")
    said = await commands.told(target, "restore", str(tmp_path / "backup"))
    assert said.refusal == ""
    assert "INC 2026 après" in said.output
    store = open_store(target)
    assert is_current(store.engine)
    rows = await store.read(lambda unit: unit.session.execute(select(incidents)).all())
    store.close()
    assert sorted(row.what for row in rows) == sorted(row["what"] for row in ROWS["incidents"])
