"""Letters without case and accents, by the same SQL on both databases.

PostgreSQL's `lower` depends on how the server was set up, and SQLite's knows ASCII alone; neither
takes accents off. `translate` says letter by letter what becomes of them: PostgreSQL has it, and
SQLite is given it (`storage/sqlite.py`). So both find the same: Latin letters, whatever their case
and French or other western European accents; any other letter is found as it was written.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, func

_LATIN = [chr(code) for code in (*range(ord("A"), ord("Z") + 1), *range(0xC0, 0x180))]


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()


_FOLDED = {letter: _base(letter) for letter in _LATIN if _base(letter) != letter}
_PARTED = "".join(map(chr, range(0x300, 0x330)))
"""Accents that stand apart from their letter, as some systems write them: they go."""
FROM = "".join(_FOLDED) + _PARTED
TO = "".join(_FOLDED.values())
_PAIRS = {"œ": "oe", "æ": "ae"}


def folded(column: ColumnElement[str]) -> ColumnElement[Any]:
    """The column as `fold` would have it. Two letters in one are parted first, then folded."""
    for pair, parts in _PAIRS.items():
        column = func.replace(func.replace(column, pair, parts), pair.upper(), parts)
    return func.translate(column, FROM, TO, type_=String())


def fold(text: str) -> str:
    """The same of a text at hand."""
    for pair, parts in _PAIRS.items():
        text = text.replace(pair, parts).replace(pair.upper(), parts)
    return translate(text, FROM, TO) or ""


def translate(text: str | None, letters: str, others: str) -> str | None:
    """PostgreSQL's function, for SQLite: letters without a counterpart in `others` go."""
    return None if text is None else text.translate(_table(letters, others))


@cache
def _table(letters: str, others: str) -> dict[int, str | None]:
    gone = dict.fromkeys(map(ord, letters[len(others) :]))
    return {**gone, **{ord(a): b for a, b in zip(letters, others, strict=False)}}
