"""Tests that read the tables as the models describe them."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, Table, UniqueConstraint

from gateway.store.base import db
from tests.architecture.source import report
from tests.architecture.tables import naive_moments, unnamed, without_the_school_first

NOT_BY_SCHOOL = {
    "ix_accounts_email": "whoever logs in says an email address, and only then is their school known",
}
"""Keys and indexes that no school leads, each with the reason."""


def broken_tables() -> MetaData:
    """One table that breaks every rule."""
    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})
    Table(
        "loose",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", Integer),
        Column("sent_at", DateTime()),
        UniqueConstraint("name"),
        Index("ix_loose_name", "name"),
    )
    return metadata


def test_there_are_tables_to_read() -> None:
    assert len(db.Model.metadata.tables) > 10


def test_every_constraint_and_index_has_a_name() -> None:
    assert not (found := report(unnamed(db.Model.metadata))), f"\n{found}"


def test_the_school_leads_every_key_and_index() -> None:
    assert not (found := report(without_the_school_first(db.Model.metadata, exempt=NOT_BY_SCHOOL))), f"\n{found}"


def test_every_moment_is_kept_with_its_time_zone() -> None:
    assert not (found := report(naive_moments(db.Model.metadata))), f"\n{found}"


def test_a_table_that_breaks_the_rules_is_found_out() -> None:
    broken = broken_tables()
    assert len(list(unnamed(broken))) == 1
    assert len(list(without_the_school_first(broken, exempt={}))) == 2
    assert len(list(naive_moments(broken))) == 1
    assert not list(without_the_school_first(broken, exempt={"ix_loose_name": "a reason", "pk_loose": "a reason"}))
