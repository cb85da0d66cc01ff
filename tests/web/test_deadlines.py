"""Deadlines on the real pages: seen on arrival, dated from receipt, decided by a person, extended, closed, and on the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions.arrivals import Taken
from gateway.actions.family_messages import take_back
from gateway.store import audit, deadlines, queue
from gateway.store.deadlines import Deadline
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    a_school,
    arrives,
    come_in,
    family_of,
    link_in_as,
    mail,
    parcels,
    submit,
)

NINE = MONDAY_MORNING + timedelta(minutes=45)
ASKS = "Under GDPR please send me a copy of everything you hold about Zofia."
COMPLAINS = "I wish to make a formal complaint about the way Zofia was spoken to."
BREACH = "You have sent me another child's report by mistake."


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown, at nine on Monday."""
    clock.now = NINE
    return come_in(sqlite_school, "ashdown")


def show(client: FlaskClient, path: str) -> str:
    """A page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


def asked(app: Flask, words: str = ASKS, at: datetime = THURSDAY_EVENING, **more: str) -> tuple[Taken, Deadline]:
    """A message that may begin a deadline, and that deadline."""
    taken = arrives(app, mail(text=words, **more), at=at)
    with reading():
        (held,) = deadlines.deadlines_of(SCHOOL, taken.thread_id or 0)
    return taken, held


def decide(client: FlaskClient, held: Deadline, **fields: str) -> TestResponse:
    """What somebody decides about it, on its page."""
    return submit(client, f"/deadlines/{held.deadline_id}", **fields)


def now_of(held: Deadline) -> Deadline:
    """The deadline as it stands."""
    with reading():
        found = deadlines.deadline(SCHOOL, held.deadline_id)
    assert found is not None
    return found


@pytest.mark.clause("C4")
def test_the_month_runs_from_receipt_while_the_message_itself_still_waits(
    sqlite_school: Flask, head: FlaskClient, clock: SetClock
) -> None:
    taken, held = asked(sqlite_school)
    with reading():
        (entry,) = queue.entries_of(SCHOOL, taken.thread_id or 0)
    assert (entry.state, entry.visible_at) == ("waiting", MONDAY_MORNING), "the queue is untouched"
    assert (held.state, held.received_at) == ("possible", THURSDAY_EVENING)
    # Received on Thursday 19 November; the 19th of December is a Saturday.
    assert held.due_at == datetime(2026, 12, 22, 0, 0, tzinfo=UTC)
    for client, path in ((head, "/today"), (come_in(sqlite_school, "okafor"), "/office")):
        page = show(client, path)
        assert "This may be a request for personal data" in page
        assert "Agnieszka Nowak, about Zofia" in page
        assert "28 days left: until the end of Monday 21 December" in page
        assert "everything you hold" not in page, "lists hold nobody's words"
    assert come_in(sqlite_school, "nair").get("/deadlines").status_code == 403


def test_a_person_confirms_with_the_words_before_them_and_it_is_on_the_record(
    sqlite_school: Flask, head: FlaskClient
) -> None:
    taken, held = asked(sqlite_school)
    page = show(head, f"/deadlines/{held.deadline_id}")
    assert "<mark>GDPR please send</mark>" in page
    assert "<mark>everything you hold about</mark>" in page
    assert "Asks for what school holds about somebody." in page
    assert decide(head, held, do="confirm", kind="data_request").status_code == 302
    assert now_of(held).state == "running"
    assert "Request for personal data" in show(head, "/today")
    assert decide(head, held, do="confirm", kind="breach").status_code == 409, "it was decided already"
    with reading():
        events = [one.event for one in audit.links_of_thread(SCHOOL, taken.thread_id or 0)]
    assert [one for one in events if one.startswith("deadline.")] == [
        "deadline.raised",
        "deadline.opened",
        "deadline.confirmed",
    ]


def test_a_person_puts_it_away_with_a_reason_and_never_without(sqlite_school: Flask, head: FlaskClient) -> None:
    _, held = asked(sqlite_school)
    assert decide(head, held, do="put_away", said=" ").status_code == 400
    assert now_of(held).state == "possible"
    decide(head, held, do="put_away", said="She only wants the reading list")
    assert "This may be" not in show(head, "/today")
    assert "She only wants the reading list" in show(head, "/deadlines")


def test_an_extension_needs_its_reason_ends_with_the_law_and_comes_before_the_month_is_over(
    sqlite_school: Flask, head: FlaskClient, clock: SetClock
) -> None:
    _, held = asked(sqlite_school)
    decide(head, held, do="confirm", kind="data_request")
    said = "Three years of papers; she was told on 1 December"
    assert decide(head, held, do="extend", until="2027-02-20", said=said).status_code == 400, "the 19th is the last day"
    assert decide(head, held, do="extend", until="2026-12-20", said=said).status_code == 400, "that is sooner"
    assert decide(head, held, do="extend", until="nonsense", said=said).status_code == 400
    assert decide(head, held, do="extend", until="2027-02-19", said=said).status_code == 302
    assert now_of(held).due_at == datetime(2027, 2, 20, 0, 0, tzinfo=UTC)
    _, late = asked(sqlite_school, message_id="<late@mail.example>", subject="Papers")
    decide(head, late, do="confirm", kind="data_request")
    clock.now = datetime(2027, 1, 6, 9, 0, tzinfo=UTC)
    assert "It is over" in show(come_in(sqlite_school, "ashdown"), "/today")
    assert (
        decide(come_in(sqlite_school, "ashdown"), late, do="extend", until="2027-02-19", said=said).status_code == 400
    )


@pytest.mark.clause("C7")
def test_a_breach_of_a_friday_evening_has_its_seventy_two_hours_and_reaches_the_head_within_a_day(
    sqlite_school: Flask, clock: SetClock
) -> None:
    friday = THURSDAY_EVENING + timedelta(days=1)
    taken, held = asked(sqlite_school, BREACH, at=friday)
    assert held.due_at == friday + timedelta(hours=72)
    (letter,) = parcels(sqlite_school, "deadline")
    assert letter.to_address == "ashdown@elmswick.example"
    assert letter.send_after == datetime(2026, 11, 21, 9, 0, tzinfo=UTC), "a Saturday morning, not the night"
    assert letter.thread_id == taken.thread_id
    clock.now = NINE
    head = come_in(sqlite_school, "ashdown")
    assert "It ends today: until Monday 23 November, 7:42pm." in show(head, "/today")
    decide(head, held, do="confirm", kind="breach")
    assert decide(head, held, do="extend", until="2026-12-24", said="We need longer").status_code == 400
    decide(head, held, do="close", said="Called back, deleted, family told; no risk, so not reported")
    assert now_of(held).settled_how.startswith("Called back")
    with reading():
        (link,) = audit.latest(SCHOOL, ("deadline.closed",), limit=1)
    assert (link.clause, link.detail["in_time"]) == ("C7", True)


def test_a_request_reaches_the_head_in_her_own_hours(sqlite_school: Flask) -> None:
    asked(sqlite_school)
    (letter,) = parcels(sqlite_school, "deadline")
    assert letter.send_after == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_a_complaint_counts_by_the_schools_own_procedure(sqlite_school: Flask, head: FlaskClient) -> None:
    assert submit(head, "/deadlines", "/deadlines/procedure", acknowledge="9", answer="3").status_code == 400
    assert submit(head, "/deadlines", "/deadlines/procedure", acknowledge="0", answer="3").status_code == 400
    submit(head, "/deadlines", "/deadlines/procedure", acknowledge="2", answer="10")
    _, held = asked(sqlite_school, COMPLAINS)
    assert held.acknowledge_on is not None
    assert held.acknowledge_on.isoformat() == "2026-11-23", "two school days after Thursday"
    assert held.due_at == datetime(2026, 12, 4, 0, 0, tzinfo=UTC)
    assert "Acknowledge it by Monday 23 November." in show(head, "/today")


def test_a_second_message_about_it_begins_no_second_clock(sqlite_school: Flask, head: FlaskClient) -> None:
    taken, held = asked(sqlite_school, message_id="<first@mail.example>")
    arrives(sqlite_school, mail(text=f"Where is it? {ASKS}", in_reply_to="<first@mail.example>"), at=NINE)
    with reading():
        assert deadlines.deadlines_of(SCHOOL, taken.thread_id or 0) == (held,)


def test_what_came_aloud_is_written_down_and_runs_from_its_day(sqlite_school: Flask, head: FlaskClient) -> None:
    fields = {"kind": "data_request", "about": "Mr Nowak at the gate, about Zofia", "received_on": "2026-11-20"}
    assert submit(head, "/deadlines", **fields | {"received_on": "2026-12-24"}).status_code == 400, "not yet"
    answer = submit(head, "/deadlines", **fields)
    assert answer.status_code == 302
    page = show(head, answer.headers["Location"])
    assert "Mr Nowak at the gate, about Zofia" in page
    assert "It ends with <strong>the end of Monday 21 December</strong>" in page


def test_an_allegation_about_the_head_shows_her_no_deadline_either(sqlite_school: Flask, head: FlaskClient) -> None:
    _, held = asked(sqlite_school, "This is a formal complaint: Mrs Ashdown hit Zofia and locked her in a room.")
    assert "formal complaint" not in show(head, "/today")
    assert head.get(f"/deadlines/{held.deadline_id}").status_code == 404
    assert "formal complaint" not in show(come_in(sqlite_school, "okafor"), "/office")
    assert [one for one in parcels(sqlite_school, "deadline") if one.to_name == "Mrs Ashdown"] == []


@pytest.mark.clause("C12")
def test_its_page_shows_a_worry_only_to_whom_it_was_told_and_notes_nobody_else_as_its_reader(
    sqlite_school: Flask, head: FlaskClient
) -> None:
    _, held = asked(sqlite_school, "This is a formal complaint. Her uncle hits her with a belt and you did nothing.")
    page = show(come_in(sqlite_school, "okafor"), f"/deadlines/{held.deadline_id}")
    assert "belt" not in page
    assert "Their words are not shown on this page." in page
    assert "read the words" not in page
    assert "belt" in show(head, f"/deadlines/{held.deadline_id}")


@pytest.mark.clause("C23")
def test_its_page_shows_no_words_that_the_family_took_back_before_they_rang(
    sqlite_school: Flask, head: FlaskClient
) -> None:
    taken, held = asked(sqlite_school, COMPLAINS)
    assert "spoken to" in show(head, f"/deadlines/{held.deadline_id}")
    mother = family_of("agnieszka")
    take_back(mother, taken.thread_id or 0, held.message_id or 0, now=THURSDAY_EVENING + timedelta(minutes=5))
    page = show(head, f"/deadlines/{held.deadline_id}")
    assert "spoken to" not in page
    assert "Their words are not shown on this page." in page


def test_the_family_sees_and_hears_nothing_of_it(sqlite_school: Flask, clock: SetClock) -> None:
    clock.now = THURSDAY_EVENING + timedelta(minutes=1)
    plain = arrives(sqlite_school, mail())
    taken, _ = asked(sqlite_school, subject="Papers")
    family = sqlite_school.test_client()
    link_in_as(family, "agnieszka")
    shown = show(family, f"/messages/{taken.thread_id}")
    for word in ("deadline", "personal data", "data request", "28 days"):
        assert word not in shown.casefold()
    answers = {one.thread_id: one.facts for one in parcels(sqlite_school, "acknowledgement")}
    without = ("token", "in_reply_to", "received_at")
    one, other = (
        {k: v for k, v in answers[key].items() if k not in without} for key in (plain.thread_id, taken.thread_id)
    )
    assert one == other


def test_rules_that_break_keep_no_message_back(sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a rule broke")

    monkeypatch.setattr("gateway.actions.deadlines.seeing.recognise", breaks)
    taken = arrives(sqlite_school, mail(text=ASKS))
    assert taken.kind == "message"
    with reading():
        assert len(audit.latest(SCHOOL, ("deadline.failed",), limit=5)) == 1
        assert len(queue.entries_of(SCHOOL, taken.thread_id or 0)) == 1


def test_a_school_without_a_calendar_after_july_gives_a_complaint_no_guessed_date(sqlite_school: Flask) -> None:
    a_school(sqlite_school, replace(a_roster(), calendar=a_roster().calendar[:1]))
    _, held = asked(sqlite_school, COMPLAINS)
    assert (held.due_at, held.acknowledge_on) == (None, None)


def test_the_teacher_is_told_to_tidy_nothing_and_that_the_office_keeps_the_date(
    sqlite_school: Flask, head: FlaskClient, clock: SetClock
) -> None:
    taken, held = asked(sqlite_school, at=NINE)
    teacher = come_in(sqlite_school, "nair")
    assert "The office looks whether a date in law has begun here" in show(teacher, f"/threads/{taken.thread_id}")
    decide(head, held, do="confirm", kind="data_request")
    assert "The office keeps a date in law for this" in show(teacher, f"/threads/{taken.thread_id}")
    decide(head, held, do="close", said="Given on paper, signed for")
    assert "a date in law" not in show(teacher, f"/threads/{taken.thread_id}")
