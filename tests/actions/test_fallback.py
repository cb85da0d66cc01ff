"""What fails on one way goes on by the next, once, with its evidence, and ends on the paper list where none is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import paper_list, way_orders
from gateway.actions.arrivals import take_in
from gateway.actions.dead_addresses import dead_addresses
from gateway.actions.delivery import COLLECTED_WITHIN, send_due
from gateway.actions.directory import directory
from gateway.actions.outcomes import fail
from gateway.actions.own_threads import NotYourThread
from gateway.actions.paper_list import NotFailed, tell_otherwise
from gateway.actions.replies import Sent, send_again, send_reply
from gateway.actions.roster import import_roster
from gateway.actions.threads import Delivery, open_thread
from gateway.actions.today import today
from gateway.actions.waiting_replies import send_sooner
from gateway.actions.ways import ways_to
from gateway.domain.errors import InputProblem
from gateway.ports.channels import Capabilities, Outbound, RawHook, SendResult
from gateway.ports.errors import OutcomeUnknown, PortError, Refused, TryLater, Unreachable
from gateway.store import audit, endpoints, outbox, threads
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing
from tests.bridges import Bridge, a_bridge
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, mail

NINE = MONDAY_MORNING + timedelta(minutes=45)
SECOND = "agnieszka@work.example"


class Post:
    """A way out that fails as the test says for some addresses and remembers what left."""

    can = Capabilities(receive=True, send=True, receipts=True, attachments=False)

    def __init__(self, name: str = "school_email", **failing: PortError) -> None:
        self.name = name
        self.failing = failing
        self.left: list[Outbound] = []

    def send(self, message: Outbound) -> SendResult:
        """Fail, or remember it."""
        if (error := self.failing.get(message.to_address.partition("@")[2].partition(".")[0])) is not None:
            raise error
        self.left.append(message)
        return SendResult("vendor-1")


@pytest.fixture
def nine(sqlite_school: Flask, clock: SetClock) -> Flask:
    """Monday, nine in the morning; Agnieszka has a second address, and has written to Miss Nair."""
    clock.now = NINE
    roster = a_roster()
    contacts = tuple(
        replace(one, emails=(*one.emails, SECOND)) if one.contact_id == "agnieszka" else one for one in roster.contacts
    )
    import_roster(SCHOOL, replace(roster, contacts=contacts), accept_removals=False, now=NINE)
    return sqlite_school


def answered(words: str = "Of course.") -> Sent:
    """Agnieszka writes, and Miss Nair answers."""
    thread_id = take_in(SCHOOL, RawHook("test", "first", mail(), NINE), now=NINE).thread_id
    assert thread_id is not None
    with writing():
        for one in outbox.parcels_of(SCHOOL, thread_id):
            outbox.cancel(SCHOOL, one.outbox_id, now=NINE)
    return send_reply(SCHOOL, thread_id, staff_id="nair", text=words, now=NINE)


def work(app: Flask, *posts: Post, minutes: int = 0) -> None:
    """A few rounds of the job that sends."""
    letters = app.extensions["handbell.equipment"].letters
    for _ in range(3):
        send_due(SCHOOL, {one.name: one for one in posts}, letters, now=NINE + timedelta(minutes=minutes))


def parcel_of(sent: Sent) -> Parcel:
    with reading():
        found = outbox.parcel(SCHOOL, sent.outbox_id)
    assert found is not None
    return found


def shown(sent: Sent) -> Delivery:
    """What the conversation says of the answer."""
    talk = open_thread(SCHOOL, sent.thread_id, staff_id="nair", now=NINE)
    (delivery,) = [one.delivery for one in talk.shown if one.delivery is not None]
    return delivery


def bounce(parcel: Parcel, *, status: str = "5.1.1", quotes: bool = True) -> bytes:
    """A mail server's report about a letter of ours."""
    quoted = f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {parcel.rfc_id}\n\n" if quotes else ""
    return (
        f"Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example>\nTo: office@elmswick.example\n"
        f"Subject: Undelivered Mail\nMessage-ID: <{status}-{quotes}@mx.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt came back.\n\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {parcel.to_address}\nAction: failed\n"
        f"Status: {status}\n\n{quoted}--b--\n"
    ).encode()


def comes_back(parcel: Parcel, number: int = 1, *, status: str = "5.1.1", quotes: bool = True) -> None:
    """Let such a report arrive."""
    raw = bounce(parcel, status=status, quotes=quotes)
    take_in(SCHOOL, RawHook("imap:office", f"b{number}", raw, NINE), now=NINE)


