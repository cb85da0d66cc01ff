"""A member of staff's meetings at a private address, for their own calendar to fetch: made, renewed, ended, read."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from gateway.actions.accounts import digest
from gateway.actions.directory import directory
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.meetings import CANCELLED, IN_PERSON, PHONE, VIDEO, WAYS, Meeting
from gateway.domain.scope import Actor, Scope, one_school
from gateway.mail.calendar_events import CalendarEvent
from gateway.store import audit, calendar_feeds, meetings
from gateway.store.calendar_feeds import CalendarFeed
from gateway.store.transaction import reading, writing

LOOKS_BACK = timedelta(days=31)
LOOKS_AHEAD = timedelta(days=400)
NOTED_EVERY = timedelta(hours=1)
"""How exactly it is known when a calendar fetched last: noting every look would write for every look."""


class NoFeed(HandbellError):
    """There is no calendar at this address, or no longer."""


def my_feed(scope: Scope) -> CalendarFeed | None:
    """One's own address as it stands, or None; its secret can be read by nobody. No event: it is one's own."""
    with reading():
        return calendar_feeds.feed_of(scope, scope.actor.key)


def renew_feed(scope: Scope, *, now: datetime) -> str:
    """The secret of a new address of one's own, 144 random bits shown this once; the one before ends with that.

    Event: calendar_feed.opened.
    """
    secret = secrets.token_urlsafe(18)
    with writing():
        audit.take_turn(scope)
        calendar_feeds.put_feed(scope, scope.actor.key, token_hash=digest(secret), made_at=now)
        audit.append(scope, "calendar_feed.opened", now=now, clause="C4", staff=scope.actor.key)
    return secret


def end_feed(scope: Scope, *, now: datetime) -> None:
    """End one's own address; does nothing where there is none. Event: calendar_feed.closed."""
    with writing():
        audit.take_turn(scope)
        if calendar_feeds.close_feed(scope, scope.actor.key):
            audit.append(scope, "calendar_feed.closed", now=now, clause="C4", staff=scope.actor.key)


def read_feed(scope: Scope, secret: str, *, site: str, now: datetime) -> bytes:
    """The meetings behind an address in iCalendar, without a child's family name or a word of what they are about.

    Raises NoFeed, also where its owner has left. No event: a calendar looks every hour, and each of them is its owner's own.
    """
    with reading():
        found = calendar_feeds.whose_feed(scope, digest(secret))
        if found is None:
            raise NoFeed("There is no calendar at this address.")
        school_id, staff_id = found
        mine = one_school(school_id, Actor("staff", staff_id))
        people, feed = directory(mine), calendar_feeds.feed_of(mine, staff_id)
        if staff_id not in people.staff:
            raise NoFeed("There is no calendar at this address.")
        held = meetings.meetings_of_staff(mine, staff_id, now - LOOKS_BACK, now + LOOKS_AHEAD)
    if feed is not None and (feed.fetched_at is None or feed.fetched_at < now - NOTED_EVERY):
        with writing():
            calendar_feeds.note_fetched(mine, staff_id, now=now)
    school = people.roster.school
    name = f"Handbell, {people.name_of(staff_id)}"
    from gateway.mail.calendar_writing import feed as written_feed

    return written_feed(_events(people, held, site=site), name=name, zone=school.timezone)


def _events(people: Directory, held: Iterable[Meeting], *, site: str) -> Iterable[tuple[CalendarEvent, datetime]]:
    for one in held:
        if one.state == CANCELLED:
            continue
        place = {IN_PERSON: one.room, VIDEO: one.video, PHONE: ""}[one.way]
        others = [people.name_of(staff_id) for staff_id in one.staff_ids]
        lines = [
            WAYS[one.way],
            f"With {', '.join(others)}" if len(others) > 1 else "",
            f"{one.interpreter} interprets" if one.interpreter else "",
            f"{site}/threads/{one.thread_id}" if one.thread_id is not None else "",
        ]
        event = CalendarEvent(
            uid=one.uid,
            sequence=one.sequence,
            summary=f"Talk: {_family(people, one)}",
            description="\n".join(filter(None, lines)),
            location=place,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            zone=people.roster.school.timezone,
        )
        yield event, one.changed_at


def _family(people: Directory, meeting: Meeting) -> str:
    """Whose family it is with, as lists of school name a child: the first name and one letter."""
    pupils = [people.pupils[one] for one in meeting.pupil_ids if one in people.pupils]
    named = [f"{one.preferred_name or one.first_name} {one.last_name[:1]}" for one in pupils]
    return f"{' and '.join(named)}, family" if named else "a family"
