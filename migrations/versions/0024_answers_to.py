"""Up to which message an answer by mail, or the note of a talk, is one, where its author had not seen what came after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("answers_to", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "answers_to")
