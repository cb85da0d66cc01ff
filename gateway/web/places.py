"""How a place in a list is written into an address, and read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.domain.errors import InputProblem

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
ID = "int(max=9223372036854775807)"
"""The converter of an id in a route: a larger number than the database has is no page."""


def write_place(place: tuple[datetime, int] | None) -> str:
    """A moment and an id as ``1764579600000000-42``; blank for None."""
    if place is None:
        return ""
    return f"{(place[0] - _BEGIN) // timedelta(microseconds=1)}-{place[1]}"


def read_place(written: str) -> tuple[datetime, int] | None:
    """The place that an address names, None for a blank one. Raises InputProblem."""
    if not written:
        return None
    moment, _, number = written.partition("-")
    try:
        return _BEGIN + timedelta(microseconds=int(moment)), read_id(number)
    except (ValueError, OverflowError) as problem:
        raise InputProblem("This address names no page of the list; go back to the inbox.") from problem


def read_id(written: str) -> int:
    """An id that an address names. Raises InputProblem."""
    if not written.isascii() or not written.isdigit() or int(written[:20]) >= 1 << 63:
        raise InputProblem("This address names no page of the list; go back to the inbox.")
    return int(written)
