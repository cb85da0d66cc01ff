"""A newer list of bank holidays than Handbell's own: reading the file that GOV.UK publishes, or refusing it in a sentence."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from gateway.domain.bank_holidays import DIVISIONS, HolidayList, last_known_on
from gateway.domain.errors import InputProblem

LARGEST = 1_000_000
"""Bytes; the published file has some sixty thousand."""
FEWEST, MOST = 6, 20
"""How many bank holidays a year can have, so that half a file is not taken for a whole one."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


class NotAList(InputProblem):
    """The file is not the list of bank holidays that GOV.UK publishes."""


def read_list(raw: bytes, *, source: str, today: date) -> HolidayList:
    """Read a file in the form of GOV.UK's ``bank-holidays.json``. Raises NotAList with what is wrong and what to do."""
    if len(raw) > LARGEST:
        raise NotAList("This file is far larger than the list of bank holidays; choose bank-holidays.json from GOV.UK.")
    try:
        held = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as failure:
        raise NotAList("This is not JSON; save GOV.UK's bank-holidays.json as it is and choose that file.") from failure
    if not isinstance(held, dict):
        raise NotAList("This is JSON but not a list by division; choose bank-holidays.json from GOV.UK.")
    days = tuple((division, _days(held, division)) for division in DIVISIONS)
    return HolidayList(source[:80] or "bank-holidays.json", today, days)


def _days(held: dict[str, Any], division: str) -> tuple[date, ...]:
    part = held.get(division)
    events = part.get("events") if isinstance(part, dict) else None
    if not isinstance(events, list) or not events:
        raise NotAList(f"The file has no days for {division}; choose bank-holidays.json from GOV.UK, whole.")
    found = tuple(sorted({_day(one, division) for one in events}))
    counts = Counter(day.year for day in found)
    for year in range(found[0].year, found[-1].year + 1):
        if not FEWEST <= counts[year] <= MOST:
            raise NotAList(
                f"The file has {counts[year]} days in {year} for {division}, which cannot be; fetch it again."
            )
    if found[-1] < last_known_on(division):
        raise NotAList(
            f"The days for {division} end on {found[-1].isoformat()}, before those that Handbell knows; fetch a newer file."
        )
    return found


def _day(event: object, division: str) -> date:
    written = event.get("date") if isinstance(event, dict) else None
    try:
        day = date.fromisoformat(written) if isinstance(written, str) and len(written) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotAList(f"The file has a line for {division} without a day such as 2029-12-25; fetch it again.")
    return day


def written(brought: HolidayList) -> str:
    """A list in the form of the published file, which ``read_list`` reads back."""
    lists = {
        division: {"division": division, "events": [{"date": day.isoformat()} for day in days]}
        for division, days in brought.days
    }
    return json.dumps(lists, separators=(",", ":"))
