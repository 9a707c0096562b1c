"""Lines about votes that several cards share: what is voted, what was chosen, the results."""

from __future__ import annotations

from collections import Counter

from cards.incident_lines import excerpt
from cards.kit import Element, typed
from cards.session_lines import (
    LONGEST_TITLE,
    item_name,
    lot_name,
    name_of,
    numbers,
    title_of,
)
from cards.texts import Texts
from domain.assembly.lots import Lot, Position
from domain.assembly.results import Outcome, Tally, tally
from domain.assembly.session import Session
from domain.assembly.votes import Choice, Vote, VoteState


def vote_name(session: Session, vote: Vote, texts: Texts) -> str:
    """What is voted, in a few words of ours."""
    if vote.lot_id is None:
        return item_name(session, session.items[vote.items[0]], texts)
    return lot_name(session.lots[vote.lot_id], vote.items, texts)


def vote_subject(session: Session, vote: Vote, *, size: str | None = "Medium") -> Element | None:
    """What is voted, in the words of whoever wrote it."""
    if vote.lot_id is None:
        return title_of(session.items[vote.items[0]], weight="Bolder", size=size)
    subject = session.lots[vote.lot_id].subject
    return typed(excerpt(subject, LONGEST_TITLE), weight="Bolder", size=size) if subject else None


def choice_name(choice: str, texts: Texts) -> str:
    return texts(f"vote.choice.{Choice(choice)}")


def loud(choice: str, texts: Texts) -> str:
    """POUR: what was recorded must be seen."""
    return choice_name(choice, texts).upper()


def ballots_line(session: Session, vote: Vote, seat: str, texts: Texts) -> str:
    """What this seat chose: "POUR", or for a lot "POUR sur 40, CONTRE sur 17 et 21"."""
    items = vote.items_of(seat)
    chosen = {item: vote.ballot(item, seat) for item in items}
    given = {item: ballot.choice for item, ballot in chosen.items() if ballot is not None}
    if not items:
        return texts("vote.aside")
    if not given:
        return texts("vote.silent")
    if len(vote.items) == 1:
        return loud(given[items[0]], texts)
    counts = Counter(given.values())
    said = [_share(session, counts, choice, given, texts) for choice in Choice if counts[choice]]
    if len(given) < len(items):
        said.append(texts("vote.silent_on", count=len(items) - len(given)))
    return ", ".join(said)


def position_line(session: Session, lot: Lot, position: Position, texts: Texts) -> str:
    """ "Pour ; Contre sur le 17"."""
    said = [choice_name(position.default, texts)] if position.default in set(Choice) else []
    for choice in Choice:
        items = [item for item, other in position.exceptions.items() if other == choice]
        kept = [session.items[item] for item in items if item in session.items]
        if kept and choice != position.default:
            on = texts("lot.on", count=len(kept), numbers=numbers(kept, texts, 20))
            said.append(f"{choice_name(choice, texts)} {on}")
    return " ; ".join(said)


def figures(counted: Tally, texts: Texts) -> str:
    """The figures in words, none of them by colour or drawing alone."""
    said = [texts("vote.count.for", count=counted.for_)]
    said.append(texts("vote.count.against", count=counted.against))
    said.append(texts("vote.count.abstain", count=counted.abstain))
    if counted.no_part:
        said.append(texts("vote.count.no_part", count=counted.no_part))
    if counted.silent:
        said.append(texts("vote.count.silent", count=counted.silent))
    return ", ".join(said)


def outcome_name(counted: Tally, texts: Texts) -> str:
    if counted.is_unanimous:
        return texts("vote.outcome.unanimous")
    if counted.is_tie and counted.by_casting is not None:
        return texts(f"vote.casting.{counted.outcome}")
    return texts(f"vote.outcome.{counted.outcome}")


