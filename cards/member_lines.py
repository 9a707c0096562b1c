"""What a member's card says, line by line: what is asked of them, their presence, their votes."""

from __future__ import annotations

from datetime import datetime

from cards.kit import Element, label, small, text
from cards.session_lines import (
    convocation_line,
    item_name,
    link_line,
    linked_name,
    lot_name,
    name_of,
    title_of,
)
from cards.texts import Texts
from cards.vote_lines import my_votes, no_vote_reason
from domain.assembly import lots, proxies
from domain.assembly.plan import Answer
from domain.assembly.session import ItemState, Session, SessionState

NAMES_SHOWN = 15
REPORTS_SHOWN = 6
LOTS_SHOWN = 6


def convocation_lines(
    session: Session, person_id: str, texts: Texts, at: datetime
) -> list[Element | None]:
    """It recalls the official convocation, and does not replace it."""
    answer = session.answers.get(person_id)
    said = texts(f"session.answer.{answer}") if answer in set(Answer) else None
    if session.is_present(person_id):
        said = texts("session.ask.ready")
    lines: list[Element | None] = [
        label(said or texts("session.answer.none")),
        convocation_line(session, texts),
        *_member_kind(session, person_id, texts),
        *_proxies_to_come(session, person_id, texts, at),
        *_agenda(session, texts),
    ]
    return lines


def _agenda(session: Session, texts: Texts) -> list[Element | None]:
    apart = [item for item in session.reports if item.lot_id is None]
    if not session.reports:
        return [small(texts("session.no_agenda"))]
    lines: list[Element | None] = [label(texts("session.agenda", count=len(session.reports)))]
    for item in apart[:REPORTS_SHOWN]:
        lines += [linked_name(session, item, texts), title_of(item)]
    if apart[REPORTS_SHOWN:]:
        lines.append(small(texts("session.more_reports", count=len(apart) - REPORTS_SHOWN)))
    lines += [small(lot_name(lot, lot.items, texts)) for lot in lots.to_come(session)[:LOTS_SHOWN]]
    return lines


def _member_kind(session: Session, person_id: str, texts: Texts) -> list[Element]:
    member = session.members.get(person_id)
    if member is None:
        return [text(texts("vote.none.not_member"))]
    return [] if member.voting else [text(texts("session.voiceless"))]


def asked_now(session: Session, person_id: str, texts: Texts, at: datetime) -> str:
    """The one thing to do now, or that there is none."""
    if session.state is SessionState.SUSPENDED:
        return texts("session.ask.suspended")
    vote = session.vote_under_way
    if vote is not None:
        reason = no_vote_reason(session, vote, person_id, texts)
        waiting = [seat for seat in vote.seats_of(person_id) if seat in vote.missing]
        done = (
            texts("session.ask.vote", count=len(waiting)) if waiting else texts("session.ask.voted")
        )
        return reason or done
    member = session.members.get(person_id)
    if member is None:
        return texts("vote.none.not_member")
    holder = proxies.in_force(session, at).get(person_id)
    if holder is not None:
        return texts("session.ask.represented", name=name_of(session, holder))
    if not session.is_present(person_id):
        return texts("session.ask.enter" if member.voting else "session.ask.enter_voiceless")
    return texts("session.ask.wait" if member.voting else "session.voiceless")


def now_lines(session: Session, texts: Texts) -> list[Element | None]:
    """What the assembly is dealing with."""
    items = [session.items[item] for item in session.current]
    items = [item for item in items if not item.is_over and item.state is not ItemState.DRAFT]
    if not items:
        return []
    first = items[0]
    if first.lot_id is not None and len(items) > 1:
        lot = session.lots[first.lot_id]
        name = lot_name(lot, [item.item_id for item in items], texts)
        return [text(texts("session.now", name=name))]
    now = texts("session.now", name=item_name(session, first, texts))
    return [text(now), title_of(first), link_line(first, texts)]


def presence_lines(session: Session, person_id: str, texts: Texts, at: datetime) -> list[Element]:
    spans = session.spans.get(person_id)
    if not spans:
        return [text(texts("session.presence.never"))]
    last = spans[-1]
    if last.end is None:
        key = "session.presence.confirmed" if last.confirmed else "session.presence.here"
        return [text(texts(key, when=texts.clock(last.start, at)))]
    return [text(texts("session.presence.left", when=texts.clock(last.end, at)))]


def proxy_lines(session: Session, person_id: str, texts: Texts, at: datetime) -> list[Element]:
    """The proxy given, whether it counts now, and those held."""
    lines: list[Element] = []
    acting = proxies.in_force(session, at)
    given = proxies.given_by(session, person_id, at)
    if given is not None and person_id not in acting:
        state = "suspended" if given.suspended else "waiting"
        holder = name_of(session, given.holder)
        lines.append(text(texts(f"session.proxy.{state}", name=holder)))
    held = [giver for giver, holder in acting.items() if holder == person_id]
    if held:
        said = ", ".join(name_of(session, giver) for giver in held[:NAMES_SHOWN])
        lines.append(text(texts("session.proxy.held", names=said)))
    return lines


def _proxies_to_come(session: Session, person_id: str, texts: Texts, at: datetime) -> list[Element]:
    """Before the session nobody is there: a proxy is only said to be given."""
    lines: list[Element] = []
    given = proxies.given_by(session, person_id, at)
    if given is not None:
        lines.append(text(texts("session.proxy.given", name=name_of(session, given.holder))))
    held = [p.giver for p in session.proxies.values() if p.holder == person_id and p.covers(at)]
    if held:
        said = ", ".join(name_of(session, giver) for giver in held[:NAMES_SHOWN])
        lines.append(text(texts("session.proxy.to_hold", names=said)))
    return lines


def vote_history(session: Session, person_id: str, texts: Texts, most: int) -> list[Element]:
    said = my_votes(session, person_id, texts, most)
    if not said and session.state is SessionState.CLOSED:
        return [text(texts("session.no_votes"))]
    if not said:
        return []
    return [label(texts("session.my_votes")), *(small(line, spacing="None") for line in said)]
