"""The audit desk: a reason before a word, told to whoever is concerned, with the trail and its proof; never one's own case."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.domain.scope import Actor, one_school
from gateway.store import audit
from gateway.store.base import db
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    arrives,
    come_in,
    form_token,
    mail,
    parcels,
    sign_in_as,
    submit,
)

WORDS = "Zofia cried again tonight."
NAIR = one_school(1, Actor("staff", "nair"))
NINE = MONDAY_MORNING + timedelta(minutes=45)


@pytest.fixture
def thread(sqlite_school: Flask, clock: SetClock) -> int:
    """A conversation of Agnieszka Nowak's with Miss Nair, kept on Thursday, rung and answered on Monday; it is nine."""
    taken = arrives(sqlite_school, mail(text=WORDS))
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    send_reply(
        NAIR, taken.thread_id, staff_id="nair", text="I sat with her.", now=MONDAY_MORNING + timedelta(minutes=20)
    )
    clock.now = NINE
    return taken.thread_id


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown at her desk at nine on Monday."""
    clock.now = NINE
    return come_in(sqlite_school, "ashdown")


def page(client: FlaskClient, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code
    return answer.get_data(as_text=True)


def look(
    client: FlaskClient, thread: int, purpose: str = "concern", reason: str = "Mrs Nowak asked me to"
) -> TestResponse:
    return submit(client, f"/audit/{thread}", f"/audit/{thread}/look", purpose=purpose, reason=reason)


def looks(thread: int) -> list[audit.Link]:
    with reading():
        return [one for one in audit.links_of_thread(SCHOOL, thread) if one.event == "thread.looked_at"]


@pytest.mark.clause("C15")
def test_no_word_is_shown_before_a_reason_is_written_down(head: FlaskClient, thread: int) -> None:
    asked = page(head, f"/audit/{thread}")
    assert "Why are you looking?" in asked
    assert WORDS not in asked
    assert looks(thread) == []
    answer = look(head, thread)
    assert (answer.status_code, answer.location) == (302, f"/audit/{thread}")
    (written,) = looks(thread)
    assert (written.actor, written.detail["purpose"], written.detail["reason"]) == (
        "staff:ashdown",
        "concern",
        "Mrs Nowak asked me to",
    )
    assert WORDS in page(head, f"/audit/{thread}")


@pytest.mark.clause("C15")
@pytest.mark.parametrize(
    ("purpose", "reason"), [("", "Mrs Nowak asked me to"), ("concern", " a "), ("nosy", "I want to see it")]
)
def test_a_look_without_purpose_or_reason_is_refused_and_the_words_typed_are_kept(
    head: FlaskClient, thread: int, purpose: str, reason: str
) -> None:
    answer = look(head, thread, purpose, reason)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert WORDS not in said
    assert reason in said
    assert looks(thread) == []


@pytest.mark.clause("C15")
def test_the_watched_person_is_told_by_whom_and_why_at_their_next_working_time(
    sqlite_school: Flask, head: FlaskClient, thread: int, clock: SetClock
) -> None:
    clock.now = MONDAY_MORNING + timedelta(hours=10)
    sign_in_as(head, "ashdown")
    look(head, thread)
    nair = come_in(sqlite_school, "nair")
    assert "Mrs Nowak asked me to" not in page(nair, "/settings/looks"), "she is off duty and is left in peace"
    letter = next(one for one in parcels(sqlite_school, "looked_at") if one.to_address == "nair@elmswick.example")
    assert letter.send_after == MONDAY_MORNING + timedelta(days=1)
    assert (letter.facts["by"], letter.facts["purpose"]) == ("Mrs Ashdown", "Parent concern or complaint")
    clock.now = MONDAY_MORNING + timedelta(days=1)
    sign_in_as(nair, "nair")
    told = page(nair, "/settings/looks")
    for words in ("Mrs Ashdown", "Agnieszka Nowak", "Parent concern or complaint", "Mrs Nowak asked me to"):
        assert words in told
    garrod = come_in(sqlite_school, "garrod")
    assert "Mrs Nowak asked me to" not in page(garrod, "/settings/looks"), "it was not his conversation"


def test_a_look_ends_after_half_an_hour_and_is_nobody_elses(
    sqlite_school: Flask, head: FlaskClient, thread: int, clock: SetClock
) -> None:
    look(head, thread)
    deputy = come_in(sqlite_school, "castellan")
    assert WORDS not in page(deputy, f"/audit/{thread}")
    clock.forward(timedelta(minutes=30))
    assert WORDS not in page(head, f"/audit/{thread}")


@pytest.mark.clause("C16")
def test_the_trail_says_what_happened_in_words_a_governor_understands(head: FlaskClient, thread: int) -> None:
    look(head, thread)
    said = page(head, f"/audit/{thread}")
    for words in (
        "Kept at 7:42pm. Promised: Miss Nair, Monday 23 November, 8:15am.",
        "Rang for Miss Nair.",
        "Promise kept",
        "Answered by Miss Nair.",
        "Looked at by Mrs Ashdown. Parent concern or complaint: Mrs Nowak asked me to",
        "Record is whole",
        "4 of 4 links checked, 9am",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "UPDATE audit_links SET actor = 'staff:lowe' WHERE event = 'reply.accepted'",
            "Its content does not match its mark",
        ),
        ("UPDATE messages SET text = 'I never said that.' WHERE \"by\" = 'staff'", "not the words it was made for"),
        ("DELETE FROM audit_links WHERE event = 'reply.accepted'", "A link is broken"),
    ],
)
def test_a_record_changed_behind_its_back_breaks_the_seal_with_its_place(
    head: FlaskClient, thread: int, change: str, words: str
) -> None:
    look(head, thread)
    with db.engine.connect() as connection, connection.begin():
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_links_refuse_{verb}"))
        connection.execute(text(change))
    said = page(head, f"/audit/{thread}")
    assert words in said.replace("The words that are kept are ", "")
    assert "Do not change anything. Call your support contact." in said
    assert "Record is whole" not in said
    assert "A link is broken" in page(head, "/audit/record?check=now")


def test_the_whole_record_is_checked_when_asked(head: FlaskClient, thread: int) -> None:
    assert "Not checked yet" in page(head, "/audit/record")
    assert "links checked, 9am" in page(head, "/audit/record?check=now")


@pytest.mark.clause("C4")
def test_a_search_shows_who_and_when_and_never_what(head: FlaskClient, thread: int) -> None:
    said = page(head, "/audit")
    assert "Agnieszka Nowak and Miss Nair" in said
    assert "Zofia N" in said
    assert WORDS not in said
    assert "Reading book" not in said


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"who": "nowak"}, True),
        ({"who": "miss nair"}, True),
        ({"who": "zofia"}, True),
        ({"who": "Robin Class"}, True),
        ({"who": "garrod"}, False),
        ({"who": "nobody of this name"}, False),
        ({"words": "cried", "purpose": "concern"}, True),
        ({"words": "giraffe", "purpose": "concern"}, False),
        ({"first_on": "2026-11-23"}, True),
        ({"first_on": "2026-11-24"}, False),
        ({"last_on": "2026-11-18"}, False),
        ({"only": "kept"}, True),
        ({"only": "stopped"}, False),
        ({"who": "%"}, False),
    ],
)
def test_a_search_finds_by_name_class_words_days_and_marks(
    head: FlaskClient, thread: int, fields: dict[str, str], found: bool
) -> None:
    answer = submit(head, "/audit", **fields)
    assert answer.status_code == 200
    assert ("Agnieszka Nowak and Miss Nair" in answer.get_data(as_text=True)) is found


@pytest.mark.clause("C15")
def test_a_search_is_recorded_and_one_by_words_says_why(head: FlaskClient, thread: int) -> None:
    answer = submit(head, "/audit", words="cried", who="nowak")
    assert answer.status_code == 400
    assert 'value="cried"' in answer.get_data(as_text=True), "what was typed is kept"
    submit(head, "/audit", words="cried", purpose="safeguarding")
    with reading():
        (event,) = audit.latest(SCHOOL, ("audit.searched",), limit=5)
    assert (event.actor, event.detail["words"], event.detail["purpose"]) == ("staff:ashdown", "cried", "safeguarding")


@pytest.mark.parametrize(
    "fields",
    [{"first_on": "tomorrow"}, {"only": "everything"}, {"before": "now"}, {"before": "2026-11-23"}],
)
def test_a_search_that_makes_no_sense_is_refused_in_words(head: FlaskClient, fields: dict[str, str]) -> None:
    assert submit(head, "/audit", **fields).status_code == 400


def test_more_than_one_page_leads_on_to_the_older(sqlite_school: Flask, head: FlaskClient) -> None:
    for number in range(27):
        arrives(sqlite_school, mail(subject=f"Number {number}"), THURSDAY_EVENING + timedelta(minutes=number))
    said = page(head, "/audit")
    assert "The newest 25 conversations" in said
    before = said.split('name="before" value="')[1].split('"')[0]
    older = submit(head, "/audit", before=before).get_data(as_text=True)
    assert "2 conversations" in older


@pytest.fixture
def about_the_head(sqlite_school: Flask, clock: SetClock) -> int:
    """A parent's allegation about Mrs Ashdown."""
    clock.now = NINE
    taken = arrives(
        sqlite_school,
        mail(
            "Tom Reed <reeds@mail.example>",
            "Mrs Ashdown hit my son in class today. She grabbed him by the neck.",
            to="office@elmswick.example",
            subject="Complaint",
        ),
        NINE,
    )
    assert taken.disposition == "risk"
    assert taken.thread_id is not None
    return taken.thread_id


