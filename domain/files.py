"""What people attach to a message: a name and a link are kept, and nothing is downloaded.

The bot's token would open these links: whoever asked for one could be given the token. The reader's
own right, in the reader's own browser, is what opens them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_FILES = 3
LONGEST_NAME = 80
LONGEST_LINK = 600
"""Characters. A form must hold them beside the longest text."""


@dataclass(frozen=True)
class File:
    """`link` is empty where there is none that a browser could open."""

    name: str
    link: str = ""


def is_trusted(link: str, hosts: Collection[str]) -> bool:
    """Does this link lead to one of these hosts, or to one below a host that begins with a dot?"""
    try:
        address = urlsplit(link)
        host, has_port = (address.hostname or "").lower(), address.port is not None
    except ValueError:
        return False
    if address.scheme != "https" or has_port or address.username is not None:
        return False
    return any(host.endswith(known) if known.startswith(".") else host == known for known in hosts)
