"""Where people and teams are reached, by one sender at a time, and what if they no longer are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from domain.notices import Recipient, Show
from domain.people import Role
from storage.lanes import LEASE
from storage.store import Store
from storage.tables import conversations
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import an_entry, bind, note, to_person, to_team
from tests.support.builders import NOW

REAL_NOW = datetime.now(UTC)
OF_THE_TEAM = Show("incident.staff", "i", to_team("sig"))
OF_CAMILLE = Show("incident.reporter", "i", to_person("camille"))


async def leases(store: Store, owner: str) -> bool:
    return await store.transact(lambda unit: unit.lanes.lease("chat", owner))


def failures_in_chat(unit: UnitOfWork) -> int:
    place = unit.conversations.get("chat")
    assert place is not None
    return place.failures


async def test_a_lane_has_one_sender_who_may_stay(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    assert [await leases(store, owner) for owner in ("a", "b", "a", "b")] == [
        True,
        False,
        True,
        False,
    ]


async def test_a_lease_that_has_run_out_goes_to_whoever_asks(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    assert await leases(store, "a")
    past = datetime.now(UTC) - timedelta(seconds=1)
    forget = update(conversations).values(lease_until=past)
    await store.transact(lambda unit: unit.session.execute(forget))
    assert await leases(store, "b")
    assert not await leases(store, "a")


async def test_a_lease_lasts_long_enough_and_not_too_long(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    await leases(store, "a")
    query = select(conversations.c.lease_until)
    until = await store.read(lambda unit: unit.session.scalars(query).one())
    assert abs(until - datetime.now(UTC) - LEASE) < timedelta(seconds=3)


async def test_every_new_lease_has_a_higher_number(store: Store) -> None:
    def fence(unit: UnitOfWork) -> int:
        return unit.session.scalars(select(conversations.c.fence)).one()

    await store.transact(lambda unit: note(unit, "chat", "camille"))
    await leases(store, "a")
    first = await store.read(fence)
    await store.transact(lambda unit: unit.lanes.release_all("a"))
    assert await leases(store, "b")
    assert await store.read(fence) > first


async def test_a_conversation_that_nobody_knows_has_no_sender(store: Store) -> None:
    assert not await leases(store, "a")


async def test_a_lane_waits_while_something_is_owed_and_it_is_not_paused(store: Store) -> None:
    async def waiting(now: datetime = REAL_NOW) -> list[str]:
        return list(await store.read(lambda unit: unit.lanes.waiting(now)))

    await store.transact(lambda unit: note(unit, "chat", "camille"))
    assert await waiting() == []
    await store.transact(lambda unit: unit.tell("text", {}, to_person("camille")))
    await store.transact(lambda unit: unit.show(OF_CAMILLE))
    assert await waiting() == ["chat"]

    later = REAL_NOW + timedelta(seconds=30)
    await store.transact(lambda unit: unit.lanes.pause("chat", later))
    assert await waiting() == []
    assert await waiting(later) == ["chat"]
    assert await store.read(failures_in_chat) == 1

    await store.transact(lambda unit: unit.lanes.breathe("chat"))
    assert await waiting() == ["chat"]
    assert await store.read(failures_in_chat) == 0


async def test_a_team_is_reached_in_its_channel_else_the_hotline_s_else_a_supervisor(
    store: Store,
) -> None:
    def arrange(unit: UnitOfWork) -> None:
        unit.people.replace_directory([an_entry("Philippe Morel", Role.SUPERVISOR)])
        note(unit, "chat of philippe", "philippe")
        bind(unit, "hotline", "channel of hotline")
        bind(unit, "sig", "channel of sig")

    async def route() -> tuple[str | None, str | None]:
        return await store.read(
            lambda unit: (
                unit.conversations.route(to_team("sig")),
                unit.conversations.serving("sig"),
            )
        )

    await store.transact(arrange)
    assert await route() == ("channel of sig", "sig")
    await store.transact(lambda unit: unit.lanes.close("channel of sig", "gone", NOW))
    assert await route() == ("channel of hotline", "hotline")
    await store.transact(lambda unit: unit.lanes.close("channel of hotline", "gone", NOW))
    assert await route() == ("chat of philippe", None)
    await store.transact(lambda unit: unit.lanes.close("chat of philippe", "gone", NOW))
    assert await route() == (None, None)


async def test_a_channel_that_speaks_again_is_alive_again(store: Store) -> None:
    await store.transact(lambda unit: bind(unit, "sig", "channel"))
    await store.transact(lambda unit: unit.lanes.close("channel", "gone", NOW))
    await store.transact(lambda unit: note(unit, "channel"))
    route = await store.read(lambda unit: unit.conversations.route(to_team("sig")))
    assert route == "channel"


async def test_whoever_wrote_after_teams_refused_is_alive(store: Store) -> None:
    later = NOW + timedelta(seconds=2)
    await store.transact(lambda unit: note(unit, "chat", "camille", NOW))
    await store.transact(lambda unit: note(unit, "chat", "camille", later))
    refused_at = NOW + timedelta(seconds=1)
    await store.transact(lambda unit: unit.lanes.close("chat", "blocked", refused_at))
    route = await store.read(lambda unit: unit.conversations.route(to_person("camille")))
    assert route == "chat"


async def test_what_a_team_was_owed_in_a_dead_channel_goes_where_it_is_reached(
    store: Store,
) -> None:
    def arrange(unit: UnitOfWork) -> None:
        bind(unit, "hotline", "channel of hotline")
        bind(unit, "sig", "channel of sig")
        unit.tell("text", {"said": 1}, to_team("sig"))
        unit.show(OF_THE_TEAM)

    await store.transact(arrange)
    (card,) = await store.read(lambda unit: unit.postings.behind_in("channel of sig", limit=9))
    await store.transact(lambda unit: unit.postings.mark_shown(card, "1:7", NOW))
    await store.transact(lambda unit: unit.lanes.close("channel of sig", "gone", NOW))
    assert await store.read(lambda unit: unit.lanes.stranded()) == [to_team("sig")]

    found = await store.transact(lambda unit: unit.lanes.route_stranded(to_team("sig")))
    assert found == "channel of hotline"
    records, cards = await store.read(lambda unit: _owed(unit, "channel of hotline"))
    assert records == [{"said": 1}]
    assert cards == [(OF_THE_TEAM, None)], "the card is posted anew: its message is gone"


async def test_what_a_person_was_owed_waits_in_their_own_chat(store: Store) -> None:
    def arrange(unit: UnitOfWork) -> None:
        note(unit, "chat", "camille")
        unit.tell("text", {"said": 1}, to_person("camille"))
        unit.show(OF_CAMILLE)

    await store.transact(arrange)
    await store.transact(lambda unit: unit.lanes.close("chat", "blocked", NOW))
    assert await store.read(lambda unit: unit.lanes.stranded()) == []
    assert await store.read(lambda unit: unit.lanes.waiting(REAL_NOW)) == []

    await store.transact(lambda unit: note(unit, "chat", "camille"))
    assert await store.read(lambda unit: unit.lanes.waiting(REAL_NOW)) == ["chat"]
    records, cards = await store.read(lambda unit: _owed(unit, "chat"))
    assert (records, cards) == ([{"said": 1}], [(OF_CAMILLE, None)])


async def test_what_is_owed_to_nobody_we_can_reach_is_stranded_until_somebody_comes(
    store: Store,
) -> None:
    await store.transact(lambda unit: unit.show(OF_THE_TEAM))
    assert await store.read(lambda unit: unit.lanes.stranded()) == [to_team("sig")]
    assert await store.transact(lambda unit: unit.lanes.route_stranded(to_team("sig"))) is None

    await store.transact(lambda unit: bind(unit, "hotline", "channel"))
    assert await store.transact(lambda unit: unit.lanes.route_stranded(to_team("sig"))) == "channel"
    assert await store.read(lambda unit: unit.lanes.stranded()) == []


async def test_binding_twice_is_binding_once_and_the_latest_channel_counts(store: Store) -> None:
    for channel in ("one", "one", "two"):
        await store.transact(lambda unit, c=channel: bind(unit, "sig", c))
    teams = await store.read(
        lambda unit: [unit.conversations.teams_bound_to(channel) for channel in ("one", "two")]
    )
    assert teams == [[], ["sig"]]


async def test_a_reply_goes_back_to_the_place_where_somebody_wrote(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille", NOW))
    back = Recipient("conversation", "chat")
    assert await store.read(lambda unit: unit.conversations.route(back)) == "chat"


def _owed(unit: UnitOfWork, place: str) -> tuple[list[object], list[object]]:
    records = [record.facts for record in unit.outbox.owed_to(place, limit=9)]
    behind = unit.postings.behind_in(place, limit=9)
    return list(records), [(posting.show, posting.activity_id) for posting in behind]
