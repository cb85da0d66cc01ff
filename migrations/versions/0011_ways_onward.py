"""The order of ways by which a family is written to, as somebody has set it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the orders; a school that has set none goes on by the usual one."""
    op.create_table(
        "way_orders",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "purpose", "contact_id", name=op.f("pk_way_orders")),
    )


def downgrade() -> None:
    """Take the orders away."""
    op.drop_table("way_orders")
