"""Handing over: each parcel goes once, what failed is tried again or shown, and what may have gone is never sent blindly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions.arrivals import take_in
from gateway.actions.delivery import LEASE_FOR, send_due
from gateway.actions.letters import Letters
from gateway.actions.roster import import_roster
from gateway.domain.identity import Directory
from gateway.ports.channels import Capabilities, Outbound, RawHook, SendResult
from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.store import audit, outbox
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing
from tests.journeys.killed import SCHOOL, a_small_school, mail

NOW = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)


class Post:
    """A channel that does what the test says and remembers what it was handed."""

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=False)

    def __init__(self, behave: Callable[[Outbound], None] = lambda message: None) -> None:
        self.behave = behave
        self.handed: list[Outbound] = []

    def send(self, message: Outbound) -> SendResult:
        """Remember the message, then behave."""
        self.handed.append(message)
        self.behave(message)
        return SendResult("vendor-1")


def failing(error: Exception) -> Post:
    """A channel on which every message fails in one way."""

    def fail(_: Outbound) -> None:
        raise error

    return Post(fail)


@pytest.fixture
def school(app: Flask) -> Iterator[Flask]:
    """A small school with one acknowledgement waiting to be sent."""
    with app.app_context():
        import_roster(SCHOOL, a_small_school(), accept_removals=False, now=NOW - timedelta(days=1))
        take_in(SCHOOL, RawHook("test", "1", mail(1), NOW), now=NOW)
        yield app


def letters_of(app: Flask) -> Letters:
    """The application's own letters."""
    found: Letters = app.extensions["handbell.equipment"].letters
    return found


def send(app: Flask, post: Post, *, now: datetime = NOW) -> int:
    """One pass of the delivery job."""
    return send_due(SCHOOL, {"school_email": post}, letters_of(app), now=now)


def states() -> dict[str, int]:
    """How many parcels are in each state."""
    with reading():
        return outbox.counts(SCHOOL)


def events() -> list[str]:
    """The names of what the record says of deliveries."""
    names = tuple(f"delivery.{state}" for state in ("handed_over", "failed", "unknown"))
    with reading():
        return [link.event for link in audit.latest(SCHOOL, names, limit=10)]


def test_a_parcel_is_handed_over_once_and_recorded(school: Flask) -> None:
    post = Post()
    assert [send(school, post), send(school, post)] == [1, 0]
    assert len(post.handed) == 1
    assert (states(), events()) == ({"handed_over": 1}, ["delivery.handed_over"])


def test_two_senders_at_once_hand_each_parcel_over_once(school: Flask) -> None:
    for number in range(2, 12):
        take_in(SCHOOL, RawHook("test", str(number), mail(number), NOW), now=NOW)
    post = Post()

    def work() -> None:
        with school.app_context():
            send(school, post)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({one.reference for one in post.handed}) == len(post.handed) == states()["handed_over"]


def test_what_may_be_tried_later_waits_at_least_as_long_as_it_was_asked(school: Flask) -> None:
    busy = failing(TryLater("The server is busy.", after=600))
    assert send(school, busy) == 0
    assert send(school, busy, now=NOW + timedelta(minutes=9)) == 0
    assert len(busy.handed) == 1
    assert send(school, Post(), now=NOW + timedelta(minutes=11)) == 1


def test_a_parcel_that_never_gets_through_is_shown_as_failed_in_the_end(school: Flask) -> None:
    busy, now = failing(TryLater("The server is busy.")), NOW
    for _ in range(20):
        send(school, busy, now=now)
        now += timedelta(hours=13)
    assert states() == {"failed": 1}
    assert 5 <= len(busy.handed) <= 8


def test_what_was_refused_is_shown_at_once_and_not_tried_again(school: Flask) -> None:
    post = failing(Refused("No such mailbox.", code="5.1.1"))
    send(school, post)
    send(school, post, now=NOW + timedelta(days=1))
    assert (len(post.handed), states(), events()) == (1, {"failed": 1}, ["delivery.failed"])


def test_a_wrong_password_fails_no_letter_and_all_leave_once_it_is_corrected(school: Flask) -> None:
    assert send(school, failing(Misconfigured("Wrong password."))) == 0
    assert states() == {"waiting": 1}
    assert send(school, Post(), now=NOW + timedelta(minutes=2)) == 1


def test_a_letter_that_cannot_be_written_is_shown_and_holds_up_no_other(school: Flask) -> None:
    take_in(SCHOOL, RawHook("test", "2", mail(2), NOW), now=NOW)
    own = letters_of(school)

    class Torn(Letters):
        def compose(self, people: Directory, parcel: Parcel) -> Outbound:
            if not post.handed and not torn:
                torn.append(parcel.outbox_id)
                raise KeyError("reader")
            return own.compose(people, parcel)

    torn: list[int] = []
    post = Post()
    sent = send_due(SCHOOL, {"school_email": post}, Torn(lambda name, facts: "", site=""), now=NOW)
    assert (sent, states()) == (1, {"failed": 1, "handed_over": 1})


@pytest.mark.parametrize("error", [OutcomeUnknown("The line went dead."), ZeroDivisionError("a bug in an adapter")])
def test_what_may_have_gone_is_never_sent_again_by_itself(school: Flask, error: Exception) -> None:
    post = failing(error)
    send(school, post)
    send(school, post, now=NOW + timedelta(days=1))
    assert (len(post.handed), states(), events()) == (1, {"unknown": 1}, ["delivery.unknown"])


def test_a_sender_that_died_leaves_its_parcel_unknown_and_not_for_another_to_send(school: Flask) -> None:
    with writing():
        assert len(outbox.claim_due(SCHOOL, now=NOW, lease_for=LEASE_FOR, limit=1)) == 1
    post = Post()
    assert send(school, post, now=NOW + timedelta(minutes=1)) == 0, "its sender may still be at work"
    assert send(school, post, now=NOW + LEASE_FOR) == 0
    assert (post.handed, states(), events()) == ([], {"unknown": 1}, ["delivery.unknown"])


def test_without_a_way_to_send_a_parcel_waits(school: Flask) -> None:
    assert send_due(SCHOOL, {}, letters_of(school), now=NOW) == 0
    assert states() == {"waiting": 1}
    assert send(school, Post(), now=NOW + timedelta(minutes=2)) == 1


def test_the_database_is_let_go_while_a_channel_works(school: Flask) -> None:
    def write_meanwhile(_: Outbound) -> None:
        take_in(SCHOOL, RawHook("test", "2", mail(2), NOW), now=NOW)

    assert send(school, Post(write_meanwhile)) >= 1
