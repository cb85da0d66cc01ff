"""The out-of-hours plan on its pages: the rota of leaders, who is told first, and each family's own council in the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.directory import directory
from gateway.actions.letters import Letters
from gateway.actions.text_numbers import confirm_number, open_number
from gateway.domain.channels import TEXT
from gateway.domain.councils import councils_for
from gateway.domain.roster import Council
from gateway.store import audit, concerns
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
    confirm,
    link_in_as,
    mail,
    parcels,
    submit,
)

NOON = THURSDAY_EVENING - timedelta(hours=8)
WORRY = "Zofia says her uncle hit her with a belt."
NORTHVALE = {"name": "Northvale", "day": "01632 960210", "night": "01632 960211"}


@pytest.fixture
def head(sqlite_app: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown on Thursday at noon, at a school with people on call and its plan confirmed."""
    a_school(sqlite_app, a_roster(mode="on_call"))
    clock.now = THURSDAY_EVENING - timedelta(hours=8)
    with sqlite_app.app_context():
        confirm(a_roster(mode="on_call"), now=clock.now)
    return come_in(sqlite_app, "ashdown")


def show(client: FlaskClient, path: str) -> str:
    """A page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def put(client: FlaskClient, staff_id: str, first: str, last: str) -> int:
    """Put somebody on the rota; the answer's code."""
    form = {"staff_id": staff_id, "first_on": first, "last_on": last}
    return submit(client, "/settings/on-call", **form).status_code


def told_of(app: Flask, words: str = WORRY) -> list[str]:
    """Who is told of a worry that comes on Thursday evening, in order."""
    taken = arrives(app, mail(text=words))
    with app.app_context(), reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    return list(alert.told)


@pytest.mark.clause("C12")
def test_the_leader_on_call_is_told_first_out_of_hours_and_the_route_as_well(head: FlaskClient) -> None:
    app = head.application
    assert told_of(app) == ["castellan", "ashdown"]
    assert put(head, "ashdown", "2026-11-19", "2026-11-25") == 302
    assert told_of(app) == ["ashdown", "castellan"]
    assert "On call now: <strong>Mrs Ashdown</strong>" in show(head, "/settings/on-call")


def text_of(app: Flask) -> list[tuple[str, str]]:
    """The texts that wait for leaders: each number with its words."""
    letters: Letters = app.extensions["handbell.equipment"].letters
    with app.app_context():
        waiting = [one for one in parcels(app, "alert") if one.channel == TEXT]
        with reading():
            people = directory(SCHOOL)
        return [(one.to_address, letters.compose(people, one).text) for one in waiting]


@pytest.mark.clause("C12")
def test_leaders_who_want_it_are_texted_out_of_hours_once_schools_number_is_on_and_the_text_says_nothing(
    head: FlaskClient,
) -> None:
    app, path = head.application, "/settings/on-call/number"
    key = app.extensions["handbell.equipment"].settings_key
    with app.app_context():
        open_number(SCHOOL, number="+447700900999", account=f"AC{'0' * 32}", token="a1", price=0, key=key, now=NOON)
    for staff_id, mobile in (("castellan", "07700 900123"), ("ashdown", "")):
        assert submit(head, "/settings/on-call", path, staff_id=staff_id, mobile=mobile).status_code == 302
    for staff_id, mobile in (("castellan", "01632 960110"), ("castellan", "call me"), ("nair", "07700 900123")):
        assert submit(head, "/settings/on-call", path, staff_id=staff_id, mobile=mobile).status_code == 400
    told_of(app)
    assert text_of(app) == [], "the number is not on yet"
    assert "A text besides" not in show(head, "/settings/on-call")
    with app.app_context():
        confirm_number(SCHOOL, staff_id="ashdown", now=NOON)
    told_of(app)
    (sent,) = text_of(app)
    assert sent[0] == "+447700900123"
    assert sent[1].startswith("Elmswick Primary School: Handbell needs you now. Please sign in: http")
    assert "Zofia" not in sent[1]
    arrives(app, mail(text=WORRY), at=MONDAY_MORNING + timedelta(hours=2))
    assert len(text_of(app)) == 1, "while the office is open a mail is enough"
    page = show(head, "/settings/on-call")
    assert "ends 123" in page
    assert "900123" not in page
    with app.app_context(), reading():
        (noted, _) = audit.latest(SCHOOL, ("on_call.number_set",), limit=9)
    assert "07700" not in str(noted.detail)


