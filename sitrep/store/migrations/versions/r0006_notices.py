"""Notices in the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what a notice says."""
    op.add_column("deliveries", sa.Column("text", sa.Text, nullable=False, server_default=""))
