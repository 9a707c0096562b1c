"""What every card of the product must respect, whatever people write into it."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from cards.actions import parse
from cards.kit import BIGGEST, Surface, size_of
from cards.texts import LOCALES
from dialogs import PRODUCT
from tests.cards.catalogue import Catalogue, Drawn
from tests.cards.elements import buttons_of, inputs_of, marked_up, nodes, rows_of, runs
from tests.support.builders import texts_in

ELEMENT_TYPES = {
    "AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "Image", "Media", "ImageSet",
    "Container", "ColumnSet", "Column", "FactSet", "Fact", "ActionSet", "Table", "TableRow",
    "TableCell", "Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle",
    "Input.ChoiceSet", "Action.Submit", "Action.Execute", "Action.OpenUrl", "Action.ShowCard",
    "Action.ToggleVisibility",
    "Chart.Donut",  # with a fallback: Teams alone draws it
    "Data.Query",  # Teams asks us for choices; whoever does not know it shows the list
}  # fmt: skip
BUTTONS_IN_A_ROW = 6
LONGEST_NAME = 200
"""Characters: what is kept of a name that Teams gives."""
NASTY_WORDS = {
    "4 000 letters": "x" * 4000,
    "4 000 emoji": "😀" * 4000,
    "4 000 quotes": '"' * 4000,
    "4 000 new lines": "x" + "\n" * 3998 + "x",
    "4 000 backslashes": "\\" * 4000,
}
NASTY_NAMES = {"emoji": "😀" * LONGEST_NAME, "backslashes": "\\" * LONGEST_NAME}


@cache
def every_card() -> list[Drawn]:
    return [drawn for locale in LOCALES for drawn in Catalogue(locale).cards()]


def test_every_card_says_its_version() -> None:
    for drawn in every_card():
        assert drawn.card["type"] == "AdaptiveCard", drawn
        assert drawn.card["version"] == "1.5", drawn


def test_every_element_is_one_that_version_1_5_knows() -> None:
    for drawn in every_card():
        assert {node["type"] for node in nodes(drawn.card)} <= ELEMENT_TYPES, drawn


def test_every_field_says_what_to_write_in_it() -> None:
    for drawn in every_card():
        for field in inputs_of(drawn.card):
            assert field.get("label", "").strip(), (str(drawn), field)


def test_every_button_has_a_title_and_does_something_that_the_product_knows() -> None:
    for drawn in every_card():
        for button in buttons_of(drawn.card):
            assert button["title"].strip(), str(drawn)
            if button["type"] == "Action.OpenUrl":
                assert button["url"].startswith("https://"), str(drawn)
                continue
            assert type(parse(button["data"])) in PRODUCT.routes, (str(drawn), button)
            assert button.get("verb", button["data"]["verb"]) == button["data"]["verb"]


def test_a_client_that_knows_no_execute_sends_the_same_data() -> None:
    for drawn in every_card():
        for button in buttons_of(drawn.card):
            if button["type"] == "Action.Execute":
                assert button["fallback"]["type"] == "Action.Submit", drawn
                assert button["fallback"]["data"] == button["data"], drawn


def test_a_dialog_has_no_other_buttons_than_those_that_teams_takes_there() -> None:
    in_dialogs = [drawn for drawn in every_card() if drawn.surface is Surface.DIALOG]
    kinds = {button["type"] for drawn in in_dialogs for button in buttons_of(drawn.card)}
    assert kinds == {"Action.Submit"}


def test_no_row_has_more_buttons_than_teams_shows() -> None:
    for drawn in every_card():
        for row in rows_of(drawn.card):
            assert len(row) <= BUTTONS_IN_A_ROW, (str(drawn), [b["title"] for b in row])


def test_no_card_shows_an_empty_line_or_a_place_that_was_not_filled() -> None:
    for drawn in every_card():
        fields = [field["label"] for field in inputs_of(drawn.card)]
        titles = [button["title"] for button in buttons_of(drawn.card)]
        for said in [*marked_up(drawn.card), *runs(drawn.card), *fields, *titles]:
            assert said.strip(), str(drawn)
            assert not re.search(r"\{\w*\}", said), (str(drawn), said)


def test_no_two_fields_of_a_card_bear_the_same_name() -> None:
    for drawn in every_card():
        names = [field["id"] for field in inputs_of(drawn.card)]
        assert len(names) == len(set(names)), drawn


def test_every_field_of_a_form_is_read_by_its_send_button() -> None:
    """A field that no action reads would be lost without a word."""
    for drawn in every_card():
        fields = {field["id"] for field in inputs_of(drawn.card)}
        if fields:
            sends = [b for b in buttons_of(drawn.card) if b.get("style") == "positive"]
            actions = [type(parse(b["data"])) for b in sends]
            read = {name for action in actions for name in action.model_fields}
            if any(action.model_config["extra"] == "allow" for action in actions):
                read |= {field for field in fields if re.fullmatch(r"r\d+", field)}
            assert fields <= read, drawn


def test_a_chart_has_its_figures_in_words_for_those_who_cannot_see_it() -> None:
    charts = [
        (drawn, node)
        for drawn in every_card()
        for node in nodes(drawn.card)
        if node["type"] == "Chart.Donut"
    ]
    assert charts
    for drawn, chart in charts:
        assert chart["fallback"]["type"] == "FactSet", drawn
        assert any(chart["title"] in said for said in marked_up(drawn.card)), drawn


def test_a_french_card_has_no_english_button_and_an_english_one_no_french() -> None:
    for locale, other in (("fr", "en"), ("en", "fr")):
        own, foreign = texts_in(locale), texts_in(other)
        keys = [key for key in own._catalog if key.startswith("button.")]
        foreign_titles = {foreign._catalog[key].string for key in keys}
        foreign_titles -= {own._catalog[key].string for key in keys}
        for drawn in every_card():
            if drawn.locale == locale:
                titles = {button["title"] for button in buttons_of(drawn.card)}
                assert not titles & foreign_titles, drawn


@pytest.mark.parametrize("words", NASTY_WORDS)
@pytest.mark.parametrize("name", NASTY_NAMES)
def test_every_card_travels_whatever_is_written_in_it(words: str, name: str) -> None:
    long_name = NASTY_NAMES[name]
    catalogue = Catalogue("fr", NASTY_WORDS[words], long_name, long_name, entries=30)
    too_big = {str(drawn): size for drawn in catalogue.cards() if (size := _bytes(drawn)) > BIGGEST}
    assert not too_big


def test_a_story_of_many_short_lines_travels_too() -> None:
    catalogue = Catalogue(words="ok", name="Marie-Antoinette de La Rochefoucauld", entries=200)
    too_big = {str(drawn): size for drawn in catalogue.cards() if (size := _bytes(drawn)) > BIGGEST}
    assert not too_big


def test_the_size_of_a_card_is_what_travels() -> None:
    card = Catalogue(words='é😀"\n', name="é").cards()
    drawn = next(iter(card))
    assert size_of(drawn.card) == _bytes(drawn)


def _bytes(drawn: Drawn) -> int:
    return len(json.dumps(drawn.card, ensure_ascii=False).encode())
