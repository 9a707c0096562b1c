"""people.csv: read as a whole or not at all, and each mistake named by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.directory import COLUMNS, read_people
from bot.organisation import read_organisation
from bot.settings import SettingsMistake
from domain.people import DirectoryEntry, Role
from tests.bot.deployments import EXAMPLE_PEOPLE
from tests.support.world import EXAMPLE_ORGANISATION

HEADER = ",".join(COLUMNS)
GOOD = (
    "11111111-0000-4000-8000-00000000000a,Léa Nom,lea@rivemont.example,"
    "Métropole de Rivemont,Culture,agent,,,"
)
OTHER = GOOD.replace("00000a", "00000b")


def read(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> list[DirectoryEntry]:
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return read_people(path, read_organisation(EXAMPLE_ORGANISATION))


def test_the_example_is_taken_whole() -> None:
    people = read_people(EXAMPLE_PEOPLE, read_organisation(EXAMPLE_ORGANISATION))
    assert len(people) == 15
    philippe, jeanne = people[4], people[7]
    assert philippe.roles == {Role.SUPERVISOR, Role.ADMIN}
    assert (jeanne.political_group, jeanne.voting) == ("Rivemont en commun", True)
    assert [person.locale for person in people].count("en") == 1


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER, GOOD, encoding="utf-8-sig")[0].name == "Léa Nom"


def test_roles_are_separated_by_semicolons_with_or_without_blanks(tmp_path: Path) -> None:
    line = GOOD.replace("agent", " hotliner ;supervisor; ")
    assert read(tmp_path, HEADER, line)[0].roles == {Role.HOTLINER, Role.SUPERVISOR}


def test_identifiers_are_the_same_in_capitals_and_braces(tmp_path: Path) -> None:
    number = GOOD.partition(",")[0]
    line = GOOD.replace(number, "{" + number.upper() + "}")
    assert read(tmp_path, HEADER, line)[0].person_id == number


def test_columns_may_come_in_any_order_and_lines_may_be_blank(tmp_path: Path) -> None:
    header = ",".join(reversed(COLUMNS))
    line = ",".join(reversed(GOOD.split(",")))
    assert read(tmp_path, header, "", line, "")[0].name == "Léa Nom"


@pytest.mark.parametrize(("written", "votes"), [("oui", True), ("X", True), ("non", False)])
def test_a_vote_is_a_yes_or_a_no(tmp_path: Path, written: str, votes: bool) -> None:
    assert read(tmp_path, HEADER, GOOD + written)[0].voting is votes


def test_invisible_letters_are_not_kept_in_a_name(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER, GOOD.replace("Léa", "L\u202eéa\u200b"))[0].name == "Léa Nom"


MISTAKES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "not an identifier": (GOOD.partition(",")[0], "lea", ("aad_object_id", "lea")),
    "an address for an identifier": (GOOD.partition(",")[0], "a@b.c", ("aad_object_id", "a@b.c")),
    "no identifier": (GOOD.partition(",")[0], "", ("aad_object_id",)),
    "no name": ("Léa Nom", "  ", ("name", "vide")),
    "organisation unknown": ("Métropole de Rivemont", "Ailleurs", ("organisation", "Ailleurs")),
    "no organisation": ("Métropole de Rivemont", "", ("organisation",)),
    "role unknown": ("agent", "agent;plumber", ("roles", "plumber")),
    "role in capitals": ("agent", "Agent", ("roles", "Agent")),
    "roles with a comma": ("agent", '"agent,hotliner"', ("roles", "agent,hotliner")),
    "language unknown": ("agent,", "agent,de", ("locale", "de")),
    "neither yes nor no": ("agent,,,", "agent,,,perhaps", ("voting", "perhaps")),
    "a value too few": ("agent,,,", "agent,,", ("9 valeurs",)),
    "a value too many": ("agent,,,", "agent,,,,", ("9 valeurs",)),
    "a quotation that never ends": ("Léa Nom", '"Léa Nom', ()),
    "semicolons for commas": (GOOD, GOOD.replace(",", ";"), ("9 valeurs",)),
}


@pytest.mark.parametrize(("good", "bad", "named"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_its_column_and_its_reason(
    tmp_path: Path, good: str, bad: str, named: tuple[str, ...]
) -> None:
    assert good in GOOD
    with pytest.raises(SettingsMistake) as caught:
        read(tmp_path, HEADER, OTHER, GOOD.replace(good, bad, 1))
    assert [
        word for word in ("people.csv", "ligne 3", *named) if word not in str(caught.value)
    ] == []


def test_somebody_who_is_there_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(SettingsMistake, match=r"ligne 4, colonne aad_object_id .* ligne 2"):
        read(tmp_path, HEADER, GOOD, OTHER, "{" + GOOD.replace(",", "},", 1))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_is_missing_is_named(tmp_path: Path, column: str) -> None:
    with pytest.raises(SettingsMistake, match=f"ligne 1 .*{column}"):
        read(tmp_path, HEADER.replace(column, column + "_x"), GOOD)


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsMistake, match=r"people\.csv, ligne 2"):
        read(tmp_path, HEADER, GOOD, encoding="cp1252")


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path: Path) -> None:
    service = read_organisation(EXAMPLE_ORGANISATION)
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(SettingsMistake, match=str(path)):
            read_people(path, service)
