"""The office's pages: practical matters, unknown senders, the shelf and missed promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.directory import directory
from gateway.actions.register import ring_unopened
from gateway.actions.release import release_due
from gateway.store import arrivals, audit, inbox, outbox
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    a_roster,
    a_school,
    arrives,
    come_in,
    mail,
    parcels,
    shelve,
    sign_in_as,
    submit,
)

NINE = MONDAY_MORNING + timedelta(minutes=45)
HELEN = "Helen Tate <helen@mail.example>"


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Okafor, at nine on Monday."""
    clock.now = NINE
    return come_in(sqlite_school, "okafor")


def text(client: FlaskClient, path: str) -> str:
    """A page that is there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


def stranger(app: Flask, sender: str = "G T <g.tate72@mail.example>", **headers: str) -> int:
    """A message from somebody nobody knows, about Poppy."""
    raw = mail(sender, "Poppy has left her kit at mine.", to="garrod@elmswick.example", headers=tuple(headers.items()))
    taken = arrives(app, raw, at=NINE)
    assert taken.thread_id is not None
    return taken.thread_id


def rang(reader: str) -> list[int]:
    """The conversations that are open in a reader's inbox."""
    with reading():
        return [one.thread_id for one in inbox.lines(SCHOOL, [reader], states=["open"], before=None, limit=20)]


def test_a_practical_matter_is_a_task_until_it_is_done_and_its_teacher_sees_that(
    sqlite_school: Flask, office: FlaskClient
) -> None:
    taken = arrives(
        sqlite_school,
        mail("Kate Reed <reeds@mail.example>", "Maisie is sick and will not be in school today."),
        at=NINE,
    )
    page = text(office, "/office")
    assert "Absent: Maisie, Robin Class" in page
    assert "One thing from families." in page, "what there is none of is not said"
    assert "Kate Reed, mother, 9am" in page
    teacher = come_in(sqlite_school, "nair")
    assert "The office has this" in text(teacher, "/inbox")
    submit(office, "/office", f"/office/done/{taken.thread_id}")
    assert "Absent: Maisie" not in text(office, "/office")
    assert "Office dealt with it" in text(teacher, "/inbox")
    assert "The office dealt with it" in text(teacher, f"/threads/{taken.thread_id}")


@pytest.mark.clause("C3")
def test_what_nobody_opened_before_the_register_closed_is_told_once_to_those_who_are_at_work(
    sqlite_school: Flask, clock: SetClock
) -> None:
    closes = MONDAY_MORNING + timedelta(hours=1)
    kate = "Kate Reed <reeds@mail.example>"
    opened = arrives(sqlite_school, mail(kate, "Maisie is sick and will not be in today."), at=NINE).thread_id
    arrives(sqlite_school, mail(HELEN, "Poppy is ill and stays at home today."), at=NINE)
    arrives(sqlite_school, mail(HELEN, "Which day is the fair?", subject="Fair"), at=NINE)
    clock.now = NINE
    office = come_in(sqlite_school, "okafor")
    assert "The register closes at 9:15am." in text(office, "/office")
    text(office, f"/threads/{opened}")
    with sqlite_school.app_context():
        assert ring_unopened(SCHOOL, now=closes - timedelta(seconds=1)) == 0
        assert ring_unopened(SCHOOL, now=closes) == 1
        assert ring_unopened(SCHOOL, now=closes + timedelta(minutes=1)) == 0, "once a day"
    told = parcels(sqlite_school, "register")
    assert sorted(one.to_address for one in told) == ["ashdown@elmswick.example", "okafor@elmswick.example"]
    assert [one.facts for one in told] == [{"count": 1}] * 2, "no words leave with it"
    clock.now = closes + timedelta(minutes=1)
    assert text(office, "/office").count("Nobody had opened this when the register closed") == 1


def test_the_register_tells_nobody_off_duty_and_nobody_on_a_day_without_pupils(sqlite_school: Flask) -> None:
    late = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    arrives(sqlite_school, mail(HELEN, "Poppy is ill and stays at home today."), at=MONDAY_MORNING)
    with sqlite_school.app_context():
        assert ring_unopened(SCHOOL, now=late) == 0
        assert ring_unopened(SCHOOL, now=datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) == 0
    assert parcels(sqlite_school, "register") == ()


