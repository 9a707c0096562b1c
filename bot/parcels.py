"""What is owed, made ready to send: records from facts, living cards from the state as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from storage.outbox import Record
from storage.postings import Posting
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 8
RENDER_ATTEMPTS = 3

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


@dataclass(frozen=True)
class Post:
    """Packs what a conversation is owed, in its reader's language."""

    product: Product
    organisation: Organisation
    clock: Clock

    def pack(self, unit: UnitOfWork, conversation_id: str) -> list[Parcel]:
        """What to send there next: records in sequence; living cards when no record waits."""
        conversation = unit.conversations.get(conversation_id)
        if conversation is None or not _may_speak(conversation):
            return []
        url = str(conversation.service_url)
        records = unit.outbox.owed_to(conversation_id, limit=BATCH)
        if records:
            return [self._of_record(unit, record, url) for record in records]
        behind = unit.postings.behind_in(conversation_id, limit=BATCH)
        return [self._of_posting(unit, posting, url) for posting in behind]

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
            posted=posting.activity_id is not None,
            at=self.clock.now(),
            texts=texts,
            organisation=self.organisation,
            store=unit,
        )

        def draw() -> Activity | None:
            card = self.product.views[posting.show.view].draw(reader, posting.show.subject_id)
            return None if card is None else message_activity(card)

        return self._drawn(Parcel(posting, url, replaces=posting.activity_id), draw, texts)

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


def _may_speak(conversation: Any) -> bool:
    """Teams takes messages there, and has not asked us to wait."""
    paused_until = conversation.paused_until
    return conversation.dead_reason is None and (paused_until is None or paused_until <= real_now())


def _name(owed: Record | Posting) -> str:
    """For the log: what it was, and never what it said."""
    if isinstance(owed, Record):
        return f"record {owed.outbox_id} {owed.kind}"
    return f"posting {owed.posting_id} {owed.show.view}"
