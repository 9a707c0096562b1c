"""What is open, and what is the latest of a team, found without reading all there is"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_incidents_team_state", "incidents", ["team", "state"])
    op.create_index("ix_incidents_team_reported", "incidents", ["team", "reported_at"])
