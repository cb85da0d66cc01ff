"""Parents' evenings: what is planned, the links to it, which household has which time, and who waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _school() -> sa.Column[int]:
    return sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False)


def _of_evening(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["school_id", "evening_id"],
        ["evenings.school_id", "evenings.evening_id"],
        name=op.f(f"fk_{table}_school_id_evening_id_evenings"),
    )


def _add_evenings() -> None:
    """What is planned."""
    op.create_table(
        "evenings",
        _school(),
        sa.Column("evening_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("class_id", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("video", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("each", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "evening_id", name=op.f("pk_evenings")),
    )
    op.create_index(op.f("ix_evenings_school_id_starts_at"), "evenings", ["school_id", "starts_at"], unique=False)


def _add_links() -> None:
    """The links by which families choose."""
    op.create_table(
        "evening_links",
        _school(),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("evening_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        _of_evening("evening_links"),
        sa.PrimaryKeyConstraint("school_id", "token_hash", name=op.f("pk_evening_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_evening_links_token_hash")),
    )


def _add_places() -> None:
    """Which household has which time, and who waits for one."""
    op.create_table(
        "evening_places",
        _school(),
        sa.Column("evening_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.Column("household", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        _of_evening("evening_places"),
        sa.ForeignKeyConstraint(
            ["school_id", "meeting_id"],
            ["meetings.school_id", "meetings.meeting_id"],
            name=op.f("fk_evening_places_school_id_meeting_id_meetings"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "evening_id", "pupil_id", "household", "turn", name=op.f("pk_evening_places")
        ),
        sa.UniqueConstraint("school_id", "meeting_id", name=op.f("uq_evening_places_school_id_meeting_id")),
    )
    op.create_table(
        "evening_waits",
        _school(),
        sa.Column("evening_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earliest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        _of_evening("evening_waits"),
        sa.PrimaryKeyConstraint("school_id", "evening_id", "contact_id", "pupil_id", name=op.f("pk_evening_waits")),
    )


def upgrade() -> None:
    """What parents' evenings need."""
    _add_evenings()
    _add_links()
    _add_places()


def downgrade() -> None:
    """Without them."""
    op.drop_table("evening_waits")
    op.drop_table("evening_places")
    op.drop_table("evening_links")
    op.drop_index(op.f("ix_evenings_school_id_starts_at"), table_name="evenings")
    op.drop_table("evenings")
