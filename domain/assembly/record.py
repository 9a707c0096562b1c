"""The record: facts in their order, each chained to the one before by SHA-256.

An entry's hash covers the previous hash, its height, its time, its kind and its content, so that
nothing can be changed, taken out or put in between without every later hash telling.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from domain.assembly.session import Session

GENESIS = "0" * 64
CODE_LENGTH = 16

F = TypeVar("F", bound="Fact")


@dataclass(frozen=True)
class Fact:
    """Something that stands on the record, and what it makes of the session."""

    KIND: ClassVar[str]

    def apply(self, session: Session, at: datetime) -> None:
        raise NotImplementedError

    def seal(self, session: Session, head: Head) -> None:
        """Called once the fact is written, for those whose control code is published."""

    def payload(self) -> dict[str, Any]:
        """As JSON keeps it: a fact of yesterday's release must be readable tomorrow."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


_KINDS: dict[str, type[Fact]] = {}


def on_record(fact: type[F]) -> type[F]:
    """Register a kind of fact. A kind that is there twice stops start-up."""
    if fact.KIND in _KINDS:
        raise ValueError(f"{fact.KIND} is registered twice")
    _KINDS[fact.KIND] = fact
    return fact


def fact_of(kind: str, payload: Mapping[str, Any]) -> Fact:
    """The fact that an entry keeps. Raises KeyError for a kind that was never written."""
    known = _KINDS[kind]
    times = {field.name for field in fields(known) if "datetime" in str(field.type)}
    values = {
        name: datetime.fromisoformat(value) if name in times and value is not None else value
        for name, value in payload.items()
    }
    return known(**values)


@dataclass(frozen=True)
class Entry:
    """A line of the journal."""

    height: int
    at: str
    kind: str
    payload: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def is_whole(self) -> bool:
        """It says what it said when it was hashed."""
        found = digest_of(self.previous, self.height, self.at, self.kind, self.payload)
        return found == self.hash


@dataclass(frozen=True)
class Head:
    """Where a journal stands: whoever knows it can tell whether anything before was touched."""

    height: int = 0
    hash: str = GENESIS

    @property
    def code(self) -> str:
        """The control code, as it is published and printed."""
        return code_of(self.hash)

    def entry(self, fact: Fact, at: datetime) -> Entry:
        """The next line."""
        height, time, payload = self.height + 1, at.isoformat(), fact.payload()
        digest = digest_of(self.hash, height, time, fact.KIND, payload)
        return Entry(height, time, fact.KIND, payload, self.hash, digest)


def digest_of(previous: str, height: int, at: str, kind: str, payload: Mapping[str, Any]) -> str:
    written = canonical([previous, height, at, kind, payload])
    return hashlib.sha256(written.encode()).hexdigest()


def canonical(value: Any) -> str:
    """Canonical JSON: sorted keys, no blanks, no escapes, so that any language finds the same."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def code_of(digest: str) -> str:
    """Four groups of four: what people can compare by eye."""
    code = digest[:CODE_LENGTH].upper()
    return " ".join(code[n : n + 4] for n in range(0, CODE_LENGTH, 4))
