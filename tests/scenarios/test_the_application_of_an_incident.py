"""Choosing an application: searched as one types, explained before the form is sent."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Person
from storage.tables import inbox, incidents
from tests.support.world import World

NOTE = "Dépannage possible à distance. Le VPN demande un redémarrage"


async def ask(world: World, person: Person, value: Any) -> Any:
    name = "application/search"
    activity = world.teams.activities.invoke(person, person.chat, None, name, value)
    answer = await world.teams.send(activity)
    assert answer.status == 200
    return answer.body


def typed(words: Any, **more: Any) -> dict[str, Any]:
    return {
        "queryText": words,
        "queryOptions": {"skip": 0, "top": 15},
        "dataset": "application",
        **more,
    }


async def test_applications_are_found_as_one_types(world: World) -> None:
    kept = await world.look(lambda unit: unit.session.execute(inbox.select()).all())
    body = await ask(world, world.camille, typed("bill"))
    assert body == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": [{"title": "Billetterie (sur place)", "value": "billetterie"}]},
    }
    everything = (await ask(world, world.camille, typed("")))["value"]["results"]
    assert len(everything) == 15
    following = typed("", queryOptions={"skip": 15, "top": 1000})
    assert (await ask(world, world.camille, following))["value"]["results"][0] not in everything
    english = (await ask(world, world.sam, typed("bill")))["value"]["results"]
    assert [each["title"] for each in english] == ["Billetterie (on site)"]
    assert await world.look(lambda u: u.session.execute(inbox.select()).all()) == kept


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "vpn",
        {},
        typed("zzzz"),
        typed(None, dataset="graph.microsoft.com/users"),
        typed("vpn", dataset=None),
        typed("vpn", dataset="incident"),
        typed("vpn", dataset={"a": 1}),
        typed({"$ne": 1}),
        typed("vpn", queryOptions={"skip": -1}),
        typed("vpn", queryOptions={"skip": "all"}),
        typed("vpn", queryOptions={"skip": 10**30}),
        typed("x" * 50_000),
    ],
)
async def test_a_strange_question_finds_nothing_and_breaks_nothing(
    world: World, value: Any
) -> None:
    assert (await ask(world, world.camille, value))["value"] == {"results": []}


@pytest.mark.parametrize("role", ["guest", "anonymous"])
async def test_whoever_is_from_outside_learns_nothing_of_the_catalogue(
    world: World, role: str
) -> None:
    stranger = world.teams.add_person(
        "Invité", aad_object_id=None if role == "anonymous" else "2" * 32, role=role
    )
    chat = world.teams.add_group_chat("Réunion", [stranger, world.philippe])
    await world.teams.add_bot_to(chat, by=world.philippe)
    name = "application/search"
    activity = world.teams.activities.invoke(stranger, chat, None, name, typed("vpn"))
    answer = await world.teams.send(activity)
    assert answer.body["value"] == {"results": []}


async def test_what_is_known_is_shown_in_the_chat_and_nothing_typed_is_lost(world: World) -> None:
    await world.camille.says("plus rien ne marche")
    form = await world.newest(world.camille, button="En savoir plus")
    assert NOTE not in form.words
    entries = {"Application": "VPN", "Pouvez-vous travailler ?": "Non"}
    await world.camille.presses(form, "En savoir plus", entries)
    told = await world.newest(world.camille, words=NOTE)
    assert "plus rien ne marche" in told.words
    fields = {part.get("id"): part.get("value") for part in told.card["body"]}
    assert (fields["application"], fields["can_work"]) == ("vpn", "no")
    assert await world.look(lambda unit: unit.session.execute(incidents.select()).all()) == []
    await world.camille.presses(told, "Envoyer")
    await world.newest(world.camille, words="INC-")
    [row] = await world.look(lambda unit: unit.session.execute(incidents.select()).all())
    assert (row.application, row.what, row.hindrance) == ("vpn", "plus rien ne marche", "no")


async def test_what_is_known_is_shown_in_a_dialog(world: World) -> None:
    await world.camille.says("aide")
    home = await world.newest(world.camille, button="Signaler un incident")
    await world.camille.presses(home, "Signaler un incident")
    entries = {"Que se passe-t-il ?": "La caisse", "Application": "Billetterie (sur place)"}
    await world.camille.submits_dialog("En savoir plus", entries)
    assert world.camille.dialog is not None
    assert "Les caisses se dépannent sur place." in str(world.camille.dialog.card)
    await world.camille.submits_dialog("Envoyer")
    await world.newest(world.camille, words="Billetterie")


async def test_a_sentence_that_names_an_application_shows_what_is_known_of_it(world: World) -> None:
    await world.camille.says("le VPN ne marche plus")
    await world.newest(world.camille, words=NOTE)