@pytest.mark.clause("C1")
def test_a_letter_whose_address_is_dead_goes_to_the_next_and_the_conversation_shows_why(nine: Flask) -> None:
    sent, post = answered(), Post()
    work(nine, post)
    comes_back(parcel_of(sent))
    again = parcel_of(sent)
    assert (again.state, again.to_address) == ("waiting", SECOND)
    work(nine, post, minutes=1)
    assert [one.to_address for one in post.left] == ["agnieszka@mail.example", SECOND]
    told = shown(sent)
    assert (told.state, told.ended) == ("handed_over", False)
    assert [(one.channel, one.why, one.at) for one in told.tried] == [
        ("school_email", "Their mail server knows no such address.", NINE)
    ]
    assert [(one.address, one.ways) for one in dead_addresses(SCHOOL)] == [
        ("agnieszka@mail.example", ("school_email",))
    ]


def test_the_same_report_twice_or_late_sends_nothing_a_second_time(nine: Flask) -> None:
    sent, post = answered(), Post()
    work(nine, post)
    first = parcel_of(sent)
    comes_back(first)
    work(nine, post, minutes=1)
    comes_back(first, 2)
    comes_back(first, 3, status="5.0.0")
    work(nine, post, minutes=2)
    assert len(post.left) == 2
    assert parcel_of(sent).state == "handed_over"


def test_a_report_that_quotes_nothing_of_ours_proves_nothing_of_an_address(nine: Flask) -> None:
    sent, post = answered(), Post()
    work(nine, post)
    comes_back(parcel_of(sent), quotes=False)
    assert dead_addresses(SCHOOL) == ()
    assert shown(sent).tried[0].why == "A mail server refused it, or it came back (5.1.1)."


def test_a_full_mailbox_goes_on_and_the_address_stays_good(nine: Flask) -> None:
    sent = answered()
    work(nine, Post())
    comes_back(parcel_of(sent), status="5.2.2")
    assert parcel_of(sent).to_address == SECOND
    assert dead_addresses(SCHOOL) == ()


def test_what_may_have_gone_is_never_sent_another_way(nine: Flask) -> None:
    sent, post = answered(), Post(mail=OutcomeUnknown("It broke off."))
    work(nine, post)
    assert (parcel_of(sent).state, parcel_of(sent).to_address) == ("unknown", "agnieszka@mail.example")
    assert post.left == []
    assert today(SCHOOL, staff_id="ashdown", now=NINE).outcome_unknown == 1


@pytest.mark.clause("C12")
@pytest.mark.parametrize("mail_fails", [OutcomeUnknown("It broke off."), Refused("Not here.")])
def test_what_went_wrong_in_a_closed_conversation_is_counted_for_nobody_it_is_closed_to(
    nine: Flask, mail_fails: PortError
) -> None:
    sent = answered()
    work(nine, Post(mail=mail_fails, work=Refused("Not here.")))
    with writing():
        threads.seal(SCHOOL, parcel_of(sent).thread_id or 0, sealed_from=frozenset({"ashdown"}))
    for who, seen in (("ashdown", 0), ("okafor", 1)):
        found = today(SCHOOL, staff_id=who, now=NINE)
        assert found.not_delivered + found.outcome_unknown == seen


def test_what_is_refused_at_every_address_ends_on_the_paper_list_until_somebody_has_told_them(nine: Flask) -> None:
    sent = answered()
    gone = Unreachable("No such mailbox.", code="550 5.1.1", why="no_such_address")
    work(nine, Post(mail=gone, work=Refused("Not here.")))
    told = shown(sent)
    assert (told.state, told.ended, told.failure) == ("failed", True, "Not here.")
    (one,) = paper_list.ended(SCHOOL)
    assert (one.to_name, one.author, [child.first_name for child in one.children]) == (
        "Agnieszka Nowak",
        "Miss Nair",
        ["Zofia"],
    )
    assert [each.why for each in one.tried] == ["Their mail server knows no such address.", "Not here."]
    assert today(SCHOOL, staff_id="ashdown", now=NINE).not_delivered == 1
    with pytest.raises(NotYourThread):
        tell_otherwise(SCHOOL, sent.outbox_id, staff_id="garrod", now=NINE)
    tell_otherwise(SCHOOL, sent.outbox_id, staff_id="nair", now=NINE)
    assert (paper_list.ended(SCHOOL), shown(sent).told_by) == ((), "Miss Nair")
    assert today(SCHOOL, staff_id="ashdown", now=NINE).not_delivered == 0
    with reading():
        (link,) = audit.latest(SCHOOL, ("delivery.told",), limit=5)
    assert link.thread_id == sent.thread_id


