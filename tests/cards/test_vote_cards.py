"""What a member sees of a vote, and of a lot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.kit import BIGGEST, Card, Surface, size_of
from cards.session_actions import CastCaseByCase
from cards.sessions import member_card
from cards.vote_forms import CASES_A_PAGE, case_form
from cards.votes import vote_card
from domain.assembly import lots, presence, proxies, voting
from domain.assembly.session import Session
from domain.assembly.votes import Choice, Vote
from tests.cards.assemblies import SEC, Assembly, person, seat
from tests.cards.elements import (
    buttons_of,
    inputs_of,
    rows_of,
    said,
    titles,
)
from tests.support.builders import NOW, ORGANISATION, texts_in

TEXTS = texts_in()
SMALL = Assembly()
BIG = Assembly(voters=60, reports=42, held=12)
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


def test_a_member_finds_three_choices_in_one_row_and_the_fourth_below() -> None:
    card = mine(*SMALL.voting(), seat(4))
    rows = [[button["title"] for button in row] for row in rows_of(card)]
    assert ["Pour", "Contre", "Abstention"] in rows
    assert ["Ne pas prendre part"] in rows
    assert "VOTRE VOTE" in said(card)
    assert "Vote public : votre nom et votre choix figureront au procès-verbal." in said(card)


def test_no_choice_is_offered_more_loudly_than_another() -> None:
    card = mine(*SMALL.voting(), seat(4))
    assert {button.get("style") for button in buttons_of(card)} == {None}


def test_the_card_is_a_receipt_with_the_hour_and_may_be_changed() -> None:
    session, vote = SMALL.voting()
    cast(session, vote, seat(4), Choice.FOR, at=LATER)
    card = mine(session, vote, seat(4))
    assert "✓ Vous avez voté POUR à 10 h 42. Modifiable jusqu'à la clôture." in said(card)
    assert {"Pour", "Contre", "Abstention"} <= set(titles(card))


def test_a_button_carries_the_version_that_it_saw() -> None:
    session, vote = SMALL.voting()
    before = [b["data"].get("seen", 0) for b in buttons_of(mine(session, vote, seat(4)))]
    cast(session, vote, seat(4), Choice.FOR)
    after = [
        b["data"]["seen"]
        for b in buttons_of(mine(session, vote, seat(4)))
        if b["data"]["verb"] == "vote.cast"
    ]
    assert (set(before), set(after)) == ({0}, {1})


def test_whoever_holds_a_proxy_votes_for_that_seat_apart() -> None:
    session, vote = SMALL.voting()
    card = mine(session, vote, SMALL.holder)
    assert "POUVOIR DE CAMILLE PETIT" in said(card)
    pressed = [button for button in buttons_of(card) if button["type"] == "Action.Execute"]
    seats = [button["data"].get("seat") for button in pressed]
    assert seats.count(SMALL.holder) == seats.count(SMALL.givers[0]) == 4


def test_the_preceding_choice_is_named_beside_its_button() -> None:
    session, vote = SMALL.again()
    card = mine(session, vote, SMALL.holder)
    same = next(button for button in buttons_of(card) if button["title"] == "Même vote")
    assert same["data"]["choice"] == "for"
    assert "Même vote : POUR, comme la fois précédente." in said(card)


def test_a_seat_that_has_never_voted_has_no_same_vote() -> None:
    assert "Même vote" not in titles(mine(*SMALL.voting(), seat(4)))


def test_a_closed_vote_has_no_buttons_and_says_what_was_recorded() -> None:
    card = mine(*SMALL.closed(), SMALL.holder)
    assert buttons_of(card) == []
    assert "✓ Vous avez voté POUR à 10 h 20. C'est définitif." in said(card)
    assert "Aucun vote enregistré." in said(card), "the proxy was not used"


def test_a_result_is_said_to_members_only_once_it_is_proclaimed() -> None:
    assert "adopté" not in said(mine(*SMALL.closed(), seat(4)))
    assert "Rapport 1 : adopté. 3 pour, 2 contre" in said(mine(*SMALL.proclaimed(), seat(4)))


def test_an_annulled_vote_says_so_and_counts_for_nothing() -> None:
    card = mine(*SMALL.annulled(), seat(4))
    assert "Vote annulé à 10 h 20 : il ne compte pas." in said(card)
    assert buttons_of(card) == []


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (seat(3), "Déport déclaré sur ce rapport"),
        (SMALL.givers[0], "Camille Petit vote pour vous, par pouvoir."),
        (SMALL.voiceless, "sans voix délibérative"),
        ("nobody", "Vous n'êtes pas membre"),
    ],
)
def test_whoever_has_no_ballot_sees_why(who: str, why: str) -> None:
    session, vote = SMALL.voting()
    assert why in said(mine(session, vote, who))
    assert why in said(member(session, who))


def test_whoever_comes_after_the_opening_votes_at_the_next() -> None:
    session = replace(SMALL, held=2).called()
    proxies.end(session, SEC, seat(7), NOW)
    vote = voting.open_vote(session, SEC, ["r1"], NOW)
    assert "Vous n'étiez pas en séance à l'ouverture" in said(member(session, seat(7)))
    presence.enter(session, person(seat(7)), NOW)
    assert "vous voterez au prochain" in said(mine(session, vote, seat(7)))


def test_an_answer_read_aloud_is_said_to_wait_then_to_be_recorded() -> None:
    session, vote = SMALL.heard()
    who = next(iter(vote.calls))
    assert "attend d'être confirmé" in said(mine(session, vote, who))


# Lots


def test_a_lot_is_voted_in_one_gesture_as_announced_or_case_by_case() -> None:
    card = mine(*Assembly(reports=42).voting(lot=True), seat(1))
    assert "Lot 1 · 42 rapports" in said(card)
    assert "Votre groupe annonce : Pour ; Contre sur le 1 ; Abstention sur le 2." in said(card)
    rows = [[button["title"] for button in row] for row in rows_of(card)]
    assert ["Pour sur tout", "Contre sur tout", "Abstention sur tout"] in rows
    assert ["Comme annoncé", "Au cas par cas"] in rows


def test_as_announced_carries_the_version_of_the_position() -> None:
    session, vote = SMALL.voting(lot=True)
    lots.announce(session, person(seat(1)), "l1", Choice.AGAINST, {}, NOW)
    card = mine(session, vote, seat(1))
    announced = next(b for b in buttons_of(card) if b["title"] == "Comme annoncé")
    assert announced["data"]["position"] == 2


def test_a_group_that_announced_nothing_has_nothing_to_follow() -> None:
    assert "Comme annoncé" not in titles(mine(*SMALL.voting(lot=True), seat(2)))


def test_a_receipt_of_a_lot_counts_the_most_frequent_and_numbers_the_others() -> None:
    session, vote = Assembly(reports=6).voted(lot=True)
    receipt = "✓ Vous avez voté POUR sur 4 rapports, ABSTENTION sur les 1 et 2 à 10 h 20."
    assert receipt in said(mine(session, vote, SMALL.holder))


def test_a_lot_says_on_which_reports_somebody_stepped_aside() -> None:
    assert "Déport, pas de vote sur : 1" in said(mine(*SMALL.voting(lot=True), seat(3)))


@pytest.mark.parametrize(("page", "fields"), [(0, 12), (3, 6), (9, 6)])
def test_case_by_case_shows_twelve_a_page_and_fills_in_only_ballots(page: int, fields: int) -> None:
    """What a group announced is not in the fields: a default sent unread would be a vote."""
    session, vote = BIG.voting(lot=True)
    action = CastCaseByCase(
        session_id=session.session_id, form_id="f", vote_id="v1", seat=seat(1), seen=0, page=page
    )
    card = case_form(session, vote, seat(1), action, TEXTS, Surface.DIALOG)
    chosen = [field.get("value") for field in inputs_of(card)]
    assert chosen == [None] * fields
    assert fields <= CASES_A_PAGE
    cast(session, vote, seat(1), Choice.AGAINST)
    card = case_form(session, vote, seat(1), action, TEXTS, Surface.DIALOG)
    assert {field["value"] for field in inputs_of(card)} == {"against"}


@pytest.mark.parametrize("lot", [False, True])
def test_twelve_proxies_and_many_reports_fit_a_card(lot: bool) -> None:
    session, vote = BIG.voting(lot=lot)
    seen: set[str] = set()
    for _ in range(12):
        card = mine(session, vote, BIG.holder)
        assert size_of(card) < BIGGEST
        offered = {b["data"]["seat"] for b in buttons_of(card) if "choice" in b["data"]}
        for each in offered & set(vote.missing):
            cast(session, vote, each, Choice.FOR, by=BIG.holder)
        seen |= offered
    assert seen == set(vote.seats_of(BIG.holder)), "every proxy had its turn"
