"""Durations as people write them: "90s", "15m", "2h"; and days, for what is kept: "730d"."""

from __future__ import annotations

import re
from datetime import timedelta

_WRITTEN = re.compile(r"(\d{1,6})([smh])")
_DAYS = re.compile(r"[1-9]\d{0,4}d")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


def parse_duration(written: object) -> timedelta:
    """Raises ValueError for anything but a whole number followed by s, m or h."""
    match = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise ValueError(f'« {written} » n\'est pas une durée : écrivez "90s", "15m" ou "2h"')
    number, unit = match.groups()
    return timedelta(**{_UNITS[unit]: int(number)})


def parse_days(written: object) -> timedelta:
    """At least one day. Raises ValueError for anything but a whole number followed by d."""
    if not isinstance(written, str) or not _DAYS.fullmatch(written):
        raise ValueError(
            f'« {written} » n\'est pas un nombre de jours : écrivez par exemple "730d"'
        )
    return timedelta(days=int(written[:-1]))