@pytest.mark.clause("C16")
def test_an_allegation_about_the_headteacher_is_not_there_for_the_headteacher(
    sqlite_school: Flask, head: FlaskClient, about_the_head: int
) -> None:
    for path in (f"/audit/{about_the_head}",):
        page(head, path, 404)
    token = form_token(head, "/audit")
    for action in ("look", "pack"):
        fields = {"csrf_token": token, "purpose": "concern", "reason": "let me see it"}
        assert head.post(f"/audit/{about_the_head}/{action}", data=fields).status_code == 404
    assert "Tom Reed" not in page(head, "/audit")
    answer = submit(head, "/audit", words="grabbed", purpose="concern").get_data(as_text=True)
    assert "Tom Reed" not in answer
    assert "Nothing found" in answer
    assert "worry" not in page(head, "/today").split("Promises to parents")[0]
    assert page(head, "/alerts").count("Read<") == 0
    assert looks(about_the_head) == []


def test_a_conversation_that_does_not_exist_is_not_found(head: FlaskClient) -> None:
    page(head, "/audit/12345", 404)
    page(head, "/audit/99999999999999999999999", 404)


@pytest.mark.clause("C16")
def test_an_evidence_pack_is_made_with_a_reason_and_recorded(head: FlaskClient, thread: int) -> None:
    look(head, thread)
    answer = submit(head, f"/audit/{thread}", f"/audit/{thread}/pack", reason="Stage 2 complaint")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert f"T{thread}.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert "verify.py" in archive.namelist()
    with reading():
        assert audit.links_of_thread(SCHOOL, thread)[-1].event == "pack.made"
    refused = submit(head, f"/audit/{thread}", f"/audit/{thread}/pack", reason="")
    assert refused.status_code == 302


