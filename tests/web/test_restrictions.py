"""The pages of restrictions: for the headteacher alone, lifted with a paper and put back with a reason."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, come_in, submit

PAGE = "/restrictions/poppy"
PAPER = {"document": "Order of the family court", "document_on": "2026-11-20", "reason": "The court has ended it"}


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    clock.now = MONDAY_MORNING
    return come_in(sqlite_school, "ashdown")


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.clause("C4")
def test_the_headteacher_lifts_an_order_with_its_paper_and_puts_it_back(head: FlaskClient) -> None:
    assert "<strong>1</strong> stands for contacts of children" in text(head, "/today")
    assert "There is a court order; school may not contact them" in text(head, "/restrictions")
    refused = submit(head, PAGE, f"{PAGE}/gareth/lift", **(PAPER | {"document_on": "last week"}))
    assert refused.status_code == 400
    page = refused.get_data(as_text=True)
    assert "Give the date on the document" in page
    assert 'value="The court has ended it"' in page, "what was written is still there"
    assert submit(head, PAGE, f"{PAGE}/gareth/lift", **PAPER).status_code == 302
    page = text(head, PAGE)
    assert "Lifted by Mrs Ashdown on Monday 23 November" in page
    assert "Order of the family court, Friday 20 November 2026." in page
    assert "There is a court order" not in page
    assert submit(head, PAGE, f"{PAGE}/gareth/lift", **PAPER).status_code == 409
    assert submit(head, PAGE, f"{PAGE}/gareth/back", reason="It was of another case").status_code == 302
    assert "There is a court order" in text(head, PAGE)


@pytest.mark.parametrize("staff_id", ["castellan", "okafor", "garrod", "bell"])
def test_nobody_else_sees_or_lifts_a_restriction(
    sqlite_school: Flask, clock: SetClock, head: FlaskClient, staff_id: str
) -> None:
    client = come_in(sqlite_school, staff_id)
    assert client.get("/restrictions").status_code == 403
    assert client.get(PAGE).status_code == 403
    assert submit(client, "/settings/hours", f"{PAGE}/gareth/lift", **PAPER).status_code == 403
    assert "There is a court order" in text(head, PAGE)


def test_a_child_who_is_not_on_the_roll_is_one_sentence(head: FlaskClient) -> None:
    answer = head.get("/restrictions/nobody")
    assert answer.status_code == 400
    assert "There is no such child on the roll" in answer.get_data(as_text=True)
