"""Teams refuses, stumbles or falls silent: what is owed arrives, or its end is known."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from simulator import Fault, Message, Person
from storage.tables import conversations, outbox
from tests.support.world import World

TRANSIENT = {
    "camille": Fault(status=429, retry_after=1, times=1),
    "nadia": Fault(status=412, times=1),
    "thomas": Fault(status=500, times=2),
    "inès": Fault(status=502, times=1),
    "philippe": Fault(status=503, times=1),
    "awa": Fault(status=504, times=1),
    "jeanne": Fault(drop=True, times=1),
    "luc": Fault(status=429, retry_after=0, times=1),
    "claire": Fault(status=408, times=1),
}
PERMANENT = {
    "camille": (403, "ConversationBlockedByUser"),
    "nadia": (403, "BotNotInConversationRoster"),
    "thomas": (403, "BotDisabledByAdmin"),
    "inès": (403, "MessageWritesBlocked"),
    "philippe": (404, "ConversationNotFound"),
    "awa": (401, "BotNotRegistered"),
    "jeanne": (403, "Forbidden"),
}


def posts_to(world: World, person: Person) -> list[datetime]:
    """When the bot tried to write in somebody's chat."""
    path = f"/v3/conversations/{person.chat.id}/"
    return [call.at for call in world.teams.requests if call.path.startswith(path)]


async def quiet(world: World) -> None:
    """What follows the installation has been said."""
    for person in world.people.values():
        await world.newest(person)
    world.teams.requests.clear()


async def dead_reason(world: World, conversation_id: str) -> str | None:
    query = select(conversations.c.dead_reason)
    return await world.look(
        lambda unit: unit.session.scalar(
            query.where(conversations.c.conversation_id == conversation_id)
        )
    )


async def test_whatever_fails_for_a_moment_arrives_later(small_world: World) -> None:
    await quiet(small_world)
    for name, fault in TRANSIENT.items():
        fault.conversation = small_world.people[name].chat.id
        small_world.teams.faults.add(fault)
    people = [small_world.people[name] for name in TRANSIENT]
    await asyncio.gather(*(person.says(f"souci de {person.name}") for person in people))
    for person in people:
        await small_world.newest(person, words=f"souci de {person.name}", timeout=8)
        assert await dead_reason(small_world, person.chat.id) is None
    assert len(posts_to(small_world, small_world.thomas)) == 3


async def test_a_pause_that_teams_asks_for_is_kept_whatever_is_said_meanwhile(
    small_world: World,
) -> None:
    await quiet(small_world)
    camille = small_world.camille
    fault = Fault(status=429, retry_after=2, conversation=camille.chat.id, times=1)
    small_world.teams.faults.add(fault)
    await camille.says("souci un")
    await small_world.teams.until(lambda: posts_to(small_world, camille))
    await camille.says("souci deux")
    await small_world.newest(camille, words="souci deux")
    refused_at, tried_again_at, *_ = posts_to(small_world, camille)
    assert tried_again_at - refused_at >= timedelta(seconds=2)


@pytest.mark.parametrize("asked", [float("inf"), float("nan"), -5.0])
async def test_a_pause_that_makes_no_sense_is_a_short_one(small_world: World, asked: float) -> None:
    await quiet(small_world)
    camille = small_world.camille
    fault = Fault(status=429, retry_after=asked, conversation=camille.chat.id, times=1)
    small_world.teams.faults.add(fault)
    await camille.says("souci un")
    await small_world.newest(camille, words="souci un")
    assert len(posts_to(small_world, camille)) == 2


async def test_what_is_refused_for_good_is_not_sent_again_until_the_person_writes(
    small_world: World,
) -> None:
    await quiet(small_world)
    people = [small_world.people[name] for name in PERMANENT]
    for name, (status, code) in PERMANENT.items():
        chat = small_world.people[name].chat.id
        small_world.teams.faults.add(Fault(status=status, code=code, conversation=chat))
    for person in people:
        await person.says(f"souci de {person.name}")
    await small_world.teams.until(lambda: all(posts_to(small_world, each) for each in people))
    await asyncio.sleep(1.2)
    for person, (_, code) in zip(people, PERMANENT.values(), strict=True):
        assert len(posts_to(small_world, person)) == 1
        assert await dead_reason(small_world, person.chat.id) == code
    small_world.teams.faults.clear()
    for person in people:
        await person.says("un souci nouveau")
        await small_world.newest(person, words="un souci nouveau")
        said = [message.words for message in person.sees() if message.sender == "bot"]
        assert f"souci de {person.name}" in said[-2]


