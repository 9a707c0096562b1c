"""Going on from a backup: numbers given since, cards that may have changed, old answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.incidents import State
from domain.notices import Recipient
from storage.restoration import GoneOn
from storage.store import Store
from storage.tables import conversations, counters, outbox, postings
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import bind, note, rows, to_person
from tests.support.builders import NOW, an_incident_that_is, camille

HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)
KINDS = ("INC", "DEL")


async def goes_on(
    store: Store, after: timedelta, years: tuple[int, ...] = (2026,), taken_at: datetime = NOW
) -> GoneOn:
    await store.transact(lambda unit: unit.restoration.note_backup(taken_at))
    return await store.transact(lambda unit: unit.restoration.go_on(taken_at + after, KINDS, years))


@pytest.mark.parametrize(
    ("after", "next_number"),
    [(timedelta(), 1004), (23 * HOURS, 1004), (25 * HOURS, 2004), (10 * DAYS, 11_004)],
    ids=["at once", "the same day", "the next day", "ten days later"],
)
async def test_a_thousand_numbers_are_skipped_for_each_day_that_began(
    store: Store, after: timedelta, next_number: int
) -> None:
    for _ in range(3):
        await store.transact(lambda unit: unit.numbers.next("INC", 2026))
    await goes_on(store, after)
    assert await store.transact(lambda unit: unit.numbers.next("INC", 2026)) == next_number


async def test_a_kind_or_a_year_that_the_backup_does_not_know_may_have_begun_since(
    store: Store,
) -> None:
    await store.transact(lambda unit: unit.numbers.next("INC", 2026))
    await store.transact(lambda unit: unit.numbers.next("AUTRE", 2026))
    await goes_on(store, 2 * DAYS, (2026, 2027))
    given = {(row["kind"], row["year"]): row["last"] for row in await rows(store, counters)}
    assert given == {
        ("AUTRE", 2026): 3001,
        ("AUTRE", 2027): 3000,
        ("DEL", 2026): 3000,
        ("DEL", 2027): 3000,
        ("INC", 2026): 3001,
        ("INC", 2027): 3000,
    }


async def test_a_copy_that_nobody_noted_is_as_old_as_the_last_that_was_heard(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille", NOW - 3 * DAYS))
    taken_at = await store.read(lambda unit: unit.restoration.taken_at(NOW))
    assert taken_at == NOW - 3 * DAYS
    await store.transact(lambda unit: unit.restoration.note_backup(NOW - 30 * DAYS))
    assert await store.read(lambda unit: unit.restoration.taken_at(NOW)) == NOW - 3 * DAYS


async def owes(store: Store) -> None:
    def promise(unit: UnitOfWork) -> None:
        note(unit, "chat", "camille")
        here = Recipient("conversation", "chat")
        unit.tell("text", {"text": "Réponse"}, here)
        unit.tell("card", {"card": {}}, here)
        unit.tell("card", {"card": {}, "replaces": "1:7"}, here)
        unit.tell("session.code", {"code": "ABCD"}, here)
        unit.tell("incident.solved", {"number": "INC"}, to_person("camille"))

    await store.transact(promise)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (5, ["text", "card", "card", "session.code", "incident.solved"]),
        (15, ["card", "session.code", "incident.solved"]),
    ],
)
async def test_only_old_answers_to_what_was_typed_are_given_up(
    store: Store, minutes: int, said: list[str]
) -> None:
    await owes(store)
    latest = max(row["created_at"] for row in await rows(store, outbox))
    gone_on = await goes_on(store, timedelta(minutes=minutes), taken_at=latest)
    left = await rows(store, outbox)
    assert [row["kind"] for row in left if row["failure"] is None] == said
    assert (gone_on.owed, gone_on.given_up) == (len(said), 5 - len(said))
    assert {row["failure"] for row in left} <= {None, "restored"}
    assert len(left) == 5


@pytest.mark.parametrize(
    ("state", "days", "shown_again"),
    [(State.TAKEN, 90, True), (State.SOLVED, 1, True), (State.SOLVED, 31, False)],
    ids=["still open", "over, of yesterday", "over for long"],
)
async def test_a_card_that_may_have_changed_since_is_shown_again_once_and_in_its_place(
    store: Store, state: State, days: int, shown_again: bool
) -> None:
    def report(unit: UnitOfWork) -> None:
        note(unit, "chat", camille().person_id)
        bind(unit, "interventions", "channel")
        unit.incidents.add(an_incident_that_is(state))

    def show(unit: UnitOfWork) -> None:
        for posting in unit.postings.behind_in("channel", limit=9):
            unit.postings.mark_shown(posting, "1:7", NOW)

    await store.transact(report)
    await store.transact(show)
    await goes_on(store, HOURS, taken_at=NOW + days * DAYS)
    (card,) = [row for row in await rows(store, postings) if row["view"] == "incident.staff"]
    assert (card["activity_id"], card["wanted"] - card["shown"]) == ("1:7", int(shown_again))
    (never_posted,) = [r for r in await rows(store, postings) if r["view"] == "incident.reporter"]
    assert (never_posted["activity_id"], never_posted["wanted"], never_posted["shown"]) == (
        None,
        1,
        0,
    )


async def test_no_lane_waits_for_a_sender_or_a_pause_that_is_no_more(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    await store.transact(lambda unit: unit.lanes.lease("chat", "a bot of yesterday"))
    await store.transact(lambda unit: unit.lanes.pause("chat", NOW + HOURS))
    await goes_on(store, timedelta(minutes=1))
    (chat,) = await rows(store, conversations)
    assert (chat["lease_owner"], chat["paused_until"], chat["failures"]) == (None, None, 0)
