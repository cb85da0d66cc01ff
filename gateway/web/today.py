"""The headteacher's Today: what needs a person, the promises by class, when families write, and whether Handbell is well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.actions.meetings.showing import of_day
from gateway.actions.suggestions import DISMISSALS
from gateway.actions.today import Hour, today
from gateway.domain.approaches import WAYS
from gateway.domain.deadlines import KINDS
from gateway.domain.permissions import may
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("today", __name__)

HEIGHT = 160
"""Pixels from the ground of the chart to its highest bar."""
FIRST, LAST = 6, 22
"""The hours that the chart always covers; one that was written in earlier or later widens it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One hour of the chart: per cent from the left, pixels of what was seen at once and, on top of it, of what was kept."""

    x: float
    at_once: float
    kept: float
    word: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of when families write; ``label`` is the whole finding as a sentence, ``band`` the school's hours in per cent."""

    label: str
    columns: tuple[Column, ...]
    width: float
    band: tuple[float, float] | None
    at_once: int
    kept: int


@pages.get("/today")
def show() -> ResponseReturnValue:
    """The morning at a glance."""
    me = visitor()
    found = today(me.scope, staff_id=me.key, now=now())
    return render_template(
        "today/show.html",
        day=my_day(),
        today=found,
        meetings=of_day(me.scope, me.key, my_day().now.date(), now=now()),
        chart=chart_of(found.hours, found.band),
        ways=WAYS,
        kinds=KINDS,
        dismissals=DISMISSALS,
        may_lift=may(me.roles, "lift_restrictions"),
    )


def chart_of(hours: Sequence[Hour], band: tuple[int, int] | None) -> Chart | None:
    """The columns of the hours, or None where nobody has written."""
    if not hours:
        return None
    written = [one.hour for one in hours if one.at_once or one.kept]
    first, last = min(FIRST, *written), max(LAST, *written)
    shown = [one for one in hours if first <= one.hour <= last]
    step, most = 100 / len(shown), max(one.at_once + one.kept for one in shown)
    columns = tuple(
        Column(
            round((number + 0.15) * step, 2),
            round(one.at_once / most * HEIGHT, 1),
            round(one.kept / most * HEIGHT, 1),
            _clock(one.hour) if (one.hour - first) % 3 == 0 else "",
        )
        for number, one in enumerate(shown)
    )
    at_once, kept = sum(one.at_once for one in shown), sum(one.kept for one in shown)
    busiest = max(shown, key=lambda one: one.at_once + one.kept)
    label = (
        f"Messages of families by time of day. {at_once} were seen at once, {kept} were kept for the next working time. "
        f"The busiest hour begins at {_clock(busiest.hour)}, with {busiest.at_once + busiest.kept}."
    )
    return Chart(label, columns, round(0.7 * step, 2), _band(band, first, last), at_once, kept)


def _band(band: tuple[int, int] | None, first: int, last: int) -> tuple[float, float] | None:
    if band is None:
        return None
    minutes = (last + 1 - first) * 60
    start, end = (min(max((one - first * 60) / minutes, 0), 1) * 100 for one in band)
    return (round(start, 2), round(end - start, 2)) if end > start else None


def _clock(hour: int) -> str:
    return f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"
