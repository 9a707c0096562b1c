"""What people were told: the promises that a database must keep, whatever happens to the bot."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import orjson

NUMBER = re.compile(r"INC-\d{4}-\d{6}")
INCIDENT = re.compile(r'"incident_id":"([0-9a-f]{32})"')


@dataclass(frozen=True)
class Gesture:
    """What somebody presses. `token` stands in what they wrote, once in the world."""

    person: int
    verb: str
    data: dict[str, Any]
    activity_id: str
    token: str

    @property
    def is_form(self) -> bool:
        return "form_id" in self.data

    @property
    def key(self) -> str:
        """The form, or who pressed what on what."""
        return str(self.data.get("form_id") or f"{self.person} {self.verb} {self.data}")

    def again_with_a_new_id(self) -> Gesture:
        return replace(self, activity_id=f"f:{uuid4()}")


@dataclass(frozen=True)
class Answer:
    """The body of an invoke's answer, read as a person would."""

    body: bytes

    @property
    def card(self) -> dict[str, Any] | None:
        parsed = orjson.loads(self.body)
        value = parsed.get("value") if isinstance(parsed, dict) else None
        return value if isinstance(value, dict) else None

    @property
    def sentence(self) -> str:
        parsed = orjson.loads(self.body) if self.body else {}
        return str(parsed.get("value", "")) if isinstance(parsed, dict) else ""

    @property
    def warns(self) -> bool:
        """A band at the top says why nothing was done."""
        card = self.card
        return bool(card and card["body"] and card["body"][0].get("style") == "warning")


@dataclass(frozen=True)
class Known:
    """An incident as the person who reported it was told of it."""

    incident_id: str
    number: str
    team: str
    reporter: int
    told_at: float


@dataclass
class Ledger:
    """Filled by the crowd, read by the audit. Keys of forms are their ids."""

    sent: dict[str, Gesture] = field(default_factory=dict)
    acknowledged: dict[str, bytes] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    incidents: dict[str, Known] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    apologies: Counter[str] = field(default_factory=Counter)
    silences: int = 0
    repeats: int = 0
    other_answers: list[str] = field(default_factory=list)

    def note(self, gesture: Gesture, answer: Answer) -> bool:
        """Write down what was answered. False where it was no answer, and must be asked again."""
        if answer.card is None:
            self.apologies[answer.sentence[:60]] += 1
            return False
        if gesture.key in self.acknowledged:
            if gesture.is_form:
                self._compare(gesture, answer)
        elif self._is_done(gesture, answer):
            self.acknowledged[gesture.key] = answer.body
            self._learn(gesture, answer)
        else:
            self.refused.add(gesture.key)
        return True

    def _is_done(self, gesture: Gesture, answer: Answer) -> bool:
        """What was written stands on the card; a refused report is a form, without a number."""
        if not gesture.is_form:
            return not answer.warns
        is_written = gesture.token.encode() in answer.body
        return is_written and NUMBER.search(answer.body.decode()) is not None

    def _compare(self, gesture: Gesture, answer: Answer) -> None:
        self.repeats += 1
        if answer.body != self.acknowledged[gesture.key]:
            first = Answer(self.acknowledged[gesture.key])
            warned = f"warning first: {first.warns}, then: {answer.warns}"
            self.other_answers.append(f"{gesture.verb} {gesture.key}, {warned}")

    def _learn(self, gesture: Gesture, answer: Answer) -> None:
        if gesture.verb == "incident.take":
            self.taken[gesture.data["incident_id"]] = gesture.person
        if gesture.verb != "incident.report":
            return
        text = answer.body.decode()
        incident, number = INCIDENT.search(text), NUMBER.search(text)
        assert incident is not None
        assert number is not None
        team = "interventions" if gesture.data["category"] == "poste" else "hotline"
        known = Known(incident[1], number[0], team, gesture.person, time.monotonic())
        self.incidents[gesture.key] = known
