"""From a gesture to the function that answers it, with who may do it said beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from cards.actions import Action
from cards.kit import Card, Surface
from cards.texts import Texts, normal, words_of
from domain.errors import Refusal
from domain.files import File
from domain.notices import Recipient, Show
from domain.organisation import Organisation
from domain.people import Person, Role
from storage.unit_of_work import UnitOfWork

A = TypeVar("A", bound=Action)

ANYONE = frozenset[Role]()
"""Even guests: for what only reads."""


@dataclass(frozen=True)
class Place:
    """Where a gesture was made: in a chat of one's own, or where others read too."""

    conversation_id: str
    is_shared: bool = False


@dataclass(frozen=True)
class Turn:
    """One gesture of one person: everything that a dialog function may look at."""

    person: Person
    place: Place
    surface: Surface
    at: datetime
    texts: Texts
    organisation: Organisation
    store: UnitOfWork
    is_admin: bool = False
    files: tuple[File, ...] = ()
    minutes_link: Callable[[UnitOfWork, str, str], str] = lambda unit, session_id, person_id: ""

    @property
    def roles(self) -> frozenset[Role]:
        """The directory's roles, and the administration where the configuration names them."""
        return self.person.roles | ({Role.ADMIN} if self.is_admin else frozenset())

    def new_id(self) -> str:
        return uuid4().hex


@dataclass(frozen=True)
class Reply:
    """What a gesture is answered with.

    `card` takes the place of the one that was pressed, or of the dialog's. `living` says that it
    shows the present state of that living card. `closes` ends a dialog, and in a chat it ends the
    form: `card` then takes its place for good.
    """

    card: Card | None = None
    sentence: str | None = None
    title: str = ""
    living: Show | None = None
    closes: bool = False


@dataclass(frozen=True)
class Reader:
    """Who a living card is drawn for, when it is sent. `posted` if it stands in Teams already."""

    to: Recipient
    posted: bool
    at: datetime
    texts: Texts
    organisation: Organisation
    store: UnitOfWork


Dialog = Callable[[Turn, Any], Reply]
OnRefusal = Callable[[Turn, Any, Refusal], Reply]
View = Callable[[Reader, str], Card | None]
OnShown = Callable[[UnitOfWork, str, datetime], None]
DueWork = Callable[[UnitOfWork, Organisation, datetime], int]
"""Does a part of what is due at this time; returns how much, 0 when nothing is left."""
FromWords = Callable[[str], Action]


@dataclass(frozen=True)
class Route:
    """A gesture's function, who may make it, and what is shown when the rules say no."""

    dialog: Dialog
    allowed: frozenset[Role]
    reads: bool
    on_refusal: OnRefusal | None


@dataclass(frozen=True)
class LivingView:
    """How a living card is drawn (None: there is nothing to post), and what its first showing
    changes."""

    draw: View
    on_first_shown: OnShown | None
    rank: int


@dataclass(frozen=True)
class Words:
    """What may be typed: the whole message, or its first word and what follows."""

    key: str
    build: FromWords
    takes_rest: bool
    in_shared: bool

    def match(self, typed: str, text: str) -> Action | None:
        """`typed` is the text without accents and capitals; what follows a word keeps them."""
        words = words_of(self.key)
        if typed in words:
            return self.build("")
        first, _, rest = text.strip().partition(" ")
        is_meant = self.takes_rest and normal(first) in words
        return self.build(rest.strip()) if is_meant else None


@dataclass
class Router:
    """The gestures, words and living cards of one topic."""

    routes: dict[type[Action], Route] = field(default_factory=dict)
    views: dict[str, LivingView] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)
    due: list[DueWork] = field(default_factory=list)

    def on(
        self,
        action: type[A],
        *,
        allowed: frozenset[Role],
        reads: bool = False,
        on_refusal: OnRefusal | None = None,
    ) -> Callable[[Callable[[Turn, A], Reply]], Callable[[Turn, A], Reply]]:
        """Answer this action. `allowed` has no default: forgetting it must not open a door.

        `reads` promises that nothing changes: no transaction, and no memory of the gesture.
        """

        def register(dialog: Callable[[Turn, A], Reply]) -> Callable[[Turn, A], Reply]:
            _refuse_twice(action, self.routes)
            self.routes[action] = Route(dialog, allowed, reads, on_refusal)
            return dialog

        return register

    def view(
        self, name: str, *, on_first_shown: OnShown | None = None, is_board: bool = False
    ) -> Callable[[View], View]:
        """Draw the living cards of this name. A board is brought up to date before the others."""

        def register(draw: View) -> View:
            _refuse_twice(name, self.views)
            self.views[name] = LivingView(draw, on_first_shown, rank=0 if is_board else 2)
            return draw

        return register

    def when_due(self, work: DueWork) -> DueWork:
        """Do this whenever it has become due: it asks the tables, never a timer."""
        self.due.append(work)
        return work

    def typed(
        self, key: str, build: FromWords, *, takes_rest: bool = False, in_shared: bool = False
    ) -> None:
        """Understand the words of this key."""
        self.words.append(Words(key, build, takes_rest, in_shared))


class Product(Router):
    """All routers as one. A verb, a word or a view that is there twice stops start-up."""

    def __init__(
        self, routers: Iterable[Router], otherwise: Callable[[str, Place], Action]
    ) -> None:
        super().__init__()
        self._otherwise = otherwise
        for router in routers:
            _merge(router.routes, self.routes)
            _merge(router.views, self.views)
            self.words.extend(router.words)
            self.due.extend(router.due)

    def understand(self, text: str, place: Place) -> Action:
        """The action that these words name where they were typed, or what any sentence means."""
        return self._named(text, place) or self._otherwise(text, place)

    def knows(self, text: str, place: Place) -> bool:
        """Are these words that we teach, where they are typed?"""
        return self._named(text, place) is not None

    def _named(self, text: str, place: Place) -> Action | None:
        typed = normal(text)
        spoken_here = (words for words in self.words if words.in_shared == place.is_shared)
        return next(filter(None, (words.match(typed, text) for words in spoken_here)), None)

    def answer(self, turn: Turn, action: Action) -> Reply:
        """Run the function of this action. A Refusal with nothing better to show goes on up."""
        route = self.routes[type(action)]
        if route.allowed and not route.allowed & turn.roles:
            phone = turn.organisation.contact.phone
            raise Refusal("person.not_allowed" if turn.roles else "person.guest", phone=phone)
        return route.dialog(turn, action)

    def answer_refusal(self, turn: Turn, action: Action, refusal: Refusal) -> Reply | None:
        """The right card with the reason on it, where the route has one."""
        show = self.routes[type(action)].on_refusal
        if show is None or refusal.code.startswith("person."):
            return None
        return show(turn, action, refusal)


def _merge(source: dict[Any, Any], target: dict[Any, Any]) -> None:
    for key, value in source.items():
        _refuse_twice(key, target)
        target[key] = value


def _refuse_twice(key: object, known: dict[Any, Any]) -> None:
    if key in known:
        raise ValueError(f"{key} is registered twice")
