"""The school's other mail addresses, aliases and shared mailboxes, with who reads each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the addresses."""
    op.create_table(
        "school_addresses",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "address", name=op.f("pk_school_addresses")),
    )


def downgrade() -> None:
    """Take the addresses away; what came by them stays."""
    op.drop_table("school_addresses")
