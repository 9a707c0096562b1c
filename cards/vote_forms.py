"""The forms of a vote: case by case, apart, as a group announces it, aloud, or annulled."""

from __future__ import annotations

from cards.form_parts import (
    ROOM,
    choice_titles,
    error_at,
    form_card,
    item_titles,
    kept_within,
    member_titles,
    pick_item,
    pick_member,
    several_items,
)
from cards.incident_forms import KEPT_BYTES
from cards.kit import Card, Element, Surface, button, choice_input, label, small, text, text_input
from cards.kit_inputs import (
    fitting,
    pick_input,
    plain,
)
from cards.session_actions import (
    AnnouncePosition,
    AnnulVote,
    CastCaseByCase,
    HearChoice,
    OpenCaseForm,
    TakeOut,
)
from cards.session_lines import lot_name, name_of
from cards.texts import Texts
from cards.vote_lines import position_line, vote_name, vote_subject
from domain.assembly.lots import Lot
from domain.assembly.session import Session
from domain.assembly.votes import Choice, Vote
from domain.assembly.voting import position_for
from domain.errors import Refusal

CASES_A_PAGE = 12
LONGEST_LABEL = 160
"""Characters of a report's title beside its choices."""


def case_form(
    session: Session,
    vote: Vote,
    seat: str,
    action: CastCaseByCase,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Au cas par cas, a page at a time. What was chosen before is filled in; what the group has
    announced is said, and never filled in: only a member's own gesture is a ballot."""
    items = vote.items_of(seat)
    pages = max(1, -(-len(items) // CASES_A_PAGE))
    page = min(action.page, pages - 1)
    some = items[page * CASES_A_PAGE : (page + 1) * CASES_A_PAGE]
    typed_before = action.choices(some)
    position = position_for(session, vote, seat)
    announced = None
    if position is not None and vote.lot_id is not None:
        line = position_line(session, session.lots[vote.lot_id], position, texts)
        announced = small(texts("lot.announced", position=line))
    body: list[Element | None] = [
        label(texts("vote.proxy_of", name=name_of(session, seat).upper()))
        if seat != vote.seats.get(seat)
        else None,
        small(texts("list.page", page=page + 1, pages=pages)) if pages > 1 else None,
        announced,
    ]
    for item_id in some:
        before = vote.ballot(item_id, seat)
        item = session.items[item_id]
        body += pick_input(
            item_id,
            f"{plain(item.number, 24)} – {plain(item.title, LONGEST_LABEL)}",
            choice_titles(texts),
            value=typed_before.get(item_id, before.choice if before else ""),
            placeholder=texts("session.choose"),
        )
    following = OpenCaseForm(
        session_id=session.session_id, vote_id=vote.vote_id, seat=seat, page=page + 1
    )
    skip = button(texts("button.skip_page"), following, surface=surface, sends_inputs=False)
    more = page + 1 < pages
    return form_card(
        texts("button.case_by_case"),
        body,
        action,
        texts,
        surface,
        refusal=refusal,
        send=texts("button.vote_page") if more else texts("button.vote_last"),
        others=[skip] if more else [],
    )


def take_out_form(
    session: Session,
    lot: Lot,
    action: TakeOut,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """A report of this lot to be voted apart: nobody need say why."""
    items = [session.items[item] for item in lot.items]
    body = [
        label(lot_name(lot, lot.items, texts)),
        text(texts("lot.take_out_intro")),
        *pick_item(session, items, action.item, ROOM, texts, refusal),
    ]
    title = texts("button.take_out")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def position_form(
    session: Session,
    lot: Lot,
    action: AnnouncePosition,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """What the group announces: a default, and the reports on which it votes otherwise."""
    titles = fitting(item_titles([session.items[i] for i in lot.items]), ROOM // 3)
    open_choices = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    error = error_at("default", refusal, texts)
    body = [
        label(lot_name(lot, lot.items, texts)),
        text(texts("lot.position_intro")),
        *pick_input(
            "default",
            texts("lot.position_default"),
            choice_titles(texts, open_choices),
            value=action.default,
            required=texts("refusal.vote.choice"),
            placeholder=texts("session.choose"),
            error=error,
        ),
        *several_items("except_for", texts("lot.except_for"), titles, action.except_for),
        *several_items(
            "except_against", texts("lot.except_against"), titles, action.except_against
        ),
        *several_items(
            "except_abstain", texts("lot.except_abstain"), titles, action.except_abstain
        ),
    ]
    title = texts("button.position")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def nominal_form(
    session: Session,
    action: HearChoice,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """What a member said aloud; a second person confirms it. Whoever has not voted comes first."""
    vote = session.vote(action.vote_id)
    missing = set(vote.missing)
    seats = sorted((s for s in vote.seats if vote.items_of(s)), key=lambda s: s not in missing)
    members = [session.members[seat] for seat in seats]
    body = [
        label(vote_name(session, vote, texts)),
        text(texts("vote.nominal_intro")),
        *pick_member("seat", fitting(member_titles(members), ROOM), action.seat, texts, refusal),
        *choice_input(
            "choice",
            texts("vote.heard"),
            choice_titles(texts),
            value=action.choice,
            error=error_at("choice", refusal, texts),
        ),
    ]
    title = texts("button.nominal")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def annul_form(
    session: Session,
    action: AnnulVote,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Annuler le vote: it stays on the record with its reason, and counts for nothing."""
    vote = session.vote(action.vote_id)
    [reason] = kept_within(KEPT_BYTES, action.reason)
    body = [
        label(vote_name(session, vote, texts)),
        vote_subject(session, vote, size=None),
        text(texts("vote.annul_intro")),
        *text_input(
            "reason",
            texts("vote.reason"),
            value=reason,
            required=texts("refusal.text.missing"),
            error=error_at("reason", refusal, texts),
        ),
    ]
    title = texts("button.annul_vote")
    return form_card(title, body, action, texts, surface, refusal=refusal)
