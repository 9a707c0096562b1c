"""Records in their order, living cards up to date, and the same gesture never done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.notices import Show
from storage.inbox import Key
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.storage.asking import note, to_person
from tests.support.builders import NOW

CARD = Show("incident.reporter", "i", to_person("camille"))
FIRST = Key("chat", "activity-1", "gesture")
AGAIN = Key("chat", "activity-2", "gesture")


@pytest.mark.parametrize(
    ("repeat", "seconds", "replayed"),
    [
        (FIRST, 0, True),
        (FIRST, 3_600, True),
        (AGAIN, 59, True),
        (AGAIN, 61, False),
        (Key("chat", "activity-2", "another gesture"), 1, False),
        (Key("chat", "activity-2", None), 1, False),
        (Key("elsewhere", "activity-1", None), 1, False),
        (Key("chat", "activity-2", "gesture", forever=True), 86_400, True),
    ],
    ids=[
        "the same activity at once",
        "the same activity an hour later",
        "a double click",
        "the same button a minute later",
        "another button",
        "a message",
        "the same id in another chat",
        "a form sent again the next day",
    ],
)
async def test_a_repeat_is_answered_as_the_first_time(
    store: Store, repeat: Key, seconds: int, replayed: bool
) -> None:
    await store.transact(lambda unit: unit.inbox.add(FIRST, {"said": "oui"}, NOW))
    at = NOW + timedelta(seconds=seconds)
    found = await store.read(lambda unit: unit.inbox.find(repeat, at))
    assert (found.answer if found else None) == ({"said": "oui"} if replayed else None)


async def test_a_message_that_was_answered_without_words_is_a_repeat_too(store: Store) -> None:
    key = Key("chat", "activity-1")
    await store.transact(lambda unit: unit.inbox.add(key, None, NOW))
    found = await store.read(lambda unit: unit.inbox.find(key, NOW))
    assert found is not None
    assert found.answer is None


async def test_old_answers_are_forgotten_and_fresh_ones_kept(store: Store) -> None:
    await store.transact(lambda unit: unit.inbox.add(Key("chat", "old"), 1, NOW))
    fresh = NOW + timedelta(hours=1)
    await store.transact(lambda unit: unit.inbox.add(Key("chat", "fresh"), 2, fresh))
    await store.transact(lambda unit: unit.inbox.prune(fresh))
    found = await store.read(
        lambda unit: [unit.inbox.find(Key("chat", name), fresh) for name in ("old", "fresh")]
    )
    assert found[0] is None
    assert found[1] is not None


async def test_records_are_owed_in_the_order_in_which_they_were_promised(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    for n in range(3):
        await store.transact(lambda unit, n=n: unit.tell("text", {"n": n}, to_person("camille")))

    def of_one_turn(unit: UnitOfWork) -> None:
        for n in (3, 4):
            unit.tell("text", {"n": n}, to_person("camille"))

    await store.transact(of_one_turn)
    owed = await store.read(lambda unit: unit.outbox.owed_to("chat", limit=10))
    assert [record.facts["n"] for record in owed] == [0, 1, 2, 3, 4]
    first_two = await store.read(lambda unit: unit.outbox.owed_to("chat", limit=2))
    assert [record.facts["n"] for record in first_two] == [0, 1]


async def test_what_was_sent_or_given_up_is_no_longer_owed(store: Store) -> None:
    def promise(unit: UnitOfWork) -> list[int]:
        note(unit, "chat", "camille")
        for n in range(3):
            unit.tell("text", {"n": n}, to_person("camille"))
        return [record.outbox_id for record in unit.outbox.owed_to("chat", limit=9)]

    sent, lost, waiting = await store.transact(promise)
    await store.transact(lambda unit: unit.outbox.mark_sent(sent, "1:2", NOW))
    await store.transact(lambda unit: unit.outbox.give_up(lost, "gone"))
    owed = await store.read(lambda unit: unit.outbox.owed_to("chat", limit=9))
    assert [record.outbox_id for record in owed] == [waiting]

    await store.transact(lambda unit: unit.outbox.prune(NOW + timedelta(days=36_500)))
    owed = await store.read(lambda unit: unit.outbox.owed_to("chat", limit=9))
    assert [record.outbox_id for record in owed] == [waiting]


async def test_a_hundred_changes_are_one_card_to_bring_up_to_date(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    for _ in range(5):
        await store.transact(lambda unit: unit.show(CARD))
    behind = await store.read(lambda unit: unit.postings.behind_in("chat", limit=9))
    assert [(posting.show, posting.wanted) for posting in behind] == [(CARD, 5)]


async def test_a_card_that_changes_while_it_is_sent_is_still_behind(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    await store.transact(lambda unit: unit.show(CARD))
    (read,) = await store.read(lambda unit: unit.postings.behind_in("chat", limit=9))
    await store.transact(lambda unit: unit.show(CARD))
    await store.transact(lambda unit: unit.postings.mark_shown(read, "1:7", NOW))
    (behind,) = await store.read(lambda unit: unit.postings.behind_in("chat", limit=9))
    assert (behind.wanted, behind.activity_id) == (2, "1:7")

    await store.transact(lambda unit: unit.postings.mark_shown(behind, "1:7", NOW))
    assert await store.read(lambda unit: unit.postings.behind_in("chat", limit=9)) == []


async def test_a_card_that_stands_already_keeps_its_message(store: Store) -> None:
    await store.transact(lambda unit: note(unit, "chat", "camille"))

    def show_in(unit: UnitOfWork, message: str) -> None:
        unit.adopt(CARD, message)
        unit.show(CARD)

    for message in ("1:7", "1:8"):
        await store.transact(lambda unit, m=message: show_in(unit, m))
    (behind,) = await store.read(lambda unit: unit.postings.behind_in("chat", limit=9))
    assert behind.activity_id == "1:7"

    await store.transact(lambda unit: unit.postings.forget_message(behind))
    (behind,) = await store.read(lambda unit: unit.postings.behind_in("chat", limit=9))
    assert behind.activity_id is None


async def test_a_commit_says_at_once_where_something_is_owed(store: Store) -> None:
    woken: list[str] = []
    store.on_commit = woken.extend
    await store.transact(lambda unit: note(unit, "chat", "camille"))
    assert woken == []
    await store.transact(lambda unit: unit.tell("text", {}, to_person("camille")))
    await store.transact(lambda unit: unit.tell("text", {}, to_person("nobody")))
    assert woken == ["chat"]
