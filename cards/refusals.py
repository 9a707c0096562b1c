"""Why something was not done, as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cards.incident_lines import excerpt
from cards.kit import inert
from cards.texts import Texts
from domain.assembly.profiles import Nature
from domain.assembly.session import ItemState
from domain.errors import Refusal

LONGEST_QUOTE = 200
"""Characters of what somebody wrote: a refusal is a sentence, not a letter."""


def refusal_line(refusal: Refusal, texts: Texts) -> str:
    """For a card, where the names it quotes must stay inert."""
    return _sentence(refusal, texts, inert)


def refusal_sentence(refusal: Refusal, texts: Texts) -> str:
    """For a plain text, which nothing reads as Markdown."""
    return _sentence(refusal, texts, str)


def _sentence(refusal: Refusal, texts: Texts, quote: Callable[[str], str]) -> str:
    """A refusal about a line of what was pasted says which."""
    facts = {name: _said(value, texts, quote) for name, value in refusal.facts.items()}
    sentence = texts(f"refusal.{refusal.code}", **facts)
    line = refusal.facts.get("line")
    return texts("report.at_line", line=line, sentence=sentence) if line else sentence


def _said(value: object, texts: Texts, quote: Callable[[str], str]) -> object:
    """Moments as a clock says them, states and natures by their names, the rest as it stands."""
    if isinstance(value, datetime):
        return texts.clock(value, value)
    if isinstance(value, ItemState):
        return texts(f"report.state.{value}")
    if isinstance(value, Nature):
        return texts(f"report.nature.{value}").lower()
    return quote(excerpt(value, LONGEST_QUOTE)) if isinstance(value, str) else value
