"""What posts for the public add: their words, pictures and films, what became of them, and the accounts they go out by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of posts and of the accounts at the networks."""
    _add_posts()
    _add_publications()


def downgrade() -> None:
    """Take them away."""
    op.drop_table("post_film_pieces")
    op.drop_index(op.f("ix_publications_school_id_state_due_at"), table_name="publications")
    op.drop_table("publications")
    op.drop_index(op.f("ix_post_pictures_school_id_post_id"), table_name="post_pictures")
    op.drop_table("post_pictures")
    op.drop_table("post_films")
    op.drop_table("social_accounts")
    op.drop_table("posts")


def _add_posts() -> None:
    """Posts with their pictures and films."""
    op.create_table(
        "posts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("networks", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "post_id", name=op.f("pk_posts")),
    )
    op.create_table(
        "post_films",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "post_id"],
            ["posts.school_id", "posts.post_id"],
            name=op.f("fk_post_films_school_id_post_id_posts"),
        ),
        sa.PrimaryKeyConstraint("school_id", "post_id", name=op.f("pk_post_films")),
    )
    op.create_table(
        "post_pictures",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("picture_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "post_id"],
            ["posts.school_id", "posts.post_id"],
            name=op.f("fk_post_pictures_school_id_post_id_posts"),
        ),
        sa.PrimaryKeyConstraint("school_id", "picture_id", name=op.f("pk_post_pictures")),
    )
    op.create_index(op.f("ix_post_pictures_school_id_post_id"), "post_pictures", ["school_id", "post_id"], unique=False)
    op.create_table(
        "post_film_pieces",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "post_id"],
            ["post_films.school_id", "post_films.post_id"],
            name=op.f("fk_post_film_pieces_school_id_post_id_post_films"),
        ),
        sa.PrimaryKeyConstraint("school_id", "post_id", "place", name=op.f("pk_post_film_pieces")),
    )


def _add_publications() -> None:
    """What became of each post on each network, and the accounts by which Handbell itself may post."""
    op.create_table(
        "publications",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("vendor_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "post_id"],
            ["posts.school_id", "posts.post_id"],
            name=op.f("fk_publications_school_id_post_id_posts"),
        ),
        sa.PrimaryKeyConstraint("school_id", "post_id", "network", name=op.f("pk_publications")),
    )
    op.create_index(
        op.f("ix_publications_school_id_state_due_at"), "publications", ["school_id", "state", "due_at"], unique=False
    )
    op.create_table(
        "social_accounts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("test_failure", sa.Text(), nullable=False),
        sa.Column("fence", sa.String(length=64), nullable=False),
        sa.Column("on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "network", name=op.f("pk_social_accounts")),
    )
