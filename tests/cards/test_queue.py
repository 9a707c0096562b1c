"""The queue says who needs what, how badly, since when, and who has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cards.queue import age, queue_card
from cards.queue_actions import ShowQueue
from tests.cards.elements import said, titles
from tests.support.builders import (
    NOW,
    ORGANISATION,
    an_incident,
    minutes_later,
    texts_in,
    thomas,
)


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (-5, "depuis 0 minute", "for 0 minutes"),
        (1, "depuis 1 minute", "for 1 minute"),
        (59, "depuis 59 minutes", "for 59 minutes"),
        (60, "depuis 1 heure", "for 1 hour"),
        (47 * 60 + 59, "depuis 47 heures", "for 47 hours"),
        (48 * 60, "depuis 2 jours", "for 2 days"),
    ],
)
def test_an_age_is_said_as_people_say_it(minutes: int, french: str, english: str) -> None:
    passed = timedelta(minutes=minutes)
    assert [age(passed, texts_in(each)) for each in ("fr", "en")] == [french, english]


def test_a_line_says_who_has_it_or_by_when_somebody_must() -> None:
    new, taken = an_incident(serial=1), an_incident(serial=2)
    taken.take(thomas(), NOW)
    at = minutes_later(90)
    drawn = queue_card([new, taken], ShowQueue(), 2, ORGANISATION, texts_in(), at)
    words = said(drawn)
    assert "INC-2026-000001 · priorité haute" in words
    assert "À prendre en charge au plus tard" in words
    assert "Prise en charge par Thomas Le Goff" in words
    assert "Métropole de Rivemont · depuis 1 heure" in words


def test_one_click_parts_ones_own_from_what_all_have() -> None:
    for mine, other in ((False, "Les miennes"), (True, "File d'attente")):
        drawn = queue_card([], ShowQueue(mine=mine), 0, ORGANISATION, texts_in(), NOW)
        assert other in titles(drawn)
        assert "Suite" not in titles(drawn)
