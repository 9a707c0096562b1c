"""The whole desk: calls, transfers, waiting, reopening, merging, a word on the solution"""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TAKEN = "(state = 'new') = (assignee_id IS NULL) OR state IN ('cancelled', 'merged')"
DUE = ("return_by", "review_by", "merged_into")


def upgrade() -> None:
    with op.batch_alter_table("incidents") as incidents:
        incidents.alter_column(
            "reporter_id",
            existing_type=sa.String(length=64),
            nullable=True,
            comment="null: called, and is not in the directory",
        )
        incidents.add_column(
            sa.Column("transfers", sa.Integer(), nullable=False, server_default="0")
        )
        incidents.add_column(
            sa.Column("return_by", Instant(), comment="when a transfer that nobody took goes back")
        )
        incidents.add_column(sa.Column("waits_for", sa.String(length=32)))
        incidents.add_column(sa.Column("review_by", Instant()))
        incidents.add_column(sa.Column("closed_at", Instant()))
        incidents.add_column(sa.Column("merged_into", sa.String(length=32), comment="an incident"))
        incidents.add_column(sa.Column("rating", sa.String(length=16)))
        incidents.drop_constraint("taken", type_="check")
        incidents.create_check_constraint("taken", TAKEN)
    for column in DUE:
        here = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_incidents_{column}", "incidents", [column], sqlite_where=here, postgresql_where=here
        )
    op.add_column(
        "incident_entries", sa.Column("about", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    # what was closed before is closed since its last line
    op.execute(
        "UPDATE incidents SET closed_at = (SELECT max(at) FROM incident_entries"
        " WHERE incident_entries.incident_id = incidents.incident_id)"
        " WHERE state IN ('solved', 'cancelled')"
    )
    op.execute("UPDATE incidents SET waits_for = 'agent' WHERE state = 'waiting'")
