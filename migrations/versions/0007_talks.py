"""Talks with families, the note of each, and what was promised in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talks",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("talk_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_talks_school_id_thread_id_threads"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_talks_school_id_message_id_messages"),
        ),
        sa.PrimaryKeyConstraint("school_id", "talk_id", name=op.f("pk_talks")),
    )
    op.create_index(op.f("ix_talks_school_id_thread_id"), "talks", ["school_id", "thread_id"], unique=False)
    op.create_table(
        "follow_ups",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("follow_up_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("talk_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "talk_id"],
            ["talks.school_id", "talks.talk_id"],
            name=op.f("fk_follow_ups_school_id_talk_id_talks"),
        ),
        sa.PrimaryKeyConstraint("school_id", "follow_up_id", name=op.f("pk_follow_ups")),
    )
    op.create_index(
        op.f("ix_follow_ups_school_id_state_due_on"), "follow_ups", ["school_id", "state", "due_on"], unique=False
    )
    op.create_index(op.f("ix_follow_ups_school_id_thread_id"), "follow_ups", ["school_id", "thread_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_follow_ups_school_id_thread_id"), table_name="follow_ups")
    op.drop_index(op.f("ix_follow_ups_school_id_state_due_on"), table_name="follow_ups")
    op.drop_table("follow_ups")
    op.drop_index(op.f("ix_talks_school_id_thread_id"), table_name="talks")
    op.drop_table("talks")