def test_an_allegation_reaches_nobody_more_through_the_rota(head: FlaskClient) -> None:
    put(head, "castellan", "2026-11-19", "2026-11-25")
    assert told_of(head.application, "Miss Nair hit Zofia and locked her in a cupboard.") == ["ashdown"]


def test_while_the_office_is_open_the_rota_says_nothing(head: FlaskClient) -> None:
    put(head, "ashdown", "2026-11-19", "2026-11-25")
    taken = arrives(head.application, mail(text=WORRY), at=MONDAY_MORNING + timedelta(hours=2))
    with head.application.app_context(), reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    assert alert.told == ["castellan", "ashdown"]


def test_gaps_are_said_on_today_and_go_when_they_are_filled(head: FlaskClient) -> None:
    assert "rota has gaps" not in show(head, "/today"), "a school without a rota is told of none"
    put(head, "ashdown", "2026-11-19", "2026-11-25")
    assert "The out-of-hours rota has gaps" in show(head, "/today")
    assert "nobody is on call on 7 of the next 14 days" in show(head, "/settings/contacts")
    put(head, "castellan", "2026-11-26", "2026-12-06")
    assert "rota has gaps" not in show(head, "/today")


@pytest.mark.parametrize(
    ("staff_id", "first", "last"),
    [
        ("nair", "2026-11-19", "2026-11-20"),
        ("nobody", "2026-11-19", "2026-11-20"),
        ("ashdown", "2026-11-21", "2026-11-20"),
        ("ashdown", "2026-11-01", "2026-11-02"),
        ("ashdown", "2026-11-19", "2027-11-19"),
        ("ashdown", "soon", "later"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(head: FlaskClient, staff_id: str, first: str, last: str) -> None:
    assert put(head, staff_id, first, last) == 400
    with head.application.app_context(), reading():
        assert directory(SCHOOL).roster.on_call == ()


def test_a_turn_is_taken_out_again(head: FlaskClient) -> None:
    put(head, "ashdown", "2026-11-19", "2026-11-25")
    with head.application.app_context(), reading():
        (turn,) = directory(SCHOOL).roster.on_call
    for _ in range(2):
        assert submit(head, "/settings/on-call", f"/settings/on-call/{turn.turn_id}/remove").status_code == 302
    with head.application.app_context(), reading():
        assert [one.event for one in audit.latest(SCHOOL, ("on_call.added", "on_call.removed"), limit=9)] == [
            "on_call.removed",
            "on_call.added",
        ]


def live_in_northvale(head: FlaskClient, *pupil_ids: str) -> None:
    """Enter Northvale with these children."""
    submit(head, "/settings/councils", **NORTHVALE)
    with head.application.app_context(), reading():
        (council,) = directory(SCHOOL).roster.councils
    for one in pupil_ids:
        path = f"/settings/councils/{council.council_id}"
        assert submit(head, "/settings/councils", path, do="add_child", pupil_id=one).status_code == 302


def acknowledged(app: Flask, sender: str, words: str) -> str:
    """The automatic answer that a family is sent on Thursday evening, in plain text."""
    taken = arrives(app, mail(sender, words, to="office@elmswick.example"))
    with app.app_context():
        (parcel,) = [one for one in parcels(app, "acknowledgement") if one.thread_id == taken.thread_id]
        letters: Letters = app.extensions["handbell.equipment"].letters
        with reading():
            people = directory(SCHOOL)
        return letters.compose(people, parcel).text


@pytest.mark.clause("C12")
def test_each_family_is_given_its_own_councils_number_and_otherwise_the_very_same_words(head: FlaskClient) -> None:
    app = head.application
    live_in_northvale(head, "poppy")
    north = acknowledged(app, "Helen Tate <helen@mail.example>", "Could Poppy have a new book?")
    worried = acknowledged(app, "Helen Tate <helen@mail.example>", "Poppy says her uncle hit her with a belt.")
    own = acknowledged(app, "Kate Reed <reeds@mail.example>", "Could Leo have a new book?")
    assert "01632 960211" in north
    assert "01632 960111" not in north
    assert north == worried, "nothing tells a parent that a message was flagged"
    assert north.replace("01632 960211", "01632 960111") == own


def test_the_pages_of_a_family_and_of_its_alert_show_the_same_council(head: FlaskClient, clock: SetClock) -> None:
    app = head.application
    live_in_northvale(head, "poppy")
    taken = arrives(app, mail("Helen Tate <helen@mail.example>", "Poppy says her uncle hit her with a belt."))
    clock.now = THURSDAY_EVENING + timedelta(minutes=5)
    family = app.test_client()
    link_in_as(family, "helen")
    assert "01632 960211" in show(family, "/messages")
    with app.app_context(), reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    assert "01632 960211" in show(come_in(app, "castellan"), f"/alerts/{alert.alert_id}")


@pytest.mark.clause("C12")
def test_brothers_and_sisters_of_two_areas_are_shown_each_councils_number(head: FlaskClient) -> None:
    live_in_northvale(head, "leo")
    both = acknowledged(head.application, "Tom Reed <reeds@mail.example>", "About Leo and Maisie, please.")
    assert "out-of-hours team on 01632 960111, in Northvale on 01632 960211 or NSPCC" in both
    family = head.application.test_client()
    link_in_as(family, "kate")
    assert "in Northvale on" in show(family, "/messages")
    roster = a_roster(mode="on_call")
    same = Council(7, "Southvale", "01632 960110", "01632 960111", ("leo",))
    other = Council(8, "Northvale", "01632 960210", "01632 960211", ("leo", "maisie"))
    for held, pupils, names in (
        ((same,), ("leo", "maisie"), [""]),
        ((other,), ("leo", "maisie"), ["Northvale"]),
        ((other,), (), [""]),
        ((replace(other, pupil_ids=("leo",)),), ("leo", "maisie"), ["", "Northvale"]),
    ):
        assert [one.name for one in councils_for(replace(roster, councils=held), pupils)] == names


def test_new_numbers_are_to_be_confirmed_and_are_asked_for_until_they_are(head: FlaskClient) -> None:
    live_in_northvale(head, "poppy")
    assert "Confirm whom to call in danger" in show(head, "/today")
    page = show(head, "/settings/contacts")
    assert "Northvale" in page
    assert "01632 960210 by day, 01632 960211 at night. 1 child" in page
    seen = [one.split('"')[0] for one in page.split('name="seen" value="')[1:]]
    form = {
        "mode": "on_call",
        "office_phone": "01632 960142",
        "council_day": "01632 960110",
        "council_night": "01632 960111",
    }
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = head.post("/settings/contacts", data={"csrf_token": token, "seen": seen, **form})
    assert answer.status_code == 400
    assert "Nobody is on the out-of-hours rota tonight." in answer.get_data(as_text=True)
    assert put(head, "castellan", "2026-11-19", "2026-12-19") == 302
    answer = head.post("/settings/contacts", data={"csrf_token": token, "seen": seen, **form})
    assert answer.status_code == 302
    assert "Confirm whom to call in danger" not in show(head, "/today")


def test_a_council_needs_a_name_and_two_numbers_and_stands_once(head: FlaskClient) -> None:
    for wrong in ({"name": " "}, {"day": "ask Dave"}, {"night": ""}):
        assert submit(head, "/settings/councils", **{**NORTHVALE, **wrong}).status_code == 400
    live_in_northvale(head)
    assert submit(head, "/settings/councils", **NORTHVALE).status_code == 400
    with head.application.app_context(), reading():
        (council,) = directory(SCHOOL).roster.councils
    submit(head, "/settings/councils", f"/settings/councils/{council.council_id}", do="remove")
    with head.application.app_context(), reading():
        assert directory(SCHOOL).roster.councils == ()
