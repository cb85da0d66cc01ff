"""After a booked meeting: what came of it is one form or one tap, in its conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.store import meetings
from gateway.store import talks as stored
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.meetings import TUESDAY, booked, offered
from tests.schools import SCHOOL, parcels, submit

WORDS = "Zofia sits with Maria at lunch from Tuesday."


def page_of(client: FlaskClient, path: str) -> str:
    """A page that is there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


@pytest.mark.clause("C22")
def test_a_booked_meeting_that_is_over_gets_the_same_form_and_is_held(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], clock: SetClock
) -> None:
    meeting = booked(offered(sqlite_school))
    assert meeting.thread_id is not None
    here = f"/threads/{meeting.thread_id}"
    clock.now = TUESDAY - timedelta(minutes=5)
    assert "what came of it?" not in page_of(come_in("nair"), here)
    clock.now = TUESDAY + timedelta(minutes=20)
    client = come_in("nair")
    assert "Your talk of Tuesday 24 November, 3:30pm: what came of it?" in page_of(client, here)
    form = page_of(client, f"{here}/talk?meeting={meeting.meeting_id}")
    assert 'value="in_person" required checked' in form
    assert 'value="2026-11-24"' in form
    more = {"meeting": str(meeting.meeting_id), "way": "in_person", "held_on": "2026-11-24"}
    fields = more | {"words": WORDS, "do": "send"}
    answer = submit(client, f"{here}/talk?meeting={meeting.meeting_id}", f"{here}/talk", **fields)
    code, page = answer.status_code, page_of(client, answer.headers["Location"])
    assert code == 302
    assert "A note of our talk at school on Tuesday 24 November." in page
    assert "what came of it?" not in page
    with reading():
        held = meetings.meeting(SCHOOL, meeting.meeting_id)
        (talk,) = stored.talks_of(SCHOOL, meeting.thread_id)
    assert held is not None
    assert (held.state, talk.meeting_id) == ("held", meeting.meeting_id)


def test_nobody_came_is_one_tap_and_no_letter_of_blame(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], clock: SetClock
) -> None:
    meeting = booked(offered(sqlite_school))
    here = f"/threads/{meeting.thread_id}"
    clock.now = TUESDAY + timedelta(minutes=20)
    client = come_in("nair")
    before = len(parcels(sqlite_school))
    submit(client, here, f"/talks/of/{meeting.meeting_id}/nobody")
    assert len(parcels(sqlite_school)) == before
    assert "what came of it?" not in page_of(client, here)
    with reading():
        held = meetings.meeting(SCHOOL, meeting.meeting_id)
    assert held is not None
    assert held.state == "no_show"
    assert submit(come_in("garrod"), "/sign-in", f"/talks/of/{meeting.meeting_id}/nobody").status_code == 404
