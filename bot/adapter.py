"""The SDK's adapter on our own gate and connector, through the joints it offers for this.

`CloudAdapterBase.process_activity` takes claims that somebody else has verified, and leaves it to
us to serialise the answer: as shipped it does so twice, and every invoke is answered with a 500.
"""

from __future__ import annotations

from typing import Any

from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ResourceResponse
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from bot.connector import Connector


class Conversations:
    """The SDK's way to speak, on our connector: `context.send_activity` ends here."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(
        self, conversation_id: str, activity: Activity
    ) -> ResourceResponse:
        message = {"type": activity.type, "text": activity.text, "textFormat": "plain"}
        sent = await self._connector.post(self._service_url, conversation_id, message)
        return ResourceResponse(id=sent)

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        return await self.send_to_conversation(conversation_id, activity)


class ConnectorClient:
    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = Conversations(connector, service_url)


class Factory(ConnectorFactory):
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> Any:
        return ConnectorClient(self._connector, service_url)


class Authentication(BotFrameworkAuthentication):
    """Everything that comes this far has been through `bot/gate.py`."""

    def __init__(self, connector: Connector, app_id: str) -> None:
        self._factory = Factory(connector)
        self._app_id = app_id

    def admitted(self) -> AuthenticateRequestResult:
        """What the SDK wants to know of a request that the gate has admitted."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({"aud": self._app_id}, True)
        result.audience = "https://api.botframework.com"
        result.connector_factory = self._factory
        return result

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("the gate authenticates, before the SDK is asked")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("there is no streaming here")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        """We ask nobody to sign in: identity is what the channel's token vouches for."""
        return None


class Adapter(CloudAdapterBase):
    def __init__(self, authentication: Authentication) -> None:
        super().__init__(authentication)
        self.authentication = authentication
