"""The only SQL: tables, repositories, and the transaction that a turn runs in."""

from sqlalchemy import make_url

from storage.postgresql import PostgresqlStore
from storage.sqlite import SqliteStore
from storage.store import Store


def open_store(url: str) -> Store:
    """The store at this address: `sqlite:///FILE` or `postgresql+psycopg://…`."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    return SqliteStore(url) if is_sqlite else PostgresqlStore(url)
