"""A session from its convocation to its result, as the people in it see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.assembly.session import ItemState, Session
from simulator import Message, Person
from tests.support.world import World

PARIS = ZoneInfo("Europe/Paris")
OFFICIAL = "https://assemblee.example.fr/convocation.pdf"
REPORTS = """number;title;rapporteur;opinion;link;subject;nature
101;Subvention à la bibliothèque;Jeanne Roux;Favorable;;Culture;ordinary
102;Subvention au festival;Jeanne Roux;Favorable;;Culture;ordinary
103;Réfection du pont;Karim Nasri;Favorable;;Voirie;ordinary
"""


def in_half_an_hour() -> datetime:
    return datetime.now(UTC).astimezone(PARIS) + timedelta(minutes=30)


async def desk(world: World, button: str) -> Message:
    """The secretary's card, once it proposes this."""
    return await world.newest(world.claire, button=button)


async def presses(world: World, person: Person, button: str, words: str = "") -> None:
    await person.presses(await world.newest(person, words=words, button=button), button)


async def plans(world: World) -> None:
    claire, soon = world.claire, in_half_an_hour()
    await claire.says("aide")
    await presses(world, claire, "Nouvelle séance")
    await claire.submits_dialog(
        "Envoyer",
        {
            "Intitulé": "Commission permanente de novembre",
            "Type de séance": "Commission permanente",
            "Jour": f"{soon:%Y-%m-%d}",
            "Heure": f"{soon:%H:%M}",
            "Présidence": "Luc Fabre",
            "Lien vers la convocation officielle": OFFICIAL,
        },
    )
    await claire.presses(await desk(world, "Importer l'ordre du jour"), "Importer l'ordre du jour")
    await claire.submits_dialog("Envoyer", {"Lignes du tableau": REPORTS})
    await presses(world, claire, "Former les lots", "3 rapports")


async def everybody_enters(world: World) -> None:
    await world.newest(world.jeanne, words=f"[convocation officielle]({OFFICIAL})")
    for person in (world.jeanne, world.luc, world.hélène, world.karim):
        await presses(world, person, "J'entre en séance")


async def session_of(world: World) -> Session:
    def look(unit):  # type: ignore[no-untyped-def]
        session_id = unit.sessions.current_of(world.claire.aad_object_id)
        return unit.sessions.look_up(session_id, world.organisation.profiles)

    session: Session = await world.look(look)
    return session


async def test_a_report_is_called_voted_and_proclaimed(world: World) -> None:
    await plans(world)
    await everybody_enters(world)
    await presses(world, world.claire, "Ouvrir la séance")
    await presses(world, world.claire, "Appeler le rapport")
    await presses(world, world.claire, "Ouvrir le vote")

    for person in (world.jeanne, world.luc, world.hélène):
        await presses(world, person, "Pour sur tout")
        await world.newest(person, words="Vous avez voté POUR", button="Contre sur tout")
    await presses(world, world.karim, "Contre sur tout")
    await presses(world, world.claire, "Clore le vote")
    await presses(world, world.claire, "Proclamer")

    session = await session_of(world)
    states = [item.state for item in session.reports]
    assert states == [ItemState.ADOPTED, ItemState.ADOPTED, ItemState.DRAFT]
