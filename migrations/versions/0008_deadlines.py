"""What deadlines add: requests for data, complaints and breaches with their dates, and the school's own procedure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadlines",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deadline_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_on", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_why", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("settled_how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_deadlines_school_id_message_id_messages"),
        ),
        sa.PrimaryKeyConstraint("school_id", "deadline_id", name=op.f("pk_deadlines")),
    )
    op.create_index(
        op.f("ix_deadlines_school_id_state_due_at"), "deadlines", ["school_id", "state", "due_at"], unique=False
    )
    op.create_index(op.f("ix_deadlines_school_id_thread_id"), "deadlines", ["school_id", "thread_id"], unique=False)
    op.create_table(
        "procedures",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("acknowledge_days", sa.BigInteger(), nullable=False),
        sa.Column("answer_days", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_procedures")),
    )


def downgrade() -> None:
    op.drop_table("procedures")
    op.drop_index(op.f("ix_deadlines_school_id_thread_id"), table_name="deadlines")
    op.drop_index(op.f("ix_deadlines_school_id_state_due_at"), table_name="deadlines")
    op.drop_table("deadlines")
