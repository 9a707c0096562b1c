"""Every card of a session, for the catalogue of all cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cards.boards import board_card
from cards.home import home_card
from cards.kit import Card, Surface
from cards.report_forms import amend_form, call_form, report_form, send_back_form, withdraw_form
from cards.session_actions import (
    AddReport,
    AmendReport,
    AnnouncePosition,
    AnnulVote,
    CallReport,
    CallRoll,
    CastCaseByCase,
    GiveProxy,
    HearChoice,
    ImportReports,
    NoteDeparture,
    PlanSession,
    SendBack,
    StepAside,
    TakeOut,
    WithdrawReport,
)
from cards.session_desk import chair_card, desk_card, desk_more_card, minutes_card, missing_card
from cards.session_forms import departure_form, proxy_form, recusal_form, roll_form
from cards.session_plan_forms import import_form, plan_form
from cards.sessions import member_card, more_card
from cards.texts import Texts
from cards.vote_forms import annul_form, case_form, nominal_form, position_form, take_out_form
from cards.votes import vote_card
from domain.assembly import conduct
from domain.assembly.profiles import PROFILES
from domain.assembly.session import Session
from domain.assembly.votes import Vote
from domain.errors import Refusal
from domain.input import LONGEST_TEXT
from domain.people import Person
from tests.cards.assemblies import SEC, Assembly, seat
from tests.support.builders import NOW, ORGANISATION, a_person

Named = Iterator[tuple[str, Card]]
TOMORROW = NOW + timedelta(days=1)


@dataclass(frozen=True)
class SessionCards:
    """The cards of one assembly, in one language. `whole`: for everybody who may see them; else
    for one of each kind, where what is written matters and not who reads."""

    assembly: Assembly
    texts: Texts
    whole: bool = True

    def all(self) -> Named:
        yield from self._homes()
        for name, session, at in self._scenes():
            yield from self._around(name, session, at)
        for name, session, vote in self._votes():
            yield from self._of_vote(name, session, vote)
        link = "https://permanence.exemple.fr/minutes/0123456789abcdef"
        for address in (link, ""):
            yield f"minutes {address}", minutes_card(self.assembly.ended(), address, self.texts)

    def forms(self, surface: Surface) -> Named:
        """Each as it opens, and as it comes back with far too much written in it."""
        words = self.assembly.words * 3
        too_long = {"length": 9_999, "longest": LONGEST_TEXT}
        for n, written in enumerate(("", words)):
            if not written and not self.whole:
                continue
            yield from self._plan_forms(surface, written, n, too_long)
            yield from self._session_forms(surface, written, n, too_long)
            yield from self._vote_forms(surface, n)

    def _homes(self) -> Named:
        somebody = a_person(self.assembly.name, person_id="p")
        for can_plan in (False, True):
            yield (
                f"home, {can_plan}",
                home_card(somebody, ORGANISATION, self.texts, can_plan=can_plan, has_session=True),
            )

    def _scenes(self) -> Iterator[tuple[str, Session, datetime]]:
        assembly = self.assembly
        yield "empty", assembly.planned(empty=True), NOW
        yield "planned", assembly.planned(lot=True), NOW
        yield "answered", assembly.answered(), TOMORROW
        yield "opened", assembly.opened(), NOW
        yield "opened, lot", assembly.opened(lot=True), NOW
        yield "called", assembly.called(aside=True), NOW
        yield "called, lot", assembly.announced(), NOW
        yield "amended", assembly.amended(), NOW
        yield "urgent", assembly.urgent(), NOW
        yield "ended", assembly.ended(lot=True), TOMORROW
        suspended = assembly.opened()
        conduct.suspend(suspended, SEC, "", NOW)
        yield "suspended", suspended, NOW

    def _around(self, name: str, session: Session, at: datetime) -> Named:
        banner = self.texts("refusal.report.unknown")
        texts, assembly = self.texts, self.assembly
        others = (seat(3), assembly.givers[0], assembly.voiceless, "nobody")
        for who in (assembly.holder, *(others if self.whole else ())):
            card = member_card(session, who, ORGANISATION, texts, at, banner)
            yield f"member, {name}", card
        for who in (seat(3), *((seat(4), assembly.voiceless) if self.whole else ())):
            yield f"more, {name}", more_card(session, who, ORGANISATION, texts, at)
        for draw in (desk_card, chair_card):
            yield f"{draw.__name__}, {name}", draw(session, ORGANISATION, texts, at, banner)
        yield f"desk more, {name}", desk_more_card(session, ORGANISATION, texts, at)

    def _votes(self) -> Iterator[tuple[str, Session, Vote]]:
        assembly = self.assembly
        for lot in (False, True):
            kind = "lot" if lot else "report"
            yield f"open, {kind}", *assembly.voting(lot=lot)
            yield f"voted, {kind}", *assembly.voted(lot=lot)
            yield f"closed, {kind}", *assembly.closed(lot=lot)
            yield f"tied, {kind}", *assembly.closed(lot=lot, tie=True)
            yield f"proclaimed, {kind}", *assembly.proclaimed(lot=lot)
        yield "again", *assembly.again()
        yield "heard", *assembly.heard()
        yield "annulled", *assembly.annulled()

    def _of_vote(self, name: str, session: Session, vote: Vote) -> Named:
        texts, assembly = self.texts, self.assembly
        banner = texts("refusal.vote.moved_on")
        others = (seat(3), assembly.givers[0], assembly.voiceless)
        for who in (assembly.holder, *(others if self.whole else ())):
            yield f"vote, {name}", vote_card(session, vote, who, texts, NOW, banner)
        yield f"board, {name}", board_card(session, vote, texts, NOW)
        yield f"missing, {name}", missing_card(session, vote, texts)
        for draw in (desk_card, chair_card):
            yield f"{draw.__name__}, {name}", draw(session, ORGANISATION, texts, NOW)
        if not self.whole:
            return
        yield f"desk more, {name}", desk_more_card(session, ORGANISATION, texts, NOW)
        yield (
            f"member, {name}",
            member_card(session, assembly.holder, ORGANISATION, texts, NOW),
        )

    def _plan_forms(self, surface: Surface, words: str, n: int, too_long: dict[str, int]) -> Named:
        texts, assembly = self.texts, self.assembly
        refusal = Refusal("text.too_long", "title", **too_long) if n else None
        people = [
            Person(person_id=seat(rank), name=assembly.name) for rank in range(1, assembly.voters)
        ]
        profiles = [*PROFILES, "unknown"]
        planning = PlanSession(form_id="form", title=words, day="2026-04-15", secretaries=seat(1))
        form = plan_form(people, people[:3], profiles, planning, texts, surface, refusal=refusal)
        yield "plan form", form
        key = assembly.planned().session_id
        refusal = Refusal("report.doubled", "csv", number="17", line=12) if n else None
        importing = ImportReports(session_id=key, form_id="form", csv=words)
        yield (
            "import form",
            import_form(assembly.planned(), importing, texts, surface, refusal=refusal),
        )
        refusal = Refusal("report.no_number", "number", line=0) if n else None
        adding = AddReport(session_id=key, form_id="form", number=words, title=words, ground=words)
        for session in (assembly.planned(), assembly.opened()):
            yield "report form", report_form(session, adding, texts, surface, refusal=refusal)

    def _session_forms(
        self, surface: Surface, words: str, n: int, too_long: dict[str, int]
    ) -> Named:
        texts, assembly = self.texts, self.assembly
        session = assembly.opened()
        ids = {"session_id": session.session_id, "form_id": "form"}
        refusal = Refusal("text.too_long", "reason", **too_long) if n else None
        general = Refusal("proxy.none") if n else None
        for others in (False, True):
            giving = GiveProxy(**ids, evidence=words, until="10:30", giver="x")
            yield (
                "proxy form",
                proxy_form(
                    session, seat(3), giving, texts, surface, NOW, general, for_others=others
                ),
            )
        aside = Refusal("text.too_long", "ground", **too_long) if n else None
        stepping = StepAside(**ids, item="r1", ground=words)
        yield "recusal form", recusal_form(session, stepping, texts, surface, aside)
        roll = CallRoll(**ids, present=",".join(assembly.here))
        yield "roll form", roll_form(session, roll, texts, surface)
        leaving = NoteDeparture(**ids, member=seat(3))
        yield "departure form", departure_form(session, leaving, texts, surface, general)
        back = SendBack(**ids, item="r1", reason=words)
        yield "send back form", send_back_form(session, back, texts, surface, refusal)
        out = WithdrawReport(**ids, item="r1", reason=words)
        yield "withdraw form", withdraw_form(session, out, texts, surface, refusal)
        amending = AmendReport(**ids, item="r1", title=words, author=words)
        yield "amend form", amend_form(session, amending, texts, surface, refusal)
        for each in (assembly.with_nomination(), assembly.opened(lot=True)):
            calling = CallReport(session_id=session.session_id, target="r1", waiver=words)
            yield "call form", call_form(each, calling, texts, surface, refusal)

    def _vote_forms(self, surface: Surface, n: int) -> Named:
        texts, assembly = self.texts, self.assembly
        session = assembly.announced()
        lot = session.lots["l1"]
        ids = {"session_id": session.session_id, "form_id": "form"}
        refusal = Refusal("vote.choice", "default") if n else None
        taking = TakeOut(**ids, item="r1")
        yield "take out form", take_out_form(session, lot, taking, texts, surface, refusal)
        position = AnnouncePosition(**ids, lot_id="l1", except_for=",".join(lot.items))
        yield "position form", position_form(session, lot, position, texts, surface, refusal)
        session, vote = assembly.voted(lot=True)
        for who in (assembly.chair, assembly.givers[0]):
            for page in (0, 1):
                cases = CastCaseByCase(
                    **ids, vote_id=vote.vote_id, seat=who, seen=0, page=page, r2="for"
                )
                form = case_form(session, vote, who, cases, texts, surface, refusal)
                yield f"case form, page {page}", form
        words = assembly.words * 3 if n else ""
        annulling = AnnulVote(**ids, vote_id=vote.vote_id, reason=words)
        yield "annul form", annul_form(session, annulling, texts, surface, refusal)
        hearing = HearChoice(**ids, vote_id=vote.vote_id, seat=seat(3))
        yield "nominal form", nominal_form(session, hearing, texts, surface, refusal)
