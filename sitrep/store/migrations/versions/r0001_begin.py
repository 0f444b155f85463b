"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

HASH = sa.String(64)


def upgrade() -> None:
    """Make every table, and keep the audit log from being rewritten."""
    op.create_table(
        "documents",
        sa.Column("situation", sa.String, primary_key=True),
        sa.Column("id", HASH, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "ingests",
        sa.Column("situation", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("document", HASH, primary_key=True),
        sa.Column("key", HASH, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "briefs",
        sa.Column("situation", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("lang", sa.String(8), primary_key=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("content_hash", HASH, nullable=False),
        sa.Column("supersedes", sa.Integer),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.UniqueConstraint("situation", "lang", "as_of", "content_hash"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("situation", sa.String, nullable=False, index=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "builds",
        sa.Column("build", sa.String, primary_key=True),
        sa.Column("situation", sa.String, nullable=False, index=True),
        sa.Column("folder", sa.String, nullable=False),
        sa.Column("at_ns", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "build_files",
        sa.Column("build", sa.String, sa.ForeignKey("builds.build", ondelete="CASCADE"), primary_key=True),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("is_output", sa.Boolean, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("previous", HASH, nullable=False),
        sa.Column("hash", HASH, nullable=False),
    )
    for change in ("UPDATE", "DELETE"):
        _forbid(change)


def _forbid(change: str) -> None:
    """Refuse a change of the audit log, so that it is not made by mistake."""
    name = f"audit_no_{change.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        raised = "SELECT RAISE(ABORT, 'the audit log is append-only');"
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON audit BEGIN {raised} END")
    else:
        body = "BEGIN RAISE EXCEPTION 'the audit log is append-only'; END"
        op.execute(f"CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger AS $${body}$$ LANGUAGE plpgsql")
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON audit EXECUTE FUNCTION audit_only_grows()")
