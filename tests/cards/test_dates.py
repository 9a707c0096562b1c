"""Moments, as people say them."""

from __future__ import annotations

import pytest

from tests.support.builders import paris, texts_in


@pytest.mark.parametrize(
    ("now", "at", "said"),
    [
        ("2026-04-14 08:00", "2026-04-14 10:20", "aujourd'hui à 10 h 20"),
        ("2026-04-14 08:00", "2026-04-14 09:00", "aujourd'hui à 9 h"),
        ("2026-04-14 08:00", "2026-04-14 09:05", "aujourd'hui à 9 h 05"),
        ("2026-04-14 18:00", "2026-04-15 09:00", "demain à 9 h"),
        ("2026-04-14 23:59", "2026-04-15 00:00", "demain à 0 h"),
        ("2026-04-10 08:00", "2026-04-14 09:20", "mardi 14 avril à 9 h 20"),
        ("2026-11-10 08:00", "2026-12-01 09:20", "mardi 1er décembre à 9 h 20"),
        ("2026-11-10 08:00", "2026-12-11 09:20", "vendredi 11 décembre à 9 h 20"),
        ("2026-12-01 08:00", "2027-02-01 09:00", "lundi 1er février 2027 à 9 h"),
        ("2026-12-31 18:00", "2027-01-01 09:00", "demain à 9 h"),
        ("2026-04-14 08:00", "2026-04-13 17:00", "lundi 13 avril à 17 h"),
        ("2026-03-28 20:00", "2026-03-29 09:00", "demain à 9 h"),
    ],
)
def test_a_moment_is_said_as_the_french_say_it(now: str, at: str, said: str) -> None:
    assert texts_in("fr").when(paris(at), paris(now)) == said


@pytest.mark.parametrize(
    ("now", "at", "said"),
    [
        ("2026-04-14 08:00", "2026-04-14 10:20", "today at 10:20"),
        ("2026-04-14 08:00", "2026-04-15 09:00", "tomorrow at 09:00"),
        ("2026-04-10 08:00", "2026-04-14 09:20", "on Tuesday 14 April at 09:20"),
        ("2026-11-10 08:00", "2026-12-01 09:20", "on Tuesday 1 December at 09:20"),
        ("2026-12-01 08:00", "2027-02-01 09:00", "on Monday 1 February 2027 at 09:00"),
        ("2026-12-31 18:00", "2027-01-01 09:00", "tomorrow at 09:00"),
    ],
)
def test_a_moment_is_said_as_the_english_say_it(now: str, at: str, said: str) -> None:
    assert texts_in("en").when(paris(at), paris(now)) == said


@pytest.mark.parametrize(
    ("locale", "now", "at", "stamp"),
    [
        ("fr", "2026-04-14 18:00", "2026-04-14 10:20", "10 h 20"),
        ("fr", "2026-04-14 18:00", "2026-04-14 09:00", "9 h"),
        ("fr", "2026-04-14 18:00", "2026-04-13 09:05", "13 avr. à 9 h 05"),
        ("fr", "2026-04-14 18:00", "2026-04-01 09:00", "1er avr. à 9 h"),
        ("en", "2026-04-14 18:00", "2026-04-14 10:20", "10:20"),
        ("en", "2026-04-14 18:00", "2026-04-13 09:05", "13 Apr at 09:05"),
    ],
)
def test_a_stamp_says_the_day_only_when_it_is_another(
    locale: str, now: str, at: str, stamp: str
) -> None:
    assert texts_in(locale).clock(paris(at), paris(now)) == stamp


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_stamp_of_another_year_says_which(locale: str) -> None:
    stamp = texts_in(locale).clock(paris("2025-04-14 10:20"), paris("2026-04-14 18:00"))
    assert "2025" in stamp