async def test_somebody_who_blocked_the_bot_gets_what_was_owed_once_they_write_again(
    small_world: World,
) -> None:
    camille, thomas = small_world.camille, small_world.thomas
    staff = await _reported(small_world, "écran noir")
    await small_world.newest(camille, words="Transmis")
    camille.blocks()
    await thomas.presses(staff, "Marquer résolu")
    await thomas.submits_dialog("Envoyer", {"Qu'avez-vous fait ?": "Écran remplacé"})
    await small_world.teams.until(lambda: posts_to(small_world, camille)[-1:])
    await asyncio.sleep(0.5)
    assert not any("Écran remplacé" in message.words for message in camille.sees())
    camille.unblocks()
    await camille.says("accueil")
    await small_world.newest(camille, words="est résolue")
    await small_world.newest(camille, words="Résolue par")


async def test_a_team_whose_channel_is_gone_is_reached_in_the_hotline_s(world: World) -> None:
    world.channels["interventions"].removed = True
    await world.camille.says("écran noir")
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    await world.newest(world.nadia, world.channels["hotline"], words="écran noir")
    await world.newest(world.camille, words="Transmis")


async def test_a_service_without_any_channel_is_reached_through_its_supervisor(
    world: World,
) -> None:
    world.channels["interventions"].removed = True
    world.channels["hotline"].removed = True
    await world.camille.says("écran noir")
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    card = await world.newest(world.philippe, words="écran noir")
    assert "Prendre en charge" in card.buttons
    await world.newest(world.camille, words="Transmis")


async def test_a_living_card_that_is_gone_is_posted_anew(small_world: World) -> None:
    staff = await _reported(small_world, "écran noir")
    channel = small_world.channels["interventions"]
    channel.messages[staff.id].deleted = True
    await small_world.camille.says("mes demandes")
    card = await small_world.newest(small_world.camille, button="Ajouter une précision")
    await small_world.camille.presses(card, "Ajouter une précision")
    await small_world.camille.submits_dialog("Envoyer", {"detail": "depuis ce matin"})
    anew = await small_world.newest(small_world.thomas, channel, words="depuis ce matin")
    assert anew.id != staff.id


async def test_a_message_that_teams_never_takes_does_not_hold_up_the_next(
    small_world: World,
) -> None:
    await quiet(small_world)
    camille = small_world.camille
    for status in (400, 413):
        fault = Fault(status=status, conversation=camille.chat.id, times=1)
        small_world.teams.faults.add(fault)
        await camille.says(f"souci {status}")
        await small_world.teams.until(lambda fault=fault: fault.times == 0)
    await camille.says("souci suivant")
    await small_world.newest(camille, words="souci suivant")
    query = select(outbox.c.failure).where(outbox.c.failure.is_not(None))
    failures = await small_world.look(lambda unit: list(unit.session.scalars(query)))
    assert ["400" in failures[0], "413" in failures[1]] == [True, True]
    assert len(failures) == 2


async def test_a_conversation_that_hangs_does_not_hold_up_another(small_world: World) -> None:
    await quiet(small_world)
    camille, awa = small_world.camille, small_world.awa
    small_world.teams.faults.add(Fault(delay=1.5, conversation=camille.chat.id, times=1))
    await camille.says("souci un")
    began = datetime.now(UTC)
    await awa.says("souci deux")
    await small_world.newest(awa, words="souci deux")
    assert datetime.now(UTC) - began < timedelta(seconds=1)
    assert (await awa.says("souci trois")).status == 200


async def _reported(world: World, sentence: str) -> Message:
    """Camille's incident, as the team sees its card."""
    await world.camille.says(sentence)
    form = await world.newest(world.camille, words=sentence, button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    return await world.newest(world.thomas, world.channels["interventions"], words=sentence)
