"""What bridges collect at the door, once each, and what their receipts make of it, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from gateway.actions import way_orders
from gateway.actions.delivery import COLLECTED_WITHIN, send_due
from gateway.actions.hooks import CONFIRM_WITHIN
from gateway.actions.release import release_due
from gateway.actions.replies import send_again, send_reply
from gateway.actions.threads import open_thread
from gateway.store import audit
from gateway.store.audit import Link
from gateway.store.threads import Thread
from gateway.store.transaction import reading
from tests.bridges import Bridge, a_bridge, a_message, all_threads
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING


@pytest.fixture
def bridge(sample_school: Flask, clock: SetClock) -> Bridge:
    """Tapestry's bridge, on Thursday evening."""
    clock.now = THURSDAY_EVENING
    return a_bridge(sample_school)


def a_reply(bridge: Bridge, clock: SetClock) -> tuple[Thread, dict[str, Any]]:
    """A teacher's answer on Tapestry, collected by the bridge on Monday morning."""
    bridge.tell(a_message())
    clock.now = MONDAY_MORNING
    release_due(SCHOOL, now=clock())
    (thread,) = all_threads()
    send_reply(SCHOOL, thread.thread_id, staff_id="nair", text="Of course, today.", now=clock())
    return thread, next(one for one in bridge.outbox() if not one["automatic"])


def shown(thread: Thread, clock: SetClock) -> str:
    """What the teacher sees of their answer's way."""
    talk = open_thread(SCHOOL, thread.thread_id, staff_id="nair", now=clock())
    delivery = talk.shown[-1].delivery
    assert delivery is not None
    return f"{delivery.state} {delivery.failure}".strip()


@pytest.mark.clause("C1")
def test_a_reply_goes_by_the_bridge_once_and_its_state_is_what_the_bridge_says(bridge: Bridge, clock: SetClock) -> None:
    thread, reply = a_reply(bridge, clock)
    assert reply["text"].startswith("Of course, today.")
    assert reply["from_name"].startswith("Miss")
    assert bridge.outbox() == []
    assert send_due(SCHOOL, {}, bridge.app.extensions["handbell.equipment"].letters, now=clock()) == 0
    assert shown(thread, clock) == "leaving"
    assert bridge.receipt(reply["reference"], "handed_over").status_code == 200
    assert shown(thread, clock) == "handed_over"
    bridge.receipt(reply["reference"], "delivered")
    for late in ("handed_over", "failed"):
        assert bridge.receipt(reply["reference"], late).status_code == 200
    assert shown(thread, clock) == "delivered"
    assert [one.event for one in links("delivery.")].count("delivery.delivered") == 1


def test_a_bridge_may_tell_step_by_step_that_a_message_left_arrived_and_was_seen(
    bridge: Bridge, clock: SetClock
) -> None:
    thread, reply = a_reply(bridge, clock)
    for state in ("dispatched", "delivered", "opened"):
        bridge.receipt(reply["reference"], state)
        assert shown(thread, clock) == state
    for late in ("dispatched", "delivered", "failed"):
        bridge.receipt(reply["reference"], late)
    assert shown(thread, clock) == "opened"


def test_a_failure_is_shown_with_the_channels_own_code_and_can_be_sent_again(bridge: Bridge, clock: SetClock) -> None:
    way_orders.set_order(SCHOOL, "conversation", ["tapestry"], staff_id="okafor", now=clock())
    thread, reply = a_reply(bridge, clock)
    bridge.receipt(reply["reference"], "failed", "account blocked")
    assert shown(thread, clock) == "failed Tapestry did not deliver it (account blocked)."
    send_again(SCHOOL, int(reply["reference"]), staff_id="nair", now=clock())
    assert [one["reference"] for one in bridge.outbox()] == [reply["reference"]]


def test_what_a_bridge_does_not_confirm_is_unknown_and_never_given_out_again(bridge: Bridge, clock: SetClock) -> None:
    thread, reply = a_reply(bridge, clock)
    clock.forward(CONFIRM_WITHIN)
    send_due(SCHOOL, {}, bridge.app.extensions["handbell.equipment"].letters, now=clock())
    assert shown(thread, clock) == "unknown"
    assert bridge.outbox() == []
    bridge.receipt(reply["reference"], "handed_over")
    assert shown(thread, clock) == "handed_over", "a late receipt is still the truth"


def test_what_no_bridge_collects_is_told_to_its_author_within_the_hour(bridge: Bridge, clock: SetClock) -> None:
    way_orders.set_order(SCHOOL, "conversation", ["tapestry"], staff_id="okafor", now=clock())
    bridge.tell(a_message())
    clock.now = MONDAY_MORNING
    release_due(SCHOOL, now=clock())
    (thread,) = all_threads()
    send_reply(SCHOOL, thread.thread_id, staff_id="nair", text="Of course.", now=clock())
    clock.forward(COLLECTED_WITHIN - timedelta(seconds=1))
    send_due(SCHOOL, {}, bridge.app.extensions["handbell.equipment"].letters, now=clock())
    assert shown(thread, clock) == "leaving"
    clock.forward(timedelta(seconds=1))
    send_due(SCHOOL, {}, bridge.app.extensions["handbell.equipment"].letters, now=clock())
    assert shown(thread, clock) == "failed Nothing has collected it for Tapestry."


@pytest.mark.clause("C23")
def test_what_was_given_out_is_never_given_out_again_though_no_job_has_run_since(
    bridge: Bridge, clock: SetClock
) -> None:
    thread, _ = a_reply(bridge, clock)
    clock.forward(CONFIRM_WITHIN + timedelta(seconds=1))
    assert bridge.outbox() == []
    assert shown(thread, clock).startswith("unknown")


@pytest.mark.parametrize("reference", ["0", "-1", "9" * 30, "seven", "٧", "12345"])
def test_a_receipt_for_what_was_never_given_out_is_refused(bridge: Bridge, reference: str) -> None:
    assert bridge.receipt(reference, "delivered").status_code == 404


@pytest.mark.clause("C4")
def test_a_bridge_neither_sees_nor_confirms_another_channels_messages(bridge: Bridge, clock: SetClock) -> None:
    other = a_bridge(bridge.app, "schoolcomms")
    thread, reply = a_reply(bridge, clock)
    assert other.outbox() == []
    assert other.receipt(reply["reference"], "failed").status_code == 404
    assert shown(thread, clock) == "leaving"


def test_a_bridge_that_waits_is_answered_when_something_leaves(bridge: Bridge) -> None:
    found: list[Any] = []
    waiting = threading.Thread(target=lambda: found.extend(bridge.outbox("?wait=20")))
    waiting.start()
    bridge.tell(a_message())
    waiting.join(timeout=15)
    assert len(found) == 1


def test_a_wait_that_is_no_number_is_none_at_all(bridge: Bridge) -> None:
    for query in ("?wait=soon", "?wait=-5", ""):
        assert bridge.outbox(query) == []


def links(prefix: str) -> list[Link]:
    with reading():
        found = [link for one in all_threads() for link in audit.links_of_thread(SCHOOL, one.thread_id)]
        return [one for one in found if one.event.startswith(prefix)]
