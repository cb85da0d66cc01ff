"""The pages of what waits in the apps, and the settings of the apps' mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import notice_sources
from gateway.store import notices
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, form_token, submit
from tests.web.world import told_by_tapestry

NINE = MONDAY_MORNING + timedelta(minutes=45)
LINE = "Agnieszka Nowak, mother of Zofia (Robin Class)"
WORDS = "Could Zofia bring her book on Tuesday?"


@pytest.fixture
def okafor(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Okafor of the office, at nine on Monday, told of a message in Tapestry."""
    clock.now = NINE
    arrives(sqlite_school, told_by_tapestry(), NINE)
    return come_in(sqlite_school, "okafor")


def first() -> int:
    """The notice that waits."""
    with reading():
        return notices.waiting(SCHOOL, limit=1)[0].notice_id


def page(client: FlaskClient, path: str) -> str:
    """What a page shows."""
    return client.get(path).get_data(as_text=True)


def test_the_office_sees_what_waits_and_no_link_of_the_mail_can_be_pressed(okafor: FlaskClient) -> None:
    for path in ("/office", "/notices", f"/notices/{first()}"):
        shown = page(okafor, path)
        assert "A message waits in Tapestry" in shown
        assert "(link left out)" in shown
        assert "tapestryjournal.com/s" not in shown
    assert "In the apps (1)" in page(okafor, "/inbox")


def test_two_fields_put_a_message_where_it_belongs(okafor: FlaskClient) -> None:
    path = f"/notices/{first()}"
    answer = submit(okafor, path, who=LINE, words=WORDS)
    assert answer.status_code == 302
    shown = page(okafor, answer.location)
    assert "Copied in. Whoever Agnieszka Nowak’s message is for sees it in their own hours." in shown
    assert "In the apps (1)" not in page(okafor, "/inbox")
    nair = come_in(okafor.application, "nair")
    assert WORDS in page(nair, "/inbox")
    assert okafor.get(path).status_code == 409


def test_what_is_wrong_is_said_and_the_words_stay(okafor: FlaskClient) -> None:
    path = f"/notices/{first()}"
    answer = submit(okafor, path, who="nowak", words=WORDS)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Several people fit." in shown
    assert WORDS in shown
    assert submit(okafor, path, who=LINE, words=" ").status_code == 400
    assert submit(okafor, "/notices/copy", who=LINE, words=WORDS, channel="pigeon").status_code == 400


def test_a_message_of_which_no_notice_came_is_copied_in_too(okafor: FlaskClient) -> None:
    answer = submit(okafor, "/notices/copy", who=LINE, words=WORDS, channel="school_gateway", form="f1")
    assert answer.status_code == 302
    again = submit(okafor, "/notices/copy", who=LINE, words=WORDS, channel="school_gateway", form="f1")
    assert "This was copied in already." in page(okafor, again.location)


def test_a_notice_without_a_message_is_taken_off(okafor: FlaskClient) -> None:
    path = f"/notices/{first()}"
    answer = okafor.post(f"{path}/nothing", data={"csrf_token": form_token(okafor, path)})
    assert "There was no message." in page(okafor, answer.location)
    assert "To copy in" in page(okafor, "/notices")
    assert "A message waits in Tapestry" not in page(okafor, "/notices")


def test_an_account_for_a_key_stage_tells_its_teachers(okafor: FlaskClient) -> None:
    fields = {"channel": "tapestry", "sender": "noreply@tapestryjournal.com", "subject": "*Nursery*", "tells": "waits"}
    shown = page(okafor, submit(okafor, "/settings/notices", **fields, account="Nursery", classes="robin").location)
    assert "Tapestry, Nursery" in shown
    assert "Told: Teachers of Robin Class." in shown
    remove = re.search(r"/settings/notices/\d+/remove", shown)
    assert remove
    token = form_token(okafor, "/settings/notices")
    shown = page(okafor, okafor.post(remove[0], data={"csrf_token": token}).location)
    assert "Tapestry, Nursery" not in shown
    assert "The usual look" in shown


def test_a_sender_that_families_have_is_refused_with_the_words_kept(okafor: FlaskClient) -> None:
    for sender in ("*@gmail.com", "agnieszka@mail.example", "office@elmswick.example"):
        answer = submit(okafor, "/settings/notices", channel="tapestry", sender=sender, tells="waits")
        assert answer.status_code == 400
        assert sender in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "http://tapestry.example",
        "javascript:alert(1)",
        "https://",
        "https://a b.example",
        "https://u@x.example",
        "x",
        "https://[",
    ],
)
def test_where_an_app_is_opened_must_be_a_safe_page(okafor: FlaskClient, address: str) -> None:
    answer = submit(okafor, "/settings/notices", "/settings/notices/pages/tapestry", address=address)
    assert answer.status_code == 400
    assert not notice_sources.app_pages(SCHOOL)


def test_the_app_is_opened_from_beside_what_waits_there(okafor: FlaskClient) -> None:
    at = "https://tapestryjournal.com/s/elmswick"
    assert submit(okafor, "/settings/notices", "/settings/notices/pages/tapestry", address=at).status_code == 302
    shown = page(okafor, "/notices")
    assert f'href="{at}" target="_blank" rel="noopener noreferrer"' in shown
    submit(okafor, "/settings/notices", "/settings/notices/pages/tapestry", address="")
    assert at not in page(okafor, "/notices")
