"""The application that an incident is about: a list, a search while one types, what is known of it.

"Typeahead search in Adaptive Cards" (Microsoft Learn): where the client can, it asks us for choices
as the person types, 15 at most; elsewhere the card's own list stands, as far as the card has room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microsoft_teams.cards import Choice, ChoiceSetInput, QueryData

from cards.form_parts import error_at
from cards.kit import Element, field_error, size_of, small
from cards.texts import Texts, normal
from domain.errors import Refusal
from domain.incident_report import Report
from domain.input import NONE
from domain.organisation import Application, Organisation

DATASET = "application"
"""What the client names when it asks for choices: `application.search` answers."""
AT_ONCE = 15
"""Choices that Teams shows of an answer."""


def application_field(
    report: Report,
    organisation: Organisation,
    texts: Texts,
    room: int,
    refusal: Refusal | None,
    *,
    is_asked: bool,
) -> list[Element]:
    """The field and, below it, what the catalogue knows of the application that was chosen:
    what matters always, the rest where it `is_asked`.

    `room` is how many bytes the list may take: what has none is found by typing its name. Nothing
    is chosen beforehand: whoever types a name would have to take it away first.
    """
    chosen, error = report.application, error_at("application", refusal, texts)
    application = organisation.applications.get(chosen)
    first = [application] if application else []
    others = (each for each in organisation.applications.values() if each.key != chosen)
    titles = {NONE: texts("form.no_application")} | choices_of([*first, *others], texts)
    field = ChoiceSetInput(
        id="application",
        label=texts("form.application"),
        value=None if chosen == NONE else chosen,
        placeholder=texts("form.no_application"),
        style="filtered",
        choices=_that_fit(titles, chosen, room),
        choices_data=QueryData(dataset=DATASET),
    )
    wrong = [field_error(error)] if error else []
    return [field, *wrong, *_known_of(application, texts, is_asked=is_asked)]


def knows_more(organisation: Organisation) -> bool:
    """Is there anything to know of any application?"""
    return any(map(_matters, organisation.applications.values()))


def choices_of(applications: Iterable[Application], texts: Texts) -> dict[str, str]:
    """Applications by name; the few that nobody can help with from afar say so."""
    return {
        each.key: each.name if each.remote else texts("application.on_site", name=each.name)
        for each in applications
    }


def applications_named(
    words: str, organisation: Organisation, texts: Texts, *, skip: int = 0
) -> dict[str, str]:
    """The next choices in whose name all these words stand, those that begin with them first."""
    sought = normal(words)
    known = [(normal(each.name), each) for each in organisation.applications.values()]
    found = [(name, each) for name, each in known if all(w in name for w in sought.split())]
    found.sort(key=lambda pair: not pair[0].startswith(sought))
    return choices_of([each for _, each in found][skip : skip + AT_ONCE], texts)


def _matters(application: Application) -> bool:
    return bool(application.note) or not application.remote


def _known_of(application: Application | None, texts: Texts, *, is_asked: bool) -> list[Element]:
    if application is None:
        return [small(texts("application.choose"), spacing="None")] if is_asked else []
    if not is_asked and not _matters(application):
        return []
    where = texts("application.remote" if application.remote else "application.not_remote")
    return [small(f"{where} {application.note}".strip(), spacing="None")]


def _that_fit(titles: Mapping[str, str], chosen: str, room: int) -> list[Choice]:
    """As many as there is room for; none and the chosen one, which come first, always."""
    kept: list[Choice] = []
    for key, title in titles.items():
        room -= size_of({"title": title, "value": key}) + 2
        if room < 0 and key not in (NONE, chosen):
            break
        kept.append(Choice(title=title, value=key))
    return kept
