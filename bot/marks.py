"""What became of something that was sent, written down: each is a turn of its own."""

from __future__ import annotations

from bot.clock import real_now
from bot.parcels import Parcel, Post
from storage.outbox import Record
from storage.postings import Posting
from storage.unit_of_work import UnitOfWork


def mark_sent(unit: UnitOfWork, post: Post, parcel: Parcel, activity_id: str | None) -> None:
    """It is there. This is a turn like any other, and may owe something in its turn."""
    owed = parcel.owed
    if isinstance(owed, Record):
        unit.outbox.mark_sent(owed.outbox_id, activity_id, real_now())
        return
    if parcel.is_apology:
        unit.postings.mark_shown(owed, owed.activity_id, real_now())
        return
    view = post.product.views[owed.show.view]
    if owed.activity_id is None and view.on_first_shown is not None:
        view.on_first_shown(unit, owed.show.subject_id, post.clock.now())
    unit.postings.mark_shown(owed, activity_id, real_now())


def mark_attempt(unit: UnitOfWork, parcel: Parcel) -> None:
    """It could not be rendered this time."""
    owed = parcel.owed
    if isinstance(owed, Posting):
        unit.postings.mark_attempt(owed, owed.attempts + 1)
    else:
        unit.outbox.mark_attempt(owed.outbox_id, owed.attempts + 1)


def mark_nothing_to_show(unit: UnitOfWork, parcel: Parcel) -> None:
    """A living card of something that is over, and that never stood anywhere."""
    assert isinstance(parcel.owed, Posting)
    unit.postings.mark_shown(parcel.owed, parcel.owed.activity_id, real_now())


def forget(unit: UnitOfWork, parcel: Parcel) -> None:
    """The message is gone: a living card is posted anew, a replacement has nothing to replace."""
    if isinstance(parcel.owed, Posting):
        unit.postings.forget_message(parcel.owed)
    else:
        unit.outbox.give_up(parcel.owed.outbox_id, "message gone")


def give_up(unit: UnitOfWork, parcel: Parcel, reason: str) -> None:
    """Teams will never take this message: the row keeps why, and the lane goes on."""
    if isinstance(parcel.owed, Posting):
        unit.postings.mark_shown(parcel.owed, parcel.owed.activity_id, real_now())
    else:
        unit.outbox.give_up(parcel.owed.outbox_id, reason)
