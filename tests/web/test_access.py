"""Who may pass which door: every route × every role, parent and stranger × its methods, by a table written by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions import accounts
from gateway.domain.roster import STAFF_ROLES
from gateway.store import concerns
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import SCHOOL, a_school, arrives, form_token, link_in_as, mail, sign_in_as
from tests.web.access import (
    DOORS,
    FAMILIES,
    NIGHT,
    NOBODY,
    SIGNED,
    USUAL,
    VISITORS,
    Door,
    doors,
    expected,
)
from tests.web.world import HELEN, NINE, WORDS, a_world, roster_of_roles

CURTAIN = "<h1>You are off"


@pytest.fixture
def world(sqlite_app: Flask, clock: SetClock) -> dict[str, str]:
    """The school with one of everything, at nine on Monday."""
    clock.now = NINE
    with sqlite_app.app_context():
        return a_world(sqlite_app)


def come_in(app: Flask, who: str) -> FlaskClient:
    """A browser in which this visitor is signed in."""
    client = app.test_client()
    if who in STAFF_ROLES:
        sign_in_as(client, who)
    elif who != NOBODY:
        link_in_as(client, who)
    return client


def address_of(app: Flask, door: Door, world: dict[str, str]) -> str:
    """Where a door is, filled in with what the school holds."""
    named = {one: (USUAL | dict(door.row.place))[one] for one in door.arguments}
    with app.test_request_context():
        return url_for(door.endpoint, **{one: world.get(what, what) for one, what in named.items()})


def knock(client: FlaskClient, door: Door, address: str, token: str) -> TestResponse:
    """Ask for a page, or send its form with a token against forged requests."""
    if door.method == "GET":
        return client.get(address)
    return client.post(address, data={"csrf_token": token, **door.row.form})


@pytest.mark.clause("C4")
@pytest.mark.parametrize("who", VISITORS)
def test_everybody_passes_the_doors_that_are_theirs_and_no_other(
    sqlite_app: Flask, world: dict[str, str], who: str
) -> None:
    client = come_in(sqlite_app, who)
    token = form_token(client, "/sign-in")
    wrong = []
    for door in doors(sqlite_app):
        answer = knock(client, door, address_of(sqlite_app, door, world), token)
        if answer.status_code != expected(door, who):
            wrong.append(f"{door.name}: {who} got {answer.status_code}, not {expected(door, who)}")
        if door.guard != "public" and who == NOBODY and door.method == "GET":
            assert answer.location == "/sign-in", door.name
    assert not wrong, "\n".join(wrong)


def test_every_visitor_is_let_through_somewhere_and_stopped_somewhere(sqlite_app: Flask) -> None:
    for who in VISITORS:
        codes = {expected(door, who) for door in doors(sqlite_app) if door.guard != "public"}
        assert 200 in codes or who == NOBODY, who
        assert codes & {302, 401} if who == NOBODY else 403 in codes, who


def test_a_route_without_a_row_is_found_out(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/new", "inbox.new", view_func=lambda: "")
    with pytest.raises(AssertionError, match=r"GET inbox\.new \(/new\) is new: give it a row"):
        doors(sqlite_app)


@pytest.mark.clause("C4")
@pytest.mark.parametrize("who", ["teacher", "headteacher", "agnieszka", NOBODY])
def test_a_form_without_its_token_is_refused_at_every_door(sqlite_app: Flask, world: dict[str, str], who: str) -> None:
    client = come_in(sqlite_app, who)
    passed = []
    for door in doors(sqlite_app):
        if door.method == "POST" and door.name not in SIGNED:
            for form in (dict(door.row.form), {**door.row.form, "csrf_token": "made-up"}):
                answer = client.post(address_of(sqlite_app, door, world), data=form)
                if answer.status_code != 400 or "/sign-in" in (answer.location or ""):
                    passed.append(f"{door.name} answered {answer.status_code}")
    assert not passed, "\n".join(passed)
    if who != NOBODY:
        home = "/inbox" if who in STAFF_ROLES else "/messages"
        assert client.get(home).status_code == 200, "the forged sign-out has ended nothing"


def signed_out(app: Flask, client: FlaskClient, clock: SetClock, who: str) -> None:
    client.post("/sign-out", data={"csrf_token": form_token(client, "/sign-in")})


def left_alone(app: Flask, client: FlaskClient, clock: SetClock, who: str) -> None:
    clock.forward(accounts.IDLE_ENDS_AFTER["staff" if who in STAFF_ROLES else "contact"])


def used_for_twelve_hours(app: Flask, client: FlaskClient, clock: SetClock, who: str) -> None:
    began_at = clock.now
    while clock.now < began_at + accounts.SESSION_LASTS_FOR - timedelta(minutes=25):
        clock.forward(timedelta(minutes=25))
        client.get("/settings/hours" if who in STAFF_ROLES else "/messages")
    clock.now = began_at + accounts.SESSION_LASTS_FOR - timedelta(seconds=1)
    assert client.get("/settings/hours" if who in STAFF_ROLES else "/messages").status_code == 200, "it is still in use"
    clock.now = began_at + accounts.SESSION_LASTS_FOR


def password_changed(app: Flask, client: FlaskClient, clock: SetClock, who: str) -> None:
    with app.app_context():
        accounts.set_password(SCHOOL, staff_id=who, password="three other words", now=clock())


ENDINGS = [
    *((who, end) for who in ("headteacher", "agnieszka") for end in (signed_out, left_alone, used_for_twelve_hours)),
    ("headteacher", password_changed),
]


@pytest.mark.clause("C14")
@pytest.mark.parametrize(("who", "end"), ENDINGS)
def test_a_session_that_has_ended_passes_no_door_even_with_its_old_cookie(
    sqlite_app: Flask, world: dict[str, str], clock: SetClock, who: str, end: Callable[..., None]
) -> None:
    client = come_in(sqlite_app, who)
    token, cookie = form_token(client, "/sign-in"), client.get_cookie("handbell")
    assert cookie is not None
    end(sqlite_app, client, clock, who)
    passed = []
    for door in doors(sqlite_app):
        if door.guard != "public":
            client.set_cookie("handbell", cookie.value)
            answer = knock(client, door, address_of(sqlite_app, door, world), token)
            if answer.status_code != expected(door, NOBODY):
                passed.append(f"{door.name} answered {answer.status_code}")
    assert not passed, "\n".join(passed)


@pytest.mark.clause("C3")
@pytest.mark.parametrize("who", ["teacher", "office", "headteacher", "governor_chair"])
def test_off_duty_the_curtain_hangs_before_every_message_and_before_nothing_else(
    sqlite_app: Flask, world: dict[str, str], clock: SetClock, who: str
) -> None:
    clock.now = NIGHT
    client = come_in(sqlite_app, who)
    wrong = []
    for door in doors(sqlite_app):
        if door.method == "GET" and expected(door, who) == 200 and door.endpoint != "static":
            page = client.get(address_of(sqlite_app, door, world)).data.decode(errors="replace")
            if (CURTAIN in page) != door.row.closed_off_duty:
                wrong.append(f"{door.name}: {'no curtain' if door.row.closed_off_duty else 'a curtain'}")
            if door.row.closed_off_duty and WORDS in page:
                wrong.append(f"{door.name}: words are shown")
    assert not wrong, "\n".join(wrong)


OF_A_CONVERSATION = (
    "GET audit.thread",
    "POST audit.look",
    "POST audit.pack",
    "GET threads.conversation",
    "GET threads.file",
    "POST threads.reply",
    "POST threads.checks",
    "POST threads.state",
    "POST threads.suggestion",
    "GET alerts.one",
    "GET alerts.file",
)


@pytest.mark.clause("C16")
@pytest.mark.parametrize(
    ("accused", "told"),
    [("Mrs Ashdown", "governor_chair"), ("Mrs Nair", "headteacher"), ("Mrs Castell", "headteacher")],
)
def test_an_allegation_is_there_for_nobody_but_the_one_who_is_told(
    sqlite_app: Flask, clock: SetClock, accused: str, told: str
) -> None:
    clock.now = NINE
    with sqlite_app.app_context():
        a_school(sqlite_app, roster_of_roles())
        raw = mail(HELEN, f"{accused} hit my daughter today.", to="office@elmswick.example", subject="Complaint")
        taken = arrives(sqlite_app, raw, NINE)
        with reading():
            (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    assert list(alert.told) == [told]
    things = {
        "thread": str(taken.thread_id),
        "message": str(taken.message_id),
        "alert": str(alert.alert_id),
        "part": "1",
    }
    found = []
    for who in (*sorted(STAFF_ROLES - {told}), *FAMILIES[:2]):
        client = come_in(sqlite_app, who)
        token = form_token(client, "/sign-in")
        for door in doors(sqlite_app):
            if door.name in OF_A_CONVERSATION:
                code = knock(client, door, address_of(sqlite_app, door, things), token).status_code
                if code != (404 if who in DOORS[door.guard] else 403):
                    found.append(f"{door.name}: {who} got {code}")
        client.post("/search", data={"csrf_token": token, "q": "daughter"})
        for path in ("/inbox", "/alerts", "/today", "/office", "/audit", "/search"):
            if "hit my daughter" in client.get(path).get_data(as_text=True):
                found.append(f"{path} shows it to {who}")
    assert not found, "\n".join(found)
    page = come_in(sqlite_app, told).get(f"/alerts/{alert.alert_id}")
    assert page.status_code == 200
    assert "hit my daughter" in page.get_data(as_text=True).replace("<mark>", "").replace("</mark>", "")
