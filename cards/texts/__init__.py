"""The words. French is the reference; a test compares the keys and the places to fill.

Every sentence has a key in a `fr….po` file and in its `en….po` twin; nothing else has wording.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

REFERENCE = "fr"
LOCALES = ("fr", "en")


class Texts:
    """The product's sentences in one language, and dates as people say them."""

    def __init__(self, locale: str, timezone: ZoneInfo) -> None:
        self.locale = locale
        self._catalog = _catalog(locale)
        self._timezone = timezone

    def __call__(self, key: str, **facts: object) -> str:
        """The sentence of this key, its places filled.

        A number named `count` chooses between singular and plural. Raises KeyError for an unknown
        key or a missing fact: a hole in a sentence is a mistake of ours, never shown.
        """
        sentence = self._sentence(key, facts.get("count"))
        return sentence.format(**facts) if facts else sentence

    def has(self, key: str) -> bool:
        return key in self._catalog

    def when(self, at: datetime, now: datetime) -> str:
        """A moment as people say it: "à 10 h 20", "demain à 9 h", "mardi 14 avril à 9 h 20"."""
        local, today = at.astimezone(self._timezone), now.astimezone(self._timezone).date()
        otherwise = "date.day" if local.year == today.year else "date.year"
        nearby = {0: "date.today", 1: "date.tomorrow"}
        return self._format(local, self(nearby.get((local.date() - today).days, otherwise)))

    def clock(self, at: datetime, now: datetime) -> str:
        """A short stamp for a story: "10 h 20", with the day when it is not today."""
        local, today = at.astimezone(self._timezone), now.astimezone(self._timezone).date()
        if local.date() == today:
            return self._format(local, self("date.stamp"))
        same_year = local.year == today.year
        return self._format(local, self("date.stamp_day" if same_year else "date.stamp_year"))

    def in_full(self, at: datetime) -> str:
        """A moment with its day and its year, for what is kept: "mardi 14 avril 2026 à 9 h 20"."""
        return self._format(at.astimezone(self._timezone), self("date.year"))

    def day(self, at: datetime) -> str:
        """A day alone: "mardi 14 avril 2026"."""
        return self._format(at.astimezone(self._timezone), self("date.whole_day"))

    def _format(self, local: datetime, pattern: str) -> str:
        if self.locale == "fr":
            pattern = _as_the_french_say(local, pattern)
        return format_datetime(local, pattern, locale=self.locale)

    def _sentence(self, key: str, count: object) -> str:
        message = self._catalog[key]
        if isinstance(message.string, tuple):
            return message.string[self._catalog_form(count)]
        return str(message.string)

    def _catalog_form(self, count: object) -> int:
        """French counts none as one, English as many."""
        if not isinstance(count, int):
            raise KeyError("count")
        return int(count > 1) if self.locale == "fr" else int(count != 1)


def language_of(*wishes: str | None) -> str:
    """The first language among these wishes that we speak; else French."""
    for wish in wishes:
        language = (wish or "").lower().replace("_", "-").split("-")[0]
        if language in LOCALES:
            return language
    return REFERENCE


def normal(words: str) -> str:
    """Words without accents, case, punctuation at the ends or doubled blanks, to compare them."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "'").casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain).strip(" .!?,;:\t\n")


def _as_the_french_say(local: datetime, pattern: str) -> str:
    """ "9 h" on the hour, and "1er mai" on the first: what the locale data leaves out."""
    if local.minute == 0:
        pattern = pattern.replace("H 'h' mm", "H 'h'")
    return pattern.replace("d MMM", "d'er' MMM") if local.day == 1 else pattern


@cache
def words_of(key: str) -> frozenset[str]:
    """What people may type for this key, in every language: they do not think of ours."""
    typed = (str(_catalog(locale)[f"words.{key}"].string) for locale in LOCALES)
    return frozenset(normal(word) for words in typed for word in words.split("|"))


@cache
def _catalog(locale: str) -> dict[str, Message]:
    """All files of a language as one: a key that is there twice stops start-up."""
    messages: dict[str, Message] = {}
    for path in sorted(Path(__file__).parent.glob(f"{locale}*.po")):
        with path.open(encoding="utf-8") as file:
            for message in read_po(file, locale=locale):
                if message.id and messages.setdefault(_key(message), message) is not message:
                    raise ValueError(f"{path.name}: {_key(message)} twice")
    return messages


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)
