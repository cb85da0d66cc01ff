"""What answering together adds: who is answering which conversation now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_claims_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "thread_id", name=op.f("pk_claims")),
    )


def downgrade() -> None:
    op.drop_table("claims")
