"""The forms of the help desk: what was chosen and written, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.actions import Action, AskQuestion, SolveIncident
from cards.desk_actions import (
    AssignIncident,
    ChangePriority,
    EnterCall,
    HoldIncident,
    MergeIncident,
    ReopenIncident,
    TransferIncident,
)
from cards.form_parts import error_at, form_card
from cards.incident_forms import kept
from cards.incident_lines import excerpt
from cards.kit import Card, Element, Surface, choice_input, inert, small, text_input, typed
from cards.kit_inputs import line_input, pick_input
from cards.texts import Texts
from domain.errors import Refusal
from domain.incident_desk import ReviewIn
from domain.incidents import Incident, WaitsFor
from domain.input import NONE
from domain.organisation import CannedAnswer, Hindrance, Organisation, Priority
from domain.people import Person


class Form:
    """One form as it is being drawn: for whom, where, and with what refusal."""

    def __init__(self, texts: Texts, surface: Surface, refusal: Refusal | None = None) -> None:
        self.texts, self.surface, self.refusal = texts, surface, refusal
        self.title = ""

    def card(self, name: str, number: str, action: Action, *body: Sequence[Element]) -> Card:
        """Its title stands on the card in a chat, and above it in a dialog."""
        self.title = self.texts(f"form.{name}_title", number=number)
        elements = [element for part in body for element in part]
        return form_card(
            self.title, elements, action, self.texts, self.surface, refusal=self.refusal
        )

    def written(self, field: str, words: str, *, is_required: bool = True) -> list[Element]:
        return text_input(
            field,
            self.texts(f"form.{field}"),
            value=kept(words),
            required=self.texts("refusal.text.missing") if is_required else None,
            error=error_at(field, self.refusal, self.texts),
        )

    def line(self, field: str, words: str, example: str) -> list[Element]:
        return line_input(
            field,
            self.texts(f"form.{field}"),
            value=words,
            required=self.texts("refusal.text.missing"),
            placeholder=example,
            error=error_at(field, self.refusal, self.texts),
        )

    def chosen(self, field: str, choices: Mapping[str, str], value: str) -> list[Element]:
        """One of a list that may be long, with nothing chosen unless `value` says so."""
        return pick_input(
            field,
            self.texts(f"form.{field}"),
            choices,
            value=value,
            required=self.texts("refusal.choice.unknown"),
            placeholder=self.texts("form.choose"),
            error=error_at(field, self.refusal, self.texts),
        )

    def one_of(self, field: str, choices: Mapping[str, str], value: str) -> list[Element]:
        error = error_at(field, self.refusal, self.texts)
        return choice_input(field, self.texts(f"form.{field}"), choices, value=value, error=error)

    def about(self, incident: Incident, sentence: str, **facts: object) -> list[Element]:
        return [small(self.texts(sentence, **facts)), typed(excerpt(incident.what))]


def question_form(form: Form, incident: Incident, action: AskQuestion) -> Card:
    """What the staff asks, and the reporter reads."""
    above = form.about(incident, "form.question_to", name=inert(incident.reporter_name))
    return form.card(
        "question", incident.number, action, above, form.written("question", action.question)
    )


def solution_form(
    form: Form, incident: Incident, action: SolveIncident, answers: Sequence[CannedAnswer]
) -> Card:
    """What was done, in one's own words or in those that the team gives often, or both."""
    above = form.about(incident, "form.solution_to", name=inert(incident.reporter_name))
    titles = {NONE: form.texts("form.no_canned")}
    titles |= {str(n): answer.title for n, answer in enumerate(answers)}
    canned = form.one_of("canned", titles, action.canned) if answers else []
    words = form.written("solution", action.solution, is_required=not answers)
    return form.card("solution", incident.number, action, above, canned, words)


def transfer_form(
    form: Form, incident: Incident, action: TransferIncident, organisation: Organisation
) -> Card:
    teams = {key: t.name for key, t in organisation.teams.items() if key != incident.team}
    above = form.about(incident, "form.transfer_intro")
    choice, note = form.chosen("team", teams, action.team), form.written("note", action.note)
    return form.card("transfer", incident.number, action, above, choice, note)


def assign_form(
    form: Form, incident: Incident, action: AssignIncident, staff: Sequence[Person]
) -> Card:
    names = {person.person_id: person.name for person in staff}
    above = form.about(incident, "form.assign_intro")
    return form.card(
        "assign", incident.number, action, above, form.chosen("person", names, action.person)
    )


def priority_form(form: Form, incident: Incident, action: ChangePriority) -> Card:
    names = {str(priority): form.texts(f"priority.{priority}") for priority in Priority}
    above = form.about(incident, "form.priority_intro")
    choice = form.one_of("priority", names, action.priority or incident.priority)
    return form.card("priority", incident.number, action, above, choice)


def hold_form(form: Form, incident: Incident, action: HoldIncident) -> Card:
    waits = {str(who): form.texts(f"waits_for.{who}") for who in WaitsFor}
    days = {str(each): form.texts(f"review_in.{each}") for each in ReviewIn}
    return form.card(
        "hold",
        incident.number,
        action,
        form.about(incident, "form.hold_intro"),
        form.one_of("waits_for", waits, action.waits_for),
        form.written("reason", action.reason),
        form.one_of("review_in", days, action.review_in),
    )


def merge_form(form: Form, incident: Incident, action: MergeIncident) -> Card:
    number = form.line("number", action.number, form.texts("form.number_example"))
    above = form.about(incident, "form.merge_intro", number=incident.number)
    return form.card("merge", incident.number, action, above, number)


def reopen_form(form: Form, incident: Incident, action: ReopenIncident) -> Card:
    above = form.about(incident, "form.reopen_intro")
    return form.card("reopen", incident.number, action, above, form.written("words", action.words))


def call_form(form: Form, action: EnterCall) -> Card:
    """Three fields: whoever is on the telephone waits."""
    who = form.line("who", action.who, form.texts("form.who_example"))
    work = {str(word): form.texts(f"hindrance.{word}") for word in Hindrance}
    return form.card(
        "call",
        "",
        action,
        who,
        form.written("what", action.what),
        form.one_of("can_work", work, action.can_work),
    )
