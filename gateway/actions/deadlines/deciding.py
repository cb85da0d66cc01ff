"""What people decide about a deadline: that it is one or is none, that it takes longer, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from gateway.actions.deadlines.listing import own_deadline
from gateway.actions.deadlines.record import note, written
from gateway.actions.deadlines.seeing import dated
from gateway.actions.directory import directory
from gateway.domain.deadlines import KINDS, Procedure, extended_to, last_day_of
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import audit, deadlines
from gateway.store.deadlines import OPEN, Deadline
from gateway.store.transaction import writing

SHORTEST, LONGEST = 5, 500
"""Characters of a reason, and of what was done."""
MOST_DAYS = 60


class DecidedMeanwhile(HandbellError):
    """Somebody has decided about this deadline meanwhile."""


def write_down(scope: Scope, kind: str, *, about: str, received_on: str, now: datetime) -> int:
    """Write down what came by no message, in talk or on paper: it runs from the day it came. Raises InputProblem.

    Event: deadline.confirmed.
    """
    if kind not in KINDS:
        raise InputProblem("Choose what it is.")
    said = _reason(about, "Say in a few words from whom it came and about whom.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        received_at = _read_day(received_on, people, now=now)
        held = replace(dated(scope, people, kind, received_at=received_at, now=now), state="running", about=said)
        deadlines.add_deadline(scope, held)
        note(scope, "deadline.confirmed", held, now=now, due_at=written(held.due_at))
        return held.deadline_id


def _read_day(typed: str, people: Directory, *, now: datetime) -> datetime:
    zone = people.staffing.calendar.zone
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise InputProblem("Write the day on which it came, such as 2026-11-23.") from None
    today = now.astimezone(zone).date()
    if not today - timedelta(days=366) <= day <= today:
        raise InputProblem("It came today or on a day of the last year. Look at the day once more.")
    return min(now, datetime.combine(day, time(0), tzinfo=zone)) if day < today else now


def confirm(scope: Scope, deadline_id: int, *, kind: str, staff_id: str, now: datetime) -> None:
    """A person says that it is one, and of which kind: it runs from its receipt.

    Raises NotYourThread, DecidedMeanwhile, InputProblem. Event: deadline.confirmed.
    """
    if kind not in KINDS:
        raise InputProblem("Choose what it is.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        held = own_deadline(scope, people, deadline_id, staff_id)
        anew = dated(scope, people, kind, received_at=held.received_at, now=now)
        runs = replace(held, kind=kind, state="running", acknowledge_on=anew.acknowledge_on, due_at=anew.due_at)
        _save(scope, runs, was=("possible",))
        note(scope, "deadline.confirmed", runs, now=now, due_at=written(runs.due_at))


def put_away(scope: Scope, deadline_id: int, *, reason: str, staff_id: str, now: datetime) -> None:
    """A person says that it is none, and why. Raises NotYourThread, DecidedMeanwhile, InputProblem. Event: deadline.put_away."""
    why = _reason(reason, "Say why it is none, in a few words.")
    with writing():
        audit.take_turn(scope)
        held = own_deadline(scope, directory(scope), deadline_id, staff_id)
        away = replace(held, state="put_away", settled_at=now, settled_by=staff_id, settled_how=why)
        _save(scope, away, was=OPEN)
        note(scope, "deadline.put_away", away, now=now, reason=why)


def extend(scope: Scope, deadline_id: int, *, until: str, reason: str, staff_id: str, now: datetime) -> None:
    """Note an extension, which the person who asked has been told of, with its reason.

    Raises NotYourThread, DecidedMeanwhile, InputProblem. Event: deadline.extended.
    """
    why = _reason(reason, "Say why it takes longer, and that the family was told.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        held = own_deadline(scope, people, deadline_id, staff_id)
        later = replace(held, due_at=_longer(people, held, until, now=now), extended_why=why)
        _save(scope, later, was=("running",))
        note(scope, "deadline.extended", later, now=now, reason=why, due_at=written(later.due_at))


def _longer(people: Directory, held: Deadline, until: str, *, now: datetime) -> datetime:
    calendar = people.staffing.calendar
    if not KINDS[held.kind].may_extend:
        raise InputProblem("72 hours cannot be extended. Tell the Commissioner what is known, and the rest in stages.")
    try:
        ends_at = last_day_of(date.fromisoformat(until.strip()), calendar)
    except (ValueError, OverflowError):
        raise InputProblem("Write the new last day, such as 2027-02-26.") from None
    if held.due_at is not None and ends_at <= held.due_at:
        raise InputProblem("The new last day must lie after the one that stands.")
    if held.kind == "data_request":
        if held.due_at is not None and now >= held.due_at:
            raise InputProblem(
                "The month is over, so it can no longer be extended. Answer now, and say why it is late."
            )
        if ends_at > extended_to(held.received_at, calendar):
            raise InputProblem("A request for data can be extended by two months more, and no further.")
    return ends_at


def close(scope: Scope, deadline_id: int, *, done: str, staff_id: str, now: datetime) -> None:
    """A person says what was done, and it ends. Raises NotYourThread, DecidedMeanwhile, InputProblem. Event: deadline.closed."""
    said = _reason(done, "Say what was done, in a few words.")
    with writing():
        audit.take_turn(scope)
        held = own_deadline(scope, directory(scope), deadline_id, staff_id)
        over = replace(held, state="closed", settled_at=now, settled_by=staff_id, settled_how=said)
        _save(scope, over, was=("running",))
        in_time = held.due_at is None or now < held.due_at
        note(scope, "deadline.closed", over, now=now, done=said, in_time=in_time)


def set_procedure(scope: Scope, *, acknowledge: str, answer: str, now: datetime) -> None:
    """The numbers of the school's own complaints procedure; what runs already keeps its dates.

    Raises InputProblem. Event: procedure.changed.
    """
    made = Procedure(_days(acknowledge), _days(answer))
    if made.acknowledge_days > made.answer_days:
        raise InputProblem("A complaint is acknowledged before it is answered. Look at the two numbers.")
    with writing():
        audit.take_turn(scope)
        deadlines.save_procedure(scope, made)
        audit.append(
            scope,
            "procedure.changed",
            now=now,
            clause="C23",
            acknowledge=made.acknowledge_days,
            answer=made.answer_days,
        )


def _days(typed: str) -> int:
    if not typed.strip().isdecimal() or not 1 <= int(typed) <= MOST_DAYS:
        raise InputProblem(f"Write a number of school days from 1 to {MOST_DAYS}.")
    return int(typed)


def _reason(typed: str, ask: str) -> str:
    said = " ".join(typed.replace("\x00", "").split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise InputProblem(ask if len(said) < SHORTEST else f"Say it in at most {LONGEST} letters.")
    return said


def _save(scope: Scope, held: Deadline, *, was: Sequence[str]) -> None:
    if not deadlines.save_deadline(scope, held, was=was):
        raise DecidedMeanwhile("Somebody has decided about this meanwhile. Look at it once more.")
