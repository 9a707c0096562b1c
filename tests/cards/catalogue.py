"""Every card that the product can draw, with the words and the names that a test brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from cards.home import home_card, message_card, someone_card
from cards.incident_forms import (
    Filled,
    answer_form_id,
    detail_form,
    incident_form,
    question_card,
)
from cards.incident_lists import PAGE_INCIDENTS, incident_list, whole_story
from cards.incident_search import Found, found_card
from cards.incident_staff import staff_card
from cards.incidents import receipt_card, reporter_card
from cards.kit import Card, Surface
from cards.notices import render
from cards.queue import export_card, queue_card
from cards.queue_actions import ShowQueue
from cards.refusals import refusal_line
from cards.texts import Texts
from dialogs.queue import LONGEST_SEARCH, MOST_FOUND
from domain.errors import Refusal
from domain.files import LONGEST_LINK, LONGEST_NAME, MOST_FILES, File
from domain.incident_desk import merge
from domain.incident_report import Report
from domain.incidents import Incident, State
from domain.input import LONGEST_TEXT
from domain.people import Person, Role
from tests.cards.assemblies import Assembly
from tests.cards.desk_catalogue import DeskCards
from tests.cards.session_catalogue import SessionCards
from tests.support.builders import NOW, ORGANISATION, a_person, an_incident, paris, texts_in

NEVER_OPEN = replace(ORGANISATION, hours=replace(ORGANISATION.hours, week={}))
LATER = NOW + timedelta(days=1)


@dataclass(frozen=True)
class Drawn:
    """A card, and what a failing test says of it."""

    name: str
    surface: Surface
    locale: str
    card: Card

    def __str__(self) -> str:
        return f"{self.name} ({self.surface}, {self.locale})"


@dataclass(frozen=True)
class Catalogue:
    """All cards in one language. `words` are what people typed, `name` is everybody's."""

    locale: str = "fr"
    words: str = "Mon écran reste noir"
    name: str = "Camille Petit"
    service: str = "Direction de la culture"
    entries: int = 3
    surfaces: tuple[Surface, ...] = tuple(Surface)

    @property
    def texts(self) -> Texts:
        return texts_in(self.locale)

    def cards(self) -> Iterator[Drawn]:
        for surface in self.surfaces:
            named = [*self._forms(surface), *self._reading(surface)]
            named += self.of_sessions.forms(surface)
            if surface is Surface.CHAT:
                named += [*self._home(), *self._living(), *self._questions(), *self._records()]
                named += self.of_desk.all(self.incident)
                named += self.of_sessions.all()
            for name, card in named:
                yield Drawn(name, surface, self.locale, card)

    @property
    def of_sessions(self) -> SessionCards:
        """An assembly that grows with `entries`, up to one of 60 members and 60 reports."""
        assembly = Assembly(
            voters=min(60, 8 + 2 * (self.entries - 2)),
            reports=min(60, 2 * self.entries),
            words=self.words,
            name=self.name,
            held=min(12, 1 + self.entries // 4),
        )
        return SessionCards(assembly, self.texts, whole=self.entries > 2)

    @property
    def of_desk(self) -> DeskCards:
        return DeskCards(self.texts, self.words, self.person(Role.TECHNICIAN))

    def person(self, *roles: Role) -> Person:
        return a_person(self.name, *roles, person_id="p", service=self.service)

    def incident(self, state: State = State.NEW, *, entries: int = 0) -> Incident:
        """An incident in which everybody wrote these words, `entries` times over."""
        reporter, staff = self.person(), self.person(Role.TECHNICIAN)
        incident = an_incident(self.words, reporter=reporter, application="dessin")
        for n in range(entries // 2):
            incident.ask(staff, self.words, f"ask-{n}", NOW)
            incident.add_detail(reporter, self.words, f"add-{n}", LATER)
        if state is State.TAKEN:
            incident.take(staff, NOW)
        elif state is State.WAITING:
            incident.ask(staff, self.words, "ask", NOW)
        elif state is State.SOLVED:
            incident.solve(staff, self.words, "solve", NOW)
        elif state is State.CANCELLED:
            incident.cancel(reporter, NOW)
        elif state is State.MERGED:
            merge(incident, an_incident(serial=9), staff, "merge", NOW)
        return incident

    def wrong(self, field: str) -> Filled:
        """A form that came back: far too much was written into it."""
        refusal = Refusal("text.too_long", field, length=9_999, longest=LONGEST_TEXT)
        return Filled("form", self.words * 3, refusal)

    def _lists(self, some: list[Incident]) -> Iterator[tuple[str, Card]]:
        """The queue and the search, first pages, pages between, last ones, and empty."""
        texts = self.texts
        for page, mine, shown in ((0, False, some), (1, True, some), (2, False, []), (0, True, [])):
            wanted = ShowQueue(page=page, mine=mine)
            card = queue_card(shown, wanted, 12 if shown else 0, ORGANISATION, texts, LATER)
            yield f"queue, page {page}", card
        for link in ("https://permanence.exemple.fr/queue/0123456789abcdef", ""):
            yield "export", export_card(link, texts)
        words = self.words[:LONGEST_SEARCH]
        for own in ("p", "somebody else"):
            for page, shown in ((0, some * 3), (1, some * 3), (0, some * 10), (0, [])):
                found = Found(words, shown, own, MOST_FOUND)
                yield f"found, page {page}", found_card(found, page, ORGANISATION, texts, LATER)

    def _home(self) -> Iterator[tuple[str, Card]]:
        yield "home", home_card(self.person(), ORGANISATION, self.texts)
        yield (
            "home of everybody at once",
            home_card(
                self.person(),
                ORGANISATION,
                self.texts,
                can_plan=True,
                has_session=True,
                is_staff=True,
            ),
        )
        yield (
            "home without a name",
            home_card(Person(person_id="p", name=""), ORGANISATION, self.texts),
        )
        yield "message", message_card(self.texts("form.closed"), ORGANISATION, self.texts)
        facts = {"name": self.name, "number": "INC-2026-000001"}
        line = refusal_line(Refusal("incident.already_taken", **facts), self.texts)
        yield "refusal", message_card(line, ORGANISATION, self.texts)

    def _reading(self, surface: Surface) -> Iterator[tuple[str, Card]]:
        for hour, organisation in (
            ("10:00", ORGANISATION),
            ("20:00", ORGANISATION),
            ("10:00", NEVER_OPEN),
        ):
            at = paris(f"2026-04-14 {hour}")
            yield "someone", someone_card(organisation, self.texts, at, surface)
        incident = self.incident(State.SOLVED, entries=self.entries)
        page, last = 0, None

        def story(page: int) -> Card:
            return whole_story(incident, page, ORGANISATION, self.texts, NOW, surface)

        while (card := story(page)) != last:
            yield f"whole story, page {page}", card
            page, last = page + 1, card

    def _forms(self, surface: Surface) -> Iterator[tuple[str, Card]]:
        report = Report("form", self.words)
        texts = self.texts
        open_incidents = [self.incident() for _ in range(3)]
        yield "incident form", incident_form(report, ORGANISATION, texts, surface)
        files = tuple(File(self.name[:LONGEST_NAME], "l" * LONGEST_LINK) for _ in range(MOST_FILES))
        attached = replace(report, files=files)
        yield "incident form, attached", incident_form(attached, ORGANISATION, texts, surface)
        explained = replace(report, application="billetterie")
        for known in (report, explained):
            card = incident_form(known, ORGANISATION, texts, surface, is_explained=True)
            yield "incident form, explained", card
        for field in ("what", "category", "application", "audience", "can_work"):
            code = "text.missing" if field == "what" else "choice.unknown"
            refused = incident_form(
                report, ORGANISATION, texts, surface, refusal=Refusal(code, field)
            )
            yield f"incident form, wrong {field}", refused
        if surface is Surface.CHAT:
            yield (
                "incident form with other meanings",
                incident_form(
                    replace(report, what=self.words * 3),
                    ORGANISATION,
                    texts,
                    surface,
                    refusal=self.wrong("what").refusal,
                    open_incidents=open_incidents,
                    other_meanings=True,
                ),
            )
        for state in (State.NEW, State.WAITING):
            incident = self.incident(state)
            yield (
                f"detail form, {state}",
                detail_form(incident, self.wrong("detail"), texts, surface),
            )
        yield from self.of_desk.forms(self.incident(), surface)

    def _questions(self) -> Iterator[tuple[str, Card]]:
        waiting = self.incident(State.WAITING)
        question = waiting.open_question
        assert question is not None
        yield "question", question_card(waiting, question, self.texts, NOW)
        wrong = replace(self.wrong("detail"), form_id=answer_form_id(question))
        yield "question, wrong", question_card(waiting, question, self.texts, NOW, filled=wrong)
        waiting.add_detail(self.person(), self.words, answer_form_id(question), LATER)
        yield "question, answered", question_card(waiting, question, self.texts, NOW)
        closed = self.incident(State.WAITING)
        closed.cancel(self.person(), NOW)
        yield "question, closed", question_card(closed, question, self.texts, NOW)

    def _living(self) -> Iterator[tuple[str, Card]]:
        banner = refusal_line(
            Refusal("incident.already_taken", name=self.name, number="INC-2026-000001"), self.texts
        )
        for state in State:
            for entries in (0, self.entries):
                incident = self.incident(state, entries=entries)
                yield f"living, {state}", reporter_card(incident, ORGANISATION, self.texts, NOW)
                incident.mark_transmitted(NOW)
                if entries == 0:
                    incident.mark_overdue(incident.take_by)
                for at, above in ((NOW, None), (LATER, banner)):
                    for draw in (reporter_card, staff_card):
                        card = draw(incident, ORGANISATION, self.texts, at, above)
                        yield f"{draw.__name__}, {state}", card
                for has_chat in (True, False):
                    receipt = receipt_card(
                        incident, ORGANISATION, self.texts, NOW, has_chat=has_chat
                    )
                    yield f"receipt, {state}, chat: {has_chat}", receipt

    def _records(self) -> Iterator[tuple[str, Card]]:
        own = [self.incident(state) for state in State]
        own = own[:PAGE_INCIDENTS]
        for page, total in ((0, 5), (0, 11), (1, 11), (2, 11)):
            yield f"list, page {page}", incident_list(own, page, total, self.texts, NOW)
        yield "list, empty", incident_list([], 0, 0, self.texts, NOW)
        yield "list, staff", incident_list([], 0, 0, self.texts, NOW, is_staff=True)
        yield from self._lists(own)
        facts = {"number": "INC-2026-000001", "solution": self.words, "solver_name": self.name}
        solved = render("incident.solved", 1, facts, ORGANISATION, self.texts)
        assert solved.card is not None
        yield "solved", solved.card
