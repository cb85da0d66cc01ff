"""What every channel adds: where a line of the calendar and an absence came from, and days that were finished early."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _add_hours() -> None:
    """What the school folder brought is told from what was added on the pages: the first release brought all of it."""
    for table in ("calendar_days", "absences"):
        op.add_column(table, sa.Column("origin", sa.String(length=64), nullable=False, server_default="folder"))
    op.create_table(
        "early_finishes",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.staff_id"],
            name=op.f("fk_early_finishes_school_id_staff_id_staff"),
        ),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_early_finishes")),
    )
    op.create_table(
        "asked_hours",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.staff_id"],
            name=op.f("fk_asked_hours_school_id_staff_id_staff"),
        ),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_asked_hours")),
    )


def _drop_hours() -> None:
    op.drop_table("asked_hours")
    op.drop_table("early_finishes")
    for table in ("absences", "calendar_days"):
        op.drop_column(table, "origin")


def _add_lifts() -> None:
    """Restrictions of a contact about a pupil that the headteacher has lifted."""
    op.create_table(
        "lifts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("restriction", sa.String(length=64), nullable=False),
        sa.Column("may_contact", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "lift_id", name=op.f("pk_lifts")),
    )
    op.create_index(op.f("ix_lifts_school_id_pupil_id"), "lifts", ["school_id", "pupil_id"])


def _drop_lifts() -> None:
    op.drop_index(op.f("ix_lifts_school_id_pupil_id"), table_name="lifts")
    op.drop_table("lifts")


def _add_terms() -> None:
    """SQLite's full-text index, read word by word: a search asks it which words begin alike. It holds nothing itself."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE message_terms USING fts5vocab(message_words, instance)")


def _drop_terms() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE message_terms")


def _add_cursors() -> None:
    """A mailbox that numbers nothing goes on from a cursor of its own, and the last day of a mailbox's key is known."""
    op.add_column("mailboxes", sa.Column("cursor", sa.Text(), nullable=True))
    op.add_column("mailboxes", sa.Column("key_ends_on", sa.Date(), nullable=True))


def _drop_cursors() -> None:
    op.drop_column("mailboxes", "key_ends_on")
    op.drop_column("mailboxes", "cursor")


def _add_approaches() -> None:
    """Approaches outside the sanctioned channels, and the words with which a school turns them back."""
    op.create_table(
        "approaches",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("approach_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("outbox_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_approaches_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "approach_id", name=op.f("pk_approaches")),
        sa.UniqueConstraint("school_id", "form", name=op.f("uq_approaches_school_id_form")),
    )
    op.create_index(op.f("ix_approaches_school_id_recorded_at"), "approaches", ["school_id", "recorded_at"])
    op.create_index(op.f("ix_approaches_school_id_contact_id"), "approaches", ["school_id", "contact_id"])
    op.create_table(
        "school_words",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("letter", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "letter", name=op.f("pk_school_words")),
    )


def _drop_approaches() -> None:
    op.drop_table("school_words")
    op.drop_index(op.f("ix_approaches_school_id_contact_id"), table_name="approaches")
    op.drop_index(op.f("ix_approaches_school_id_recorded_at"), table_name="approaches")
    op.drop_table("approaches")


def upgrade() -> None:
    _add_approaches()
    _add_cursors()
    _add_terms()
    _add_hours()
    _add_lifts()


def downgrade() -> None:
    _drop_approaches()
    _drop_lifts()
    _drop_hours()
    _drop_terms()
    _drop_cursors()
