"""What the secretary, the chair and the board see."""

from __future__ import annotations

from dataclasses import replace

from cards.boards import board_card
from cards.kit import BIGGEST, Card, size_of
from cards.session_desk import chair_card, desk_card, missing_card
from domain.assembly.session import Session
from tests.cards.assemblies import Assembly
from tests.cards.elements import (
    Node,
    buttons_of,
    nodes,
    said,
)
from tests.support.builders import NOW, ORGANISATION, texts_in

TEXTS = texts_in()
SMALL = Assembly()
BIG = Assembly(voters=60, reports=42, held=12)


def desk(session: Session) -> Card:
    return desk_card(session, ORGANISATION, TEXTS, NOW)


def first(card: Card) -> Node:
    """The button that comes first among those below the card."""
    button: Node = card["actions"][0]
    return button


def test_the_next_natural_gesture_comes_first() -> None:
    following = {
        "Importer l'ordre du jour": SMALL.planned(empty=True),
        "Appeler le rapport": SMALL.opened(),
        "Ouvrir le vote": SMALL.called(),
        "Clore le vote": SMALL.voting()[0],
        "Proclamer": SMALL.closed()[0],
        "Procès-verbal": SMALL.ended(),
    }
    assert {title: first(desk(session))["title"] for title, session in following.items()} == {
        title: title for title in following
    }


def test_a_called_button_names_what_the_card_showed() -> None:
    """The agenda may move on meanwhile: an old button must not call another report."""
    assert first(desk(SMALL.opened()))["data"]["target"] == "r1"
    assert first(desk(SMALL.opened(lot=True)))["data"]["target"] == "l1"


def test_an_amendment_and_an_urgency_are_voted_before_their_report() -> None:
    amended, urgent = SMALL.amended(), SMALL.urgent()
    for session, name in ((amended, "Amendement 1-A1"), (urgent, "Urgence d'ajouter le rapport")):
        assert f"À voter d'abord : {name}" in said(desk(session))
        item = session.items[first(desk(session))["data"]["item"]]
        assert item.parent is not None


def test_the_quorum_is_live_for_the_report_in_hand_with_both_figures() -> None:
    words = said(desk(SMALL.called(aside=True)))
    assert "✓ Quorum atteint : 7, il en faut 5" in words
    assert "Présents : 6. Représentés, comptés : 1. Membres : 8." in words
    assert "Quorum pris sur 8 membres, 8 en exercice." in words


def test_the_secretary_is_warned_when_the_quorum_hangs_on_proxies() -> None:
    session = replace(SMALL, held=4).opened()
    assert "Sans les pouvoirs, le quorum manque" in said(desk(session))


def test_the_desk_says_how_many_have_voted_and_who_is_missing() -> None:
    session, vote = SMALL.voted()
    assert "5 votes reçus sur 7 attendus" in said(desk(session))
    card = missing_card(session, vote, TEXTS)
    assert "2 voix manquent." in said(card)
    assert "Camille Petit vote par pouvoir" in said(card)


def test_what_was_heard_is_confirmed_seat_by_seat() -> None:
    session, vote = SMALL.heard()
    card = missing_card(session, vote, TEXTS)
    confirming = [b["data"] for b in buttons_of(card) if b["data"]["verb"] == "nominal.confirm"]
    assert {data["seat"] for data in confirming} == set(vote.calls)
    assert {data.get("heard", True) for data in confirming} == {True, False}


def test_the_chair_is_asked_for_the_casting_vote_and_nobody_else_is() -> None:
    session, _ = SMALL.closed(tie=True)
    chair = chair_card(session, ORGANISATION, TEXTS, NOW)
    asked = [b for b in buttons_of(chair) if b["data"]["verb"] == "vote.casting"]
    assert {button["title"] for button in asked} == {"Pour", "Contre"}
    assert "vote.casting" not in [b["data"]["verb"] for b in buttons_of(desk(session))]


def test_the_chair_finds_what_to_say() -> None:
    for session, words in (
        (SMALL.called(), "« Rapport 1. »"),
        (SMALL.voting()[0], "Le vote est ouvert"),
        (SMALL.closed()[0], "Rapport 1 : adopté"),
    ):
        card = chair_card(session, ORGANISATION, TEXTS, NOW)
        assert "À dire" in said(card)
        assert words in said(card)


# The board


def test_the_board_counts_what_is_cast_and_never_what_is_chosen() -> None:
    card = board_card(*SMALL.voted(), TEXTS, NOW)
    assert "5 votes reçus sur 7 attendus" in said(card)
    assert "pour" not in said(card).casefold()
    assert buttons_of(card) == []


def test_at_closing_the_board_has_figures_names_chart_and_code() -> None:
    session, vote = SMALL.closed()
    card = board_card(session, vote, TEXTS, NOW)
    assert "Rapport 1 : adopté. 3 pour, 2 contre, 0 abstention, 2 sans réponse." in said(card)
    assert "Pour : Camille Petit, Camille Petit, Camille Petit" in said(card)
    assert session.head.code in said(card)
    assert [node["type"] for node in nodes(card)].count("Chart.Donut") == 1


def test_a_commission_that_sits_in_private_shows_no_names() -> None:
    quiet = replace(SMALL, profile=replace(SMALL.profile, names_on_board=False))
    assert "Camille Petit" not in said(board_card(*quiet.closed(), TEXTS, NOW))


def test_a_big_lot_is_summed_up_on_the_board() -> None:
    card = board_card(*BIG.closed(lot=True), TEXTS, NOW)
    assert size_of(card) < BIGGEST
    assert "autres résultats" in said(card)
