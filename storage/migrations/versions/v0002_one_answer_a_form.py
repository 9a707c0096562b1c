"""One answer a form: two replicas that meet over the same form must not both keep one"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "inbox",
        sa.Column(
            "form_key",
            sa.String(length=64),
            nullable=True,
            comment="the gesture's, where once is for ever",
        ),
    )
    op.create_index("ix_inbox_form_key", "inbox", ["form_key"], unique=True)
