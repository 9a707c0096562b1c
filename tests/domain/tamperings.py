"""Ways to tamper with a journal: with its rows in the database, or with the file made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from domain.assembly.record import GENESIS, code_of, digest_of
from tests.support.assembly_story import Story, a_morning

PUBLISHED = ("session.opened", "vote.closed", "session.closed")

Row = dict[str, Any]
Journal = list[Row]


@cache
def the_story() -> Story:
    return a_morning()


def rows() -> Journal:
    """The entries of a whole morning, as a table or an exported file has them."""
    return json.loads(json.dumps([vars(entry) for entry in the_story().entries]))


def heads() -> str:
    """The codes that people copied from the meeting's chat."""
    codes = [e for e in the_story().entries if e.kind in PUBLISHED]
    return "".join(f"{entry.height} {code_of(entry.hash)}\n" for entry in codes)


def sealed(row: Mapping[str, Any]) -> Row:
    """The row with the hash that is right for what it says."""
    digest = digest_of(row["previous"], row["height"], row["at"], row["kind"], row["payload"])
    return {**row, "hash": digest}


def chained(journal: Journal, start: int = 0) -> Journal:
    """Every height, previous hash and hash computed anew from there: the thorough forger."""
    done = journal[:start]
    for row in journal[start:]:
        previous = done[-1]["hash"] if done else GENESIS
        done.append(sealed({**row, "height": len(done) + 1, "previous": previous}))
    return done


def at(kind: str) -> int:
    return next(n for n, row in enumerate(rows()) if row["kind"] == kind)


def changed(n: int, **values: Any) -> Journal:
    journal = rows()
    journal[n] = {**journal[n], **values}
    return journal


def another_choice() -> Journal:
    """Somebody's ballot is turned round."""
    n = at("ballot.cast")
    payload = rows()[n]["payload"]
    return changed(n, payload={**payload, "choices": dict.fromkeys(payload["choices"], "against")})


def a_ghost(after: Row) -> Row:
    """An entry that never was, and that fits where it is put."""
    entered = {"kind": "member.entered", "payload": {"member": "Élise Morel", "confirmed": True}}
    return sealed(
        {**after, **entered, "height": after["height"] + 1, "previous": after["hash"]},
    )


def with_ghost(n: int) -> Journal:
    journal = rows()
    return [*journal[:n], a_ghost(journal[n - 1]), *journal[n:]]


def ghost_first() -> Journal:
    nothing = {"height": 0, "hash": GENESIS, "at": rows()[0]["at"]}
    return [a_ghost(nothing), *rows()]


def swapped(n: int) -> Journal:
    journal = rows()
    return [*journal[:n], journal[n + 1], journal[n], *journal[n + 2 :]]


def renumbered(n: int) -> Journal:
    """An entry is taken out, and the heights close the gap."""
    journal = [row for row in rows() if row["height"] != n + 1]
    return [{**row, "height": height} for height, row in enumerate(journal, start=1)]


def another_session() -> Journal:
    return [vars(entry) for entry in Story().entries]


@dataclass(frozen=True)
class Tampering:
    """`height` is that of the first bad entry; `by_chain`: it is found without published codes."""

    name: str
    make: Callable[[], Journal]
    height: int
    why: str
    by_chain: bool = True

    def __str__(self) -> str:
        return self.name


MIDDLE, LAST = 30, len(rows())
BALLOT = at("ballot.cast")
NEXT_CODE = next(n for n in range(BALLOT, LAST) if rows()[n]["kind"] in PUBLISHED) + 1
OPENING = at("session.opened") + 1

TAMPERINGS = [
    Tampering("a payload is changed", another_choice, BALLOT + 1, "empreinte"),
    Tampering(
        "a time is changed",
        lambda: changed(MIDDLE, at="2026-11-22T09:30:00+00:00"),
        MIDDLE + 1,
        "empreinte",
    ),
    Tampering("a hash is changed", lambda: changed(MIDDLE, hash="f" * 64), MIDDLE + 1, "empreinte"),
    Tampering(
        "the hash of one changed entry is computed anew",
        lambda: [sealed(row) if n == BALLOT else row for n, row in enumerate(another_choice())],
        BALLOT + 2,
        "chaîne",
    ),
    Tampering("the first entry is taken out", lambda: rows()[1:], 1, "manque"),
    Tampering(
        "an entry in the middle is taken out",
        lambda: rows()[:MIDDLE] + rows()[MIDDLE + 1 :],
        MIDDLE + 1,
        "manque",
    ),
    Tampering("the last entry is taken out", lambda: rows()[:-1], LAST, "coupée", by_chain=False),
    Tampering("the end is cut off", lambda: rows()[:-7], LAST - 6, "coupée", by_chain=False),
    Tampering("two entries are swapped", lambda: swapped(MIDDLE), MIDDLE + 1, "manque"),
    Tampering(
        "an entry is doubled",
        lambda: rows()[: MIDDLE + 1] + rows()[MIDDLE:],
        MIDDLE + 2,
        "répétée",
    ),
    Tampering("a ghost is put in between", lambda: with_ghost(MIDDLE), MIDDLE + 2, "répétée"),
    Tampering("a ghost is put at the end", lambda: with_ghost(LAST), LAST + 1, "après la clôture"),
    Tampering("a ghost is put at the start", ghost_first, 2, "répétée"),
    Tampering(
        "heights are renumbered over a gap", lambda: renumbered(MIDDLE), MIDDLE + 1, "chaîne"
    ),
    Tampering(
        "a previous hash is changed",
        lambda: changed(MIDDLE, previous=GENESIS),
        MIDDLE + 1,
        "chaîne",
    ),
    Tampering(
        "the whole chain is computed anew after a change",
        lambda: chained(changed(0, at="2026-11-19T08:00:00+00:00")),
        OPENING,
        "publié",
        by_chain=False,
    ),
    Tampering(
        "the chain is computed anew from a ghost in the middle",
        lambda: chained(with_ghost(BALLOT), BALLOT),
        NEXT_CODE,
        "publié",
        by_chain=False,
    ),
    Tampering(
        "another session's journal takes its place",
        another_session,
        2,
        "coupée",
        by_chain=False,
    ),
    Tampering(
        "a ballot is turned round and the chain computed anew",
        lambda: chained(another_choice(), BALLOT),
        NEXT_CODE,
        "publié",
        by_chain=False,
    ),
    Tampering("a field is added", lambda: changed(MIDDLE, note="vu"), MIDDLE + 1, "ajoutés"),
    Tampering("a kind is changed", lambda: changed(MIDDLE, kind="x.y"), MIDDLE + 1, "empreinte"),
    Tampering("a field is taken out", lambda: [{"height": 1}, *rows()[1:]], 1, "manquants"),
    Tampering("a height is a word", lambda: changed(MIDDLE, height="31"), MIDDLE + 1, "type"),
]
