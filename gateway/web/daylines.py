"""Where things stand on a day line: moments and working times as percentages of a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from gateway.domain.moments import say_time

Spans = Sequence[tuple[datetime, datetime]]
_RAIL = (6, 20)
"""The hours that the small line in the rail covers."""
_DAY = (6, 22)


@dataclass(frozen=True, slots=True)
class Bar:
    """Working time: where it begins and how wide it is, in per cent."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word under the line, centred at ``x`` per cent."""

    x: float
    text: str
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Dayline:
    """One rope of time as the macro ``dayline`` draws it; ``label`` is the whole of it as a sentence."""

    label: str
    bars: tuple[Bar, ...]
    words: tuple[Word, ...] = ()
    wait: tuple[float, float] | None = None
    sent: float | None = None
    bell: float | None = None
    now: float | None = None


def line_of_today(spans: Spans, now: datetime, *, zone: tzinfo, label: str) -> Dayline:
    """Today from 6am to 10pm: a person's working times with their ends in words, and where the day stands."""
    first, last = _frame(now, *_DAY)
    words = tuple(Word(_at(end, first, last), say_time(end, zone)) for span in spans for end in span)
    return Dayline(label, _bars(spans, first, last), words, now=_at(now, first, last))


def line_of_rail(spans: Spans, now: datetime) -> Dayline:
    """The small line in the rail, 6am to 8pm; the words beside it say the same, so it has no label."""
    first, last = _frame(now, *_RAIL)
    return Dayline("", _bars(spans, first, last), now=_at(now, first, last))


def line_of_wait(spans: Spans, since: datetime, until: datetime, *, label: str) -> Dayline:
    """The days from ``since`` (a ring) to ``until`` (a bell), each named up to a week, else the first and the last."""
    first = datetime.combine(since.date(), time(0), tzinfo=since.tzinfo)
    days = (until.date() - since.date()).days + 1
    last = first + timedelta(days=max(days, 2))
    named = range(days) if days <= 7 else (0, days - 1)
    words = tuple(
        Word(
            _at(first + timedelta(days=step, hours=12), first, last),
            f"{first + timedelta(days=step):%a}",
            step == days - 1,
        )
        for step in named
    )
    start, end = _at(since, first, last), _at(until, first, last)
    return Dayline(label, _bars(spans, first, last), words, wait=(start, end), sent=start, bell=end)


def _frame(now: datetime, opens: int, closes: int) -> tuple[datetime, datetime]:
    return now.replace(hour=opens, minute=0, second=0, microsecond=0), now.replace(
        hour=closes, minute=0, second=0, microsecond=0
    )


def _at(moment: datetime, first: datetime, last: datetime) -> float:
    return round(min(max((moment - first) / (last - first), 0), 1) * 100, 2)


def _bars(spans: Iterable[tuple[datetime, datetime]], first: datetime, last: datetime) -> tuple[Bar, ...]:
    edges = [(_at(start, first, last), _at(end, first, last)) for start, end in spans]
    return tuple(Bar(start, round(end - start, 2)) for start, end in edges if end > start)
