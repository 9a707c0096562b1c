"""The queue: what is open, by team and age, found without reading what is over"""

from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_incidents_state", "incidents", ["state", "team", "reported_at"])
