"""Builders for meetings in tests: Miss Nair's offers to the parents of Robin Class, and what they book."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.meetings import Asked, offer_times, take_time, times_left
from gateway.actions.release import release_due
from gateway.domain.meetings import IN_PERSON, PHONE, Meeting, Offer
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail

NAIR = one_school(1, Actor("staff", "nair"))
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
NAIRS = Asked("I would like to talk about lunchtimes.", (IN_PERSON, PHONE), 15, (TUESDAY, WEDNESDAY))
FAMILIES = {"agnieszka": "Agnieszka Nowak", "marek": "Marek Nowak", "tom": "Tom Reed"}
ADDRESSES = {"agnieszka": "agnieszka@mail.example", "marek": "marek@mail.example", "tom": "reeds@mail.example"}


def parent(contact_id: str) -> Scope:
    """The school as this parent reaches it."""
    return one_school(1, Actor("contact", contact_id))


def a_talk(app: Flask, contact_id: str = "agnieszka") -> int:
    """A conversation of a parent with Miss Nair, which has rung for her."""
    sender = f"{FAMILIES[contact_id]} <{ADDRESSES[contact_id]}>"
    taken = arrives(app, mail(sender, "Could we look at the reading book please?", subject=f"Book {contact_id}"))
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    return taken.thread_id


def offered(app: Flask, contact_id: str = "agnieszka", asked: Asked = NAIRS) -> Offer:
    """Miss Nair's offer to a parent, on Monday morning."""
    return offer_times(NAIR, a_talk(app, contact_id), asked, staff_id="nair", now=MONDAY_MORNING)


def booked(offer: Offer, starts_at: datetime = TUESDAY, way: str = IN_PERSON) -> Meeting:
    """A meeting that the parent of an offer books on Monday."""
    return take_time(parent(offer.contact_id), offer.offer_id, starts_at=starts_at, way=way, now=MONDAY_MORNING)


def left(offer: Offer, *, now: datetime = MONDAY_MORNING) -> list[datetime]:
    """The times that can be chosen of an offer."""
    with reading():
        return [one.starts_at for one in times_left(SCHOOL, directory(SCHOOL), offer, now=now)]


def events(name: str) -> int:
    """How many events of one name there are."""
    with reading():
        return len(audit.latest(SCHOOL, (name,), limit=50))
