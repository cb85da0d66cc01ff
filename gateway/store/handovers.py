"""Hand-overs: the rows of the outbox that a person carries into an app, and those of them that lapsed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, bindparam, or_, select

from gateway.domain.scope import Scope
from gateway.store.outbox import OutboxRow, Parcel
from gateway.store.transaction import connection

_columns = [column for column in OutboxRow.__table__.columns if column.name not in ("school_id", "leased_until")]
_AUTHOR = bindparam("author", type_=String)
_WAITING = (
    select(*_columns)
    .where(
        OutboxRow.school_id == bindparam("school"),
        OutboxRow.state == "waiting",
        OutboxRow.send_after <= bindparam("now"),
        OutboxRow.leased_until.is_(None),
        OutboxRow.attempts == 0,
        OutboxRow.letter == bindparam("letter"),
        OutboxRow.channel.in_(bindparam("channels", expanding=True)),
        or_(_AUTHOR == "", OutboxRow.facts["staff_id"].as_string() == _AUTHOR),
    )
    .order_by(OutboxRow.send_after, OutboxRow.outbox_id)
    .limit(bindparam("most"))
)


def waiting(
    scope: Scope, *, channels: Collection[str], letter: str, now: datetime, limit: int, author: str = ""
) -> tuple[Parcel, ...]:
    """The parcels of these channels that are due and that a person is to carry, the oldest first; of one author if given."""
    values = {"school": scope.school_id, "now": now, "letter": letter, "channels": list(channels), "most": limit}
    values["author"] = author
    return tuple(Parcel(*row) for row in connection().execute(_WAITING, values))


def lapsed(scope: Scope, *, ending: str, limit: int) -> tuple[Parcel, ...]:
    """The parcels that failed with a sentence that ends so, the newest first."""
    found = select(*_columns).where(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.state == "failed",
        OutboxRow.failure.endswith(ending, autoescape=True),
    )
    rows = connection().execute(found.order_by(OutboxRow.settled_at.desc()).limit(limit))
    return tuple(Parcel(*row) for row in rows)
