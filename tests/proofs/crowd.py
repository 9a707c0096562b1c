"""Sixty-four people who report, add details, take and solve, over HTTP and nothing else.

Whoever gets no answer sends the same again, as Teams does: under the same id, or under a new one.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.proofs.ledger import Answer, Gesture, Known, Ledger
from tests.proofs.prepared import PEOPLE, TENANT, person_id, team_of

Urls = Callable[[], Sequence[str]]

LAST_ANSWERS_SECONDS = 30.0
REPEATS = 0.15
"""How often something that was answered is sent once more."""


class Crowd:
    """`urls` says where bots may be; each attempt goes to one of them."""

    people = PEOPLE

    def __init__(
        self,
        urls: Urls,
        service_url: str,
        seed: int,
        *,
        patience: float = 10.0,
        thinks: float = 1.0,
    ) -> None:
        self.ledger = self.new_ledger()
        self.waits: list[float] = []
        self.slowest = 0.0
        self._urls = urls
        self._service_url = service_url
        self._random = random.Random(seed)
        self._patience = patience
        self._thinks = thinks
        self._is_over = False
        self._http: ClientSession | None = None

    def new_ledger(self) -> Ledger:
        return Ledger()

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Everybody acts until the end of the block, then until nothing is left unanswered.

        Who never gets an answer gives up in the end; the audit finds what was left.
        """
        self._is_over = False
        timeout = ClientTimeout(total=self._patience)
        async with ClientSession(connector=TCPConnector(limit=0), timeout=timeout) as http:
            self._http = http
            tasks = [asyncio.create_task(self._live(number)) for number in range(self.people)]
            try:
                yield
                self._is_over = True
                await asyncio.wait(tasks, timeout=LAST_ANSWERS_SECONDS)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def report(self, http: ClientSession, person: int, url: str, **choices: str) -> Known:
        """One incident, reported now; it must be acknowledged."""
        gesture = self._reporting(person, **choices)
        self.ledger.sent[gesture.key] = gesture
        answer = await self._ask(http, url, gesture)
        assert answer is not None
        assert self.ledger.note(gesture, answer), answer.body
        return self.ledger.incidents[gesture.key]

    async def _live(self, person: int) -> None:
        await asyncio.sleep(self._random.random() * self._thinks)
        while not self._is_over:
            gesture = self._next(person)
            self.ledger.sent[gesture.key] = gesture
            await self._insist(gesture)
            await asyncio.sleep(self._random.random() * self._thinks)

    async def _insist(self, gesture: Gesture) -> None:
        """Until there is an answer; whoever gives none is not asked twice in a row."""
        began, attempt = time.monotonic(), self._random.randrange(2)
        while not await self._attempt(gesture, attempt):
            attempt += 1
            await asyncio.sleep(0.05 + self._random.random() * 0.2)
            if self._random.random() < 0.5:
                gesture = gesture.again_with_a_new_id()
        self.waits.append(time.monotonic() - began)

    async def _attempt(self, gesture: Gesture, attempt: int) -> bool:
        assert self._http is not None
        urls, began = self._urls(), time.monotonic()
        answer = await self._ask(self._http, urls[attempt % len(urls)], gesture)
        if answer is None:
            self.ledger.silences += 1
            return False
        self.slowest = max(self.slowest, time.monotonic() - began)
        return self.ledger.note(gesture, answer)

    async def _ask(self, http: ClientSession, url: str, gesture: Gesture) -> Answer | None:
        try:
            async with http.post(
                f"{url}/api/messages", json=activity_of(gesture, self._service_url)
            ) as response:
                body = await response.read()
        except (ClientError, OSError, TimeoutError):
            return None
        return Answer(body) if response.status == 200 and body else None

    def _next(self, person: int) -> Gesture:
        team, chance = team_of(person), self._random.random()
        if self.ledger.acknowledged and chance < REPEATS:
            return self._repeated(person)
        if team is not None and chance < 0.8:
            return self._of_staff(person, team)
        own = [known for known in self._recent() if known.reporter == person]
        if own and chance < 0.5:
            return self._form(person, "incident.add_detail", "detail", own[-1])
        return self._reporting(person)

    def _repeated(self, person: int) -> Gesture:
        """A form of one's own that was answered before, be it before a crash."""
        forms = [self.ledger.sent[key] for key in list(self.ledger.acknowledged)[-400:]]
        own = [form for form in forms if form.is_form and form.person == person]
        if not own:
            return self._reporting(person)
        gesture = self._random.choice(own)
        return gesture if self._random.random() < 0.5 else gesture.again_with_a_new_id()

    def _of_staff(self, person: int, team: str) -> Gesture:
        theirs = [known for known in self._recent() if known.team == team]
        if not theirs:
            return self._reporting(person)
        known = self._random.choice(theirs)
        if self._random.random() < 0.6:
            data = {"incident_id": known.incident_id}
            return Gesture(person, "incident.take", data, self._new_activity_id(), "")
        return self._form(person, "incident.solve", "solution", known)

    def _recent(self) -> list[Known]:
        return list(self.ledger.incidents.values())[-200:]

    def _form(self, person: int, verb: str, field: str, known: Known) -> Gesture:
        token = self._new_token()
        data = {"incident_id": known.incident_id, "form_id": token, field: f"Texte {token}"}
        return Gesture(person, verb, data, self._new_activity_id(), token)

    def _reporting(self, person: int, **choices: str) -> Gesture:
        token = self._new_token()
        data = {"form_id": token, "what": f"Panne {token}", "audience": "me", "can_work": "hardly"}
        data["category"] = self._random.choice(["poste", "motdepasse"])
        activity_id = self._new_activity_id()
        return Gesture(person, "incident.report", data | choices, activity_id, token)

    def _new_token(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def _new_activity_id(self) -> str:
        return f"f:{UUID(int=self._random.getrandbits(128))}"


def activity_of(gesture: Gesture, service_url: str) -> dict[str, Any]:
    """A button pressed in a chat of one's own, as Teams would send it."""
    action = {
        "type": "Action.Execute",
        "verb": gesture.verb,
        "data": gesture.data | {"verb": gesture.verb},
    }
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": gesture.activity_id,
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {
            "id": f"29:{gesture.person}",
            "name": f"Personne {gesture.person}",
            "aadObjectId": person_id(gesture.person),
        },
        "recipient": {"id": "28:permanence"},
        "conversation": {
            "id": f"a:chat-{gesture.person}",
            "conversationType": "personal",
            "tenantId": TENANT,
        },
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "fr-FR",
        "value": {"action": action, "trigger": "manual"},
    }
