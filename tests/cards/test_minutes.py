"""The minutes, read as a lawyer reads them: is there what L.4132-12 asks, and is it right?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cards.minutes import minutes
from domain.assembly import conduct, plan, proxies
from domain.assembly.ledger import BrokenJournal
from domain.assembly.record import code_of
from tests.support.assembly_story import (
    ANNE,
    BRUNO,
    CHLOE,
    DAVID,
    SEC,
    VOTING,
    Story,
    a_morning,
    whoever,
)
from tests.support.builders import PARIS, texts_in
from tests.support.minutes import (
    Data,
    drawn,
    extracted,
    report,
    texts_of,
    the_story,
)


@pytest.fixture(scope="module")
def data() -> Data:
    return drawn(the_story())


def test_the_date_and_every_hour_of_the_session(data: Data) -> None:
    assert data["date"] == "dimanche 22 novembre 2026"
    assert [step["text"] for step in data["course"]] == [
        "La séance est ouverte le dimanche 22 novembre 2026 à 10 h.",
        "Séance suspendue à 10 h 30 : pause demandée par un groupe",
        "La séance reprend à 10 h 40.",
        "À 12 h 05, Bruno Petit prend la présidence.",
        "La séance est levée à 12 h 15.",
    ]


def test_who_presided_and_who_kept_the_minutes(data: Data) -> None:
    assert data["chair"] == ANNE
    assert texts_of(data["presided"]) == [
        "Anne Le Goff, jusqu'à 12 h 05",
        "Bruno Petit, à partir de 12 h 05",
    ]
    assert data["secretaries"] == ["Inès Caron", "Jean Duval"]


def test_a_secretary_whose_name_nobody_gave_is_left_to_be_completed() -> None:
    told = the_story()
    bare = minutes(told.session, told.entries, texts_in("fr"), PARIS)
    assert bare["secretaries"] == ["(nom à compléter)"] * 2


def test_the_members_present_with_their_hours(data: Data) -> None:
    assert data["members"]["in_office"] == len(VOTING)
    assert texts_of(data["members"]["present"]) == [
        "Anne Le Goff, jusqu'à 12 h 10",
        "Bruno Petit, jusqu'à 10 h 50, puis à partir de 10 h 55",
        "Chloé Martin, à partir de 10 h 45",
        "David Roux",
        "Farid Benali",
        "Gaëlle Nédélec, à partir de 10 h 52",
    ]
    assert texts_of(data["members"]["without_vote"]) == ["Hugo Weber"]


def test_the_members_represented_with_their_hours_and_those_who_were_not_there(data: Data) -> None:
    assert texts_of(data["members"]["represented"]) == [
        "Chloé Martin (pouvoir à Anne Le Goff), jusqu'à 10 h 45"
    ]
    assert data["members"]["excused"] == ["Élise Morel"]
    assert data["members"]["absent"] == []


def test_one_giver_may_have_two_holders_one_after_the_other() -> None:
    told = Story()
    told.enter("09:50", ANNE, BRUNO, DAVID, "Farid Benali")
    hours = {"start": told.when("10:00"), "end": told.when("10:30")}
    told.at("09:51", proxies.give, whoever(CHLOE), CHLOE, ANNE, **hours)
    hours = {"start": told.when("10:30"), "end": told.when("11:00")}
    told.at("09:52", proxies.give, whoever(CHLOE), CHLOE, BRUNO, **hours)
    told.at("10:00", conduct.open_session, SEC)
    told.at("12:00", conduct.close_session, SEC)
    assert texts_of(drawn(told)["members"]["represented"]) == [
        "Chloé Martin (pouvoir à Anne Le Goff), jusqu'à 10 h 30",
        "Chloé Martin (pouvoir à Bruno Petit), de 10 h 30 à 11 h",
    ]


def test_the_quorum_at_the_opening_and_for_each_report(data: Data) -> None:
    counted = "membres présents ou représentés, 4 nécessaires sur 7"
    assert data["quorum"]["text"] == f"À l'ouverture, à 10 h : 5 {counted}"
    assert report(data, "1")["quorum"] == [
        f"Quorum à l'appel, à 10 h 05 : 5 {counted}",
        f"Quorum à l'ouverture du vote, à 10 h 20 : 4 {counted}",
    ]


def test_the_agenda_with_what_was_added_and_why(data: Data) -> None:
    assert [each["number"] for each in data["agenda"]] == ["1", "2", "3", "4", "5", "6"]
    assert data["agenda"][-1]["added"] == (
        "Rapport ajouté en séance. Motif de l'urgence : tempête du 21 novembre"
    )
    assert [each["lot"] for each in data["agenda"]] == [None, 1, 1, 1, None, None]


def test_amendments_and_urgency_are_decided_before_their_report(data: Data) -> None:
    (amendment,), (urgency,) = report(data, "3")["steps"], report(data, "6")["steps"]
    assert amendment["title"] == (
        "Amendement 3-A1 : Ajouter un gymnase (présenté par Farid Benali)"
    )
    assert amendment["result"].startswith("L'amendement est adopté : 2 pour, 1 contre")
    assert report(data, "3")["amended"] == "Le rapport est mis aux voix tel qu'il a été amendé."
    assert urgency["result"].startswith("L'urgence est admise à l'unanimité")
    assert amendment["deliberation"] is urgency["deliberation"] is None


def test_the_incidents_of_the_session_in_their_order(data: Data) -> None:
    assert [said.split(" : ")[0] for said in data["incidents"]] == [
        "10 h 24",
        "Séance suspendue à 10 h 30",
        "Bruno Petit",
        "Vote ouvert à 11 h 01 (Rapport 2",
    ]
    assert "Bruno Petit : hors séance de 10 h 50 à 10 h 55" in data["incidents"]


def test_the_control_codes_are_those_of_the_journal(data: Data) -> None:
    journal = {entry.height: entry for entry in the_story().entries}
    published = [journal[each["height"]] for each in data["codes"]]
    assert {e.kind for e in published} == {"session.opened", "vote.closed", "session.closed"}
    assert [each["code"] for each in data["codes"]] == [code_of(e.hash) for e in published]
    assert len(published) == 2 + sum(e.kind == "vote.closed" for e in journal.values())


def test_no_political_group_stands_in_the_minutes(data: Data) -> None:
    assert "Majorité" not in json.dumps(data, ensure_ascii=False)


def test_a_second_meeting_says_that_it_needs_no_quorum() -> None:
    told = Story()
    told.enter("10:01", ANNE)
    told.at("10:05", plan.call_again, SEC)
    told.day = "2026-11-25"
    told.enter("10:06", ANNE)
    told.at("10:10", conduct.open_session, SEC)
    data = drawn(told)
    assert data["date"] == "mercredi 25 novembre 2026"
    assert "de nouveau pour le mercredi 25 novembre 2026 à 10 h 05" in data["course"][0]["text"]
    assert data["quorum"]["text"].endswith("seconde réunion, aucun quorum n'est exigé")


def test_no_minutes_are_drawn_from_a_journal_that_somebody_touched() -> None:
    told = a_morning()
    told.entries[20] = replace(told.entries[20], at="2026-11-22T09:00:00+00:00")
    with pytest.raises(BrokenJournal):
        drawn(told)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_they_are_plain_data_in_both_languages(locale: str) -> None:
    written = drawn(the_story(), locale)
    assert json.loads(json.dumps(written)) == written
    assert [e["deliberation"] for e in extracted(the_story(), locale)] == [
        f"CP-2026-000{serial}" for serial in (1, 2, 4, 3, 5)
    ]


def test_an_extract_tells_who_sat_when_its_vote_opened() -> None:
    first, *_, last = extracted(the_story())
    assert first["deliberation"] == "CP-2026-0001"
    assert first["members"]["present"] == [ANNE, BRUNO, DAVID, "Farid Benali"]
    assert first["members"]["represented"] == ["Chloé Martin (pouvoir à Anne Le Goff)"]
    assert first["members"]["absent"] == ["Élise Morel", "Gaëlle Nédélec"]
    assert first["vote"]["result"] == first["result"]
    assert CHLOE in last["members"]["present"]
