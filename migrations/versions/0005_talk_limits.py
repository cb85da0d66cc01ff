"""What limits how school may talk with a family, and for whom an alert has been cleared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talk_limits",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("limit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "limit_id", name=op.f("pk_talk_limits")),
    )
    op.create_index(
        op.f("ix_talk_limits_school_id_contact_id"), "talk_limits", ["school_id", "contact_id"], unique=False
    )
    op.add_column("alerts", sa.Column("cleared_for", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("alerts", sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alerts", sa.Column("cleared_by", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("cleared_by", "cleared_at", "cleared_for"):
        op.drop_column("alerts", name)
    op.drop_index(op.f("ix_talk_limits_school_id_contact_id"), table_name="talk_limits")
    op.drop_table("talk_limits")
