"""An invented school for tests: its people, their mail, and the ways in through the real pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from itertools import count

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions import accounts
from gateway.actions.accounts import Visitor
from gateway.actions.arrivals import Taken, take_in
from gateway.actions.contacts_check import confirm_contacts
from gateway.actions.directory import directory
from gateway.actions.roster import import_roster
from gateway.domain.contacts_check import people_of
from gateway.domain.roster import (
    CalendarDay,
    Contact,
    Emergency,
    OnCall,
    Pupil,
    Roster,
    School,
    SchoolClass,
    StaffMember,
    Tie,
)
from gateway.domain.scope import Actor, Scope, one_school
from gateway.ports.channels import RawHook
from gateway.store import arrivals, on_call, outbox, threads
from gateway.store.outbox import Parcel
from gateway.store.schools import bump_people_version
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SCHOOL: Scope = one_school(1)
PASSWORD = "three plain words"
THURSDAY_EVENING = datetime(2026, 11, 19, 19, 42, tzinfo=UTC)
"""Miss Nair works again on Monday, her job-share Mrs Pettit on Friday; the school's time is UTC in November."""
FRIDAY_MORNING = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
_END_OF_TIME = datetime(2090, 1, 1, tzinfo=UTC)
_deliveries = count(1)


ELMSWICK = School(
    name="Elmswick Primary School",
    timezone="Europe/London",
    division="england-and-wales",
    email_domains=("elmswick.example",),
    office_address="office@elmswick.example",
    office_hours="Mo-Fr 08:15-16:15",
    staff_hours="Mo-Fr 08:30-16:30",
    courtesy_hours="Mo-Fr 07:30-18:30",
    reply_within_days=3,
    emergency=Emergency("signpost", "01632 960101", "01632 960110", "01632 960111"),
)
"""The settings that every invented school of the tests begins with."""


def a_roster(*, mode: str = "signpost") -> Roster:
    """Elmswick: a job share in Robin Class, one teacher in Wren, a shared family address, separated parents, an order."""
    return Roster(
        school=replace(
            ELMSWICK,
            office_hours="Mo-Fr 08:30-16:15",
            reply_within_days=1,
            emergency=Emergency(mode, "01632 960142", "01632 960110", "01632 960111"),
        ),
        calendar=(
            CalendarDay("term", date(2026, 9, 1), date(2026, 10, 23), "Autumn term"),
            CalendarDay("term", date(2026, 11, 2), date(2026, 12, 18), "Autumn term"),
            CalendarDay("term", date(2027, 1, 4), date(2027, 7, 20), "Spring and summer"),
        ),
        staff=_staff(),
        classes=(SchoolClass("robin", "Robin Class", ("3",)), SchoolClass("wren", "Wren Class", ("5",))),
        pupils=(
            Pupil("zofia", "Zofia", "Nowak", "", "robin"),
            Pupil("leo", "Leonard", "Reed", "Leo", "wren"),
            Pupil("maisie", "Maisie", "Reed", "", "robin"),
            Pupil("poppy", "Poppy", "Tate", "", "wren"),
        ),
        contacts=_contacts(),
        ties=_ties(),
    )


def _staff() -> tuple[StaffMember, ...]:
    return (
        _member("nair", "Miss", "Priya", "Nair", "teacher", classes=("robin",), hours="Mo-We 08:15-16:00"),
        _member("pettit", "Mrs", "Joan", "Pettit", "teacher", classes=("robin",), hours="Th-Fr 08:15-15:45"),
        _member("garrod", "Mr", "Luke", "Garrod", "teacher", classes=("wren",)),
        _member("lowe", "Miss", "Ada", "Lowe", "teaching_assistant", classes=("wren",)),
        _member("okafor", "Mrs", "Ngozi", "Okafor", "office", hours="Mo-Fr 08:30-16:15"),
        _member("ashdown", "Mrs", "Ruth", "Ashdown", "headteacher"),
        _member("castellan", "Mrs", "Irene", "Castellan", "deputy_head", "dsl"),
        _member("bell", "Mr", "Owen", "Bell", "governor_chair", hours="off"),
    )


