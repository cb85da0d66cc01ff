"""The mobiles on which leaders on call let themselves be texted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_numbers",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("mobile", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.staff_id"],
            name=op.f("fk_call_numbers_school_id_staff_id_staff"),
        ),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_call_numbers")),
    )


def downgrade() -> None:
    op.drop_table("call_numbers")
