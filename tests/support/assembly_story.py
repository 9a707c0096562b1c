"""A morning of a small commission, gesture by gesture: what its minutes must tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

from domain.assembly import (
    agenda,
    conduct,
    ledger,
    lots,
    nominal,
    plan,
    presence,
    proxies,
    results,
    voting,
)
from domain.assembly.agenda import Ground
from domain.assembly.plan import Answer, Draft
from domain.assembly.profiles import PERMANENT_COMMISSION, Profile
from domain.assembly.record import Entry
from domain.assembly.session import Member, Session
from domain.people import Person
from tests.support.builders import paris

ANNE, BRUNO, CHLOE, DAVID = "Anne Le Goff", "Bruno Petit", "Chloé Martin", "David Roux"
ELISE, FARID, GAELLE, HUGO = "Élise Morel", "Farid Benali", "Gaëlle Nédélec", "Hugo Weber"
VOTING = (ANNE, BRUNO, CHLOE, DAVID, ELISE, FARID, GAELLE)
NAMES = {"sec": "Inès Caron", "sec2": "Jean Duval"}
"""The secretaries, who are not on the roster."""

Gesture = Callable[..., Any]


def whoever(name: str) -> Person:
    """Members are known by their name, so that a test reads as a story."""
    return Person(person_id=name, name=NAMES.get(name, name))


SEC, SEC2 = whoever("sec"), whoever("sec2")


class Story:
    """A session and its journal, as they are after each turn."""

    def __init__(self, profile: Profile = PERMANENT_COMMISSION, *, remote: bool = True) -> None:
        roster = [Member(name, name, "Majorité", voting=True) for name in VOTING]
        self.entries: list[Entry] = []
        self.day = "2026-11-22"
        self._numbers = count(1)
        self.session: Session = plan.plan(
            "s1",
            by=SEC,
            title="Commission permanente",
            profile=profile,
            starts_at=paris("2026-11-22 10:00"),
            chair=ANNE,
            secretaries=["sec2"],
            roster=[*roster, Member(HUGO, HUGO, "", voting=False)],
            at=paris("2026-11-20 09:00"),
            remote=remote,
        )
        self._write()

    def at(self, hour: str, gesture: Gesture, *given: Any, **more: Any) -> None:
        """A gesture of that morning, in a turn of its own."""
        gesture(self.session, *given, self.when(hour), **more)
        self._write()

    def enter(self, hour: str, *names: str) -> None:
        for name in names:
            self.at(hour, presence.enter, whoever(name))

    def cast(self, hour: str, by: str, choice: str, seat: str = "") -> None:
        """A ballot for one's own seat, or for that of somebody whose proxy one holds."""
        vote, seat = self.session.votes[self.session.open_vote or ""], seat or by
        choices, seen = vote.same_everywhere(seat, choice), vote.version(seat)
        at = self.when(hour)
        voting.cast(self.session, by, vote.vote_id, seat, choices, at, seen=seen)
        self._write()

    def say(self, hour: str, name: str, choice: str) -> None:
        """An answer by nominal call: one secretary enters it, the other confirms it."""
        vote_id = self.session.open_vote
        self.at(hour, nominal.hear, SEC, vote_id, name, choice)
        self.at(hour, nominal.confirm, SEC2, vote_id, name)

    def decide(self, opened: str, closed: str, *items: str, **choices: str) -> None:
        """A vote from its opening to its proclamation; `for_="Anne Le Goff, Bruno Petit"`."""
        self.at(opened, voting.open_vote, SEC, items)
        for choice, people in choices.items():
            for name in people.split(", "):
                self.cast(opened, name, choice.rstrip("_"))
        self.finish(closed)

    def finish(self, hour: str) -> None:
        vote_id = self.session.open_vote
        self.at(hour, voting.close, SEC, vote_id)
        self.proclaim(hour, vote_id or "")

    def proclaim(self, hour: str, vote_id: str) -> None:
        profile = self.session.profile

        def number() -> str:
            return profile.number_of(2026, next(self._numbers))

        results.proclaim(self.session, SEC, vote_id, number, self.when(hour))
        self._write()

    def when(self, hour: str) -> datetime:
        return paris(f"{self.day} {hour}")

    def item(self, number: str) -> str:
        return next(i.item_id for i in self.session.items.values() if i.number == number)

    def _write(self) -> None:
        """As the database keeps it, with the keys of its JSON sorted."""
        for entry in ledger.write(self.session):
            payload = json.loads(json.dumps(entry.payload, sort_keys=True))
            self.entries.append(Entry(**{**vars(entry), "payload": payload}))


