"""For each event, who must be told what: the rules of every topic in one place."""

from __future__ import annotations

from collections.abc import Mapping

from domain import incident_notices
from domain.assembly import notices as assembly_notices
from domain.events import Event
from domain.notices import Notice, Rule

RULES: Mapping[type[Event], Rule] = {**incident_notices.RULES, **assembly_notices.RULES}


def notices_for(event: Event) -> list[Notice]:
    """Everything that is owed because of this event. An event without a rule is a mistake."""
    return RULES[type(event)](event)
