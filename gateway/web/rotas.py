"""The form of a person's weeks over time: one week or two in turn, from now on, from a day on, or for one week only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern, Rota, say_rota
from gateway.web.weeks import WeekFields, typed_week, week_fields

WHENS = {
    "now": "From now on",
    "from": "From a day on",
    "once": "Only in the week of a day, as for a swap",
}


@dataclass(frozen=True, slots=True)
class Coming:
    """Hours that begin on a day to come, in words; ``is_dropped`` is whether they are to be taken out."""

    first_on: date
    said: str
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class RotaFields:
    """The form: the editors of both weeks, whether they count, and from when; ``day`` as it was typed."""

    week: WeekFields
    other: WeekFields
    is_own: bool
    is_two: bool
    when: str
    day: str
    coming: tuple[Coming, ...]

    @property
    def editors(self) -> tuple[WeekFields, ...]:
        """The weeks that count, in turn."""
        both = (self.week, self.other) if self.is_two else (self.week,)
        return both if self.is_own else ()


def rota_fields(rota: Rota, today: date, *, asked: Pattern | None = None) -> RotaFields:
    """The form for what stands today, or filled in with the week that somebody has asked for."""
    weeks = rota.turn_on(today).from_day(today).weeks if asked is None else (asked,)
    shown = [week or rota.school for week in weeks]
    return RotaFields(
        week=week_fields("week", shown[0]),
        other=week_fields("other", shown[-1]),
        is_own=weeks != (None,),
        is_two=len(weeks) > 1,
        when="now",
        day="",
        coming=_coming(rota, today, dropped=()),
    )


def typed_rota(rota: Rota, today: date, form: MultiDict[str, str]) -> RotaFields:
    """The form as it was sent."""
    return RotaFields(
        week=typed_week("week", form),
        other=typed_week("other", form),
        is_own=form.get("own") == "yes",
        is_two=form.get("two") == "yes",
        when=form.get("when", "now"),
        day=form.get("day", "").strip(),
        coming=_coming(rota, today, dropped=tuple(form.getlist("drop"))),
    )


def _coming(rota: Rota, today: date, *, dropped: tuple[str, ...]) -> tuple[Coming, ...]:
    later = rota.since(today).turns[1:]
    said = say_rota(rota, today)[1:]
    return tuple(
        Coming(turn.first_on, words, turn.first_on.isoformat() in dropped)
        for turn, words in zip(later, said, strict=True)
    )


def changed_rota(rota: Rota, fields: RotaFields, today: date) -> Rota:
    """What a rota becomes by the form. Raises InputProblem."""
    for one in fields.coming:
        rota = rota.without(one.first_on) if one.is_dropped else rota
    weeks = tuple(one.pattern for one in fields.editors) or (None,)
    if fields.when == "now":
        return rota.instead(today, weeks)
    day = _day(fields.day)
    if fields.when == "once":
        if len(weeks) > 1:
            raise InputProblem("A swap is one week. Take the tick of the second week away, or choose another start.")
        if day + timedelta(days=6 - day.weekday()) < today:
            raise InputProblem("That week is over. Choose a day of this week or a later one.")
        return rota.with_one_week(day, weeks[0]).since(today)
    if day <= today:
        raise InputProblem("Choose a day to come, or “From now on”.")
    return rota.with_turn(day, weeks).since(today)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as problem:
        raise InputProblem("Choose the day from which these hours hold, or “From now on”.") from problem
