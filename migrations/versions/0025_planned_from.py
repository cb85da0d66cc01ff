"""From when the time of a queue entry is reckoned, where that is not when it came; and which wait for a leader alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queue_entries", sa.Column("planned_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("queue_entries", sa.Column("is_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Until now it was told by this: what waits for somebody, and of which the family was promised nothing.
    op.execute(
        "UPDATE queue_entries SET is_alone = true WHERE state = 'waiting' AND promised_at IS NULL AND visible_at IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM messages m WHERE m.school_id = queue_entries.school_id "
        "AND m.message_id = queue_entries.message_id AND m.by <> 'staff')"
    )


def downgrade() -> None:
    op.drop_column("queue_entries", "is_alone")
    op.drop_column("queue_entries", "planned_from")
