"""Permanence's command line: it puts the parts together, and holds no logic."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

import uvloop

from bot.backups import back_up, restore
from bot.check import check
from bot.commands import import_people, serve, start, until_told_to_stop
from bot.directory import read_people
from bot.dossiers import erase_person, export_person
from bot.manifest.package import PACKAGE, build_package
from bot.organisation import read_organisation
from bot.quotes import REPORT
from bot.session_files import export_journal, write_minutes
from bot.settings import PROJECT, SettingsMistake, read_settings
from domain.organisation import Team
from simulator import Teams

EXAMPLE_PEOPLE = PROJECT / "people.example.csv"
MESSAGE_COMMANDS = {REPORT: {"fr": "Signaler un incident", "en": "Report an incident"}}


def main() -> int:
    arguments = command_line().parse_args()
    try:
        return uvloop.run(arguments.run(arguments)) or 0
    except SettingsMistake as mistake:
        print(f"Permanence s'arrête. {mistake}", file=sys.stderr)
        return 2


async def demo(port: int) -> None:
    """The bot in local mode beside a stand-in for Teams, with the example's people in it."""
    settings = read_settings()
    organisation = read_organisation(settings.organisation)
    await import_people(EXAMPLE_PEOPLE)
    bot = await start(settings, "127.0.0.1", port + 1, local=True)
    bot_url = f"http://127.0.0.1:{port + 1}/api/messages"
    teams = Teams(bot_url, message_commands=MESSAGE_COMMANDS)
    for entry in read_people(EXAMPLE_PEOPLE, organisation):
        teams.add_person(
            entry.name,
            aad_object_id=entry.person_id,
            email=entry.email,
            locale="en-GB" if entry.locale == "en" else "fr-FR",
            title=entry.service,
        )
    await teams.start(port=port)
    await _furnish(teams, list(organisation.teams.values()))
    print(f"Salle d'essai : {teams.service_url}  (Ctrl-C pour arrêter)", flush=True)
    webbrowser.open(teams.service_url)
    await until_told_to_stop()
    await teams.stop()
    await bot.cleanup()


async def _furnish(teams: Teams, served: list[Team]) -> None:
    """Everybody has the app, and each team has its channel."""
    service = teams.add_team("Service informatique", [team.name for team in served])
    people = {person.name: person for person in teams.people.values()}
    head = people["Philippe Morel"]
    awa = people["Awa Diallo"]
    chat = teams.add_people_chat(people["Camille Petit"], awa)
    await awa.says("L'imprimante du 2e clignote en rouge, tu sais qui appeler ?", chat)
    await teams.add_bot_to(service, by=head)
    for team in served:
        channel = service.channels[team.name]
        await head.says(f"canal {team.key}", in_=channel)
    assembly = teams.add_team("Assemblée", ["Séances"])
    await teams.add_bot_to(assembly, by=head)
    await head.says("canal séance", in_=assembly.channels["Séances"])
    for person in teams.people.values():
        await person.installs()


def command_line() -> argparse.ArgumentParser:
    """Every command, with the function that it runs."""
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serving = commands.add_parser("serve", help="answer Teams")
    serving.add_argument("--local", action="store_true", help="no token, loopback only")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=3978)
    serving.set_defaults(run=lambda given: serve(given.host, given.port, local=given.local))
    showing = commands.add_parser("demo", help="the bot in local mode, with a stand-in for Teams")
    showing.add_argument("--port", type=int, default=3979, help="of the page; the bot has the next")
    showing.set_defaults(run=lambda given: demo(given.port))
    people = commands.add_parser("people", help="the directory").add_subparsers(required=True)
    importing = people.add_parser("import", help="replace the directory by this file")
    importing.add_argument("file", type=Path)
    importing.set_defaults(run=lambda given: import_people(given.file))
    exporting = people.add_parser("export", help="all that is kept about somebody, as JSON")
    exporting.add_argument("id", help="the Entra object id")
    exporting.add_argument("--to", type=Path, default=Path(), help="the folder to write in")
    exporting.set_defaults(run=lambda given: export_person(given.id, given.to))
    erasing = people.add_parser("erase", help="erase what is kept about somebody")
    erasing.add_argument("id", help="the Entra object id")
    erasing.set_defaults(run=lambda given: erase_person(given.id))
    session = commands.add_parser("session", help="journal and minutes")
    writing = session.add_subparsers(required=True)
    for name, write, what in (
        ("export", export_journal, "the journal, as JSON lines"),
        ("minutes", write_minutes, "minutes and extracts, as DOCX and JSON"),
    ):
        command = writing.add_parser(name, help=what)
        command.add_argument("id", help="the session's")
        command.add_argument("--to", type=Path, default=Path(), help="the folder to write in")
        command.set_defaults(run=lambda given, write=write: write(given.id, given.to))
    backing_up = commands.add_parser("backup", help="the whole database as one file")
    backing_up.add_argument("file", type=Path, help="a new file")
    backing_up.set_defaults(run=lambda given: back_up(given.file))
    restoring = commands.add_parser("restore", help="a backup into an empty database")
    restoring.add_argument("file", type=Path)
    restoring.set_defaults(run=lambda given: restore(given.file))
    packing = commands.add_parser("package", help="the Teams app package, checked")
    packing.add_argument("--to", type=Path, default=PACKAGE, help="the zip to write")
    packing.add_argument("--version", help="higher than the one that Teams has, as 1.2.3")
    packing.set_defaults(run=lambda given: build_package(given.to, given.version))
    checking = commands.add_parser("check", help="settings, organisation file, database")
    checking.set_defaults(run=lambda given: check())
    return parser


if __name__ == "__main__":
    sys.exit(main())
