"""What a call to the connector passes through: log, token, faults, rates; then its handler."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from simulator import connector, errors, page, roster
from simulator.errors import ConnectorError
from simulator.faults import Fault

if TYPE_CHECKING:
    from simulator.teams import Teams

MAX_BODY = 4 * 1024 * 1024


@dataclass
class Call:
    """A request that the bot made, for a test to look at."""

    method: str
    path: str
    bearer: bool
    at: datetime
    body: str
    status: int = 0


def gateway(teams: Teams) -> web.Application:
    app = web.Application(
        middlewares=[page.from_this_machine, _admission(teams)], client_max_size=MAX_BODY
    )
    app.add_routes(connector.Connector(teams).routes())
    app.add_routes(roster.Roster(teams).routes())
    app.add_routes(page.Page(teams).routes())
    if teams.authority is not None:
        app.add_routes(teams.authority.routes())
    return app


def _admission(teams: Teams) -> Middleware:
    @web.middleware
    async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(("/v3/", "/v1/")):
            return await handler(request)
        call = Call(
            request.method,
            request.path,
            "Authorization" in request.headers,
            datetime.now(UTC),
            await request.text(),
        )
        response = await _answered(teams, request, handler)
        call.status = response.status
        teams.requests.append(call)
        teams.changes.happened()
        return response

    return admit


async def _answered(teams: Teams, request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        _check_token(teams, request)
        await _strike(teams, request, "before")
        _check_rates(teams, request)
        response = await handler(request)
        await _strike(teams, request, "after")
        return response
    except ConnectorError as error:
        return error.response()


def _check_token(teams: Teams, request: web.Request) -> None:
    if not teams.checks_bot_token or teams.authority is None:
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not teams.authority.has_issued(token):
        message = "Authorization has been denied for this request."
        raise ConnectorError(401, "Unauthorized", message)


async def _strike(teams: Teams, request: web.Request, when: str) -> None:
    fault = teams.faults.strike(when, request.method, conversation_id(request))
    if fault is None:
        return
    await asyncio.sleep(fault.delay)
    _drop(fault, request)
    if error := fault.error():
        raise error


def _drop(fault: Fault, request: web.Request) -> None:
    if fault.drop and request.transport is not None:
        request.transport.abort()


def _check_rates(teams: Teams, request: web.Request) -> None:
    if teams.rates is None:
        return
    writes = request.method != "GET"
    if wait := teams.rates.admit(conversation_id(request), writes=writes):
        raise errors.too_many_requests(math.ceil(wait))


def conversation_id(request: web.Request) -> str | None:
    """The conversation that a call is about, without the message that names a reply chain."""
    found = request.match_info.get("conversation")
    return None if found is None else found.partition(";")[0]
