"""What people do wrong, or too late, or twice: a clear sentence, the right card, nothing lost."""

from __future__ import annotations

import pytest

from simulator import Message
from storage.tables import incident_entries, incidents
from tests.cards.elements import buttons_of
from tests.support.world import World


async def reported(world: World, words: str = "Mon écran reste noir") -> Message:
    """An incident of Camille's for the interventions team; the card that Thomas sees."""
    await world.camille.says(words)
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer", {"Catégorie": "Ordinateur, écran, clavier"})
    return await world.newest(world.thomas, world.channels["interventions"], words=words[:40])


async def count(world: World) -> int:
    return len(await world.look(lambda unit: unit.session.execute(incidents.select()).all()))


async def test_an_empty_form_says_so_under_the_field_and_keeps_the_rest(world: World) -> None:
    await world.camille.says("incident")
    form = await world.newest(world.camille, button="Envoyer")
    entries = {"Que se passe-t-il ?": "  ", "Catégorie": "Imprimante, copieur, scanner"}
    await world.camille.presses(form, "Envoyer", entries, force=True)
    form = await world.newest(world.camille, words="Écrivez quelques mots, puis envoyez.")
    fields = {part.get("id"): part for part in form.card["body"]}
    assert fields["category"]["value"] == "imprimante"
    body = [part.get("text", part.get("id")) for part in form.card["body"]]
    assert body[body.index("what") + 1].endswith("Écrivez quelques mots, puis envoyez.")
    assert await count(world) == 0


@pytest.mark.parametrize("length", [4_001, 60_000])
async def test_a_text_that_is_too_long_is_kept_as_far_as_it_fits(world: World, length: int) -> None:
    await world.camille.says("é" * length)
    form = await world.newest(world.camille, words=f"Ce texte fait {length} caractères")
    field = next(part for part in form.card["body"] if part.get("id") == "what")
    assert len(field["value"]) >= min(length, 4_000)
    await world.camille.presses(form, "Envoyer", {"Que se passe-t-il ?": "é" * 4_000})
    assert await count(world) == 1


async def test_a_form_sent_twice_makes_one_incident(world: World) -> None:
    await world.camille.says("Mon écran reste noir")
    form = await world.newest(world.camille, button="Envoyer")
    first = await world.camille.presses(form, "Envoyer")
    click = world.teams.sent[-1]
    again = await world.teams.deliver(click, times=3, together=True)
    renamed = await world.teams.deliver({**click, "id": "f:another"})
    assert [answer.body for answer in (*again, *renamed)] == [first.body] * 4
    assert await count(world) == 1


async def test_a_form_changed_and_sent_again_shows_the_incident_it_made(world: World) -> None:
    await world.camille.says("Mon écran reste noir")
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    click = world.teams.sent[-1]
    data = {**click["value"]["action"]["data"], "what": "Autre chose"}
    changed = {
        **click,
        "id": "f:x",
        "value": {"action": {**click["value"]["action"], "data": data}},
    }
    (answer,) = await world.teams.deliver(changed)
    assert "Ce formulaire a déjà été envoyé" in str(answer.body)
    assert await count(world) == 1


async def test_a_category_that_is_gone_is_said_and_the_text_kept(world: World) -> None:
    await world.camille.says("Mon écran reste noir")
    form = await world.newest(world.camille, button="Envoyer")
    send = next(part for part in form.card["body"] if part["type"] == "ActionSet")["actions"][0]
    await world.camille.presses(form, "Annuler")
    data = {**send["data"], "what": "Mon écran reste noir", "category": "telex"}
    click = {**world.teams.sent[-1], "id": "f:telex", "value": {"action": {**send, "data": data}}}
    (answer,) = await world.teams.deliver(click)
    assert "Ce choix n'existe plus" in str(answer.body)
    assert "Mon écran reste noir" in str(answer.body)
    assert await count(world) == 0


@pytest.mark.parametrize(
    "data",
    [
        {"verb": "incident.teleport", "incident_id": "x"},
        {"verb": "incident.cancel"},
        {"verb": "incident.cancel", "incident_id": ["x"]},
        {"verb": "incident.cancel", "incident_id": "0" * 32},
        {},
    ],
)
async def test_a_button_of_an_old_card_shows_the_way_home(
    world: World, data: dict[str, object]
) -> None:
    await reported(world)
    click = next(a for a in reversed(world.teams.sent) if a.get("name") == "adaptiveCard/action")
    action = {"type": "Action.Execute", "verb": data.get("verb"), "data": data}
    (answer,) = await world.teams.deliver({**click, "id": "f:old", "value": {"action": action}})
    assert answer.status == 200
    assert "Accueil" in str(answer.body)


