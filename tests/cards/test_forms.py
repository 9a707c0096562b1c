"""What a person finds again in a form, and on the card of a question."""

from __future__ import annotations

import pytest

from cards.incident_forms import answer_form_id, incident_form, question_card
from cards.kit import Surface
from dialogs import PRODUCT
from domain.errors import Refusal
from domain.incident_report import Report
from domain.incidents import State
from domain.input import LONGEST_TEXT
from domain.notices import Show
from domain.telling import notices_for
from tests.cards.elements import buttons_of, inputs_of, marked_up, runs
from tests.support.builders import (
    NOW,
    ORGANISATION,
    an_incident,
    an_incident_that_is,
    camille,
    minutes_later,
    texts_in,
    thomas,
)

LONGEST = {
    "letters": "é" * LONGEST_TEXT,
    "emoji": "😀" * LONGEST_TEXT,
    "quotes": '"' * LONGEST_TEXT,
}


@pytest.mark.parametrize("words", LONGEST)
def test_a_form_gives_back_whole_what_is_not_too_long(words: str) -> None:
    """What would be cut without a word is lost to whoever wrote it."""
    report = Report("form", LONGEST[words], category="gone")
    refusal = Refusal("choice.unknown", "category")
    card = incident_form(report, ORGANISATION, texts_in(), Surface.DIALOG, refusal=refusal)
    what = next(field for field in inputs_of(card) if field["id"] == "what")
    assert len(what["value"]) == LONGEST_TEXT


def test_a_form_gives_back_the_choices_and_says_what_is_wrong_under_the_field() -> None:
    report = Report("form", "", "poste", "dessin", "service", "yes")
    refusal = Refusal("text.missing", "what")
    card = incident_form(report, ORGANISATION, texts_in(), Surface.CHAT, refusal=refusal)
    chosen = {field["id"]: field.get("value") for field in inputs_of(card)}
    assert chosen == {
        "what": None,
        "category": "poste",
        "application": "dessin",
        "audience": "service",
        "can_work": "yes",
    }
    ids = [element.get("id") for element in card["body"]]
    below = card["body"][ids.index("what") + 1]
    assert "Écrivez quelques mots" in below["text"]


def test_the_assistance_s_telephone_is_on_the_form() -> None:
    card = incident_form(Report("form", ""), ORGANISATION, texts_in(), Surface.CHAT)
    assert any(ORGANISATION.contact.phone in text for text in marked_up(card))


def test_each_question_shows_the_answer_that_was_given_on_its_own_card() -> None:
    incident = an_incident()
    incident.ask(thomas(), "Depuis quand ?", "form-1", NOW)
    first = incident.open_question
    incident.ask(thomas(), "Quel voyant ?", "form-2", NOW)
    second = incident.open_question
    assert first is not None
    assert second is not None
    incident.add_detail(camille(), "Le rouge", answer_form_id(second), minutes_later(1))
    incident.add_detail(camille(), "Depuis hier", answer_form_id(first), minutes_later(2))

    shown = [
        runs(question_card(incident, question, texts_in(), NOW)) for question in (first, second)
    ]
    assert shown == [["Depuis quand ?", "Depuis hier"], ["Quel voyant ?", "Le rouge"]]


def test_a_question_loses_its_field_once_it_is_answered_or_closed() -> None:
    incident = an_incident_that_is(State.WAITING)
    question = incident.open_question
    assert question is not None
    assert inputs_of(question_card(incident, question, texts_in(), NOW))

    incident.add_detail(camille(), "Oui", answer_form_id(question), NOW)
    answered = question_card(incident, question, texts_in(), NOW)
    assert (inputs_of(answered), buttons_of(answered)) == ([], [])

    closed = an_incident_that_is(State.WAITING)
    closed.cancel(camille(), NOW)
    question = next(entry for entry in closed.entries if entry.kind == "question")
    assert not inputs_of(question_card(closed, question, texts_in(), NOW))


def test_every_living_card_that_is_owed_can_be_drawn() -> None:
    incident = an_incident_that_is(State.WAITING)
    incident.add_detail(camille(), "Oui", "form-1", NOW)
    incident.solve(thomas(), "Écran remplacé", "form-2", NOW)
    owed = [notice for event in incident.events for notice in notices_for(event)]
    views = {view for view in PRODUCT.views if view.startswith("incident.")}
    assert {notice.view for notice in owed if isinstance(notice, Show)} == views
