"""The home card, and the cards that say whom to turn to."""

from __future__ import annotations

from datetime import datetime

from cards.actions import ChooseLanguage, ListIncidents, OpenIncidentForm, ShowHome, ShowSomeone
from cards.desk_actions import OpenCallForm
from cards.kit import (
    Button,
    Card,
    Element,
    Surface,
    button,
    card,
    dialog_button,
    heading,
    inert,
    label,
    small,
    text,
)
from cards.session_actions import OpenPlanForm, ShowSession
from cards.texts import LOCALES, Texts
from domain.organisation import Organisation
from domain.people import Person


def home_card(
    person: Person,
    organisation: Organisation,
    texts: Texts,
    *,
    can_plan: bool = False,
    has_session: bool = False,
    is_staff: bool = False,
) -> Card:
    """Where everything begins: what I can do for this person, and who reads what they send.

    `has_session`: whoever sits in an assembly. `can_plan`: whoever prepares its sessions.
    `is_staff`: whoever answers for the help desk.
    """
    my_session = button(texts("button.my_session"), ShowSession(), surface=Surface.CHAT)
    enter_call = dialog_button(texts("button.enter_call"), OpenCallForm())
    new_session = dialog_button(texts("button.new_session"), OpenPlanForm())
    first_name = inert(person.name.split(" ")[0])
    return card(
        [
            heading(texts("home.hello", name=first_name) if first_name else texts("home.hi")),
            text(texts("home.intro", organisation=inert(organisation.name))),
            help_line(organisation, texts),
            small(organisation.contact.data_notice[texts.locale]),
            small(organisation.contact.accessibility[texts.locale]),
        ],
        [
            dialog_button(texts("button.report"), OpenIncidentForm(), style="positive"),
            enter_call if is_staff else None,
            my_session if has_session else None,
            new_session if can_plan else None,
            button(texts("button.my_incidents"), ListIncidents(), surface=Surface.CHAT),
            someone_button(texts),
            language_button(texts),
        ],
    )


def someone_card(organisation: Organisation, texts: Texts, at: datetime, surface: Surface) -> Card:
    """How to reach a human being, and when: an equal route for those who will not click."""
    hours = organisation.hours
    opening = hours.next_opening(at)
    if hours.is_open(at):
        when = texts("someone.open")
    elif opening is not None:
        when = texts("someone.closed", when=texts.when(opening, at))
    else:
        when = texts("someone.closed_for_long")
    back = button(texts("button.home"), ShowHome(), surface=surface)
    return card(
        [
            heading(texts("button.someone"), surface),
            label(texts("someone.phone", phone=organisation.contact.phone)),
            text(when),
            text(texts("someone.write")),
        ],
        [dialog_button(texts("button.report"), OpenIncidentForm()), back]
        if surface is Surface.CHAT
        else [],
    )


def message_card(sentence: str, organisation: Organisation, texts: Texts) -> Card:
    """A sentence with its next steps, where there is no better card to show."""
    return card(
        [text(sentence), help_line(organisation, texts)],
        [button(texts("button.home"), ShowHome(), surface=Surface.CHAT)],
    )


def help_line(organisation: Organisation, texts: Texts) -> Element:
    """The telephone, on every card that helps."""
    return small(texts("help.phone", phone=organisation.contact.phone))


def someone_button(texts: Texts) -> Button:
    return dialog_button(texts("button.someone"), ShowSomeone())


def language_button(texts: Texts) -> Button:
    """The other language, by its own name: whoever needs it cannot read this one."""
    other = next(locale for locale in LOCALES if locale != texts.locale)
    return button(
        texts("button.other_language"), ChooseLanguage(locale=other), surface=Surface.CHAT
    )