def test_a_person_may_try_every_way_once_more_and_the_earlier_tries_stay_to_be_read(nine: Flask) -> None:
    sent = answered()
    gone = Unreachable("No such mailbox.", code="550 5.1.1", why="no_such_address")
    work(nine, Post(mail=gone, work=gone))
    assert shown(sent).state == "unreachable"
    send_again(SCHOOL, sent.outbox_id, staff_id="nair", now=NINE)
    with pytest.raises(NotFailed):
        tell_otherwise(SCHOOL, sent.outbox_id, staff_id="nair", now=NINE)
    post = Post()
    work(nine, post)
    assert [one.to_address for one in post.left] == [SECOND], (
        "whoever presses the button wants it tried where it failed"
    )
    assert len(shown(sent).tried) == 1
    assert paper_list.ended(SCHOOL) == ()


def test_the_school_sets_the_order_and_a_bridge_that_fails_hands_on_to_email(nine: Flask) -> None:
    bridge = known_on(nine, "tapestry")
    way_orders.set_order(SCHOOL, "conversation", ["tapestry", "school_email"], staff_id="okafor", now=NINE)
    with reading():
        contact = directory(SCHOOL).contacts["agnieszka"]
        assert [one.channel for one in ways_to(SCHOOL, contact)] == ["tapestry", "school_email"]
        assert [one.channel for one in ways_to(SCHOOL, contact, purpose="notice")] == ["school_email", "tapestry"]
    sent = answered()
    with writing():
        found = outbox.parcel(SCHOOL, sent.outbox_id)
        assert found is not None
        outbox.readdress(
            SCHOOL, sent.outbox_id, channel="tapestry", to_address="rel-1", send_after=NINE, facts=found.facts
        )
    (given,) = bridge.outbox()
    bridge.receipt(given["reference"], "failed", "no such relative")
    gone = parcel_of(sent)
    assert (gone.channel, gone.to_address, gone.state) == ("school_email", "agnieszka@mail.example", "waiting")
    assert [one.why for one in shown(sent).tried] == ["Tapestry did not deliver it (no such relative)."]
    bridge.receipt(given["reference"], "delivered")
    assert parcel_of(sent).state == "waiting", "news of the app is no news of the mail"


def known_on(app: Flask, channel: str) -> Bridge:
    """A bridge to an app that knows Agnieszka."""
    bridge = a_bridge(app, channel)
    with writing():
        endpoints.learn_caller(
            SCHOOL,
            channel=channel,
            person_id="rel-1",
            contact_id="agnieszka",
            learnt_at=NINE,
            learnt_by="match",
        )
    return bridge


def test_an_app_that_says_there_is_no_account_is_believed_and_not_tried_again(nine: Flask) -> None:
    bridge = known_on(nine, "tapestry")
    way_orders.set_order(SCHOOL, "conversation", ["school_email", "tapestry"], staff_id="okafor", now=NINE)
    sent = answered()
    work(nine, Post(mail=Refused("Not here."), work=Refused("Nor here.")))
    (given,) = bridge.outbox()
    at = NINE.isoformat()
    told = {"version": 1, "type": "receipt", "reference": given["reference"], "state": "failed", "at": at}
    bridge.tell(told | {"state": "delivered", "unreachable": "no_account"})
    assert parcel_of(sent).state == "waiting", "what contradicts itself stands on the shelf"
    assert bridge.tell(told | {"unreachable": "no_account"}).status_code == 200
    assert (shown(sent).state, shown(sent).evidence) == (
        "unreachable",
        "Tapestry says that they have no account there.",
    )
    with reading():
        contact = directory(SCHOOL).contacts["agnieszka"]
        assert "tapestry" not in [one.channel for one in ways_to(SCHOOL, contact)]


def test_what_no_bridge_comes_for_goes_on_by_the_next_way(nine: Flask) -> None:
    known_on(nine, "tapestry")
    sent = answered()
    with writing():
        found = outbox.parcel(SCHOOL, sent.outbox_id)
        assert found is not None
        outbox.readdress(
            SCHOOL, sent.outbox_id, channel="tapestry", to_address="rel-1", send_after=NINE, facts=found.facts
        )
    post = Post()
    work(nine, post, minutes=int(COLLECTED_WITHIN.total_seconds() / 60))
    assert [one.to_address for one in post.left] == ["agnieszka@mail.example"]
    assert shown(sent).tried[0].why == "Nothing has collected it for Tapestry."


