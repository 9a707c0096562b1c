"""What a person may have changed, told from the rows before and after: written without the product.

An agent reports, adds to their own open requests and cancels them; the staff of a request's team
takes, asks and solves it; people choose their own language. All else is an effect beyond rights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.proofs.facts import Facts, Row

LASTING = (
    "form_id", "year", "serial", "reporter_id", "reporter_name", "organisation", "service",
    "what", "category", "application", "audience", "hindrance", "priority", "team",
    "reported_at", "take_by",
)  # fmt: skip
"""What was reported stands."""
OVER = ("solved", "cancelled")
OF_REPORTER = ("detail", "cancelled")
OF_STAFF = ("taken", "question", "solved")
URGENT = {("public", "no"), ("public", "hardly"), ("several_services", "no")}
"""What makes a request critical, in the example's matrix."""


@dataclass(frozen=True)
class Actor:
    """`teams` are those whose requests this person deals with; `is_member` and `is_secretary` say
    what they are in the sessions."""

    person_id: str
    service: str
    teams: frozenset[str] = frozenset()
    is_guest: bool = False
    is_member: bool = False
    is_secretary: bool = False


def beyond_rights(actor: Actor, before: Facts, after: Facts) -> list[str]:
    """Everything that changed and that this person may not change."""
    return [
        *_in_people(actor, before["people"], after["people"]),
        *_in_incidents(actor, before["incidents"], after["incidents"]),
        *_in_entries(actor, before, after),
        *_in_numbers(before, after),
        *(["channels"] if before["team_channels"] != after["team_channels"] else []),
    ]


def _in_people(actor: Actor, before: dict[Any, Row], after: dict[Any, Row]) -> Iterator[str]:
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        own_language = old and new and old | {"chosen_locale": new["chosen_locale"]} == new
        if key != (actor.person_id,) or not own_language or actor.is_guest:
            yield f"person {key}"


def _in_incidents(actor: Actor, before: dict[Any, Row], after: dict[Any, Row]) -> Iterator[str]:
    if before.keys() - after.keys():
        yield "an incident is gone"
    for key, new in after.items():
        old = before.get(key)
        if old is None:
            yield from _in_report(actor, new)
        elif old != new:
            yield from _in_change(actor, old, new)


def _in_report(actor: Actor, new: Row) -> Iterator[str]:
    if actor.is_guest or new["reporter_id"] != actor.person_id:
        yield "reported in another's name"
    if new["service"] != actor.service or new["state"] != "new" or new["assignee_id"]:
        yield "reported otherwise than a report is"
    is_urgent = (new["audience"], new["hindrance"]) in URGENT
    if (new["priority"] == "critical") != is_urgent:
        yield "a priority of their own"


def _in_change(actor: Actor, old: Row, new: Row) -> Iterator[str]:
    is_reporter = old["reporter_id"] == actor.person_id and not actor.is_guest
    is_staff = old["team"] in actor.teams
    if any(old[name] != new[name] for name in LASTING):
        yield "what was reported"
    if old["state"] in OVER or not (is_reporter or is_staff):
        yield f"an incident in state {old['state']} that is not theirs to change"
    if old["assignee_id"] != new["assignee_id"]:
        mine = is_staff and new["assignee_id"] == actor.person_id and old["assignee_id"] is None
        yield from () if mine else ("who deals with it",)
    if new["state"] == "cancelled" and not is_reporter:
        yield "cancelled for another"
    if new["state"] == "solved" and not is_staff:
        yield "solved without being of the team"


def _in_entries(actor: Actor, before: Facts, after: Facts) -> Iterator[str]:
    old, new = before["incident_entries"], after["incident_entries"]
    if any(new.get(key) != row for key, row in old.items()):
        yield "a line of a story"
    for entry in (row for key, row in new.items() if key not in old):
        incident = after["incidents"][(entry["incident_id"],)]
        is_reporter = incident["reporter_id"] == actor.person_id and not actor.is_guest
        kinds = (*(OF_REPORTER if is_reporter else ()),)
        kinds += OF_STAFF if incident["team"] in actor.teams else ()
        if entry["author_id"] != actor.person_id or entry["kind"] not in kinds:
            yield f"a {entry['kind']} that is not theirs to write"


def _in_numbers(before: Facts, after: Facts) -> Iterator[str]:
    used = len(after["incidents"]) - len(before["incidents"])
    last = sum(row["last"] for row in after["counters"].values())
    if last - sum(row["last"] for row in before["counters"].values()) != used:
        yield "numbers"
