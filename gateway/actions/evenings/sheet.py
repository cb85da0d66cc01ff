"""The order of one evening, as its teacher has it in hand: every time with who comes, who has not chosen, who waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from gateway.actions.calendar_answers import SAYS
from gateway.actions.directory import directory
from gateway.actions.evenings.choosing import AROUND, is_of_family
from gateway.actions.evenings.planning import asked_of, booked_of, own_evening
from gateway.domain.hours import is_on_duty
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, IN_PERSON, PHONE, WAYS, Meeting, must_not_meet
from gateway.domain.meetings.evenings import Evening, times_of
from gateway.domain.moments import say_moment, say_time
from gateway.domain.roster import Pupil
from gateway.domain.scope import Scope
from gateway.store import calendar_answers, evenings, meetings
from gateway.store.calendar_answers import CalendarAnswer
from gateway.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: a time with its meeting, a free time, or a break of ``minutes``; ``to_know`` are short sentences."""

    at: datetime
    kind: str
    meeting: Meeting | None = None
    child: str = ""
    who: str = ""
    how: str = ""
    to_know: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, in words."""

    child: str
    says: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An evening with its lines; ``not_chosen`` are children for whom nobody has, ``to_phone`` adults no letter reaches."""

    evening: Evening
    teacher: str
    class_name: str
    lines: tuple[Line, ...]
    chosen: int
    families: int
    not_chosen: tuple[str, ...]
    to_phone: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    is_outside_hours: bool

    @property
    def taken(self) -> int:
        """How many times have a family."""
        return sum(one.kind == BOOKED for one in self.lines)

    @property
    def times(self) -> int:
        """How many times there are."""
        return sum(one.kind != "break" for one in self.lines)


def sheet_of(scope: Scope, evening_id: int, *, now: datetime) -> Sheet:
    """The sheet of an evening. Raises NoSuchEvening. No event: it holds no message, and who sees it has it in their hand."""
    with reading():
        people = directory(scope)
        evening = own_evening(scope, people, evening_id)
        booked = booked_of(scope, evening_id)
        around = meetings.booked_between(scope, evening.starts_at - AROUND, evening.ends_at + AROUND)
        waits = evenings.waits_of(scope, evening_id)
        asked = asked_of(people, evening)
        answered = calendar_answers.answers_of_meetings(scope, booked.keys())
    zone = people.staffing.calendar.zone
    kept = {
        one.kept_at: f"Kept for {short(people, one.pupil_id)}’s family until {say_moment(one.kept_until, zone)}"
        for one in waits
        if one.kept_at is not None and one.kept_until is not None and one.kept_until > now
    }
    pupils = dict.fromkeys(pupil for held in asked.values() for pupil in held)
    chosen = {pupil for one in booked.values() for pupil in one.pupil_ids}
    reached = [people.contacts[one] for one in asked]
    worker = people.staffing.workers[evening.staff_id]
    return Sheet(
        evening=evening,
        teacher=people.name_of(evening.staff_id),
        class_name=people.classes[evening.class_id].name if evening.class_id in people.classes else "",
        lines=tuple(_with_answer(one, answered) for one in _lines(people, evening, booked, around, kept)),
        chosen=len(chosen.intersection(pupils)),
        families=len(pupils),
        not_chosen=tuple(short(people, one) for one in pupils if one not in chosen),
        to_phone=tuple(one.name for one in reached if not one.emails and not one.mobiles),
        waiting=tuple(
            Waiting(short(people, one.pupil_id), _wish(one.earliest_at, one.latest_at, zone=zone)) for one in waits
        ),
        is_outside_hours=any(not is_on_duty(worker, people.staffing.calendar, at) for at in times_of(evening)),
    )


def short(people: Directory, pupil_id: str) -> str:
    """A child as lists of school name it: the first name and one letter."""
    pupil: Pupil | None = people.pupils.get(pupil_id)
    return f"{pupil.preferred_name or pupil.first_name} {pupil.last_name[:1]}" if pupil is not None else "A child"


def _wish(earliest_at: datetime | None, latest_at: datetime | None, *, zone: tzinfo) -> str:
    parts = [
        f"not before {say_time(earliest_at, zone)}" if earliest_at is not None else "",
        f"not after {say_time(latest_at, zone)}" if latest_at is not None else "",
    ]
    return f"Would like a time {' and '.join(filter(None, parts))}" if any(parts) else "Would like any time"


def _lines(
    people: Directory,
    evening: Evening,
    booked: dict[int, Meeting],
    around: tuple[Meeting, ...],
    kept: dict[datetime, str],
) -> tuple[Line, ...]:
    by_time = {one.starts_at: one for one in booked.values()}
    lines = [Line(first, "break", minutes=int((last - first).total_seconds()) // 60) for first, last in evening.breaks]
    for at in times_of(evening):
        held = by_time.get(at)
        if held is None:
            lines.append(Line(at, "free", who=kept.get(at, "")))
        else:
            lines.append(_booked_line(people, evening, held, booked, around))
    return tuple(sorted(lines, key=lambda one: one.at))


def _with_answer(line: Line, answered: Mapping[int, CalendarAnswer]) -> Line:
    """A line with what the family's calendar said of its time as it is now, and nothing of one before it was changed."""
    held = answered.get(line.meeting.meeting_id) if line.meeting is not None else None
    if line.meeting is None or held is None or held.sequence != line.meeting.sequence:
        return line
    return replace(line, to_know=(SAYS[held.answer], *line.to_know))


def _booked_line(
    people: Directory, evening: Evening, held: Meeting, booked: dict[int, Meeting], around: tuple[Meeting, ...]
) -> Line:
    contact, pupil_id = people.contacts.get(held.contact_id), held.pupil_ids[0]
    tie = next(
        (one for one in people.roster.ties if (one.contact_id, one.pupil_id) == (held.contact_id, pupil_id)), None
    )
    who = ", ".join(filter(None, (contact.first_name if contact else "", tie.relationship if tie else "")))
    return Line(
        held.starts_at,
        BOOKED,
        meeting=held,
        child=short(people, pupil_id),
        who=who,
        how=WAYS[held.way],
        to_know=_to_know(people, evening, held, booked, around),
    )


def _to_know(
    people: Directory, evening: Evening, held: Meeting, booked: dict[int, Meeting], around: tuple[Meeting, ...]
) -> tuple[str, ...]:
    """What the teacher should know of one family before it comes in: no reasons, only times and numbers."""
    zone = people.staffing.calendar.zone
    contact = people.contacts.get(held.contact_id)
    said = []
    if held.late_minutes:
        said.append(f"{'Family' if held.is_family_late else 'You said you are'} {held.late_minutes} minutes late")
    if held.way == PHONE:
        said.append(
            held.phone or (contact.mobiles[0] if contact and contact.mobiles else "Ask the office for the number")
        )
    apart = must_not_meet(held.contact_id, people.roster.ties)
    for one in booked.values():
        if one.contact_id in apart and held.way == one.way == IN_PERSON:
            said.append(f"Own time for each parent. See {say_time(one.starts_at, zone)}")
    for one in around:
        if one.staff_id != evening.staff_id and is_of_family(people, one, contact_id=held.contact_id):
            names = " and ".join(short(people, pupil) for pupil in one.pupil_ids)
            said.append(f"{names}: {people.name_of(one.staff_id)} at {say_time(one.starts_at, zone)}")
    if contact is not None and not contact.language.startswith("en"):
        said.append("Another language at home")
    return tuple(said)
