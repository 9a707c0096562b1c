"""Looking into the product's source: which keys, codes and words are written in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

from bot.settings import PROJECT
from cards.queue import COLUMNS
from dialogs import PRODUCT
from domain.assembly.agenda import Ground
from domain.assembly.plan import Answer
from domain.assembly.profiles import PROFILES, Nature
from domain.assembly.results import Outcome
from domain.assembly.session import ItemKind, ItemState, SessionState
from domain.assembly.votes import Choice, VoteState
from domain.incident_desk import ReviewIn
from domain.incident_follow_up import Rating
from domain.incident_story import EntryKind
from domain.incidents import OVER, State, WaitsFor
from domain.organisation import Audience, Hindrance, Priority

FIELDS = (
    *("detail", "question", "solution", "note", "reason", "words", "what", "team", "person"),
    *("waits_for", "review_in", "priority", "canned", "can_work", "number", "who"),
)
TITLES = (
    *("detail", "question", "solution", "transfer", "assign", "priority", "hold", "merge"),
    *("reopen", "call"),
)
ABOUT = [
    *(f"priority.{word}" for word in Priority),
    *(f"waits_for.{word}" for word in WaitsFor),
    *(f"rating.{word}" for word in Rating),
]
EXPANDED = {
    "audience.{}": [f"audience.{word}" for word in Audience],
    "hindrance.{}": [f"hindrance.{word}" for word in Hindrance],
    "priority.{}": [f"priority.{word}" for word in Priority],
    "state.{}": [f"state.{word}" for word in State],
    "next.{}": [f"next.{word}" for word in State],
    "staff.{}": [f"staff.{word}" for word in State],
    "entry.{}": [f"entry.{word}" for word in EntryKind],
    "{}.{}": ABOUT,
    "waits_for.{}": [f"waits_for.{word}" for word in WaitsFor],
    "review_in.{}": [f"review_in.{word}" for word in ReviewIn],
    "rating.{}": [f"rating.{word}" for word in Rating],
    "ping.{}": [f"ping.{word}" for word in ("assigned", "to_review", "reopened")],
    "form.{}": [f"form.{word}" for word in FIELDS],
    "form.{}_title": [f"form.{word}_title" for word in TITLES],
    "words.{}": [f"words.{words.key}" for words in PRODUCT.words],
    "incident.{}": [f"incident.{state}" for state in OVER],
    "queue.column.{}": [f"queue.column.{column}" for column in COLUMNS],
    "queue.state.{}": [f"queue.state.{state}" for state in State if state not in OVER],
    "session.{}": [f"session.{state}" for state in SessionState if state != SessionState.OPEN],
    "session.state.{}": [f"session.state.{state}" for state in SessionState],
    "session.profile.{}": [f"session.profile.{key}" for key in PROFILES],
    "session.quorum.{}": [f"session.quorum.{word}" for word in ("reached", "missing", "waived")],
    "session.answer.{}": [f"session.answer.{word}" for word in Answer],
    "session.will_be.{}": [f"session.will_be.{word}" for word in Answer],
    "session.proxy.{}": [f"session.proxy.{word}" for word in ("suspended", "waiting")],
    "vote.{}": [f"vote.{state}" for state in VoteState if state != VoteState.OPEN],
    "vote.choice.{}": [f"vote.choice.{word}" for word in Choice],
    "vote.outcome.{}": [f"vote.outcome.{word}" for word in Outcome],
    "vote.casting.{}": [f"vote.casting.{word}" for word in Outcome if word != Outcome.TIED],
    "lot.all.{}": [f"lot.all.{word}" for word in Choice if word != Choice.NO_PART],
    "board.{}": [f"board.{state}" for state in VoteState],
    "report.kind.{}": [f"report.kind.{kind}" for kind in ItemKind],
    "report.state.{}": [f"report.state.{state}" for state in ItemState],
    "report.nature.{}": [f"report.nature.{word}" for word in Nature],
    "report.ground.{}": [f"report.ground.{word}" for word in Ground],
}
"""What the f-strings of the product stand for."""


@cache
def trees() -> dict[str, ast.Module]:
    paths = [
        path
        for folder in ("domain", "cards", "dialogs", "bot")
        for path in sorted((PROJECT / folder).rglob("*.py"))
    ]
    return {_short(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _short(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                yield path, node


def name(function: ast.expr) -> str:
    """`texts(…)`, `turn.texts(…)` and `self.texts_of(…)(…)` by their last name."""
    if isinstance(function, ast.Call):
        return name(function.func)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_said(call: ast.Call) -> bool:
    return name(call.func) in ("texts", "_texts", "texts_of") and bool(list(words(call)))


def keys_said(call: ast.Call) -> list[str]:
    if is_said(call):
        return [word for word in words(call) if "refusal.{}" not in word and "." in word]
    written = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    return [key for key in written if isinstance(key, str) and key.startswith("failure.")]


def words(call: ast.Call) -> Iterator[str]:
    """The words that the first argument may be: written, one of two, or expanded."""
    yield from all_words(call.args[0])


def all_words(tree: ast.AST) -> Iterator[str]:
    inside = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from EXPANDED.get(pattern(node), [pattern(node)])
        elif _is_text(node) and id(node) not in inside:
            yield node.value


def pattern(joined: ast.JoinedStr) -> str:
    parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in joined.values]
    return "".join(map(str, parts))


def literals(tree: ast.Module) -> Iterator[str]:
    """The texts in a module that are not there to explain it."""
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if _is_text(node) and id(node) not in explaining:
            yield node.value


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
