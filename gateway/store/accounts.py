"""Ways into Handbell: accounts, sessions that end, one-time links, and who acknowledged whom lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, bindparam, func, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection


class AccountRow(Base):
    """A member of staff's way in; ``email`` is lower case."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("school_id", "email"), Index(None, "email"))

    school_id: Mapped[SchoolId]
    staff_id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(320))
    password_hash: Mapped[str]
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    theme: Mapped[Code]


class SessionRow(Base):
    """A signed-in browser; only the hash of its token is kept. ``person_kind`` is ``staff`` or ``contact``."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "school_id", "person_kind", "person_id"),)

    school_id: Mapped[SchoolId]
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_kind: Mapped[Code]
    person_id: Mapped[Code]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    opened_off_duty_until: Mapped[datetime | None]


class LinkRow(Base):
    """A one-time way in for a contact; only the hash of its token is kept."""

    __tablename__ = "sign_in_links"

    school_id: Mapped[SchoolId]
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    contact_id: Mapped[Code]
    goes_to: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AcknowledgementRow(Base):
    """That a person was told once, for one conversation and one off-duty stretch."""

    __tablename__ = "acknowledgements"

    school_id: Mapped[SchoolId]
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    thread_id: Mapped[Id]
    stretch: Mapped[str] = mapped_column(String(64), primary_key=True)


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff's way in."""

    school_id: int
    staff_id: str
    email: str
    password_hash: str
    failures: int
    locked_until: datetime | None
    theme: str


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    school_id: int
    person_kind: str
    person_id: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    opened_off_duty_until: datetime | None


_TELL = text(
    "INSERT INTO acknowledgements (school_id, address, thread_id, stretch)"
    " VALUES (:school_id, :address, :thread_id, :stretch) ON CONFLICT DO NOTHING"
)
_session_columns = [column for column in SessionRow.__table__.columns if column.name != "token_hash"]
_SESSION = select(*_session_columns).where(
    SessionRow.token_hash == bindparam("token"), SessionRow.ends_at > bindparam("now")
)


def save_account(scope: Scope, *, staff_id: str, email: str, password_hash: str) -> None:
    """Give a member of staff a password, or a new one."""
    mine = (AccountRow.school_id == scope.school_id) & (AccountRow.staff_id == staff_id)
    values = {"email": email.lower(), "password_hash": password_hash, "failures": 0, "locked_until": None}
    if connection().execute(update(AccountRow).where(mine).values(**values)).rowcount == 0:
        row = {"school_id": scope.school_id, "staff_id": staff_id, "theme": "", **values}
        connection().execute(insert(AccountRow), row)


def accounts_by_email(scope: Scope, email: str) -> tuple[Account, ...]:
    """The accounts with this address in the schools of the scope, or in every school for a scope over none."""
    found = select(*AccountRow.__table__.columns).where(AccountRow.email == email.lower())
    if scope.school_ids:
        found = found.where(AccountRow.school_id.in_(scope.school_ids))
    return tuple(Account(*row) for row in connection().execute(found.order_by(AccountRow.school_id)))


def note_failure(scope: Scope, staff_id: str, *, failures: int, locked_until: datetime | None) -> None:
    """Count a wrong password."""
    connection().execute(
        update(AccountRow)
        .where(AccountRow.school_id == scope.school_id, AccountRow.staff_id == staff_id)
        .values(failures=failures, locked_until=locked_until)
    )


def rehash(scope: Scope, staff_id: str, *, password_hash: str) -> None:
    """Keep a password under today's stronger settings, and forget its failures."""
    connection().execute(
        update(AccountRow)
        .where(AccountRow.school_id == scope.school_id, AccountRow.staff_id == staff_id)
        .values(password_hash=password_hash, failures=0, locked_until=None)
    )


def begin_session(scope: Scope, token_hash: str, session: Session) -> None:
    """Write a session."""
    row = {column.name: getattr(session, column.name) for column in _session_columns}
    connection().execute(insert(SessionRow), {"token_hash": token_hash, **row, "school_id": scope.school_id})


