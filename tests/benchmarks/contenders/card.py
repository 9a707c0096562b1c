"""The card that every contender answers a click with."""

from __future__ import annotations

from typing import Any

CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": "Bien reçu.", "wrap": True}],
}
ANSWER: dict[str, Any] = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.card.adaptive",
    "value": CARD,
}
