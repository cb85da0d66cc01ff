"""Hours as one says them: "Monday to Thursday 8:15am to 4pm"."""

from __future__ import annotations

from datetime import date

from gateway.domain.hours.pattern import DAY, Pattern, Span
from gateway.domain.hours.rota import Rota, Turn
from gateway.domain.moments import say_date, say_weekdays


def say_minutes(minutes: int) -> str:
    """A time of day by its minutes after midnight: ``8:15am``, ``4pm``; 1440 is midnight."""
    if minutes == DAY:
        return "midnight"
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def say_spans(spans: tuple[Span, ...]) -> str:
    """The times of one day: ``8:15am to 12pm and 1pm to 4pm``; blank for a day off."""
    said = [f"{say_minutes(start)} to {say_minutes(end)}" for start, end in spans]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def say_week(pattern: Pattern) -> str:
    """A week in a sentence or two: ``Monday to Wednesday 8:15am to 4pm; Friday 9am to 1pm. 27 hours 15 minutes a week.``"""
    if pattern.is_empty:
        return "Off on every day."
    said = "; ".join(f"{say_weekdays(weekdays)} {say_spans(spans)}" for spans, weekdays in pattern.alike())
    return f"{said}. {_say_length(sum(end - start for spans in pattern.days for start, end in spans))} a week."


def say_rota(rota: Rota, day: date) -> tuple[str, ...]:
    """The weeks that hold on a day and those to come, one sentence or more each: ``From Monday 4 January: …``."""
    now, *later = rota.since(day).turns
    said = (f"From {say_date(one.first_on, today=day)}: {_say_turn(rota, one)}" for one in later)
    return (_say_turn(rota, now.from_day(day)), *said)


def _say_turn(rota: Rota, turn: Turn) -> str:
    weeks = [say_week(week or rota.school) for week in turn.weeks]
    if len(weeks) == 1:
        return weeks[0]
    return f"In turn, {len(weeks)} weeks. " + " ".join(f"Week {number}: {said}" for number, said in enumerate(weeks, 1))


def _say_length(minutes: int) -> str:
    """A length of time: ``27 hours 15 minutes``."""
    hours, rest = divmod(minutes, 60)
    counted = ((hours, "hour"), (rest, "minute"))
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counted if count)
