"""The cards of the whole desk: its forms, what is left of what moved, its pings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from cards.actions import AskQuestion, SolveIncident
from cards.desk_actions import (
    AssignIncident,
    ChangePriority,
    EnterCall,
    HoldIncident,
    MergeIncident,
    ReopenIncident,
    TransferIncident,
)
from cards.desk_forms import (
    Form,
    assign_form,
    call_form,
    hold_form,
    merge_form,
    priority_form,
    question_form,
    reopen_form,
    solution_form,
    transfer_form,
)
from cards.incident_staff import call_receipt, moved_card, staff_card
from cards.incidents import reporter_card
from cards.kit import Card, Surface
from cards.notices import render
from cards.texts import Texts
from domain import incident_desk as desk
from domain.errors import Refusal
from domain.incident_follow_up import rate
from domain.incidents import Incident, State
from domain.input import LONGEST_TEXT
from domain.organisation import CannedAnswer
from domain.people import Person
from tests.support.builders import NOW, ORGANISATION

LATER = NOW + timedelta(days=1)
PINGS = ("assigned", "to_review", "reopened")


@dataclass(frozen=True)
class DeskCards:
    """Every card of the desk in which somebody wrote these words."""

    texts: Texts
    words: str
    staff: Person

    def forms(self, incident: Incident, surface: Surface) -> Iterator[tuple[str, Card]]:
        """Empty, and come back with what was wrong."""
        for name, field, draw in self._drawing(incident):
            yield f"{name} form", draw(Form(self.texts, surface), "")
            refusal = Refusal("text.too_long", field, length=9_999, longest=LONGEST_TEXT)
            yield f"{name} form, wrong", draw(Form(self.texts, surface, refusal), self.words * 3)
        yield (
            "call receipt",
            call_receipt(incident, ORGANISATION, self.texts, NOW, surface),
        )

    def all(self, make: Callable[..., Incident]) -> Iterator[tuple[str, Card]]:
        yield from self._living(make)
        facts = {"number": "INC-2026-000001", "incident_id": "1", "by_name": self.staff.name}
        for kind in PINGS:
            yield kind, self._record(f"incident.{kind}", facts | {"words": self.words})
        awaits = {"number": "INC-2026-000001", "incident_id": "1", "reason": self.words}
        yield "awaits", self._record("incident.awaits", awaits)
        merged = {"number": "INC-2026-000001", "main_number": "INC-2026-000002"}
        yield "merged", self._record("incident.merged", merged)
        joined = {"number": "INC-2026-000001", "joined_number": "INC-2026-000002"}
        yield "joined", self._record("incident.joined", joined)
        solved = {"number": "INC-2026-000001", "solver_name": self.staff.name, "incident_id": "1"}
        yield "solved", self._record("incident.solved", solved | {"solution": self.words})

    def _living(self, make: Callable[..., Incident]) -> Iterator[tuple[str, Card]]:
        moved = make()
        for team in ("sig", "applications"):
            desk.transfer(moved, self.staff, team, self.words, team, ORGANISATION, NOW)
        held = make()
        desk.hold(held, self.staff, "supplier", self.words, "3", "hold", ORGANISATION, NOW)
        main = make()
        desk.merge(make(), replace_id(main), self.staff, "merge", NOW)
        rated = make(State.SOLVED)
        rate(rated, self._reporter(rated), "no", LATER)
        called = make()
        called.reporter_id = None
        awaited = make()
        desk.hold(awaited, self.staff, "agent", self.words, "1", "wait", ORGANISATION, NOW)
        for incident in (moved, held, awaited, main, rated, called):
            for draw in (reporter_card, staff_card):
                yield draw.__name__, draw(incident, ORGANISATION, self.texts, LATER)
        yield "moved", moved_card(moved, ORGANISATION, self.texts, self.texts("form.closed"))

    def _reporter(self, incident: Incident) -> Person:
        return Person(person_id=incident.reporter_id or "", name=incident.reporter_name)

    def _drawing(
        self, incident: Incident
    ) -> Iterator[tuple[str, str, Callable[[Form, str], Card]]]:
        ids = {"incident_id": incident.incident_id, "form_id": "form"}
        answers = [CannedAnswer(self.words[:80], self.words)]
        yield (
            "question",
            "question",
            lambda form, words: question_form(form, incident, AskQuestion(**ids, question=words)),
        )
        for ready in ([], answers):
            yield (
                f"solution, {len(ready)} ready",
                "solution",
                lambda form, words, ready=ready: solution_form(
                    form, incident, SolveIncident(**ids, solution=words), ready
                ),
            )
        yield (
            "transfer",
            "note",
            lambda form, words: transfer_form(
                form, incident, TransferIncident(**ids, note=words), ORGANISATION
            ),
        )
        yield (
            "assign",
            "person",
            lambda form, words: assign_form(
                form, incident, AssignIncident(**ids), [self.staff] * 3
            ),
        )
        yield (
            "priority",
            "priority",
            lambda form, words: priority_form(form, incident, ChangePriority(**ids)),
        )
        yield (
            "hold",
            "reason",
            lambda form, words: hold_form(form, incident, HoldIncident(**ids, reason=words)),
        )
        yield (
            "merge",
            "number",
            lambda form, words: merge_form(form, incident, MergeIncident(**ids)),
        )
        yield (
            "reopen",
            "words",
            lambda form, words: reopen_form(form, incident, ReopenIncident(**ids, words=words)),
        )
        yield (
            "call",
            "what",
            lambda form, words: call_form(
                form, EnterCall(form_id="form", who=self.staff.name, what=words)
            ),
        )

    def _record(self, kind: str, facts: dict[str, str]) -> Card:
        card = render(kind, 1, facts, ORGANISATION, self.texts).card
        assert card is not None
        return card


def replace_id(incident: Incident) -> Incident:
    """The same with another id: two incidents of a catalogue have the same."""
    return replace(incident, incident_id=f"{9:032x}", serial=9)
