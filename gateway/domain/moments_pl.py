"""How times and ways to talk are said in the approved Polish words of a letter: "w poniedziałek 23 listopada o 8:15"."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

_ON = ("w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę")
_BY = ("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli")
_MONTHS = (
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
    *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
)


_WAYS = {"in_person": "w szkole", "phone": "przez telefon", "video": "przez wideo"}


def po_polsku(at: datetime, zone: tzinfo) -> str:
    """When something happens: ``w poniedziałek 23 listopada o 8:15``."""
    local = at.astimezone(zone)
    return f"{_ON[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} o {_time(local)}"


def w_dniu(at: datetime, zone: tzinfo) -> str:
    """The day alone: ``w poniedziałek 23 listopada``."""
    return po_polsku(at, zone).rpartition(" o ")[0]


def do_kiedy(at: datetime, zone: tzinfo) -> str:
    """By when: ``wtorku 24 listopada, do godziny 16:00``."""
    local = at.astimezone(zone)
    return f"{_BY[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}, do godziny {_time(local)}"


def od_kiedy(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """From when: ``jutro od 8:30``, or ``w poniedziałek 23 listopada od 8:30``."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    said = {today: "dzisiaj", today + timedelta(days=1): "jutro"}
    day = said.get(local.date(), f"{_ON[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}")
    return f"{day} od {_time(local)}"


def jak(way: str) -> str:
    """How people talk, by the code of a meeting's way: ``przez telefon``. Raises KeyError for a way that is none."""
    return _WAYS[way]


def _time(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02}"
