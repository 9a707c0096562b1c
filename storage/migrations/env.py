"""Alembic's entry point: it runs on the connection that `upgrade` hands over."""

from alembic import context

import storage.mapping  # noqa: F401  (fills the metadata)
from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
