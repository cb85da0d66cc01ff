"""The form of a person's weeks and lessons over time: one week or two in turn, from now on, from a day on, or for a week."""

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


@dataclass(frozen=True, slots=True)
class LessonFields:
    """The lessons of the form, which hold from when its hours do: one week of them, or two in turn."""

    week: WeekFields
    other: WeekFields
    is_two: bool

    @property
    def editors(self) -> tuple[WeekFields, ...]:
        """The weeks that count, in turn."""
        return (self.week, self.other) if self.is_two else (self.week,)

    @property
    def are_none(self) -> bool:
        """Whether the form holds no lessons."""
        return all(one.pattern.is_empty and not one.problems for one in self.editors)


def rota_fields(rota: Rota, lessons: Rota, today: date, *, asked: Pattern | None = None) -> RotaFields:
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
        coming=_coming(rota, lessons, today, dropped=()),
    )


def typed_rota(rota: Rota, lessons: Rota, today: date, form: MultiDict[str, str]) -> RotaFields:
    """The form as it was sent."""
    return RotaFields(
        week=typed_week("week", form),
        other=typed_week("other", form),
        is_own=form.get("own") == "yes",
        is_two=form.get("two") == "yes",
        when=form.get("when", "now"),
        day=form.get("day", "").strip(),
        coming=_coming(rota, lessons, today, dropped=tuple(form.getlist("drop"))),
    )


def lesson_fields(lessons: Rota, today: date) -> LessonFields:
    """The lessons of the form as they stand today."""
    shown = [week or lessons.school for week in lessons.turn_on(today).from_day(today).weeks]
    return LessonFields(week_fields("lessons", shown[0]), week_fields("lessons-other", shown[-1]), len(shown) > 1)


def typed_lessons(lessons: Rota, today: date, form: MultiDict[str, str]) -> LessonFields:
    """The lessons of the form as they were sent; as they stand where it held none."""
    if "lessons" not in form:
        return lesson_fields(lessons, today)
    is_two = form.get("lessons-two") == "yes"
    return LessonFields(typed_week("lessons", form), typed_week("lessons-other", form), is_two)


def _coming(rota: Rota, lessons: Rota, today: date, *, dropped: tuple[str, ...]) -> tuple[Coming, ...]:
    """What is agreed for later, hours and lessons of one day together."""
    said: dict[date, list[str]] = {}
    for one, words in ((rota, say_rota(rota, today)), (lessons, say_lessons(lessons, today))):
        for turn, sentence in zip(one.since(today).turns[1:], words[1:], strict=True):
            said.setdefault(turn.first_on, []).append(sentence)
    return tuple(Coming(day, " ".join(said[day]), day.isoformat() in dropped) for day in sorted(said))


def say_lessons(lessons: Rota, today: date) -> tuple[str, ...]:
    """The lessons that hold on a day and those to come, one sentence or more each."""
    now, *later = (one.replace("Off on every day.", "No lessons.") for one in say_rota(lessons, today))
    return (now, *(f"Lessons f{one[1:]}" for one in later))


def changed_rota(rota: Rota, fields: RotaFields, today: date) -> Rota:
    """What a rota becomes by the form. Raises InputProblem."""
    return _changed(rota, fields, tuple(one.pattern for one in fields.editors) or (None,), today)


def changed_lessons(lessons: Rota, shown: LessonFields, fields: RotaFields, today: date) -> Rota:
    """What lessons become by the form, from when its hours hold. Raises InputProblem."""
    return _changed(lessons, fields, tuple(one.pattern for one in shown.editors), today)


def _changed(rota: Rota, fields: RotaFields, weeks: tuple[Pattern | None, ...], today: date) -> Rota:
    for one in fields.coming:
        rota = rota.without(one.first_on) if one.is_dropped else rota
    if fields.when == "now":
        return rota.instead(today, weeks)
    day = _day(fields.day)
    if fields.when == "once":
        if len(weeks) > 1:
            raise InputProblem("A swap is one week. Take the tick of the second week away, or choose another start.")
        if day + timedelta(days=6 - day.weekday()) < today:
            raise InputProblem("That week is over. Choose a day of this week or a later one.")
        is_other = any(rota.week_on(one) != (weeks[0] or rota.school) for one in _week_of(day))
        return (rota.with_one_week(day, weeks[0]) if is_other else rota).since(today)
    if day <= today:
        raise InputProblem("Choose a day to come, or “From now on”.")
    if rota.turn_on(day).from_day(day).weeks == weeks:
        return rota.since(today)
    return rota.with_turn(day, weeks).since(today)


def _week_of(day: date) -> list[date]:
    """The days of the calendar week of a day."""
    return [day + timedelta(days=step - day.weekday()) for step in range(7)]


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as problem:
        raise InputProblem("Choose the day from which these hours hold, or “From now on”.") from problem
