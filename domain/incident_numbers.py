"""The numbers that people quote, as they write them: INC-2026-000123, incident 123."""

from __future__ import annotations

import re

_NAME = r"(?:inc|incident|demande|request)[\s-]*(?:n°|no|#)?\s*"
_WITH_YEAR = re.compile(rf"{_NAME}([0-9]{{4}})[\s-]+([0-9]{{1,9}})")
_WITHOUT_YEAR = re.compile(rf"{_NAME}([0-9]{{1,9}})")
_BARE = re.compile(r"#?([0-9]{1,9})")


def number_named(words: str, year: int) -> list[tuple[int, int]]:
    """The (year, serial) that these words, and nothing else, may name; the likeliest first.

    Without its year a number is one of this year or, in January, still of the last.
    """
    said = words.casefold().strip(" .!?,;:\t\n")
    whole = _WITH_YEAR.fullmatch(said)
    if whole:
        return [(int(whole[1]), int(whole[2]))]
    short = _WITHOUT_YEAR.fullmatch(said)
    return _of_late(int(short[1]), year) if short else []


def is_number(words: str) -> bool:
    """Whether these words name an incident, and nothing else."""
    return bool(number_named(words, 0))


def number_sought(words: str, year: int) -> list[tuple[int, int]]:
    """The same in a field that asks for a number, where digits alone are one."""
    bare = _BARE.fullmatch(words.strip())
    return _of_late(int(bare[1]), year) if bare else number_named(words, year)


def _of_late(serial: int, year: int) -> list[tuple[int, int]]:
    return [(year, serial), (year - 1, serial)]
