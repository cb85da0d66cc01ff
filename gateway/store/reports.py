"""What was reported, from where and by whom; the words of a report are a message like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class ReportRow(Base):
    """One report. ``form`` is the mark of the form that was sent: one form of one reporter makes one report."""

    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "message_id"], ["messages.school_id", "messages.message_id"]),
        ForeignKeyConstraint(["school_id", "about_message_id"], ["messages.school_id", "messages.message_id"]),
        UniqueConstraint("school_id", "reporter", "form"),
        Index(None, "school_id", "about_message_id"),
    )

    school_id: Mapped[SchoolId]
    message_id: Mapped[Id]
    thread_id: Mapped[int]
    reporter: Mapped[str] = mapped_column(String(80))
    form: Mapped[Code]
    kind: Mapped[Code]
    about: Mapped[Code]
    about_message_id: Mapped[int | None]
    page: Mapped[str] = mapped_column(String(200))
    kept_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Report:
    """One report, as read back. ``reporter`` reads ``contact:C014`` or ``staff:S03``; ``message_id`` is its own words,
    ``about_message_id`` the message that was reported, None where it was a page.
    """

    message_id: int
    thread_id: int
    reporter: str
    form: str
    kind: str
    about: str
    about_message_id: int | None
    page: str
    kept_at: datetime


_columns = [column for column in ReportRow.__table__.columns if column.name != "school_id"]


def keep_report(scope: Scope, report: Report) -> None:
    """Write a report beside its words; a second one of the same form is an IntegrityError."""
    row = {column.name: getattr(report, column.name) for column in _columns}
    connection().execute(insert(ReportRow), {"school_id": scope.school_id, **row})


def report(scope: Scope, message_id: int) -> Report | None:
    """The report whose words are this message, or None."""
    found = select(*_columns).where(ReportRow.school_id == scope.school_id, ReportRow.message_id == message_id)
    row = connection().execute(found).first()
    return Report(*row) if row else None


def report_of_form(scope: Scope, reporter: str, form: str) -> Report | None:
    """The report that this form of this reporter has made, or None."""
    found = select(*_columns).where(
        ReportRow.school_id == scope.school_id, ReportRow.reporter == reporter, ReportRow.form == form
    )
    row = connection().execute(found).first()
    return Report(*row) if row else None


def count_since(scope: Scope, reporter: str, since: datetime) -> int:
    """How many reports somebody has made since a moment."""
    found = select(func.count()).where(
        ReportRow.school_id == scope.school_id, ReportRow.reporter == reporter, ReportRow.kept_at > since
    )
    return int(connection().scalar(found) or 0)
