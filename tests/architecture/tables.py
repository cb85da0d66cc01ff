"""Rules about the tables: named constraints, the school at the head of every key, aware moments."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Constraint, DateTime, ForeignKeyConstraint, Index, MetaData, Table
from sqlalchemy.types import TypeDecorator

from tests.architecture.source import Finding

SCHOOL = "school_id"


def unnamed(metadata: MetaData) -> Iterator[Finding]:
    """Constraints and indexes without a name; a migration could not take them away again."""
    for table in metadata.tables.values():
        named: tuple[Constraint | Index, ...] = (*table.constraints, *table.indexes)
        for one in named:
            if not one.name:
                yield _finding(table, f"has a nameless {type(one).__name__}; name it, or let the naming convention.")


def without_the_school_first(metadata: MetaData, *, exempt: dict[str, str]) -> Iterator[Finding]:
    """Primary keys, indexes and foreign keys that the school does not lead; ``exempt`` holds names with the reason."""
    for table in metadata.tables.values():
        leaders = {str(table.primary_key.name): next(iter(table.primary_key.columns.keys()), "")}
        leaders |= {str(index.name): _first_column(index) for index in table.indexes}
        leaders |= {
            str(key.name): next(iter(key.column_keys))
            for key in table.constraints
            if isinstance(key, ForeignKeyConstraint)
        }
        for name, leader in leaders.items():
            if leader != SCHOOL and name not in exempt:
                yield _finding(table, f"{name} begins with {leader or 'nothing'}; let {SCHOOL} lead it.")


def naive_moments(metadata: MetaData) -> Iterator[Finding]:
    """Columns that would hold a moment without its time zone."""
    for table in metadata.tables.values():
        for column in table.columns:
            kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
            if isinstance(kind, DateTime) and not kind.timezone:
                yield _finding(table, f"{column.name} holds a naive moment; use the Moment type of gateway.store.base.")


def _first_column(index: Index) -> str:
    return next((getattr(one, "name", "") or "" for one in index.expressions), "")


def _finding(table: Table, instead: str) -> Finding:
    return Finding(f"table {table.name}", 0, instead)
