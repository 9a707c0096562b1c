"""Whatever the body is, whoever sends it is answered at once, and never with a failure of ours."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.bot.deployments import JSON_TYPE, Answered, Deployment, Json

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_ONCE = 2.0
"""Seconds, for a machine that does much else; the proof of hostile bodies measures it."""
KB = 1024


def nested(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


def as_bytes(activity: Json) -> bytes:
    return json.dumps(activity).encode()


def raw(activity: Json, field: str, written: bytes) -> bytes:
    """The activity, with one more field written by hand."""
    return as_bytes(activity)[:-1] + b', "' + field.encode() + b'": ' + written + b"}"


BODIES: dict[str, Callable[[Json], bytes]] = {
    "empty": lambda a: b"",
    "blank": lambda a: b"  \n ",
    "a list": lambda a: as_bytes(a).join((b"[", b"]")),
    "a string": lambda a: b'"activity"',
    "a number": lambda a: b"1",
    "null": lambda a: b"null",
    "true": lambda a: b"true",
    "an empty object": lambda a: b"{}",
    "cut in the middle": lambda a: as_bytes(a)[:-20],
    "two objects": lambda a: as_bytes(a) * 2,
    "with a comment": lambda a: as_bytes(a) + b"// hello",
    "XML": lambda a: b"<activity/>",
    "a form": lambda a: b"type=message&text=hello",
    "UTF-16": lambda a: json.dumps(a).encode("utf-16"),
    "UTF-8 with a byte order mark": lambda a: b"\xef\xbb\xbf" + as_bytes(a),
    "bad UTF-8": lambda a: raw(a, "name", b'"\xff\xfe"'),
    "overlong UTF-8": lambda a: raw(a, "name", b'"\xc0\xaf"'),
    "NaN": lambda a: raw(a, "value", b"NaN"),
    "infinity": lambda a: raw(a, "value", b"-Infinity"),
    "a lone surrogate": lambda a: raw(a, "name", b'"\\ud800"'),
    "a surrogate the wrong way round": lambda a: raw(a, "name", b'"\\udc00\\ud800"'),
    "a surrogate in a key": lambda a: raw(a, "\\udfff", b"1"),
    "a control character": lambda a: raw(a, "name", b'"\x01"'),
    "single quotes": lambda a: str(a).encode(),
    "33 levels": lambda a: as_bytes(a | {"value": nested(32)}),
    "10 000 levels": lambda a: raw(a, "value", b"[" * 10_000 + b"]" * 10_000),
    "100 000 brackets": lambda a: b"[" * 100_000,
    "60 000 nodes": lambda a: raw(a, "entities", b"[" + b"{}," * 59_999 + b"{}]"),
    "2 001 members": lambda a: as_bytes(a | {str(n): 0 for n in range(2_001)}),
}


def without(field: str) -> Callable[[Json], Json]:
    return lambda activity: {name: v for name, v in activity.items() if name != field}


def having(**fields: Any) -> Callable[[Json], Json]:
    return lambda activity: activity | fields


def within(field: str, **members: Any) -> Callable[[Json], Json]:
    return lambda activity: activity | {field: activity[field] | members}


REFUSED: dict[str, Callable[[Json], Json]] = {
    "no type": without("type"),
    "no conversation": without("conversation"),
    "no channelId": without("channelId"),
    "no serviceUrl": without("serviceUrl"),
    "conversation without id": having(conversation={}),
    "conversation with an empty id": within("conversation", id=""),
    "conversation id too long": within("conversation", id="a" * 600),
    "id too long": having(id="1" * 300),
    "locale too long": having(locale="fr" * 20),
    "replyToId too long": having(replyToId="1" * 300),
    "sender id too long": within("from", id="29:" + "a" * 600),
    "aadObjectId too long": within("from", aadObjectId="a" * 65),
    "tenantId too long": within("conversation", tenantId="a" * 65),
    "another channel": having(channelId="emulator"),
    "another channel, in capitals": having(channelId="MSTEAMS"),
    "a channel within a list": having(channelId=["msteams"]),
}
TYPED = {
    "type": [1, None, [], {}],
    "id": [1, [], {}],
    "name": [1, [], {}],
    "action": [1, [], {}],
    "serviceUrl": [1, None, [], {}],
    "from": [1, "someone", [], {"id": 1}, {"aadObjectId": []}, {"name": {}}],
    "recipient": [1, "bot", [], {"id": {}}],
    "conversation": [1, None, "here", [], {"id": 1}, {"id": "a", "tenantId": 1}],
    "channelData": [1, "teams", [], {"tenant": 1}, {"tenant": {"id": 1}}, {"channel": "a"}],
    "text": [1, [], {}],
    "locale": [1, [], {}],
    "replyToId": [1, [], {}],
    "membersAdded": [1, "bot", {}, ["bot"], [{"id": 1}], [None]],
}
REFUSED |= {
    f"{field} is {json.dumps(value)}": having(**{field: value})
    for field, values in TYPED.items()
    for value in values
}


async def refused(bot: Deployment, body: Any, status: set[int], *headers: tuple[str, str]) -> None:
    """It is refused with one of these, empty and at once, and nothing has changed."""
    before = await bot.rows()
    own = bot.token_for(bot.teams.service_url)
    answer = await bot.post(body, [*(headers or (JSON_TYPE,)), *own])
    assert answer.status in status
    assert answer.body == b""
    assert answer.seconds < AT_ONCE
    assert await bot.rows() == before


@pytest.mark.parametrize("body_of", BODIES.values(), ids=BODIES)
async def test_a_body_that_is_no_activity_is_refused(
    either: Deployment, body_of: Callable[[Json], bytes]
) -> None:
    await refused(either, body_of(either.said()), {400, 401, 403})


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
async def test_an_activity_that_teams_would_not_send_is_refused(
    either: Deployment, change: Callable[[Json], Json]
) -> None:
    await refused(either, as_bytes(change(either.said())), {400, 401, 403})


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "*/*"],
)
async def test_only_json_is_read(either: Deployment, content_type: str) -> None:
    await refused(either, as_bytes(either.said()), {400}, ("Content-Type", content_type))


async def test_a_body_that_says_it_is_too_big_is_refused(either: Deployment) -> None:
    await refused(either, as_bytes(either.said("a" * 257 * KB)), {413})


async def test_a_body_in_chunks_that_turns_out_too_big_is_refused(either: Deployment) -> None:
    body = as_bytes(either.said("a" * 300 * KB))

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 16 * KB):
            yield body[start : start + 16 * KB]

    await refused(either, chunks(), {413})


async def test_a_small_body_in_chunks_is_read(either: Deployment) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for letter in as_bytes(either.pressed()):
            yield bytes([letter])

    own = either.token_for(either.teams.service_url)
    assert (await either.post(chunks(), [JSON_TYPE, *own])).status == 200


async def test_a_body_that_unpacks_to_something_vast_is_refused(either: Deployment) -> None:
    packed = gzip.compress(as_bytes(either.said("a" * 20 * KB * KB)))
    await refused(either, packed, {400, 413, 415}, JSON_TYPE, ("Content-Encoding", "gzip"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_cannot_be_unpacked_is_refused(either: Deployment, encoding: str) -> None:
    body = as_bytes(either.said())
    await refused(either, body, {400, 415}, JSON_TYPE, ("Content-Encoding", encoding))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
async def test_only_post_is_answered(either: Deployment, method: str) -> None:
    before = await either.rows()
    answer = await either.post(None, [], method=method)
    assert answer.status in (400, 401, 403, 405)
    assert answer.body == b""
    assert await either.rows() == before


async def test_a_body_that_never_comes_does_not_hold_up_the_others(either: Deployment) -> None:
    port = int(either.url.rsplit(":", 1)[1])
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
    for _, writer in connections:
        writer.write(
            b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1000\r\n\r\n{"
        )
    answer: Answered = await either.send(either.pressed())
    assert answer.status == 200
    assert answer.seconds < AT_ONCE
    for _, writer in connections:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(
    "change",
    [
        within("conversation", tenantId="99999999-9999-4999-8999-999999999999"),
        having(channelData={"tenant": {"id": "99999999-9999-4999-8999-999999999999"}}),
        lambda a: without("channelData")(within("conversation", tenantId=None)(a)),
        lambda a: having(channelData={})(within("conversation", tenantId="")(a)),
        within("conversation", tenantId="*"),
    ],
    ids=["in conversation", "in channelData", "named nowhere", "empty", "a star"],
)
async def test_another_tenant_is_refused_outside_local_mode(
    secured: Deployment, change: Callable[[Json], Json]
) -> None:
    await refused(secured, as_bytes(change(secured.said())), {403})


async def test_an_activity_without_channel_data_is_answered(either: Deployment) -> None:
    answer = await either.send(without("channelData")(either.pressed()))
    assert answer.status == 200
    assert answer.json()["statusCode"] == 200
