"""How a school tunes what suggests a talk, and the matters that staff have put away in each conversation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SUGGESTIONS = sa.table(
    "suggestions",
    sa.column("school_id", sa.BigInteger()),
    sa.column("thread_id", sa.BigInteger()),
    sa.column("state", sa.String()),
    sa.column("findings", sa.JSON()),
    sa.column("put_away", sa.JSON()),
)


def upgrade() -> None:
    op.create_table(
        "tunings",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tuning_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked", sa.BigInteger(), nullable=False),
        sa.Column("of", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "tuning_id", name=op.f("pk_tunings")),
    )
    op.create_index(op.f("ix_tunings_school_id_set_at"), "tunings", ["school_id", "set_at"], unique=False)
    op.add_column("suggestions", sa.Column("put_away", sa.JSON(), nullable=False, server_default="[]"))
    _remember_what_was_put_away()


def _remember_what_was_put_away() -> None:
    """What staff had put away before stays away."""
    found = sa.select(_SUGGESTIONS.c.school_id, _SUGGESTIONS.c.thread_id, _SUGGESTIONS.c.findings)
    for row in op.get_bind().execute(found.where(_SUGGESTIONS.c.state == "dismissed")).all():
        codes = sorted({one["code"] for one in row.findings})
        same = (_SUGGESTIONS.c.school_id == row.school_id) & (_SUGGESTIONS.c.thread_id == row.thread_id)
        op.get_bind().execute(sa.update(_SUGGESTIONS).where(same).values(put_away=codes))


def downgrade() -> None:
    op.drop_column("suggestions", "put_away")
    op.drop_index(op.f("ix_tunings_school_id_set_at"), table_name="tunings")
    op.drop_table("tunings")
