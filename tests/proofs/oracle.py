"""What a person may have changed, told from the rows before and after: it shares no code with us.

An agent reports, adds to their own open requests and cancels them, opens a solved one again and
says a word on it; the staff of a request's team takes, asks, hands on, judges, merges and solves
it, and writes down calls; people choose their own language. All else is an effect beyond rights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.proofs.facts import Facts, Row

OVER = ("solved", "cancelled", "merged")
BY_ITSELF = {"transmitted_at", "overdue_at"}
"""What delivery and the clock write."""
BY_REPORTER = BY_ITSELF | {"state", "waits_for", "review_by", "return_by", "closed_at"}
BY_STAFF = BY_REPORTER | {
    *("assignee_id", "assignee_name", "priority", "team", "take_by", "transfers", "merged_into"),
}
"""Columns of an open request. All else was reported, and stands."""
REOPENED = BY_STAFF - {"priority", "team", "transfers", "merged_into"} | {"rating"}
OF_REPORTER = ("detail", "file", "cancelled", "reopened", "rated")
OF_STAFF = (
    *("taken", "assigned", "question", "transferred", "priority", "held", "resumed"),
    *("solved", "merged"),
)
OF_ANY_STAFF = ("called", "joined")
"""Written by whoever is of the staff: on a call, and on the request that another is merged into."""
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
    is_own = new["reporter_id"] == actor.person_id and new["service"] == actor.service
    if actor.is_guest or not (is_own or actor.teams):
        yield "reported in another's name"
    if new["state"] != "new" or new["assignee_id"]:
        yield "reported otherwise than a report is"
    is_urgent = (new["audience"], new["hindrance"]) in URGENT
    if (new["priority"] == "critical") != is_urgent:
        yield "a priority of their own"


def _in_change(actor: Actor, old: Row, new: Row) -> Iterator[str]:
    is_reporter = old["reporter_id"] == actor.person_id and not actor.is_guest
    is_staff = old["team"] in actor.teams
    changed = {name for name in new if old[name] != new[name]}
    if old["state"] in OVER:
        if not (is_reporter and _follows_up(old, new, changed)):
            yield f"an incident in state {old['state']} that is not theirs to change"
        return
    may = (BY_REPORTER if is_reporter else BY_ITSELF) | (BY_STAFF if is_staff else set())
    if changed - may:
        yield f"not theirs to change: {', '.join(sorted(changed - may))}"
    if new["state"] == "cancelled" and not is_reporter:
        yield "cancelled for another"
    if new["state"] in ("solved", "merged") and not is_staff:
        yield f"{new['state']} without being of the team"


def _follows_up(old: Row, new: Row, changed: set[str]) -> bool:
    """A word on the solution, once; or open again, for the same team and with nobody in charge."""
    if old["state"] != "solved":
        return False
    if new["state"] == "new":
        return changed <= REOPENED and new["assignee_id"] is None
    return changed <= BY_ITSELF | {"rating"} and old["rating"] is None


def _in_entries(actor: Actor, before: Facts, after: Facts) -> Iterator[str]:
    old, new = before["incident_entries"], after["incident_entries"]
    if any(new.get(key) != row for key, row in old.items()):
        yield "a line of a story"
    for entry in (row for key, row in new.items() if key not in old):
        key = (entry["incident_id"],)
        incident = before["incidents"].get(key, after["incidents"][key])
        is_reporter = incident["reporter_id"] == actor.person_id and not actor.is_guest
        kinds = (*(OF_REPORTER if is_reporter else ()),)
        kinds += OF_STAFF if incident["team"] in actor.teams else ()
        kinds += OF_ANY_STAFF if actor.teams else ()
        if entry["author_id"] != actor.person_id or entry["kind"] not in kinds:
            yield f"a {entry['kind']} that is not theirs to write"


def _in_numbers(before: Facts, after: Facts) -> Iterator[str]:
    used = len(after["incidents"]) - len(before["incidents"])
    last = sum(row["last"] for row in after["counters"].values())
    if last - sum(row["last"] for row in before["counters"].values()) != used:
        yield "numbers"
