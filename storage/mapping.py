"""Entities onto tables, imperatively: the rules know nothing of SQL."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import QueryContext, registry, relationship

from domain.events import Entity
from domain.incident_story import Entry
from domain.incidents import Incident
from domain.people import Person
from storage import tables

mappers = registry(metadata=tables.metadata)


def map_entities() -> None:
    """Called once, when the package is imported by the unit of work."""
    mappers.map_imperatively(Person, tables.people)
    mappers.map_imperatively(Entry, tables.incident_entries)
    mappers.map_imperatively(
        Incident,
        tables.incidents,
        properties={
            "entries": relationship(
                Entry, order_by=tables.incident_entries.c.position, lazy="raise"
            )
        },
    )


@event.listens_for(Entity, "load", propagate=True)
def _give_events(entity: Entity, context: QueryContext) -> None:
    """A loaded entity has not been through __init__: it needs its list of events."""
    entity.events = []


map_entities()
