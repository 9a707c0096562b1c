"""A person's data as they may read it: every column that is kept, under a French name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from bot.dossier_words import LABELS, TECHNICAL, WORDS
from cards.texts import REFERENCE, Texts
from domain.assembly.record import Entry
from domain.assembly.session import Session
from domain.assembly.votes import VoteState
from domain.organisation import Organisation
from storage.dossiers import Dossier, Row, Story
from storage.unit_of_work import UnitOfWork

Data = dict[str, Any]

SAID = ("text", "title", "value", "label", "placeholder")
"""Where a card has its words."""


def dossier_file(
    person_id: str, dossier: Dossier, unit: UnitOfWork, organisation: Organisation, at: datetime
) -> Data:
    """Raises BrokenJournal where the journal of a session was touched."""
    told = _Told(person_id, Texts(REFERENCE, organisation.timezone), organisation)
    sessions = [
        unit.sessions.look_up(r["session_id"], organisation.profiles) for r in dossier.sessions
    ]
    return {
        "identifiant Entra": person_id,
        "écrit le": told.moment(at),
        "gardé par": organisation.name,
        "annuaire": [told.row(row) for row in dossier.profile],
        "demandes": [told.story(story) for story in dossier.reported],
        "demandes d'autres personnes": [told.part_in(story) for story in dossier.elsewhere],
        "conversations avec Permanence": [told.row(row) for row in dossier.chats],
        "canaux liés à une équipe": [told.row(row) for row in dossier.channels],
        "messages, envoyés ou dus": [told.message(row, "facts") for row in dossier.messages],
        "réponses à ses gestes": [told.message(row, "answer") for row in dossier.answers],
        "cartes dans Teams": [told.row(row) for row in dossier.cards],
        "séances": [
            told.session(session, list(unit.sessions.journal(session.session_id)))
            for session in sessions
            if session is not None
        ],
    }


class _Told:
    def __init__(self, person_id: str, texts: Texts, organisation: Organisation) -> None:
        self._person_id = person_id
        self._texts = texts
        self._organisation = organisation

    def moment(self, at: datetime) -> str:
        return self._texts.in_full(at)

    def row(self, row: Row) -> Data:
        """What a row says; a column that nobody has named yet is told under its own name."""
        return {
            LABELS.get(column, column): self._plain(column, value)
            for column, value in row.items()
            if column not in TECHNICAL and value is not None and value != ""
        }

    def story(self, story: Story) -> Data:
        incident, lines = story
        whole = {"demande": _number(incident), **self.row(incident)}
        return {**whole, "suite": [self.row(line) for line in lines]}

    def part_in(self, story: Story) -> Data:
        """Somebody else's request is theirs: only what this person wrote there is told."""
        incident, lines = story
        own = [self.row(line) for line in lines]
        in_hand = incident["assignee_id"] == self._person_id
        return {"demande": _number(incident), "prise en charge": in_hand, "a écrit": own}

    def message(self, row: Row, content: str) -> Data:
        return {**self.row(row), "contenu": list(_words(row[content]))}

    def session(self, session: Session, journal: list[Entry]) -> Data:
        """Their seat, and every line of the journal that names them: it holds all there is."""
        own, member = self._person_id, session.members.get(self._person_id)
        mine = [entry for entry in journal if own in str(entry.payload)]
        return {
            "séance": session.title,
            "qualités": list(self._parts_of(session)),
            "groupe politique": member.group if member else "",
            "présences": [
                {"entrée": self.moment(span.start), "sortie": self._or_none(span.end)}
                for span in session.spans.get(own, [])
            ],
            "pouvoirs": [
                {
                    "de": session.members[proxy.giver].name,
                    "à": session.members[proxy.holder].name,
                    "à partir de": self.moment(proxy.start),
                    "jusqu'à": self._or_none(proxy.end),
                }
                for proxy in session.proxies.values()
                if own in (proxy.giver, proxy.holder)
            ],
            "votes": list(self._votes(session)),
            "lignes du journal": [
                {"hauteur": e.height, "le": e.at, "fait": e.kind, "contenu": e.payload}
                for e in mine
            ],
        }

    def _parts_of(self, session: Session) -> Iterator[str]:
        member = session.members.get(self._person_id)
        if member is not None:
            yield "voix délibérative" if member.voting else "sans voix délibérative"
        if self._person_id in session.secretaries:
            yield "secrétaire"
        if self._person_id in (session.chair, session.presiding):
            yield "présidence"

    def _votes(self, session: Session) -> list[Data]:
        """Ballots for their own seat, and those that they cast for another's."""
        own = self._person_id
        cast = [
            (vote, seat, session.items[item_id], ballot)
            for vote in session.votes.values()
            for seat, ballots in vote.ballots.items()
            for item_id, ballot in ballots.items()
            if own in (seat, ballot.by)
        ]
        return [
            {
                "rapport": f"{item.number} {item.title}",
                "siège": session.members[seat].name,
                "choix": self._texts(f"vote.choice.{ballot.choice}"),
                "le": self.moment(ballot.at),
                "vote annulé": vote.state is VoteState.ANNULLED,
            }
            for vote, seat, item, ballot in cast
        ]

    def _or_none(self, at: datetime | None) -> str | None:
        return None if at is None else self.moment(at)

    def _plain(self, column: str, value: Any) -> Any:
        known = self._named(column, str(value))
        if known is not None:
            return known
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, frozenset):
            return sorted(value)
        return value.value if isinstance(value, Enum) else value

    def _named(self, column: str, value: str) -> str | None:
        """What organisation.toml and the cards call it."""
        match column:
            case "priority":
                return self._texts(f"priority.{value}")
            case "audience":
                return self._texts(f"audience.{value}")
            case "hindrance":
                return self._texts(f"hindrance.{value}")
            case "state" | "kind" | "waits_for":
                return WORDS.get(value)
        catalogue: Mapping[str, Mapping[str, Any]] = {
            "category": self._organisation.categories,
            "application": self._organisation.applications,
            "team": self._organisation.teams,
        }
        entry = catalogue.get(column, {}).get(value)
        return None if entry is None else entry.name


def _number(incident: Row) -> str:
    return f"INC-{incident['year']}-{incident['serial']:06d}"


def _words(content: Any) -> Iterator[str]:
    """The words of a card, without what only draws it."""
    if isinstance(content, list):
        for part in content:
            yield from _words(part)
    elif isinstance(content, dict):
        for key, part in content.items():
            if key in SAID and isinstance(part, str) and part:
                yield part
            else:
                yield from _words(part)
