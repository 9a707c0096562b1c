"""An incident reported from a message, wherever somebody wrote it."""

from __future__ import annotations

from dataclasses import replace

from cards.actions import OpenMessageForm
from cards.incident_forms import incident_form
from dialogs.incident_reports import report_from, too_long
from dialogs.routing import Reply, Router, Turn
from domain.input import LONGEST_TEXT
from domain.people import EVERYONE

router = Router()


@router.on(OpenMessageForm, allowed=EVERYONE, reads=True)
def open_message_form(turn: Turn, action: OpenMessageForm) -> Reply:
    """The form with the message in it. Whoever sends it reports it, whoever wrote it."""
    report = replace(report_from(action.what, turn), files=action.files)
    if action.author and action.what:
        report = replace(report, what=_signed(action, turn))
    card = incident_form(
        report,
        turn.organisation,
        turn.texts,
        turn.surface,
        refusal=too_long(report.what),
        banner=None if action.what else turn.texts("form.message_unread"),
    )
    return Reply(card=card, title=turn.texts("form.title"))


def _signed(action: OpenMessageForm, turn: Turn) -> str:
    """The message under its author's name, which must not be what makes it too long."""
    author = turn.texts("form.message_of", name=" ".join(action.author.split()))
    signed = f"{author}\n{action.what}"
    return signed if len(signed) <= LONGEST_TEXT else action.what
