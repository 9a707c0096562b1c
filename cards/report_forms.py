"""The forms of a report: added, called, amended, sent back or withdrawn."""

from __future__ import annotations

from cards.form_parts import (
    ROOM,
    error_at,
    form_card,
    item_titles,
    kept_within,
    pick_item,
    titles_room,
    undecided,
)
from cards.incident_forms import KEPT_BYTES
from cards.kit import Card, Element, Surface, choice_input, size_of, small, text, text_input
from cards.kit_inputs import (
    fitting,
    line_input,
    pick_input,
)
from cards.session_actions import (
    AddReport,
    AmendReport,
    CallReport,
    SendBack,
    WithdrawReport,
)
from cards.session_lines import lot_name
from cards.texts import Texts
from domain.assembly import lots
from domain.assembly.agenda import Ground
from domain.assembly.profiles import Nature
from domain.assembly.session import ItemKind, ItemState, Session, SessionState
from domain.errors import Refusal


def report_form(
    session: Session,
    action: AddReport,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """One report more. Once the session is open, why it cannot wait: its urgency is voted first."""
    is_urgent = session.state is not SessionState.PREPARED
    number, title, rapporteur, ground = kept_within(
        KEPT_BYTES, action.number, action.title, action.rapporteur, action.ground
    )
    body: list[Element | None] = [
        text(texts("report.urgent_intro")) if is_urgent else None,
        *line_input(
            "number",
            texts("report.number"),
            value=number,
            required=texts("refusal.report.no_number"),
            error=error_at("number", refusal, texts),
        ),
        *text_input(
            "title",
            texts("report.title"),
            value=title,
            required=texts("refusal.text.missing"),
            error=error_at("title", refusal, texts),
        ),
        *line_input(
            "rapporteur",
            texts("report.rapporteur"),
            value=rapporteur,
            error=error_at("rapporteur", refusal, texts),
        ),
        *pick_input(
            "nature",
            texts("report.nature"),
            {nature: texts(f"report.nature.{nature}") for nature in Nature},
            value=action.nature,
            error=error_at("nature", refusal, texts),
        ),
    ]
    if is_urgent:
        body += text_input(
            "ground",
            texts("report.ground"),
            value=ground,
            required=texts("refusal.text.missing"),
            error=error_at("ground", refusal, texts),
        )
    title_said = texts("button.add_report")
    return form_card(title_said, body, action, texts, surface, refusal=refusal)


def call_form(
    session: Session,
    action: CallReport,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Which report or lot comes now, where it is not the next."""
    titles = _callable(session, texts)
    least = titles_room(titles)
    [waiver] = kept_within(min(KEPT_BYTES, ROOM - least), action.waiver)
    body = [
        *pick_input(
            "target",
            texts("report.which"),
            fitting(titles, ROOM - size_of(waiver)),
            value=action.target,
            required=texts("session.choose"),
            placeholder=texts("session.choose"),
            error=error_at("target", refusal, texts),
        ),
        *(_waiver(waiver, texts, refusal) if _may_need_waiver(session) else []),
    ]
    title = texts("button.call_report")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def send_back_form(
    session: Session,
    action: SendBack,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Renvoyer: a report that this session does not decide."""
    ground = choice_input(
        "ground",
        texts("report.sent_back_ground"),
        {ground: texts(f"report.ground.{ground}") for ground in Ground},
        value=action.ground,
        error=error_at("ground", refusal, texts),
    )
    title = texts("button.send_back")
    return _item_form(session, title, action, ground, texts, surface, refusal)


def withdraw_form(
    session: Session,
    action: WithdrawReport,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Retirer le rapport."""
    title = texts("button.withdraw")
    return _item_form(session, title, action, [], texts, surface, refusal)


def amend_form(
    session: Session,
    action: AmendReport,
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None = None,
) -> Card:
    """Amendement: what it changes, and whose it is. It is voted before its report."""
    items = undecided(session)
    least = titles_room(item_titles(items))
    room = min(KEPT_BYTES, ROOM - least)
    amendment, author = kept_within(room, action.title, action.author)
    left = ROOM - size_of(amendment) - size_of(author)
    body = [
        text(texts("report.amend_intro")),
        *pick_item(session, items, action.item, left, texts, refusal),
        *text_input(
            "title",
            texts("report.amendment"),
            value=amendment,
            required=texts("refusal.text.missing"),
            error=error_at("title", refusal, texts),
        ),
        *line_input(
            "author",
            texts("report.author"),
            value=author,
            error=error_at("author", refusal, texts),
        ),
    ]
    title = texts("button.amend")
    return form_card(title, body, action, texts, surface, refusal=refusal)


def _item_form(
    session: Session,
    title: str,
    action: SendBack | WithdrawReport,
    between: list[Element],
    texts: Texts,
    surface: Surface,
    refusal: Refusal | None,
) -> Card:
    """Which report, and why."""
    items = undecided(session)
    least = titles_room(item_titles(items))
    [reason] = kept_within(min(KEPT_BYTES, ROOM - least), action.reason)
    left = ROOM - size_of(reason)
    body = [
        *pick_item(session, items, action.item, left, texts, refusal),
        *between,
        *text_input(
            "reason",
            texts("report.reason"),
            value=reason,
            error=error_at("reason", refusal, texts),
        ),
    ]
    return form_card(title, body, action, texts, surface, refusal=refusal)


def _may_need_waiver(session: Session) -> bool:
    """Some nomination is left that a remote session may decide only if everybody agrees."""
    refused = Nature.NOMINATION in session.profile.refused_remotely
    left = (item for item in session.reports if item.state is ItemState.DRAFT)
    return session.remote and refused and any(item.nature is Nature.NOMINATION for item in left)


def _waiver(written: str, texts: Texts, refusal: Refusal | None) -> list[Element]:
    field = text_input(
        "waiver",
        texts("report.waiver"),
        value=written,
        error=error_at("waiver", refusal, texts),
    )
    return [*field, small(texts("report.waiver_why"))]


def _callable(session: Session, texts: Texts) -> dict[str, str]:
    """Lots that have not been voted, and the reports outside them, as the agenda has them."""
    named = {
        lot.lot_id: f"{lot_name(lot, lot.items, texts)} – {lot.subject}"
        for lot in lots.to_come(session)
    }
    apart = [
        item
        for item in session.items.values()
        if item.state is ItemState.DRAFT and item.lot_id is None and item.kind is ItemKind.REPORT
    ]
    return named | item_titles(apart)
