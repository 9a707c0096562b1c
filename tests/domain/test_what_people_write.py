"""What is kept of what people write: all that can be seen, and nothing that cannot."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.input import LONGEST_TEXT, checked_choice, checked_text, clean

anything = st.text(st.characters(codec=None, categories=None), max_size=200)
hidden = st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co"]), max_size=20)
texts = st.lists(anything | hidden | st.sampled_from(["\r\n", "\r", "\u2028", "a"])).map("".join)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in clean(text) if c not in "\n\t"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_all_that_can_be_seen_is_left_as_it_was(text: str) -> None:
    assert clean(text) == text


@given(texts)
@example("\ufeff\u200b\u202e")
@example(" \u200b ")
def test_checking_twice_is_checking_once_and_never_keeps_what_is_hidden(text: str) -> None:
    seen = clean(text)
    if not seen.strip():
        with pytest.raises(Refusal, match=r"text\.missing"):
            checked_text(seen, "what")
        return
    kept = checked_text(seen, "what")
    assert checked_text(kept, "what") == kept
    assert kept == kept.strip() == clean(kept)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("mot\u200bde\u2060passe\ufeff", "motdepasse"),
        ("un\r\ndeux\rtrois\u2028quatre\u2029cinq", "un\ndeux\ntrois\nquatre\ncinq"),
        ("un\tdeux\nquatre", "un\tdeux\nquatre"),
        ("\x00\x07\x1b[31mrouge", "[31mrouge"),
        ("é è œ € « » 😀 汉字 العربية", "é è œ € « » 😀 汉字 العربية"),
        ("\ud83d", ""),
    ],
)
def test_a_text_reads_as_it_is_seen(typed: str, seen: str) -> None:
    assert clean(typed) == seen


@pytest.mark.parametrize("letter", ["x", "é", "😀", '"'])
def test_the_longest_text_is_counted_in_characters(letter: str) -> None:
    assert checked_text(f" {letter * LONGEST_TEXT}\n", "what") == letter * LONGEST_TEXT
    with pytest.raises(Refusal) as refused:
        checked_text(letter * (LONGEST_TEXT + 1), "what")
    assert refused.value.code == "text.too_long"
    assert refused.value.field == "what"
    assert refused.value.facts == {"length": LONGEST_TEXT + 1, "longest": LONGEST_TEXT}


def test_a_choice_is_on_the_list_or_refused_at_its_field() -> None:
    assert checked_choice({"poste", "none"}, "poste", "category") == "poste"
    with pytest.raises(Refusal) as refused:
        checked_choice({"poste", "none"}, "Poste", "category")
    assert (refused.value.code, refused.value.field) == ("choice.unknown", "category")
