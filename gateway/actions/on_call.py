"""The out-of-hours rota: which leader is on call on which days, where nobody is, and changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gateway.actions.directory import directory
from gateway.domain.errors import InputProblem
from gateway.domain.hours import is_on_duty
from gateway.domain.identity import Directory
from gateway.domain.on_call import LEADERS, LOOKS_AHEAD, call_day, gaps, on_call_on
from gateway.domain.promises import OFFICE
from gateway.domain.roster import OnCall, StaffMember
from gateway.domain.scope import Scope
from gateway.domain.texts import is_mobile, number_of
from gateway.store import audit, on_call, schools, text_numbers
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing

SHOWN_FOR = 28
"""Days of the rota on the page."""
LONGEST = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the rota with the name of who has it; ``is_there`` is False once they hold no leader's role."""

    turn_id: int
    name: str
    first_on: date
    last_on: date
    is_there: bool


@dataclass(frozen=True, slots=True)
class RotaPage:
    """The rota as it stands: who is on call on each day ahead (blank: nobody), the turns, and who can be put on it.

    ``endings`` are the last digits of the mobiles on which leaders are texted, by staff id, where ``texts_are_on``.
    """

    is_used: bool
    tonight: str
    days: tuple[tuple[date, str], ...]
    turns: tuple[Turn, ...]
    leaders: tuple[StaffMember, ...]
    texts_are_on: bool
    endings: dict[str, str]


def rota_page(scope: Scope, *, now: datetime) -> RotaPage:
    """The rota. No event: it holds no message."""
    with reading():
        people = directory(scope)
        texts_are_on, numbers = _texts_are_on(scope), on_call.numbers(scope)
    today = call_day(now, people.staffing.calendar.zone)
    held = turns_of(people)
    ahead = [today + timedelta(days=step) for step in range(SHOWN_FOR)]
    return RotaPage(
        is_used=people.roster.school.emergency.mode == "on_call",
        tonight=_name(people, on_call_on(held, today)),
        days=tuple((day, _name(people, on_call_on(held, day))) for day in ahead),
        turns=tuple(
            Turn(one.turn_id, _name(people, one.staff_id), one.first_on, one.last_on, one in held)
            for one in people.roster.on_call
            if one.last_on >= today
        ),
        leaders=_leaders(people),
        texts_are_on=texts_are_on,
        endings={key: mobile[-3:] for key, mobile in numbers.items()},
    )


def _texts_are_on(scope: Scope) -> bool:
    held = text_numbers.text_number(scope)
    return held is not None and held.is_confirmed


def turns_of(people: Directory) -> tuple[OnCall, ...]:
    """The turns of those who are still leaders of the school."""
    leaders = {one.staff_id for one in _leaders(people)}
    return tuple(one for one in people.roster.on_call if one.staff_id in leaders)


def _leaders(people: Directory) -> tuple[StaffMember, ...]:
    return tuple(one for one in people.roster.staff if one.roles & LEADERS)


def _name(people: Directory, staff_id: str) -> str:
    return people.name_of(staff_id) if staff_id else ""


def called_first(people: Directory, *, now: datetime) -> str:
    """The staff id of the leader on call now, in the open transaction; blank while the office is open, and without a rota."""
    if not is_called(people, now=now):
        return ""
    return on_call_on(turns_of(people), call_day(now, people.staffing.calendar.zone))


def is_called(people: Directory, *, now: datetime) -> bool:
    """Whether people are called now: by the school's plan, and while the office is closed."""
    staffing = people.staffing
    is_open = is_on_duty(staffing.workers[OFFICE], staffing.calendar, now)
    return people.roster.school.emergency.mode == "on_call" and not is_open


def text_to(scope: Scope, people: Directory, staff_id: str, *, now: datetime) -> str:
    """The mobile on which a leader is texted now besides their mail, in the open transaction; blank where they are not.

    Only out of hours, where the school's plan has people on call and its own text number is on.
    """
    if not people.staff[staff_id].roles & LEADERS or not is_called(people, now=now) or not _texts_are_on(scope):
        return ""
    return on_call.numbers(scope).get(staff_id, "")


def set_number(scope: Scope, staff_id: str, *, typed: str, now: datetime) -> None:
    """Let a leader be texted on a mobile, or with a blank one no longer. Raises InputProblem. Event: on_call.number_set.

    The record says that there is a number and never which: it is a private one.
    """
    mobile = number_of(typed) if typed.strip() else ""
    if typed.strip() and not is_mobile(mobile):
        raise InputProblem("This is no British mobile; write it as 07700 900123, or leave it blank.")
    with writing():
        audit.take_turn(scope)
        if staff_id not in {one.staff_id for one in _leaders(directory(scope))}:
            raise InputProblem("Choose a headteacher, deputy or safeguarding lead: nobody else is on call.")
        on_call.save_number(scope, staff_id, mobile)
        audit.append(scope, "on_call.number_set", now=now, clause="C12", staff=staff_id, is_texted=bool(mobile))


def rota_gaps(people: Directory, *, now: datetime) -> tuple[date, ...]:
    """The days of the next two weeks on which nobody is on call, where the school's plan says that somebody is."""
    if people.roster.school.emergency.mode != "on_call" or not people.roster.on_call:
        return ()
    return gaps(turns_of(people), call_day(now, people.staffing.calendar.zone), days=LOOKS_AHEAD)


def put_on_call(scope: Scope, staff_id: str, *, first_on: str, last_on: str, now: datetime) -> None:
    """Put a leader on call from one day to another; over days that somebody has already, this one stands.

    Raises InputProblem. Event: on_call.added.
    """
    first, last = _day(first_on), _day(last_on or first_on)
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        if staff_id not in {one.staff_id for one in _leaders(people)}:
            raise InputProblem("Choose a headteacher, deputy or safeguarding lead: nobody else is on call.")
        today = call_day(now, people.staffing.calendar.zone)
        if last < first or last < today or last - first > LONGEST:
            raise InputProblem("Give a first and a last day from today on, at most two months apart.")
        turn = OnCall(new_id(now), staff_id, first, last)
        on_call.add_turn(scope, turn)
        _changed(scope, "on_call.added", turn, now=now)


def take_off_call(scope: Scope, turn_id: int, *, now: datetime) -> None:
    """Take a turn out again; done twice is done once. Event: on_call.removed."""
    with writing():
        audit.take_turn(scope)
        turn = _turn(directory(scope).roster.on_call, turn_id)
        if turn is not None and on_call.drop_turn(scope, turn_id):
            _changed(scope, "on_call.removed", turn, now=now)


def _turn(turns: Sequence[OnCall], turn_id: int) -> OnCall | None:
    return next((one for one in turns if one.turn_id == turn_id), None)


def _changed(scope: Scope, event: str, turn: OnCall, *, now: datetime) -> None:
    schools.bump_people_version(scope)
    audit.append(
        scope,
        event,
        now=now,
        clause="C12",
        staff=turn.staff_id,
        first_on=turn.first_on.isoformat(),
        last_on=turn.last_on.isoformat(),
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise InputProblem("Write the days as 2026-11-23.") from None
