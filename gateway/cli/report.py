"""The report of a rehearsal: one file that needs nothing beside it, for a headteacher to pass on and governors to sign."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app
from markupsafe import Markup

from gateway.actions.rehearsal.figures import Figures, Hour

EMBEDDED = ("proza-libre-latin-600-normal.woff2", "atkinson-hyperlegible-next-latin-wght-normal.woff2")
"""The fonts that travel inside the file; the device's own stand in for the rest."""
ICONS = ("question", "handshake", "user-check")
FIRST_HOUR = 5
"""Where the chart's day begins, unless somebody wrote earlier."""
AXIS = 186
"""Pixels from the top of the chart to the rope; families stand above it, staff hang below."""
ROOM_ABOVE, ROOM_BELOW, GAP = 148, 84, 10
MOST_KEYS = 2
TENTHS = ("Hardly any", "One", "Two", "Three", "Four", "Half", "Six", "Seven", "Eight", "Nine", "Nearly all")
FEW = 20
"""Messages below which the headline counts them instead of saying tenths."""

_FACE = re.compile(r"@font-face\{[^}]*?url\(([^)]+)\)[^}]*\}")
_SYMBOL = re.compile(r'<symbol id="i-([a-z-]+)".*?</symbol>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or a piece of one: ``x`` and ``width`` in hundredths of the chart, ``y`` and ``height`` in pixels."""

    x: float
    y: float
    width: float
    height: float
    is_off_duty: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the chart."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The day as a drawing: bars, their highest figures, the hours along the rope, and the staff's hours (start, width)."""

    bars: tuple[Bar, ...]
    keys: tuple[Word, ...]
    scale: tuple[Word, ...]
    hours: tuple[float, float] | None


def render_report(figures: Figures, *, zone: str, made_at: datetime) -> str:
    """The report as HTML. ``zone`` names the school's time zone."""
    static = Path(current_app.static_folder or "")
    where = ZoneInfo(zone)
    return current_app.jinja_env.get_template("rehearsal/report.html").render(
        figures=figures,
        chart=chart_of(figures),
        share=share(figures.families_off, figures.families),
        busiest=max(figures.hours, key=lambda one: one.families),
        widest=max((count for _, count in figures.waits.counts), default=0),
        period=_period(figures, where),
        style=_style(static),
        symbols=_symbols(static),
        zone=where,
        made_at=made_at,
        say_hour=say_hour,
        say_clock=say_clock,
        one_or_many=one_or_many,
    )


def chart_of(figures: Figures) -> Chart:
    """The day chart of some figures. Families and staff are drawn to one scale, so that their bars may be compared."""
    first = 0 if any(one.families or one.staff for one in figures.hours[:FIRST_HOUR]) else FIRST_HOUR
    shown = figures.hours[first:]
    column = 100 / len(shown)
    most_above, most_below = max(one.families for one in shown), max(one.staff for one in shown)
    scale = min(ROOM_ABOVE / max(most_above, 1), ROOM_BELOW / max(most_below, 1))
    bars = [
        bar
        for one in shown
        for bar in _bars(one, x=(one.hour - first + 0.12) * column, width=0.76 * column, scale=scale)
    ]
    middle = partial(_middle, first=first, column=column)
    keys = [
        Word(middle(one.hour), AXIS - GAP - one.families * scale - 6, f"{one.families:,}")
        for one in sorted(shown, key=lambda one: -one.families)[:MOST_KEYS]
        if one.families
    ]
    keys += [
        Word(middle(one.hour), AXIS + GAP + one.staff * scale + 15, f"{one.staff:,}")
        for one in sorted(shown, key=lambda one: -one.staff)[:1]
        if one.staff
    ]
    said = [Word(middle(hour), 14, say_hour(hour)) for hour in range(3, 24, 3) if hour >= first]
    return Chart(tuple(bars), tuple(keys), tuple(said), _band(figures.staff_hours, first=first, column=column))


def _middle(hour: int, *, first: int, column: float) -> float:
    return round((hour - first + 0.5) * column, 2)


def _bars(one: Hour, *, x: float, width: float, scale: float) -> list[Bar]:
    """At work next to the rope, off duty beyond it, above for families and below for staff."""
    above, below = AXIS - GAP, AXIS + GAP
    on, off = one.families_on * scale, one.families_off * scale
    staff_on, staff_off = one.staff_on * scale, one.staff_off * scale
    drawn = (
        (above - on, on, False),
        (above - on - off, off, True),
        (below, staff_on, False),
        (below + staff_on, staff_off, True),
    )
    return [
        Bar(round(x, 2), round(y, 2), round(width, 2), round(height, 2), is_off)
        for y, height, is_off in drawn
        if height
    ]


def _band(hours: tuple[int, int] | None, *, first: int, column: float) -> tuple[float, float] | None:
    if hours is None or hours[1] <= first * 60:
        return None
    start, end = max(hours[0] / 60 - first, 0), hours[1] / 60 - first
    return round(start * column, 2), round((end - start) * column, 2)


def share(part: int, whole: int) -> str:
    """A share as a headline says it: ``Seven in ten``, of few messages ``7 of 12``."""
    if whole < FEW or part in (0, whole):
        return "All" if part == whole else ("None" if part == 0 else f"{part} of {whole}")
    tenths = max(1, round(10 * part / whole)) if part * 20 >= whole else 0
    if tenths in (0, 10):
        return TENTHS[tenths]
    return "Half of all" if tenths == 5 else f"About {TENTHS[tenths].lower()} in ten"


def say_hour(hour: int) -> str:
    """An hour of the day: ``6am``, ``12pm``; 24 is ``12am``."""
    return f"{hour % 12 or 12}{'am' if hour % 24 < 12 else 'pm'}"


def say_clock(minutes: int) -> str:
    """Minutes after midnight as a time: ``8:15am``."""
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'am' if hour % 24 < 12 else 'pm'}"


def one_or_many(count: int, noun: str, many: str = "") -> str:
    """A count with its noun: ``1 message``, ``1,046 messages``."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def _period(figures: Figures, zone: ZoneInfo) -> str:
    """From the first message to the last: ``13 April to 22 July 2026``, or blank."""
    if figures.first_at is None or figures.last_at is None:
        return ""
    first, last = figures.first_at.astimezone(zone), figures.last_at.astimezone(zone)
    if first.date() == last.date():
        return f"{last.day} {last:%B %Y}"
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} to {last.day} {last:%B %Y}"


def _style(static: Path) -> Markup:
    """The style sheets in one, with the fonts inside; our own files, so nothing of a mailbox is in them."""
    faces = _FACE.sub(lambda found: _face(static, found), (static / "fonts" / "fonts.css").read_text(encoding="utf-8"))
    sheets = [(static / name).read_text(encoding="utf-8") for name in ("tokens.css", "components.css")]
    return Markup("\n").join(Markup(one) for one in (faces, *sheets))  # noqa: S704 # nosec B704


def _face(static: Path, found: re.Match[str]) -> str:
    if found[1] not in EMBEDDED:
        return ""
    content = base64.b64encode((static / "fonts" / found[1]).read_bytes()).decode()
    return found[0].replace(found[1], f"data:font/woff2;base64,{content}")


def _symbols(static: Path) -> Markup:
    """The icons that the report uses, from the one sprite."""
    sprite = (static / "icons" / "handbell-icons.svg").read_text(encoding="utf-8")
    return Markup("").join(Markup(one[0]) for one in _SYMBOL.finditer(sprite) if one[1] in ICONS)  # noqa: S704 # nosec B704
