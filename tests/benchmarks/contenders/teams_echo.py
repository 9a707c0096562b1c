"""The Teams SDK: an App with a handler for messages and one for clicks, on its own web server."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import redirect
import uvicorn
from card import CARD
from fastapi import FastAPI
from microsoft_teams.api import AdaptiveCardInvokeActivity, MessageActivity
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from microsoft_teams.api.models.adaptive_card import AdaptiveCardActionCardResponse
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter
from microsoft_teams.cards import AdaptiveCard

redirect.install()

PORT = int(os.environ["PORT"])


def on_loopback(application: FastAPI) -> uvicorn.Server:
    """As the adapter makes it, but for the address and the log of every request."""
    return uvicorn.Server(
        uvicorn.Config(application, host="127.0.0.1", port=PORT, log_level="warning")
    )


app = App(
    client_id=os.environ["BENCH_APP_ID"],
    client_secret="secret",
    tenant_id=os.environ["BENCH_TENANT"],
    service_url=os.environ["BENCH_SERVICE_URL"],
    cloud=replace(
        PUBLIC,
        openid_metadata_url=os.environ["BENCH_IDENTITY"] + "/v1/.well-known/openidconfiguration",
    ),
    http_server_adapter=FastAPIAdapter(server_factory=on_loopback),
)


@app.on_message
async def echo(context: ActivityContext[MessageActivity]) -> None:
    await context.send(context.activity.text or "")


@app.on_card_action_execute
async def show_card(
    context: ActivityContext[AdaptiveCardInvokeActivity],
) -> AdaptiveCardActionCardResponse:
    return AdaptiveCardActionCardResponse(value=AdaptiveCard.model_validate(CARD))


asyncio.run(app.start(PORT))
