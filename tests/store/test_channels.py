"""What has passed over each channel, on both databases."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.outgoing import put_letter
from gateway.store import channels, outbox
from gateway.store.channels import Overdue
from gateway.store.transaction import reading, writing
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail

NINE = MONDAY_MORNING + timedelta(minutes=45)
LATER = NINE + timedelta(minutes=10)


def put(address: str, *, channel: str = "school_email") -> int:
    """A letter that is due at nine."""
    with writing():
        people = directory(SCHOOL)
        facts = {"in_reply_to": ""}
        made = put_letter(
            SCHOOL, people, letter="redirect", to_address=address, to_name="", facts=facts, channel=channel, now=NINE
        )
    return made.outbox_id


def test_what_came_and_left_and_is_overdue_is_told_by_channel(sample_school: Flask) -> None:
    arrives(sample_school, mail(), at=NINE)
    with reading():
        assert channels.last_in(SCHOOL) == {"school_email": NINE}
        assert channels.last_out(SCHOOL) == {}
        before = channels.overdue(SCHOOL, now=NINE)["school_email"].parcels
    gone, tried = put("a@mail.example"), put("b@mail.example")
    put("7", channel="tapestry")
    with writing():
        outbox.settle(SCHOOL, gone, state="handed_over", now=LATER)
        outbox.put_back(SCHOOL, tried, send_after=LATER + timedelta(hours=1), failure="The mail server is away.")
    with reading():
        assert channels.last_out(SCHOOL) == {"school_email": LATER}
        found = channels.overdue(SCHOOL, now=LATER)
    assert found["tapestry"] == Overdue("tapestry", 1, NINE, 0, "")
    email = found["school_email"]
    assert (email.parcels, email.since_at, email.failure) == (before + 1, NINE, "The mail server is away.")


def test_an_address_has_bounced_while_the_newest_that_was_sent_there_came_back(sample_school: Flask) -> None:
    for state in ("failed", "handed_over", "failed"):
        sent = put("a@mail.example")
        with writing():
            outbox.settle(SCHOOL, sent, state=state, now=LATER, failure="5.1.1" if state == "failed" else "")
        put("a@mail.example")
        with reading():
            found = channels.bounced(SCHOOL, among=("school_email",))
        assert found == ({"a@mail.example": LATER} if state == "failed" else {})


def test_a_paused_channel_explains_itself_beside_what_is_due_and_nothing_else(sample_school: Flask) -> None:
    due, other = put("a@mail.example"), put("7", channel="tapestry")
    with writing():
        outbox.explain(SCHOOL, "school_email", now=NINE - timedelta(seconds=1), failure="Paused.")
        assert outbox.parcel(SCHOOL, due).failure == ""
        outbox.explain(SCHOOL, "school_email", now=NINE, failure="Paused.")
    with reading():
        found = [outbox.parcel(SCHOOL, one) for one in (due, other)]
    assert [one.failure for one in found if one is not None] == ["Paused.", ""]
