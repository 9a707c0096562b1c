"""Two organisations share the service: each has its own catalogue, hours and first services."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import Refusal
from domain.organisation import Priority
from tests.support.builders import ORGANISATION, a_person, an_incident, paris

METROPOLE, VILLE = ORGANISATION.members
SATURDAY = paris("2026-04-18 09:30")


def test_each_sees_the_common_categories_and_its_own() -> None:
    common = set(ORGANISATION.categories)
    assert set(ORGANISATION.seen_by(METROPOLE).categories) == common
    assert set(ORGANISATION.seen_by(VILLE).categories) == common | {"ecole"}


def test_what_one_sees_can_be_seen_by_the_other_again() -> None:
    seen = ORGANISATION.seen_by(VILLE).seen_by(METROPOLE)
    assert set(seen.categories) == set(ORGANISATION.categories)
    assert not seen.hours.is_open(SATURDAY)


def test_a_category_that_only_the_other_has_is_refused() -> None:
    awa = a_person("Awa Diallo", organisation=VILLE)
    assert an_incident(reporter=awa, category="ecole").team == "interventions"
    with pytest.raises(Refusal) as refused:
        an_incident(category="ecole")
    assert (refused.value.code, refused.value.field) == ("choice.unknown", "category")


def test_a_promise_counts_the_hours_of_the_reporters_own_organisation() -> None:
    awa = a_person("Awa Diallo", organisation=VILLE)
    theirs = an_incident(reporter=awa, at=SATURDAY, hindrance="no")
    ours = an_incident(at=SATURDAY, hindrance="no")
    assert theirs.take_by == paris("2026-04-18 10:00")
    assert ours.take_by == paris("2026-04-20 08:30")


@pytest.mark.parametrize(
    ("organisation", "priority"), [(METROPOLE, Priority.HIGH), (VILLE, Priority.CRITICAL)]
)
def test_each_ranks_its_own_services_first(organisation: str, priority: Priority) -> None:
    clerk = a_person("Lou Martin", service="État civil", organisation=organisation)
    assert an_incident(reporter=clerk, hindrance="no").priority is priority


def test_whoever_the_directory_does_not_name_is_of_the_first() -> None:
    awa = a_person("Awa Diallo", organisation=VILLE)
    assert ORGANISATION.member_of(awa) == VILLE
    awa.leave_directory()
    assert ORGANISATION.member_of(awa) == METROPOLE
    assert an_incident(reporter=awa).organisation == METROPOLE
    elsewhere = a_person("Guy Laurent", organisation="Commune disparue")
    assert ORGANISATION.member_of(elsewhere) == METROPOLE


def test_a_service_of_one_organisation_marks_nobody() -> None:
    assert ORGANISATION.is_shared
    assert not replace(ORGANISATION, members=(METROPOLE,)).is_shared
