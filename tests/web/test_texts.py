"""Texts on the pages: what they cost before they leave, what is too long for one, and whom none reaches."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.actions import text_numbers, unreachable
from gateway.actions.release import release_due
from gateway.store.transaction import writing
from tests.bridges import all_threads
from tests.schools import FRIDAY_MORNING, SCHOOL, sign_in_as, submit
from tests.texting import AGNIESZKA, TextLine

WRITE = "/write/zofia/agnieszka"


@pytest.fixture
def line(texting_sqlite: TextLine) -> TextLine:
    """Friday morning; Agnieszka has texted in the night, and Mrs Pettit has it."""
    texting_sqlite.comes(AGNIESZKA, "Zofia has lost her gloves")
    texting_sqlite.send()
    texting_sqlite.clock.now = FRIDAY_MORNING + timedelta(minutes=15)
    release_due(SCHOOL, now=texting_sqlite.clock())
    return texting_sqlite


def stop(line: TextLine, why: str) -> None:
    with writing():
        unreachable.note(SCHOOL, "schoolcomms_text", AGNIESZKA, why=why, now=line.clock())


def page_of(line: TextLine, words: str) -> str:
    """The conversation's page with these words kept in the composer."""
    client = line.app.test_client()
    sign_in_as(client, "pettit")
    here = f"/threads/{all_threads()[0].thread_id}"
    submit(client, here, f"{here}/reply", text=words, do="keep")
    return client.get(here).get_data(as_text=True)


def test_an_answer_by_text_shows_its_parts_and_their_cost_before_it_leaves(line: TextLine) -> None:
    assert "SchoolComms text, 1 part, about 4p." in page_of(line, "They’re on her peg.")
    assert "SchoolComms text, 2 parts, about 8p." in page_of(line, "They’re on her peg, which is the third. " * 5)
    text_numbers.change_price(SCHOOL, 0, now=line.clock())
    assert "SchoolComms text, 1 part." in page_of(line, "They’re on her peg.")


def test_one_emoji_makes_more_parts_and_that_is_shown(line: TextLine) -> None:
    assert "SchoolComms text, 3 parts" in page_of(line, "They are on her peg, the third in the row. " * 3 + "🎈")


def test_what_is_too_long_for_a_text_is_stopped_and_says_by_how_much(line: TextLine) -> None:
    page = page_of(line, "a" * 1601)
    assert "too long for a text" in page
    assert "Take out 37 characters" in page
    client = line.app.test_client()
    sign_in_as(client, "pettit")
    here = f"/threads/{all_threads()[0].thread_id}"
    submit(client, here, f"{here}/reply", text="a" * 1601, do="send")
    assert line.send() == []


def test_who_stopped_texts_is_written_to_by_email_and_the_composer_says_so(line: TextLine) -> None:
    stop(line, "opted_out")
    assert "School email, not by text: They asked for no more texts." in page_of(line, "On her peg.")


def test_a_new_conversation_may_go_by_text_to_a_mobile_and_never_to_a_landline(line: TextLine) -> None:
    client = line.app.test_client()
    sign_in_as(client, "pettit")
    assert "SchoolComms text" in client.get("/write/zofia").get_data(as_text=True)
    fields = {"subject": "Gloves", "text": "They are on her peg.", "by": "schoolcomms_text"}
    checked = submit(client, WRITE, f"{WRITE}/checks", **fields).get_data(as_text=True)
    assert "SchoolComms text, 1 part, about 4p." in checked
    assert submit(client, WRITE, do="send", **fields).status_code == 302
    assert [(one.to, one.body.splitlines()[-1]) for one in line.send()] == [
        (AGNIESZKA, "Mrs Pettit, Elmswick Primary School")
    ]
    garrod = line.app.test_client()
    sign_in_as(garrod, "garrod")
    assert "SchoolComms text" not in garrod.get("/write/poppy/helen").get_data(as_text=True)


def test_while_the_number_is_off_no_text_is_offered(line: TextLine) -> None:
    text_numbers.withdraw_number(SCHOOL, now=line.clock())
    client = line.app.test_client()
    sign_in_as(client, "pettit")
    assert "SchoolComms text" not in client.get(WRITE).get_data(as_text=True)
    assert "School does not text at the moment" in page_of(line, "On her peg.")


def test_the_office_sees_whom_no_text_reaches_and_why(line: TextLine) -> None:
    stop(line, "landline")
    client = line.app.test_client()
    sign_in_as(client, "okafor")
    page = client.get("/office").get_data(as_text=True)
    assert "Nothing reaches these addresses" in page
    assert "Agnieszka Nowak (Zofia)" in page
    assert "What we write goes by School email instead" in page
