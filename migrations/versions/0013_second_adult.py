"""Who asks for a second adult stands among what limits a talk, and no longer with a family's own hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("meeting_terms", "two_adults_at")
    op.drop_column("meeting_terms", "two_adults_by")


def downgrade() -> None:
    op.add_column("meeting_terms", sa.Column("two_adults_by", sa.String(64), nullable=False, server_default=""))
    op.add_column("meeting_terms", sa.Column("two_adults_at", sa.DateTime(timezone=True), nullable=True))
