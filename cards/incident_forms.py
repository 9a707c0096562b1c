"""The forms of an incident: to report it, to add to it, to ask about it, to close it.

Each exists once and shows in a dialog or in the chat; `surface` makes the only difference.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cards.actions import (
    Action,
    AddDetail,
    AddSentence,
    CloseForm,
    ExplainApplication,
    ListIncidents,
    ReportIncident,
)
from cards.application_field import application_field, knows_more
from cards.form_parts import error_at, form_card
from cards.home import help_line, someone_button
from cards.incident_lines import excerpt, question_lines, read_button
from cards.kit import (
    BIGGEST,
    Button,
    Card,
    Element,
    Surface,
    button,
    buttons,
    card,
    choice_input,
    heading,
    hidden_input,
    inert,
    label,
    notice,
    size_of,
    small,
    text,
    text_input,
    typed,
)
from cards.texts import Texts
from domain.errors import Refusal
from domain.files import File
from domain.incident_report import Report
from domain.incident_story import Entry
from domain.incidents import Incident
from domain.input import NONE
from domain.organisation import Audience, Hindrance, Organisation

FRAME_BYTES = 5_000
"""Of the form of an incident, but for what was written and its two long lists."""
KEPT_BYTES = 16_050
"""What still fits a form: any text of permitted length, and of a longer one the beginning."""
FILE_BYTES = 1_700
"""What a file takes on a form at most: its name, twice, and its link."""


@dataclass(frozen=True)
class Filled:
    """A detail as it was written, and what was wrong with it."""

    form_id: str
    text: str = ""
    refusal: Refusal | None = None


def incident_form(
    report: Report,
    organisation: Organisation,
    texts: Texts,
    surface: Surface,
    *,
    refusal: Refusal | None = None,
    banner: str | None = None,
    open_incidents: Sequence[Incident] = (),
    other_meanings: bool = False,
    is_explained: bool = False,
) -> Card:
    """Five questions, of which only the first must be answered."""
    unknown = {NONE: texts("form.unknown")}
    categories = {key: category.name for key, category in organisation.categories.items()}
    written = kept(report.what, KEPT_BYTES - FILE_BYTES * len(report.files))
    room = BIGGEST - FRAME_BYTES - size_of(written) - size_of(categories)
    room -= FILE_BYTES * len(report.files)
    body = [
        notice(banner),
        heading(texts("form.title"), surface),
        *text_input(
            "what",
            texts("form.what"),
            value=written,
            required=texts("refusal.text.missing"),
            placeholder=texts("form.what_example"),
            error=error_at("what", refusal, texts),
        ),
        *choice_input(
            "category",
            texts("form.category"),
            unknown | categories,
            value=report.category,
            error=error_at("category", refusal, texts),
        ),
        *application_field(report, organisation, texts, room, refusal, is_asked=is_explained),
        *choice_input(
            "audience",
            texts("form.audience"),
            {word: texts(f"audience.{word}") for word in Audience},
            value=report.audience,
            error=error_at("audience", refusal, texts),
        ),
        *choice_input(
            "can_work",
            texts("form.can_work"),
            {word: texts(f"hindrance.{word}") for word in Hindrance},
            value=report.hindrance,
            error=error_at("can_work", refusal, texts),
        ),
        *_attached(report.files, texts),
        help_line(organisation, texts),
    ]
    send, cancel = _form_buttons(ReportIncident(form_id=report.form_id), texts, surface)
    explain = ExplainApplication(form_id=report.form_id)
    more = button(texts("button.explain"), explain, surface=surface)
    ways = [send, *([more] if knows_more(organisation) else []), cancel]
    if not other_meanings:
        return card(body, ways)
    meanings = _other_meanings(report, open_incidents, texts)
    return card([*body, buttons(ways), label(texts("form.or")), buttons(meanings)])


def _attached(files: Sequence[File], texts: Texts) -> list[Element]:
    """What came with the sentence, named; a hidden field carries it, once for all buttons."""
    if not files:
        return []
    names = ", ".join(inert(file.name) for file in files)
    written = [{"name": file.name, "link": file.link} for file in files]
    return [
        small(texts("form.attached", names=names)),
        hidden_input("files", texts("form.files"), json.dumps(written, ensure_ascii=False)),
    ]


def detail_form(incident: Incident, filled: Filled, texts: Texts, surface: Surface) -> Card:
    """The reporter says more, or answers the question that waits."""
    question = incident.open_question
    above = question_lines(question, texts) if question else []
    action = AddDetail(incident_id=incident.incident_id, form_id=filled.form_id)
    title = texts("form.detail_title", number=incident.number)
    field = _detail_field(texts("form.detail"), filled, texts)
    return form_card(title, [*above, *field], action, texts, surface)


def answer_form_id(question: Entry) -> str:
    """A question is answered once, however often its card is sent."""
    return f"answer.{question.entry_id}"


def question_card(
    incident: Incident,
    question: Entry,
    texts: Texts,
    at: datetime,
    *,
    filled: Filled | None = None,
) -> Card:
    """A question to the reporter, with room for the answer until there is one."""
    filled = filled or Filled(answer_form_id(question))
    lines = [
        heading(texts("question.title", number=incident.number)),
        *question_lines(question, texts),
    ]
    answer = incident.answer_to(question)
    if answer is not None:
        answered = texts("question.answered", when=texts.clock(answer.at, at))
        return card([*lines, label(answered), typed(excerpt(answer.text))])
    if incident.is_over:
        return card([*lines, text(texts("question.closed"))])
    field = _detail_field(texts("form.answer"), filled, texts)
    reply = AddDetail(incident_id=incident.incident_id, form_id=filled.form_id)
    send = button(texts("button.send"), reply, style="positive", surface=Surface.CHAT)
    return card([*lines, *field], [send, read_button(incident, texts), someone_button(texts)])


def kept(words: str, room: int = KEPT_BYTES) -> str:
    """What a form can give back of what was typed, by its size on the wire."""
    while (excess := size_of(words) - room) > 0:
        words = words[: -max(1, excess // 4)]
    return words


def _detail_field(title: str, filled: Filled, texts: Texts) -> list[Element]:
    return text_input(
        "detail",
        title,
        value=kept(filled.text),
        required=texts("refusal.text.missing"),
        error=error_at("detail", filled.refusal, texts),
    )


def _form_buttons(action: Action, texts: Texts, surface: Surface) -> list[Button]:
    return [
        button(texts("button.send"), action, style="positive", surface=surface),
        button(texts("button.cancel"), CloseForm(), surface=surface, sends_inputs=False),
    ]


def _other_meanings(
    report: Report, open_incidents: Sequence[Incident], texts: Texts
) -> list[Button]:
    """What else a typed sentence may be: more about an open incident, or a call for somebody."""
    additions = [
        button(
            texts("button.add_to", number=incident.number),
            AddSentence(incident_id=incident.incident_id, form_id=report.form_id),
            surface=Surface.CHAT,
        )
        for incident in open_incidents
    ]
    return [
        *additions,
        button(
            texts("button.my_incidents"), ListIncidents(), surface=Surface.CHAT, sends_inputs=False
        ),
        someone_button(texts),
    ]
