"""Lessons: when each member of staff works and reads no messages, and whether the school lets messages wait for that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("lessons", sa.Text(), nullable=False, server_default=""))
    op.add_column("schools", sa.Column("lessons_hold", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("schools", "lessons_hold")
    op.drop_column("staff", "lessons")
