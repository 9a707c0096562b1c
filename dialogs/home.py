"""The way in: home, a human being, a language."""

from __future__ import annotations

from cards.actions import ChooseLanguage, CloseForm, ShowHome, ShowSomeone
from cards.home import home_card, message_card, someone_card
from cards.kit import Card
from cards.texts import LOCALES, Texts, normal
from dialogs.routing import ANYONE, Reply, Router, Turn
from dialogs.session_turns import RUNNING
from domain.errors import Refusal
from domain.people import EVERYONE, STAFF, Role

router = Router()
router.typed("home", lambda rest: ShowHome())
router.typed("someone", lambda rest: ShowSomeone())
router.typed("language", lambda rest: ChooseLanguage(locale=normal(rest)), takes_rest=True)


@router.on(ShowHome, allowed=ANYONE, reads=True)
def show_home(turn: Turn, action: ShowHome) -> Reply:
    return Reply(card=_home(turn, turn.texts))


def _home(turn: Turn, texts: Texts) -> Card:
    """With the buttons of whoever sits in an assembly, or prepares its sessions."""
    roles = turn.roles
    return home_card(
        turn.person,
        turn.organisation,
        texts,
        can_plan=Role.SECRETARY in roles,
        has_session=bool(roles & RUNNING),
        is_staff=bool(roles & STAFF),
    )


@router.on(ShowSomeone, allowed=ANYONE, reads=True)
def show_someone(turn: Turn, action: ShowSomeone) -> Reply:
    card = someone_card(turn.organisation, turn.texts, turn.at, turn.surface)
    return Reply(card=card, title=turn.texts("button.someone"))


@router.on(ChooseLanguage, allowed=EVERYONE)
def choose_language(turn: Turn, action: ChooseLanguage) -> Reply:
    if action.locale not in LOCALES:
        raise Refusal("language.unknown")
    turn.person.choose_language(action.locale)
    turn.store.people.keep(turn.person)
    texts = Texts(action.locale, turn.organisation.timezone)
    return Reply(card=_home(turn, texts))


@router.on(CloseForm, allowed=ANYONE)
def close_form(turn: Turn, action: CloseForm) -> Reply:
    card = message_card(turn.texts("form.closed"), turn.organisation, turn.texts)
    return Reply(card=card, closes=True)
