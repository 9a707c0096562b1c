"""Why something was not done, as a sentence."""

from __future__ import annotations

from cards.kit import inert
from cards.texts import Texts
from domain.errors import Refusal


def refusal_line(refusal: Refusal, texts: Texts) -> str:
    """For a card, where the names it quotes must stay inert."""
    facts = {name: inert(v) if isinstance(v, str) else v for name, v in refusal.facts.items()}
    return texts(f"refusal.{refusal.code}", **facts)


def refusal_sentence(refusal: Refusal, texts: Texts) -> str:
    """For a plain text, which nothing reads as Markdown."""
    return texts(f"refusal.{refusal.code}", **refusal.facts)
