"""Every table. Columns keep what the entities say; constraints keep what must never be untrue.

Alembic does not see CHECK constraints: one added here is written by hand in a migration too.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from domain.incident_story import EntryKind
from domain.incidents import State, WaitsFor
from domain.organisation import Audience, Hindrance, Priority
from storage.types import Instant, Roles

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _word(kind: type[StrEnum]) -> Enum:
    """An enumeration kept as its word: readable in the database, and no type to migrate."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda words: [word.value for word in words],
    )


people = Table(
    "people",
    metadata,
    Column("person_id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("granted", Roles, nullable=False),
    Column("locale", String(16)),
    Column("chosen_locale", String(16)),
    Column("political_group", Text),
    Column("voting", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("seen_at", Instant),
)

incidents = Table(
    "incidents",
    metadata,
    Column("incident_id", String(32), primary_key=True),
    Column("form_id", String(64), nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("reporter_id", String(64), comment="null: called, and is not in the directory"),
    Column("reporter_name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("category", String(64), nullable=False),
    Column("application", String(64), nullable=False),
    Column("audience", _word(Audience), nullable=False),
    Column("hindrance", _word(Hindrance), nullable=False),
    Column("priority", _word(Priority), nullable=False),
    Column("team", String(64), nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("take_by", Instant, nullable=False),
    Column("state", _word(State), nullable=False),
    Column("assignee_id", String(64)),
    Column("assignee_name", Text, nullable=False),
    Column("transmitted_at", Instant),
    Column("overdue_at", Instant),
    Column("transfers", Integer, nullable=False, server_default="0"),
    Column("return_by", Instant, comment="when a transfer that nobody took goes back"),
    Column("waits_for", _word(WaitsFor)),
    Column("review_by", Instant),
    Column("closed_at", Instant),
    Column("merged_into", String(32), comment="an incident"),
    Column("rating", String(16)),
    UniqueConstraint("year", "serial"),
    CheckConstraint(
        "(state = 'new') = (assignee_id IS NULL) OR state IN ('cancelled', 'merged')", name="taken"
    ),
)
Index("ix_incidents_reporter", incidents.c.reporter_id, incidents.c.reported_at.desc())
Index(
    "ix_incidents_take_by",
    incidents.c.take_by,
    sqlite_where=text("state = 'new' AND overdue_at IS NULL"),
    postgresql_where=text("state = 'new' AND overdue_at IS NULL"),
)
for _due in ("return_by", "review_by", "merged_into"):
    Index(
        f"ix_incidents_{_due}",
        incidents.c[_due],
        sqlite_where=text(f"{_due} IS NOT NULL"),
        postgresql_where=text(f"{_due} IS NOT NULL"),
    )

incident_entries = Table(
    "incident_entries",
    metadata,
    Column("entry_id", String(64), primary_key=True),
    Column("incident_id", ForeignKey("incidents.incident_id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", _word(EntryKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("author_id", String(64)),
    Column("author_name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("form_id", String(64), unique=True),
    Column("answers", String(64), comment="the entry of the question"),
    Column("about", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("incident_id", "position"),
)

counters = Table(
    "counters",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", String(512), primary_key=True),
    Column("person_id", String(64), index=True, comment="whose chat it is; null for a channel"),
    Column("service_url", Text, nullable=False),
    Column("tenant_id", String(64), nullable=False),
    Column("locale", String(16), comment="the client's, as last seen"),
    Column("seen_at", Instant, nullable=False),
    Column("dead_reason", Text, comment="why Teams refuses it for good; null while it lives"),
    Column("paused_until", Instant, comment="real time"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant, comment="the database's clock"),
    Column("fence", Integer, nullable=False, server_default="0"),
)

team_channels = Table(
    "team_channels",
    metadata,
    Column("team", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.conversation_id"), nullable=False),
    Column("bound_by", String(64), nullable=False),
    Column("bound_at", Instant, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("conversation_id", String(512), primary_key=True),
    Column("activity_id", String(256), primary_key=True),
    Column("gesture_key", String(64)),
    Column("form_key", String(64), comment="the gesture's, where once is for ever"),
    Column("answer", JSON),
    Column("at", Instant, nullable=False, comment="real time"),
)
Index("ix_inbox_gesture_key", inbox.c.gesture_key, inbox.c.at)
Index("ix_inbox_form_key", inbox.c.form_key, unique=True)
Index("ix_inbox_at", inbox.c.at)

outbox = Table(
    "outbox",
    metadata,
    Column("outbox_id", Integer, primary_key=True, autoincrement=True),
    Column("recipient", String(512), nullable=False),
    Column("conversation_id", String(512), comment="null until somebody can be reached"),
    Column("kind", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", Instant),
    Column("failure", Text, comment="why it will never be sent; null otherwise"),
    Column("activity_id", String(256)),
    sqlite_autoincrement=True,
)
_OWED = text("sent_at IS NULL AND failure IS NULL")
Index(
    "ix_outbox_owed",
    outbox.c.conversation_id,
    outbox.c.outbox_id,
    sqlite_where=_OWED,
    postgresql_where=_OWED,
)
Index("ix_outbox_created_at", outbox.c.created_at)

postings = Table(
    "postings",
    metadata,
    Column("posting_id", Integer, primary_key=True, autoincrement=True),
    Column("view", String(64), nullable=False),
    Column("subject_id", String(64), nullable=False),
    Column("recipient", String(512), nullable=False),
    Column("conversation_id", String(512), comment="null until somebody can be reached"),
    Column("activity_id", String(256), comment="null until Teams has accepted it"),
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("wanted_at", Instant, nullable=False, comment="real time"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("view", "subject_id", "recipient"),
    CheckConstraint("shown <= wanted", name="shown"),
    sqlite_autoincrement=True,
)
_BEHIND = text("shown < wanted")
Index(
    "ix_postings_behind",
    postings.c.conversation_id,
    postings.c.posting_id,
    sqlite_where=_BEHIND,
    postgresql_where=_BEHIND,
)
Index("ix_postings_activity", postings.c.conversation_id, postings.c.activity_id)

parameters = Table(
    "parameters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", String(64), primary_key=True),
    Column("form_id", String(64), nullable=False, unique=True),
    Column("profile", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("head_height", Integer, nullable=False),
    Column("head_hash", String(64), nullable=False),
)

session_people = Table(
    "session_people",
    metadata,
    Column("session_id", ForeignKey("sessions.session_id"), primary_key=True),
    Column("person_id", String(64), primary_key=True, index=True),
)

session_journal = Table(
    "session_journal",
    metadata,
    Column("session_id", ForeignKey("sessions.session_id"), primary_key=True),
    Column("height", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False, comment="as it was hashed"),
    Column("kind", String(64), nullable=False),
    Column("payload", Text, nullable=False, comment="canonical JSON, as it was hashed"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
