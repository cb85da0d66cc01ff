"""Meetings in calendars: the private addresses of staff, what families' calendars answer, and who was reminded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _add_feeds() -> None:
    """The private addresses at which staff let their calendars fetch their meetings."""
    op.create_table(
        "calendar_feeds",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.staff_id"],
            name=op.f("fk_calendar_feeds_school_id_staff_id_staff"),
        ),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )


def _add_answers() -> None:
    """What a family's calendar answered to an invitation, and who was reminded of which time."""
    op.create_table(
        "calendar_answers",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "meeting_id"],
            ["meetings.school_id", "meetings.meeting_id"],
            name=op.f("fk_calendar_answers_school_id_meeting_id_meetings"),
        ),
        sa.PrimaryKeyConstraint("school_id", "answer_id", name=op.f("pk_calendar_answers")),
    )
    op.create_index(
        op.f("ix_calendar_answers_school_id_meeting_id"), "calendar_answers", ["school_id", "meeting_id"], unique=False
    )


def _add_reminders() -> None:
    """Who was reminded of a meeting at a time: the key lets nobody be reminded of one time twice."""
    op.create_table(
        "meeting_reminders",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "meeting_id"],
            ["meetings.school_id", "meetings.meeting_id"],
            name=op.f("fk_meeting_reminders_school_id_meeting_id_meetings"),
        ),
        sa.PrimaryKeyConstraint("school_id", "meeting_id", "who", "starts_at", name=op.f("pk_meeting_reminders")),
    )


def upgrade() -> None:
    """What meetings in calendars need."""
    _add_feeds()
    _add_answers()
    _add_reminders()


def downgrade() -> None:
    """Without them."""
    op.drop_table("meeting_reminders")
    op.drop_index(op.f("ix_calendar_answers_school_id_meeting_id"), table_name="calendar_answers")
    op.drop_table("calendar_answers")
    op.drop_table("calendar_feeds")
