"""What people type is shown as they typed it, and does nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

import pytest

from cards.actions import AddDetail, parse
from cards.kit import Card, Surface
from tests.cards.catalogue import Catalogue
from tests.cards.elements import inputs_of, marked_up, runs
from tests.cards.hostile import HOSTILE

PLAIN = "Zut"
ACTIVE = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~&]")
"""Characters that Markdown, HTML or a date function of the renderer begins with."""


def test_the_list_of_hostile_texts_is_long_enough() -> None:
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("typed", HOSTILE, ids=[ascii(text) for text in HOSTILE])
def test_hostile_words_and_names_do_nothing_on_any_card(typed: str) -> None:
    seen = _as_it_comes_in(typed)
    for name, card in _cards(seen):
        said, harmless = marked_up(card), marked_up(_harmless()[name])
        assert len(said) == len(harmless), name
        for text, plain in zip(said, harmless, strict=True):
            assert _active(text) == _active(plain), (name, text)
            assert "\n" not in text.removesuffix("\n"), (name, text)
        for text in [*said, *runs(card)]:
            assert "{{" not in text, (name, text)
            assert not _hidden(text), (name, text)


def test_what_people_typed_stands_only_where_it_is_drawn_as_it_is() -> None:
    words = "Zutalors"
    shown = 0
    for drawn in Catalogue(words=words).cards():
        assert not [text for text in marked_up(drawn.card) if words in text], str(drawn)
        kept = [str(field.get("value", "")) for field in inputs_of(drawn.card)]
        shown += sum(words in text for text in [*runs(drawn.card), *kept])
    assert shown > 50, "the catalogue shows nothing any more"


def test_what_people_typed_is_shown_letter_by_letter() -> None:
    words = "# *Zut* [clic](https://x.example) <b>é</b> \\ 😀\nfin"
    for drawn in Catalogue(words=words).cards():
        for text in runs(drawn.card):
            assert text == words, str(drawn)


def _as_it_comes_in(typed: str) -> str:
    """The words after the edge, which takes away what cannot be seen."""
    pressed = AddDetail(incident_id="i", form_id="f").model_dump() | {"detail": typed}
    action = parse(pressed | {"verb": AddDetail.verb})
    assert isinstance(action, AddDetail)
    return action.detail.strip()


def _cards(words: str) -> list[tuple[str, Card]]:
    """The cards by name; what stands twice under a name is told apart by its place."""
    name = " ".join(words.split())
    catalogue = Catalogue(words=words, name=name, service=name, entries=2, surfaces=(Surface.CHAT,))
    return [(f"{n} {each}", each.card) for n, each in enumerate(catalogue.cards())]


@cache
def _harmless() -> dict[str, Card]:
    return dict(_cards(PLAIN))


def _active(text: str) -> Counter[str]:
    """What a renderer could act on: marks that no backslash makes harmless."""
    return Counter(ACTIVE.findall(re.sub(r"\\[!-/:-@\[-`{-~]", "", text)))


def _hidden(text: str) -> list[str]:
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return [c for c in text if c not in "\n\t" and unicodedata.category(c) in hidden]
