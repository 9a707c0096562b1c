"""What is owed, made ready to send: records from facts, living cards from the state as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any

import structlog

from bot.answers import message_activity
from bot.clock import Clock, real_now
from cards import notices
from cards.texts import Texts, language_of
from dialogs.routing import Product, Reader
from domain.notices import Recipient
from domain.organisation import Organisation
from storage.lanes import may_speak
from storage.outbox import Record
from storage.postings import ANSWERED, Posting
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 8
RENDER_ATTEMPTS = 3
SETTLES = timedelta(milliseconds=250)
BOARD_SETTLES = timedelta(milliseconds=550)
"""We send 55 messages in 30 s to one conversation at most: a board that showed every ballot as it
came would have none left for its result."""
NEW = 1
"""The rank of a card that does not stand there yet: after boards, before other cards."""
NOW = timedelta()

Activity = dict[str, Any]


@dataclass(frozen=True)
class Parcel:
    """Something owed, and the message that pays it.

    Without an activity there is nothing to send: the card of something that is over, or, if it
    `failed`, what could not be rendered this time. `replaces` is the message to update.
    """

    owed: Record | Posting
    service_url: str
    activity: Activity | None = None
    replaces: str | None = None
    failed: bool = False
    is_apology: bool = False
    rank: int = 0
    """Who speaks first when we may not say everything at once: boards and records, which are few,
    then cards that do not stand there yet, then the others."""


@dataclass(frozen=True)
class Load:
    """What to send somewhere next, and what was known of the place when it was packed.

    `is_all` if nothing more was owed there; else, where there is no parcel, a change waits for
    others to join it and `settles_in` so long. What is not drawn says only who speaks first.
    """

    parcels: Sequence[Parcel] = ()
    is_all: bool = True
    settles_in: timedelta | None = None
    failures: int = 0
    is_drawn: bool = True


@dataclass(frozen=True)
class Post:
    """Packs what a conversation is owed, in its reader's language."""

    product: Product
    organisation: Organisation
    clock: Clock

    def pack(
        self, conversation_id: str, most: int, must_wait: Callable[[], bool], unit: UnitOfWork
    ) -> Load:
        """What to send there next: records in sequence; living cards when no record waits.

        A change of a card that stands there already waits for a moment: what follows upon it joins
        it, and a flood of changes makes a few updates. Where all `must_wait` for the tenant's rate,
        living cards are not drawn yet: five hundred of them would hold up the one that may go.
        """
        place = unit.conversations.get(conversation_id)
        if place is None or not may_speak(place, real_now()):
            return Load()
        url = place.service_url
        if records := unit.outbox.owed_to(conversation_id, limit=most):
            parcels = [self._of_record(unit, record, url) for record in records]
            return Load(parcels, False, None, place.failures)
        behind = unit.postings.behind_in(conversation_id, limit=most)
        settles = [self._settles_in(posting, real_now()) for posting in behind]
        ready = [posting for posting, wait in zip(behind, settles, strict=True) if wait <= NOW]
        is_drawn = not must_wait()
        draw = partial(self._of_posting, unit) if is_drawn else self._undrawn
        return Load(
            parcels=[draw(posting, url) for posting in ready],
            is_all=len(ready) == len(behind) < most,
            settles_in=min(settles, default=None),
            failures=place.failures,
            is_drawn=is_drawn,
        )

    def _undrawn(self, posting: Posting, url: str) -> Parcel:
        rank = self.product.views[posting.show.view].rank
        rank = rank if posting.activity_id is not None else min(rank, NEW)
        return Parcel(posting, url, replaces=posting.activity_id, rank=rank)

    def _of_record(self, unit: UnitOfWork, record: Record, url: str) -> Parcel:
        texts = self._texts(unit, record.recipient)

        def draw() -> Activity:
            message = notices.render(
                record.kind, record.version, record.facts, self.organisation, texts
            )
            return message_activity(message.card, message.text)

        return self._drawn(Parcel(record, url, replaces=record.facts.get("replaces")), draw, texts)

    def _of_posting(self, unit: UnitOfWork, posting: Posting, url: str) -> Parcel:
        texts = self._texts(unit, posting.show.to)
        reader = Reader(
            to=posting.show.to,
            posted=posting.activity_id is not None,
            at=self.clock.now(),
            texts=texts,
            organisation=self.organisation,
            store=unit,
        )

        def draw() -> Activity | None:
            card = self.product.views[posting.show.view].draw(reader, posting.show.subject_id)
            return None if card is None else message_activity(card)

        return self._drawn(self._undrawn(posting, url), draw, texts)

    def _settles_in(self, posting: Posting, now: datetime) -> timedelta:
        if posting.activity_id is None:
            return NOW
        is_board = self.product.views[posting.show.view].rank < NEW
        settles = BOARD_SETTLES if is_board else SETTLES
        return min(posting.wanted_at + settles - now, ANSWERED + settles)

    def _drawn(self, parcel: Parcel, draw: Callable[[], Activity | None], texts: Texts) -> Parcel:
        """What fails three times is said in a plain sentence, with a reference that is logged."""
        if parcel.owed.attempts >= RENDER_ATTEMPTS:
            apology = message_activity(text=self._apology(texts, parcel.owed))
            return replace(parcel, activity=apology, replaces=None, is_apology=True)
        try:
            return replace(parcel, activity=draw())
        except Exception:  # a mistake of ours in one message must not stop the others
            log.exception("unrendered", owed=_name(parcel.owed))
            return replace(parcel, failed=True)

    def _texts(self, unit: UnitOfWork, to: Recipient) -> Texts:
        return Texts(self._language(unit, to), self.organisation.timezone)

    def _language(self, unit: UnitOfWork, to: Recipient) -> str:
        """A person's own, by their choice or their client; a channel reads French."""
        if to.kind != "person":
            return language_of()
        person = unit.people.look_up(to.key)
        chosen = (person.chosen_locale, person.locale) if person else ()
        return language_of(*chosen, unit.conversations.locale_of(to.key))

    def _apology(self, texts: Texts, owed: Record | Posting) -> str:
        reference = f"P-{token_hex(2).upper()}"
        log.error("given_up", owed=_name(owed), reference=reference)
        phone = self.organisation.contact.phone
        return texts("failure.unrendered", phone=phone, reference=reference)


def _name(owed: Record | Posting) -> str:
    """For the log: what it was, and never what it said."""
    if isinstance(owed, Record):
        return f"record {owed.outbox_id} {owed.kind}"
    return f"posting {owed.posting_id} {owed.show.view}"
