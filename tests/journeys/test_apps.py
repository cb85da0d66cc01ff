"""A journey through each app that lets no program in: its mail, the message, the promise, the answer, and what is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import copying, handovers, notice_sources, threads
from gateway.actions.copying import Copy
from gateway.actions.delivery import COLLECTED_WITHIN, send_due
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.domain.notices import Source
from gateway.domain.scope import Actor, one_school
from gateway.store import outbox, queue
from gateway.store.transaction import reading, writing
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    a_school,
    arrives,
    mail,
    parcels,
)

SENDERS = {
    "tapestry": "Tapestry <noreply@tapestryjournal.com>",
    "school_gateway": "School Gateway <noreply@schoolgateway.example>",
    "schoolcomms": "Elmswick Primary School <SC8201234A@schoolcomms.com>",
}
WORDS = "Could the reading book be changed please?"
NAIR = one_school(1, Actor("staff", "nair"))
FRIDAY_NINE = THURSDAY_EVENING.replace(day=20, hour=9, minute=0)
NINE = MONDAY_MORNING + timedelta(minutes=45)


def a_school_with_numbers(app: Flask) -> None:
    """Agnieszka's mobile is on the school's list, and School Gateway's mail has been entered."""
    roster = a_roster()
    contacts = tuple(
        replace(one, mobiles=("07700 900123",)) if one.contact_id == "agnieszka" else one for one in roster.contacts
    )
    a_school(app, replace(roster, contacts=contacts))
    notice_sources.add(
        SCHOOL, Source("school_gateway", "noreply@schoolgateway.example", "New message*", "waits"), now=THURSDAY_EVENING
    )


def told_by(app: Flask, channel: str, text: str) -> int | None:
    """The app's mail comes on Thursday evening; its conversation, where it holds the message itself."""
    sender = SENDERS[channel]
    proof = f"mx.elmswick.example; dmarc=pass header.from={sender.rpartition('@')[2].rstrip('>')}"
    subject = {"tapestry": "Nursery Notification", "school_gateway": "New message for school"}.get(channel, "Re: Books")
    headers = (("Authentication-Results", proof),)
    raw = mail(sender, text, subject=subject, to="office@elmswick.example", headers=headers)
    return arrives(app, raw, THURSDAY_EVENING).thread_id


@pytest.mark.parametrize("channel", SENDERS)
@pytest.mark.clause("C1")
def test_a_message_in_an_app_is_placed_promised_answered_and_handed_over(app: Flask, channel: str) -> None:
    with app.app_context():
        a_school_with_numbers(app)
        if channel == "schoolcomms":
            thread_id = told_by(app, channel, f"From: Agnieszka Nowak\nMobile: 07700 900123\n\n{WORDS}")
        else:
            assert told_by(app, channel, "You have a new message.") is None
            (waits,) = copying.waiting(SCHOOL, "okafor", now=FRIDAY_NINE)
            told = Copy("f", "", "agnieszka", WORDS, waits.notice.notice_id)
            copying.copy_in(SCHOOL, told, staff_id="okafor", now=FRIDAY_NINE)
            assert copying.waiting(SCHOOL, "okafor", now=FRIDAY_NINE) == ()
            with reading():
                thread_id = copying.threads.threads_of_contact(SCHOOL, "agnieszka", limit=2)[0].thread_id
        assert thread_id is not None
        with reading():
            entries = {one.reader: one for one in queue.entries_of(SCHOOL, thread_id)}
        assert entries["nair"].promised_at == MONDAY_MORNING
        assert entries["nair"].state == "waiting"
        release_due(SCHOOL, now=FRIDAY_MORNING)
        release_due(SCHOOL, now=MONDAY_MORNING)
        talk = threads.open_thread(NAIR, thread_id, staff_id="nair", now=NINE)
        assert [one.message.text for one in talk.shown] == [WORDS]
        assert talk.thread.channel == channel
        sent = send_reply(NAIR, thread_id, staff_id="nair", text="Of course.", now=NINE)
        (held,) = handovers.waiting(SCHOOL, "nair", now=NINE)
        assert (held.channel, held.words) == (channel, "Of course.")
        handovers.confirm(NAIR, [sent.outbox_id], staff_id="nair", now=NINE)
        last = threads.open_thread(NAIR, thread_id, staff_id="nair", now=NINE).shown[-1].delivery
        assert last is not None
        assert (last.state, last.evidence) == ("handed_over", "Miss Nair says that they sent it there.")
        assert [one.letter for one in parcels(app)] == [], "nothing is left that a machine would send"


def test_what_handbell_itself_tells_a_family_of_an_app_goes_by_email(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        a_school_with_numbers(sqlite_app)
        told_by(sqlite_app, "schoolcomms", f"From: Agnieszka Nowak\nMobile: 07700 900123\n\n{WORDS}")
        release_due(SCHOOL, now=MONDAY_MORNING)  # Mrs Pettit's Friday was missed, and the family is told so
        (late,) = parcels(sqlite_app, "late")
        assert late.channel == "schoolcomms"
        with writing():
            outbox.put_back(SCHOOL, late.outbox_id, send_after=MONDAY_MORNING, failure="")
        letters = sqlite_app.extensions["handbell.equipment"].letters
        send_due(SCHOOL, {}, letters, now=MONDAY_MORNING + COLLECTED_WITHIN)
        with reading():
            late = outbox.parcel(SCHOOL, late.outbox_id) or late
        assert (late.channel, late.to_address, late.state) == ("school_email", "agnieszka@mail.example", "waiting")


@pytest.mark.clause("C14")
def test_a_number_on_the_list_under_another_name_is_for_a_person_to_decide(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        a_school_with_numbers(sqlite_app)
        for name, known in (("Helen Tate", False), ("A Nowak", True)):
            thread_id = told_by(
                sqlite_app, "schoolcomms", f"From: {name}\nMobile: +44 7700 900123\n\nIs PE on, {name}?"
            )
            with reading():
                found = copying.threads.thread(SCHOOL, thread_id or 0)
            assert found is not None
            assert (found.contact_id == "agnieszka") is known