def test_who_may_collect_stands_beside_a_message_that_says_who_comes(sqlite_school: Flask, office: FlaskClient) -> None:
    arrives(sqlite_school, mail(HELEN, "Her dad will collect Poppy today.", subject="Today"), at=NINE)
    page = text(office, "/office")
    assert "<strong>Gareth Tate</strong>, father of Poppy, parental responsibility. Perhaps named here" in page
    assert "Court order" in page
    assert "Ask a leader before anybody agrees." in page
    assert "<strong>Helen Tate</strong>, mother of Poppy" in page


def test_somebody_who_is_on_no_list_is_said_to_be_on_none(sqlite_school: Flask, office: FlaskClient) -> None:
    arrives(sqlite_school, mail(HELEN, "Our neighbour Kelly will collect Poppy today.", subject="Today"), at=NINE)
    page = text(office, "/office")
    assert "Nobody on the list is named here." in page
    assert "Ask a leader" not in page


def test_before_the_office_opens_its_page_says_when_and_the_teacher_reads_who_gets_it(
    sqlite_school: Flask, clock: SetClock
) -> None:
    roster = a_roster()
    early = [replace(one, hours="Mo-Fr 08:00-16:15") if one.staff_id == "okafor" else one for one in roster.staff]
    a_school(sqlite_school, replace(roster, staff=tuple(early)))
    at = MONDAY_MORNING
    taken = arrives(sqlite_school, mail("Kate Reed <reeds@mail.example>", "Maisie is sick and will not be in."), at=at)
    clock.now = at + timedelta(minutes=1)
    page = text(come_in(sqlite_school, "okafor"), "/office")
    assert "The office opens today at 8:30am" in page
    assert "Nothing waits for the office" not in page
    page = text(come_in(sqlite_school, "nair"), f"/threads/{taken.thread_id}")
    assert "The office gets this today at 8:30am." in page
    assert "You need do nothing." in page


def test_only_what_lies_with_the_office_is_dealt_with_there_and_only_once(
    sqlite_school: Flask, office: FlaskClient
) -> None:
    own = arrives(sqlite_school, mail(to="ashdown@elmswick.example"), at=NINE).thread_id
    task = arrives(
        sqlite_school, mail("Kate Reed <reeds@mail.example>", "Maisie is sick and will not be in today."), at=NINE
    ).thread_id
    head = come_in(sqlite_school, "ashdown")
    assert submit(head, "/office", f"/office/done/{own}").status_code == 404
    assert rang("ashdown") == [own], "her own conversation stays as it is"
    for client in (head, office):
        assert submit(client, "/office", f"/office/done/{task}").status_code == 302
    with reading():
        assert [one.thread_id for one in audit.latest(SCHOOL, ("office.dealt_with",), limit=5)] == [task]


@pytest.mark.clause("C1")
def test_an_unknown_sender_reaches_no_teacher_until_a_person_says_who_it_is(
    sqlite_school: Flask, office: FlaskClient
) -> None:
    thread_id = stranger(sqlite_school)
    assert rang("garrod") == []
    assert "g.tate72@mail.example" in text(office, "/office")
    page = text(office, f"/office/who/{thread_id}")
    assert "Helen Tate" in page
    assert "Same surname; names Poppy. <strong>Not sure enough.</strong>" in page
    answer = submit(office, f"/office/who/{thread_id}", contact="helen")
    assert answer.status_code == 302
    assert rang("garrod") == [thread_id]
    assert rang("office") == []
    with reading():
        contact = directory(SCHOOL).contacts["helen"]
        assert contact.emails == ("helen@mail.example",), "matching never changes a contact"
        sent = [one for one in outbox.parcels_of(SCHOOL, thread_id) if one.letter == "acknowledgement"]
        assert audit.latest(SCHOOL, ("sender.matched",), limit=1)[0].detail["contact"] == "helen"
    assert [one.to_address for one in sent] == ["helen@mail.example"], "the promise goes where school knows them"
    assert submit(office, "/office", f"/office/who/{thread_id}", contact="gareth").status_code == 409
    teacher = come_in(sqlite_school, "garrod")
    for path in ("/inbox", f"/threads/{thread_id}"):
        assert "ffice dealt with it" not in text(teacher, path), "who wrote is known; what they ask is the teacher's"


