"""Every limit is a contact's: that a formal complaint is open stands with its dates, and is noted nowhere else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM talk_limits WHERE thread_id IS NOT NULL")
    op.drop_column("talk_limits", "thread_id")


def downgrade() -> None:
    op.add_column("talk_limits", sa.Column("thread_id", sa.BigInteger(), nullable=True))
