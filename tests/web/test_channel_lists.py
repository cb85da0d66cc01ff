"""SchoolComms' lists on the pages: what they would do is shown first, then messages and addresses have their state."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.store import channel_lists, outbox, unreachable
from gateway.store.transaction import reading
from tests.bridges import Bridge, a_bridge, a_message, all_threads
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, come_in, form_token, submit

PAGE = "/settings/lists"
HEAD = "Sent on,To,Email,Mobile,Text,Result\n"
GLOVES = "They are on my desk, next to the"


@pytest.fixture
def bridge(sqlite_school: Flask, clock: SetClock) -> Bridge:
    """SchoolComms, on which Miss Nair's answer to Agnieszka was handed over on Monday at nine."""
    found = a_bridge(sqlite_school, "schoolcomms")
    found.tell(a_message("Zofia has lost her gloves."))
    clock.now = MONDAY_MORNING
    release_due(SCHOOL, now=clock())
    (thread,) = all_threads()
    send_reply(SCHOOL, thread.thread_id, staff_id="nair", text=f"{GLOVES} window.", now=clock())
    clock.forward(timedelta(minutes=45))
    for message in found.outbox():
        found.receipt(message["reference"], "handed_over")
    return found


@pytest.fixture
def office(sqlite_school: Flask, bridge: Bridge) -> FlaskClient:
    """Mrs Okafor, on Monday morning."""
    return come_in(sqlite_school, "okafor")


def send(client: FlaskClient, text: str, kind: str = "sent") -> TestResponse:
    """Upload a list."""
    fields = {"csrf_token": form_token(client, PAGE), "kind": kind, "file": (BytesIO(text.encode()), "list.csv")}
    return client.post(PAGE, data=fields, content_type="multipart/form-data")


def said(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def states() -> list[str]:
    """The state of each answer on SchoolComms."""
    (thread,) = all_threads()
    with reading():
        return [one.state for one in outbox.parcels_of(SCHOOL, thread.thread_id) if one.letter == "reply"]


COLUMNS = {"at": "Sent on", "email": "Email", "mobile": "Mobile", "words": "Text", "status": "Result"}


@pytest.mark.clause("C1")
@pytest.mark.parametrize(
    ("result", "state"),
    [("Green", "dispatched"), ("Delivered", "delivered"), ("Red: blocked", "waiting"), ("Amber", "handed_over")],
)
def test_a_list_says_what_became_of_an_answer_and_is_then_put_away(
    office: FlaskClient, result: str, state: str
) -> None:
    line = f'23/11/2026 09:05,A Nowak,AGNIESZKA@mail.example,,"{GLOVES}...",{result}\n'
    other = "23/11/2026 10:00,A Nowak,agnieszka@mail.example,,Cake sale on Friday,Green\n"
    stranger = "23/11/2026 10:00,X,nobody@else.example,,Cake sale on Friday,Green\n"
    place = send(office, HEAD + line + other + stranger + "soon,,agnieszka@mail.example,,Hi,Green\n").location
    shown = said(office, place)
    assert f"<dd>{int(state != 'handed_over')}</dd>" in shown
    assert "Row 5 cannot be read: “soon” is no date and time." in shown
    assert "Row 4: nobody we know has this address." in shown
    assert states() == ["handed_over"], "nothing is done before somebody has looked"
    assert submit(office, place, **COLUMNS, do="take").status_code == 302
    assert states() == [state], "what SchoolComms did not deliver goes by email"
    assert office.get(place).status_code == 302, "it is put away"
    with reading():
        (held,) = channel_lists.newest(SCHOOL, limit=5)
        assert channel_lists.channel_list(SCHOOL, held.list_id) == (held, b"")


def test_headings_that_say_nothing_are_asked_for_once(office: FlaskClient) -> None:
    rows = "A,B,C\n23/11/2026 09:05,agnieszka@mail.example,Cake sale\n"
    place = send(office, rows).location
    assert "Choose these columns first: Date and time, Subject or text, Email address" in said(office, place)
    refused = submit(office, place, do="take")
    assert refused.status_code == 400
    assert "Choose a column first" in refused.get_data(as_text=True)
    chosen = {"at": "A", "email": "B", "words": "C"}
    looked = submit(office, place, **chosen, do="look").get_data(as_text=True)
    assert "Note what became of them" in looked
    submit(office, place, **chosen, do="take")
    again = said(office, send(office, rows).location)
    assert "Note what became of them" in again, "the columns are remembered"


def test_data_issues_mark_addresses_that_nothing_reaches(office: FlaskClient) -> None:
    rows = "Name,Email,Mobile,Issue\nA,agnieszka@mail.example,,Blocked after 3 bounces\nX,x@else.example,,Blocked\n"
    place = send(office, rows, "blocked").location
    assert "Agnieszka Nowak, agnieszka@mail.example. Blocked after 3 bounces" in said(office, place)
    submit(office, place, email="Email", mobile="Mobile", why="Issue", do="take")
    with reading():
        assert unreachable.why_not(SCHOOL, "schoolcomms", "agnieszka@mail.example") == "blocked"
        assert unreachable.why_not(SCHOOL, "schoolcomms", "x@else.example") == ""
    page = said(office, PAGE)
    assert "SchoolComms no longer writes to" in page
    assert "<strong>Agnieszka Nowak</strong>" in page
    submit(office, PAGE, f"{PAGE}/unblock", address="agnieszka@mail.example")
    assert "SchoolComms no longer writes to" not in said(office, PAGE)


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [("PK\x03\x04", "sent", "Save it as CSV"), ("a,b\n1,2\n", "letters", "Choose which of the two lists")],
)
def test_a_file_that_is_no_list_is_told_on_the_page(office: FlaskClient, text: str, kind: str, sentence: str) -> None:
    answer = send(office, text, kind)
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)


def test_without_a_file_the_page_says_so(office: FlaskClient) -> None:
    assert submit(office, PAGE, kind="sent").status_code == 400
