"""Promises: when somebody will see a message, who that will be, why not sooner, and by when they will answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from gateway.domain.hours import (
    Calendar,
    Off,
    Pattern,
    Rota,
    Worker,
    duty_on,
    is_on_duty,
    next_courteous,
    next_on_duty,
    next_reading,
    next_usual,
    next_working_day,
    rests_until,
    why_off,
    why_shut,
)
from gateway.domain.roster import Absence, Roster

OFFICE = "office"
"""The reader that stands for the school office."""
OFFICE_NAME = "The school office"
LATE_AFTER = timedelta(minutes=15)
"""How late a ring may be before its promise counts as missed; the release job ticks four times a minute."""
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class Staffing:
    """Everybody who sees messages, by staff id or ``office``, with the calendar they work in."""

    workers: dict[str, Worker]
    calendar: Calendar
    courtesy: Pattern
    reply_within_days: int

    @staticmethod
    def of(roster: Roster) -> Staffing:
        """The staffing of a roster. Raises HoursProblem, UnknownZone, UnknownDivision."""
        school = roster.school
        usual = Pattern.parse(school.staff_hours)
        away: dict[str, tuple[Absence, ...]] = {}
        for absence in roster.absences:
            away[absence.staff_id] = (*away.get(absence.staff_id, ()), absence)
        finished = {one.staff_id: one.finished_at for one in roster.early_finishes}
        workers = {
            one.staff_id: Worker(
                key=one.staff_id,
                name=one.name,
                rota=Rota.parse(one.hours, school=usual),
                works_inset=one.works_inset,
                year_round=one.year_round,
                absences=away.get(one.staff_id, ()),
                covered_by=one.covered_by,
                finished_at=finished.get(one.staff_id),
                lessons=Rota.of_lessons(one.lessons) if school.lessons_hold and one.lessons else None,
            )
            for one in roster.staff
        }
        # The office is as present as its people: there on an INSET day, or all year, as soon as one of them is.
        office = [one for one in roster.staff if "office" in one.roles]
        workers[OFFICE] = Worker(
            key=OFFICE,
            name=OFFICE_NAME,
            rota=Rota.always(Pattern.parse(school.office_hours)),
            works_inset=any(one.works_inset for one in office),
            year_round=any(one.year_round for one in office),
        )
        return Staffing(
            workers,
            Calendar.of(school, roster.calendar),
            Pattern.parse(school.courtesy_hours),
            school.reply_within_days,
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """When a message for ``staff`` will be seen and by whom (``visible_to``: a staff id or ``office``).

    ``visible_at`` is None when no working time is known; ``why`` is a sentence or two for the writer; ``reply_by`` is a
    working day of whoever sees it, ``reply_by_at`` the end of their last span on it.
    """

    staff: str
    on_duty: bool
    visible_at: datetime | None
    visible_to: str
    why: str
    reply_by: date | None
    reply_by_at: datetime | None


def is_missed(promised_at: datetime | None, at: datetime) -> bool:
    """Whether a ring at this moment, or none by it, misses what was promised; what was promised to nobody cannot be missed."""
    return promised_at is not None and at > promised_at + LATE_AFTER


def plan(staffing: Staffing, staff: str, at: datetime) -> Promise:
    """The promise for a message to ``staff`` that comes at an aware moment. Raises KeyError, NaiveMoment."""
    worker, calendar = staffing.workers[staff], staffing.calendar
    if is_on_duty(worker, calendar, at):
        reads_at = at if worker.lessons is None else next_reading(worker, calendar, at)
        if reads_at == at:
            return _promise(staffing, worker, worker, at, on_duty=True, why=f"{worker.name} is at work.")
        return _later(staffing, worker, at, usual_at=at, on_duty=True)
    usual_at = next_usual(worker, calendar.zone, at)
    if usual_at is None:
        return _by_office(staffing, worker, at)
    return _later(staffing, worker, at, usual_at=usual_at, on_duty=False)


def plan_alone(staffing: Staffing, worker: Worker, at: datetime, *, instead: Promise) -> Promise:
    """The promise of somebody's own next moment from ``at`` on, where who would read ``instead`` has the message already."""
    own_at = next_reading(worker, staffing.calendar, at)
    if own_at is None:
        return replace(instead, visible_to=worker.key, visible_at=None, reply_by=None, reply_by_at=None)
    return _promise(staffing, worker, worker, own_at, on_duty=instead.on_duty, why=f"{worker.name} is away.")


def by_reader(promises: Mapping[str, Promise]) -> dict[str, tuple[Promise, tuple[str, ...]]]:
    """Of the promises to several people, by whom each is to: the first that falls to each reader, and to whom all of them are.

    Whoever the first is to stands first.
    """
    found: dict[str, tuple[Promise, tuple[str, ...]]] = {}
    for whom, promise in promises.items():
        held = found.get(promise.visible_to)
        if held is None:
            found[promise.visible_to] = (promise, (whom,))
        elif sooner(promise.visible_at) < sooner(held[0].visible_at):
            found[promise.visible_to] = (promise, (whom, *held[1]))
        else:
            found[promise.visible_to] = (held[0], (*held[1], whom))
    return found


