"""A turn: one gesture, as one plain synchronous function, under one transaction.

Inbox row, effect, journal and what is owed commit together, and the answer leaves after the commit.
A refusal undoes the effect and is kept as the answer: a repeat is refused in the same words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from secrets import token_hex

import orjson
import structlog

from bot.answers import Body, answer_body
from bot.clock import Clock, real_now
from bot.gestures import Gesture, Way
from bot.identity import Identity
from bot.links import Links
from bot.metrics import Metrics
from cards.actions import Action, ShowChannelHelp, ShowHome, parse
from cards.home import message_card
from cards.kit import Surface
from cards.refusals import refusal_line, refusal_sentence
from cards.session_actions import OfSession
from cards.texts import Texts, language_of
from dialogs.routing import Place, Product, Reply, Turn
from domain.errors import Refusal
from domain.notices import Recipient
from domain.organisation import Organisation
from storage.inbox import Key
from storage.store import Conflict, Store, StoreUnavailable
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

USELESS_CARD = ("card.", "incident.unknown")
"""Refusals of a card that serves no more: a way home takes its place."""

Wanted = Action | Refusal


@dataclass(frozen=True)
class Turns:
    """Runs gestures against the product. `admins` come from the configuration alone."""

    store: Store
    product: Product
    organisation: Organisation
    clock: Clock
    identity: Identity
    admins: frozenset[str]
    metrics: Metrics
    links: Links

    async def run(self, gesture: Gesture) -> Body | None:
        """Answer a gesture; None where the answer goes through the outbox.

        Raises StoreUnavailable: then nothing was done, and only the edge can say so.
        """
        wanted = self._wanted(gesture)
        verb = wanted.verb if isinstance(wanted, Action) else "unreadable"
        reference = f"P-{token_hex(2).upper()}"
        try:
            with self.metrics.timed():
                answer = await self._run(gesture, wanted)
        except StoreUnavailable:
            self._count(verb, "unavailable", reference)
            raise
        except Conflict:
            self._count(verb, "conflict", reference)
            return await self._say(gesture, "failure.busy")
        except Exception:
            log.exception("turn_failed", reference=reference)
            self._count(verb, "failed", reference)
            return await self._say(gesture, "failure.unexpected", reference=reference)
        self._count(verb, "answered", reference)
        return answer

    def _count(self, verb: str, result: str, reference: str) -> None:
        self.metrics.turns.labels(verb, result).inc()
        log.info("turn", verb=verb, result=result, reference=reference)

    async def _run(self, gesture: Gesture, wanted: Wanted) -> Body | None:
        await self.identity.introduce(gesture)
        if gesture.waits_for_answer and self._only_reads(wanted):
            return await self.store.read(lambda unit: self._look(unit, gesture, wanted))
        queue = wanted.session_id if isinstance(wanted, OfSession) else None
        return await self.store.transact(lambda unit: self._act(unit, gesture, wanted), queue)

    def texts_of(self, *wishes: str | None) -> Texts:
        return Texts(language_of(*wishes), self.organisation.timezone)

    def _wanted(self, gesture: Gesture) -> Wanted:
        """What is wanted, or why the button cannot be read."""
        if gesture.data is not None or gesture.waits_for_answer:
            try:
                return parse(gesture.data)
            except Refusal as refusal:
                return refusal
        if gesture.way is Way.INSTALL:
            return ShowChannelHelp() if gesture.is_shared else ShowHome()
        place = Place(gesture.address.conversation_id, gesture.is_shared)
        return self.product.understand(gesture.text, place)

    def _only_reads(self, wanted: Wanted) -> bool:
        return isinstance(wanted, Refusal) or self.product.routes[type(wanted)].reads

    def _look(self, unit: UnitOfWork, gesture: Gesture, wanted: Wanted) -> Body:
        """A gesture that changes nothing: no memory of it is kept."""
        return answer_body(gesture.way, self._reply(unit, gesture, wanted))

    def _act(self, unit: UnitOfWork, gesture: Gesture, wanted: Wanted) -> Body | None:
        now = real_now()
        key = _key(gesture, wanted)
        before = unit.inbox.find(key, now)
        if before is not None:
            body: Body | None = before.answer
            return body
        _note(unit, gesture)
        reply = self._reply(unit, gesture, wanted)
        if gesture.way is Way.EXECUTE and reply.living and gesture.reply_to_id:
            unit.adopt(reply.living, gesture.reply_to_id)
        unit.finish()
        answer = _answer(unit, gesture, reply)
        unit.inbox.add(key, answer, now)
        return answer

    def _reply(self, unit: UnitOfWork, gesture: Gesture, wanted: Wanted) -> Reply:
        turn = self._turn(unit, gesture)
        try:
            if isinstance(wanted, Refusal):
                raise wanted
            return self.product.answer(turn, wanted)
        except Refusal as refusal:
            unit.start_over()
            _note(unit, gesture)
            return self._refused(self._turn(unit, gesture), wanted, refusal)

    def _turn(self, unit: UnitOfWork, gesture: Gesture) -> Turn:
        person = self.identity.person_of(unit, gesture)
        return Turn(
            person=person,
            place=_place(gesture),
            surface=gesture.surface,
            at=self.clock.now(),
            texts=self.texts_of(person.chosen_locale, person.locale, gesture.locale),
            organisation=self.organisation.seen_by(self.organisation.member_of(person)),
            store=unit,
            is_admin=gesture.person_id in self.admins,
            files=gesture.files,
            sign_link=self.links.make,
        )

    def _refused(self, turn: Turn, wanted: Wanted, refusal: Refusal) -> Reply:
        """The right card with the reason on it; else a way home; else the sentence alone."""
        try:
            if isinstance(wanted, Action):
                shown = self.product.answer_refusal(turn, wanted, refusal)
                if shown is not None:
                    return shown
        except Refusal as later:
            refusal = later
        has_room = turn.surface is Surface.CHAT and not turn.place.is_shared
        if not has_room or not refusal.code.startswith(USELESS_CARD):
            return Reply(sentence=refusal_sentence(refusal, turn.texts))
        line = refusal_line(refusal, turn.texts)
        return Reply(card=message_card(line, turn.organisation, turn.texts))

    async def _say(self, gesture: Gesture, key: str, **facts: str) -> Body | None:
        """One sentence about something that went wrong, outside the turn that failed."""
        phone = self.organisation.contact.phone
        sentence = self.texts_of(gesture.locale)(key, phone=phone, **facts)

        def apologise(unit: UnitOfWork) -> None:
            _note(unit, gesture)
            unit.tell("text", {"text": sentence}, _back_to(gesture))

        if gesture.waits_for_answer:
            return answer_body(gesture.way, Reply(sentence=sentence))
        await self.store.transact(apologise)
        return None


def _answer(unit: UnitOfWork, gesture: Gesture, reply: Reply) -> Body | None:
    """The answer to an invoke; for anything else, a row of the outbox."""
    if gesture.waits_for_answer:
        _replace_for_good(unit, gesture, reply)
        return answer_body(gesture.way, reply)
    if reply.living not in unit.shown:
        unit.tell(*_record(reply), _back_to(gesture))
    return None


def _replace_for_good(unit: UnitOfWork, gesture: Gesture, reply: Reply) -> None:
    """Teams forgets an answer when the chat is opened again: a form that is over stays over."""
    is_form_over = gesture.way is Way.EXECUTE and reply.closes and reply.card is not None
    if is_form_over and gesture.reply_to_id and reply.living is None:
        facts = {"card": reply.card, "replaces": gesture.reply_to_id}
        unit.tell("card", facts, _back_to(gesture))


def _record(reply: Reply) -> tuple[str, dict[str, object]]:
    if reply.card is not None:
        return "card", {"card": reply.card}
    return "text", {"text": reply.sentence or ""}


def _back_to(gesture: Gesture) -> Recipient:
    return Recipient("conversation", gesture.address.conversation_id)


def _place(gesture: Gesture) -> Place:
    """A channel is known by itself, not by the thread in which somebody wrote."""
    return Place(gesture.address.conversation_id.partition(";")[0], gesture.is_shared)


def _note(unit: UnitOfWork, gesture: Gesture) -> None:
    """Remember where this came from: a thread, and the channel it belongs to."""
    if gesture.is_elsewhere:
        return
    place, now = _place(gesture).conversation_id, real_now()
    unit.conversations.note(gesture.address, now)
    if place != gesture.address.conversation_id:
        unit.conversations.note(replace(gesture.address, conversation_id=place), now)


def _key(gesture: Gesture, wanted: Wanted) -> Key:
    """What makes this gesture one with a repeat of it."""
    is_form = isinstance(wanted, Action) and wanted.is_form
    said: list[object] = [gesture.way, gesture.person_id]
    if gesture.way is Way.INSTALL:
        said.append(gesture.address.conversation_id)
    elif gesture.data is not None:
        said.append(gesture.data)
    else:
        said = []
    digest = hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Key(
        conversation_id=gesture.address.conversation_id,
        activity_id=gesture.activity_id,
        gesture=digest if said else None,
        forever=is_form,
    )
