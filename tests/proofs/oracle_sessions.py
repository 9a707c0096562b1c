"""What a person may have put on the record of a session, told from its journal alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.proofs.facts import Facts, Row
from tests.proofs.oracle import Actor

OF_ONESELF = {
    "member.entered": "member",
    "member.left": "member",
    "member.stepped_aside": "member",
    "convocation.answered": "member",
    "proxy.given": "giver",
    "lot.left": "by",
    "lot.position": "by",
    "ballot.cast": "by",
}
"""What members do, and where the entry names who did it."""
NEVER_OF_A_SECRETARY = frozenset({"ballot.cast", "lot.position", "convocation.answered"})


def beyond_rights_in_sessions(actor: Actor, before: Facts, after: Facts) -> Iterator[str]:
    old, new = before["session_journal"], after["session_journal"]
    if any(new.get(key) != row for key, row in old.items()):
        yield "a line of a journal"
    if before["session_people"].keys() - after["session_people"].keys():
        yield "somebody is gone from a session"
    for entry in (row for key, row in new.items() if key not in old):
        if not _may_write(actor, entry):
            yield f"{entry['kind']} on the record"


def _may_write(actor: Actor, entry: Row) -> bool:
    kind, payload = entry["kind"], json.loads(entry["payload"])
    if actor.is_secretary:
        return kind not in NEVER_OF_A_SECRETARY
    if not actor.is_member or payload.get(OF_ONESELF.get(kind, "")) != actor.person_id:
        return False
    return kind != "ballot.cast" or payload["seat"] == actor.person_id
