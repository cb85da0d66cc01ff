"""Working hours: the hours grammar, the days a school is open to a person, and when that person is next on duty."""

from __future__ import annotations

from gateway.domain.hours.calendar import (
    Calendar,
    NaiveMoment,
    Off,
    UnknownZone,
    Worker,
    is_open_to,
    next_working_day,
    why_shut,
)
from gateway.domain.hours.duty import (
    Spans,
    duty_of,
    duty_on,
    is_on_duty,
    next_courteous,
    next_on_duty,
    next_reading,
    next_usual,
    reading_of,
    rests_until,
    why_off,
)
from gateway.domain.hours.pattern import DAY, DAYS, HoursProblem, Pattern, Span, merged
from gateway.domain.hours.rota import Rota, Turn
from gateway.domain.hours.saying import say_rota, say_spans, say_week

__all__ = [
    "DAY",
    "DAYS",
    "Calendar",
    "HoursProblem",
    "NaiveMoment",
    "Off",
    "Pattern",
    "Rota",
    "Span",
    "Spans",
    "Turn",
    "UnknownZone",
    "Worker",
    "duty_of",
    "duty_on",
    "is_on_duty",
    "is_open_to",
    "merged",
    "next_courteous",
    "next_on_duty",
    "next_reading",
    "next_usual",
    "next_working_day",
    "reading_of",
    "rests_until",
    "say_rota",
    "say_spans",
    "say_week",
    "why_off",
    "why_shut",
]
