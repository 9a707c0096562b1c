"""Hearing a refusal in an answer: by its sentence, in either language, whatever it names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from bot.settings import PROJECT

MENDABLE = ("refusal.text.", "refusal.choice.")
"""These ask for another word in a form, which holds the sentence before anything was sent."""
FACT = re.compile(r"\\\{\w+\\\}")


def is_refusal(said: str) -> bool:
    return any(pattern.search(said) for pattern in _patterns())


@cache
def _patterns() -> list[re.Pattern[str]]:
    """Every refusal's sentence, with anything where it names a fact."""
    return [
        re.compile(FACT.sub(".*?", re.escape(str(message.string))), re.DOTALL)
        for file in sorted((PROJECT / "cards" / "texts").glob("*.po"))
        for message in _messages(file)
        if str(message.id).startswith("refusal.") and not str(message.id).startswith(MENDABLE)
    ]


def _messages(file: Path) -> list[Any]:
    with file.open(encoding="utf-8") as opened:
        return list(read_po(opened))
