"""The school's mailboxes and ways out: where they are, how far a mailbox was read, and whether it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection, is_postgresql


class MailboxRow(Base):
    """One mailbox folder, or one way out. ``settings`` is encrypted JSON; the mark says how far it was read and kept.

    ``key_ends_on`` is the last day of the key that it is opened with, where that is known. ``test_failure`` is what a test at
    ``tested_at`` found wrong, blank where it worked; ``fence`` says whether its key opens nothing else: ``fenced``, ``open``,
    ``own`` where such a key has no wider reach, or blank where that was not tried.
    """

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
    cursor: Mapped[str | None]
    key_ends_on: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    test_failure: Mapped[str]
    fence: Mapped[Code]


@dataclass(frozen=True, slots=True)
class MailboxState:
    """One mailbox folder or way out, as read back."""

    endpoint: str
    kind: str
    settings: str
    uidvalidity: int | None
    last_uid: int | None
    checked_at: datetime | None
    failure: str
    failing_since: datetime | None
    cursor: str | None
    key_ends_on: date | None
    paused_at: datetime | None
    tested_at: datetime | None
    test_failure: str
    fence: str


_NO_MARK = {"uidvalidity": None, "last_uid": None, "cursor": None}
_columns = [column for column in MailboxRow.__table__.columns if column.name not in ("school_id", "leased_until")]


def save_mailbox(scope: Scope, *, endpoint: str, kind: str, settings: str, key_ends_on: date | None = None) -> None:
    """Write where a mailbox is; how far it was read stays."""
    changed = connection().execute(
        update(MailboxRow)
        .where(_is(scope, endpoint))
        .values(kind=kind, settings=settings, key_ends_on=key_ends_on, failure="", failing_since=None)
    )
    if changed.rowcount == 0:
        told = {"endpoint": endpoint, "kind": kind, "settings": settings, "key_ends_on": key_ends_on}
        row = {column.name: None for column in _columns} | told
        blank = {"failure": "", "test_failure": "", "fence": "", "leased_until": None}
        connection().execute(insert(MailboxRow), row | blank | {"school_id": scope.school_id})


def pause(scope: Scope, endpoint: str, *, paused_at: datetime | None) -> bool:
    """Use a mailbox or way out no more until it is None again; False when there is none of that name."""
    changed = connection().execute(update(MailboxRow).where(_is(scope, endpoint)).values(paused_at=paused_at))
    return changed.rowcount == 1


def note_test(scope: Scope, endpoint: str, *, tested_at: datetime | None, failure: str = "", fence: str = "") -> None:
    """Note what a test found, in the place of the one before; None: it was not tested yet."""
    values = {"tested_at": tested_at, "test_failure": failure, "fence": fence}
    connection().execute(update(MailboxRow).where(_is(scope, endpoint)).values(**values))


def forget_mark(scope: Scope, endpoint: str) -> None:
    """Read a mailbox from its beginning next time: it is another one than before."""
    connection().execute(update(MailboxRow).where(_is(scope, endpoint)).values(**_NO_MARK))


def remove_mailbox(scope: Scope, endpoint: str) -> bool:
    """Read a mailbox no more; False when there was none."""
    return connection().execute(delete(MailboxRow).where(_is(scope, endpoint))).rowcount == 1


def mailboxes(scope: Scope) -> tuple[MailboxState, ...]:
    """Every mailbox and way out of the school."""
    found = select(*_columns).where(MailboxRow.school_id == scope.school_id).order_by(MailboxRow.endpoint)
    return tuple(MailboxState(*row) for row in connection().execute(found))


def mailbox(scope: Scope, endpoint: str) -> MailboxState | None:
    """One of them, or None."""
    row = connection().execute(select(*_columns).where(_is(scope, endpoint))).first()
    return MailboxState(*row) if row else None


def lease_mailbox(scope: Scope, endpoint: str, *, now: datetime, lease_for: timedelta) -> datetime | None:
    """Take a mailbox to read it; the end of the lease, which proves it, None while it is read or paused."""
    free = select(MailboxRow.endpoint).where(
        _is(scope, endpoint),
        MailboxRow.paused_at.is_(None),
        or_(MailboxRow.leased_until.is_(None), MailboxRow.leased_until <= now),
    )
    taken = connection().execute(free.with_for_update(skip_locked=True) if is_postgresql() else free).first()
    if taken is None:
        return None
    connection().execute(update(MailboxRow).where(_is(scope, endpoint)).values(leased_until=now + lease_for))
    return now + lease_for


def renew_lease(scope: Scope, endpoint: str, *, held: datetime, until: datetime) -> bool:
    """Hold a mailbox longer; False when the lease ran out and somebody else has it."""
    mine = (_is(scope, endpoint)) & (MailboxRow.leased_until == held)
    return connection().execute(update(MailboxRow).where(mine).values(leased_until=until)).rowcount == 1


def note_mark(scope: Scope, endpoint: str, *, uidvalidity: int, last_uid: int, cursor: str = "") -> None:
    """Note that everything up to here is kept, after the transaction that kept it; a numbered mark never moves back.

    A cursor has no order that we know: whoever notes one holds the lease.
    """
    onwards = or_(
        MailboxRow.uidvalidity.is_(None),
        MailboxRow.last_uid.is_(None),
        MailboxRow.uidvalidity != uidvalidity,
        MailboxRow.last_uid < last_uid,
        MailboxRow.cursor.is_distinct_from(cursor),
    )
    connection().execute(
        update(MailboxRow)
        .where(_is(scope, endpoint), onwards)
        .values(uidvalidity=uidvalidity, last_uid=last_uid, cursor=cursor)
    )


def note_check(scope: Scope, endpoint: str, *, held: datetime, now: datetime, failure: str) -> None:
    """Note the end of a reading, good (blank ``failure``) or not, and let the mailbox go; nothing for a lost lease."""
    mine = (_is(scope, endpoint)) & (MailboxRow.leased_until == held)
    values: dict[str, object] = {"leased_until": None, "failure": failure}
    if failure:
        since = connection().scalar(select(MailboxRow.failing_since).where(mine))
        values["failing_since"] = since or now
    else:
        values |= {"checked_at": now, "failing_since": None}
    connection().execute(update(MailboxRow).where(mine).values(**values))


def _is(scope: Scope, endpoint: str) -> ColumnElement[bool]:
    return (MailboxRow.school_id == scope.school_id) & (MailboxRow.endpoint == endpoint)