def sooner(at: datetime | None, reader: str = "") -> tuple[bool, datetime, str]:
    """For sorting promises by their moment, and by reader where two have one: a moment that nobody knows comes last."""
    return at is None, at or datetime.max.replace(tzinfo=UTC), reader


def _later(staffing: Staffing, worker: Worker, at: datetime, *, usual_at: datetime, on_duty: bool) -> Promise:
    """The promise for somebody who does not read ``at`` and has hours: their own next moment, or their cover's.

    ``usual_at`` is the first moment from ``at`` on that their own weeks alone would have given.
    """
    calendar, own_at = staffing.calendar, next_reading(worker, staffing.calendar, at)
    away_from = _away_from(staffing, worker, at, own_at=own_at)
    cover = _cover(staffing, worker, calendar.day_of(away_from)) if away_from is not None else None
    if cover is None and own_at is None and worker.rota.ends:
        return _by_office(staffing, worker, at)
    if away_from is None:
        teaching = f"{worker.name} is teaching or preparing lessons."
        why = teaching if on_duty else _why(staffing, worker, own_at, at, usual_at=usual_at)
        return _promise(staffing, worker, worker, own_at, on_duty=on_duty, why=why)
    if cover is None:
        return _promise(staffing, worker, worker, own_at, on_duty=on_duty, why=f"{worker.name} is away.")
    cover_at = next_reading(cover, calendar, away_from)
    if cover_at is None or (own_at is not None and own_at <= cover_at):
        return _promise(staffing, worker, worker, own_at, on_duty=on_duty, why=f"{worker.name} is away until then.")
    why = f"{worker.name} is away. {cover.name} has this instead."
    return _promise(staffing, worker, cover, cover_at, on_duty=on_duty, why=why)


def _by_office(staffing: Staffing, worker: Worker, at: datetime) -> Promise:
    """The promise for somebody without hours, or whose last hours fall on days on which school is shut."""
    office = staffing.workers[OFFICE]
    why = f"{worker.name} has no working hours of their own, so the school office has this."
    visible_at = next_on_duty(office, staffing.calendar, at)
    return _promise(staffing, worker, office, visible_at, on_duty=is_on_duty(worker, staffing.calendar, at), why=why)


def _away_from(staffing: Staffing, worker: Worker, at: datetime, *, own_at: datetime | None) -> datetime | None:
    """From when a message that comes ``at`` meets an absence: now, or the day on which it would have been seen but for it.

    ``own_at`` is when it is seen with their absences: one that is over by now, or begins later than that, moves nothing.
    """
    calendar = staffing.calendar
    today = calendar.day_of(at)
    if worker.absence_on(today) is not None:
        return at
    until = own_at.date() if own_at is not None else date.max
    if not any(one.last_on >= today and one.first_on <= until for one in worker.absences):
        return None
    present = replace(worker, absences=())
    usual = next_reading(present, calendar, at)
    if usual is None or worker.absence_on(usual.date()) is None:
        return None
    return datetime.combine(usual.date(), time(0), tzinfo=calendar.zone)


def _cover(staffing: Staffing, worker: Worker, day: date) -> Worker | None:
    """Who stands in on a day of absence: the named cover, else the cover's cover, else the office; None where nobody is named."""
    named = _named_cover(staffing, worker, day)
    if named is None:
        return None
    if _is_there(named, day):
        return named
    second = _named_cover(staffing, named, day)
    if second is not None and second.key != worker.key and _is_there(second, day):
        return second
    return staffing.workers[OFFICE]


def _named_cover(staffing: Staffing, worker: Worker, day: date) -> Worker | None:
    absence = worker.absence_on(day)
    return staffing.workers.get((absence.covered_by if absence else "") or worker.covered_by)


def _is_there(cover: Worker, day: date) -> bool:
    return cover.absence_on(day) is None and cover.rota.next_worked(day) is not None


def _promise(
    staffing: Staffing, worker: Worker, seer: Worker, visible_at: datetime | None, *, on_duty: bool, why: str
) -> Promise:
    if visible_at is None:
        why = f"{why} The school's calendar ends before their next working time, so no day can be promised."
        return Promise(worker.key, on_duty, None, seer.key, why, None, None)
    visible_at = visible_at.astimezone(staffing.calendar.zone)
    reply_by = working_days_after(staffing, seer, visible_at.date(), days=staffing.reply_within_days)
    reply_by_at = end_of_day(staffing, seer, reply_by) if reply_by is not None else None
    return Promise(worker.key, on_duty, visible_at, seer.key, why, reply_by, reply_by_at)


def working_days_after(staffing: Staffing, worker: Worker, day: date, *, days: int) -> date | None:
    """The ``days``-th working day of a person, counted from the day after ``day``; None when the calendar ends first."""
    found: date | None = day
    for _ in range(days):
        if found is not None:
            found = next_working_day(worker, staffing.calendar, found + timedelta(days=1))
    return found


