"""The HTTP edge: what comes in goes through the gate to the adapter, and is answered once."""

from __future__ import annotations

from typing import Any

import orjson
import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity

from bot.adapter import Adapter
from bot.connector import SendFailed
from bot.gate import Gate, NotAdmitted
from bot.gestures import Inbound, NotAnActivity, read_activity
from bot.handler import INBOUND, Handler

log = structlog.get_logger()

SDK_FIELDS = (
    *("type", "id", "name", "action", "channelId", "serviceUrl", "from", "recipient"),
    *("conversation", "membersAdded", "membersRemoved", "channelData"),
)


class Endpoint:
    """POST /api/messages. What cannot be admitted gets its status and an empty body."""

    def __init__(self, gate: Gate, adapter: Adapter, handler: Handler) -> None:
        self._gate = gate
        self._adapter = adapter
        self._handler = handler

    async def receive(self, request: web.Request) -> web.Response:
        try:
            raw = await self._gate.admit(request)
            inbound, activity = read_activity(raw), _sdk_activity(raw)
        except NotAdmitted as error:
            log.info("not_admitted", status=error.status, reason=str(error))
            return web.Response(status=error.status)
        except NotAnActivity as error:
            log.info("not_an_activity", field=str(error))
            return web.Response(status=400)
        return _response(await self._process(inbound, activity))

    async def _process(self, inbound: Inbound, activity: Activity) -> InvokeResponse | None:
        async def logic(context: TurnContext) -> None:
            context.turn_state[INBOUND] = inbound
            await self._handler.on_turn(context)

        try:
            admitted = self._adapter.authentication.admitted()
            answer: InvokeResponse | None = await self._adapter.process_activity(
                admitted, activity, logic
            )
        except SendFailed as error:
            log.warning("nothing_could_be_said", error=str(error))
            return None
        except Exception:  # Teams must never see a 5xx: it would send the activity again
            log.exception("activity_failed", type=inbound.type, name=inbound.name)
            return None
        return answer


def _sdk_activity(raw: dict[str, Any]) -> Activity:
    """The SDK's own model of the activity, which its pipeline works on: without what was said,
    which only our reading of it (`Inbound`) is asked for."""
    try:
        known = {name: raw[name] for name in SDK_FIELDS if name in raw}
        activity: Activity = Activity().deserialize(known)
    except Exception as error:  # whatever msrest's deserialiser raises, the JSON is at fault
        raise NotAnActivity(type(error).__name__) from error
    return activity


def _response(answer: InvokeResponse | None) -> web.Response:
    if answer is None or not answer.body:
        return web.Response(status=answer.status if answer else 200)
    return web.Response(
        status=answer.status, body=orjson.dumps(answer.body), content_type="application/json"
    )
