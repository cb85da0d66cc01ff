"""The school's mailboxes: where they are, how far they were read, and whether they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection, is_postgresql


class MailboxRow(Base):
    """One mailbox folder. ``settings`` is encrypted JSON; the mark says how far it was read and kept."""

    __tablename__ = "mailboxes"

    school_id: Mapped[SchoolId]
    endpoint: Mapped[Key]
    kind: Mapped[Code]
    settings: Mapped[str]
    uidvalidity: Mapped[int | None]
    last_uid: Mapped[int | None]
    checked_at: Mapped[datetime | None]
    failure: Mapped[str]
    failing_since: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class MailboxState:
    """One mailbox folder, as read back."""

    endpoint: str
    kind: str
    settings: str
    uidvalidity: int | None
    last_uid: int | None
    checked_at: datetime | None
    failure: str
    failing_since: datetime | None


_columns = [column for column in MailboxRow.__table__.columns if column.name not in ("school_id", "leased_until")]


def save_mailbox(scope: Scope, *, endpoint: str, kind: str, settings: str) -> None:
    """Write where a mailbox is; how far it was read stays."""
    mine = (MailboxRow.school_id == scope.school_id) & (MailboxRow.endpoint == endpoint)
    changed = connection().execute(update(MailboxRow).where(mine).values(kind=kind, settings=settings))
    if changed.rowcount == 0:
        row = {column.name: None for column in _columns} | {"endpoint": endpoint, "kind": kind, "settings": settings}
        connection().execute(
            insert(MailboxRow), row | {"school_id": scope.school_id, "failure": "", "leased_until": None}
        )


def mailboxes(scope: Scope) -> tuple[MailboxState, ...]:
    """Every mailbox of the school."""
    found = select(*_columns).where(MailboxRow.school_id == scope.school_id).order_by(MailboxRow.endpoint)
    return tuple(MailboxState(*row) for row in connection().execute(found))


def lease_mailbox(scope: Scope, endpoint: str, *, now: datetime, lease_for: timedelta) -> bool:
    """Take a mailbox to read it; False while another process reads it."""
    free = select(MailboxRow.endpoint).where(
        MailboxRow.school_id == scope.school_id,
        MailboxRow.endpoint == endpoint,
        or_(MailboxRow.leased_until.is_(None), MailboxRow.leased_until <= now),
    )
    taken = connection().execute(free.with_for_update(skip_locked=True) if is_postgresql() else free).first()
    if taken is None:
        return False
    connection().execute(
        update(MailboxRow)
        .where(MailboxRow.school_id == scope.school_id, MailboxRow.endpoint == endpoint)
        .values(leased_until=now + lease_for)
    )
    return True


def note_mark(scope: Scope, endpoint: str, *, uidvalidity: int, last_uid: int) -> None:
    """Note that everything up to here is kept, in the transaction that kept it or after."""
    connection().execute(
        update(MailboxRow)
        .where(MailboxRow.school_id == scope.school_id, MailboxRow.endpoint == endpoint)
        .values(uidvalidity=uidvalidity, last_uid=last_uid)
    )


def note_check(scope: Scope, endpoint: str, *, now: datetime, failure: str) -> None:
    """Note the end of a reading, good (blank ``failure``) or not, and let the mailbox go."""
    mine = (MailboxRow.school_id == scope.school_id) & (MailboxRow.endpoint == endpoint)
    values: dict[str, object] = {"leased_until": None, "failure": failure}
    if failure:
        held = connection().scalar(select(MailboxRow.failing_since).where(mine))
        values["failing_since"] = held or now
    else:
        values |= {"checked_at": now, "failing_since": None}
    connection().execute(update(MailboxRow).where(mine).values(**values))