def end_of_day(staffing: Staffing, worker: Worker, day: date) -> datetime | None:
    """The end of a person's last span on a day, in the school's zone; None where they have none."""
    spans = duty_on(worker.rota.week_on(day), staffing.calendar.zone, day)
    return spans[-1][1].astimezone(staffing.calendar.zone) if spans else None


def _why(staffing: Staffing, worker: Worker, visible_at: datetime | None, at: datetime, *, usual_at: datetime) -> str:
    """Why a message waits: what shuts the first day that their own weeks alone would have given, else the hour itself."""
    calendar = staffing.calendar
    today = calendar.day_of(at)
    rested_at = rests_until(worker, calendar.zone, at)
    moment = usual_at
    if rested_at is not None:
        moment = next_usual(worker, calendar.zone, rested_at) or at.astimezone(calendar.zone)
    shut = why_shut(worker, calendar, moment.date())
    reason = shut or why_off(worker, calendar, at)
    if visible_at is None and calendar.last_on is not None and moment.date() > calendar.last_on:
        reason = Off.HOLIDAY
    day = moment.date() if shut else today
    if (
        reason in (Off.OUTSIDE_HOURS, Off.FINISHED)
        and (off := _first_day_off(worker, today, moment.date())) is not None
    ):
        reason, day = Off.DAY_OFF, off
    if worker.key == OFFICE and reason in (Off.DAY_OFF, Off.OUTSIDE_HOURS):
        return "The school office is closed now."
    return _said(worker, reason, day)


def _said(worker: Worker, reason: Off | None, day: date) -> str:
    """A reason in a sentence; ``day`` is the day that it is about."""
    match reason:
        case Off.CLOSED:
            return f"School is closed on {_day(day)}."
        case Off.HOLIDAY:
            return "School is on holiday."
        case Off.BANK_HOLIDAY:
            return f"{_day(day)} is a bank holiday."
        case Off.INSET:
            return f"{_day(day)} is a training day for staff."
        case Off.DAY_OFF:
            return f"{worker.name} does not work on {_day(day) if worker.rota.varies else WEEKDAYS[day.weekday()]}."
        case Off.ABSENT:
            return f"{worker.name} is away."
        case Off.FINISHED:
            return f"{worker.name} has finished for today."
        case _:
            return f"{worker.name} is not at work now."


def _first_day_off(worker: Worker, today: date, until: date) -> date | None:
    """The first weekday after today and before another day that is not worked: what an evening's writer would not guess."""
    days = (today + timedelta(days=step) for step in range(1, (until - today).days))
    return next((day for day in days if day.weekday() < 5 and not worker.rota.week_on(day).days[day.weekday()]), None)


@lru_cache(maxsize=1024)
def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


@dataclass(frozen=True, slots=True)
class Leaving:
    """When a message from staff may leave for a parent; ``why`` is blank when it leaves at once."""

    leaves_at: datetime
    why: str


def is_courteous(staffing: Staffing, at: datetime) -> bool:
    """Whether parents may be written to at an aware moment."""
    return next_courteous(staffing.courtesy, staffing.calendar.zone, at) <= at


def courteous_at(staffing: Staffing, at: datetime) -> datetime:
    """The first moment from ``at`` on at which a parent may be written to, in the school's zone."""
    return next_courteous(staffing.courtesy, staffing.calendar.zone, at)


def leaving(
    staffing: Staffing, staff: str, at: datetime, *, answer_by: date | None = None, written_at: datetime | None = None
) -> Leaving:
    """When a reply leaves that is there ``at``, ``written_at`` then or before: the sender's next working time that is also
    within the parent's courtesy hours.

    A sender without hours, or whose hours never meet the courtesy hours, is bound by these alone: a hold must end. Nor does
    it outlast the day ``answer_by`` for which an answer was promised (None: as many working days of the sender, had they no
    absence, as an answer may take) where the office is at work before: it leaves in the office's hours then.
    """
    worker = staffing.workers[staff]
    moment, written_on = _suits_both(staffing, worker, at), staffing.calendar.day_of(written_at or at)
    present = replace(worker, absences=())
    last = answer_by or working_days_after(staffing, present, written_on, days=staffing.reply_within_days)
    if last is not None and moment.date() > last:
        of_office = _suits_both(staffing, staffing.workers[OFFICE], at)
        if of_office.date() < moment.date():
            late = "You are not back at work in time, so this leaves in the office's hours."
            return Leaving(of_office, late if of_office > at else "")
    if moment <= at:
        return Leaving(moment, "")
    if not is_on_duty(worker, staffing.calendar, at):
        return Leaving(moment, "You are off duty, so this waits for your next working time.")
    return Leaving(moment, "It is outside the hours in which school writes to families.")


def _suits_both(staffing: Staffing, worker: Worker, at: datetime) -> datetime:
    """The first moment from ``at`` on at which somebody works and a parent may be written to, in the school's zone."""
    calendar = staffing.calendar
    moment = at.astimezone(calendar.zone)
    for _ in range(400):  # more than a year of days, each of which moves the moment on
        working = next_on_duty(worker, calendar, moment)
        if working is None:
            break
        moment = courteous_at(staffing, working)
        if moment <= working:
            return moment
    return courteous_at(staffing, at)
