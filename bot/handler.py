"""Teams' activities, told apart: each kind becomes a gesture, and a turn answers it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.answers import answer_body
from bot.gestures import Gesture, Inbound, Way, gesture_of
from bot.quotes import quoted
from bot.turns import Turns
from dialogs.routing import Reply
from storage.store import StoreUnavailable

INBOUND = "inbound"
"""Where the raw activity waits in the turn's state: the SDK's models drop fields that we need."""


def _pressed(inbound: Inbound) -> Any:
    """What an Action.Execute carries: our own cards have the verb in the data too."""
    value = inbound.value
    action = value.get("action") if isinstance(value, dict) else None
    if not isinstance(action, dict):
        return None
    data = action.get("data")
    return {"verb": action.get("verb")} | data if isinstance(data, dict) else action


def _submitted(inbound: Inbound) -> Any:
    value = inbound.value
    return value.get("data") if isinstance(value, dict) else None


def _sought(inbound: Inbound) -> Any:
    """What is typed into a list of choices: the card names the set to look in, which is the topic
    of our verb. Teams shows as many as it likes, whatever it asks for."""
    value = inbound.value
    if not isinstance(value, dict):
        return None
    options = value.get("queryOptions")
    skip = options.get("skip") if isinstance(options, dict) else None
    words = value.get("queryText") or ""
    return {"verb": f"{value.get('dataset')}.search", "words": words, "skip": skip or 0}


def _pointed_at(inbound: Inbound) -> Any:
    """What the command of a message's menu means, as a button's data would say it."""
    return quoted(inbound.value, {inbound.person_id, inbound.sender.id.lower()})


INVOKES = {
    "adaptiveCard/action": (Way.EXECUTE, _pressed),
    "task/fetch": (Way.DIALOG_FETCH, _submitted),
    "task/submit": (Way.DIALOG_SUBMIT, _submitted),
    "application/search": (Way.SEARCH, _sought),
    "composeExtension/fetchTask": (Way.DIALOG_FETCH, _pointed_at),
    "composeExtension/submitAction": (Way.DIALOG_SUBMIT, _submitted),
}


class Finished(dict[str, Any]):
    """The body of an answer. The SDK copies through and through what it is given to send: a card
    that nobody will change need not be."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Finished:
        return self


class Handler(TeamsActivityHandler):
    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self._turns = turns

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """What was typed; or a button, in a client that sends Action.Submit as a message."""
        inbound = _inbound(turn_context)
        await self._run(turn_context, gesture_of(Way.MESSAGE, inbound, inbound.value))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        inbound = _inbound(turn_context)
        if inbound.name not in INVOKES:
            return InvokeResponse(status=HTTPStatus.OK)
        way, data_of = INVOKES[inbound.name]
        gesture = gesture_of(way, inbound, data_of(inbound))
        body = await self._run(turn_context, gesture)
        return InvokeResponse(status=HTTPStatus.OK, body=Finished(body or {}))

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._greet(turn_context)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Of all that may change, only our own arrival matters; the SDK would ask Teams about
        everybody else who joins, and `from` is not even who joined."""
        inbound = _inbound(turn_context)
        if any(member.id == inbound.recipient.id for member in inbound.members_added or ()):
            await self._greet(turn_context)

    async def _greet(self, turn_context: TurnContext) -> None:
        """Installing is announced by two activities: the turn takes the second for a repeat."""
        await self._run(turn_context, gesture_of(Way.INSTALL, _inbound(turn_context)))

    async def _run(self, turn_context: TurnContext, gesture: Gesture) -> dict[str, Any] | None:
        """Run the turn; where nothing can be kept, say so, which is all that can be done."""
        try:
            return await self._turns.run(gesture)
        except StoreUnavailable:
            phone = self._turns.organisation.contact.phone
            sentence = self._turns.texts_of(gesture.locale)("failure.unavailable", phone=phone)
            if gesture.waits_for_answer:
                return answer_body(gesture.way, Reply(sentence=sentence))
            await turn_context.send_activity(sentence)
            return None


def _inbound(turn_context: TurnContext) -> Inbound:
    inbound: Inbound = turn_context.turn_state[INBOUND]
    return inbound
