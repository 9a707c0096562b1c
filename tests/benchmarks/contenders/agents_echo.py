"""The Microsoft 365 Agents SDK: its lightest echo, an ActivityHandler behind its CloudAdapter."""

from __future__ import annotations

import os

import redirect
from aiohttp import web
from card import ANSWER
from microsoft_agents.activity import AdaptiveCardInvokeResponse, AdaptiveCardInvokeValue
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import ActivityHandler, AgentAuthConfiguration, TurnContext

redirect.install()

CONFIGURATION = AgentAuthConfiguration(
    client_id=os.environ["BENCH_APP_ID"],
    tenant_id=os.environ["BENCH_TENANT"],
    client_secret="secret",
    connection_name="SERVICE_CONNECTION",
)


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)

    async def on_adaptive_card_invoke(
        self, turn_context: TurnContext, invoke_value: AdaptiveCardInvokeValue
    ) -> AdaptiveCardInvokeResponse:
        return AdaptiveCardInvokeResponse(
            status_code=200, type=ANSWER["type"], value=ANSWER["value"]
        )


connections = MsalConnectionManager(
    connections_configurations={"SERVICE_CONNECTION": CONFIGURATION}
)
ADAPTER = CloudAdapter(connection_manager=connections)
BOT = Echo()


async def receive(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, BOT)


application = web.Application(middlewares=[jwt_authorization_middleware])
application["agent_configuration"] = CONFIGURATION
application.router.add_post("/api/messages", receive)
web.run_app(application, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None)
