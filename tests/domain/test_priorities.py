"""How urgent an incident is, and who deals with it by when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.durations import parse_duration
from domain.errors import Refusal
from domain.organisation import Audience, Hindrance, Priority
from domain.people import Role
from tests.support.builders import ORGANISATION, a_person, an_incident, paris

MATRIX = {
    ("me", "no"): "high",
    ("me", "hardly"): "normal",
    ("me", "yes"): "low",
    ("service", "no"): "high",
    ("service", "hardly"): "normal",
    ("service", "yes"): "low",
    ("several_services", "no"): "critical",
    ("several_services", "hardly"): "high",
    ("several_services", "yes"): "normal",
    ("public", "no"): "critical",
    ("public", "hardly"): "critical",
    ("public", "yes"): "high",
}
ONE_STEP_UP = {"critical": "critical", "high": "critical", "normal": "high", "low": "normal"}


def test_the_matrix_has_an_answer_for_every_case() -> None:
    assert set(MATRIX) == {(a.value, h.value) for a in Audience for h in Hindrance}


@pytest.mark.parametrize(("audience", "hindrance"), MATRIX)
def test_the_priority_is_read_in_the_matrix(audience: str, hindrance: str) -> None:
    incident = an_incident(audience=audience, hindrance=hindrance)
    assert incident.priority == MATRIX[audience, hindrance]


@pytest.mark.parametrize(("audience", "hindrance"), MATRIX)
def test_a_service_ranked_first_is_one_step_up_and_critical_stays_critical(
    audience: str, hindrance: str
) -> None:
    awa = a_person("Awa Diallo", Role.AGENT, service="Police municipale")
    incident = an_incident(reporter=awa, audience=audience, hindrance=hindrance)
    assert incident.priority == ONE_STEP_UP[MATRIX[audience, hindrance]]


@pytest.mark.parametrize(
    ("priority", "due"),
    [
        (Priority.CRITICAL, "2026-04-14 10:35"),
        (Priority.HIGH, "2026-04-14 10:50"),
        (Priority.NORMAL, "2026-04-14 13:20"),
        (Priority.LOW, "2026-04-14 15:20"),
    ],
)
def test_the_more_urgent_the_sooner_somebody_takes_it(priority: Priority, due: str) -> None:
    assert ORGANISATION.take_by(priority, paris("2026-04-14 10:20")) == paris(due)


@pytest.mark.parametrize(
    ("category", "team"),
    [("poste", "interventions"), ("carte", "sig"), ("none", "hotline"), ("gone", "hotline")],
)
def test_a_category_names_its_team_and_the_hotline_answers_for_the_rest(
    category: str, team: str
) -> None:
    assert ORGANISATION.team_of(category) == team


def test_the_year_of_a_number_is_the_one_on_the_wall() -> None:
    assert ORGANISATION.year_of(paris("2027-01-01 00:30")) == 2027
    assert ORGANISATION.year_of(paris("2026-12-31 23:30")) == 2026


def test_only_the_staff_of_a_team_may_handle_what_is_its_own() -> None:
    technician = a_person("Thomas Le Goff", Role.TECHNICIAN)
    assert ORGANISATION.may_handle(technician, {"interventions"})
    assert ORGANISATION.may_handle(technician, {"hotline", "interventions"})
    assert not ORGANISATION.may_handle(technician, {"hotline"})
    assert not ORGANISATION.may_handle(technician, {"a team that is gone"})
    assert not ORGANISATION.may_handle(a_person(), {"interventions"})


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("what", {"what": " \n "}),
        ("category", {"category": "gone"}),
        ("application", {"application": "gone"}),
        ("audience", {"audience": "everybody"}),
        ("can_work", {"hindrance": "perhaps"}),
    ],
)
def test_a_form_that_says_nothing_known_is_refused_at_the_field(
    field: str, form: dict[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        an_incident(**form)
    assert refused.value.field == field
    assert refused.value.code == ("text.missing" if field == "what" else "choice.unknown")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("0m", timedelta()),
    ],
)
def test_a_duration_is_a_number_and_its_unit(written: str, meant: timedelta) -> None:
    assert parse_duration(written) == meant


@pytest.mark.parametrize(
    "written", ["", "15", "m", "-5m", "1.5h", "15 m", "2H", "15m ", "1d", "9999999h", 15, None]
)
def test_anything_else_is_no_duration_and_the_mistake_is_quoted(written: object) -> None:
    with pytest.raises(ValueError, match="n'est pas une durée") as mistake:
        parse_duration(written)
    assert f"« {written} »" in str(mistake.value)
