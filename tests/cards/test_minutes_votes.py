"""What the minutes tell of votes: results, and the names and the direction of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.assembly import agenda, conduct, nominal, plan, proxies, results, voting
from domain.assembly.plan import Draft
from domain.assembly.profiles import PERMANENT_COMMISSION, PLENARY, Profile
from tests.support.assembly_story import (
    ANNE,
    BRUNO,
    CHLOE,
    DAVID,
    ELISE,
    SEC,
    VOTING,
    Story,
    whoever,
)
from tests.support.minutes import (
    Data,
    drawn,
    report,
    texts_of,
    the_story,
    vote_on,
    voters,
)


@pytest.fixture(scope="module")
def data() -> Data:
    return drawn(the_story())


def test_each_deliberation_has_its_number_its_result_and_its_figures(data: Data) -> None:
    voirie = report(data, "1")
    assert voirie["deliberation"] == "CP-2026-0001"
    assert voirie["result"] == "Le rapport est adopté : 2 pour, 1 contre, 1 abstention."
    assert voirie["figures"]["expressed"] == 3
    assert [r["deliberation"] for r in data["reports"] if r["deliberation"]] == [
        f"CP-2026-000{serial}" for serial in (1, 2, 4, 3, 5)
    ]


def test_the_names_and_the_direction_of_each_public_ballot(data: Data) -> None:
    vote = vote_on(data, "1")
    assert voters(vote, "for") == ["Anne Le Goff", "Bruno Petit"]
    assert voters(vote, "against") == ["Anne Le Goff, par pouvoir de Chloé Martin"]
    assert voters(vote, "abstain") == ["Farid Benali"]


def test_a_ballot_that_was_replaced_is_not_told(data: Data) -> None:
    names = [ballot["name"] for ballot in vote_on(data, "1")["ballots"]]
    assert names.count(BRUNO) == 1


def test_who_stepped_aside_on_what_ground_and_did_not_vote(data: Data) -> None:
    assert texts_of(report(data, "1")["recused"]) == [
        "David Roux ne prend part ni au débat ni au vote (déport : administrateur de la régie)."
    ]
    assert vote_on(data, "1")["aside"] == ["David Roux (déport)"]
    assert DAVID not in [ballot["name"] for ballot in vote_on(data, "1")["ballots"]]


def test_a_proxy_is_not_used_by_a_holder_who_stepped_aside() -> None:
    told = Story()
    told.at("09:00", plan.add_reports, SEC, [Draft("1", "Régie")])
    told.at("09:10", proxies.give, whoever(CHLOE), CHLOE, ANNE)
    told.enter("09:50", ANNE, BRUNO, DAVID, "Farid Benali", "Gaëlle Nédélec")
    told.at("10:00", conduct.open_session, SEC)
    told.at("10:01", agenda.step_aside, whoever(ANNE), ANNE, "r1", "présidente de la régie")
    told.at("10:02", agenda.call, SEC, ["r1"])
    told.decide("10:03", "10:05", "r1", for_=BRUNO)
    assert vote_on(drawn(told), "1")["aside"] == [
        "Anne Le Goff (déport)",
        "Chloé Martin (pouvoir non exercé : Anne Le Goff ne prend pas part au vote)",
    ]


def test_the_casting_vote_and_whose_it_was(data: Data) -> None:
    assert report(data, "3")["casting"] == (
        "Partage égal des voix. Anne Le Goff, qui préside, a voté « Pour » : sa voix est "
        "prépondérante."
    )
    assert report(data, "3")["figures"]["for"] == report(data, "3")["figures"]["against"] == 2


def test_a_request_for_a_secret_ballot_sends_the_report_to_a_meeting_in_person(data: Data) -> None:
    assert data["secret_ballots"] == [
        (
            "Rapport 5 : Désignation. Renvoyé à 11 h 40 à une réunion en présence, une demande de "
            "vote au scrutin secret ayant été admise : demande du tiers"
        )
    ]
    assert report(data, "5")["deliberation"] is None


def test_an_annulled_vote_has_its_reason_and_nobodys_choice(data: Data) -> None:
    assert texts_of(data["annulled"]) == [
        (
            "Vote ouvert à 11 h 01 (Rapport 2 : Lycée Nord ; Rapport 4 : Lycée Est), annulé à "
            "11 h 03 : un écran ne répondait plus"
        )
    ]
    assert {vote["vote_id"] for vote in data["votes"]}.isdisjoint({"v2"})


def test_answers_given_aloud_say_who_entered_and_who_confirmed_them(data: Data) -> None:
    vote = vote_on(data, "1")
    assert vote["mode"] == (
        "Vote public électronique, et par appel nominal pour une partie des membres"
    )
    assert vote["spoken"] == [
        (
            "10 h 24 : appel nominal (Farid Benali), réponse notée par Inès Caron, confirmée par "
            "Jean Duval"
        )
    ]


def test_a_lot_with_what_left_it_and_why(data: Data) -> None:
    (lot,) = data["lots"]
    assert lot["title"] == "Lot 1 : Lycées"
    assert lot["reports"] == ["2", "3", "4"]
    assert texts_of(lot["left"]) == [
        "10 h 58 : le rapport 3 quitte le lot : Farid Benali l'a demandé"
    ]


def test_nothing_of_a_vote_is_told_before_it_is_proclaimed() -> None:
    told = Story()
    told.at("09:00", plan.add_reports, SEC, [Draft("1", "Voirie")])
    told.enter("09:50", *VOTING)
    told.at("10:00", conduct.open_session, SEC)
    told.at("10:05", agenda.call, SEC, ["r1"])
    told.at("10:06", voting.open_vote, SEC, ["r1"])
    told.cast("10:07", ANNE, "against")
    assert drawn(told)["votes"] == []
    told.at("10:08", voting.close, SEC, "v1")
    assert drawn(told)["votes"] == []
    assert drawn(told)["reports"][0]["result"] is None


def test_a_show_of_hands_in_a_meeting_in_person() -> None:
    told = Story(PLENARY, remote=False)
    told.at("09:00", plan.add_reports, SEC, [Draft("1", "Budget", nature="budget")])
    told.enter("09:50", *VOTING)
    told.at("10:00", conduct.open_session, SEC)
    told.at("10:05", agenda.call, SEC, ["r1"])
    told.at("10:06", voting.open_vote, SEC, ["r1"])
    told.at("10:07", nominal.show_hands, SEC, "v1", "for", {DAVID: "against"})
    told.finish("10:08")
    data = drawn(told)
    assert data["held"] == "La séance se tient en présence de ses membres."
    assert data["votes"][0]["mode"] == "Vote public à main levée"
    assert voters(data["votes"][0], "against") == [DAVID]
    assert "7 membres présents, 4 nécessaires sur 7" in data["quorum"]["text"]


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (PERMANENT_COMMISSION, "donne sa voix prépondérante : « Pour »"),
        (replace(PERMANENT_COMMISSION, vice_chair_casts=False), "n'a pas voix prépondérante"),
    ],
    ids=["it has", "it has not"],
)
def test_a_tie_under_a_vice_president(profile: Profile, said: str) -> None:
    told = Story(profile)
    told.at("09:00", plan.add_reports, SEC, [Draft("1", "Voirie")])
    told.enter("09:50", *VOTING)
    told.at("10:00", conduct.open_session, SEC)
    told.at("10:01", conduct.take_chair, SEC, BRUNO)
    told.at("10:05", agenda.call, SEC, ["r1"])
    told.at("10:06", voting.open_vote, SEC, ["r1"])
    told.cast("10:07", ANNE, "for")
    told.cast("10:07", DAVID, "against")
    told.at("10:08", voting.close, SEC, "v1")
    if profile.vice_chair_casts:
        told.at("10:09", results.give_casting_vote, whoever(BRUNO), "v1", "r1", "for")
    told.proclaim("10:10", "v1")
    assert said in drawn(told)["reports"][0]["casting"]


def test_french_elides_before_a_name_that_begins_with_a_vowel() -> None:
    told = Story()
    told.at("09:00", plan.add_reports, SEC, [Draft("1", "Voirie")])
    told.at("09:10", proxies.give, whoever(ELISE), ELISE, ANNE)
    told.enter("09:50", ANNE, BRUNO, DAVID, "Farid Benali")
    told.at("10:00", conduct.open_session, SEC)
    told.at("10:05", agenda.call, SEC, ["r1"])
    told.at("10:06", voting.open_vote, SEC, ["r1"])
    told.cast("10:07", ANNE, "for", seat=ELISE)
    told.finish("10:08")
    assert voters(vote_on(drawn(told), "1"), "for") == ["Anne Le Goff, par pouvoir d'Élise Morel"]
