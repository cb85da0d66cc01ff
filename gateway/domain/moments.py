"""How times and small numbers are said to people: "Monday 23 November, 8:15am", on the school's clock; "three"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def say_number(number: int) -> str:
    """A number in a sentence: a word to nine, figures from ten."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def say_moment(at: datetime, zone: tzinfo) -> str:
    """A moment in full: ``Monday 23 November, 8:15am``. ``at`` is aware."""
    local = at.astimezone(zone)
    return f"{say_day(local.date())}, {say_time(local, zone)}"


def say_day(day: date) -> str:
    """A day in full, without its year: ``Monday 23 November``."""
    return f"{day:%A} {day.day} {day:%B}"


def say_date(day: date, *, today: date) -> str:
    """A day, with its year where that is not today's: ``Monday 23 November``, ``Tuesday 20 July 2027``."""
    return say_day(day) if day.year == today.year else f"{say_day(day)} {day.year}"


def say_dates(first_on: date, last_on: date, *, today: date) -> str:
    """One day, or from one to another: ``Monday 30 November to Tuesday 20 July 2027``."""
    days = (first_on,) if first_on == last_on else (first_on, last_on)
    return " to ".join(say_date(one, today=today) for one in days)


def say_day_of(at: datetime, zone: tzinfo) -> str:
    """The day of a moment in full: ``Monday 23 November``."""
    return say_day(at.astimezone(zone).date())


def say_time(at: datetime, zone: tzinfo) -> str:
    """A time of day: ``8:15am``, ``4pm``, ``12pm`` for noon."""
    local = at.astimezone(zone)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def say_short(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """A moment in a list: ``8:15am`` of today, ``Thu 7:42pm`` within six days either way, else ``Thu 5 Nov, 7:42pm``."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = abs((local.date() - today).days)
    if days == 0:
        return say_time(local, zone)
    if days < 7:
        return f"{local:%a} {say_time(local, zone)}"
    year = f" {local.year}" if days > 300 else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {say_time(local, zone)}"


def say_near(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """A day as one says it aloud: ``today``, ``tomorrow``, ``yesterday``, else ``on Monday 23 November``."""
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    said = {today: "today", today + timedelta(days=1): "tomorrow", today - timedelta(days=1): "yesterday"}
    return said.get(day, f"on {say_day(day)}")


def say_weekday(at: datetime, zone: tzinfo) -> str:
    """The day of the week alone, for a button or a question: ``Monday``."""
    return f"{at.astimezone(zone):%A}"


def say_soon(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """A day for a button: ``today``, ``tomorrow``, ``Monday`` within six days, else ``Monday 4 January``."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() in (today, today + timedelta(days=1)):
        return say_near(at, zone, now=now)
    return f"{local:%A}" if timedelta() < local.date() - today < timedelta(days=7) else say_day(local.date())


def say_span(first_at: datetime, last_at: datetime, zone: tzinfo) -> str:
    """From one time of a day to another: ``8:15am to 4pm``; over several days both moments in full."""
    first, last = first_at.astimezone(zone), last_at.astimezone(zone)
    if first.date() == last.date():
        return f"{say_time(first, zone)} to {say_time(last, zone)}"
    return f"{say_moment(first, zone)} to {say_moment(last, zone)}"


def say_wait(wait: timedelta) -> str:
    """A length of time in its two largest units: ``9 days 15 hours``, ``12 hours 20 minutes``."""
    minutes = int(wait.total_seconds() // 60)
    units = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    first = next((place for place, (count, _) in enumerate(units) if count), 2)
    said = [f"{count:,} {name if count == 1 else name + 's'}" for count, name in units[first : first + 2] if count]
    return " ".join(said) or "no time at all"


def say_weekdays(days: Sequence[int]) -> str:
    """Days of the week, Monday being 0: ``Monday to Wednesday``, ``Monday, Tuesday and Friday``; blank for none."""
    names = [f"{date(2024, 1, 1) + timedelta(days=one):%A}" for one in days]
    if len(days) > 2 and list(days) == list(range(days[0], days[0] + len(days))):
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
