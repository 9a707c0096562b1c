"""Bodies that nobody means well with: noise, broken JSON, and Teams' activities gone wrong."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from simulator.cards import Json
from tests.bot.deployments import Deployment
from tests.bot.test_gate_fuzzing import EXTRAS, places, put, values

HUGE = ("x" * 200_000, "é" * 3_000, "\u202e" * 500, "[" * 5_000, "9" * 5_000)
SPLICES = (
    b"\xff", b"\xed\xa0\x80", b"\x00", b"NaN", b"-Infinity", b"1e999", b"\\ud800", b'"', b"}", b",",
    b"[[[[", b'{"a":', b"\xef\xbb\xbf", b"//", b"'",
)  # fmt: skip


def originals(bot: Deployment) -> list[Json]:
    """What Teams does send: words, clicks, forms, dialogs, arrivals. None reports anything."""
    camille, teams = bot.camille, bot.teams
    chat, activities = camille.chat, bot.teams.activities
    data = {"verb": "incident.take", "incident_id": "0" * 32}
    form = {"verb": "incident.solve", "incident_id": "0" * 32, "form_id": "f", "solution": "ok"}
    return [
        bot.said("Mon écran reste noir"),
        bot.pressed(),
        bot.pressed("incident.take", value={"action": {"verb": "incident.take", "data": data}}),
        activities.invoke(camille, chat, None, "task/fetch", {"data": data}),
        activities.invoke(camille, chat, None, "task/submit", {"data": form}),
        activities.value(camille, chat, None, teams.next_id(), data),
        activities.installation(camille, chat, "add"),
        activities.members(camille, chat, "membersAdded", [teams.bot_id], ""),
    ]


@st.composite
def changed(draw: st.DrawFn, start: list[Json]) -> bytes:
    """An activity with one to four of its values replaced, or some more."""
    activity = draw(st.sampled_from(start))
    for _ in range(draw(st.integers(1, 4))):
        everywhere = [*places(activity), *((name,) for name in EXTRAS)]
        path, value = draw(st.sampled_from(everywhere)), draw(odd_values())
        activity = _put(activity, path, value)
    return json.dumps(activity).encode()


@st.composite
def broken(draw: st.DrawFn, start: list[Json]) -> bytes:
    """The bytes of an activity, cut, spliced or doubled."""
    body = json.dumps(draw(st.sampled_from(start)), ensure_ascii=draw(st.booleans())).encode()
    cut = draw(st.integers(0, len(body)))
    middle = draw(st.sampled_from(SPLICES) | st.binary(max_size=8))
    return body[:cut] + middle + draw(st.sampled_from((body[cut:], b"", body)))


@st.composite
def vast(draw: st.DrawFn, start: list[Json]) -> bytes:
    """Too deep, too wide, too long: around the limits and far beyond them."""
    size = draw(st.sampled_from((31, 32, 33, 1_990, 2_010, 20_000)))
    shape = draw(st.sampled_from(("lists", "objects", "wide", "entities", "text")))
    activity = draw(st.sampled_from(start))
    if shape == "lists":
        return b"[" * size + b"]" * size
    if shape == "objects":
        return b'{"a":' * size + b"1" + b"}" * size
    odd: Any = {"wide": [0] * size, "entities": [{}] * size, "text": "x" * size * 15}[shape]
    return json.dumps(activity | {draw(st.sampled_from(EXTRAS)): odd}).encode()


def odd_values() -> st.SearchStrategy[Any]:
    return values | st.sampled_from(HUGE)


def bodies(start: list[Json]) -> st.SearchStrategy[bytes]:
    """Half are activities gone wrong; the rest was never one."""
    noise = st.binary(max_size=200) | values.map(lambda value: json.dumps(value).encode())
    return st.one_of(
        changed(start), changed(start), changed(start), broken(start), vast(start), noise
    )


def _put(activity: Json, path: tuple[Any, ...], value: Any) -> Json:
    try:
        return put(activity, path, value)
    except (KeyError, TypeError, IndexError):
        return activity
