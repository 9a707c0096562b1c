"""A store on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import open_store
from storage.store import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()