def test_one_family_may_have_its_own_order_and_go_back_to_the_schools(nine: Flask) -> None:
    way_orders.set_order(
        SCHOOL, "conversation", ["school_gateway"], staff_id="okafor", now=NINE, contact_id="agnieszka"
    )
    with reading():
        people = directory(SCHOOL)
        assert [one.channel for one in ways_to(SCHOOL, people.contacts["agnieszka"])] == ["school_gateway"]
        assert [one.channel for one in ways_to(SCHOOL, people.contacts["marek"])] == ["school_email"]
    sent = answered()
    work(nine, Post(mail=Refused("Not here.")))
    assert (parcel_of(sent).channel, parcel_of(sent).state) == ("school_gateway", "waiting"), "its author copies it in"
    way_orders.forget_order(SCHOOL, "conversation", now=NINE, contact_id="agnieszka")
    with reading():
        assert [one.channel for one in ways_to(SCHOOL, people.contacts["agnieszka"])] == ["school_email"]


@pytest.mark.parametrize(
    ("purpose", "chosen", "contact", "said"),
    [
        ("conversation", ["", ""], "", "Choose a first way"),
        ("conversation", ["school_email", "school_email"], "", "Choose each way once"),
        ("conversation", ["whatsapp"], "", "ways of the list"),
        ("fun", ["school_email"], "", "what the order is for"),
        ("notice", ["school_email"], "nobody", "school’s list"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    nine: Flask, purpose: str, chosen: list[str], contact: str, said: str
) -> None:
    with pytest.raises(InputProblem, match=said):
        way_orders.set_order(SCHOOL, purpose, chosen, staff_id="okafor", now=NINE, contact_id=contact)


@pytest.mark.clause("C4")
def test_what_failed_goes_round_no_restriction_that_has_come_since(nine: Flask) -> None:
    sent = answered()
    work(nine, Post())
    roster = a_roster()
    ties = tuple(
        replace(one, restriction="no_contact", may_contact=False) if one.contact_id == "agnieszka" else one
        for one in roster.ties
    )
    import_roster(SCHOOL, replace(roster, ties=ties), accept_removals=True, now=NINE)
    comes_back(parcel_of(sent))
    assert (parcel_of(sent).state, parcel_of(sent).to_address) == ("failed", "agnieszka@mail.example")


def test_what_cannot_wait_takes_the_first_way_of_the_order_for_today(nine: Flask) -> None:
    known_on(nine, "tapestry")
    thread_id = answered().thread_id
    night = NINE + timedelta(hours=12)
    sent = send_reply(SCHOOL, thread_id, staff_id="nair", text="School is closed tomorrow.", now=night)
    way_orders.set_order(SCHOOL, "urgent", ["tapestry", "school_email"], staff_id="okafor", now=NINE)
    send_sooner(SCHOOL, sent.outbox_id, staff_id="ashdown", reason="The boiler has burst", now=night)
    gone = parcel_of(sent)
    assert (gone.channel, gone.to_address, gone.send_after) == ("tapestry", "rel-1", night)


def test_two_reports_at_once_let_it_go_on_once(nine: Flask) -> None:
    sent = answered()
    work(nine, Post())
    found = parcel_of(sent)
    with reading():
        people = directory(SCHOOL)
    assert fail(SCHOOL, people, found, now=NINE, failure="Not here.")
    assert not fail(SCHOOL, people, found, now=NINE, failure="Not here.")
    with reading():
        assert len(audit.latest(SCHOOL, ("delivery.rerouted",), limit=5)) == 1


def test_what_is_put_off_too_often_goes_on_as_well(nine: Flask) -> None:
    sent = answered()
    letters = nine.extensions["handbell.equipment"].letters
    busy, now = Post(mail=TryLater("The server is busy.")), NINE
    for _ in range(20):
        send_due(SCHOOL, {busy.name: busy}, letters, now=now)
        now += timedelta(hours=13)
    assert [one.to_address for one in busy.left] == [SECOND]
    assert shown(sent).tried[0].why == "The server is busy."


def test_an_address_from_which_somebody_writes_again_is_good_again(nine: Flask) -> None:
    sent = answered()
    work(nine, Post())
    comes_back(parcel_of(sent))
    assert dead_addresses(SCHOOL)
    later = NINE + timedelta(minutes=5)
    take_in(SCHOOL, RawHook("test", "second", mail(text="I am back."), later), now=later)
    assert dead_addresses(SCHOOL) == ()