async def test_only_the_team_may_take_and_others_are_told_so(world: World) -> None:
    card = await reported(world)
    for person in (world.nadia, world.awa, world.jeanne, world.claire):
        person.toasts.clear()
        await person.presses(card, "Prendre en charge")
        assert person.toasts[-1].startswith(("Seule l'équipe Interventions", "Cette action"))
    row = await world.look(lambda unit: unit.session.execute(incidents.select()).one())
    assert row.state == "new"


async def test_somebody_elses_incident_cannot_be_cancelled(world: World) -> None:
    await reported(world)
    card = await world.newest(world.camille, button="Annuler la demande")
    await world.camille.presses(card, "Annuler la demande")
    click = world.teams.sent[-1]
    awa = {"id": world.awa.id, "name": "Awa", "aadObjectId": world.awa.aad_object_id}
    (answer,) = await world.teams.deliver({**click, "id": "f:other", "from": awa})
    assert "celle de quelqu'un d'autre" in str(answer.body)


async def test_two_who_take_at_once_leave_one_in_charge(world: World) -> None:
    card = await reported(world)
    await world.thomas.presses(card, "Prendre en charge")
    click = world.teams.sent[-1]
    double = await world.teams.deliver({**click, "id": "f:2"}, times=2, together=True)
    assert all(answer.status == 200 for answer in double)
    entries = await world.look(lambda unit: unit.session.execute(incident_entries.select()).all())
    assert [entry.kind for entry in entries] == ["taken"]


async def test_what_is_over_says_so_with_the_card_as_it_stands(world: World) -> None:
    card = await reported(world)
    mine = await world.newest(world.camille, button="Annuler la demande")
    await world.camille.presses(mine, "Annuler la demande")
    assert "Demande annulée" in (await world.newest(world.camille, words="INC-")).words
    old = {"type": "Action.Execute", "verb": "incident.take"}
    data = next(b["data"] for b in buttons_of(card.card) if b["title"] == "Prendre en charge")
    click = next(a for a in reversed(world.teams.sent) if a.get("name") == "adaptiveCard/action")
    thomas = {"id": world.thomas.id, "aadObjectId": world.thomas.aad_object_id}
    late = {**click, "id": "f:late", "from": thomas, "value": {"action": {**old, "data": data}}}
    (answer,) = await world.teams.deliver(late)
    assert "il n'y a plus rien à faire" in str(answer.body)
    assert "Annulée par son auteur" in str(answer.body)


@pytest.mark.parametrize("role", ["guest", "anonymous"])
async def test_those_from_outside_read_and_act_on_nothing(world: World, role: str) -> None:
    stranger = world.teams.add_person(
        "Invité", aad_object_id=None if role == "anonymous" else "2" * 32, role=role
    )
    chat = world.teams.add_group_chat("Réunion", [stranger, world.philippe])
    await world.teams.add_bot_to(chat, by=world.philippe)
    click = {
        **world.teams.sent[-1],
        "type": "invoke",
        "name": "task/fetch",
        "id": "f:stranger",
        "from": {"id": stranger.id, "name": "Invité", "aadObjectId": stranger.aad_object_id},
        "value": {"data": {"verb": "incident.form"}},
    }
    (answer,) = await world.teams.deliver(click)
    assert "Les invités peuvent lire" in str(answer.body)


async def test_a_member_who_is_not_in_the_directory_may_report(world: World) -> None:
    newcomer = world.teams.add_person("Zoé Nouvelle", aad_object_id="3" * 32)
    await newcomer.installs()
    await newcomer.says("Mon écran reste noir")
    form = await world.newest(newcomer, button="Envoyer")
    await newcomer.presses(form, "Envoyer")
    await world.newest(newcomer, words="Transmis à l'assistance")
    row = await world.look(lambda unit: unit.session.execute(incidents.select()).one())
    assert (row.reporter_name, row.organisation) == ("Zoé Nouvelle", "Métropole de Rivemont")


async def test_in_a_channel_nobody_is_asked_for_their_troubles(world: World) -> None:
    channel = world.channels["hotline"]
    await world.camille.says("mon écran est noir", in_=channel)
    said = await world.newest(world.camille, channel, words="écrivez-moi en privé")
    assert said.card is None
    await world.camille.says("canal hotline", in_=channel)
    await world.newest(world.camille, channel, words="réservée aux personnes habilitées")
    await world.philippe.says("canal pompiers", in_=channel)
    await world.newest(world.camille, channel, words="Je ne connais pas cette équipe")


async def test_nobody_took_it_in_time_and_both_sides_see_it(world: World) -> None:
    await reported(world)
    await world.newest(world.camille, words="Transmis à l'assistance")
    await world.advance("100h")
    late = await world.newest(world.camille, words="L'assistance a pris du retard")
    assert "05 00 00 42 42" in late.words
    channel = world.channels["interventions"]
    await world.newest(world.thomas, channel, words="En retard")
    await world.restart()
    await world.thomas.presses(
        await world.newest(world.thomas, channel, words="En retard"), "Prendre en charge"
    )
    await world.newest(world.camille, words="Prise en charge par Thomas Le Goff")
