"""Who may do what, and for how long Teams' word is believed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import DirectoryEntry, Person, Role
from tests.support.builders import NOW


def an_entry(*roles: Role, locale: str | None = None) -> DirectoryEntry:
    return DirectoryEntry(
        person_id="nadia",
        name="Nadia Benali",
        email="nadia@rivemont.example",
        organisation="Ville de Rivemont",
        service="Service informatique",
        roles=frozenset(roles),
        locale=locale,
        political_group="Rivemont en commun",
        voting=True,
    )


def nadia(*roles: Role, locale: str | None = None) -> Person:
    person = Person(person_id="nadia", name="nadia")
    person.update_from(an_entry(*roles, locale=locale))
    return person


def test_whoever_is_met_in_teams_is_a_plain_agent() -> None:
    assert Person(person_id="p", name="Paul").roles == {Role.AGENT}


def test_a_guest_may_do_nothing() -> None:
    assert Person(person_id="p", name="Paul", guest=True).roles == frozenset()


def test_a_guest_whom_the_directory_names_is_no_guest() -> None:
    person = Person(person_id="nadia", name="Nadia", guest=True)
    person.update_from(an_entry(Role.HOTLINER))
    assert person.roles == {Role.AGENT, Role.HOTLINER}


def test_whoever_has_a_role_is_an_agent_too() -> None:
    assert nadia(Role.ELECTED).roles == {Role.AGENT, Role.ELECTED}


def test_whoever_leaves_the_directory_loses_roles_group_and_vote() -> None:
    person = nadia(Role.HOTLINER, Role.SUPERVISOR)
    person.leave_directory()
    assert person.roles == {Role.AGENT}
    assert (person.political_group, person.voting, person.listed) == (None, False, False)
    assert person.name == "Nadia Benali"


def test_a_guest_who_leaves_the_directory_is_a_guest_again() -> None:
    person = nadia(Role.HOTLINER)
    person.guest = True
    person.leave_directory()
    assert person.roles == frozenset()


def test_the_directory_replaces_what_was_known() -> None:
    person = nadia(Role.SUPERVISOR, locale="fr")
    person.update_from(an_entry(Role.HOTLINER, locale="en"))
    assert person.roles == {Role.AGENT, Role.HOTLINER}
    assert person.locale == "en"


def test_the_directory_never_undoes_the_language_that_was_chosen() -> None:
    person = nadia(locale="fr")
    person.choose_language("en")
    person.update_from(an_entry(locale="fr"))
    person.leave_directory()
    assert person.chosen_locale == "en"


@pytest.mark.parametrize(
    ("seen", "asks"),
    [(None, True), (timedelta(), False), (timedelta(hours=24), False), (timedelta(hours=25), True)],
)
def test_teams_is_asked_about_a_stranger_once_a_day(seen: timedelta | None, asks: bool) -> None:
    person = Person(person_id="p", name="Paul", seen_at=None if seen is None else NOW - seen)
    assert person.needs_introduction(NOW) is asks


def test_nobody_asks_about_those_whom_the_directory_names() -> None:
    assert not nadia().needs_introduction(NOW)


def test_whoever_left_the_directory_is_asked_about() -> None:
    person = nadia()
    person.leave_directory()
    assert person.needs_introduction(NOW)
