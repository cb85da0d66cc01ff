"""The figures of a rehearsal, as its report shows them: of the school as a whole, never of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WAITS = ("under_2_hours", "2_to_8_hours", "overnight", "days", "holiday")
"""How long a message waits: ``overnight`` is 8 to 24 hours, ``days`` more, ``holiday`` reaches over a school day of none."""
REPLY_TIMES = ("evening", "late_evening", "night", "early", "day")
"""When a reply off duty was written: 4pm to 7pm, to 10pm, to 5am, to 8am, and the daytime of a day off."""


@dataclass(frozen=True, slots=True)
class Hour:
    """How many wrote in one hour of the day, 0 to 23 on the school's clock, by whether the school's person was on duty."""

    hour: int
    families_on: int
    families_off: int
    staff_on: int
    staff_off: int

    @property
    def families(self) -> int:
        """Every message of families in this hour."""
        return self.families_on + self.families_off

    @property
    def staff(self) -> int:
        """Every reply of staff in this hour."""
        return self.staff_on + self.staff_off


@dataclass(frozen=True, slots=True)
class Waits:
    """The messages that would have waited: how many of each of ``WAITS``, the half-way one, and the longest.

    ``unpromised`` came when no working time was known any more, so no day could have been named.
    """

    counts: tuple[tuple[str, int], ...]
    unpromised: int
    median: timedelta
    longest: tuple[datetime, datetime] | None

    @property
    def total(self) -> int:
        """Every message that would have waited."""
        return sum(count for _, count in self.counts) + self.unpromised


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What goes past the queue: alerts (``off_duty`` of them while the addressed person was off), and the office's matters."""

    alerts: int
    alerts_off_duty: int
    office: int
    office_off_duty: int
    operations: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Strangers:
    """Mail from people nobody knows: how many mails, from how many addresses, and the domains with the most, never an address."""

    messages: int
    addresses: int
    domains: tuple[tuple[str, int], ...]
    other_domains: int
    failed_check: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an example; ``is_evidence`` are the words that mattered."""

    text: str
    is_evidence: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to talk: its code, in how many conversations, and one changed example or nothing."""

    code: str
    conversations: int
    example: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a report says. ``school_days`` are days open to pupils from the first message to the last.

    ``outside_calendar`` are messages of a time that the school's calendar does not cover; no other figure counts them.
    """

    school: str
    head: str
    term: str
    staff_hours: tuple[int, int] | None
    first_at: datetime | None
    last_at: datetime | None
    school_days: int
    mails: int
    kinds: tuple[tuple[str, int], ...]
    outside_calendar: int
    between_staff: int
    hours: tuple[Hour, ...]
    covered: int
    waits: Waits
    at_once: AtOnce
    strangers: Strangers
    reply_times: tuple[tuple[str, int], ...]
    latest_reply: datetime | None
    conversations: int
    flagged: int
    reasons: tuple[Reason, ...]
    promises: int
    redirects: int

    @property
    def families(self) -> int:
        """Every message of families."""
        return sum(one.families for one in self.hours)

    @property
    def families_off(self) -> int:
        """Those that came while the person they were for was off duty."""
        return sum(one.families_off for one in self.hours)

    @property
    def replies(self) -> int:
        """Every message of staff to families."""
        return sum(one.staff for one in self.hours)

    @property
    def replies_off(self) -> int:
        """Those that staff wrote off duty."""
        return sum(one.staff_off for one in self.hours)
