"""Activities changed at random: never a failure of ours, and never a half-done turn."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.conftest import FreshDatabase
from tests.bot.deployments import Deployment, Json, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_ONCE = 2.0
"""Seconds, for a machine that does much else; the proof of hostile bodies measures it."""
WORDS = ["accueil", "message", "invoke", "event", "add", "\0", "é" * 300, "../..", "29:x", "1e400"]
NAMES = [
    "adaptiveCard/action",
    "task/fetch",
    "task/submit",
    "composeExtension/fetchTask",
    "application/vnd.microsoft.meetingStart",
    "application/vnd.microsoft.readReceipt",
    "tokens/response",
    "signin/verifyState",
]
TYPES = ["conversationUpdate", "installationUpdate", "messageReaction", "messageUpdate", "typing"]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS + NAMES + TYPES),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "name", "action", "data", "verb"]), inner, max_size=3
        ),
    ),
    max_leaves=5,
)
EXTRAS = [
    "deliveryMode",
    "membersAdded",
    "membersRemoved",
    "reactionsAdded",
    "attachments",
    "value",
    "action",
    "callerId",
    "relatesTo",
    "suggestedActions",
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fuzzed(fresh_database: FreshDatabase) -> AsyncIterator[Deployment]:
    """Nobody waits for the rates of Teams here, least of all the end of the test."""
    hurried: dict[str, Any] = {"conversation_rates": False, "sends_per_second": 10_000}
    async with running_bot(fresh_database(), rate_limits=False, **hurried) as running:
        yield running


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an activity where a value stands."""
    if path:
        yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inner:
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))
        else:
            yield (*path, key)


def put(activity: Json, path: tuple[Any, ...], value: Any) -> Json:
    changed: Any = copy.deepcopy(activity)
    node = changed
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return changed  # type: ignore[no-any-return]


@settings(
    max_examples=400,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_an_activity_changed_at_random_is_answered_or_refused_whole(
    fuzzed: Deployment, data: st.DataObject
) -> None:
    original = data.draw(st.sampled_from([fuzzed.said(), fuzzed.pressed()]), label="original")
    everywhere = [*places(original), *((name,) for name in EXTRAS)]
    activity = original
    for path in data.draw(st.lists(st.sampled_from(everywhere), min_size=1, max_size=2)):
        value = data.draw(values, label=str(path))
        try:
            activity = put(activity, path, value)
        except (KeyError, TypeError, IndexError):
            continue
    before = await fuzzed.counts()
    own = fuzzed.token_for(fuzzed.teams.service_url)
    answer = await fuzzed.send(activity, own)
    assert answer.status < 500 or answer.status == 501
    if answer.seconds > AT_ONCE:  # a busy machine is slow once, a costly activity every time
        assert (await fuzzed.send(activity, own)).seconds < AT_ONCE
    if answer.is_refused:
        assert answer.body == b""
        assert await fuzzed.counts() == before


OTHER_KINDS: dict[str, Json] = {
    "somebody joins": {
        "type": "conversationUpdate",
        "membersAdded": [{"id": "29:someone", "aadObjectId": "a"}],
    },
    "somebody joins, known by id alone": {
        "type": "conversationUpdate",
        "membersAdded": [{"id": "29:someone"}],
    },
    "somebody leaves": {"type": "conversationUpdate", "membersRemoved": [{"id": "29:someone"}]},
    "a channel is renamed": {
        "type": "conversationUpdate",
        "channelData": {"eventType": "channelRenamed", "channel": {"id": "19:x", "name": "y"}},
    },
    "a channel is created": {
        "type": "conversationUpdate",
        "channelData": {"eventType": "channelCreated", "channel": {"id": "19:x", "name": "y"}},
    },
    "a reaction": {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    "an edit": {"type": "messageUpdate", "channelData": {"eventType": "editMessage"}},
    "a deletion": {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}},
    "typing": {"type": "typing"},
    "a read receipt": {
        "type": "event",
        "name": "application/vnd.microsoft.readReceipt",
        "value": {"lastReadMessageId": "1"},
    },
    "a meeting starts": {
        "type": "event",
        "name": "application/vnd.microsoft.meetingStart",
        "value": {
            "MeetingType": "Scheduled",
            "Title": "x",
            "Id": "1",
            "JoinUrl": "https://x.example",
            "StartTime": "2026-11-22T08:00:00Z",
        },
    },
    "participants join": {
        "type": "event",
        "name": "application/vnd.microsoft.meetingParticipantJoin",
        "value": {"members": [{"user": {"id": "29:x"}, "meeting": {"inMeeting": True}}]},
    },
    "the app is removed": {"type": "installationUpdate", "action": "remove"},
    "the app is upgraded": {"type": "installationUpdate", "action": "add-upgrade"},
    "a kind of tomorrow": {"type": "hologram"},
    "an invoke of tomorrow": {"type": "invoke", "name": "hologram/fetch"},
    "a sign-in": {"type": "invoke", "name": "signin/verifyState", "value": {"state": "1"}},
    "a file consent": {
        "type": "invoke",
        "name": "fileConsent/invoke",
        "value": {"action": "accept"},
    },
    "replies wanted in the answer": {"deliveryMode": "expectReplies"},
}


@pytest.mark.parametrize("changes", OTHER_KINDS.values(), ids=OTHER_KINDS)
async def test_what_the_bot_has_no_use_for_is_taken_in_silence(
    fuzzed: Deployment, changes: Json
) -> None:
    answer = await fuzzed.send(fuzzed.said(**changes))
    assert answer.status in (200, 501)
    assert answer.seconds < AT_ONCE
