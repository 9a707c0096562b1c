"""The minutes of a session in a browser, for the secretaries and the chair alone."""

from __future__ import annotations

import asyncio
from functools import partial

from aiohttp import web

from bot.links import Links
from bot.session_files import Kept, look_up, minutes_file
from domain.organisation import Organisation
from storage.store import Store, StoreUnavailable
from storage.unit_of_work import UnitOfWork

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Downloads:
    def __init__(self, store: Store, links: Links, organisation: Organisation) -> None:
        self._store = store
        self._links = links
        self._organisation = organisation

    async def minutes(self, request: web.Request) -> web.Response:
        """404 for whatever is not a fresh link of somebody who may still read it."""
        try:
            kept = await self._store.read(partial(self._opened, request.match_info["link"]))
        except StoreUnavailable:
            return web.Response(status=503)
        if kept is None:
            return web.Response(status=404)
        content = await asyncio.to_thread(minutes_file, kept, self._organisation)
        name = f'attachment; filename="proces-verbal-{kept.session.session_id}.docx"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return web.Response(body=content, content_type=DOCX, headers=headers)

    def _opened(self, link: str, unit: UnitOfWork) -> Kept | None:
        known = self._links.read(unit, link)
        if known is None:
            return None
        session_id, person_id = known
        kept = look_up(unit, session_id, self._organisation)
        return kept if kept is not None and kept.session.is_run_by(person_id) else None
