"""What would make Teams refuse the app package, or mislead people, in sentences.

Microsoft's schemas first; then what they cannot see: the icons, the two languages together, the
names of permissions (any text, to the schema), the addresses, and whether the bot understands the
commands that it teaches.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from bot.manifest import leaves
from bot.manifest.icons import COLOUR_SIDE, OUTLINE_SIDE, PNG_SIGNATURE
from bot.manifest.schema import (
    LOCALISATION_URL,
    is_localised,
    localisation_mistakes,
    manifest_mistakes,
)
from bot.quotes import REPORT
from dialogs import PRODUCT
from dialogs.routing import Place

Files = Mapping[str, bytes]
Json = dict[str, Any]

ICON_SIDES = {"color": COLOUR_SIDE, "outline": OUTLINE_SIDE}
PNG_SIZE = slice(16, 24)
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
NOBODYS = ("example", "invalid", "localhost", "test", "local")
"""Top-level names that lead nowhere on the internet (RFC 2606, RFC 6762)."""

TRIAL = str(uuid5(NAMESPACE_URL, "permanence:trial"))
"""Stands for the bot's id before there is one: the package can be looked at and checked, with the
addresses of the example."""


def faults(files: Files) -> list[str]:
    """Everything that is wrong with these files of a package; nothing where Teams may have it.

    What comes after a fault of form is not looked at: it could not be trusted.
    """
    read = {name: _read(content) for name, content in files.items() if name.endswith(".json")}
    found = [f"{name} : ce n'est pas du JSON" for name, content in read.items() if content is None]
    manifest = read.get("manifest.json")
    if "manifest.json" not in read:
        found.append("manifest.json : ce fichier manque")
    found = found or [f"manifest.json, {mistake}" for mistake in manifest_mistakes(manifest)]
    found = found or list(_translation_faults(manifest, read))
    return found or list(_faults_beside_the_schemas(manifest, files, read))


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _translation_faults(manifest: Any, read: Mapping[str, Any]) -> Iterator[str]:
    """Each language has the same places, each filled, and not longer than the manifest allows."""
    places = {path: text for path, text in leaves(manifest) if is_localised(path)}
    own = {"$schema": LOCALISATION_URL, **places}
    yield from (f"manifest.json, {mistake}" for mistake in localisation_mistakes(own))
    for name in _language_files(manifest):
        if name not in read:
            yield f"{name} : ce fichier manque, le manifeste le nomme"
            continue
        mistakes = [f"{name}, {mistake}" for mistake in localisation_mistakes(read[name])]
        yield from mistakes
        if mistakes:
            continue
        if read[name].get("$schema") != LOCALISATION_URL:
            yield f"{name}, $schema : attendu {LOCALISATION_URL}"
        translated = set(read[name]) - {"$schema"}
        for path in sorted(translated - set(places)):
            yield f"{name}, {path} : cette clé ne désigne rien dans le manifeste"
        for path in sorted(set(places) - translated):
            yield f"{name}, {path} : cette traduction manque"


def _faults_beside_the_schemas(
    manifest: Any, files: Files, read: Mapping[str, Any]
) -> Iterator[str]:
    yield from _command_faults(manifest, read)
    if not SEMVER.fullmatch(manifest["version"]):
        yield f"version : « {manifest['version']} » ne s'écrit pas comme 1.2.3"
    yield from _icon_faults(manifest["icons"], files)
    yield from _address_faults(manifest)
    yield from _permission_faults(manifest)
    extensions = manifest.get("composeExtensions", [])
    owners = {bot.get("botId") for bot in [*manifest.get("bots", []), *extensions]}
    if len(owners) > 1:
        yield "bots et composeExtensions : botId n'est pas partout le même"
    for command in (each for extension in extensions for each in extension.get("commands", [])):
        if command["id"] != REPORT:
            yield f"composeExtensions : le bot ne connaît pas la commande « {command['id']} »"
    named = {"manifest.json", *manifest["icons"].values(), *_language_files(manifest)}
    for name in sorted(set(files) - named):
        yield f"{name} : le manifeste ne nomme pas ce fichier"


def _icon_faults(icons: Mapping[str, str], files: Files) -> Iterator[str]:
    for kind, side in ICON_SIDES.items():
        name, picture = icons[kind], files.get(icons[kind])
        if picture is None:
            yield f"icons.{kind} : {name} manque"
        elif not picture.startswith(PNG_SIGNATURE) or len(picture) < PNG_SIZE.stop:
            yield f"icons.{kind} : {name} n'est pas une image PNG"
        elif (size := struct.unpack(">II", picture[PNG_SIZE])) != (side, side):
            yield f"icons.{kind} : {name} fait {size[0]} × {size[1]} pixels, et non {side} × {side}"


def _address_faults(manifest: Json) -> Iterator[str]:
    for path, url in leaves(manifest["developer"], "developer"):
        if path.endswith("Url"):
            nobodys = () if manifest.get("id") == TRIAL else NOBODYS
            yield from (f"{path} : {fault}" for fault in _url_faults(url, nobodys))
    for domain in manifest.get("validDomains", []):
        if not HOST.fullmatch(domain):
            yield f"validDomains : « {domain} » n'est pas un nom de domaine complet"


def _url_faults(url: str, nobodys: Collection[str]) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme != "https":
        yield f"« {url} » ne commence pas par https://"
    if not HOST.fullmatch(host) or host.rsplit(".", 1)[-1] in nobodys:
        yield f"« {url} » ne mène à aucun site public"


def _permission_faults(manifest: Json) -> Iterator[str]:
    """Names that Microsoft's documentation lists; a permission of the other kind is another one."""
    asked = manifest.get("authorization", {}).get("permissions", {}).get("resourceSpecific", [])
    listed = Path(__file__).parent / "permissions.json"
    known = json.loads(listed.read_text(encoding="utf-8"))
    for permission in asked:
        name, kind = permission["name"], permission["type"]
        if name not in known[kind]:
            near = get_close_matches(name, known[kind], n=1)
            hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else ""
            yield f"authorization : la permission « {name} » ({kind}) n'existe pas{hint}"
    if asked and "webApplicationInfo" not in manifest:
        yield "authorization : ces permissions demandent aussi webApplicationInfo"


def _command_faults(manifest: Json, read: Mapping[str, Any]) -> Iterator[str]:
    """In every language, a command is what somebody may type there, and says one thing."""
    texts = dict(leaves(manifest))
    for name in ("manifest.json", *_language_files(manifest)):
        said = texts if name == "manifest.json" else texts | read[name]
        for path, place in _commands(manifest):
            if not PRODUCT.knows(said[path], place):
                yield f"{name}, {path} : le bot ne comprend pas « {said[path]} »"


def _commands(manifest: Json) -> Iterator[tuple[str, Place]]:
    """Where each command's words stand in the manifest, and where people will type them."""
    for bot in manifest.get("bots", []):
        for number, commands in enumerate(bot.get("commandLists", [])):
            for rank in range(len(commands["commands"])):
                path = f"bots[0].commandLists[{number}].commands[{rank}].title"
                for is_shared in sorted({scope != "personal" for scope in commands["scopes"]}):
                    yield path, Place("", is_shared=is_shared)


def _language_files(manifest: Json) -> list[str]:
    languages = manifest.get("localizationInfo", {}).get("additionalLanguages", [])
    return [language["file"] for language in languages]
