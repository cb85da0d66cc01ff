"""What the out-of-hours plan adds: the rota of leaders, and the councils in whose area children live."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "on_call_turns",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("turn_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.staff_id"],
            name=op.f("fk_on_call_turns_school_id_staff_id_staff"),
        ),
        sa.PrimaryKeyConstraint("school_id", "turn_id", name=op.f("pk_on_call_turns")),
    )
    op.create_table(
        "councils",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("council_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=32), nullable=False),
        sa.Column("night", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "council_id", name=op.f("pk_councils")),
    )
    op.create_table(
        "council_pupils",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupils.school_id", "pupils.pupil_id"],
            name=op.f("fk_council_pupils_school_id_pupil_id_pupils"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "council_id"],
            ["councils.school_id", "councils.council_id"],
            name=op.f("fk_council_pupils_school_id_council_id_councils"),
        ),
        sa.PrimaryKeyConstraint("school_id", "pupil_id", name=op.f("pk_council_pupils")),
    )


def downgrade() -> None:
    op.drop_table("council_pupils")
    op.drop_table("councils")
    op.drop_table("on_call_turns")
