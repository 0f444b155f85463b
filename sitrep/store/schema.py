"""What does the store hold? One schema for SQLite and PostgreSQL; migrations/ says how it came to be."""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

__all__ = [
    "HEAD",
    "approvals",
    "audit",
    "briefs",
    "build_files",
    "builds",
    "decisions",
    "deliveries",
    "documents",
    "ingests",
    "metadata",
    "readings",
    "runs",
]

HEAD = "0006"
"""The newest revision in migrations/versions."""

metadata = MetaData()

HASH = String(64)
"""SHA-256, hex."""

documents = Table(
    "documents",
    metadata,
    Column("situation", String, primary_key=True),
    Column("id", HASH, primary_key=True),
    Column("value", Text, nullable=False, comment="a Document as JSON"),
)

ingests = Table(
    "ingests",
    metadata,
    Column("situation", String, primary_key=True),
    Column("value", Text, nullable=False, comment="what became of each input, as JSON"),
    comment="the report of the last ingest, so that what has not changed since is not read again",
)

readings = Table(
    "readings",
    metadata,
    Column("document", HASH, primary_key=True),
    Column("key", HASH, primary_key=True, comment="of extractor, rules and profile"),
    Column("value", Text, nullable=False, comment="a Reading as JSON"),
)

briefs = Table(
    "briefs",
    metadata,
    Column("situation", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("lang", String(8), primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("content_hash", HASH, nullable=False),
    Column("supersedes", Integer),
    Column("files", Text, nullable=False, comment="SHA-256 of each file by name, as JSON"),
    Column("value", Text, nullable=False, comment="a Brief as JSON"),
    Column("corrects", Integer, comment="number of the edition that this one replaces"),
    UniqueConstraint("situation", "lang", "as_of", "content_hash"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("situation", String, nullable=False, index=True),
    Column("value", Text, nullable=False, comment="a Decision as JSON"),
)

builds = Table(
    "builds",
    metadata,
    Column("build", String, primary_key=True, comment="what was asked for"),
    Column("situation", String, nullable=False, index=True),
    Column("folder", String, nullable=False),
    Column("at_ns", BigInteger, nullable=False, comment="when the files were looked at"),
    comment="what the last build of each kind was made of, so that an unchanged one is known at once",
)

build_files = Table(
    "build_files",
    metadata,
    Column("build", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("sha256", HASH, nullable=False),
    Column("is_output", Boolean, nullable=False),
    ForeignKeyConstraint(["build"], ["builds.build"], ondelete="CASCADE"),
)

runs = Table(
    "runs",
    metadata,
    Column("situation", String, primary_key=True),
    Column("period", String, primary_key=True, comment="wall clock time that the schedule names, ISO 8601"),
    Column("state", String, nullable=False, comment="running, done, failed or missed"),
    Column("detail", Text, nullable=False),
    comment="what became of each edition that the schedule asked for",
)

approvals = Table(
    "approvals",
    metadata,
    Column("situation", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("value", Text, nullable=False, comment="an Approval as JSON"),
    comment="the last word of a person on an edition; those before are in the audit log",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("brief", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("stakeholder", String, nullable=False),
    Column("at", String, nullable=False, comment="UTC, ISO 8601"),
    Column("status", String, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("name", String, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("format", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try", String, nullable=False, comment="UTC, ISO 8601"),
    Column("text", Text, nullable=False, server_default="", comment="what a notice says"),
    UniqueConstraint("brief", "channel", "stakeholder"),
    comment="the outbox: one row for each brief and address, for ever",
)

audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", Text, nullable=False, comment="JSON"),
    Column("previous", HASH, nullable=False),
    Column("hash", HASH, nullable=False),
    comment="append-only; each entry holds the hash of the one before",
)


# So that the audit log is not changed by mistake.
TOLD = "the audit log is append-only"
ONLY_GROWS = f"RETURNS trigger AS $$BEGIN RAISE EXCEPTION '{TOLD}'; END$$ LANGUAGE plpgsql"
TRIGGERS = [
    ("postgresql", f"CREATE OR REPLACE FUNCTION audit_only_grows() {ONLY_GROWS}"),
    *(
        (dialect, f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit {action}")
        for change in ("UPDATE", "DELETE")
        for dialect, action in (
            ("sqlite", f"BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"),
            ("postgresql", "EXECUTE FUNCTION audit_only_grows()"),
        )
    ),
]
for dialect, statement in TRIGGERS:
    event.listen(audit, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
