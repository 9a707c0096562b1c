"""Who is who."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.people import DirectoryEntry, Person, Role
from storage.tables import people

_LOOK_UP = select(people).where(people.c.person_id == bindparam("id"))
_LISTED = select(people).where(people.c.listed).order_by(people.c.person_id)
"""Built once: building a statement costs more than running it."""


class People:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: str) -> Person | None:
        return self._session.get(Person, person_id)

    def look_up(self, person_id: str) -> Person | None:
        """Somebody as a plain value, for every turn reads one: `keep` writes what was changed."""
        row = self._session.connection().execute(_LOOK_UP, {"id": person_id}).one_or_none()
        return None if row is None else Person(**row._mapping)

    def keep(self, person: Person) -> None:
        """Write what changed about somebody, or remember whom nobody had introduced yet."""
        self._session.merge(person)

    def meet(self, person_id: str, name: str, guest: bool, at: datetime) -> Person:
        """Somebody who is not in the directory, as Teams introduces them."""
        person = self.get(person_id)
        if person is None:
            person = Person(person_id=person_id, name=name)
            self._session.add(person)
        person.name = name or person.name
        person.guest, person.seen_at = guest, at
        return person

    def listed(self) -> list[Person]:
        """The directory, as plain values, in a steady order."""
        rows = self._session.connection().execute(_LISTED)
        return [Person(**row._mapping) for row in rows]

    def with_role(self, role: Role) -> list[Person]:
        """Listed people who hold the role, in a steady order."""
        return [person for person in self.listed() if role in person.granted]

    def replace_directory(self, entries: Iterable[DirectoryEntry]) -> tuple[int, int]:
        """Take these entries for the whole directory; whoever is not among them leaves it.

        Returns how many people are listed, and how many have left.
        """
        by_id = {entry.person_id: entry for entry in entries}
        known = {person.person_id: person for person in self._session.scalars(select(Person))}
        for person_id, entry in by_id.items():
            if person_id not in known:
                known[person_id] = Person(person_id=person_id, name=entry.name)
                self._session.add(known[person_id])
            known[person_id].update_from(entry)
        leavers = [p for p in known.values() if p.listed and p.person_id not in by_id]
        for person in leavers:
            person.leave_directory()
        return len(by_id), len(leavers)