def _contacts() -> tuple[Contact, ...]:
    return (
        Contact("agnieszka", "Mrs", "Agnieszka", "Nowak", ("agnieszka@mail.example",), (), "pl"),
        Contact("marek", "Mr", "Marek", "Nowak", ("marek@mail.example",), ()),
        Contact("tom", "Mr", "Tom", "Reed", ("reeds@mail.example",), ()),
        Contact("kate", "Ms", "Kate", "Reed", ("reeds@mail.example",), ()),
        Contact("helen", "Ms", "Helen", "Tate", ("helen@mail.example",), ()),
        Contact("gareth", "Mr", "Gareth", "Tate", ("gareth@mail.example",), ()),
    )


def _ties() -> tuple[Tie, ...]:
    return (
        Tie("zofia", "agnieszka", "mother", True, 1, True, True),
        Tie("zofia", "marek", "father", True, 2, False, True),
        Tie("leo", "tom", "father", True, 1, True, True),
        Tie("maisie", "tom", "father", True, 1, True, True),
        Tie("leo", "kate", "mother", True, 2, True, True),
        Tie("maisie", "kate", "mother", True, 2, True, True),
        Tie("poppy", "helen", "mother", True, 1, True, True),
        Tie("poppy", "gareth", "father", True, 2, False, False, "court_order"),
    )


def _member(
    key: str, title: str, first: str, last: str, *roles: str, classes: tuple[str, ...] = (), hours: str = ""
) -> StaffMember:
    return StaffMember(key, title, first, last, f"{key}@elmswick.example", frozenset(roles), classes, hours)


def a_school(app: Flask, roster: Roster | None = None) -> Flask:
    """Bring the school into the application's database; gives the application back."""
    with _inside(app):
        import_roster(SCHOOL, roster or a_roster(), accept_removals=True, now=THURSDAY_EVENING - timedelta(days=60))
    return app


def confirm(roster: Roster, *, now: datetime, emergency: Emergency | None = None) -> None:
    """Mrs Ashdown confirms whom to call in danger, as the page shows it or with another plan."""
    head = one_school(1, Actor("staff", "ashdown"))
    plan = emergency or roster.school.emergency
    turn = OnCall(1, "ashdown", now.date() - timedelta(days=1), now.date())
    with writing():  # a plan with people on call asks for somebody on the rota; whoever tests that puts their own there
        on_call.add_turn(SCHOOL, turn)
        bump_people_version(SCHOOL)
    confirm_contacts(head, plan, seen=people_of(roster), staff_id="ashdown", now=now)
    with writing():
        on_call.drop_turn(SCHOOL, turn.turn_id)
        bump_people_version(SCHOOL)


@pytest.fixture
def sample_school(app: Flask) -> Iterator[Flask]:
    """The school in a database, once on SQLite and once on PostgreSQL, with the application's context open."""
    with app.app_context():
        yield a_school(app)


@pytest.fixture
def sqlite_school(sqlite_app: Flask) -> Iterator[Flask]:
    """The same on SQLite alone, for tests that have nothing to do with the database."""
    with sqlite_app.app_context():
        yield a_school(sqlite_app)


@contextmanager
def _inside(app: Flask) -> Iterator[None]:
    if has_app_context():
        yield
        return
    with app.app_context():
        yield


