"""Whose a request is, and what its own organisation calls it, whoever reads."""

from __future__ import annotations

from dataclasses import replace

from cards.incident_staff import staff_card
from cards.incidents import reporter_card
from tests.cards.elements import said
from tests.support.builders import NOW, ORGANISATION, a_person, an_incident, texts_in

METROPOLE, VILLE = ORGANISATION.members


def test_the_card_of_the_team_says_whose_a_request_is_where_there_are_several() -> None:
    incident = an_incident(reporter=a_person("Awa Diallo", organisation=VILLE))
    assert VILLE in said(staff_card(incident, ORGANISATION, texts_in(), NOW))
    alone = replace(ORGANISATION, members=(VILLE,))
    assert VILLE not in said(staff_card(incident, alone, texts_in(), NOW))


def test_a_category_of_one_organisation_is_named_to_the_staff_of_the_other() -> None:
    incident = an_incident(reporter=a_person("Awa", organisation=VILLE), category="ecole")
    for organisation in (ORGANISATION, ORGANISATION.seen_by(METROPOLE)):
        staff = staff_card(incident, organisation, texts_in(), NOW)
        assert "Écoles et cantines" in said(staff)
        own = said(reporter_card(incident, organisation, texts_in(), NOW))
        assert "Quelle école, quelle salle ?" in own
