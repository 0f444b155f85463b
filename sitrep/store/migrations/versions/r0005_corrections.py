"""Editions that replace another one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the number of the edition that is replaced."""
    op.add_column("briefs", sa.Column("corrects", sa.Integer))
