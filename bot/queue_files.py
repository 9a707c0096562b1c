"""The queue as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.downloads import File, Kind
from cards.queue import queue_sheet
from cards.texts import Texts, language_of
from dialogs.incident_access import teams_seen_by
from domain.incidents import Incident
from domain.organisation import Organisation
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Queue:
    """What somebody may see of it, in their language."""

    incidents: Sequence[Incident]
    texts: Texts


def queue_files(organisation: Organisation) -> Kind:
    def find(unit: UnitOfWork, subject: str, person_id: str) -> Queue | None:
        """All that is open, for whoever is on the staff at this very moment."""
        person = unit.people.look_up(person_id)
        teams = teams_seen_by(person, organisation, unit) if person else set()
        if person is None or not teams:
            return None
        locale = language_of(person.chosen_locale, person.locale)
        incidents = unit.incident_lists.queue(teams)
        return Queue(incidents, Texts(locale, organisation.timezone))

    def write(queue: Queue) -> File:
        content = queue_sheet(queue.incidents, organisation, queue.texts)
        return File("file-d-attente.csv", "text/csv", content)

    return Kind(find, write)
