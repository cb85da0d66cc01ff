"""Whom else a queue entry is for, so that nobody is lost where two people's message falls to one reader."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queue_entries", sa.Column("also_for", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("queue_entries", "also_for")
