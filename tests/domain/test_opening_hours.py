"""When a promise made now falls due: only open time counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.opening_hours import OpeningHours, Range
from tests.support.builders import ORGANISATION, PARIS, paris

EXAMPLE = ORGANISATION.hours
NEVER = OpeningHours(PARIS, week={})
SUNDAY_NIGHT = OpeningHours(PARIS, week={6: (Range(time(0), time(6)),)})
STEP = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("at", "minutes", "due"),
    [
        ("2026-04-14 10:20", 60, "2026-04-14 11:20"),
        ("2026-04-14 10:20", 120, "2026-04-14 13:20"),
        ("2026-04-14 12:30", 15, "2026-04-14 13:15"),
        ("2026-04-14 17:30", 60, "2026-04-15 08:30"),
        ("2026-04-14 20:00", 15, "2026-04-15 08:15"),
        ("2026-04-14 06:00", 15, "2026-04-14 08:15"),
        ("2026-04-17 16:30", 120, "2026-04-20 09:30"),
        ("2026-04-18 11:00", 30, "2026-04-20 08:30"),
        ("2026-04-03 16:30", 60, "2026-04-07 08:30"),
        ("2026-12-23 17:30", 60, "2026-12-28 08:30"),
    ],
    ids=[
        "within one opening",
        "over lunch",
        "reported at lunch",
        "over a night",
        "reported in the evening",
        "reported before dawn",
        "over a week-end",
        "reported on a Saturday",
        "over Easter Monday",
        "over a day named in the file, Christmas and a week-end",
    ],
)
def test_only_open_time_counts(at: str, minutes: int, due: str) -> None:
    assert EXAMPLE.add(paris(at), timedelta(minutes=minutes)) == paris(due)


@pytest.mark.parametrize(
    ("at", "minutes", "due"),
    [
        ("2026-04-14 11:00", 60, "2026-04-14 12:00"),
        ("2026-04-14 17:00", 60, "2026-04-14 18:00"),
        ("2026-04-17 16:00", 60, "2026-04-17 17:00"),
    ],
)
def test_a_promise_that_ends_at_closing_time_falls_due_then(
    at: str, minutes: int, due: str
) -> None:
    assert EXAMPLE.add(paris(at), timedelta(minutes=minutes)) == paris(due)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-27 16:30", datetime(2026, 3, 30, 7, 30, tzinfo=UTC)),
        ("2026-10-23 16:30", datetime(2026, 10, 26, 8, 30, tzinfo=UTC)),
    ],
    ids=["spring", "autumn"],
)
def test_a_promise_over_a_change_of_hour_keeps_to_the_clock_on_the_wall(
    at: str, due: datetime
) -> None:
    assert EXAMPLE.add(paris(at), timedelta(hours=2)) == due


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
    ids=["spring: the night is an hour shorter", "autumn: the night is an hour longer"],
)
def test_three_hours_stay_three_hours_in_the_night_of_the_change(
    at: datetime, due: datetime
) -> None:
    assert SUNDAY_NIGHT.add(at, timedelta(hours=3)) == due


def test_the_night_of_spring_is_five_hours_long_and_that_of_autumn_seven() -> None:
    spring, autumn = paris("2026-03-29 00:00"), paris("2026-10-25 00:00")
    assert SUNDAY_NIGHT.add(spring, timedelta(hours=5)) == paris("2026-03-29 06:00")
    assert SUNDAY_NIGHT.add(autumn, timedelta(hours=7)) == paris("2026-10-25 06:00")


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-04-14 07:59", False),
        ("2026-04-14 08:00", True),
        ("2026-04-14 11:59", True),
        ("2026-04-14 12:00", False),
        ("2026-04-14 13:00", True),
        ("2026-04-14 18:00", False),
        ("2026-04-17 17:00", False),
        ("2026-04-18 10:00", False),
        ("2026-05-01 10:00", False),
        ("2026-12-24 10:00", False),
    ],
)
def test_the_service_is_open_from_the_first_minute_to_before_the_last(
    at: str, is_open: bool
) -> None:
    assert EXAMPLE.is_open(paris(at)) is is_open


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-04-14 12:10", "2026-04-14 13:00"),
        ("2026-04-14 09:00", "2026-04-14 13:00"),
        ("2026-04-17 18:00", "2026-04-20 08:00"),
        ("2026-04-30 18:00", "2026-05-04 08:00"),
    ],
)
def test_the_next_opening_is_the_first_to_come(at: str, opens: str) -> None:
    assert EXAMPLE.next_opening(paris(at)) == paris(opens)


def test_a_service_that_never_opens_promises_plain_time_and_no_opening() -> None:
    at = paris("2026-04-14 10:20")
    assert NEVER.next_opening(at) is None
    assert NEVER.add(at, timedelta(hours=2)) == at + timedelta(hours=2)


def _steps_after(first: str, days: int) -> st.SearchStrategy[datetime]:
    steps = st.integers(0, days * 24 * 12)
    return steps.map(lambda n: paris(first) + n * STEP)


@settings(max_examples=60, deadline=None)
@given(
    at=_steps_after("2026-03-25 00:00", 21) | _steps_after("2026-10-20 00:00", 25),
    steps=st.integers(1, 150),
)
def test_the_open_time_until_it_falls_due_is_exactly_what_was_promised(
    at: datetime, steps: int
) -> None:
    due = EXAMPLE.add(at, steps * STEP)
    passed = [at + n * STEP for n in range((due - at) // STEP)]
    assert sum(_is_open_on_the_wall(moment) for moment in passed) == steps
    assert _is_open_on_the_wall(due - STEP), "it falls due in open time"


def _is_open_on_the_wall(at: datetime) -> bool:
    """Read off the wall, another way than the product's: the clock and the calendar in Paris."""
    local = at.astimezone(PARIS)
    days_off = {date(2026, 4, 6), date(2026, 11, 1), date(2026, 11, 11)}
    if local.weekday() > 4 or local.date() in days_off:
        return False
    end = time(17) if local.weekday() == 4 else time(18)
    return time(8) <= local.time() < time(12) or time(13) <= local.time() < end
