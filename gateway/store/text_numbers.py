"""The number from which a school texts, and whether its policy covers that: at most one a school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, SchoolId
from gateway.store.transaction import connection


class TextNumberRow(Base):
    """A school's text number. ``price`` is in hundredths of a penny a part, 0 where it is not known; ``confirmed_at`` is None
    until somebody who may has said that the school's policy covers it.
    """

    __tablename__ = "text_numbers"

    school_id: Mapped[SchoolId]
    number: Mapped[str] = mapped_column(String(16))
    price: Mapped[int]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A school's text number, as read back."""

    number: str
    price: int
    confirmed_at: datetime | None
    confirmed_by: str

    @property
    def is_confirmed(self) -> bool:
        """Whether texts may leave by it and count as a sanctioned way."""
        return self.confirmed_at is not None


def text_number(scope: Scope) -> TextNumber | None:
    """The school's text number, or None."""
    columns = [column for column in TextNumberRow.__table__.columns if column.name != "school_id"]
    row = connection().execute(select(*columns).where(TextNumberRow.school_id == scope.school_id)).first()
    return TextNumber(*row) if row else None


def add_text_number(scope: Scope, *, number: str, price: int) -> None:
    """Write the school's text number, which nobody has confirmed yet."""
    row = {"number": number, "price": price, "confirmed_at": None, "confirmed_by": ""}
    connection().execute(insert(TextNumberRow), {"school_id": scope.school_id, **row})


def confirm(scope: Scope, *, confirmed_at: datetime | None, confirmed_by: str) -> None:
    """Note who has said that the policy covers the number; None and blank take that back."""
    connection().execute(
        update(TextNumberRow)
        .where(TextNumberRow.school_id == scope.school_id)
        .values(confirmed_at=confirmed_at, confirmed_by=confirmed_by)
    )


def change_price(scope: Scope, *, price: int) -> None:
    """Put another price a part in the place of the old one."""
    connection().execute(update(TextNumberRow).where(TextNumberRow.school_id == scope.school_id).values(price=price))


def remove_text_number(scope: Scope) -> None:
    """Forget the school's text number."""
    connection().execute(delete(TextNumberRow).where(TextNumberRow.school_id == scope.school_id))
