"""botbuilder 4.17.1 as shipped: CloudAdapter and an echo."""

from __future__ import annotations

import os

import redirect
from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import AdaptiveCardInvokeResponse, AdaptiveCardInvokeValue
from card import ANSWER

redirect.install()


class Configuration:
    APP_ID = os.environ["BENCH_APP_ID"]
    APP_PASSWORD = "secret"
    APP_TYPE = "SingleTenant"
    APP_TENANTID = os.environ["BENCH_TENANT"]


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)

    async def on_adaptive_card_invoke(
        self, turn_context: TurnContext, invoke_value: AdaptiveCardInvokeValue
    ) -> AdaptiveCardInvokeResponse:
        return AdaptiveCardInvokeResponse(
            status_code=200, type=ANSWER["type"], value=ANSWER["value"]
        )


ADAPTER = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))
BOT = Echo()


async def receive(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, BOT)


application = web.Application()
application.router.add_post("/api/messages", receive)
web.run_app(application, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None)
