"""Copy, open, confirm: in the conversation, and as a list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import handovers, notice_sources
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, come_in, form_token, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
APP = "https://tapestryjournal.com/s/elmswick"
LINE = "Agnieszka Nowak, mother of Zofia (Robin Class)"


@pytest.fixture
def nair(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Miss Nair, at nine on Monday, whose school has entered where Tapestry is."""
    clock.now = NINE
    notice_sources.set_app_page(SCHOOL, "tapestry", APP, now=NINE)
    return come_in(sqlite_school, "nair")


def page(client: FlaskClient, path: str) -> str:
    """What a page shows."""
    return client.get(path).get_data(as_text=True)


def answers(nair: FlaskClient, words: str = "PE is on Tuesday.") -> str:
    """Copy a message in through the page and answer it; the address of the conversation."""
    told = submit(nair, "/notices/copy", who=LINE, words="When is PE?", channel="tapestry", form="f1")
    assert submit(nair, told.location, f"{told.location}/reply", text=words, do="send").status_code == 302
    return str(told.location)


def test_the_words_stand_to_be_copied_beside_the_app_and_the_confirmation(nair: FlaskClient) -> None:
    talk = answers(nair, "PE is <b>on</b> Tuesday.")
    shown = page(nair, talk)
    assert re.search(r"<textarea[^>]* readonly>PE is &lt;b&gt;on&lt;/b&gt; Tuesday.</textarea>", shown)
    assert f'href="{APP}" target="_blank" rel="noopener noreferrer"' in shown
    assert "Copy it into Tapestry until Tuesday 24 November, 4pm" in shown
    (outbox_id,) = re.findall(r'name="sent" value="(\d+)"', shown)
    answer = nair.post(
        "/handovers", data={"csrf_token": form_token(nair, talk), "sent": outbox_id, "from": talk.split("/")[-1]}
    )
    shown = page(nair, answer.location)
    assert "Written down: you have sent it there." in shown
    assert "Handed over" in shown
    assert "Miss Nair says that they sent it there." in shown


def test_the_list_counts_in_the_inbox_and_asks_for_a_tick(nair: FlaskClient) -> None:
    answers(nair)
    assert "In the apps (1)" in page(nair, "/inbox")
    assert "Copy out" in page(nair, "/notices")
    assert "To Agnieszka Nowak" in page(nair, "/handovers")
    assert submit(nair, "/handovers").status_code == 400
    assert submit(nair, "/handovers", sent="seven").status_code == 400
    assert submit(nair, "/handovers", sent="12345").status_code == 404


def test_what_lapsed_stands_on_the_offices_page_without_its_words(nair: FlaskClient, clock: SetClock) -> None:
    answers(nair)
    clock.now = (NINE + timedelta(days=1)).replace(hour=16, minute=0)
    assert handovers.lapse_due(SCHOOL, now=clock()) == 1
    okafor = come_in(nair.application, "okafor")
    shown = page(okafor, "/office")
    assert "Not sent there in time" in shown
    assert "Miss Nair wrote it, and nobody has said that it was sent there." in shown
    assert "PE is on Tuesday." not in shown
