"""The way for MSAL to reach the login service of the simulator.

MSAL for Python refuses authorities that are not https, but takes an `http_client` of one's own;
this one sends what was meant for the login host to loopback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

TIMEOUT = 10.0


@dataclass(frozen=True)
class LoginResponse:
    status_code: int
    text: str
    headers: dict[str, str]

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise RuntimeError(f"login answered {self.status_code}: {self.text}")


@dataclass(frozen=True)
class LoginClient:
    """An `http_client` for msal.ConfidentialClientApplication; synchronous, as MSAL is."""

    base_url: str

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> LoginResponse:
        query = f"?{urlencode(params)}" if params else ""
        return self._ask(Request(self._local(url) + query, headers=dict(headers or {})))

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> LoginResponse:
        body = urlencode(data or {}).encode()
        return self._ask(Request(self._local(url), data=body, headers=dict(headers or {})))

    def close(self) -> None:
        """Nothing is kept open between two requests."""

    def _local(self, url: str) -> str:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.base_url.rstrip('/')}{parts.path}{query}"

    def _ask(self, request: Request) -> LoginResponse:
        """An error status is an answer like any other to MSAL, not an exception."""
        try:
            answer = urlopen(request, timeout=TIMEOUT)
        except HTTPError as error:
            answer = error
        with answer:
            return LoginResponse(answer.status, answer.read().decode(), dict(answer.headers))