@pytest.mark.clause("C4")
def test_the_headteacher_chooses_a_copy_to_release_and_the_whole_record_is_what_is_chosen_first(
    head: FlaskClient, thread: int
) -> None:
    look(head, thread)
    assert 'value="whole" checked' in page(head, f"/audit/{thread}")
    answer = submit(head, f"/audit/{thread}", f"/audit/{thread}/pack", reason="She asked for her data", kind="copy")
    assert f"T{thread}-copy.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert archive.read("READ-ME.txt").startswith(b"A copy to release")
    assert submit(head, f"/audit/{thread}", f"/audit/{thread}/pack", reason="For us", kind="all").status_code == 400


@pytest.mark.parametrize("staff_id", ["nair", "okafor", "lowe", "bell"])
def test_only_the_headteacher_and_deputies_pass_the_door(sqlite_school: Flask, thread: int, staff_id: str) -> None:
    client = come_in(sqlite_school, staff_id)
    for path in ("/audit", f"/audit/{thread}", "/audit/record"):
        page(client, path, 403)


def test_a_forged_form_looks_at_nothing(head: FlaskClient, thread: int) -> None:
    answer = head.post(f"/audit/{thread}/look", data={"purpose": "concern", "reason": "Mrs Nowak asked me to"})
    assert answer.status_code == 400
    assert looks(thread) == []
