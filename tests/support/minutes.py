"""The minutes of a story, and what a test looks for in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document

from cards.minutes import extracts, minutes
from tests.support.assembly_story import NAMES, Story, a_morning
from tests.support.builders import PARIS, texts_in

REGION = "Région Armorique"

Data = dict[str, Any]


def drawn(told: Story, locale: str = "fr") -> Data:
    texts = texts_in(locale)
    return minutes(told.session, told.entries, texts, PARIS, organisation=REGION, names=NAMES)


def extracted(told: Story, locale: str = "fr") -> list[Data]:
    texts = texts_in(locale)
    return extracts(told.session, told.entries, texts, PARIS, organisation=REGION, names=NAMES)


@cache
def the_story() -> Story:
    return a_morning()


def report(data: Data, number: str) -> Data:
    return next(each for each in data["reports"] if each["number"] == number)


def vote_on(data: Data, number: str) -> Data:
    return next(each for each in data["votes"] if each["number"] == number)


def voters(vote: Data, choice: str) -> list[str]:
    return [ballot["text"] for ballot in vote["ballots"] if ballot["choice"] == choice]


def texts_of(people: list[Data]) -> list[str]:
    return [each["text"] for each in people]


def sentences(value: Any) -> Iterator[str]:
    """Every sentence in a piece of data: what has a blank in it."""
    if isinstance(value, dict):
        for each in value.values():
            yield from sentences(each)
    elif isinstance(value, list):
        for each in value:
            yield from sentences(each)
    elif isinstance(value, str) and " " in value:
        yield value


def words_of(written: bytes) -> Iterator[str]:
    document = Document(BytesIO(written))
    yield from (paragraph.text for paragraph in document.sections[0].header.paragraphs)
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)
