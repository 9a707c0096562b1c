"""What the rules answer when they say no."""

from __future__ import annotations


class Refusal(Exception):
    """An expected "no": a code for the sentence, the field at fault, the facts it quotes.

    The sentence itself is the business of `cards/texts`: its key is `refusal.<code>`.
    """

    def __init__(self, code: str, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts
