"""What people write and choose, checked by the rule before it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

from domain.errors import Refusal

NONE = "none"
"""A choice that says nothing: "I do not know" is an answer too."""

LONGEST_TEXT = 4000
"""Characters in what people write: an incident, a detail, a question, a solution."""


INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Unicode categories of what cannot be seen: controls, bidi and zero-width marks, surrogates."""

BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")
LINE_ENDS = dict.fromkeys((0x0D, 0x85, 0x2028, 0x2029), "\n")
"""Letters that are drawn as nothing, and the many ways to end a line."""


def clean(text: str) -> str:
    """What a person can see of a text, with plain line ends.

    Invisible characters can turn a sentence round or hide one in another: none is kept.
    """
    lines = text.replace("\r\n", "\n").translate(BLANKS | LINE_ENDS)
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in INVISIBLE)


def checked_text(text: str, field: str) -> str:
    """What a person wrote, without the blanks around it.

    Raises Refusal `text.missing` or `text.too_long`, with the field at fault.
    """
    text = text.strip()
    if not text:
        raise Refusal("text.missing", field)
    if len(text) > LONGEST_TEXT:
        raise Refusal("text.too_long", field, length=len(text), longest=LONGEST_TEXT)
    return text


LONGEST_LINE = 200
"""Characters in a field of one line: a name, a number."""


def checked_line(text: str, field: str) -> str:
    """What a person wrote in a field of one line.

    Raises Refusal `text.missing` or `text.too_long`, with the field at fault.
    """
    text = " ".join(text.split())
    if not text:
        raise Refusal("text.missing", field)
    if len(text) > LONGEST_LINE:
        raise Refusal("text.too_long", field, length=len(text), longest=LONGEST_LINE)
    return text


def checked_choice(choices: Container[str], value: str, field: str) -> str:
    """A value that is on the list. Raises Refusal `choice.unknown` with the field at fault."""
    if value not in choices:
        raise Refusal("choice.unknown", field)
    return value
