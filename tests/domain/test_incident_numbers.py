"""The numbers that people quote, however they write them."""

from __future__ import annotations

import pytest

from domain.incident_numbers import number_named, number_sought


@pytest.mark.parametrize(
    "words",
    [
        "INC-2026-000123",
        "inc-2026-000123",
        "inc 2026 123",
        " Incident 2026-123. ",
        "INC 2026-123 ?",
    ],
)
def test_a_whole_number_is_one_incident(words: str) -> None:
    assert number_named(words, 2027) == [(2026, 123)]


@pytest.mark.parametrize(
    "words", ["incident 123", "Incident n° 123", "INC 123", "demande 000123", "request #123"]
)
def test_a_number_without_its_year_is_of_this_year_or_the_last(words: str) -> None:
    assert number_named(words, 2026) == [(2026, 123), (2025, 123)]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "123",
        "incident",
        "incident 123 toujours en panne",
        "incident 1234567890",
        "incident ١٢٣",
        "2 écrans noirs",
        "INC-2026-",
        "l'incident 123",
    ],
)
def test_a_sentence_is_not_a_number(words: str) -> None:
    assert number_named(words, 2026) == []


def test_in_a_field_that_asks_for_it_digits_are_a_number() -> None:
    assert number_sought(" 123 ", 2026) == [(2026, 123), (2025, 123)]
    assert number_sought("#7", 2026) == [(2026, 7), (2025, 7)]
    assert number_sought("inc-2026-123", 2026) == [(2026, 123)]
    assert number_sought("12 écrans", 2026) == []
