"""`python app.py package`: the zip that Teams is given, from the settings and the organisation."""

from __future__ import annotations

import json
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bot.manifest import AppFacts, package_files
from bot.manifest.faults import TRIAL, Files, faults
from bot.organisation import read_organisation_file
from bot.settings import PROJECT, Settings, SettingsMistake, read_settings

PACKAGE = PROJECT / "dist" / "permanence.zip"
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: the same settings give the same bytes."""


@dataclass(frozen=True)
class Built:
    """What a package says that it is."""

    app_id: str
    version: str


async def build_package(path: Path, version: str | None) -> int:
    """Write the package, if Teams may have it. Returns 0, or 1 after naming each fault.

    Raises SettingsMistake where the settings or the organisation's file leave something open.
    """
    facts = _facts(read_settings(), version or _release())
    files = package_files(facts)
    found = faults(files)
    for fault in found:
        print(f"✗ {fault}", file=sys.stderr)
    if found:
        return 1
    _write(path, files)
    print(f"{path} : prêt, version {facts.version}. docs/deploiement.md dit où le déposer.")
    if facts.app_id == TRIAL:
        print(
            "! PERMANENCE_APP_ID est vide : ce paquet se vérifie, mais ne joindra aucun robot. "
            "Donnez l'identifiant d'application de votre robot Azure, puis recommencez.",
            file=sys.stderr,
        )
    return 0


def read_package(path: Path = PACKAGE) -> Built | None:
    """The package that was last built; None where there is none that can be read."""
    try:
        with zipfile.ZipFile(path) as package:
            manifest = json.loads(package.read("manifest.json"))
        return Built(manifest["id"], manifest["version"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return None


def _facts(settings: Settings, version: str) -> AppFacts:
    publisher = read_organisation_file(settings.organisation).publisher
    if publisher is None:
        raise SettingsMistake(
            f"{settings.organisation}, publisher : cette section manque. Teams montre qui publie "
            "l'application : name, website, privacy (vie privée) et terms (conditions d'emploi)."
        )
    return AppFacts(settings.app_id or TRIAL, version, publisher)


def _release() -> str:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def _write(path: Path, files: Files) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w") as package:
            for name, content in sorted(files.items()):
                package.writestr(zipfile.ZipInfo(name, ALWAYS), content, zipfile.ZIP_DEFLATED)
    except OSError as error:
        raise SettingsMistake(f"{path} : {error.strerror}") from error
