"""Meetings: offers of times, bookings with the cells of time that they claim, and what a school sets for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _add_offers() -> None:
    """What is offered to whom, and the links by which it is answered."""
    op.create_table(
        "meeting_offers",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("second_id", sa.String(length=64), nullable=False),
        sa.Column("interpreter_id", sa.String(length=64), nullable=False),
        sa.Column("interpreter", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("video", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("own_times", sa.JSON(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_meeting_offers_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "offer_id", name=op.f("pk_meeting_offers")),
    )
    op.create_index(
        op.f("ix_meeting_offers_school_id_thread_id"), "meeting_offers", ["school_id", "thread_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_offers_school_id_contact_id"), "meeting_offers", ["school_id", "contact_id"], unique=False
    )
    op.create_table(
        "meeting_links",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "offer_id"],
            ["meeting_offers.school_id", "meeting_offers.offer_id"],
            name=op.f("fk_meeting_links_school_id_offer_id_meeting_offers"),
        ),
        sa.PrimaryKeyConstraint("school_id", "token_hash", name=op.f("pk_meeting_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_meeting_links_token_hash")),
    )


def _drop_offers() -> None:
    op.drop_table("meeting_links")
    op.drop_index(op.f("ix_meeting_offers_school_id_contact_id"), table_name="meeting_offers")
    op.drop_index(op.f("ix_meeting_offers_school_id_thread_id"), table_name="meeting_offers")
    op.drop_table("meeting_offers")


def _add_meetings() -> None:
    """What is booked, and the cells of time whose key makes two bookings of one time impossible."""
    op.create_table(
        "meetings",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("pupil_ids", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("second_id", sa.String(length=64), nullable=False),
        sa.Column("interpreter_id", sa.String(length=64), nullable=False),
        sa.Column("interpreter", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("video", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("late_minutes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_meetings_school_id_thread_id_threads"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "offer_id"],
            ["meeting_offers.school_id", "meeting_offers.offer_id"],
            name=op.f("fk_meetings_school_id_offer_id_meeting_offers"),
        ),
        sa.PrimaryKeyConstraint("school_id", "meeting_id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("school_id", "uid", name=op.f("uq_meetings_school_id_uid")),
    )
    for column in ("starts_at", "thread_id", "contact_id"):
        op.create_index(op.f(f"ix_meetings_school_id_{column}"), "meetings", ["school_id", column], unique=False)
    op.create_table(
        "meeting_claims",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=160), nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "meeting_id"],
            ["meetings.school_id", "meetings.meeting_id"],
            name=op.f("fk_meeting_claims_school_id_meeting_id_meetings"),
        ),
        sa.PrimaryKeyConstraint("school_id", "who", "cell", name=op.f("pk_meeting_claims")),
    )
    op.create_index(
        op.f("ix_meeting_claims_school_id_meeting_id"), "meeting_claims", ["school_id", "meeting_id"], unique=False
    )


def _drop_meetings() -> None:
    op.drop_index(op.f("ix_meeting_claims_school_id_meeting_id"), table_name="meeting_claims")
    op.drop_table("meeting_claims")
    for column in ("contact_id", "thread_id", "starts_at"):
        op.drop_index(op.f(f"ix_meetings_school_id_{column}"), table_name="meetings")
    op.drop_table("meetings")


def _add_rules() -> None:
    """Rooms, lessons, the gap between two meetings, and what holds for single families."""
    op.create_table(
        "meeting_rules",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("gap_minutes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_meeting_rules")),
    )
    op.create_table(
        "meeting_rooms",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "room", name=op.f("pk_meeting_rooms")),
    )
    op.create_table(
        "meeting_terms",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("cannot", sa.Text(), nullable=False),
        sa.Column("cannot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("two_adults_by", sa.String(length=64), nullable=False),
        sa.Column("two_adults_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "contact_id", name=op.f("pk_meeting_terms")),
    )


def upgrade() -> None:
    _add_offers()
    _add_meetings()
    _add_rules()


def downgrade() -> None:
    for table in ("meeting_terms", "meeting_rooms", "meeting_rules"):
        op.drop_table(table)
    _drop_meetings()
    _drop_offers()