def session(scope: Scope, token_hash: str, *, now: datetime) -> Session | None:
    """The live session of this token in the schools of the scope, or in any school for a scope over none."""
    found = _SESSION.where(SessionRow.school_id.in_(scope.school_ids)) if scope.school_ids else _SESSION
    row = connection().execute(found, {"token": token_hash, "now": now}).first()
    return Session(*row) if row else None


def extend_session(scope: Scope, token_hash: str, *, seen_at: datetime, ends_at: datetime) -> None:
    """Note that a session was used."""
    connection().execute(
        update(SessionRow)
        .where(SessionRow.school_id == scope.school_id, SessionRow.token_hash == token_hash)
        .values(seen_at=seen_at, ends_at=ends_at)
    )


def open_off_duty(scope: Scope, token_hash: str, *, until: datetime) -> None:
    """Let this session look at the inbox off duty until a moment."""
    connection().execute(
        update(SessionRow)
        .where(SessionRow.school_id == scope.school_id, SessionRow.token_hash == token_hash)
        .values(opened_off_duty_until=until)
    )


def end_session(scope: Scope, token_hash: str, *, now: datetime) -> None:
    """End one session."""
    connection().execute(
        update(SessionRow)
        .where(SessionRow.school_id == scope.school_id, SessionRow.token_hash == token_hash)
        .values(ends_at=now)
    )


def end_sessions_of(scope: Scope, person_kind: str, person_id: str, *, now: datetime) -> None:
    """End every session of a person."""
    connection().execute(
        update(SessionRow)
        .where(
            SessionRow.school_id == scope.school_id,
            SessionRow.person_kind == person_kind,
            SessionRow.person_id == person_id,
            SessionRow.ends_at > now,
        )
        .values(ends_at=now)
    )


def save_link(scope: Scope, token_hash: str, *, contact_id: str, goes_to: str, expires_at: datetime) -> None:
    """Write a one-time link."""
    connection().execute(
        insert(LinkRow),
        {
            "school_id": scope.school_id,
            "token_hash": token_hash,
            "contact_id": contact_id,
            "goes_to": goes_to,
            "expires_at": expires_at,
            "used_at": None,
        },
    )


def live_links(scope: Scope, contact_id: str, *, now: datetime) -> int:
    """How many links of a contact have not run out of time, used or not."""
    found = select(func.count()).where(
        LinkRow.school_id == scope.school_id, LinkRow.contact_id == contact_id, LinkRow.expires_at > now
    )
    return int(connection().scalar(found) or 0)


def link_contact(scope: Scope, token_hash: str, *, now: datetime) -> tuple[int, str, str] | None:
    """The school, contact and destination of a link that still works, or None; it stays unused."""
    found = select(LinkRow.school_id, LinkRow.contact_id, LinkRow.goes_to).where(
        LinkRow.token_hash == token_hash, LinkRow.used_at.is_(None), LinkRow.expires_at > now
    )
    if scope.school_ids:
        found = found.where(LinkRow.school_id.in_(scope.school_ids))
    row = connection().execute(found).first()
    return (row.school_id, row.contact_id, row.goes_to) if row else None


def use_link(scope: Scope, token_hash: str, *, now: datetime) -> bool:
    """Use a link up; False when it was used, or has ended, a moment before."""
    changed = connection().execute(
        update(LinkRow)
        .where(
            LinkRow.school_id == scope.school_id,
            LinkRow.token_hash == token_hash,
            LinkRow.used_at.is_(None),
            LinkRow.expires_at > now,
        )
        .values(used_at=now)
    )
    return changed.rowcount == 1


def note_acknowledgement(scope: Scope, address: str, *, thread_id: int, stretch: str) -> bool:
    """Note that a person is being told; False when they were told already in this stretch."""
    key = {"school_id": scope.school_id, "address": address, "thread_id": thread_id, "stretch": stretch}
    return connection().execute(_TELL, key).rowcount == 1
