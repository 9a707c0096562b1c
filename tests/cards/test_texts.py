"""The words: the same in both languages, each one used, none outside its place."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.settings import PROJECT
from cards.texts import LOCALES, language_of, normal, words_of
from dialogs import PRODUCT
from tests.cards.source import (
    EXPANDED,
    all_words,
    calls,
    is_said,
    keys_said,
    literals,
    name,
    pattern,
    trees,
    words,
)
from tests.support.builders import texts_in


def files(locale: str) -> list[Path]:
    return sorted((PROJECT / "cards" / "texts").glob(f"{locale}*.po"))


def catalogue(locale: str) -> dict[str, str]:
    """All files of a language as one."""
    said: dict[str, str] = {}
    for path in files(locale):
        with path.open(encoding="utf-8") as file:
            for message in read_po(file, locale=locale):
                forms = [message.string] if isinstance(message.string, str) else message.string
                if message.id:
                    said[message.id if isinstance(message.id, str) else message.id[0]] = "\n".join(
                        forms
                    )
    return said


ACCENT = re.compile("[à-öø-ÿœÀ-ÖØ-ßŒ]")
FRENCH, ENGLISH = catalogue("fr"), catalogue("en")


def test_both_languages_have_the_same_keys() -> None:
    assert set(FRENCH) == set(ENGLISH)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_key_is_written_twice_and_none_is_empty(locale: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in files(locale))
    keys = re.findall(r'^msgid "(.+)"$', source, re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))
    assert all(sentence.strip() for sentence in catalogue(locale).values())


@pytest.mark.parametrize("key", [key for key in FRENCH if not key.startswith("date.")])
def test_a_sentence_has_the_same_places_to_fill_in_both_languages(key: str) -> None:
    assert _places(FRENCH[key]) == _places(ENGLISH[key])


def test_every_sentence_that_the_product_says_exists() -> None:
    said = {key for _, call in calls() for key in keys_said(call)}
    assert len(said) > 80, "the walk over the syntax tree finds nothing any more"
    assert said <= set(FRENCH)


def test_every_refusal_has_its_sentence() -> None:
    codes = {code for _, call in calls() if name(call.func) == "Refusal" for code in words(call)}
    assert len(codes) > 10, "the walk over the syntax tree finds nothing any more"
    assert {f"refusal.{code}" for code in codes} <= set(FRENCH)


def test_no_sentence_is_kept_that_nothing_says() -> None:
    codes = {code for _, call in calls() if name(call.func) == "Refusal" for code in words(call)}
    said = {word for tree in trees().values() for word in all_words(tree)}
    said |= {f"refusal.{code}" for code in codes}
    assert set(FRENCH) - said == set()


def test_a_key_is_either_written_in_full_or_spoken_of_above() -> None:
    patterns = {
        pattern(word)
        for _, call in calls()
        if is_said(call) or name(call.func) == "Refusal"
        for word in ast.walk(call.args[0])
        if isinstance(word, ast.JoinedStr)
    }
    assert patterns - {"refusal.{}"} <= set(EXPANDED)


@pytest.mark.parametrize("folder", ["cards", "dialogs"])
def test_no_wording_stands_outside_the_texts(folder: str) -> None:
    wording = [
        (path, text)
        for path, tree in trees().items()
        if path.startswith(f"{folder}/")
        for text in literals(tree)
        if ACCENT.search(text) or len([word for word in text.split() if word.isalpha()]) > 3
    ]
    assert wording == []


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
        ("queue", "File d'attente"),
        ("my_session", "Ma séance"),
        ("new_session", "Nouvelle séance"),
        ("enter_session", "J'entre en séance"),
        ("leave_session", "Je quitte la séance"),
        ("same_vote", "Même vote"),
        ("more", "Plus"),
        ("give_proxy", "Donner pouvoir"),
        ("step_aside", "Déclarer un déport"),
        ("as_announced", "Comme annoncé"),
        ("case_by_case", "Au cas par cas"),
        ("take_out", "Voter à part"),
        ("position", "Position du groupe"),
        ("open_session", "Ouvrir la séance"),
        ("roll_call", "Faire l'appel"),
        ("call_report", "Appeler le rapport"),
        ("open_list", "Ouvrir la liste"),
        ("close_list", "Clore la liste"),
        ("open_vote", "Ouvrir le vote"),
        ("close_vote", "Clore le vote"),
        ("annul_vote", "Annuler le vote"),
        ("nominal", "Appel nominal"),
        ("proclaim", "Proclamer"),
        ("withdraw", "Retirer le rapport"),
        ("send_back", "Renvoyer"),
        ("add_report", "Ajouter un rapport"),
        ("amend", "Amendement"),
        ("write_proxy", "Enregistrer un pouvoir"),
        ("note_departure", "Noter un départ"),
        ("suspend", "Suspendre"),
        ("resume", "Reprendre"),
        ("close_session", "Clore la séance"),
        ("minutes", "Procès-verbal"),
    ],
)
def test_a_button_is_called_what_the_product_page_calls_it(key: str, title: str) -> None:
    assert FRENCH[f"button.{key}"] == title


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("vote.choice.for", "Pour"),
        ("vote.choice.against", "Contre"),
        ("vote.choice.abstain", "Abstention"),
        ("vote.choice.no_part", "Ne pas prendre part"),
        ("lot.all.for", "Pour sur tout"),
        ("lot.all.against", "Contre sur tout"),
        ("lot.all.abstain", "Abstention sur tout"),
    ],
)
def test_a_choice_is_called_what_the_product_page_calls_it(key: str, title: str) -> None:
    assert FRENCH[key] == title


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
        ("queue", ["file", "File !", "file d’attente", "queue"]),
        ("someone", ["quelqu'un", "quelqu’un", "humain", "someone"]),
        ("language", ["langue"]),
        ("session", ["séance", "ma séance", "session", "my session"]),
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
