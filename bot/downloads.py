"""Files in a browser, by a personal link; whether its owner may still read them is looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from bot.links import Links
from cards.texts import REFERENCE, Texts
from domain.organisation import Organisation
from storage.store import Store, StoreUnavailable
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Kind:
    """A kind of file: `find` what is in it, about a subject and for a person, None where they may
    not read it; then `write` it, which may take its time."""

    find: Callable[[UnitOfWork, str, str], Any]
    write: Callable[[Any], File]


class Downloads:
    def __init__(
        self, store: Store, links: Links, organisation: Organisation, kinds: Mapping[str, Kind]
    ) -> None:
        self._store = store
        self._links = links
        self._kinds = kinds
        self._gone = Texts(REFERENCE, organisation.timezone)("file.gone")

    async def serve(self, request: web.Request) -> web.Response:
        """404, with a sentence for whoever kept a link too long, for whatever is not a fresh link
        of somebody who may still read the file."""
        kind, link = self._kinds.get(request.match_info["kind"]), request.match_info["link"]
        if kind is None:
            return web.Response(status=404)
        find = partial(self._found, request.match_info["kind"], link)
        try:
            found = await self._store.read(find)
        except StoreUnavailable:
            return web.Response(status=503)
        if found is None:
            return web.Response(status=404, text=self._gone)
        file = await asyncio.to_thread(kind.write, found)
        headers = {
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=file.content, content_type=file.content_type, headers=headers)

    def _found(self, kind: str, link: str, unit: UnitOfWork) -> Any:
        known = self._links.read(unit, kind, link)
        return None if known is None else self._kinds[kind].find(unit, *known)
