"""Offers of times to talk, the meetings that are booked, and the cells of time that nobody can have twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.meetings import APART, BOOKED, Meeting, Offer, TimeTaken, cells_of
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection

Claims = Iterable[tuple[str, datetime, datetime]]


class OfferRow(Base):
    """One offer. ``state`` as in ``domain.meetings.Offer``; ``times`` are moments in UTC."""

    __tablename__ = "meeting_offers"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        Index(None, "school_id", "thread_id"),
        Index(None, "school_id", "contact_id"),
    )

    school_id: Mapped[SchoolId]
    offer_id: Mapped[Id]
    thread_id: Mapped[int]
    message_id: Mapped[int | None]
    contact_id: Mapped[Code]
    staff_id: Mapped[Code]
    second_id: Mapped[Code]
    interpreter_id: Mapped[Code]
    interpreter: Mapped[str]
    ways: Mapped[list[str]] = mapped_column(JSON)
    minutes: Mapped[int]
    room: Mapped[str]
    video: Mapped[str]
    words: Mapped[str]
    times: Mapped[list[str]] = mapped_column(JSON)
    own_times: Mapped[list[str]] = mapped_column(JSON)
    offered_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[Code]
    answered_at: Mapped[datetime | None]


class OfferLinkRow(Base):
    """One link by which an offer is answered without an account: the hash of its token alone."""

    __tablename__ = "meeting_links"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "offer_id"], ["meeting_offers.school_id", "meeting_offers.offer_id"]),
        UniqueConstraint("token_hash"),
    )

    school_id: Mapped[SchoolId]
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    offer_id: Mapped[int]


class MeetingRow(Base):
    """One booked talk. ``state`` as in ``domain.meetings.Meeting``."""

    __tablename__ = "meetings"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        ForeignKeyConstraint(["school_id", "offer_id"], ["meeting_offers.school_id", "meeting_offers.offer_id"]),
        UniqueConstraint("school_id", "uid"),
        Index(None, "school_id", "starts_at"),
        Index(None, "school_id", "thread_id"),
        Index(None, "school_id", "contact_id"),
    )

    school_id: Mapped[SchoolId]
    meeting_id: Mapped[Id]
    uid: Mapped[str] = mapped_column(String(255))
    sequence: Mapped[int]
    offer_id: Mapped[int | None]
    thread_id: Mapped[int | None]
    contact_id: Mapped[Code]
    pupil_ids: Mapped[list[str]] = mapped_column(JSON)
    staff_id: Mapped[Code]
    second_id: Mapped[Code]
    interpreter_id: Mapped[Code]
    interpreter: Mapped[str]
    way: Mapped[Code]
    room: Mapped[str]
    video: Mapped[str]
    phone: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[Code]
    wishes: Mapped[list[str]] = mapped_column(JSON)
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))
    why: Mapped[str]
    late_minutes: Mapped[int]


class ClaimRow(Base):
    """Five minutes of somebody or of a room: the key is what makes two bookings of one time impossible."""

    __tablename__ = "meeting_claims"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "meeting_id"], ["meetings.school_id", "meetings.meeting_id"]),
        Index(None, "school_id", "meeting_id"),
    )

    school_id: Mapped[SchoolId]
    who: Mapped[str] = mapped_column(String(160), primary_key=True)
    cell: Mapped[Id]
    meeting_id: Mapped[int]


_offer_columns = [column for column in OfferRow.__table__.columns if column.name != "school_id"]
_meeting_columns = [column for column in MeetingRow.__table__.columns if column.name != "school_id"]
_ME: BindParameter[str] = bindparam("me")
_OF_STAFF = (
    select(*_meeting_columns)
    .where(
        MeetingRow.school_id == bindparam("school"),
        or_(MeetingRow.staff_id == _ME, MeetingRow.second_id == _ME, MeetingRow.interpreter_id == _ME),
        MeetingRow.starts_at >= bindparam("since"),
        MeetingRow.starts_at < bindparam("until"),
    )
    .order_by(MeetingRow.starts_at, MeetingRow.meeting_id)
)
_OFFER_MOMENTS = ("times", "own_times")
_OFFER_LISTS = ("ways",)
_MEETING_LISTS = ("pupil_ids", "wishes")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one.astimezone(UTC).isoformat() if isinstance(one, datetime) else one for one in value]
    return value


def _values(one: Offer | Meeting) -> dict[str, Any]:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)}


def _offer(row: Any) -> Offer:
    held = dict(row._mapping)
    for name in _OFFER_MOMENTS:
        held[name] = tuple(datetime.fromisoformat(one) for one in held[name])
    for name in _OFFER_LISTS:
        held[name] = tuple(held[name])
    return Offer(**held)


def _meeting(row: Any) -> Meeting:
    held = dict(row._mapping)
    for name in _MEETING_LISTS:
        held[name] = tuple(held[name])
    return Meeting(**held)


def add_offer(scope: Scope, offer: Offer) -> None:
    """Write a new offer."""
    connection().execute(insert(OfferRow), {"school_id": scope.school_id, **_values(offer)})


def offer(scope: Scope, offer_id: int) -> Offer | None:
    """One offer, or None."""
    row = connection().execute(
        select(*_offer_columns).where(OfferRow.school_id == scope.school_id, OfferRow.offer_id == offer_id)
    )
    found = row.first()
    return _offer(found) if found else None


def offers_of_thread(scope: Scope, thread_id: int) -> tuple[Offer, ...]:
    """The offers of a conversation, oldest first."""
    rows = connection().execute(
        select(*_offer_columns)
        .where(OfferRow.school_id == scope.school_id, OfferRow.thread_id == thread_id)
        .order_by(OfferRow.offer_id)
    )
    return tuple(_offer(row) for row in rows)


def offers_of_contact(scope: Scope, contact_id: str, *, ends_after: datetime) -> tuple[Offer, ...]:
    """The offers to a contact that can still be answered, oldest first."""
    rows = connection().execute(
        select(*_offer_columns)
        .where(
            OfferRow.school_id == scope.school_id,
            OfferRow.contact_id == contact_id,
            OfferRow.state == "open",
            OfferRow.ends_at > ends_after,
        )
        .order_by(OfferRow.offer_id)
    )
    return tuple(_offer(row) for row in rows)


def settle_offer(scope: Scope, offer_id: int, *, was: str, state: str, answered_at: datetime | None) -> bool:
    """Move an offer from one state to another; False where it has moved already."""
    changed = connection().execute(
        update(OfferRow)
        .where(OfferRow.school_id == scope.school_id, OfferRow.offer_id == offer_id, OfferRow.state == was)
        .values(state=state, answered_at=answered_at)
    )
    return changed.rowcount == 1


def add_link(scope: Scope, token_hash: str, *, offer_id: int) -> None:
    """Write a link to an offer; only the hash of its token is kept."""
    values = {"school_id": scope.school_id, "token_hash": token_hash, "offer_id": offer_id}
    connection().execute(insert(OfferLinkRow), values)


def linked_offer(scope: Scope, token_hash: str) -> tuple[int, int] | None:
    """The school and the offer of a link, or None; the scope of somebody without an account reaches every school."""
    found = select(OfferLinkRow.school_id, OfferLinkRow.offer_id).where(OfferLinkRow.token_hash == token_hash)
    if scope.school_ids:
        found = found.where(OfferLinkRow.school_id.in_(scope.school_ids))
    row = connection().execute(found).first()
    return (row.school_id, row.offer_id) if row else None


def book(scope: Scope, meeting: Meeting, claims: Claims) -> None:
    """Write a meeting with everything it claims. Raises TimeTaken where any of that is claimed already."""
    connection().execute(insert(MeetingRow), {"school_id": scope.school_id, **_values(meeting)})
    _claim(scope, meeting, claims)


def change_meeting(scope: Scope, meeting: Meeting, claims: Claims | None = None) -> None:
    """Write a meeting as it is now; with ``claims``, these in the place of those it had. Raises TimeTaken."""
    connection().execute(
        update(MeetingRow)
        .where(MeetingRow.school_id == scope.school_id, MeetingRow.meeting_id == meeting.meeting_id)
        .values(_values(meeting))
    )
    if claims is not None:
        connection().execute(
            delete(ClaimRow).where(ClaimRow.school_id == scope.school_id, ClaimRow.meeting_id == meeting.meeting_id)
        )
        _claim(scope, meeting, claims)


def _claim(scope: Scope, meeting: Meeting, claims: Claims) -> None:
    wanted = [(who, cell) for who, first, last in claims for cell in cells_of(first, last)]
    held = _kept_apart_already(scope, meeting, wanted)
    rows = [
        {"school_id": scope.school_id, "who": who, "cell": cell, "meeting_id": meeting.meeting_id}
        for who, cell in wanted
        if (who, cell) not in held
    ]
    if not rows:
        return
    try:
        connection().execute(insert(ClaimRow), sorted(rows, key=lambda one: (str(one["who"]), one["cell"])))
    except IntegrityError as taken:
        raise TimeTaken("Somebody else has this time now.") from taken


def _kept_apart_already(scope: Scope, meeting: Meeting, wanted: list[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """What another visit of this contact keeps free of the others already, which is not in the way of their own."""
    pairs = {who for who, _ in wanted if who.startswith(APART)}
    if not pairs:
        return frozenset()
    rows = connection().execute(
        select(ClaimRow.who, ClaimRow.cell)
        .join(MeetingRow, (MeetingRow.school_id == ClaimRow.school_id) & (MeetingRow.meeting_id == ClaimRow.meeting_id))
        .where(
            ClaimRow.school_id == scope.school_id,
            ClaimRow.who.in_(pairs),
            ClaimRow.cell.between(min(cell for _, cell in wanted), max(cell for _, cell in wanted)),
            MeetingRow.contact_id == meeting.contact_id,
        )
    )
    return frozenset((row.who, row.cell) for row in rows)


def meeting(scope: Scope, meeting_id: int) -> Meeting | None:
    """One meeting, or None."""
    found = _found(scope, MeetingRow.meeting_id == meeting_id)
    return found[0] if found else None


def meeting_by_uid(scope: Scope, uid: str) -> Meeting | None:
    """The meeting that calendars know by this name, or None."""
    found = _found(scope, MeetingRow.uid == uid)
    return found[0] if found else None


def meetings_of_thread(scope: Scope, thread_id: int) -> tuple[Meeting, ...]:
    """The meetings of a conversation, in the order in which they begin."""
    return _found(scope, MeetingRow.thread_id == thread_id)


def meeting_of_offer(scope: Scope, offer_id: int) -> Meeting | None:
    """The newest meeting that came of an offer, or None."""
    found = _found(scope, MeetingRow.offer_id == offer_id)
    return max(found, key=lambda one: one.meeting_id) if found else None


def meetings_of_staff(scope: Scope, staff_id: str, since: datetime, until: datetime) -> tuple[Meeting, ...]:
    """The meetings at which somebody of school is to be, of any state, that begin within a stretch of time."""
    values = {"school": scope.school_id, "me": staff_id, "since": since, "until": until}
    return tuple(_meeting(row) for row in connection().execute(_OF_STAFF, values))


def meetings_of_contact(scope: Scope, contact_id: str, *, since: datetime) -> tuple[Meeting, ...]:
    """A contact's meetings, of any state, that end after a moment."""
    return _found(scope, MeetingRow.contact_id == contact_id, MeetingRow.ends_at > since)


def booked_between(scope: Scope, since: datetime, until: datetime) -> tuple[Meeting, ...]:
    """Every booked meeting of the school that touches a stretch of time."""
    return _found(scope, MeetingRow.state == BOOKED, MeetingRow.ends_at > since, MeetingRow.starts_at < until)


def _found(scope: Scope, *which: Any) -> tuple[Meeting, ...]:
    rows = connection().execute(
        select(*_meeting_columns)
        .where(MeetingRow.school_id == scope.school_id, *which)
        .order_by(MeetingRow.starts_at, MeetingRow.meeting_id)
    )
    return tuple(_meeting(row) for row in rows)
