"""What a calendar is told of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gateway.domain.errors import HandbellError
from gateway.mail.addresses import NOBODY
from gateway.mail.message import Address

Method = Literal["REQUEST", "CANCEL"]


class BrokenEvent(HandbellError):
    """A meeting cannot be written for a calendar: it has no name of its own, no time zone, or ends before it begins."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One meeting. ``uid`` never changes and ``sequence`` grows with every change; ``zone`` is the school's, by its IANA name.

    ``organiser`` is where the answers of calendar programs go; both have a name and an address, and a feed needs neither.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organiser: Address = NOBODY
    attendee: Address = NOBODY
    method: Method = "REQUEST"
