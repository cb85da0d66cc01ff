"""The school's accounts at the networks by which Handbell itself may post: none, unless somebody connected one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection


class SocialAccountRow(Base):
    """One account. ``settings`` is encrypted JSON, ``account`` how the network calls it. It is off until ``on_at`` is set.

    ``test_failure`` is what a test at ``tested_at`` found wrong, blank where it worked; ``fence`` says whether its key does no
    more than it must: ``fenced``, ``open``, or blank where that was not tried. ``ends_on`` is its key's last day, where known.
    """

    __tablename__ = "social_accounts"

    school_id: Mapped[SchoolId]
    network: Mapped[Key]
    settings: Mapped[str]
    account: Mapped[str]
    connected_at: Mapped[datetime]
    ends_on: Mapped[date | None]
    tested_at: Mapped[datetime]
    test_failure: Mapped[str]
    fence: Mapped[Code]
    on_at: Mapped[datetime | None]
    on_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class SocialAccount:
    """An account, as read back."""

    network: str
    settings: str
    account: str
    connected_at: datetime
    ends_on: date | None
    tested_at: datetime
    test_failure: str
    fence: str
    on_at: datetime | None
    on_by: str

    @property
    def is_on(self) -> bool:
        """Whether Handbell itself may post by it: switched on, and not found to reach further than it must."""
        return self.on_at is not None and self.fence == "fenced"


_columns = [column for column in SocialAccountRow.__table__.columns if column.name != "school_id"]


def save_account(scope: Scope, one: SocialAccount) -> None:
    """Write an account, new or in the place of what was known of it."""
    row = {column.name: getattr(one, column.name) for column in _columns}
    mine = (SocialAccountRow.school_id == scope.school_id) & (SocialAccountRow.network == one.network)
    if connection().execute(update(SocialAccountRow).where(mine).values(**row)).rowcount == 0:
        connection().execute(insert(SocialAccountRow), {"school_id": scope.school_id, **row})


def change_settings(scope: Scope, network: str, *, settings: str) -> None:
    """Put other encrypted settings in the place of the old ones."""
    connection().execute(
        update(SocialAccountRow)
        .where(SocialAccountRow.school_id == scope.school_id, SocialAccountRow.network == network)
        .values(settings=settings)
    )


def accounts(scope: Scope) -> dict[str, SocialAccount]:
    """Network → the account that is connected."""
    found = connection().execute(select(*_columns).where(SocialAccountRow.school_id == scope.school_id))
    return {row.network: SocialAccount(*row) for row in found}


def remove_account(scope: Scope, network: str) -> bool:
    """Forget an account and its key; False when there was none."""
    mine = (SocialAccountRow.school_id == scope.school_id) & (SocialAccountRow.network == network)
    return connection().execute(delete(SocialAccountRow).where(mine)).rowcount == 1
