"""A reply as Teams expects it, by the way the gesture came.

Documented in "Universal Actions for Adaptive Cards" and "Using dialogs in bots" (Microsoft Learn).
"""

from __future__ import annotations

from typing import Any

from bot.gestures import Way
from cards.kit import Card
from dialogs.routing import Reply

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
SENTENCE_TYPE = "application/vnd.microsoft.activity.message"

RESULTS_TYPE = "application/vnd.microsoft.search.searchResponse"

Body = dict[str, Any]


def answer_body(way: Way, reply: Reply) -> Body:
    """The body of the invoke's answer; an empty one closes a dialog."""
    if way is Way.EXECUTE:
        return _in_place(reply)
    if way is Way.SEARCH:
        return _found(reply)
    if way is Way.DIALOG_SUBMIT and reply.closes:
        return {}
    return _dialog(reply)


def message_activity(card: Card | None = None, text: str = "") -> dict[str, Any]:
    """A message with a card or with a text: Teams splits one that has both, and gives no id."""
    if card is None:
        return {"type": "message", "text": text, "textFormat": "plain"}
    return {
        "type": "message",
        "summary": text or _first_words(card),
        "attachments": [{"contentType": CARD_TYPE, "content": card}],
    }


def _in_place(reply: Reply) -> Body:
    if reply.card is not None:
        return {"statusCode": 200, "type": CARD_TYPE, "value": reply.card}
    return {"statusCode": 200, "type": SENTENCE_TYPE, "value": reply.sentence or ""}


def _found(reply: Reply) -> Body:
    """A refusal is that nothing is found.

    Documented in "Typeahead search in Adaptive Cards" (Microsoft Learn).
    """
    choices = reply.choices or {}
    results = [{"title": title, "value": value} for value, title in choices.items()]
    return {"statusCode": 200, "type": RESULTS_TYPE, "value": {"results": results}}


def _dialog(reply: Reply) -> Body:
    if reply.card is None:
        return {"task": {"type": "message", "value": reply.sentence or ""}}
    value = {
        "title": reply.title,
        "height": "large" if len(reply.card["body"]) > 6 else "medium",
        "width": "medium",
        "card": {"contentType": CARD_TYPE, "content": reply.card},
    }
    return {"task": {"type": "continue", "value": value}}


def _first_words(card: Card) -> str:
    """What a notification shows: the card's first sentence."""
    return next((str(part["text"]) for part in card["body"] if part.get("text")), "Permanence")
