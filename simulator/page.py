"""The page "Salle d'essai" and the endpoints by which its people act.

Each endpoint calls the gesture of the same name, so the page and the tests act alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.typedefs import Handler

from simulator import views
from simulator.cards import ImpossibleGesture, Json
from simulator.client import NOTHING_SENT, Answer
from simulator.conversations import Channel, Chat, GroupChat, Message
from simulator.faults import Fault
from simulator.people import Person

if TYPE_CHECKING:
    from simulator.teams import Teams

WEB = Path(__file__).parent / "web"
MODULES = WEB / "node_modules"
FILES = {
    "": WEB / "index.html",
    "style.css": WEB / "style.css",
    "cards.css": WEB / "cards.css",
    "settings.css": WEB / "settings.css",
    "main.js": WEB / "main.js",
    "settings.js": WEB / "settings.js",
    "column.js": WEB / "column.js",
    "composer.js": WEB / "composer.js",
    "messages.js": WEB / "messages.js",
    "cards.js": WEB / "cards.js",
    "texts.js": WEB / "texts.js",
    "room.js": WEB / "room.js",
    "vendor/adaptivecards.js": MODULES / "adaptivecards/dist/adaptivecards.min.js",
    "vendor/markdown-it.js": MODULES / "markdown-it/dist/markdown-it.min.js",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data: http://127.0.0.1:* http://localhost:*; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
BREATH = 0.03

Gesture = Callable[[Person, Json], Awaitable[Answer]]


@web.middleware
async def from_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites open in the same browser must not act here.

    A foreign name that points to loopback shows in Host; a foreign page cannot send JSON
    without a permission that this server never gives.
    """
    acts = request.method == "POST" and request.path.startswith("/sim/")
    if request.url.host not in LOOPBACK or (acts and request.content_type != "application/json"):
        raise web.HTTPForbidden
    return await handler(request)


class Page:
    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        gestures: dict[str, Gesture] = {
            "says": self.says,
            "presses": self.presses,
            "submits-dialog": self.submits_dialog,
            "closes-dialog": self.closes_dialog,
            "uses-message-action": self.uses_message_action,
            "looks-at": self.looks_at,
            "adds-bot": self.adds_bot,
        }
        return [
            *(web.get(f"/{name}", _serving(path)) for name, path in FILES.items()),
            *(web.post(f"/sim/{name}", self._acting(each)) for name, each in gestures.items()),
            web.get("/sim/people", self.people),
            web.post("/sim/people", self.add_person),
            web.get("/sim/state", self.state),
            web.post("/sim/clock", self.advance_clock),
            web.get("/sim/events", self.events),
            web.post("/sim/faults", self.add_fault),
            web.delete("/sim/faults", self.clear_faults),
        ]

    async def people(self, request: web.Request) -> web.Response:
        return web.json_response(views.people(self._teams))

    async def add_person(self, request: web.Request) -> web.Response:
        body = await request.json()
        person = self._teams.add_person(body["name"], role=body.get("role", "user"))
        return web.json_response({"id": person.id}, status=201)

    async def advance_clock(self, request: web.Request) -> web.Response:
        clock = self._teams.bot_clock
        answer = await clock.advance((await request.json())["advance"])
        ahead = clock.ahead.total_seconds()
        return web.json_response({"status": answer.status, "ahead": ahead})

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(views.state(self._person(request.query.get("person", ""))))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: a number each time that something has changed."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **HEADERS})
        await response.prepare(request)
        changes = self._teams.changes
        version = -1
        while True:
            version = await changes.beyond(version)
            await response.write(f"data: {version}\n\n".encode())
            await asyncio.sleep(BREATH)

    async def says(self, person: Person, body: Json) -> Answer:
        where = self._teams.conversation(body["conversation"])
        replied_to = where.messages.get(body.get("replyTo") or "")
        mention = body.get("mention", True)
        files = body.get("files")
        return await person.says(
            body["text"], where, reply_to=replied_to, mention=mention, files=files
        )

    async def presses(self, person: Person, body: Json) -> Answer:
        return await person.acts(self._message(body), body["action"], body.get("inputs", {}))

    async def submits_dialog(self, person: Person, body: Json) -> Answer:
        return await person.acts_in_dialog(body["action"], body.get("inputs", {}))

    async def closes_dialog(self, person: Person, body: Json) -> Answer:
        person.closes_dialog()
        return NOTHING_SENT

    async def uses_message_action(self, person: Person, body: Json) -> Answer:
        return await person.uses_message_action(body["command"], self._message(body))

    async def looks_at(self, person: Person, body: Json) -> Answer:
        answers = await person.looks_at(self._teams.conversation(body["conversation"]))
        return answers[-1] if answers else NOTHING_SENT

    async def adds_bot(self, person: Person, body: Json) -> Answer:
        where = self._teams.conversation(body["conversation"])
        if isinstance(where, Chat):
            return await person.installs()
        if isinstance(where, Channel):
            return await self._teams.add_bot_to(where.team, by=person)
        assert isinstance(where, GroupChat)
        return await self._teams.add_bot_to(where, by=person)

    async def add_fault(self, request: web.Request) -> web.Response:
        try:
            self._teams.faults.add(Fault(**await request.json()))
        except TypeError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return web.Response(status=HTTPStatus.CREATED)

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._teams.faults.clear()
        return web.Response(status=HTTPStatus.NO_CONTENT)

    def _acting(self, gesture: Gesture) -> Handler:
        async def act(request: web.Request) -> web.StreamResponse:
            body = await request.json()
            try:
                answer = await gesture(self._person(body["person"]), body)
            except ImpossibleGesture as impossible:
                return web.json_response({"message": str(impossible)}, status=HTTPStatus.CONFLICT)
            return web.json_response({"status": answer.status})

        return act

    def _person(self, person_id: str) -> Person:
        if person_id not in self._teams.people:
            raise web.HTTPNotFound
        return self._teams.people[person_id]

    def _message(self, body: Json) -> Message:
        return self._teams.conversation(body["conversation"]).messages[body["message"]]


def _serving(path: Path) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        if not path.exists():
            raise web.HTTPNotFound(text=f"{path.name}: run npm ci --prefix simulator/web")
        return web.FileResponse(path, headers=HEADERS)

    return serve
