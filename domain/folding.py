"""Words without case and accents: what people take for the same word when they look for it."""

from __future__ import annotations

import unicodedata

_ACCENTED = [chr(code) for code in range(0xC0, 0x250)]
_BASES = {ord(letter): unicodedata.normalize("NFD", letter)[0] for letter in _ACCENTED}
_PAIRS = {ord("œ"): "oe", ord("æ"): "ae"}
_PARTED = dict.fromkeys(range(0x300, 0x370))
"""Accents that stand apart from their letter, as some systems write them: they go."""
_FOLDED = _BASES | _PAIRS | _PARTED


def fold(text: str) -> str:
    """The same for texts that differ by case, or by the accents of Latin letters, alone."""
    return text.casefold().translate(_FOLDED)
