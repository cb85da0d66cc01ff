"""Alerts on their page: the words in full, who was told, "I have this", at any hour, and never to the person named."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.ports.printing import CannotPrint
from gateway.store import audit, concerns
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import SCHOOL, a_roster, a_school, arrives, form_token, link_in_as, mail, sign_in_as, submit
from tests.web.world import with_a_file

NIGHT = datetime(2026, 11, 18, 21, 26, tzinfo=UTC)
WORRY = "Poppy says her uncle hit her with a belt and she has bruises on her arm."
HELEN = "Helen Tate <helen@mail.example>"


@pytest.fixture
def worry(sqlite_app: Flask, clock: SetClock) -> int:
    """A worry about Poppy that comes on a Wednesday night, to a school with people on call; its number."""
    clock.now = NIGHT
    with sqlite_app.app_context():
        a_school(sqlite_app, a_roster(mode="on_call"))
        arrives(sqlite_app, mail(HELEN, WORRY, to="garrod@elmswick.example", subject="Worried"), NIGHT)
    return number(sqlite_app)


def number(app: Flask) -> int:
    with app.app_context(), reading():
        return concerns.latest_alerts(SCHOOL, limit=1)[0].alert_id


def as_staff(app: Flask, staff_id: str) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, staff_id)
    return client


def page(client: FlaskClient, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code
    return answer.get_data(as_text=True)


@pytest.mark.clause("C12")
def test_the_lead_reads_the_words_in_full_at_night_and_sees_who_was_told(sqlite_app: Flask, worry: int) -> None:
    client = as_staff(sqlite_app, "castellan")
    assert "Nobody has taken this yet" in page(client, "/alerts")
    said = page(client, f"/alerts/{worry}")
    assert "".join(said.replace("<mark>", "").replace("</mark>", "").split()).find("".join(WORRY.split())) > 0
    for words in (
        "Nobody has taken this yet",
        "Told at once: Mrs Castellan and Mrs Ashdown.",
        "If nobody takes it by",
        "9:36pm",
        "The rules miss things and make mistakes. Read the words yourself.",
        "The mail is about to leave",
        "01632 960111",
        "Court order",
    ):
        assert words in said, words


@pytest.mark.clause("C12")
def test_i_have_this_stops_the_calls_and_says_who_has_it(sqlite_app: Flask, worry: int) -> None:
    lead, head = as_staff(sqlite_app, "castellan"), as_staff(sqlite_app, "ashdown")
    assert submit(head, f"/alerts/{worry}", f"/alerts/{worry}/take").location == f"/alerts/{worry}"
    said = page(lead, f"/alerts/{worry}")
    assert "Mrs Ashdown has this" in said
    assert "I have this</button>" not in said
    token = form_token(lead, "/alerts")
    lead.post(f"/alerts/{worry}/take", data={"csrf_token": token})
    assert "Somebody has taken this already." in page(lead, f"/alerts/{worry}")
    with sqlite_app.app_context(), reading():
        taken = concerns.alert(SCHOOL, worry)
    assert taken is not None
    assert (taken.acknowledged_by, taken.next_call_at) == ("ashdown", None)


@pytest.mark.clause("C12")
def test_the_alert_of_a_report_has_the_files_of_what_was_reported_and_every_opening_is_recorded(
    sqlite_app: Flask, clock: SetClock
) -> None:
    clock.now = NIGHT
    with sqlite_app.app_context():
        a_school(sqlite_app)
        taken = arrives(sqlite_app, with_a_file(mail(HELEN, "Here it is.")), NIGHT)
    family = sqlite_app.test_client()
    link_in_as(family, "helen")
    what = {"about_message": str(taken.message_id), "kind": "child", "about": "", "text": "Look at it."}
    assert submit(family, "/report", **what).status_code == 302
    told = as_staff(sqlite_app, "castellan")
    (file,) = re.findall(r'href="(/alerts/\d+/files/\d+)"', page(told, f"/alerts/{number(sqlite_app)}"))
    assert told.get(file).data.strip() == b"%PDF-1.4 letter"
    page(told, f"{file}0", 404)
    page(as_staff(sqlite_app, "garrod"), file, 404)
    with sqlite_app.app_context(), reading():
        opened = audit.latest(SCHOOL, ("file.opened",), limit=5)
    assert [(one.actor, one.detail["message"]) for one in opened] == [("staff:castellan", taken.message_id)]


def test_reading_an_alert_is_recorded_once_a_person(sqlite_app: Flask, worry: int) -> None:
    client = as_staff(sqlite_app, "castellan")
    page(client, f"/alerts/{worry}")
    page(client, f"/alerts/{worry}")
    with sqlite_app.app_context(), reading():
        opened = audit.latest(SCHOOL, ("alert.opened",), limit=5)
    assert [one.actor for one in opened] == ["staff:castellan"]


@pytest.mark.clause("C4")
@pytest.mark.parametrize("staff_id", ["garrod", "nair", "okafor", "bell"])
def test_somebody_who_was_not_told_finds_no_alert(sqlite_app: Flask, worry: int, staff_id: str) -> None:
    client = as_staff(sqlite_app, staff_id)
    assert "No alert was sent to you." in page(client, "/alerts")
    page(client, f"/alerts/{worry}", 404)
    client.post(f"/alerts/{worry}/take", data={"csrf_token": form_token(client, "/alerts")})
    with sqlite_app.app_context(), reading():
        held = concerns.alert(SCHOOL, worry)
    assert held is not None
    assert held.acknowledged_at is None


@pytest.mark.clause("C16")
def test_an_allegation_about_the_headteacher_is_read_by_the_chair_alone(sqlite_app: Flask, clock: SetClock) -> None:
    clock.now = NIGHT
    with sqlite_app.app_context():
        a_school(sqlite_app)
        raw = mail(HELEN, "Mrs Ashdown hit my daughter today.", to="office@elmswick.example", subject="Complaint")
        arrives(sqlite_app, raw, NIGHT)
    allegation = number(sqlite_app)
    chair = as_staff(sqlite_app, "bell")
    assert 'href="/alerts"' in page(chair, "/settings/hours"), "who was told of an alert finds the way to it"
    assert 'href="/alerts"' not in page(as_staff(sqlite_app, "nair"), "/settings/hours")
    said = page(chair, f"/alerts/{allegation}")
    assert "An allegation" in said
    assert "Nobody else can see this conversation" in said
    assert "or whoever at school should read it instead: that is you" in said
    for staff_id in ("ashdown", "castellan", "garrod"):
        client = as_staff(sqlite_app, staff_id)
        page(client, f"/alerts/{allegation}", 404)
        assert "No alert was sent to you." in page(client, "/alerts")


def test_a_school_without_people_on_call_says_that_the_next_is_told_once_the_office_is_open(
    sqlite_app: Flask, clock: SetClock
) -> None:
    clock.now = NIGHT
    with sqlite_app.app_context():
        a_school(sqlite_app)
        arrives(sqlite_app, mail(HELEN, WORRY, subject="Worried"), NIGHT)
    said = page(as_staff(sqlite_app, "castellan"), f"/alerts/{number(sqlite_app)}")
    assert "Nobody is on call at this school, so that pauses while the office is closed." in said
    assert "stops the calls" not in said
    assert '<strong class="when">Thu 8:40am</strong>, everybody on the list is told again.' in said
    lead = as_staff(sqlite_app, "castellan")
    submit(lead, f"/alerts/{number(sqlite_app)}", f"/alerts/{number(sqlite_app)}/take")
    said = page(lead, f"/alerts/{number(sqlite_app)}")
    assert "You have this." in said
    assert "is told again" not in said


def test_an_alert_that_does_not_exist_is_not_found(sqlite_app: Flask, worry: int) -> None:
    client = as_staff(sqlite_app, "castellan")
    page(client, "/alerts/1", 404)
    assert client.post(f"/alerts/{worry}/take").status_code == 400, "a form without its token"


def test_a_concern_is_exported_as_a_file_and_as_a_page_to_print_and_its_number_there_is_kept(
    sqlite_app: Flask, worry: int
) -> None:
    lead = as_staff(sqlite_app, "castellan")
    here = f"/alerts/{worry}"
    file = submit(lead, here, f"{here}/export", form="csv")
    assert file.headers["Content-Disposition"].startswith(f'attachment; filename="concern-{worry}.csv"')
    assert "no-store" in file.headers["Cache-Control"]
    assert WORRY in file.data.decode("utf-8-sig")
    assert '"School email"' in file.data.decode("utf-8-sig"), "in words that another system's reader knows"
    printed = submit(lead, here, f"{here}/export", form="page").get_data(as_text=True)
    for words in ("Concern about Poppy Tate", WORRY, "Confidential", "Told at once", "Mrs Castellan, Mrs Ashdown"):
        assert words in printed, words
    assert "Last exported by Mrs Castellan" in page(lead, here)
    assert submit(lead, here, f"{here}/pointer", system="cpoms", reference="4711").status_code == 302
    assert "CPOMS: 4711" in page(lead, here)
    assert submit(lead, here, f"{here}/export", form="fax").status_code == 400


def test_a_concern_is_exported_as_a_pdf_and_where_none_can_be_made_the_page_to_print_stands_there(
    sqlite_app: Flask, worry: int
) -> None:
    lead, here = as_staff(sqlite_app, "castellan"), f"/alerts/{worry}"
    drawn: list[str] = []

    def draw(page: str) -> bytes:
        drawn.append(page)
        return b"%PDF-1.7"

    def fail(page: str) -> bytes:
        raise CannotPrint("This server cannot make PDFs.")

    kit = sqlite_app.extensions["handbell.equipment"]
    sqlite_app.extensions["handbell.equipment"] = replace(kit, make_pdf=draw)
    file = submit(lead, here, f"{here}/export", form="pdf")
    assert (file.data, file.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert file.headers["Content-Disposition"].startswith(f'attachment; filename="concern-{worry}.pdf"')
    assert all(words in drawn[0] for words in ("Concern about Poppy Tate", WORRY, "Confidential", "Told at once"))
    sqlite_app.extensions["handbell.equipment"] = replace(kit, make_pdf=fail)
    said = submit(lead, here, f"{here}/export", form="pdf").get_data(as_text=True)
    assert "This server cannot make PDFs." in said
    assert WORRY in said
    assert "Mrs Castellan exported it as a PDF" in page(lead, here)


def test_a_number_that_is_none_stays_on_the_page_with_the_reason(sqlite_app: Flask, worry: int) -> None:
    lead = as_staff(sqlite_app, "castellan")
    answer = submit(lead, f"/alerts/{worry}", f"/alerts/{worry}/pointer", system="myconcern", reference="7" * 65)
    assert answer.status_code == 400
    assert "A number has at most 64 letters and digits" in answer.get_data(as_text=True)
    assert "7" * 65 in answer.get_data(as_text=True)


@pytest.mark.clause("C12")
def test_i_cannot_says_who_is_told_next_and_asks_to_phone_them(sqlite_app: Flask, clock: SetClock) -> None:
    clock.now = NIGHT
    roster = a_roster()
    staff = tuple(
        replace(one, roles=one.roles | {"deputy_dsl"}) if one.staff_id == "pettit" else one for one in roster.staff
    )
    with sqlite_app.app_context():
        a_school(sqlite_app, replace(roster, staff=staff))
        arrives(sqlite_app, mail(HELEN, WORRY, to="garrod@elmswick.example"), NIGHT)
    alert = number(sqlite_app)
    lead = as_staff(sqlite_app, "castellan")
    assert "I cannot. Tell Mrs Pettit now" in page(lead, f"/alerts/{alert}")
    submit(lead, f"/alerts/{alert}", f"/alerts/{alert}/pass-on")
    said = page(lead, f"/alerts/{alert}")
    assert "Mrs Pettit is told. That does not mean that they have it: phone them." in said
    assert "Mrs Castellan could not take it. Told next: Mrs Pettit." in said
    submit(as_staff(sqlite_app, "pettit"), f"/alerts/{alert}", f"/alerts/{alert}/take")
    assert "I cannot" not in page(lead, f"/alerts/{alert}")
