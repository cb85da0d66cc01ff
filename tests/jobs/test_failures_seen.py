"""A failure is seen in its conversation and on Today within a minute, by the beats of the jobs' own table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from gateway.actions import way_orders
from gateway.actions.delivery import COLLECTED_WITHIN
from gateway.actions.hooks import CONFIRM_WITHIN
from gateway.actions.mailboxes import save_mailbox
from gateway.actions.release import release_due
from gateway.actions.replies import Sent, send_reply
from gateway.actions.roster import import_roster
from gateway.actions.threads import open_thread
from gateway.actions.today import today
from gateway.jobs.scheduler import run_job
from gateway.jobs.table import JOBS
from gateway.ports.channels import Fetched, MailboxMark
from gateway.ports.errors import Refused
from gateway.store import outbox, queue
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading
from tests.actions.test_fallback import Post, bounce
from tests.bridges import Bridge, a_bridge, a_message, all_threads
from tests.clocks import SetClock
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, arrives, come_in, mail
from tests.texting import AGNIESZKA, TextLine, with_mobiles

MINUTE = timedelta(minutes=1)
FAILED = "was not delivered"


@dataclass
class Office:
    """The school's mailbox: what lies in it is read at the job's beat."""

    mails: list[bytes] = field(default_factory=list)

    def open_mailbox(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Office:
        return self

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched]]:
        read = mark.last_uid if mark is not None else 0
        for number, raw in enumerate(self.mails[read:], start=read + 1):
            yield MailboxMark(1, number), Fetched(number, raw, None)

    def close(self) -> None:
        """Nothing to let go of."""


class Jobs:
    """Every job of the table at its own beat, on the test's clock; all of them have run a moment before."""

    def __init__(self, app: Flask, clock: SetClock) -> None:
        self._kit = app.extensions["handbell.equipment"]
        self._clock = clock
        self._due = {job.name: clock() + job.every for job in JOBS}

    def until(self, is_so: Callable[[], bool]) -> timedelta:
        """Let time pass from beat to beat until something is so; how long that took. AssertionError after ten minutes."""
        began_at = self._clock()
        while not is_so():
            job = min(JOBS, key=lambda one: self._due[one.name])
            self._clock.now = self._due[job.name]
            assert self._clock() - began_at < 10 * MINUTE, "it is never seen"
            self._due[job.name] += job.every
            run_job(job, SCHOOL, self._kit)
        return self._clock() - began_at


def state_of(sent: Sent) -> str:
    return parcel_of(sent).state


def parcel_of(sent: Sent) -> Parcel:
    with reading():
        found = outbox.parcel(SCHOOL, sent.outbox_id)
    assert found is not None
    return found


def seen(app: Flask, sent: Sent, in_thread: str, on_today: str, *, by: str = "nair") -> None:
    """Its author reads it in the conversation, which stands on top of their inbox, and the headteacher on Today."""
    talk = come_in(app, by).get(f"/threads/{sent.thread_id}").get_data(as_text=True)
    assert in_thread in talk
    assert on_today in come_in(app, "ashdown").get("/today").get_data(as_text=True)
    with reading():
        assert queue.is_reader(SCHOOL, sent.thread_id, (by,))


@pytest.fixture
def equipped(sqlite_school: Flask, clock: SetClock) -> tuple[Flask, Office, Post]:
    """Monday at nine: a mailbox that is read, and a way out."""
    clock.now = MONDAY_MORNING + timedelta(minutes=45)
    office, post = Office(), Post()
    kit = sqlite_school.extensions["handbell.equipment"]
    kit = replace(kit, open_mailbox=office.open_mailbox, channels=lambda scope: {post.name: post})
    sqlite_school.extensions["handbell.equipment"] = kit
    save_mailbox(SCHOOL, endpoint="office", kind="imap", settings={}, key=kit.settings_key, now=clock())
    return sqlite_school, office, post


def asked_and_answered(app: Flask, clock: SetClock) -> Sent:
    """Agnieszka writes, and Miss Nair answers."""
    taken = arrives(app, mail(), at=clock())
    assert taken.thread_id is not None
    return send_reply(SCHOOL, taken.thread_id, staff_id="nair", text="Of course.", now=clock())


