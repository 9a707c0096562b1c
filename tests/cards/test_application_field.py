"""The application of an incident: a list, a search as one types, and what is known of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cards.application_field import AT_ONCE, applications_named
from cards.incident_forms import incident_form
from cards.kit import BIGGEST, Card, Surface, size_of
from domain.errors import Refusal
from domain.incident_report import Report
from domain.organisation import Application, Organisation
from tests.cards.elements import inputs_of, said, titles
from tests.support.builders import ORGANISATION, an_incident, texts_in


def catalogue(count: int) -> Organisation:
    many = {
        f"application-{n}": Application(f"application-{n}", f"Gestion de l'activité n° {n}", "sig")
        for n in range(count)
    }
    return replace(ORGANISATION, applications=many)


def form(
    organisation: Organisation = ORGANISATION,
    what: str = "",
    application: str = "none",
    **more: Any,
) -> Card:
    report = Report("form", what, application=application)
    return incident_form(report, organisation, texts_in(), Surface.CHAT, **more)


def field(card: Card) -> dict[str, Any]:
    return next(each for each in inputs_of(card) if each["id"] == "application")


def test_the_list_stands_on_the_card_and_the_client_may_ask_for_more() -> None:
    shown = field(form())
    assert len(shown["choices"]) == len(ORGANISATION.applications) + 1
    assert shown["choices.data"] == {"type": "Data.Query", "dataset": "application"}
    assert shown["style"] == "filtered"
    assert "Billetterie (sur place)" in [choice["title"] for choice in shown["choices"]]


def test_a_catalogue_of_120_is_on_the_card_whole() -> None:
    card = form(catalogue(120), "Plus rien ne s'affiche depuis ce matin.")
    assert len(field(card)["choices"]) == 121
    assert size_of(card) <= BIGGEST


@pytest.mark.parametrize("what", ["x" * 4_000, "😀" * 4_000, '"' * 40_000, "\\" * 4_000])
@pytest.mark.parametrize("count", [120, 1_000])
def test_the_list_is_cut_before_what_somebody_wrote(what: str, count: int) -> None:
    organisation, chosen = catalogue(count), f"application-{count - 1}"
    refusal = Refusal("text.too_long", "what", length=9_999, longest=4_000)
    more = {"open_incidents": [an_incident()] * 3, "other_meanings": True, "refusal": refusal}
    card = form(organisation, what, chosen, **more)
    assert size_of(card) <= BIGGEST
    values = [choice["value"] for choice in field(card)["choices"]]
    assert values[:2] == ["none", chosen]
    assert len(values) > 10


def test_what_is_known_of_the_chosen_one_stands_below_it() -> None:
    assert "Dépannage sur place. Les caisses se dépannent sur place." in said(
        form(application="billetterie")
    )
    known = said(form(application="vpn"))
    assert "Dépannage possible à distance. Le VPN demande un redémarrage" in known
    for nothing in ("none", "gone", "outlook"):
        assert "Dépannage" not in said(form(application=nothing))


def test_whoever_asks_is_told_what_is_known_or_what_to_do() -> None:
    assert "Dépannage possible à distance." in said(form(application="outlook", is_explained=True))
    for nothing in ("none", "gone"):
        told = said(form(application=nothing, is_explained=True))
        assert "Choisissez d'abord une application." in told


def test_a_button_asks_for_it_where_there_is_anything_to_know() -> None:
    assert "En savoir plus" in titles(form())
    assert "En savoir plus" not in titles(form(catalogue(3)))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("vpn", "vpn"),
        ("VPN ", "vpn"),
        ("etat civil", "etatcivil"),
        ("ÉTAT", "etatcivil"),
        ("civil etat", "etatcivil"),
        ("pai", "paie"),
        ("billet", "billetterie"),
    ],
)
def test_a_name_is_found_by_any_of_its_words(words: str, first: str) -> None:
    assert next(iter(applications_named(words, ORGANISATION, texts_in()))) == first


def test_nothing_typed_is_the_beginning_of_the_catalogue() -> None:
    everything = [*ORGANISATION.applications]
    for skip in (0, AT_ONCE, 1_000):
        found = applications_named("", ORGANISATION, texts_in(), skip=skip)
        assert [*found] == everything[skip : skip + AT_ONCE]


@pytest.mark.parametrize("words", ["%", "_", "😀", "' OR 1=1", "x" * 9_999, "{{DATE(1)}}"])
def test_what_is_no_name_finds_nothing(words: str) -> None:
    assert applications_named(words, ORGANISATION, texts_in()) == {}