def result_line(session: Session, vote: Vote, item_id: str, texts: Texts) -> str:
    """ "Rapport 17 : adopté. 30 pour, 4 contre, 2 abstentions"."""
    counted = tally(session, vote, item_id)
    name = item_name(session, session.items[item_id], texts)
    outcome = outcome_name(counted, texts)
    return texts("vote.result", name=name, outcome=outcome, figures=figures(counted, texts))


def lot_results(session: Session, vote: Vote, texts: Texts, most: int = 12) -> list[str]:
    """A lot in few lines: the unanimous together, then one by one those that are not."""
    counted = {item: tally(session, vote, item) for item in vote.items}
    unanimous = [item for item, found in counted.items() if found.is_unanimous]
    others = [item for item in vote.items if item not in unanimous]
    said = [texts("lot.unanimous", count=len(unanimous))] if unanimous else []
    said += [result_line(session, vote, item, texts) for item in others[:most]]
    if others[most:]:
        rest = [counted[item].outcome for item in others[most:]]
        said.append(
            texts(
                "lot.other_results",
                count=len(rest),
                adopted=rest.count(Outcome.ADOPTED),
                rejected=rest.count(Outcome.REJECTED),
                tied=rest.count(Outcome.TIED),
            )
        )
    return said


def results(session: Session, vote: Vote, texts: Texts) -> list[str]:
    if vote.lot_id is None:
        return [result_line(session, vote, vote.items[0], texts)]
    return lot_results(session, vote, texts)


def no_vote_reason(session: Session, vote: Vote, person_id: str, texts: Texts) -> str | None:
    """Why somebody has no ballot in this vote; None for whoever has one."""
    if any(vote.items_of(seat) for seat in vote.seats_of(person_id)):
        return None
    member = session.members.get(person_id)
    actor = vote.seats.get(person_id)
    if member is None:
        return texts("vote.none.not_member")
    if not member.voting:
        return texts("vote.none.voiceless")
    if actor == person_id:
        return texts("vote.none.aside")
    if actor is not None and not vote.items_of(person_id):
        return texts("vote.none.seat_aside")
    if actor is not None:
        return texts("vote.none.represented", name=name_of(session, actor))
    present = session.is_present(person_id)
    return texts("vote.none.late" if present else "vote.none.absent")


def my_votes(session: Session, person_id: str, texts: Texts, most: int) -> list[str]:
    """What I chose in each vote, the latest first, one line each."""
    own = [
        vote
        for vote in reversed(session.votes.values())
        if person_id in vote.seats and vote.state is not VoteState.OPEN
    ]
    said = [_my_vote(session, vote, person_id, texts) for vote in own[:most]]
    if own[most:]:
        said.append(texts("session.more_votes", count=len(own) - most))
    return said


def _my_vote(session: Session, vote: Vote, person_id: str, texts: Texts) -> str:
    name = vote_name(session, vote, texts)
    if vote.state is VoteState.ANNULLED:
        return texts("session.my_annulled", name=name)
    mine = ballots_line(session, vote, person_id, texts)
    outcome = vote.proclaimed.get(vote.items[0]) if vote.lot_id is None else None
    if outcome is None:
        said = texts("session.my_vote", name=name, choice=mine)
    else:
        word = texts(f"vote.outcome.{outcome}")
        said = texts("session.my_result", name=name, choice=mine, outcome=word)
    held = [seat for seat in vote.seats_of(person_id) if seat != person_id]
    for seat in held[:3]:
        choice = ballots_line(session, vote, seat, texts)
        said += texts("session.my_proxy_vote", name=name_of(session, seat), choice=choice)
    return said


def _share(
    session: Session,
    counts: Counter[Choice],
    choice: Choice,
    given: dict[str, Choice],
    texts: Texts,
) -> str:
    """The most frequent choice by how many reports, the others by their numbers."""
    count = counts[choice]
    if count == max(counts.values()) and count > 1:
        return texts("vote.on_count", choice=loud(choice, texts), count=count)
    items = [session.items[item] for item, other in given.items() if other is choice]
    return texts(
        "vote.on", choice=loud(choice, texts), count=count, numbers=numbers(items, texts, 20)
    )
