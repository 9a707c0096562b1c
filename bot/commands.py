"""The commands of app.py: to serve, to import the directory, to check a deployment."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from aiohttp import web

from bot.directory import read_people
from bot.gate import LOOPBACK
from bot.logs import configure_logs
from bot.organisation import read_organisation
from bot.service import make_application
from bot.settings import Settings, SettingsMistake, read_settings, refuse_unready
from dialogs import PRODUCT
from storage import open_store
from storage.integrity import find_damage
from storage.migrations import upgrade
from storage.store import StoreUnavailable

HIGHEST_PORT = 65_535
BIGGEST_HEADER = 64 * 1024
"""Bytes: beyond, the server answers by itself, and not in our silent way."""
STOP_SECONDS = 10
"""How long a turn under way may take to finish once we were told to stop."""


async def serve(host: str, port: int, *, local: bool) -> None:
    """Answer Teams until told to stop. Raises SettingsMistake where that could not work."""
    runner = await start(read_settings(), host, port, local=local)
    print(f"Permanence répond sur http://{host}:{port}/api/messages", flush=True)
    await until_told_to_stop()
    await runner.cleanup()


async def start(settings: Settings, host: str, port: int, *, local: bool) -> web.AppRunner:
    """The bot, listening. Whoever starts it cleans it up."""
    configure_logs()
    if local and host not in LOOPBACK:
        raise SettingsMistake(f"En mode local, seule cette machine est servie, et non {host}.")
    if not 0 < port <= HIGHEST_PORT:
        raise SettingsMistake(
            f"Le port {port} n'existe pas : choisissez entre 1 et {HIGHEST_PORT}."
        )
    if not local:
        refuse_unready(settings)
    organisation = read_organisation(settings.organisation)
    damage = await asyncio.to_thread(find_damage, settings.database_url)
    if damage is not None:
        raise SettingsMistake(
            f"La base de données est abîmée ({damage}). N'écrivez plus rien dedans : "
            "restaurez la dernière sauvegarde."
        )
    if local and not settings.public_url:
        settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
    application = await make_application(settings, organisation, PRODUCT, local=local)
    runner = web.AppRunner(
        application,
        access_log=None,
        shutdown_timeout=STOP_SECONDS,
        max_field_size=BIGGEST_HEADER,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsMistake(f"Le port {port} de {host} ne peut pas servir : {error}") from error
    return runner


async def until_told_to_stop() -> None:
    """Until Ctrl-C, or the system's polite request."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told.set)
    await told.wait()


async def import_people(path: Path) -> None:
    """Replace the directory by this file, as a whole or not at all."""
    settings = read_settings()
    entries = read_people(path, read_organisation(settings.organisation))
    store = open_store(settings.database_url)
    try:
        await asyncio.to_thread(upgrade, store.engine)
        listed, left = await store.transact(lambda unit: unit.people.replace_directory(entries))
    except StoreUnavailable as error:
        raise SettingsMistake(f"La base de données ne répond pas : {error}") from error
    finally:
        store.close()
    print(f"Annuaire : {listed} personnes, {left} parties depuis le dernier import.")