@pytest.mark.clause("C4")
def test_a_match_with_a_restricted_person_stays_with_the_office(sqlite_school: Flask, office: FlaskClient) -> None:
    thread_id = stranger(sqlite_school)
    submit(office, f"/office/who/{thread_id}", contact="gareth")
    assert rang("garrod") == []
    assert rang("office") == [thread_id]
    assert "There is a court order about Gareth Tate" in text(office, f"/threads/{thread_id}")


@pytest.mark.clause("C14")
def test_a_sender_who_is_not_proven_is_named_as_such(sqlite_school: Flask, office: FlaskClient) -> None:
    failed = "mx.elmswick.example; spf=fail smtp.mailfrom=mail.example; dmarc=fail header.from=mail.example"
    thread_id = stranger(sqlite_school, "Helen Tate <helen@mail.example>", **{"Authentication-Results": failed})
    assert rang("garrod") == []
    assert "The sender is not proven" in text(office, f"/office/who/{thread_id}")


def test_an_answer_to_somebody_nobody_knows_is_stopped(sqlite_school: Flask, office: FlaskClient) -> None:
    thread_id = stranger(sqlite_school)
    page = text(office, f"/threads/{thread_id}")
    assert "Nobody knows yet who wrote this" in page
    assert "<textarea" not in page
    submit(office, "/office", f"/threads/{thread_id}/reply", text="Hello.", do="send")
    with reading():
        assert not [one for one in outbox.parcels_of(SCHOOL, thread_id) if one.letter == "reply"]


def test_a_wrong_choice_is_one_sentence(sqlite_school: Flask, office: FlaskClient) -> None:
    thread_id = stranger(sqlite_school)
    assert submit(office, f"/office/who/{thread_id}", contact="nobody").status_code == 400
    assert submit(office, "/office", "/office/who/12", contact="helen").status_code == 404


def test_what_nobody_could_read_stays_on_the_shelf_with_every_byte(office: FlaskClient) -> None:
    shelve(9, b"\x00\xff broken", at=NINE)
    assert "Came Monday 23 November, 9am" in text(office, "/office")
    answer = office.get("/office/shelf/9")
    assert answer.data == b"\x00\xff broken"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    submit(office, "/office", "/office/shelf/9")
    assert "Came Monday" not in text(office, "/office")
    assert office.get("/office/shelf/9").status_code == 404
    with reading():
        held = arrivals.arrival(SCHOOL, 9)
        assert held is not None
        assert held.raw == b"\x00\xff broken"
        assert len(audit.latest(SCHOOL, ("arrival.opened", "arrival.cleared"), limit=5)) == 2


@pytest.mark.clause("C3")
def test_a_missed_promise_is_a_task_for_the_office(sqlite_school: Flask, office: FlaskClient) -> None:
    arrives(sqlite_school, mail())
    page = text(office, "/office")
    assert "One promise missed." in page
    assert "Agnieszka Nowak, about Zofia, to Miss Nair. It has not rung yet, so Miss Nair cannot read it." in page
    release_due(SCHOOL, now=NINE)
    page = text(office, "/office")
    assert "Promised Monday 23 November, 8:15am" in page
    assert "the family was told that we were late" in page
    assert "Every promise of the last seven days was kept" not in page


def test_a_promise_that_was_kept_is_no_task(sqlite_school: Flask, office: FlaskClient) -> None:
    arrives(sqlite_school, mail())
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert "Every promise of the last seven days was kept" in text(office, "/office")


@pytest.mark.clause("C3")
def test_the_office_is_closed_off_duty_too(office: FlaskClient, clock: SetClock) -> None:
    clock.set("2026-11-23T20:00:00+00:00")
    sign_in_as(office, "okafor")
    assert "You are off until" in text(office, "/office")


def test_dates_that_run_out_are_said_on_the_offices_page_with_the_way_to_new_ones(
    office: FlaskClient, sqlite_school: Flask, clock: SetClock
) -> None:
    assert "Dates that run out" not in text(office, "/office")
    clock.now = datetime(2027, 6, 14, 9, tzinfo=UTC)
    shown = text(come_in(sqlite_school, "okafor"), "/office")
    assert "No term is set after Tuesday 20 July 2027" in shown
    assert 'href="/settings/term-dates"' in shown
    assert "Bank holidays" not in shown
