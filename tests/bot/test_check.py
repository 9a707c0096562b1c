"""`python app.py check`: an operator reads what is there, what is missing and what can wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot import check_identity
from bot.check import check
from domain.people import Role
from simulator import Authority
from tests.bot.conftest import FreshDatabase, Operate
from tests.bot.deployments import APP_ID, Listener, Request, listening
from tests.bot.registrations import TENANT, certificate, furnish, published
from tests.bot.test_commands import Ended, launched
from tests.support.world import free_port

REGISTERED = {"app_id": APP_ID, "tenant_id": TENANT, "app_secret": "secret"}


@pytest_asyncio.fixture
async def login() -> AsyncIterator[str]:
    """A login service that gives a token to our app."""
    application = web.Application()
    application.add_routes(Authority(APP_ID).routes())
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


Checked = Callable[..., Awaitable[Ended]]


@pytest.fixture
def checked(operate: Operate, capsys: pytest.CaptureFixture[str]) -> Checked:
    """Run the command with these settings, and those of a bot that is registered."""

    async def run(**settings: object) -> Ended:
        operate(**REGISTERED | settings)
        status = await check()
        return Ended(status, *capsys.readouterr())

    return run


async def test_a_deployment_that_can_serve_passes(
    checked: Checked, database_url: str, login: str, tmp_path: Path
) -> None:
    await furnish(database_url)
    end = await checked(
        database_url=database_url,
        login_authority=login,
        organisation=published(tmp_path),
        public_url="https://permanence.rivemont.fr",
        heartbeat_url="https://alarm.rivemont.fr",
    )
    assert end.status == 0, end.output
    assert "✗" not in end.output
    for line in (
        f"✓ Locataires admis : {TENANT}.",
        "✓ Jeton : Microsoft le donne.",
        "✓ Adresse publique : https://permanence.rivemont.fr",
        "✓ Base de données : prête.",
        "✓ Annuaire : 15 personnes.",
        "✓ Équipe Interventions : son canal est lié.",
    ):
        assert line in end.output.splitlines()
    assert end.output.splitlines()[-1].startswith("Permanence peut servir")


async def test_an_empty_directory_is_one_line_and_keeps_from_serving(
    checked: Checked, database_url: str, login: str
) -> None:
    end = await checked(database_url=database_url, login_authority=login)
    assert end.status == 1
    assert [line for line in end.output.splitlines() if "Annuaire" in line] == [
        "✗ Annuaire : vide, sans supervisor ni hotliner. python app.py people import FICHIER.csv"
    ]
    assert "! Organisation : c'est l'exemple." in end.output
    assert "! PERMANENCE_PUBLIC_URL est vide" in end.output


@pytest.mark.parametrize(
    ("role", "mark"), [(Role.SUPERVISOR, "✗"), (Role.HOTLINER, "✗"), (Role.SECRETARY, "!")]
)
async def test_a_role_that_nobody_holds_is_named(
    checked: Checked, fresh_database: FreshDatabase, login: str, role: Role, mark: str
) -> None:
    url = fresh_database()
    await furnish(url, without=role)
    end = await checked(database_url=url, login_authority=login)
    assert end.status == (1 if mark == "✗" else 0), end.output
    assert f"{mark} Annuaire : personne n'a le rôle {role}" in end.output


async def test_a_team_without_a_channel_falls_back_and_the_hotline_may_not_be_without(
    checked: Checked, fresh_database: FreshDatabase, login: str
) -> None:
    url = fresh_database()
    await furnish(url, teams=1)
    end = await checked(database_url=url, login_authority=login)
    assert end.status == 0, end.output
    assert (
        "! Équipe SIG : aucun canal, ses demandes vont à celui de l'assistance. "
        "Écrivez « canal sig » dans le sien, en mentionnant Permanence."
    ) in end.output.splitlines()
    url = fresh_database()
    await furnish(url, teams=0)
    end = await checked(database_url=url, login_authority=login)
    assert end.status == 1
    assert "✗ Équipe Assistance : aucun canal. Écrivez « canal hotline »" in end.output
    assert "aux conversations des superviseurs" in end.output


async def test_a_login_service_that_refuses_is_named(
    checked: Checked, fresh_database: FreshDatabase
) -> None:
    async def refuse(request: Request) -> web.Response:
        return web.json_response({"error": "invalid_client"}, status=401)

    async with listening(refuse) as login:
        end = await checked(database_url=fresh_database(), login_authority=login.origin)
    assert end.status == 1
    assert "✗ Jeton : Microsoft ne le donne pas (" in end.output


async def test_a_login_service_that_hangs_is_not_waited_for(
    checked: Checked, fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_identity, "TOKEN_SECONDS", 0.3)
    async with hanging_login() as login:
        end = await checked(database_url=fresh_database(), login_authority=login.origin)
    assert end.status == 1
    assert "✗ Jeton : Microsoft ne répond pas en 0.3 secondes." in end.output


async def test_the_command_ends_though_the_login_service_hangs(
    fresh_database: FreshDatabase,
) -> None:
    async with hanging_login() as login:
        settings = {"database_url": fresh_database(), "login_authority": login.origin}
        process = await launched("check", **REGISTERED | settings)
        async with asyncio.timeout(60):
            while not login.seen:
                await asyncio.sleep(0.05)
            asked_at = time.monotonic()
            output, errors = await process.communicate()
    assert (process.returncode, errors) == (1, b"")
    assert "✗ Jeton : Microsoft" in output.decode()
    assert time.monotonic() - asked_at < 2 * check_identity.TOKEN_SECONDS


@asynccontextmanager
async def hanging_login() -> AsyncIterator[Listener]:
    """A login service that takes a request and never answers."""
    ended = asyncio.Event()

    async def hang(request: Request) -> web.Response:
        await ended.wait()
        return web.Response(status=503)

    async with listening(hang) as login:
        yield login
        ended.set()


CERTIFICATES = {
    "that lasts": (400, 0, "✓ Certificat : valable jusqu'au "),
    "that ends soon": (10, 0, "! Certificat : il finit bientôt, le "),
    "that has ended": (-3, 1, "✗ Certificat : fini depuis le "),
}


@pytest.mark.parametrize(("days", "status", "line"), CERTIFICATES.values(), ids=CERTIFICATES)
async def test_a_certificate_says_when_it_ends(
    checked: Checked,
    fresh_database: FreshDatabase,
    login: str,
    tmp_path: Path,
    days: int,
    status: int,
    line: str,
) -> None:
    url = fresh_database()
    await furnish(url)
    public, private = certificate(tmp_path, days=days)
    end = await checked(
        database_url=url,
        login_authority=login,
        app_secret="",
        app_certificate=public,
        app_certificate_key=private,
    )
    assert end.status == status, end.output
    assert line in end.output
    assert ("✓ Jeton" in end.output) == (status == 0)


async def test_a_key_of_another_certificate_and_a_file_that_is_none_are_named(
    checked: Checked, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    public, _ = certificate(tmp_path, days=90)
    _, another = certificate(tmp_path, days=90, name="another")
    nonsense = tmp_path / "nonsense.key"
    nonsense.write_text("not a key", encoding="utf-8")
    for key, named in ((another, "n'est pas la clé de"), (nonsense, "ne se lisent pas")):
        end = await checked(
            database_url=fresh_database(),
            app_secret="",
            app_certificate=public,
            app_certificate_key=key,
        )
        assert end.status == 1
        assert named in end.output


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"tenant_id": "rivemont.onmicrosoft.com"}, "✗ PERMANENCE_TENANT_ID :"),
        ({"app_id": APP_ID.replace("2", "A")}, "✗ PERMANENCE_APP_ID :"),
        ({"allowed_tenants": "voisine"}, "✗ PERMANENCE_ALLOWED_TENANTS, voisine :"),
    ],
)
async def test_an_identifier_that_no_activity_will_ever_carry_is_named(
    checked: Checked, fresh_database: FreshDatabase, settings: dict[str, object], named: str
) -> None:
    end = await checked(database_url=fresh_database(), **settings)
    assert end.status == 1
    assert named in end.output


@pytest.mark.parametrize("url", ["http://permanence.rivemont.fr", "permanence.rivemont.fr"])
async def test_a_public_address_without_https_is_named(
    checked: Checked, fresh_database: FreshDatabase, url: str
) -> None:
    end = await checked(database_url=fresh_database(), public_url=url)
    assert f"! PERMANENCE_PUBLIC_URL : {url} ne commence pas par https://." in end.output
