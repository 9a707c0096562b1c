"""Refusals of the connector, in the JSON shape and with the codes that Teams documents.

Codes: "Send and receive messages - Status code responses" and "Bot Framework REST API".
"""

from aiohttp import web


class ConnectorError(Exception):
    def __init__(
        self, status: int, code: str, message: str, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.retry_after = retry_after

    def response(self) -> web.Response:
        headers = {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}
        body = {"error": {"code": self.code, "message": self.message}}
        return web.json_response(body, status=self.status, headers=headers)


def bad_argument(message: str) -> ConnectorError:
    return ConnectorError(400, "BadArgument", message)


def conversation_not_found() -> ConnectorError:
    return ConnectorError(404, "ConversationNotFound", "Conversation not found.")


def activity_not_found() -> ConnectorError:
    return ConnectorError(404, "ActivityNotFoundInConversation", "The activity was not found.")


def not_in_roster() -> ConnectorError:
    message = "The bot is not part of the conversation roster."
    return ConnectorError(403, "BotNotInConversationRoster", message)


def blocked_by_user() -> ConnectorError:
    return ConnectorError(403, "ConversationBlockedByUser", "User blocked the conversation.")


def too_big() -> ConnectorError:
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")


def too_many_requests(retry_after: float) -> ConnectorError:
    return ConnectorError(429, "TooManyRequests", "API calls quota exceeded.", retry_after)
