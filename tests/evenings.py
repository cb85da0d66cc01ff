"""Builders for parents' evenings in tests: Robin Class with Miss Nair and Wren Class with Mr Garrod, on one Thursday."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from gateway.actions.evenings import (
    Asked,
    Invited,
    evening_by_link,
    invitation_to,
    open_evening,
    plan_evening,
    take_place,
)
from gateway.domain.meetings import IN_PERSON, PHONE, Meeting
from gateway.domain.meetings.evenings import Evening
from gateway.domain.scope import Actor, Scope, one_school
from tests.schools import MONDAY_MORNING, parcels

NAIR, GARROD, HEAD = (one_school(1, Actor("staff", one)) for one in ("nair", "garrod", "ashdown"))
THURSDAY = datetime(2026, 12, 3, 15, 30, tzinfo=UTC)
NOW = MONDAY_MORNING + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ROBIN = Asked(
    class_id="robin",
    starts_at=THURSDAY,
    ends_at=THURSDAY + timedelta(hours=2),
    minutes=10,
    breaks=((THURSDAY + 60 * MINUTE, THURSDAY + 80 * MINUTE),),
    ways=(IN_PERSON, PHONE),
    room="Robin classroom",
    video="",
    words="Choose your ten minutes with me.",
    each=1,
    closes_at=THURSDAY - timedelta(hours=24),
)


def parent(contact_id: str) -> Scope:
    """The school as this parent reaches it."""
    return one_school(1, Actor("contact", contact_id))


def opened(scope: Scope = NAIR, **changes: Any) -> Evening:
    """An evening that the families know of."""
    evening = plan_evening(scope, replace(ROBIN, **changes), now=NOW)
    open_evening(HEAD, evening.evening_id, now=NOW)
    return evening


def wren(**changes: Any) -> Evening:
    """Mr Garrod's, for Wren Class, on the same afternoon."""
    return opened(GARROD, class_id="wren", room="Wren classroom", **changes)


def takes(
    evening: Evening, contact_id: str, pupil_id: str, minutes: int, *, way: str = IN_PERSON, now: datetime = NOW
) -> Meeting:
    """A parent takes the time that begins so many minutes into the evening."""
    starts_at = evening.starts_at + minutes * MINUTE
    return take_place(parent(contact_id), evening.evening_id, pupil_id=pupil_id, starts_at=starts_at, way=way, now=now)


def sees(evening: Evening, contact_id: str, *, now: datetime = NOW) -> Invited:
    """What a parent sees."""
    return invitation_to(parent(contact_id), evening.evening_id, now=now)


def free(evening: Evening, contact_id: str, *, now: datetime = NOW) -> list[int]:
    """The minutes into the evening at which a parent's first child can still have a time."""
    child = sees(evening, contact_id, now=now).children[0]
    return [int((one.starts_at - evening.starts_at) / MINUTE) for one in child.free]


def link_of(app: Flask, letter: str = "evening_invite", *, to: str = "agnieszka@mail.example") -> str:
    """The path of the newest letter's link."""
    held = [one for one in parcels(app, letter) if one.to_address == to]
    return f"/meet/{held[-1].facts['link']}"


def by_link(path: str, *, now: datetime = NOW) -> tuple[Scope, int]:
    """Who comes by a link, to which evening."""
    return evening_by_link(Scope(()), path.rpartition("/")[2], now=now)
