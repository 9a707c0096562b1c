"""Many incidents, written straight into the tables by the database itself.

Each has its story of two entries and its two living cards, all shown: what a year leaves behind.
Nine out of ten are solved, the others taken. The readers have a fixed number each; the rest belongs
to people who have as many.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, text

from simulator import Person

YEAR = 2025
BEFORE = {
    "sqlite": (
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -1000000",
    ),
    "postgresql": ("SET synchronous_commit = off", "SET work_mem = '256MB'"),
}
AFTER = {"sqlite": ("PRAGMA journal_mode = WAL",), "postgresql": ("VACUUM ANALYZE", "CHECKPOINT")}
SENTENCE = "Mon écran reste noir depuis ce matin, le voyant de la station clignote en orange."
SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :total)",
    "postgresql": "WITH s(n) AS (SELECT generate_series(1, CAST(:total AS integer)))",
}
RANDOM = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "md5(random()::text || s.n)"}
AGO = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (s.n % 300 + 1) || ' days',"
    " '-' || (s.n % 86400) || ' seconds') || '000'",
    "postgresql": "now() - (s.n % 300 + 1) * interval '1 day'"
    " - (s.n % 86400) * interval '1 second'",
}
INCIDENTS = """
INSERT INTO incidents (incident_id, form_id, year, serial, reporter_id, reporter_name, organisation,
  service, what, category, application, audience, hindrance, priority, team, reported_at, take_by,
  state, assignee_id, assignee_name, transmitted_at)
{series}
SELECT {random}, {random}, :year, s.n, coalesce(r.person_id, 'somebody-' || (s.n % :owners)),
  'Une personne', 'Métropole de Rivemont', 'Direction de la culture', :sentence, 'none', 'none',
  'me', 'hardly', 'normal', 'hotline', {ago}, {ago},
  CASE WHEN s.n % 10 = 0 THEN 'taken' ELSE 'solved' END, 'staff', 'Technicien', {ago}
FROM s LEFT JOIN bench_readers r ON r.position = s.n % :owners
"""
ENTRIES = """
INSERT INTO incident_entries
  (entry_id, incident_id, position, kind, at, author_id, author_name, text)
SELECT incident_id || '-{position}', incident_id, {position}, '{kind}', reported_at, 'staff',
  'Technicien', 'Fait.' FROM incidents WHERE {which}
"""
POSTINGS = """
INSERT INTO postings (view, subject_id, recipient, conversation_id, activity_id, wanted, shown,
  wanted_at)
SELECT '{view}', incident_id, {recipient}, {place}, 'm' || form_id, 3, 3, reported_at
FROM incidents
"""


def fill(engine: Engine, readers: Sequence[Person], *, own: int, total: int) -> None:
    """`total` incidents into an empty table; each reader has `own` of them."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _say_all(connection, BEFORE)
        _name_readers(connection, readers)
        _add_incidents(connection, own, total)
        _add_stories(connection)
        _add_cards(connection)
        connection.execute(text("DROP TABLE bench_readers"))
        _say_all(connection, AFTER)


def _say_all(connection: Connection, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _name_readers(connection: Connection, readers: Sequence[Person]) -> None:
    connection.execute(
        text("CREATE TEMPORARY TABLE bench_readers (position integer PRIMARY KEY, person_id text)")
    )
    connection.execute(
        text("INSERT INTO bench_readers VALUES (:position, :person_id)"),
        [
            {"position": position, "person_id": reader.aad_object_id}
            for position, reader in enumerate(readers)
        ],
    )


def _add_incidents(connection: Connection, own: int, total: int) -> None:
    dialect = connection.dialect.name
    statement = INCIDENTS.format(series=SERIES[dialect], random=RANDOM[dialect], ago=AGO[dialect])
    owners = total // own
    values = {"year": YEAR, "owners": owners, "total": total, "sentence": SENTENCE}
    connection.execute(text(statement), values)


def _add_stories(connection: Connection) -> None:
    for position, kind, which in ((0, "taken", "true"), (1, "solved", "state = 'solved'")):
        connection.execute(text(ENTRIES.format(position=position, kind=kind, which=which)))


def _add_cards(connection: Connection) -> None:
    mine = {"view": "incident.reporter", "recipient": "'person:' || reporter_id"}
    theirs = {"view": "incident.staff", "recipient": "'team:hotline'"}
    for card, place in ((mine, "'a:' || reporter_id"), (theirs, "'19:desk'")):
        connection.execute(text(POSTINGS.format(**card, place=place)))
