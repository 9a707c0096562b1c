"""organisation.toml: a good file is taken whole, a mistake is named with its key and its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.organisation import read_organisation
from bot.settings import SettingsMistake
from domain.organisation import Audience, Hindrance, Priority, Retention
from domain.people import Role
from tests.support.world import EXAMPLE_ORGANISATION

EXAMPLE = EXAMPLE_ORGANISATION.read_text(encoding="utf-8")


def test_the_example_is_taken_whole() -> None:
    service = read_organisation(EXAMPLE_ORGANISATION)
    assert service.name == "Métropole et Ville de Rivemont"
    assert service.members == ("Métropole de Rivemont", "Ville de Rivemont")
    assert service.teams["interventions"].roles == {Role.TECHNICIAN}
    assert service.categories["poste"].team == "interventions"
    assert len(service.categories) == EXAMPLE.count("[categories.")
    assert len(service.applications) == EXAMPLE.count("[applications.")
    assert service.priorities[Audience.ME][Hindrance.NO] is Priority.HIGH
    assert service.take_within[Priority.CRITICAL] == timedelta(minutes=15)
    assert "Police municipale" in service.first_services
    assert not service.applications["billetterie"].remote


def test_public_holidays_and_named_days_are_closed() -> None:
    hours = read_organisation(EXAMPLE_ORGANISATION).hours
    assert date(2026, 7, 14) in hours.closed
    assert date(2026, 12, 24) in hours.closed
    assert not hours.is_open(datetime(2026, 7, 14, 9, tzinfo=UTC))
    assert hours.is_open(datetime(2026, 7, 15, 9, tzinfo=UTC))


def test_the_example_keeps_requests_for_as_long_as_its_card_says() -> None:
    service = read_organisation(EXAMPLE_ORGANISATION)
    assert service.retention.incidents == timedelta(days=2 * 365)
    assert "gardées deux ans" in service.contact.data_notice["fr"]
    assert "kept for two years" in service.contact.data_notice["en"]
    assert service.retention.sessions is None


def test_without_a_word_on_retention_only_messages_are_forgotten_after_a_week(
    tmp_path: Path,
) -> None:
    path = tmp_path / "organisation.toml"
    path.write_text(EXAMPLE.partition("[retention]")[0], encoding="utf-8")
    assert read_organisation(path).retention == Retention(messages=timedelta(days=7))


MISTAKES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a key missing": ('name = "Métropole et Ville de Rivemont"\n', "", (", name", "manque")),
    "a section missing": ("[contact]", "[contacts]", ("contact", "manque")),
    "a key misspelt": ("phone =", "telephone =", ("contact.phone", "manque")),
    "a key too many": ("[contact]\n", '[contact]\nfax = "1"\n', ("contact.fax", "n'existe pas")),
    "a text expected": ('phone = "05 00 00 42 42"', "phone = 5", ("contact.phone", "texte")),
    "true or false expected": ("remote = false", 'remote = "a"', ("applications.", "remote")),
    "a time zone": ("Europe/Paris", "Europe/Rivemont", ("timezone", "Europe/Rivemont")),
    "a time zone that climbs": ("Europe/Paris", "../../etc/passwd", ("timezone", "fuseau")),
    "a time zone that is a folder": ('"Europe/Paris"', '"Europe"', ("timezone", "fuseau")),
    "an empty time zone": ('"Europe/Paris"', '""', ("timezone", "fuseau")),
    "no hyphen in a range": ("13:00-17:00", "13:00", ("opening_hours.friday", "13:00")),
    "an hour that is none": ("13:00-17:00", "13:00-25:00", ("opening_hours.friday", "25:00")),
    "a range backwards": ("13:00-17:00", "17:00-13:00", ("opening_hours.friday", "17:00-13:00")),
    "ranges that overlap": ("13:00-17:00", "11:00-17:00", ("opening_hours.friday",)),
    "a range twice": ("13:00-17:00", "08:00-12:00", ("opening_hours.friday",)),
    "a day that is none": ("monday =", "lundi =", ("opening_hours.lundi", "n'existe pas")),
    "a country": ('holidays = "FR"', 'holidays = "ZZ"', ("opening_hours.holidays", "ZZ")),
    "a closed day": ("2026-12-24", "2026-12-32", ("opening_hours.closed",)),
    "a duration without unit": ('"15m"', '"15"', ("take_within.critical", "15")),
    "a duration as a number": ('"15m"', "15", ("take_within.critical", "15")),
    "a negative duration": ('"15m"', '"-15m"', ("take_within.critical", "-15m")),
    "a retention in hours": ('"730d"', '"17520h"', ("retention.incidents", "17520h", "730d")),
    "a retention of nothing": ('"730d"', '"0d"', ("retention.incidents", "0d")),
    "a kind that is not kept": ("[retention]\n", '[retention]\nlogs = "1d"\n', ("retention.logs",)),
    "a duration of days": ('"15m"', '"1d"', ("take_within.critical", "1d")),
    "a priority missing": ('low = "4h"', "", ("take_within", "low")),
    "a priority unknown": ('low = "4h"', 'lowest = "4h"', ("take_within", "lowest")),
    "a cell missing": (', yes = "low" }', " }", ("priorities", "yes")),
    "a cell unknown": ('yes = "low" }', 'yes = "lowest" }', ("priorities", "yes")),
    "a row missing": ('me = { no = "high", hardly = "normal", yes = "low" }', "", ("me.no",)),
    "no hotline": ("hotline = {", "accueil = {", ("teams.hotline", "manque")),
    "a role unknown": ('["technician"]', '["plumber"]', ("teams.interventions.roles",)),
    "a team without roles": ('["technician"]', "[]", ("teams.interventions.roles",)),
    "two teams of one name": ('"Interventions"', '"Assistance"', ("teams.", "Assistance")),
    "a team unknown, of a category": (
        'team = "interventions"',
        'team = "interventoins"',
        ("categories.poste.team", "interventoins"),
    ),
    "a team unknown, of an application": (
        '[applications.vpn]\nname = "VPN"\nteam = "infrastructure"',
        '[applications.vpn]\nname = "VPN"\nteam = "nobody"',
        ("applications.vpn.team", "nobody"),
    ),
    "an organisation twice": (
        '"Ville de Rivemont"]',
        '"Métropole de Rivemont"]',
        ("organisations", "Métropole de Rivemont", "deux fois"),
    ),
    "an organisation without a name": ('"Ville de Rivemont"]', '" "]', ("organisations", "vide")),
    "the rules of an organisation that is none": (
        '[members."Ville de Rivemont"]',
        '[members."Ville de Rivemond"]',
        ("members.Ville de Rivemond", "Métropole de Rivemont, Ville de Rivemont"),
    ),
    "an organisation's own range backwards": (
        'saturday = ["09:00-12:00"]',
        'saturday = ["12:00-09:00"]',
        ("members.Ville de Rivemont.opening_hours.saturday", "finit avant"),
    ),
    "a key that organisations do not have": (
        '[members."Ville de Rivemont"]',
        '[members."Ville de Rivemont"]\ntimezone = "Europe/Paris"',
        ("members.Ville de Rivemont.timezone", "n'existe pas"),
    ),
    "a team unknown, of an organisation's own category": (
        'name = "Écoles et cantines"\nteam = "interventions"',
        'name = "Écoles et cantines"\nteam = "écoles"',
        ("members.Ville de Rivemont.categories.ecole.team", "écoles"),
    ),
    "no organisation": (
        '["Métropole de Rivemont", "Ville de Rivemont"]',
        "[]",
        ("organisations", "au moins"),
    ),
    "not TOML": ("[contact]", "[contact", ("line",)),
    "a key twice": ("[contact]\n", '[contact]\nphone = "1"\n', ("line",)),
}


@pytest.mark.parametrize(("good", "bad", "named"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_key_and_its_reason(
    tmp_path: Path, good: str, bad: str, named: tuple[str, ...]
) -> None:
    assert good in EXAMPLE
    path = tmp_path / "organisation.toml"
    path.write_text(EXAMPLE.replace(good, bad), encoding="utf-8")
    with pytest.raises(SettingsMistake) as caught:
        read_organisation(path)
    assert str(caught.value).startswith(str(path))
    assert [word for word in named if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", "name = 'é'".encode("latin-1")], ids=["empty", "binary", "latin"]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "organisation.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsMistake, match=r"organisation\.toml"):
        read_organisation(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.toml", tmp_path):
        with pytest.raises(SettingsMistake, match=str(path)):
            read_organisation(path)
