"""What becomes of a person's data: handed out, erased, forgotten in time."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, cast, or_, select

from bot.clock import real_now
from simulator import Person
from storage.tables import incidents, metadata
from storage.unit_of_work import UnitOfWork
from tests.support import commands
from tests.support.commands import Said
from tests.support.world import World

NOBODY = "99999999-0000-4000-8000-000000000099"


async def told(world: World, *arguments: str) -> Said:
    """A command on the world's database, while its bot runs."""
    return await commands.told(world.settings.database_url, *arguments)


async def reports(camille: Person, world: World, what: str) -> None:
    await camille.says(what)
    form = await world.newest(camille, words=what, button="Envoyer")
    await camille.presses(form, "Envoyer", {"Pouvez-vous travailler ?": "Non"})
    await world.newest(camille, words="Transmis à l'assistance")


async def solves(thomas: Person, world: World, what: str, solution: str) -> None:
    channel = world.channels["interventions"]
    staff = await world.newest(thomas, channel, words=what)
    await thomas.presses(staff, "Marquer résolu")
    await thomas.submits_dialog("Envoyer", {"Qu'avez-vous fait ?": solution})
    await world.newest(world.camille, words="est résolue")


async def exported(world: World, person: Person, folder: Path) -> dict[str, Any]:
    end = await told(world, "people", "export", person.aad_object_id, "--to", str(folder))
    assert end.refusal == ""
    path = folder / f"{person.aad_object_id}.donnees.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


async def nothing_is_owed(world: World) -> None:
    async with asyncio.timeout(10):
        while (await world.look(lambda unit: unit.lanes.backlog(real_now()))).owed:
            await asyncio.sleep(0.1)


def anywhere(unit: UnitOfWork, word: str) -> list[str]:
    """The tables in which this word stands, but for the directory, in whatever column."""
    return [
        table.name
        for table in metadata.sorted_tables
        if unit.session.execute(
            select(1)
            .select_from(table)
            .where(or_(*(cast(column, Text).contains(word) for column in table.columns)))
            .limit(1)
        ).first()
    ]


async def test_what_is_kept_about_a_person_is_handed_out_whole(
    world: World, tmp_path: Path
) -> None:
    await reports(world.camille, world, "Mon écran reste noir")
    await solves(world.thomas, world, "Mon écran reste noir", "Écran remplacé")
    data = await exported(world, world.camille, tmp_path)
    (request,) = data["demandes"]
    assert request["ce qui se passe"] == "Mon écran reste noir"
    assert (request["état"], request["priorité"]) == ("résolue", "haute")
    assert request["catégorie"] == "Ordinateur, écran, clavier"
    assert [line["texte"] for line in request["suite"] if "texte" in line] == ["Écran remplacé"]
    assert data["annuaire"][0]["nom"] == "Camille Petit"
    assert data["conversations avec Permanence"]
    assert any("Mon écran reste noir" in m["contenu"] for m in data["réponses à ses gestes"])

    his = await exported(world, world.thomas, tmp_path)
    assert his["demandes"] == []
    (elsewhere,) = his["demandes d'autres personnes"]
    assert elsewhere["prise en charge"]
    assert "Écran remplacé" in [line.get("texte") for line in elsewhere["a écrit"]]
    assert "Mon écran reste noir" not in json.dumps(his["demandes d'autres personnes"])


@pytest.mark.parametrize("command", ["export", "erase"])
async def test_an_id_that_is_none_is_refused_in_a_sentence(database_url: str, command: str) -> None:
    end = await commands.told(database_url, "people", command, "camille")
    assert "« camille » n'est pas un identifiant Entra" in end.refusal


async def test_nothing_is_kept_about_somebody_unknown(database_url: str, tmp_path: Path) -> None:
    end = await commands.told(database_url, "people", "export", NOBODY, "--to", str(tmp_path))
    assert f"Rien n'est gardé sur {NOBODY}" in end.refusal
    assert list(tmp_path.glob("*.json")) == []
    end = await commands.told(database_url, "people", "erase", NOBODY)
    assert end.refusal == ""
    assert "Il n'y a rien à effacer" in end.output


async def test_an_erased_person_is_nowhere_and_their_requests_still_count(world: World) -> None:
    camille, thomas, channel = world.camille, world.thomas, world.channels["interventions"]
    await reports(camille, world, "Mon écran reste noir")
    await reports(camille, world, "Mon clavier colle")
    refused = await told(world, "people", "erase", camille.aad_object_id)
    assert "Rien n'a été effacé" in refused.refusal
    assert refused.refusal.count("INC-") == 2
    assert len(await world.look(lambda unit: anywhere(unit, "Mon clavier colle"))) >= 2

    await solves(thomas, world, "Mon écran reste noir", "Camille Petit a un nouvel écran")
    await solves(thomas, world, "Mon clavier colle", "Clavier nettoyé")
    done = await told(world, "people", "erase", camille.aad_object_id)
    assert done.refusal == ""
    assert "2 demandes" in done.output
    assert "retirez-la de people.csv" in done.output
    await world.newest(thomas, channel, words="Texte effacé")
    await nothing_is_owed(world)
    shown = [message.words for message in thomas.sees(channel)]
    for trace in ("Mon écran reste noir", "Mon clavier colle", "Camille Petit"):
        assert not any(trace in words for words in shown)
        assert await world.look(lambda unit, trace=trace: anywhere(unit, trace)) == []
    assert await world.look(lambda unit: anywhere(unit, camille.aad_object_id)) == []
    rows = await world.look(lambda unit: unit.session.execute(incidents.select()).all())
    assert sorted(row.serial for row in rows) == [1, 2]
    assert {(row.state, row.priority, row.category) for row in rows} == {
        ("solved", "high", "poste")
    }

    again = await told(world, "people", "erase", camille.aad_object_id)
    assert again.refusal == ""
    assert "Il n'y a rien à effacer" in again.output
    await camille.says("mes demandes")
    await world.newest(camille, words="aucune demande")


async def test_an_erased_technician_is_named_on_no_card_and_what_they_did_stays(
    world: World,
) -> None:
    await reports(world.camille, world, "Mon écran reste noir")
    await solves(world.thomas, world, "Mon écran reste noir", "Écran remplacé")
    done = await told(world, "people", "erase", world.thomas.aad_object_id)
    assert done.refusal == ""
    await world.newest(world.camille, words="Résolue par Personne effacée")
    await nothing_is_owed(world)
    data = await world.look(lambda unit: anywhere(unit, "Écran remplacé"))
    assert "incident_entries" in data
    assert await world.look(lambda unit: anywhere(unit, world.thomas.aad_object_id)) == []


async def test_requests_that_are_over_for_two_years_are_forgotten_and_open_ones_are_not(
    world: World,
) -> None:
    await reports(world.camille, world, "Mon écran reste noir")
    await solves(world.thomas, world, "Mon écran reste noir", "Écran remplacé")
    await reports(world.camille, world, "Mon clavier colle")
    await nothing_is_owed(world)
    await world.advance("17544h")
    rows = await world.look(lambda unit: unit.session.execute(incidents.select()).all())
    assert [row.what for row in rows] == ["Mon clavier colle"]
    assert "incidents" not in await world.look(lambda unit: anywhere(unit, "Mon écran reste noir"))
