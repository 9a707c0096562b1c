"""Identifiers shaped like those of Teams.

They are derived from names, so that what the bot has stored still holds after the simulator
has been restarted.
"""

import base64
import hashlib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

NAMESPACE = uuid.UUID("6a1f0f0e-6f5c-4f6e-9a37-2d6f5a1c9e10")


def digest(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def opaque(*parts: str) -> str:
    """A token of letters, digits, "-" and "_", as long as those Teams gives."""
    return base64.urlsafe_b64encode(digest(*parts) + digest("more", *parts)).decode().rstrip("=")


def person_id(tenant_id: str, key: str) -> str:
    return f"29:{opaque('person', tenant_id, key)}"


def chat_id(owner_id: str) -> str:
    return f"a:{opaque('chat', owner_id)}"


def thread_id(*parts: str) -> str:
    return f"19:{digest(*parts).hex()[:32]}@thread.tacv2"


def people_chat_id(*people: str) -> str:
    """The chat of two people, named by their directory ids whoever began it."""
    return f"19:{'_'.join(sorted(people))}@unq.gbl.spaces"


def meeting_thread_id(*parts: str) -> str:
    return f"19:meeting_{opaque(*parts)[:48]}@thread.v2"


def meeting_id(thread: str) -> str:
    """Meeting ids are the Base64 of "0#<thread>#0"."""
    return base64.b64encode(f"0#{thread}#0".encode()).decode()


def guid(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts)))


def message_ids() -> Iterator[str]:
    """Milliseconds since 1970, as Teams numbers messages, and never the same number twice."""
    last = 0
    while True:
        last = max(last + 1, int(datetime.now(UTC).timestamp() * 1000))
        yield str(last)
