"""The message that somebody points at in its "…" menu, read as the beginning of an incident.

Documented in "Define message extension action commands" (Microsoft Learn); it has the shape
of a chatMessage of Microsoft Graph.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from html.parser import HTMLParser
from typing import Any

from pydantic import Field, ValidationError

from bot.gestures import Attachment, Part
from cards.actions import OpenMessageForm
from cards.kit import data_of
from domain.files import MOST_FILES, File

REPORT = "report"
"""The command's id, which the app's manifest gives it too: the message extension has no other."""
LONGEST_SOURCE = 100_000
"""Characters of a message that are read; Teams lets nobody write as many."""
LONGEST_NAME = 100
FILE = "reference"
"""The type of a file in a message; cards and quoted messages are attached too."""

LINES = frozenset({"p", "div", "br", "li", "tr", "hr", "pre", "blockquote", "codeblock"})
LINES |= {f"h{level}" for level in range(1, 7)}
VERBATIM = frozenset({"pre", "codeblock"})
SILENT = frozenset({"at", "script", "style", "title"})
"""Mentions name people, who are not what happened; the others are not for reading."""

_BLANKS = re.compile(r"\s+")


class _Body(Part):
    kind: str | None = Field(default=None, alias="contentType")
    content: str | None = None


class _User(Part):
    person_id: str | None = Field(default=None, alias="id")
    name: str | None = Field(default=None, alias="displayName")


class _Author(Part):
    user: _User | None = None


class _Message(Part):
    subject: str | None = None
    body: _Body = _Body()
    author: _Author | None = Field(default=None, alias="from")
    attachments: list[Attachment] | None = None

    @property
    def files(self) -> tuple[File, ...]:
        attached = self.attachments or []
        return tuple(each.file for each in attached if each.kind == FILE)[:MOST_FILES]


def quoted(value: Any, own_ids: Container[str | None]) -> dict[str, Any] | None:
    """What the command's button carries, as a card's would: the form for this message, without the
    name of its author where that is whoever pressed (`own_ids`).

    None for a command that we do not have. A message that cannot be read opens an empty form.
    """
    if not isinstance(value, dict) or value.get("commandId") != REPORT:
        return None
    try:
        message = _Message.model_validate(value.get("messagePayload"))
    except ValidationError:
        message = _Message()
    author = message.author.user if message.author else None
    is_own = author is not None and (author.person_id or "").lower() in own_ids
    name = author.name if author and author.name and not is_own else ""
    written = [message.subject or "", plain_text(message.body.content or "", message.body.kind)]
    what = "\n".join(filter(None, written))
    form = OpenMessageForm(what=what, author=name[:LONGEST_NAME], files=message.files)
    return data_of(form)


def plain_text(content: str, kind: str | None) -> str:
    """The words of a message, a line for each line or block of it."""
    content = content[:LONGEST_SOURCE]
    if kind == "text":
        return content.strip()
    reader = _Reader()
    # A line end frees what waits for more; close() would search again and again for ends of tags.
    reader.feed(f"{content}\n")
    lines = (line.strip() for line in "".join(reader.words).split("\n"))
    return "\n".join(filter(None, lines))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = False
        self._verbatim = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._pass(tag, begins=True)
        if tag == "emoji":
            self.words.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self._pass(tag, begins=False)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data if self._verbatim else _BLANKS.sub(" ", data))

    def _pass(self, tag: str, *, begins: bool) -> None:
        """A mention that never ends is over with its line: it must not hide the rest."""
        if tag in SILENT:
            self._silent = begins
        elif tag in LINES:
            self.words.append("\n")
            self._silent = False
        if tag in VERBATIM:
            self._verbatim = begins
