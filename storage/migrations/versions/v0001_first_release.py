"""First release: incidents, what came in, what is owed"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.String(length=512), nullable=False),
        sa.Column(
            "person_id",
            sa.String(length=64),
            nullable=True,
            comment="whose chat it is; null for a channel",
        ),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column(
            "locale", sa.String(length=16), nullable=True, comment="the client's, as last seen"
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "dead_reason",
            sa.Text(),
            nullable=True,
            comment="why Teams refuses it for good; null while it lives",
        ),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True, comment="real time"),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column(
            "lease_until", sa.DateTime(timezone=True), nullable=True, comment="the database's clock"
        ),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversations_person_id"), ["person_id"], unique=False)

    op.create_table(
        "counters",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "inbox",
        sa.Column("conversation_id", sa.String(length=512), nullable=False),
        sa.Column("activity_id", sa.String(length=256), nullable=False),
        sa.Column("gesture_key", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="real time"),
        sa.PrimaryKeyConstraint("conversation_id", "activity_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_at", ["at"], unique=False)
        batch_op.create_index("ix_inbox_gesture_key", ["gesture_key", "at"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("form_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.String(length=64), nullable=False),
        sa.Column("reporter_name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "me",
                "service",
                "several_services",
                "public",
                name="audience",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "hindrance",
            sa.Enum("yes", "hardly", "no", name="hindrance", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "critical", "high", "normal", "low", name="priority", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("take_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "taken",
                "waiting",
                "solved",
                "cancelled",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("assignee_id", sa.String(length=64), nullable=True),
        sa.Column("assignee_name", sa.Text(), nullable=False),
        sa.Column("transmitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'new') = (assignee_id IS NULL) OR state = 'cancelled'",
            name=op.f("ck_incidents_taken"),
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("form_id", name=op.f("uq_incidents_form_id")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_incidents_year_serial")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_incidents_reporter",
            ["reporter_id", sa.literal_column("reported_at DESC")],
            unique=False,
        )
        batch_op.create_index(
            "ix_incidents_take_by",
            ["take_by"],
            unique=False,
            sqlite_where=sa.text("state = 'new' AND overdue_at IS NULL"),
            postgresql_where=sa.text("state = 'new' AND overdue_at IS NULL"),
        )

    op.create_table(
        "outbox",
        sa.Column("outbox_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("recipient", sa.String(length=512), nullable=False),
        sa.Column(
            "conversation_id",
            sa.String(length=512),
            nullable=True,
            comment="null until somebody can be reached",
        ),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "failure", sa.Text(), nullable=True, comment="why it will never be sent; null otherwise"
        ),
        sa.Column("activity_id", sa.String(length=256), nullable=True),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_created_at", ["created_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_owed",
            ["conversation_id", "outbox_id"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL AND failure IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL AND failure IS NULL"),
        )

    op.create_table(
        "parameters",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_parameters")),
    )
    op.create_table(
        "people",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("granted", sa.String(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("chosen_locale", sa.String(length=16), nullable=True),
        sa.Column("political_group", sa.Text(), nullable=True),
        sa.Column("voting", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people")),
    )
    op.create_table(
        "postings",
        sa.Column("posting_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("view", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.String(length=512), nullable=False),
        sa.Column(
            "conversation_id",
            sa.String(length=512),
            nullable=True,
            comment="null until somebody can be reached",
        ),
        sa.Column(
            "activity_id",
            sa.String(length=256),
            nullable=True,
            comment="null until Teams has accepted it",
        ),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False, comment="real time"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("shown <= wanted", name=op.f("ck_postings_shown")),
        sa.PrimaryKeyConstraint("posting_id", name=op.f("pk_postings")),
        sa.UniqueConstraint(
            "view", "subject_id", "recipient", name=op.f("uq_postings_view_subject_id_recipient")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_postings_activity", ["conversation_id", "activity_id"], unique=False
        )
        batch_op.create_index(
            "ix_postings_behind",
            ["conversation_id", "posting_id"],
            unique=False,
            sqlite_where=sa.text("shown < wanted"),
            postgresql_where=sa.text("shown < wanted"),
        )

    op.create_table(
        "incident_entries",
        sa.Column("entry_id", sa.String(length=64), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "taken",
                "question",
                "detail",
                "overdue",
                "solved",
                "cancelled",
                name="entrykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("form_id", sa.String(length=64), nullable=True),
        sa.Column(
            "answers", sa.String(length=64), nullable=True, comment="the entry of the question"
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.incident_id"], name=op.f("fk_incident_entries_incident_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_incident_entries")),
        sa.UniqueConstraint("form_id", name=op.f("uq_incident_entries_form_id")),
        sa.UniqueConstraint(
            "incident_id", "position", name=op.f("uq_incident_entries_incident_id_position")
        ),
    )
    op.create_table(
        "team_channels",
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=512), nullable=False),
        sa.Column("bound_by", sa.String(length=64), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name=op.f("fk_team_channels_conversation_id"),
        ),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_team_channels")),
    )


def downgrade() -> None:
    raise NotImplementedError("a restore of the backup is the way back")
