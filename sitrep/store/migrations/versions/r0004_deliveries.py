"""The outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of deliveries."""
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("brief", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("stakeholder", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False, index=True),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_try", sa.String, nullable=False),
        sa.UniqueConstraint("brief", "channel", "stakeholder"),
    )
