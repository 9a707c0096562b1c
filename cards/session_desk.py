"""Who runs a session: the secretary's cockpit, the chair's card, and who has not voted yet."""

from __future__ import annotations

from datetime import datetime

from cards.desk_buttons import desk_buttons, more_rows
from cards.desk_lines import desk_lines, to_read_out
from cards.home import help_line, someone_button
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    buttons,
    dialog_button,
    heading,
    label,
    link_button,
    notice,
    small,
    text,
)
from cards.session_actions import (
    ConfirmChoice,
    GiveCastingVote,
    OpenNominalForm,
    ProclaimResults,
    ShowDesk,
    ShowMinutes,
    ShowMissing,
)
from cards.session_card import session_card
from cards.session_lines import item_name, name_of, names, session_title, title_of
from cards.texts import Texts
from cards.vote_lines import choice_name, loud, vote_name
from domain.assembly.results import held_back, to_proclaim
from domain.assembly.session import Session, SessionState
from domain.assembly.votes import Choice, Vote
from domain.organisation import Organisation

TIES_SHOWN = 5
CALLS_SHOWN = 8


def desk_card(
    session: Session,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    banner: str | None = None,
) -> Card:
    """The cockpit: where the session stands, and the next natural gesture first."""
    return session_card(
        session,
        [
            notice(banner),
            heading(texts("desk.title")),
            session_title(session),
            *desk_lines(session, texts, at),
        ],
        desk_buttons(session, texts, at),
    )


def desk_more_card(
    session: Session, organisation: Organisation, texts: Texts, at: datetime
) -> Card:
    """The rarer gestures, by what they are about."""
    body: list[Element | None] = [heading(texts("button.more")), session_title(session)]
    for title, row in more_rows(session, texts, at):
        body += [label(title), buttons(row)]
    return session_card(session, [*body, help_line(organisation, texts)], [_back(session, texts)])


def chair_card(
    session: Session,
    organisation: Organisation,
    texts: Texts,
    at: datetime,
    banner: str | None = None,
) -> Card:
    """The same state for whoever presides: what to read out, and the casting vote when asked."""
    return session_card(
        session,
        [
            notice(banner),
            heading(texts("desk.chair")),
            session_title(session),
            *_ties(session, texts),
            *to_read_out(session, texts, at),
            *desk_lines(session, texts, at, briefly=True),
        ],
        _chair_buttons(session, texts),
    )


def missing_card(session: Session, vote: Vote, texts: Texts) -> Card:
    """Who has not voted yet; and what was said aloud, for a second person to confirm."""
    missing = [seat for seat in vote.missing if seat not in vote.calls]
    body: list[Element | None] = [
        heading(texts("button.missing")),
        label(vote_name(session, vote, texts)),
        text(texts("desk.missing", count=len(missing)) if missing else texts("desk.all_voted")),
        text(names(session, missing, texts)) if missing else None,
        *_held_elsewhere(session, vote, missing, texts),
    ]
    for seat in list(vote.calls)[:CALLS_SHOWN]:
        body += _call_lines(session, vote, seat, texts)
    if len(vote.calls) > CALLS_SHOWN:
        body.append(small(texts("desk.more_calls", count=len(vote.calls) - CALLS_SHOWN)))
    ids = {"session_id": session.session_id, "vote_id": vote.vote_id}
    ways = [
        dialog_button(texts("button.nominal"), OpenNominalForm(**ids)) if vote.is_open else None,
        button(texts("button.refresh"), ShowMissing(**ids), surface=Surface.CHAT),
        _back(session, texts),
    ]
    return session_card(session, body, ways)


def _held_elsewhere(
    session: Session, vote: Vote, missing: list[str], texts: Texts
) -> list[Element]:
    """Whose vote is somebody else's to give: that is who must be called."""
    held = [seat for seat in missing if vote.seats[seat] != seat]
    return [
        small(
            texts(
                "desk.held_by",
                name=name_of(session, seat),
                holder=name_of(session, vote.seats[seat]),
            ),
            spacing="None",
        )
        for seat in held[:CALLS_SHOWN]
    ]


def _call_lines(session: Session, vote: Vote, seat: str, texts: Texts) -> list[Element]:
    by, choices = vote.calls[seat]
    said = dict.fromkeys(choices.values())
    facts = {
        "name": name_of(session, seat),
        "choice": ", ".join(loud(choice, texts) for choice in said),
        "by": _who(session, by, texts),
    }
    row = [
        _confirm(session, vote, seat, texts("button.confirm_choice"), heard=True),
        _confirm(session, vote, seat, texts("button.deny_choice"), heard=False),
    ]
    return [text(texts("desk.heard", **facts)), buttons(row)]


def _who(session: Session, person_id: str, texts: Texts) -> str:
    """A secretary is not on the roster, and has no name here."""
    return name_of(session, person_id) if person_id in session.members else texts("desk.secretary")


def _confirm(session: Session, vote: Vote, seat: str, title: str, *, heard: bool) -> Button:
    action = ConfirmChoice(
        session_id=session.session_id, vote_id=vote.vote_id, seat=seat, heard=heard
    )
    return button(title, action, surface=Surface.CHAT)


def _ties(session: Session, texts: Texts) -> list[Element]:
    """Voix prépondérante: asked only of a chair whose own ballot has not decided."""
    tied = [(vote, item) for vote in session.votes.values() for item in held_back(session, vote)]
    lines: list[Element] = []
    for vote, item_id in tied[:TIES_SHOWN]:
        item = session.items[item_id]
        ids = {"session_id": session.session_id, "vote_id": vote.vote_id, "item": item_id}
        row = [
            button(
                choice_name(choice, texts),
                GiveCastingVote(**ids, choice=choice),
                surface=Surface.CHAT,
            )
            for choice in (Choice.FOR, Choice.AGAINST)
        ]
        asked = texts("desk.casting", name=item_name(session, item, texts))
        lines += [label(asked), title_of(item), buttons(row)]
    return lines


def _chair_buttons(session: Session, texts: Texts) -> list[Button | None]:
    key = session.session_id
    if session.state is SessionState.CLOSED:
        minutes = ShowMinutes(session_id=key)
        return [button(texts("button.minutes"), minutes, surface=Surface.CHAT)]
    ways: list[Button | None] = []
    for vote in session.votes.values():
        if to_proclaim(session, vote):
            action = ProclaimResults(session_id=key, vote_id=vote.vote_id)
            title = texts("button.proclaim")
            ways.append(button(title, action, style="positive", surface=Surface.CHAT))
    open_vote = session.vote_under_way
    if open_vote is not None:
        missing = ShowMissing(session_id=key, vote_id=open_vote.vote_id)
        ways.append(button(texts("button.missing"), missing, surface=Surface.CHAT))
    return [*ways[:4], someone_button(texts)]


def _back(session: Session, texts: Texts) -> Button:
    action = ShowDesk(session_id=session.session_id)
    return button(texts("button.desk"), action, surface=Surface.CHAT)


def minutes_card(session: Session, link: str, texts: Texts) -> Card:
    """The way to the draft of the minutes; without an address of ours there is none."""
    if not link.startswith("http"):
        return session_card(
            session, [heading(texts("button.minutes")), text(texts("desk.no_link"))]
        )
    opening = link_button(texts("desk.open_minutes"), link)
    return session_card(
        session,
        [heading(texts("button.minutes")), session_title(session), text(texts("desk.minutes"))],
        [opening],
    )
