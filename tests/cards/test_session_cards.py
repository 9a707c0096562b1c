"""What a member sees of a session, and what its forms give back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.home import home_card
from cards.kit import Card, Surface
from cards.refusals import refusal_line
from cards.session_actions import GiveProxy, StepAside
from cards.session_forms import proxy_form, recusal_form
from cards.sessions import member_card, more_card
from cards.votes import vote_card
from domain.assembly import presence, voting
from domain.assembly.session import ItemState, Session
from domain.assembly.votes import Choice, Vote
from domain.errors import Refusal
from tests.cards.assemblies import Assembly, person, seat
from tests.cards.elements import (
    Node,
    inputs_of,
    marked_up,
    runs,
    said,
    titles,
)
from tests.support.builders import NOW, ORGANISATION, texts_in

TEXTS = texts_in()
SMALL = Assembly()
LATER = NOW + timedelta(minutes=22)


def member(session: Session, who: str) -> Card:
    return member_card(session, who, ORGANISATION, TEXTS, NOW)


def mine(session: Session, vote: Vote, who: str) -> Card:
    return vote_card(session, vote, who, TEXTS, NOW)


def cast(
    session: Session, vote: Vote, who: str, choice: Choice, *, by: str = "", at: object = NOW
) -> None:
    choices = vote.same_everywhere(who, choice)
    seen = vote.version(who)
    voting.cast(session, by or who, vote.vote_id, who, choices, at, seen=seen)  # type: ignore[arg-type]


def first(card: Card) -> Node:
    """The button that comes first among those below the card."""
    button: Node = card["actions"][0]
    return button


def test_before_the_session_the_card_recalls_the_convocation_and_asks() -> None:
    card = member(SMALL.planned(), seat(4))
    assert "sans la remplacer" in said(card)
    assert "Prévue demain à 10 h 20" in said(card)
    assert {"Je serai là", "Je ne serai pas là", "Donner pouvoir"} <= set(titles(card))
    assert "J'entre en séance" not in titles(card), "it is for tomorrow"


def test_on_the_day_a_member_enters_with_one_click() -> None:
    session = SMALL.planned()
    card = member_card(session, seat(4), ORGANISATION, TEXTS, NOW + timedelta(hours=23))
    assert first(card)["title"] == "J'entre en séance"


def test_the_card_says_the_one_thing_to_do_now() -> None:
    session, vote = SMALL.voting()
    assert "Votez : la carte VOTRE VOTE vous attend." in said(member(session, seat(4)))
    assert "2 voix à donner" in said(member(session, SMALL.holder))
    cast(session, vote, seat(4), Choice.FOR)
    assert "✓ Vous avez voté." in said(member(session, seat(4)))
    assert "Rien à faire pour l'instant" in said(member(SMALL.opened(), seat(4)))


def test_the_card_shows_presence_proxies_and_votes_in_a_line_each() -> None:
    session, _ = SMALL.proclaimed()
    words = said(member(session, SMALL.holder))
    assert "Vous êtes en séance depuis 10 h 20." in words
    assert "Vous votez aussi, par pouvoir, pour : Camille Petit." in words
    assert "Rapport 1 : POUR (adopté) · pouvoir de Camille Petit : pas de vote" in words


def test_a_giver_who_comes_sees_that_the_proxy_is_suspended_and_restores_it_by_a_click() -> None:
    session = SMALL.opened()
    giver = SMALL.givers[0]
    presence.enter(session, person(giver), NOW)
    assert "est suspendu depuis votre entrée" in said(member(session, giver))
    presence.leave(session, person(giver), NOW)
    more = more_card(session, giver, ORGANISATION, TEXTS, NOW)
    assert "Rétablir mon pouvoir" in titles(more)


def test_more_offers_each_lot_that_is_not_voted_yet() -> None:
    waiting = more_card(SMALL.announced(), seat(1), ORGANISATION, TEXTS, NOW)
    assert {"Voter à part", "Position du groupe"} <= set(titles(waiting))
    session, _ = SMALL.voting(lot=True)
    assert "Voter à part" not in titles(more_card(session, seat(1), ORGANISATION, TEXTS, NOW))


def test_every_card_of_a_member_leads_to_somebody() -> None:
    for card in (member(SMALL.opened(), seat(4)), mine(*SMALL.voting(), seat(4))):
        assert "Parler à quelqu'un" in titles(card)


def test_a_form_gives_back_what_was_typed_and_says_above_what_no_field_can() -> None:
    session = SMALL.opened()
    stepping = StepAside(session_id="s", form_id="f", item="r2", ground="Je préside")
    refusal = Refusal("recusal.too_late", number="2", article="L.1111-6")
    card = recusal_form(session, stepping, TEXTS, Surface.CHAT, refusal)
    assert [field["value"] for field in inputs_of(card)] == ["r2", "Je préside"]
    assert "L.1111-6" in marked_up(card)[1].replace("\\", "")
    assert "ground" not in card["actions"][0]["data"], "what is typed travels once"


def test_a_proxy_goes_only_to_those_who_may_hold_one() -> None:
    session = SMALL.opened()
    giving = GiveProxy(session_id="s", form_id="f")
    card = proxy_form(session, seat(4), giving, TEXTS, Surface.DIALOG, NOW)
    offered = {choice["value"] for choice in inputs_of(card)[0]["choices"]}
    here = {member.person_id for member in session.voters if session.is_present(member.person_id)}
    assert offered == here - {seat(4)}
    one_each = replace(SMALL, profile=replace(SMALL.profile, proxies_held=1)).opened()
    card = proxy_form(one_each, seat(4), giving, TEXTS, Surface.DIALOG, NOW)
    assert SMALL.holder not in {choice["value"] for choice in inputs_of(card)[0]["choices"]}


def test_a_refusal_says_the_hour_the_stage_and_the_line() -> None:
    assert "depuis 10 h 42" in refusal_line(Refusal("vote.closed", at=LATER), TEXTS)
    stage = Refusal("report.state", number="17", state=ItemState.VOTE_OPEN)
    assert "en cours de vote" in refusal_line(stage, TEXTS)
    doubled = Refusal("report.doubled", "csv", number="17", line=12)
    assert refusal_line(doubled, TEXTS).startswith("Ligne 12 : Le numéro 17")


def test_a_refusal_quotes_no_more_than_a_line_of_what_was_written() -> None:
    unknown = Refusal("report.nature", "csv", nature="x" * 9_000, line=3)
    assert len(refusal_line(unknown, TEXTS)) < 400


@pytest.mark.parametrize(
    ("can_plan", "has_session", "offered"),
    [
        (False, False, set()),
        (False, True, {"Ma séance"}),
        (True, True, {"Ma séance", "Nouvelle séance"}),
    ],
)
def test_home_has_the_buttons_of_sessions_for_those_they_concern(
    can_plan: bool, has_session: bool, offered: set[str]
) -> None:
    somebody = person(seat(1))
    card = home_card(somebody, ORGANISATION, TEXTS, can_plan=can_plan, has_session=has_session)
    assert set(titles(card)) & {"Ma séance", "Nouvelle séance"} == offered


def test_the_title_of_a_report_stands_whole_on_the_card_of_its_vote() -> None:
    title = "Rénovation énergétique des lycées : " + "x" * 200
    card = mine(*replace(SMALL, words=title).voting(), seat(4))
    assert title in runs(card)
