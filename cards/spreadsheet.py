"""A table as a file that spreadsheets open, and in which nothing that people wrote is a formula.

As OWASP says ("CSV Injection"): a cell that begins like a formula gets an apostrophe before it,
every cell stands in quotes, and quotes are doubled, so that nothing begins a cell of its own.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

FORMULA = frozenset("=+-@")
CONTROLS = frozenset("\t\r\n")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for an old code page; a French one parts cells by semicolons."""


def spreadsheet(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerows([defused(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def defused(cell: str) -> str:
    """The cell as text, whatever it begins with: also where blanks stand before the sign, or the
    sign is one of the wide or small forms that some spreadsheets take for it."""
    begins = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    is_formula = begins[:1] in FORMULA or cell[:1] in CONTROLS
    return f"'{cell}" if begins and is_formula else cell


def iso(at: datetime, timezone: ZoneInfo) -> str:
    """ISO 8601 to the minute, as a clock on the wall says it: spreadsheets take it for a date."""
    return at.astimezone(timezone).strftime("%Y-%m-%d %H:%M")