def mail(
    sender: str = "Agnieszka Nowak <agnieszka@mail.example>",
    text: str = "Could the reading book be changed please?",
    *,
    to: str = "nair@elmswick.example",
    subject: str = "Reading book",
    message_id: str = "",
    in_reply_to: str = "",
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A parent's mail as it would arrive; without ``message_id`` it has one of its own."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = message_id or f"<mail-{next(_deliveries)}@mail.example>"
    if in_reply_to:
        message["In-Reply-To"] = in_reply_to
        message["References"] = in_reply_to
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def arrives(app: Flask, raw: bytes, at: datetime = THURSDAY_EVENING, *, vendor_id: str = "") -> Taken:
    """Let a mail arrive at the school's mailbox at a moment."""
    with _inside(app):
        return take_in(SCHOOL, RawHook("test", vendor_id or f"delivery-{next(_deliveries)}", raw, at), now=at)


def family_of(contact_id: str) -> Visitor:
    """A family member as a guard hands them over."""
    contact = next(one for one in a_roster().contacts if one.contact_id == contact_id)
    scope = one_school(1, Actor("contact", contact_id))
    ends_at = MONDAY_MORNING + timedelta(days=30)
    return Visitor("hash", "contact", contact_id, contact.name, frozenset(), scope, ends_at, None)


def thread_of(taken: Taken) -> Thread:
    """The conversation that a delivery went to."""
    assert taken.thread_id is not None
    with reading():
        found = threads.thread(SCHOOL, taken.thread_id)
    assert found is not None
    return found


def messages_of(taken: Taken) -> tuple[Message, ...]:
    """Every message of the conversation that a delivery went to."""
    assert taken.thread_id is not None
    with reading():
        return threads.messages_of(SCHOOL, taken.thread_id)


def shelve(arrival_id: int, raw: bytes, *, at: datetime) -> None:
    """Lay a delivery that nobody could read on the shelf."""
    with writing():
        arrivals.keep(
            SCHOOL,
            arrival_id,
            endpoint="school_email",
            vendor_id="1",
            fingerprint="f",
            received_at=at,
            state="shelf",
            kind="unreadable",
            reason="",
            raw=raw,
        )


def parcels(app: Flask, letter: str = "") -> tuple[Parcel, ...]:
    """Everything that waits to be sent, the oldest first; of one letter when it is named."""
    with _inside(app), writing():
        found = outbox.claim_due(SCHOOL, now=_END_OF_TIME, lease_for=timedelta(0), limit=1000)
    return tuple(replace(one) for one in sorted(found, key=lambda one: one.outbox_id) if letter in ("", one.letter))


def form_token(client: FlaskClient, path: str) -> str:
    """The token against forged requests that the forms of a page carry."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).get_data(as_text=True))
    assert found, f"the page {path} has no form with a token"
    return found[1]


def submit(client: FlaskClient, page: str, action: str = "", **fields: str) -> TestResponse:
    """Fill a form of ``page`` in and send it to ``action``, or to the page itself; redirects are not followed."""
    return client.post(action or page, data={"csrf_token": form_token(client, page), **fields})


def sign_in_as(client: FlaskClient, staff_id: str) -> TestResponse:
    """Sign a member of staff in through the real page, with a password given for the purpose."""
    app = client.application
    now = app.extensions["handbell.clock"]()
    with _inside(app):
        with reading():
            staff = directory(SCHOOL).staff[staff_id]
        accounts.set_password(SCHOOL, staff_id=staff_id, password=PASSWORD, now=now)
    answer = submit(client, "/sign-in", email=staff.email, password=PASSWORD)
    assert answer.status_code in (302, 303), "the password that was just given is not accepted"
    return answer


def come_in(app: Flask, staff_id: str) -> FlaskClient:
    """A browser in which a member of staff has signed in."""
    client = app.test_client()
    sign_in_as(client, staff_id)
    return client


def link_in_as(client: FlaskClient, contact_id: str) -> TestResponse:
    """Sign a contact in through the real pages: ask for the link, open it, press its button."""
    contact = next(one for one in a_roster().contacts if one.contact_id == contact_id)
    submit(client, "/sign-in", "/sign-in/link", email=contact.emails[0])
    sent = [one for one in parcels(client.application, "sign_in_link") if one.to_name == contact.name]
    assert sent, f"no link went to {contact_id}"
    answer = submit(client, f"/sign-in/link/{sent[-1].facts['token']}")
    assert answer.status_code in (302, 303), "the link that was just sent is not accepted"
    return answer
