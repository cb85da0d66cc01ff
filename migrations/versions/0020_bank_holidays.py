"""A newer list of bank holidays than Handbell's own, where a school has brought one in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schools", sa.Column("bank_holidays", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("schools", "bank_holidays")
