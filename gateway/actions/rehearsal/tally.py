"""Counting a rehearsal mail by mail: a few numbers each, so that a large mailbox takes little memory."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from gateway.actions.arrivals import Taken
from gateway.actions.reading import Reading
from gateway.actions.rehearsal.examples import Examples
from gateway.actions.rehearsal.figures import REPLY_TIMES, WAITS, AtOnce, Figures, Hour, Reason, Strangers, Waits
from gateway.domain.hours import Pattern, Rota, Worker, is_on_duty, next_working_day
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE

MOST_DOMAINS = 6
FEWEST_AT_NIGHT = 5
"""Replies at night below which the latest is not said, because in a small school it would be one person's."""
LONGEST_HOLIDAY = 60
"""Days before the first term and after the last that still belong to the calendar: a summer holiday."""
NO_DOMAIN = "no proper address"
_DOMAIN = re.compile(r"(?=.{4,60}\Z)[^\W_](?:[\w.-]*[^\W_])?\.[^\W\d_]{2,}")
_A_DAY = timedelta(hours=24)


class Tally:
    """Takes in what became of each mail, in the order in which they came, and gives the figures at the end."""

    def __init__(self, people: Directory) -> None:
        self._people = people
        self._calendar = people.staffing.calendar
        self._first_at: datetime | None = None
        self._last_at: datetime | None = None
        self._kinds: Counter[str] = Counter()
        self._hours: Counter[tuple[int, str, bool]] = Counter()
        self._counts: Counter[str] = Counter()
        self._operations: Counter[str] = Counter()
        self._waits: Counter[str] = Counter()
        self._minutes = array("l")
        self._longest: tuple[datetime, datetime] | None = None
        self._addresses: set[bytes] = set()
        self._domains: Counter[str] = Counter()
        self._reply_times: Counter[str] = Counter()
        self._latest: datetime | None = None
        self._lengths: Counter[int] = Counter()
        self._conversations: set[int] = set()
        self._reasons: dict[int, set[str]] = {}
        self._examples = Examples(people)

    def add(self, taken: Taken) -> None:
        """Count one mail."""
        self._kinds[taken.kind] += 1
        if taken.kind != "message" or taken.reading is None:
            return
        if taken.thread_id is not None:
            self._lengths[taken.thread_id] += 1
        if self._is_outside_calendar(taken.received_at):
            self._counts["outside"] += 1
            return
        self._first_at = self._first_at or taken.received_at
        self._last_at = taken.received_at
        if taken.writer is None:
            self._add_stranger(taken, taken.reading)
        elif taken.writer.kind == "staff":
            self._add_reply(taken, taken.reading, taken.writer.key)
        else:
            self._add_message(taken, taken.reading)
        self._examples.hear(taken.reading.text)

    def _is_outside_calendar(self, at: datetime) -> bool:
        """Whether a moment is so far from every term that nobody's hours are known: another year's, or a false date."""
        terms, day = self._calendar.terms, self._calendar.day_of(at).toordinal()
        return not terms or not terms[0][0] - LONGEST_HOLIDAY <= day < terms[-1][1] + LONGEST_HOLIDAY

    def _add_stranger(self, taken: Taken, reading: Reading) -> None:
        address = reading.mail.from_.address
        self._counts["strangers"] += 1
        self._counts["failed_check"] += taken.rule == "C14.sender_not_proven"
        self._counts["redirects"] += taken.acknowledged
        self._addresses.add(blake2b(address.encode(errors="replace"), digest_size=8).digest())
        domain = address.rpartition("@")[2]
        self._domains[domain if _DOMAIN.fullmatch(domain) else NO_DOMAIN] += 1
        self._counts["alerts"] += taken.disposition == "risk"

    def _add_reply(self, taken: Taken, reading: Reading, staff_id: str) -> None:
        written_to = (*reading.mail.to, *reading.mail.cc)
        if not any(self._people.contacts_by_email(one.address) for one in written_to):
            self._counts["between_staff"] += 1
            return
        at = taken.received_at.astimezone(self._calendar.zone)
        on_duty = is_on_duty(self._people.staffing.workers[staff_id], self._calendar, at)
        self._hours[at.hour, "staff", on_duty] += 1
        if not on_duty:
            self._reply_times[reply_time(at)] += 1
            if reply_time(at) == "night" and (self._latest is None or _lateness(at) > _lateness(self._latest)):
                self._latest = at

    def _add_message(self, taken: Taken, reading: Reading) -> None:
        at = taken.received_at.astimezone(self._calendar.zone)
        on_duty = self._is_anybody_on_duty(taken)
        self._hours[at.hour, "families", on_duty] += 1
        self._counts["promises"] += taken.acknowledged
        self._operations.update({one.code for one in taken.facts})
        if taken.disposition == "risk":
            self._counts["alerts"] += 1
            self._counts["alerts_off"] += not on_duty
        elif taken.disposition == "office":
            self._counts["office"] += 1
            self._counts["office_off"] += not on_duty
        elif taken.disposition == "queue":
            self._add_wait(at, taken.visible_at)
        else:
            self._counts["covered"] += not on_duty
        self._add_flags(taken, reading)

    def _is_anybody_on_duty(self, taken: Taken) -> bool:
        workers = self._people.staffing.workers
        return any(is_on_duty(workers[one], self._calendar, taken.received_at) for one in taken.staff or (OFFICE,))

    def _add_wait(self, at: datetime, visible_at: datetime | None) -> None:
        if visible_at is None:
            self._counts["unpromised"] += 1
            return
        until = visible_at.astimezone(self._calendar.zone)
        self._waits[self._wait(at, until)] += 1
        waited = until.astimezone(UTC) - at.astimezone(UTC)
        self._minutes.append(int(waited.total_seconds() // 60))
        if self._longest is None or self._minutes[-1] > _minutes_of(self._longest):
            self._longest = at, until

    def _wait(self, at: datetime, until: datetime) -> str:
        if self._is_holiday_between(at.date(), until.date()):
            return "holiday"
        waited = until.astimezone(UTC) - at.astimezone(UTC)
        if waited > _A_DAY:
            return "days"
        if waited >= timedelta(hours=8):
            return "overnight"
        return "2_to_8_hours" if waited >= timedelta(hours=2) else "under_2_hours"

    def _is_holiday_between(self, first: date, last: date) -> bool:
        day = first
        while day <= last:
            if day.weekday() < 5 and not any(start <= day.toordinal() < end for start, end in self._calendar.terms):
                return True
            day += timedelta(days=1)
        return False

    def _add_flags(self, taken: Taken, reading: Reading) -> None:
        if taken.thread_id is None:
            return
        self._conversations.add(taken.thread_id)
        if not taken.flags:
            return
        self._reasons.setdefault(taken.thread_id, set()).update(one.code for one in taken.flags)
        if taken.disposition != "risk":
            here = self._lengths[taken.thread_id] - 1
            for flag in taken.flags:
                spans = [(one.start, one.end) for one in flag.evidence if one.message == here]
                self._examples.offer(flag.code, reading.text, spans)

    def figures(self) -> Figures:
        """What was counted."""
        roster, counts = self._people.roster, self._counts
        heads = self._people.with_role("headteacher")
        return Figures(
            school=roster.school.name,
            head=heads[0].name if heads else "",
            term=self._term(),
            staff_hours=_usual_hours(Pattern.parse(roster.school.staff_hours)),
            first_at=self._first_at,
            last_at=self._last_at,
            school_days=self._school_days(),
            mails=self._kinds.total(),
            kinds=tuple(sorted(self._kinds.items())),
            outside_calendar=counts["outside"],
            between_staff=counts["between_staff"],
            hours=tuple(self._hour(number) for number in range(24)),
            covered=counts["covered"],
            waits=Waits(
                counts=tuple((name, self._waits[name]) for name in WAITS),
                unpromised=counts["unpromised"],
                median=timedelta(minutes=sorted(self._minutes)[len(self._minutes) // 2] if self._minutes else 0),
                longest=self._longest,
            ),
            at_once=AtOnce(
                counts["alerts"],
                counts["alerts_off"],
                counts["office"],
                counts["office_off"],
                tuple(self._operations.most_common()),
            ),
            strangers=self._strangers(),
            reply_times=tuple((name, self._reply_times[name]) for name in REPLY_TIMES),
            latest_reply=self._latest if self._reply_times["night"] >= FEWEST_AT_NIGHT else None,
            conversations=len(self._conversations),
            flagged=len(self._reasons),
            reasons=self._said_reasons(),
            promises=counts["promises"],
            redirects=counts["redirects"],
        )

    def _hour(self, hour: int) -> Hour:
        held = self._hours
        return Hour(
            hour,
            held[hour, "families", True],
            held[hour, "families", False],
            held[hour, "staff", True],
            held[hour, "staff", False],
        )

    def _strangers(self) -> Strangers:
        shown = self._domains.most_common(MOST_DOMAINS)
        return Strangers(
            messages=self._counts["strangers"],
            addresses=len(self._addresses),
            domains=tuple(shown),
            other_domains=len(self._domains) - len(shown),
            failed_check=self._counts["failed_check"],
        )

    def _said_reasons(self) -> tuple[Reason, ...]:
        found = Counter(code for codes in self._reasons.values() for code in codes)
        return tuple(Reason(code, count, self._examples.chosen(code)) for code, count in found.most_common())

    def _school_days(self) -> int:
        if self._first_at is None or self._last_at is None:
            return 0
        pupil = Worker("pupil", "", Rota.always(Pattern.parse("Mo-Fr 09:00-15:00")))
        day, last, count = self._calendar.day_of(self._first_at), self._calendar.day_of(self._last_at), 0
        while (found := next_working_day(pupil, self._calendar, day)) is not None and found <= last:
            day, count = found + timedelta(days=1), count + 1
        return count

    def _term(self) -> str:
        """The name of the only named term that the messages fall into, or blank."""
        if self._first_at is None or self._last_at is None:
            return ""
        first, last = self._calendar.day_of(self._first_at), self._calendar.day_of(self._last_at)
        days = [one for one in self._people.roster.calendar if one.kind == "term" and one.label]
        names = {one.label for one in days if one.first_on <= last and one.last_on >= first}
        return names.pop() if len(names) == 1 else ""


def reply_time(at: datetime) -> str:
    """Which of ``REPLY_TIMES`` a local moment is."""
    if at.hour >= 22 or at.hour < 5:
        return "night"
    if at.hour < 8:
        return "early"
    if at.hour < 16:
        return "day"
    return "evening" if at.hour < 19 else "late_evening"


def _lateness(at: datetime) -> tuple[int, int]:
    """How late in the night, which runs on after midnight."""
    return (at.hour - 5) % 24, at.minute


def _minutes_of(wait: tuple[datetime, datetime]) -> int:
    return int((wait[1].astimezone(UTC) - wait[0].astimezone(UTC)).total_seconds() // 60)


def _usual_hours(pattern: Pattern) -> tuple[int, int] | None:
    """From the earliest start to the latest end of a week, in minutes after midnight; None for a school without hours."""
    spans = [span for day in range(7) for span in pattern.spans_on(day)]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
