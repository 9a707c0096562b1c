"""Remote sessions: their journal, which is the truth, and where it stands"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("form_id", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("head_height", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("form_id", name=op.f("uq_sessions_form_id")),
    )
    op.create_table(
        "session_people",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.session_id"],
            name=op.f("fk_session_people_session_id"),
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_people")),
    )
    op.create_index(op.f("ix_session_people_person_id"), "session_people", ["person_id"])
    op.create_table(
        "session_journal",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False, comment="as it was hashed"),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="canonical JSON, as it was hashed"
        ),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.session_id"],
            name=op.f("fk_session_journal_session_id"),
        ),
        sa.PrimaryKeyConstraint("session_id", "height", name=op.f("pk_session_journal")),
    )