@pytest.mark.clause("C1")
def test_a_mail_that_comes_back_is_seen_within_a_minute_of_its_report(
    equipped: tuple[Flask, Office, Post], clock: SetClock
) -> None:
    app, office, _ = equipped
    sent, jobs = asked_and_answered(app, clock), Jobs(app, clock)
    assert jobs.until(lambda: state_of(sent) == "handed_over") <= MINUTE
    clock.forward(timedelta(seconds=1))
    office.mails.append(bounce(parcel_of(sent)))
    assert jobs.until(lambda: state_of(sent) == "failed") <= MINUTE
    seen(app, sent, "Nothing reaches this address", FAILED)


def test_a_mail_that_is_refused_is_seen_within_a_minute_of_its_sending(
    equipped: tuple[Flask, Office, Post], clock: SetClock
) -> None:
    app, _, post = equipped
    post.failing["mail"] = Refused("The mail server refuses (554).")
    sent = asked_and_answered(app, clock)
    assert Jobs(app, clock).until(lambda: state_of(sent) == "failed") <= MINUTE
    seen(app, sent, "The mail server refuses (554).", "2 messages were not delivered")


@pytest.mark.clause("C1")
def test_a_text_that_did_not_arrive_is_seen_as_soon_as_twilio_says_so(texting_sqlite: TextLine) -> None:
    line, roster = texting_sqlite, with_mobiles()
    alone = tuple(replace(one, emails=()) if one.contact_id == "agnieszka" else one for one in roster.contacts)
    import_roster(SCHOOL, replace(roster, contacts=alone), accept_removals=True, now=THURSDAY_EVENING)
    line.comes(AGNIESZKA, "Zofia has lost her gloves")
    line.send()
    line.clock.now = FRIDAY_MORNING
    release_due(SCHOOL, now=line.clock())
    (thread,) = all_threads()
    sent = send_reply(SCHOOL, thread.thread_id, staff_id="pettit", text="Found them.", now=line.clock())
    jobs = Jobs(line.app, line.clock)
    assert jobs.until(lambda: state_of(sent) == "handed_over") <= MINUTE
    line.tells(line.twilio.texts[-1], "undelivered", 30008)
    assert jobs.until(lambda: state_of(sent) == "failed") == timedelta(0)
    seen(line.app, sent, "Not delivered", FAILED, by="pettit")


def answered_in_app(app: Flask, clock: SetClock) -> tuple[Bridge, Sent]:
    """Agnieszka writes on Tapestry, which a bridge carries and nothing else does; Miss Nair answers on Monday."""
    clock.now = THURSDAY_EVENING
    bridge = a_bridge(app)
    way_orders.set_order(SCHOOL, "conversation", ["tapestry"], staff_id="okafor", now=clock())
    bridge.tell(a_message())
    (promise,) = bridge.outbox()
    bridge.receipt(promise["reference"], "handed_over")
    clock.now = MONDAY_MORNING
    release_due(SCHOOL, now=clock())
    (thread,) = all_threads()
    return bridge, send_reply(SCHOOL, thread.thread_id, staff_id="nair", text="Of course.", now=clock())


@pytest.mark.clause("C1")
@pytest.mark.parametrize(
    ("what", "proved_after", "state"),
    [
        ("its bridge says that it failed", timedelta(0), "failed"),
        ("its bridge broke off", CONFIRM_WITHIN, "unknown"),
        ("its bridge does not run", COLLECTED_WITHIN, "failed"),
    ],
)
def test_what_a_bridge_does_not_carry_is_seen_within_a_minute_of_its_proof(
    sqlite_school: Flask, clock: SetClock, what: str, proved_after: timedelta, state: str
) -> None:
    bridge, sent = answered_in_app(sqlite_school, clock)
    if "run" not in what:
        (reply,) = [one for one in bridge.outbox() if not one["automatic"]]
        if "says" in what:
            bridge.receipt(reply["reference"], "failed", "E7")
    proved_at: datetime = clock() + proved_after
    clock.now = max(clock(), proved_at - timedelta(seconds=1))
    assert state_of(sent) == ("failed" if "says" in what else "waiting"), "nothing is said before it is proved"
    assert Jobs(sqlite_school, clock).until(lambda: state_of(sent) == state) <= MINUTE
    talk = open_thread(SCHOOL, sent.thread_id, staff_id="nair", now=clock())
    delivery = talk.shown[-1].delivery
    assert delivery is not None
    assert delivery.state == state
    found = today(SCHOOL, staff_id="ashdown", now=clock())
    assert (found.not_delivered, found.outcome_unknown) == ((1, 0) if state == "failed" else (0, 1))
