"""Addresses that a person has put right, with the old ones and who made sure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the corrections."""
    op.create_table(
        "contact_corrections",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("correction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("was", sa.String(length=320), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("how", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("stands_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stands_by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "correction_id", name=op.f("pk_contact_corrections")),
    )
    op.create_index(
        op.f("ix_contact_corrections_school_id_contact_id"), "contact_corrections", ["school_id", "contact_id"]
    )


def downgrade() -> None:
    """Take the corrections away; the addresses stay as they are."""
    op.drop_index(op.f("ix_contact_corrections_school_id_contact_id"), table_name="contact_corrections")
    op.drop_table("contact_corrections")
