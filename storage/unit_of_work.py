"""One turn's view of the database: everything in it commits together, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

import storage.mapping  # noqa: F401  (maps the entities)
from domain.events import Entity
from domain.notices import Notice, Recipient, Show
from domain.telling import notices_for
from storage.conversations import Conversations
from storage.dossiers import Dossiers
from storage.erasure import Erasure
from storage.inbox import Inbox
from storage.incident_lists import IncidentLists
from storage.incidents import Incidents
from storage.lanes import Lanes
from storage.numbers import Numbers
from storage.outbox import Outbox
from storage.parameters import Parameters
from storage.people import People
from storage.postings import Postings, Wanted, Wants
from storage.restoration import Restoration
from storage.retention import Retention
from storage.sessions import Sessions


class UnitOfWork:
    """The repositories over one session, and what is owed because of what happened in it.

    `woken` are the conversations to which this unit of work promised something, the first promised
    first, and `shown` the living cards that it promised to bring up to date: whoever commits writes
    that down with `owe`, once for all the turns of a commit.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.woken: dict[str, None] = {}
        self.shown: dict[Show, Wanted] = {}
        self._messages: dict[Show, str] = {}

    @cached_property
    def people(self) -> People:
        return People(self.session)

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.session)

    @cached_property
    def incident_lists(self) -> IncidentLists:
        return IncidentLists(self.session)

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.session)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.session)

    @cached_property
    def lanes(self) -> Lanes:
        return Lanes(self.session)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.session)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.session)

    @cached_property
    def postings(self) -> Postings:
        return Postings(self.session)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.session, self.follow)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.session)

    @cached_property
    def restoration(self) -> Restoration:
        return Restoration(self.session)

    @cached_property
    def dossiers(self) -> Dossiers:
        return Dossiers(self.session)

    @cached_property
    def erasure(self) -> Erasure:
        return Erasure(self.session)

    @cached_property
    def parameters(self) -> Parameters:
        return Parameters(self.session)

    def start_over(self) -> None:
        """Forget everything this turn did so far; what follows is a clean transaction."""
        for entity in self.session.info.pop("entities", []):
            entity.events.clear()
        self.sessions.start_over()
        self.session.expunge_all()
        self.session.rollback()
        self.woken.clear()
        self.shown.clear()

    def tell(self, kind: str, facts: dict[str, Any], to: Recipient) -> None:
        """Owe somebody a record."""
        conversation_id = self.conversations.route(to)
        self.outbox.put(kind, facts, to=to, conversation_id=conversation_id, at=_now())
        if conversation_id is not None:
            self.woken.setdefault(conversation_id)

    def show(self, show: Show) -> None:
        """Owe somebody the latest state of a living card."""
        message_id = self._messages.get(show)
        self.shown[show] = Wanted(message_id, is_answered=message_id is not None)

    def owe(self, shown: Wants) -> dict[Show, str | None]:
        """Write down which living cards must be brought up to date. Returns where each stands."""
        places = self.postings.want(shown, _now(), self.conversations.route)
        self.woken |= dict.fromkeys(filter(None, places.values()))
        return places

    def adopt(self, show: Show, message_id: str) -> None:
        """If this card is asked for here for the first time, let it be this message, which stands
        in the reader's own chat already."""
        self._messages[show] = message_id

    def follow(self, entity: Entity) -> None:
        """Owe what the events of this entity call for, though the session does not know it."""
        _remember(self.session, entity)

    def finish(self) -> None:
        """Write the changes, and what is owed because of the events they recorded."""
        self.session.flush()
        self.sessions.write()
        for notice in self._drain():
            self._owe(notice)
        self.session.flush()

    def _drain(self) -> list[Notice]:
        """What the events of every entity call for; each card once, at its first mention."""
        entities: list[Entity] = self.session.info.get("entities", [])
        happened = [event for entity in entities for event in entity.events]
        for entity in entities:
            entity.events.clear()
        notices = [notice for happening in happened for notice in notices_for(happening)]
        return list(dict.fromkeys(notices))

    def _owe(self, notice: Notice) -> None:
        if isinstance(notice, Show):
            self.show(notice)
        else:
            self.tell(notice.kind, dict(notice.facts), notice.to)


def _now() -> datetime:
    """Real time: what is owed is sent in real time, wherever the domain's clock stands."""
    return datetime.now(UTC)


@event.listens_for(Session, "loaded_as_persistent")
@event.listens_for(Session, "transient_to_pending")
def _remember(session: Session, entity: object) -> None:
    """Hold every entity until the commit: the session alone would let an unchanged one go."""
    if isinstance(entity, Entity):
        session.info.setdefault("entities", []).append(entity)
