"""The relay on Today: running, silent, or before a server that does not answer; and that it tells so of itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions.relay_pulse import GIVEN_UP_AFTER, SILENT_AFTER, note_pulse
from gateway.actions.today import today
from gateway.ports.relay import Pulse
from integrations.school_email.relay import Relay
from tests.channels.relays import NOON, STAFFROOM, STRANGER, a_relay, letter, talking
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, come_in
from tests.servers.places import free_port
from tests.servers.smtp import FaultySmtp

NINE = MONDAY_MORNING + timedelta(minutes=45)


@pytest.fixture(autouse=True)
def nine(sqlite_school: Flask, clock: SetClock) -> None:
    clock.now = NINE


def page(app: Flask) -> str:
    return " ".join(come_in(app, "ashdown").get("/today").get_data(as_text=True).split())


def test_a_school_without_a_relay_reads_nothing_of_one(sqlite_school: Flask) -> None:
    assert "The relay" not in page(sqlite_school)


def test_a_running_relay_says_when_it_last_took_a_mail_and_is_no_job(sqlite_school: Flask) -> None:
    note_pulse(SCHOOL, Pulse(None, hop_answers=True), now=NINE)
    assert "<dt>The relay</dt><dd>Running, no mail yet</dd>" in page(sqlite_school)
    assert not today(SCHOOL, staff_id="ashdown", now=NINE).jobs_are_well, "a relay that runs is no proof that jobs do"
    note_pulse(SCHOOL, Pulse(NINE - timedelta(minutes=5), hop_answers=True), now=NINE)
    assert "<dt>The relay</dt><dd>Running, last mail" in page(sqlite_school)
    assert "The relay does not run" not in page(sqlite_school)


def test_a_relay_that_fell_silent_rings_until_school_has_given_it_up(sqlite_school: Flask, clock: SetClock) -> None:
    note_pulse(SCHOOL, Pulse(None, hop_answers=True), now=NINE - SILENT_AFTER - timedelta(seconds=1))
    assert "<strong>The relay does not run</strong>" in page(sqlite_school)
    before = today(SCHOOL, staff_id="ashdown", now=NINE).needs
    assert today(SCHOOL, staff_id="ashdown", now=NINE + GIVEN_UP_AFTER).relay is None
    note_pulse(SCHOOL, Pulse(None, hop_answers=True), now=NINE)
    assert today(SCHOOL, staff_id="ashdown", now=NINE).needs == before - 1


def test_a_next_hop_that_does_not_answer_rings_with_since_when(sqlite_school: Flask) -> None:
    note_pulse(SCHOOL, Pulse(None, hop_answers=True), now=NINE - timedelta(minutes=1))
    note_pulse(SCHOOL, Pulse(None, hop_answers=False), now=NINE)
    found = page(sqlite_school)
    assert "<strong>The server behind the relay does not answer</strong>" in found
    assert "Mail between staff and parents is kept here" in found, "as it is: it stands in the outbox"
    assert "Runs; the server behind it does not answer since" in found


def test_a_relay_knows_when_it_took_a_mail_and_whether_the_next_hop_answers(faulty_smtp: FaultySmtp) -> None:
    with a_relay(faulty_smtp.port) as relay:
        assert relay.pulse() == Pulse(None, hop_answers=True)
        with talking(relay) as talk:
            talk.mail(STRANGER, STAFFROOM, data=letter())
        assert relay.pulse() == Pulse(NOON, hop_answers=True)
    with a_relay(free_port()) as lonely:
        assert isinstance(lonely, Relay)
        assert lonely.pulse() == Pulse(None, hop_answers=False)
