"""What staff wrote in a mail program and did not arrive: told in the thread, and gone on by the family's next way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions.dead_addresses import dead_addresses
from gateway.actions.delivery import send_due
from gateway.actions.paper_list import ended, paper_list
from gateway.actions.roster import import_roster
from gateway.actions.threads import Delivery, open_thread
from gateway.actions.today import today
from gateway.ports.errors import Refused, TryLater
from gateway.store import audit, outbox, relays, threads
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading
from tests.actions.test_fallback import SECOND, Post, bounce
from tests.actions.test_relaying import AGNIESZKA, MONDAY_NOON, NAIR, Hop, comes, due, from_nair
from tests.schools import SCHOOL, a_roster, mail

SOON = MONDAY_NOON + timedelta(minutes=1)
WROTE = "<s1@elmswick.example>"


@pytest.fixture
def school(sqlite_school: Flask) -> Flask:
    """Agnieszka has a second address."""
    _with_addresses(AGNIESZKA, SECOND)
    return sqlite_school


def _with_addresses(*emails: str) -> None:
    roster = a_roster()
    contacts = tuple(replace(one, emails=emails) if one.contact_id == "agnieszka" else one for one in roster.contacts)
    import_roster(SCHOOL, replace(roster, contacts=contacts), accept_removals=True, now=MONDAY_NOON)


def wrote(hop: Hop | None = None, *, text: str = "The book is changed.", to: str = AGNIESZKA) -> None:
    """Miss Nair writes to Agnieszka in her own mail program, and the relay hands it on."""
    comes(from_nair(text, message_id=WROTE), to, sender=NAIR, at=MONDAY_NOON)
    due(hop or Hop(), MONDAY_NOON)


def comes_back(status: str = "5.1.1", *, quoting: str = WROTE, address: str = AGNIESZKA) -> frozenset[str]:
    """The report of a mail server comes through the relay, to Miss Nair; for whom it passes."""
    return comes(
        bounce(replace(the_parcel(), rfc_id=quoting, to_address=address), status=status), NAIR, sender="", at=SOON
    )


def the_parcel() -> Parcel:
    with reading():
        (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        (found,) = [one for one in outbox.parcels_of(SCHOOL, thread.thread_id) if one.letter == "reply"]
    return found


def shown() -> Delivery:
    """What the conversation says of the mail."""
    thread_id = the_parcel().thread_id
    assert thread_id is not None
    talk = open_thread(SCHOOL, thread_id, staff_id="nair", now=SOON)
    (delivery,) = [one.delivery for one in talk.shown if one.delivery is not None]
    return delivery


@pytest.mark.clause("C1")
def test_a_relayed_mail_that_comes_back_goes_on_to_the_next_address_and_its_author_has_the_report_too(
    school: Flask,
) -> None:
    wrote()
    assert shown().state == "handed_over"
    assert comes_back() == {NAIR}, "the report is its author's as well"
    again = the_parcel()
    assert (again.state, again.channel, again.to_address) == ("waiting", "school_email", SECOND)
    assert [(one.channel, one.why) for one in shown().tried] == [
        ("school_email", "Their mail server knows no such address.")
    ]
    assert [one.address for one in dead_addresses(SCHOOL)] == [AGNIESZKA]
    post = Post()
    send_due(SCHOOL, {post.name: post}, school.extensions["handbell.equipment"].letters, now=SOON)
    assert [one.to_address for one in post.left] == [SECOND]
    assert "The book is changed." in post.left[0].text
    comes_back()
    assert the_parcel().state == "handed_over", "the same report again is about a way that it has gone round"


def test_where_no_way_is_left_it_stands_on_the_paper_list_and_on_today(sqlite_school: Flask) -> None:
    wrote()
    comes_back()
    told = shown()
    assert (told.state, told.ended) == ("unreachable", True)
    assert [(one.to_name, one.author) for one in ended(SCHOOL)] == [("Agnieszka Nowak", "Miss Nair")]
    assert today(SCHOOL, staff_id="ashdown", now=SOON).not_delivered == 1


def test_a_family_whose_relayed_mail_came_back_is_told_on_paper(sqlite_school: Flask) -> None:
    roster = a_roster()
    alone = tuple(one for one in roster.ties if one.contact_id != "marek")
    import_roster(SCHOOL, replace(roster, ties=alone), accept_removals=True, now=MONDAY_NOON)
    wrote()
    assert paper_list(SCHOOL) == ()
    comes_back("5.2.2")
    (told,) = paper_list(SCHOOL)
    assert (told.pupil.pupil_id, told.adults[0].failed) == ("zofia", ((AGNIESZKA, SOON),))


def test_a_report_that_proves_nothing_of_the_address_fails_the_mail_alone(sqlite_school: Flask) -> None:
    wrote()
    comes_back("5.7.1")
    assert shown().state == "failed"
    assert dead_addresses(SCHOOL) == ()


def test_a_report_about_any_other_mail_passes_and_is_not_kept(sqlite_school: Flask) -> None:
    wrote()
    assert comes_back(quoting="<private@elmswick.example>", address="dentist@else.example") == {NAIR}
    assert comes_back("4.4.7", quoting="<private@elmswick.example>") == {NAIR}
    assert shown().state == "handed_over"
    with reading():
        assert audit.latest(SCHOOL, ("automatic.noted",), limit=5) == ()


def test_a_mail_to_two_families_fails_for_the_one_it_did_not_reach(sqlite_school: Flask) -> None:
    comes(
        from_nair("School ends at noon.", to=NAIR, message_id=WROTE),
        AGNIESZKA,
        "helen@mail.example",
        sender=NAIR,
        at=MONDAY_NOON,
    )
    due(Hop(), MONDAY_NOON)
    comes_back()
    with reading():
        states = {
            one.to_address: one.state
            for contact in ("agnieszka", "helen")
            for thread in threads.threads_of_contact(SCHOOL, contact, limit=5)
            for one in outbox.parcels_of(SCHOOL, thread.thread_id)
        }
    assert states == {AGNIESZKA: "failed", "helen@mail.example": "handed_over"}


def test_what_the_next_hop_refuses_at_once_goes_on_as_well(school: Flask) -> None:
    wrote(Hop(Refused("The mail server refuses (550 5.1.1).", code="550 5.1.1")))
    assert (the_parcel().state, the_parcel().to_address) == ("waiting", SECOND)
    assert [one.address for one in dead_addresses(SCHOOL)] == [AGNIESZKA]


def test_what_is_put_off_for_too_long_goes_on_as_well(school: Flask) -> None:
    now = MONDAY_NOON
    wrote(Hop(TryLater("busy")))
    for _ in range(20):
        now += timedelta(hours=13)
        due(Hop(TryLater("busy")), now)
    assert (the_parcel().channel, the_parcel().to_address) == ("school_email", SECOND)


def test_what_a_stranger_sends_without_a_sender_passes_and_is_not_kept(sqlite_school: Flask) -> None:
    away = mail("X <x@else.example>", "I am away.", to=NAIR, headers=(("Auto-Submitted", "auto-replied"),))
    for raw in (away, mail("X <x@else.example>", "A form was sent.", to=NAIR)):
        assert comes(raw, NAIR, sender="", at=SOON) == {NAIR}
    with reading():
        assert relays.waiting(SCHOOL, "original") == ()
        assert threads.threads_of_contact(SCHOOL, "", limit=5) == ()


@pytest.mark.clause("C4")
def test_a_family_cannot_pass_for_a_mail_server(sqlite_school: Flask) -> None:
    wrote()
    forged = bounce(replace(the_parcel(), rfc_id=WROTE)).replace(
        b"From: Mail Delivery System <mailer-daemon@mx.example>", b"From: Helen <helen@mail.example>"
    )
    assert comes(forged, NAIR, sender="", at=SOON) == frozenset(), "it is held like any mail of a family"
