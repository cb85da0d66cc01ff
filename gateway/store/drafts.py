"""Words that staff have written and not sent: a draft survives whatever happens to the page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Id, Key, SchoolId
from gateway.store.transaction import connection


class DraftRow(Base):
    """Words that a member of staff has not sent yet; one draft a conversation and writer."""

    __tablename__ = "drafts"

    school_id: Mapped[SchoolId]
    thread_id: Mapped[Id]
    staff_id: Mapped[Key]
    text: Mapped[str]
    saved_at: Mapped[datetime]


def save_draft(scope: Scope, thread_id: int, staff_id: str, *, words: str, now: datetime) -> None:
    """Keep unsent words; blank words remove the draft."""
    mine = (DraftRow.school_id == scope.school_id) & (DraftRow.thread_id == thread_id) & (DraftRow.staff_id == staff_id)
    if not words.strip():
        connection().execute(delete(DraftRow).where(mine))
        return
    changed = connection().execute(update(DraftRow).where(mine).values(text=words, saved_at=now))
    if changed.rowcount == 0:
        connection().execute(
            insert(DraftRow),
            {
                "school_id": scope.school_id,
                "thread_id": thread_id,
                "staff_id": staff_id,
                "text": words,
                "saved_at": now,
            },
        )


def draft(scope: Scope, thread_id: int, staff_id: str) -> tuple[str, datetime] | None:
    """Unsent words and when they were saved, or None."""
    row = (
        connection()
        .execute(
            select(DraftRow.text, DraftRow.saved_at).where(
                DraftRow.school_id == scope.school_id, DraftRow.thread_id == thread_id, DraftRow.staff_id == staff_id
            )
        )
        .first()
    )
    return (row.text, row.saved_at) if row else None
