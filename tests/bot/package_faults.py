"""Faults to plant in a package, each with words of the sentence that must name it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from bot.manifest.icons import PNG_SIGNATURE
from tests.bot.deployments import APP_ID

Json = dict[str, Any]
Plant = Callable[[dict[str, bytes], Json, Json], object]


def without(part: Json, key: str) -> None:
    del part[key]


def drop(name: str) -> Plant:
    return lambda files, manifest, english: files.pop(name)


def change(**values: object) -> Plant:
    return lambda files, manifest, english: manifest.update(values)


def translate(path: str, text: str) -> Plant:
    return lambda files, manifest, english: english.update({path: text})


def permission(name: str, kind: str = "Application") -> Plant:
    asked = {"permissions": {"resourceSpecific": [{"name": name, "type": kind}]}}
    return change(authorization=asked, webApplicationInfo={"id": APP_ID})


def first_command(manifest: Json) -> Json:
    command: Json = manifest["bots"][0]["commandLists"][0]["commands"][0]
    return command


def small_png(side: int) -> bytes:
    return PNG_SIGNATURE + struct.pack(">I4sII", 13, b"IHDR", side, side) + b"\x08\x06\0\0\0"


FAULTS: dict[str, tuple[Plant, str]] = {
    "another version of the schema": (
        change(manifestVersion="1.99"),
        "manifestVersion : « 1.99 » n'est pas admis ; attendu : 1.22",
    ),
    "a property that does not exist": (change(colour="#000000"), "« colour »"),
    "no developer": (
        lambda f, manifest, e: without(manifest, "developer"),
        "il manque « developer »",
    ),
    "no privacy page": (
        lambda f, manifest, e: without(manifest["developer"], "privacyUrl"),
        "developer : il manque « privacyUrl »",
    ),
    "an app id that is none": (change(id="permanence"), "id : « permanence »"),
    "a version that cannot be compared": (change(version="1.0"), "version : « 1.0 »"),
    "a name that is too long": (change(name={"short": "P" * 31}), "name.short : 31 caractères, 30"),
    "an empty description": (change(description={"short": " ", "full": "x"}), "description.short"),
    "a colour with a name": (change(accentColor="red"), "accentColor : « red »"),
    "a scope that does not exist": (
        lambda f, manifest, e: manifest["bots"][0]["scopes"].append("everywhere"),
        "bots[0].scopes[3] : « everywhere »",
    ),
    "eleven commands": (
        lambda f, manifest, e: manifest["bots"][0]["commandLists"][0].update(
            commands=[first_command(manifest)] * 11
        ),
        "commands : 11 valeurs, 10 au plus",
    ),
    "a permission of people that does not exist": (
        change(permissions=["identity", "messageEverybody"]),
        "permissions[1] : « messageEverybody »",
    ),
    "a misspelt permission": (
        permission("ChannelMesage.Read.Group"),
        "(Application) n'existe pas ; vouliez-vous dire « ChannelMessage.Read.Group » ?",
    ),
    "an invented permission": (permission("Everything.Do.All"), "« Everything.Do.All »"),
    "a permission of the other kind": (
        permission("ChannelMessage.Read.Group", "Delegated"),
        "« ChannelMessage.Read.Group » (Delegated)",
    ),
    "no icon": (drop("outline.png"), "icons.outline : outline.png manque"),
    "an icon of the wrong size": (
        lambda files, m, e: files.update({"color.png": small_png(96)}),
        "color.png fait 96 × 96 pixels, et non 192 × 192",
    ),
    "an icon that is no picture": (
        lambda files, m, e: files.update({"outline.png": b"<svg/>"}),
        "outline.png n'est pas une image PNG",
    ),
    "an icon that was cut off": (
        lambda files, m, e: files.update({"outline.png": PNG_SIGNATURE}),
        "outline.png n'est pas une image PNG",
    ),
    "English that is a list": (
        lambda files, m, e: files.update({"en.json": b"[]"}),
        "en.json, le fichier : attendu : object",
    ),
    "a file that nobody names": (
        lambda files, m, e: files.update({"notes.txt": b"x"}),
        "notes.txt : le manifeste ne nomme pas",
    ),
    "no English file": (drop("en.json"), "en.json : ce fichier manque"),
    "no manifest": (drop("manifest.json"), "manifest.json : ce fichier manque"),
    "a manifest that is not JSON": (
        lambda files, m, e: files.update({"manifest.json": b"{"}),
        "manifest.json : ce n'est pas du JSON",
    ),
    "a manifest that is a list": (
        lambda files, m, e: files.update({"manifest.json": b"[]"}),
        "attendu : object",
    ),
    "a translation that is missing": (
        lambda f, m, english: without(english, "description.full"),
        "description.full",
    ),
    "a command without its translation": (
        lambda f, m, english: without(english, "bots[0].commandLists[0].commands[0].title"),
        "bots[0].commandLists[0].commands[0].title : cette traduction manque",
    ),
    "a translation of nothing": (
        translate("bots[0].commandLists[0].commands[9].title", "x"),
        "commands[9].title : cette clé ne désigne rien",
    ),
    "a key that no translation has": (translate("developer.name", "x"), "« developer.name »"),
    "an English name that is too long": (
        translate("name.short", "P" * 31),
        "en.json, name.short : 31 caractères, 30 au plus",
    ),
    "another version of the schema in English": (
        translate("$schema", "https://x.fr/v1.5"),
        "en.json, $schema",
    ),
    "a command that the bot does not understand": (
        lambda f, manifest, e: first_command(manifest).update(title="météo"),
        "le bot ne comprend pas « météo »",
    ),
    "the same in English": (
        translate("bots[0].commandLists[0].commands[0].title", "weather"),
        "le bot ne comprend pas « weather »",
    ),
    "a command of the chat taught in a channel": (
        lambda f, manifest, e: manifest["bots"][0]["commandLists"][0].update(scopes=["team"]),
        "le bot ne comprend pas « aide »",
    ),
    "a message command that the bot does not answer": (
        lambda f, manifest, e: manifest["composeExtensions"][0]["commands"][0].update(id="tell"),
        "ne connaît pas la commande « tell »",
    ),
    "two bots in one app": (
        lambda f, manifest, e: manifest["composeExtensions"][0].update(
            botId=APP_ID.replace("2", "3")
        ),
        "botId n'est pas partout le même",
    ),
    "an address without https": (
        lambda f, manifest, e: manifest["developer"].update(websiteUrl="http://www.rivemont.fr"),
        "developer.websiteUrl : « http://www.rivemont.fr » ne commence pas par https://",
    ),
    "an address of the example": (
        lambda f, manifest, e: manifest["developer"].update(termsOfUseUrl="https://a.example/x"),
        "developer.termsOfUseUrl : « https://a.example/x » ne mène à aucun site public",
    ),
    "an address that is a number": (
        lambda f, manifest, e: manifest["developer"].update(privacyUrl="https://10.0.0.1/x"),
        "developer.privacyUrl",
    ),
    "a domain with a star": (change(validDomains=["*.rivemont.fr"]), "« *.rivemont.fr »"),
    "a domain that is an address": (change(validDomains=["https://rivemont.fr"]), "validDomains"),
}
