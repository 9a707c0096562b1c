"""What Teams is told of the app: its names, its commands, and what it may do.

Everything that people read comes from cards/texts/, in French; the English file beside the manifest
holds the same places in English, so that the two never part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.manifest.icons import ACCENT, colour_icon, outline_icon
from bot.manifest.schema import LOCALISATION_URL, SCHEMA_URL, VERSION, is_localised
from bot.organisation_file import PublisherSection
from bot.quotes import REPORT
from cards.texts import LOCALES, REFERENCE, Texts

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class AppFacts:
    """What a deployment says of itself: its registration, its publisher, the package's version."""

    app_id: str
    version: str
    publisher: PublisherSection


def package_files(facts: AppFacts) -> dict[str, bytes]:
    """The files of the app package, by their names in the zip."""
    files = {
        "manifest.json": _json(manifest(facts, _texts(REFERENCE))),
        "color.png": colour_icon(),
        "outline.png": outline_icon(),
    }
    for locale in LOCALES:
        if locale != REFERENCE:
            files[f"{locale}.json"] = _json(_localisation(manifest(facts, _texts(locale))))
    return files


def manifest(facts: AppFacts, texts: Texts) -> dict[str, Any]:
    """The manifest in one language. No permission but what the bot lives on: to know who speaks,
    and to write to people."""
    publisher = facts.publisher
    return {
        "$schema": SCHEMA_URL,
        "manifestVersion": VERSION,
        "version": facts.version,
        "id": facts.app_id,
        "developer": {
            "name": publisher.name,
            "websiteUrl": publisher.website,
            "privacyUrl": publisher.privacy,
            "termsOfUseUrl": publisher.terms,
        },
        "localizationInfo": {
            "defaultLanguageTag": REFERENCE,
            "additionalLanguages": [
                {"languageTag": locale, "file": f"{locale}.json"}
                for locale in LOCALES
                if locale != REFERENCE
            ],
        },
        "name": {"short": texts("app.name"), "full": texts("app.full_name")},
        "description": {"short": texts("app.summary"), "full": texts("app.description")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [_bot(facts.app_id, texts)],
        "composeExtensions": [_message_menu(facts.app_id, texts)],
        "permissions": ["identity", "messageTeamMembers"],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot", "meetings": "bot"},
    }


def _bot(app_id: str, texts: Texts) -> dict[str, Any]:
    return {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [
            {
                "scopes": ["personal"],
                "commands": [
                    _command(_first(texts("words.home")), texts("app.command.home")),
                    _command(_first(texts("words.incident")), texts("button.report")),
                    _command(_first(texts("words.my_incidents")), texts("app.command.requests")),
                    _command(_first(texts("words.someone")), texts("button.someone")),
                    _command(_first(texts("words.session")), texts("app.command.session")),
                    _command(texts("app.command.language"), texts("app.command.other_language")),
                ],
            },
            {
                "scopes": ["team", "groupChat"],
                "commands": [
                    _command(_first(texts("words.channel")), texts("app.command.channel"))
                ],
            },
        ],
    }


def _message_menu(app_id: str, texts: Texts) -> dict[str, Any]:
    """The dialog is drawn by the bot when somebody opens it, with the message in it."""
    return {
        "botId": app_id,
        "commands": [
            {
                "id": REPORT,
                "type": "action",
                "title": texts("button.report"),
                "description": texts("app.command.report"),
                "context": ["message"],
                "fetchTask": True,
            }
        ],
    }


def _command(title: str, description: str) -> dict[str, str]:
    return {"title": title, "description": description}


def _first(words: str) -> str:
    """Of the words that may be typed, the one that we teach."""
    return words.split("|")[0]


def _localisation(translated: Mapping[str, Any]) -> dict[str, str]:
    """Microsoft's form: the path of each sentence, and the sentence."""
    sentences = {path: text for path, text in leaves(translated) if is_localised(path)}
    return {"$schema": LOCALISATION_URL, **sentences}


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All values with their paths, written as Microsoft's localisation files do."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from leaves(child, f"{path}[{number}]")
    else:
        yield path, node


def _texts(locale: str) -> Texts:
    return Texts(locale, ZoneInfo("UTC"))


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
