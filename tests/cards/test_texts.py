"""The words: the same in both languages, each one used, none outside its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.settings import PROJECT
from cards.texts import LOCALES, language_of, normal, words_of
from dialogs import PRODUCT
from domain.incidents import OVER, EntryKind, State
from domain.organisation import Audience, Hindrance, Priority
from tests.support.builders import texts_in

FORMS = ("detail", "question", "solution")
EXPANDED = {
    "audience.{}": [f"audience.{word}" for word in Audience],
    "hindrance.{}": [f"hindrance.{word}" for word in Hindrance],
    "priority.{}": [f"priority.{word}" for word in Priority],
    "state.{}": [f"state.{word}" for word in State],
    "next.{}": [f"next.{word}" for word in State],
    "staff.{}": [f"staff.{word}" for word in State],
    "entry.{}": [f"entry.{word}" for word in EntryKind],
    "form.{}": [f"form.{word}" for word in FORMS],
    "form.{}_title": [f"form.{word}_title" for word in FORMS],
    "words.{}": [f"words.{words.key}" for words in PRODUCT.words],
    "incident.{}": [f"incident.{state}" for state in OVER],
}
"""What the f-strings of the product stand for."""


def catalogue(locale: str) -> dict[str, str]:
    path = PROJECT / "cards" / "texts" / f"{locale}.po"
    with path.open(encoding="utf-8") as file:
        read = read_po(file, locale=locale)
    return {
        str(message.id[0] if isinstance(message.id, tuple) else message.id): (
            "\n".join(message.string) if isinstance(message.string, tuple) else str(message.string)
        )
        for message in read
        if message.id
    }


FRENCH, ENGLISH = catalogue("fr"), catalogue("en")


def test_both_languages_have_the_same_keys() -> None:
    assert set(FRENCH) == set(ENGLISH)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_key_is_written_twice_and_none_is_empty(locale: str) -> None:
    source = (PROJECT / "cards" / "texts" / f"{locale}.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', source, re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))
    assert all(sentence.strip() for sentence in catalogue(locale).values())


@pytest.mark.parametrize("key", [key for key in FRENCH if not key.startswith("date.")])
def test_a_sentence_has_the_same_places_to_fill_in_both_languages(key: str) -> None:
    assert _places(FRENCH[key]) == _places(ENGLISH[key])


def test_every_sentence_that_the_product_says_exists() -> None:
    said = {key for _, call in _calls() for key in _keys_said(call)}
    assert len(said) > 80, "the walk over the syntax tree finds nothing any more"
    assert said <= set(FRENCH)


def test_every_refusal_has_its_sentence() -> None:
    codes = {code for _, call in _calls() if _name(call.func) == "Refusal" for code in _words(call)}
    assert len(codes) > 10, "the walk over the syntax tree finds nothing any more"
    assert {f"refusal.{code}" for code in codes} <= set(FRENCH)


def test_no_sentence_is_kept_that_nothing_says() -> None:
    codes = {code for _, call in _calls() if _name(call.func) == "Refusal" for code in _words(call)}
    said = {word for tree in _trees().values() for word in _all_words(tree)}
    said |= {f"refusal.{code}" for code in codes}
    assert set(FRENCH) - said == set()


def test_a_key_is_either_written_in_full_or_spoken_of_above() -> None:
    patterns = {
        _pattern(word)
        for _, call in _calls()
        if _is_said(call) or _name(call.func) == "Refusal"
        for word in ast.walk(call.args[0])
        if isinstance(word, ast.JoinedStr)
    }
    assert patterns - {"refusal.{}"} <= set(EXPANDED)


@pytest.mark.parametrize("folder", ["cards", "dialogs"])
def test_no_wording_stands_outside_the_texts(folder: str) -> None:
    wording = [
        (path, text)
        for path, tree in _trees().items()
        if path.startswith(f"{folder}/")
        for text in _literals(tree)
        if re.search("[à-öø-ÿœÀ-ÖØ-ßŒ]", text) or len(re.findall(r"[^\W\d_]{2,}", text)) > 3
    ]
    assert [found for found in wording if "://" not in found[1]] == []


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("report", "Signaler un incident"),
        ("my_incidents", "Mes demandes"),
        ("someone", "Parler à quelqu'un"),
        ("send", "Envoyer"),
        ("cancel", "Annuler"),
        ("add_detail", "Ajouter une précision"),
        ("cancel_incident", "Annuler la demande"),
        ("take", "Prendre en charge"),
        ("ask", "Demander une précision"),
        ("solve", "Marquer résolu"),
    ],
)
def test_a_button_is_called_what_the_product_page_calls_it(key: str, title: str) -> None:
    assert FRENCH[f"button.{key}"] == title


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("what", "Que se passe-t-il ?"),
        ("category", "Catégorie"),
        ("application", "Application"),
        ("audience", "Qui est concerné ?"),
        ("can_work", "Pouvez-vous travailler ?"),
    ],
)
def test_a_field_is_called_what_the_product_page_calls_it(key: str, label: str) -> None:
    assert FRENCH[f"form.{key}"] == label


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("home", ["aide", "AIDE !", "help"]),
        ("incident", ["incident", "Incident."]),
        ("my_incidents", ["mes demandes", "Mes  Demandes", "my requests"]),
        ("someone", ["quelqu'un", "quelqu’un", "humain", "someone"]),
        ("language", ["langue"]),
        ("channel", ["canal"]),
    ],
)
def test_the_words_of_the_product_page_are_understood(key: str, typed: list[str]) -> None:
    assert {normal(word) for word in typed} <= words_of(key)


def test_no_word_means_two_things() -> None:
    spoken = [word for key in {words.key for words in PRODUCT.words} for word in words_of(key)]
    assert sorted(spoken) == sorted(set(spoken))


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (["en-GB"], "en"),
        (["EN_us"], "en"),
        ([None, "en"], "en"),
        (["de", None, "en"], "en"),
        (["fr-FR", "en"], "fr"),
        (["de-DE"], "fr"),
        ([None], "fr"),
        (["", "english"], "fr"),
    ],
)
def test_the_first_language_that_we_speak_wins_and_else_french(
    wishes: list[str | None], language: str
) -> None:
    assert language_of(*wishes) == language


def test_a_hole_in_a_sentence_is_never_shown() -> None:
    texts = texts_in()
    with pytest.raises(KeyError):
        texts("next.taken", who="Thomas")
    with pytest.raises(KeyError):
        texts("no.such_key")


def _places(sentence: str) -> set[str | None]:
    return {place for _, place, _, _ in Formatter().parse(sentence)} - {None}


def _trees() -> dict[str, ast.Module]:
    paths = [
        path
        for folder in ("domain", "cards", "dialogs", "bot")
        for path in sorted((PROJECT / folder).rglob("*.py"))
    ]
    return {_short(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _short(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                yield path, node


def _name(function: ast.expr) -> str:
    """`texts(…)`, `turn.texts(…)` and `self.texts_of(…)(…)` by their last name."""
    if isinstance(function, ast.Call):
        return _name(function.func)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_said(call: ast.Call) -> bool:
    return _name(call.func) in ("texts", "_texts", "texts_of") and bool(list(_words(call)))


def _keys_said(call: ast.Call) -> list[str]:
    if _is_said(call):
        return [word for word in _words(call) if "refusal.{}" not in word and "." in word]
    written = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    return [key for key in written if isinstance(key, str) and key.startswith("failure.")]


def _words(call: ast.Call) -> Iterator[str]:
    """The words that the first argument may be: written, one of two, or expanded."""
    yield from _all_words(call.args[0])


def _all_words(tree: ast.AST) -> Iterator[str]:
    inside = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pattern = _pattern(node)
            yield from EXPANDED.get(pattern, [pattern])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in inside:
                yield node.value


def _pattern(joined: ast.JoinedStr) -> str:
    parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in joined.values]
    return "".join(map(str, parts))


def _literals(tree: ast.Module) -> Iterator[str]:
    """The texts in a module that are not there to explain it."""
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in explaining:
                yield node.value
