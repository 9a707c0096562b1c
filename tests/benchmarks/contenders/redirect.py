"""Sends Microsoft's identity addresses to the stub: MSAL takes no address but https, and some SDKs
have theirs in the code. Nothing else of a request changes, and no other address is let through.
"""

from __future__ import annotations

import os
import urllib.request
from typing import Any

import requests

IDENTITY = os.environ["BENCH_IDENTITY"]
MICROSOFT = ("https://login.microsoftonline.com", "https://login.botframework.com")


def local(url: str) -> str:
    for host in MICROSOFT:
        if url.startswith(host):
            return IDENTITY + url[len(host) :]
    if url.startswith(("http://127.0.0.1:", IDENTITY)):
        return url
    raise ConnectionError(f"the benchmark reaches no network: {url}")


def install() -> None:
    """For `requests`, which MSAL and botbuilder use, and urllib, which PyJWT uses."""
    plain_request, plain_open = requests.Session.request, urllib.request.OpenerDirector.open

    def request(self: requests.Session, method: str, url: str, **options: Any) -> Any:
        return plain_request(self, method, local(url), **options)

    def open_locally(self: Any, wanted: Any, *arguments: Any, **options: Any) -> Any:
        wanted.full_url = local(wanted.full_url)
        return plain_open(self, wanted, *arguments, **options)

    requests.Session.request = request  # type: ignore[method-assign, assignment]
    urllib.request.OpenerDirector.open = open_locally  # type: ignore[method-assign]
