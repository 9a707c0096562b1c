"""The minutes (procès-verbal) of a session, as L.4132-12 of the CGCT wants them, from its journal.

Plain data with sentences in it: `cards/minutes_document.py` lays them out, and nothing is known
there that is not said here. What nobody has put on the record, such as the substance of the debate,
the document leaves to whoever corrects the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cards.minutes_course import codes, course, incidents
from cards.minutes_members import members, opening_quorum, presidents, seated
from cards.minutes_reports import agenda, lots, reports, secret_ballots
from cards.minutes_votes import annulled, public_votes
from cards.minutes_words import Scribe
from cards.texts import Texts
from domain.assembly.chronicle import chronicle
from domain.assembly.record import Entry
from domain.assembly.session import Session


def minutes(
    session: Session,
    entries: Iterable[Entry],
    texts: Texts,
    timezone: ZoneInfo,
    *,
    organisation: str = "",
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The draft of the minutes, from the whole journal.

    `names` are those of people who are not on the roster. Raises ledger.BrokenJournal.
    """
    scribe = _scribe(session, entries, texts, timezone, names)
    votes = public_votes(scribe)
    return {
        **_heading(scribe, organisation),
        "course": course(scribe),
        "members": members(scribe),
        "quorum": opening_quorum(scribe),
        "agenda": agenda(scribe),
        "reports": reports(scribe, votes),
        "lots": lots(scribe),
        "secret_ballots": secret_ballots(scribe),
        "annulled": annulled(scribe),
        "incidents": incidents(scribe),
        "codes": codes(scribe),
        "votes": list(votes.values()),
    }


def extracts(
    session: Session,
    entries: Iterable[Entry],
    texts: Texts,
    timezone: ZoneInfo,
    *,
    organisation: str = "",
    names: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """One a proclaimed report, with its deliberation's number. Raises ledger.BrokenJournal."""
    scribe = _scribe(session, entries, texts, timezone, names)
    votes, heading = public_votes(scribe), _heading(scribe, organisation)
    listed = {each["item_id"]: each for each in agenda(scribe)}
    return [
        {
            **heading,
            **listed[report["item_id"]],
            **report,
            "members": seated(scribe, votes[report["item_id"]]["vote_id"]),
            "vote": votes[report["item_id"]],
        }
        for report in reports(scribe, votes)
        if report["deliberation"]
    ]


def _scribe(
    session: Session,
    entries: Iterable[Entry],
    texts: Texts,
    timezone: ZoneInfo,
    names: Mapping[str, str] | None,
) -> Scribe:
    """The session that is given says which one it is; what is written is what the journal says."""
    told = chronicle(session.session_id, session.profile, entries)
    return Scribe(told, texts, timezone, names or {})


def _heading(scribe: Scribe, organisation: str) -> dict[str, Any]:
    session, texts = scribe.session, scribe.texts
    day = session.opened_at or session.starts_at
    return {
        "draft": True,
        "organisation": organisation,
        "session_id": session.session_id,
        "session": session.title,
        "profile": session.profile.key,
        "remote": session.remote,
        "held": texts("minutes.remote" if session.remote else "minutes.in_person"),
        "date": texts.day(day) if day else "",
        "opened_at": scribe.iso(session.opened_at),
        "closed_at": scribe.iso(session.closed_at),
        "chair": scribe.name(session.chair),
        "presided": presidents(scribe),
        "secretaries": [scribe.name(each) for each in session.secretaries],
    }