def a_morning() -> Story:
    """It has all that minutes must tell: the tests say what of it they look for."""
    told = Story()
    titles = ["Voirie", "Lycée Nord", "Lycée Sud", "Lycée Est", "Désignation"]
    drafts = [
        Draft(f"{n}", title, rapporteur=BRUNO, subject="Lycées" if "Lycée" in title else "")
        for n, title in enumerate(titles, start=1)
    ]
    told.at("08:00", plan.add_reports, SEC, drafts)
    told.at("08:01", lots.make, SEC, "Lycées", ["r2", "r3", "r4"])
    told.at("08:30", plan.answer, whoever(ELISE), Answer.ABSENT)
    told.at("08:45", proxies.give, whoever(CHLOE), CHLOE, ANNE)
    told.enter("09:55", ANNE, BRUNO, DAVID, FARID, HUGO)
    told.at("10:00", conduct.open_session, SEC)
    _voirie(told)
    told.at("10:30", conduct.suspend, SEC, "pause demandée par un groupe")
    told.at("10:40", conduct.resume, SEC)
    told.enter("10:45", CHLOE)
    told.at("10:50", presence.leave, whoever(BRUNO))
    told.enter("10:52", GAELLE)
    told.enter("10:55", BRUNO)
    _lycees(told)
    told.at("11:40", agenda.send_back, SEC, "r5", Ground.SECRET_BALLOT, "demande du tiers")
    _urgency(told)
    told.at("12:05", conduct.take_chair, SEC, BRUNO)
    told.at("12:10", presence.leave, whoever(ANNE))
    told.at("12:15", conduct.close_session, SEC)
    return told


def _voirie(told: Story) -> None:
    """David steps aside; Anne votes for herself and against for Chloé; Farid answers aloud."""
    told.at("10:05", agenda.call, SEC, ["r1"])
    told.at("10:06", agenda.step_aside, whoever(DAVID), DAVID, "r1", "administrateur de la régie")
    told.at("10:07", agenda.open_list, SEC)
    told.at("10:15", agenda.close_list, SEC)
    told.at("10:20", voting.open_vote, SEC, ["r1"])
    told.cast("10:21", ANNE, "for")
    told.cast("10:21", ANNE, "against", seat=CHLOE)
    told.cast("10:22", BRUNO, "against")
    told.cast("10:23", BRUNO, "for")
    told.say("10:24", FARID, "abstain")
    told.finish("10:25")


def _lycees(told: Story) -> None:
    """Report 3 leaves the lot; the lot's first vote is annulled; report 3 is amended, and a tie."""
    told.at("10:58", lots.take_out, whoever(FARID), "r3")
    told.at("11:00", agenda.call, SEC, ["r2", "r4"])
    told.at("11:01", voting.open_vote, SEC, ["r2", "r4"])
    told.cast("11:02", ANNE, "against")
    told.at("11:03", voting.annul, SEC, "v2", "un écran ne répondait plus")
    told.decide("11:05", "11:08", "r2", "r4", for_=", ".join(set(VOTING) - {ELISE}))
    told.at("11:10", agenda.call, SEC, ["r3"])
    told.at("11:12", agenda.amend, SEC, "r3", "Ajouter un gymnase", FARID)
    told.decide("11:14", "11:16", told.item("3-A1"), for_=f"{ANNE}, {FARID}", against=DAVID)
    told.decide("11:20", "11:24", "r3", for_=f"{ANNE}, {FARID}", against=f"{BRUNO}, {DAVID}")


def _urgency(told: Story) -> None:
    draft = Draft("6", "Secours aux sinistrés", rapporteur=GAELLE)
    told.at("11:45", agenda.add_urgent_report, SEC, draft, "tempête du 21 novembre")
    told.decide("11:46", "11:48", told.item("6-U"), for_=f"{ANNE}, {GAELLE}")
    told.at("11:50", agenda.call, SEC, [told.item("6")])
    told.decide("11:55", "12:00", told.item("6"), for_=f"{ANNE}, {GAELLE}", no_part=BRUNO)
