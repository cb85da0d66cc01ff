"""Since when a conversation waits in an inbox, so that a list knows which of its messages are still to be done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "inbox",
        sa.Column("open_since", sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00+00:00"),
    )
    # Of what rang before nobody knows when it was finished last: the newest is still to be done, as it was shown until now.
    op.execute(
        "UPDATE inbox SET open_since = coalesce((SELECT max(e.rung_at) FROM queue_entries e JOIN messages m "
        "ON m.school_id = e.school_id AND m.message_id = e.message_id AND m.by <> 'staff' WHERE e.school_id = inbox.school_id "
        "AND e.thread_id = inbox.thread_id AND e.reader = inbox.reader AND e.state = 'rung'), rung_at)"
    )


def downgrade() -> None:
    op.drop_column("inbox", "open_since")
