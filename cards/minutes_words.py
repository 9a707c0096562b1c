"""How the minutes write names and hours.

Everything is by name, for the law wants it so; the political group is not: it serves speaking time
and announced positions, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from zoneinfo import ZoneInfo

from cards.texts import Texts, normal
from domain.assembly.chronicle import Chronicle, Stay
from domain.assembly.profiles import Nature
from domain.assembly.session import Item, ItemKind, Session

VOWELS = ("a", "e", "i", "o", "u")


@dataclass(frozen=True)
class Scribe:
    """Who writes these minutes: with what, in which language, by which clock.

    `others` names people who are not on the roster, the secretaries above all: the journal knows
    them by their id alone.
    """

    told: Chronicle
    texts: Texts
    timezone: ZoneInfo
    others: Mapping[str, str]

    @property
    def session(self) -> Session:
        return self.told.session

    def name(self, person_id: str) -> str:
        member = self.session.members.get(person_id)
        known = member.name if member else self.others.get(person_id)
        return known or self.texts("minutes.name_missing")

    def names(self, person_ids: Iterable[str]) -> list[str]:
        return [self.name(each) for each in self.in_order(person_ids)]

    def in_order(self, person_ids: Iterable[str]) -> list[str]:
        """By name, as people look them up: an É stands with the E."""
        return sorted(dict.fromkeys(person_ids), key=lambda each: normal(self.name(each)))

    def hour(self, at: datetime) -> str:
        """With the day, where it is not that of the opening."""
        return self.texts.clock(at, self.session.opened_at or self.session.starts_at or at)

    def iso(self, at: datetime | None) -> str | None:
        return at.astimezone(self.timezone).isoformat() if at else None

    def hours(self, stays: Sequence[Stay]) -> str:
        """Nothing for the whole session, else from when to when."""
        said = [hours for hours in map(self._hours, stays) if hours]
        return reduce(self._then, said) if said else ""

    def quorum(self, key: str, at: datetime, figures: Mapping[str, int]) -> str:
        """Figures as they were at an hour; a second meeting says that it needs none."""
        counts_both = self.session.profile.counts_represented
        whom = "minutes.quorum.present_or_represented" if counts_both else "minutes.quorum.present"
        counted = self.texts(whom, count=figures["counted"])
        facts = {"need": figures["need"], "base": figures["base"]}
        said = self.texts(key, at=self.hour(at), counted=counted, **facts)
        is_needed = self.session.needs_quorum
        return said if is_needed else self.because(said, self.texts("minutes.quorum.waived"))

    def by_proxy(self, holder: str, giver: str) -> str:
        """French says "pouvoir de Chloé" and "pouvoir d'Anne"."""
        is_elided = normal(giver).startswith(VOWELS)
        key = "minutes.by_proxy_elided" if is_elided else "minutes.by_proxy"
        return self.texts(key, holder=holder, giver=giver)

    def because(self, said: str, reason: str) -> str:
        """A sentence, and the reason where one was given."""
        return self.texts("minutes.because", said=said, reason=reason) if reason else said

    def item(self, item: Item) -> str:
        """ "Rapport 12 : Lycées", or what is voted before it."""
        if item.kind is ItemKind.URGENCY:
            parent = self.session.items[item.parent or ""]
            return self.texts("minutes.urgency", number=parent.number)
        if item.kind is ItemKind.AMENDMENT:
            key = "minutes.amendment" if item.rapporteur else "minutes.amendment_of_nobody"
            facts = {"number": item.number, "title": item.title, "author": item.rapporteur}
            return self.texts(key, **facts)
        key = "minutes.wish" if item.nature is Nature.WISH else "minutes.report"
        return self.texts(key, number=item.number, title=item.title)

    def _hours(self, stay: Stay) -> str:
        session = self.session
        late = stay.start != session.opened_at
        early = stay.end is not None and stay.end != session.closed_at
        start, end = self.hour(stay.start), self.hour(stay.end) if stay.end else ""
        if late and early:
            return self.texts("minutes.hours.both", start=start, end=end)
        if late:
            return self.texts("minutes.hours.from", start=start)
        return self.texts("minutes.hours.until", end=end) if early else ""

    def _then(self, before: str, after: str) -> str:
        return self.texts("minutes.hours.then", before=before, after=after)
