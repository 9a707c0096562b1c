"""A backup while people work, a crash, and the same service on another machine."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import real_now
from bot.commands import start
from domain.assembly.session import SessionState
from domain.notices import Recipient, person
from simulator import Message, Person
from storage import open_store
from storage.tables import incidents, postings
from storage.unit_of_work import UnitOfWork
from tests.scenarios.test_a_session import everybody_enters, plans, presses, session_of
from tests.support import commands
from tests.support.databases import empty_databases
from tests.support.world import World

FIRST_AFTER = 1001
Elsewhere = Callable[[], str]


@pytest.fixture
def elsewhere(world: World, request: pytest.FixtureRequest, tmp_path: Path) -> Elsewhere:
    return empty_databases(world.settings.database_url, request, tmp_path)


async def backs_up(world: World, path: Path) -> str:
    said = await commands.told(world.settings.database_url, "backup", str(path))
    assert said.refusal == ""
    return said.output


async def restores(world: World, path: Path, url: str) -> str:
    """The bot dies; its backup is restored elsewhere, and the bot starts there."""
    await world.bot.cleanup()
    said = await commands.told(url, "restore", str(path))
    assert said.refusal == ""
    world.store.close()
    world.store = open_store(url)
    world.settings = world.settings.model_copy(update={"database_url": url})
    port = int(world.url.rsplit(":", 1)[1])
    world.bot = await start(world.settings, "127.0.0.1", port, local=True)
    return said.output


async def reports(world: World, what: str) -> str:
    """Camille reports this. Returns the number that she is given."""
    await world.camille.says(what)
    form = await world.newest(world.camille, words=what, button="Envoyer")
    await world.camille.presses(form, "Envoyer", {"Pouvez-vous travailler ?": "Non"})
    card = await world.newest(world.camille, words=what, button="Ajouter une précision")
    await world.newest(world.thomas, world.channels["interventions"], words=what)
    return next(word for word in card.words.split() if word.startswith("INC-"))


async def on_team_card(world: World, what: str, button: str) -> Message:
    channel = world.channels["interventions"]
    card = await world.newest(world.thomas, channel, words=what, button=button)
    await world.thomas.presses(card, button)
    return card


async def solves(world: World, what: str) -> None:
    await on_team_card(world, what, "Marquer résolu")
    await world.thomas.submits_dialog("Envoyer", {"Qu'avez-vous fait ?": "Réparé"})


async def all_is_said(world: World) -> None:
    """Nothing is owed any more where somebody can be told."""
    async with asyncio.timeout(20):
        while await world.look(lambda unit: unit.lanes.waiting(real_now())):
            await asyncio.sleep(0.1)


def posted(world: World) -> Counter[str]:
    """How many messages of the bot stand in each conversation."""
    return Counter(
        conversation.name
        for conversation in world.teams.conversations.values()
        for message in conversation.messages.values()
        if message.sender == "bot"
    )


def tells(unit: UnitOfWork, who: Person, text: str) -> None:
    unit.tell("text", {"text": text}, person(who.aad_object_id))


async def test_what_was_done_since_the_backup_is_undone_and_every_card_says_so(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    first = await reports(world, "Mon écran reste noir")
    await on_team_card(world, "Mon écran", "Prendre en charge")
    await reports(world, "Mon clavier colle")
    await solves(world, "Mon clavier")
    await world.newest(world.camille, words="est résolue")
    await all_is_said(world)
    output = await backs_up(world, tmp_path / "la.sauvegarde")
    assert "partaient" not in output

    await solves(world, "Mon écran")
    await world.newest(world.camille, words="Résolue par Thomas Le Goff")
    unknown = await reports(world, "Ma souris est morte")
    await all_is_said(world)
    before = posted(world)

    said = await restores(world, tmp_path / "la.sauvegarde", elsewhere())
    assert "0 messages à envoyer" in said
    await world.newest(world.camille, words="Prise en charge par Thomas Le Goff")
    hotline = world.channels["hotline"]
    notice = await world.newest(world.nadia, hotline, words="a repris dans son état du")
    await all_is_said(world)
    assert notice.text
    assert posted(world) - before == {hotline.name: 1}, "nothing else is said a second time"
    card = await world.newest(world.camille, words=first, button="Ajouter une précision")
    assert "Prise en charge" in card.words

    orphan = await world.newest(world.camille, words=unknown, button="Annuler la demande")
    await world.camille.presses(orphan, "Annuler la demande")
    await world.newest(world.camille, button="Signaler un incident")
    number = await reports(world, "Ma souris est morte")
    assert int(number.rpartition("-")[2]) >= FIRST_AFTER
    assert number != unknown
    await solves(world, "Mon écran")
    await world.newest(world.camille, words="Résolue par Thomas Le Goff")


async def test_what_was_owed_when_the_backup_was_taken_is_said_once(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    """The bot was stopped, saved and moved: what it owed, nobody else has said."""
    first = await reports(world, "Mon écran reste noir")
    await all_is_said(world)
    world.camille.blocked = True
    await on_team_card(world, "Mon écran", "Prendre en charge")
    async with asyncio.timeout(10):
        while not await world.look(is_closed_to_camille):
            await asyncio.sleep(0.1)
    await world.bot.cleanup()
    await world.store.transact(lambda unit: tells(unit, world.nadia, "Appelez le fournisseur"))
    await world.store.transact(lambda unit: tells(unit, world.camille, "Rappelez-nous"))
    await backs_up(world, tmp_path / "la.sauvegarde")
    before = posted(world)
    await restores(world, tmp_path / "la.sauvegarde", elsewhere())
    await world.newest(world.nadia, words="Appelez le fournisseur")
    world.camille.blocked = False
    await world.camille.says("mes demandes")
    await world.newest(world.camille, words="Rappelez-nous")
    await world.newest(world.camille, words=first)
    await all_is_said(world)
    gained = posted(world) - before
    assert gained[world.channels["interventions"].name] == 0
    assert sum(gained.values()) == 4, gained


def is_closed_to_camille(unit: UnitOfWork) -> bool:
    return (
        unit.session.execute(
            select(postings.c.shown).where(
                postings.c.view == "incident.reporter", postings.c.shown < postings.c.wanted
            )
        ).first()
        is not None
    )


async def test_an_answer_that_nobody_awaits_any_more_is_not_given(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    await world.bot.cleanup()
    chat = world.nadia.chat.id

    def owe(unit: UnitOfWork) -> None:
        unit.tell("text", {"text": "Votre réponse d'hier"}, Recipient("conversation", chat))
        tells(unit, world.nadia, "Une consigne d'hier")

    await world.store.transact(owe)
    await backs_up(world, tmp_path / "la.sauvegarde")
    url = elsewhere()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.restoration.ANSWERS_AWAITED", -real_now().resolution)
        said = await restores(world, tmp_path / "la.sauvegarde", url)
    assert "abandonnées : 1" in said
    await world.newest(world.nadia, words="Une consigne d'hier")
    await all_is_said(world)
    assert not any("Votre réponse" in message.words for message in world.nadia.sees())


async def test_a_backup_taken_while_people_report_is_a_whole_instant(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    told = 12

    async def report(person: Person, n: int) -> None:
        await person.says(f"Panne {n} de {person.name}")
        form = await world.newest(person, words=f"Panne {n} de", button="Envoyer", timeout=20)
        await person.presses(form, "Envoyer", {"Pouvez-vous travailler ?": "Oui"})

    people = [world.camille, world.thomas, world.nadia, world.jeanne]
    working = [
        asyncio.create_task(report(person, n))
        for n in range(told // len(people))
        for person in people
    ]
    await asyncio.sleep(0.2)
    await backs_up(world, tmp_path / "la.sauvegarde")
    await asyncio.gather(*working)
    assert await world.look(lambda unit: len(unit.session.execute(select(incidents)).all())) == told

    await restores(world, tmp_path / "la.sauvegarde", elsewhere())
    await all_is_said(world)
    rows = await world.look(lambda unit: unit.session.execute(select(incidents)).all())
    cards = await world.look(lambda unit: unit.session.execute(select(postings)).all())
    assert sorted(row.serial for row in rows) == list(range(1, len(rows) + 1))
    for row in rows:
        views = {card.view for card in cards if card.subject_id == row.incident_id}
        assert views == {"incident.reporter", "incident.staff"}
    assert await world.look(lambda unit: unit.lanes.stranded()) == []


async def test_a_session_whose_end_is_lost_stops_until_somebody_has_looked(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    await plans(world)
    await everybody_enters(world)
    await presses(world, world.claire, "Ouvrir la séance")
    await presses(world, world.claire, "Appeler le rapport")
    await presses(world, world.claire, "Ouvrir le vote")
    await presses(world, world.jeanne, "Pour sur tout")
    await world.newest(world.jeanne, words="Vous avez voté POUR")
    await all_is_said(world)
    await backs_up(world, tmp_path / "la.sauvegarde")
    for someone in (world.luc, world.hélène):
        await presses(world, someone, "Pour sur tout")
        await world.newest(someone, words="Vous avez voté POUR", button="Contre sur tout")
    await presses(world, world.claire, "Clore le vote")
    await world.newest(world.claire, button="Proclamer")
    lost = await session_of(world)

    said = await restores(world, tmp_path / "la.sauvegarde", elsewhere())
    session = await session_of(world)
    assert "« Commission permanente de novembre », non close" in said
    assert session.state is SessionState.SUSPENDED
    (vote,) = session.votes.values()
    assert vote.state == "annulled"
    kept = await world.look(lambda unit: list(unit.sessions.journal(session.session_id)))
    heights = {entry.height: entry.hash for entry in kept}
    (seal,) = lost.seals.values()
    assert heights.get(seal.height) != seal.hash, "the published code shows that the end is lost"
    board = world.channels["séance"]
    await world.newest(world.claire, board, words="code de contrôle")
    await presses(world, world.claire, "Reprendre")
    await presses(world, world.claire, "Ouvrir le vote")
    await presses(world, world.karim, "Contre sur tout")
    await world.newest(world.karim, words="Vous avez voté CONTRE")
