"""Meetings through the real pages: offered by staff, answered on a phone by a link without an account, changed by both."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.directory import directory
from gateway.actions.meeting_words import LETTERS
from gateway.actions.meetings import running_late, take_time
from gateway.domain.channels import TEXT
from gateway.domain.meetings import PHONE
from gateway.store import meetings
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.meetings import NAIR, QUARTER, TUESDAY, WEDNESDAY, a_talk, booked, events, offered, parent
from tests.schools import MONDAY_MORNING, SCHOOL, come_in, form_token, link_in_as, parcels, submit


@pytest.fixture(autouse=True)
def monday(clock: SetClock) -> None:
    """It is a quarter past eight on Monday."""
    clock.now = MONDAY_MORNING


def text(client: FlaskClient, path: str, *, code: int = 200) -> str:
    """A page as its reader reads it, tags left out."""
    answer = client.get(path)
    assert answer.status_code == code
    return seen(answer.get_data(as_text=True))


def seen(page: str) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def times_on(client: FlaskClient, path: str) -> list[str]:
    """The times that a page lets one choose, in its order."""
    page = client.get(path).get_data(as_text=True)
    return re.findall(r'name="when" value="([^"]+)"(?![^>]*disabled)', page)


def a_link(app: Flask) -> str:
    """The address of the page that the newest offer's letter leads to."""
    return f"/meet/{parcels(app, 'meeting_offer')[-1].facts['link']}"


def offer_from_page(app: Flask, client: FlaskClient, thread_id: int, *times: str) -> str:
    """Offer times through the form; gives the conversation as it then stands."""
    page = f"/threads/{thread_id}/meeting"
    answer = client.post(
        page,
        data={
            "csrf_token": form_token(client, page),
            "how": ["in_person", "phone"],
            "minutes": "15",
            "words": "I would like to talk about lunchtimes.",
            "when": list(times),
            "do": "send",
        },
    )
    assert answer.status_code == 302, seen(answer.get_data(as_text=True))
    return text(client, f"/threads/{thread_id}")


@pytest.mark.clause("C22")
def test_a_teacher_offers_times_from_the_conversation_and_sees_them_stand_there(sqlite_school: Flask) -> None:
    thread_id, nair = a_talk(sqlite_school), come_in(sqlite_school, "nair")
    assert f"/threads/{thread_id}/meeting" in nair.get(f"/threads/{thread_id}").get_data(as_text=True)
    free = times_on(nair, f"/threads/{thread_id}/meeting")
    assert TUESDAY.isoformat() in free
    assert TUESDAY.replace(hour=10).isoformat() not in free
    page = offer_from_page(sqlite_school, nair, thread_id, TUESDAY.isoformat(), WEDNESDAY.isoformat())
    assert "2 times are offered. Nothing is booked until one is chosen." in page
    assert "Agnieszka can choose until Wednesday 25 November, 8:15am" in page
    (letter,) = parcels(sqlite_school, "meeting_offer")
    assert letter.facts["times"][0][0] == TUESDAY.isoformat()


def test_the_form_keeps_what_was_typed_and_says_what_to_fix(sqlite_school: Flask) -> None:
    thread_id, nair = a_talk(sqlite_school), come_in(sqlite_school, "nair")
    page = f"/threads/{thread_id}/meeting"
    sent = submit(nair, page, words="Dear Agnieszka, let us talk.", minutes="15", do="send")
    assert sent.status_code == 400
    assert "Choose at least one way to talk." in seen(sent.get_data(as_text=True))
    assert "Dear Agnieszka, let us talk." in sent.get_data(as_text=True)
    whole = {"words": "Hello", "how": "phone", "minutes": "15", "do": "send"}
    rubbish = ({"minutes": "9999999"}, {"when": "soon"}, {"when": "2026-11-24"}, {"own_day": "x", "own_time": "y"})
    for one in rubbish:
        assert submit(nair, page, **(whole | one)).status_code == 400, one
    gone = submit(nair, page, do="send", words="Hi", how="phone", minutes="15", when="2026-11-24T03:00:00+00:00")
    assert gone.status_code == 409
    submit(nair, page, words="Dear Agnieszka, let us talk.", minutes="30", how="phone", do="keep")
    assert "Dear Agnieszka, let us talk." in nair.get(page).get_data(as_text=True)


@pytest.mark.clause("C2")
def test_a_parent_chooses_by_the_link_of_the_letter_without_an_account(sqlite_school: Flask) -> None:
    offered(sqlite_school)
    link, anybody = a_link(sqlite_school), sqlite_school.test_client()
    assert "Miss Nair would like to talk with you about Zofia" in text(anybody, link)
    assert "nowak" not in link.casefold()
    assert f'value="{WEDNESDAY.isoformat()}" required checked' in anybody.get(f"{link}/2").get_data(as_text=True)
    with reading():
        assert not meetings.booked_between(SCHOOL, MONDAY_MORNING, WEDNESDAY + QUARTER), "looking books nothing"
    sent = submit(
        anybody, link, when=TUESDAY.isoformat(), how="phone", wish="companion", phone="07700 900123", do="take"
    )
    assert (sent.status_code, sent.location) == (302, link)
    page = text(anybody, link)
    assert "You meet Miss Nair about Zofia" in page
    assert "Tuesday 24 November, 3:30pm" in page
    assert "Miss Nair rings you on 07700 900123" in page
    assert "Booked." in page


@pytest.mark.clause("C2")
def test_whoever_is_too_late_reads_so_and_is_shown_the_next_times(sqlite_school: Flask) -> None:
    first = offered(sqlite_school)
    offered(sqlite_school, "tom")
    link, tom = a_link(sqlite_school), sqlite_school.test_client()
    assert TUESDAY.isoformat() in times_on(tom, link)
    token = form_token(tom, link)
    booked(first)
    sent = tom.post(link, data={"csrf_token": token, "when": TUESDAY.isoformat(), "how": "in_person", "do": "take"})
    page = sent.get_data(as_text=True)
    assert sent.status_code == 409
    assert "Tuesday 24 November, 3:30pm has just been taken. Please choose another time." in seen(page)
    assert TUESDAY.isoformat() not in page
    assert "Agnieszka" not in page
    assert len(times_on(tom, link)) == 2
    assert submit(tom, link, when=times_on(tom, link)[0], how="in_person", do="take").status_code == 302


def test_none_of_these_and_no_talk_are_answers_by_the_same_link(sqlite_school: Flask) -> None:
    offer = offered(sqlite_school)
    link, anybody = a_link(sqlite_school), sqlite_school.test_client()
    page = anybody.get(f"{link}?say=none").get_data(as_text=True)
    assert 'value="Tu-after"' in page
    sent = submit(anybody, f"{link}?say=none", link, cannot="Tu-after", words="I work late.", do="none")
    assert sent.status_code == 302
    assert "You told us that none of the times suits" in text(anybody, link)
    assert TUESDAY.isoformat() not in times_on(anybody, link)
    assert submit(anybody, f"{link}?say=no", link, words="", do="no").status_code == 302
    assert "You told us that you do not want to meet" in text(anybody, link)
    nair = come_in(sqlite_school, "nair")
    conversation = text(nair, f"/threads/{offer.thread_id}")
    assert "None of these times work for me. I work late." in conversation
    assert "They do not want to meet" in conversation


def test_a_parent_changes_and_cancels_by_the_link_and_may_choose_again(sqlite_school: Flask) -> None:
    offer = offered(sqlite_school)
    link, anybody = a_link(sqlite_school), sqlite_school.test_client()
    booked(offer)
    assert "Choose another time" in text(anybody, link)
    page = f"{link}?say=change"
    assert submit(anybody, page, link, when=WEDNESDAY.isoformat(), how="phone", do="take").status_code == 302
    changed = text(anybody, link)
    assert "Wednesday 25 November, 8:15am" in changed
    assert "Changed. School knows." in changed
    assert "Booked." not in changed
    assert submit(anybody, f"{link}?say=cancel", link, words="A cold", do="cancel").status_code == 302
    assert "You have cancelled it. You can choose another time." in text(anybody, link)
    assert submit(anybody, link, when=TUESDAY.isoformat(), how="in_person", do="take").status_code == 302
    assert events("meeting.cancelled") == 1


@pytest.mark.parametrize("form", [{}, {"when": "soon"}, {"when": "2026-11-24T15:30"}, {"do": "fly"}, {"how": "pigeon"}])
def test_rubbish_by_the_link_is_answered_in_a_sentence_and_books_nothing(
    sqlite_school: Flask, form: dict[str, str]
) -> None:
    offered(sqlite_school)
    link, anybody = a_link(sqlite_school), sqlite_school.test_client()
    sent = submit(anybody, link, **{"when": TUESDAY.isoformat(), "how": "pigeon", **form})
    assert sent.status_code == 400
    assert "Choose" in seen(sent.get_data(as_text=True))
    with reading():
        assert not meetings.booked_between(SCHOOL, MONDAY_MORNING, WEDNESDAY + QUARTER)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_goes_by_text_too_in_one_line_with_its_link(sqlite_school: Flask, letter: str) -> None:
    offer = offered(sqlite_school)
    booked(offer)
    sent = parcels(sqlite_school, "meeting_offer")[-1]
    facts = {
        **parcels(sqlite_school, "meeting_booked")[-1].facts,
        **sent.facts,
        "was": TUESDAY.isoformat(),
        "late_minutes": 5,
    }
    parcel = replace(sent, letter=letter, channel=TEXT, to_address="+447700900123", facts=facts)
    with reading():
        words = sqlite_school.extensions["handbell.equipment"].letters.compose(directory(SCHOOL), parcel).text
    assert words.startswith("Elmswick Primary School: ")
    assert "\n" not in words.strip()
    assert "Miss Nair" in words
    if letter in ("meeting_offer", "meeting_booked", "meeting_moved"):
        assert f"/meet/{facts['link']}" in words


def test_a_link_that_never_was_or_has_ended_says_so_and_names_nobody(sqlite_school: Flask, clock: SetClock) -> None:
    offered(sqlite_school)
    link, anybody = a_link(sqlite_school), sqlite_school.test_client()
    assert "This link has ended" in text(anybody, "/meet/no-such-link", code=410)
    clock.now = WEDNESDAY + timedelta(days=8)
    page = text(anybody, link, code=410)
    assert "This link has ended" in page
    assert "Nair" not in page


def test_an_offer_taken_back_is_said_on_its_page(sqlite_school: Flask) -> None:
    offer, nair = offered(sqlite_school), come_in(sqlite_school, "nair")
    link = a_link(sqlite_school)
    submit(nair, f"/threads/{offer.thread_id}", f"/offers/{offer.offer_id}/withdraw", words="")
    assert "Miss Nair has taken the times back" in text(sqlite_school.test_client(), link)
    assert submit(nair, "/inbox", f"/offers/{offer.offer_id}/withdraw").status_code == 409


def test_a_family_finds_its_offers_and_meetings_on_its_own_pages(sqlite_school: Flask, clock: SetClock) -> None:
    offer = offered(sqlite_school)
    client = sqlite_school.test_client()
    link_in_as(client, "agnieszka")
    here = f"/messages/meetings/{offer.offer_id}"
    assert here in client.get("/messages").get_data(as_text=True)
    assert submit(client, here, when=TUESDAY.isoformat(), how="phone", do="take").status_code == 302
    assert "You meet Miss Nair Tuesday 24 November, 3:30pm" in text(client, "/messages")
    other = sqlite_school.test_client()
    link_in_as(other, "tom")
    assert other.get(here).status_code == 404
    clock.now = TUESDAY
    with reading():
        (meeting,) = meetings.meetings_of_thread(SCHOOL, offer.thread_id)
    running_late(NAIR, meeting.meeting_id, minutes=10, now=TUESDAY)
    link_in_as(client, "agnieszka")
    assert "Miss Nair is about 10 minutes late" in text(client, here)


def test_staff_move_cancel_are_late_and_note_who_came(sqlite_school: Flask, clock: SetClock) -> None:
    offer = offered(sqlite_school)
    meeting = booked(offer)
    nair, here = come_in(sqlite_school, "nair"), f"/meetings/{meeting.meeting_id}"
    assert "Tuesday 24 November, 3:30pm, Agnieszka Nowak" in text(nair, "/meetings")
    moved = submit(nair, here, do="move", how="phone", when=WEDNESDAY.isoformat(), why="A trip.")
    assert moved.status_code == 302
    assert "Wednesday 25 November, 8:15am" in text(nair, here)
    assert submit(nair, here, do="move", how="phone", when=MONDAY_MORNING.isoformat()).status_code == 409
    assert submit(nair, here, do="late-10").status_code == 409
    assert submit(nair, here, do="late-x").status_code == 400
    assert submit(nair, here, do="fly").status_code == 400
    clock.now = WEDNESDAY + timedelta(minutes=5)
    nair = come_in(sqlite_school, "nair")
    assert "Meetings today 8:15am, Agnieszka Nowak" in text(nair, "/inbox")
    assert submit(nair, here, do="late-10").status_code == 302
    assert "10 minutes late" in text(nair, here)
    assert submit(nair, here, do="no_show").status_code == 302
    assert "Nobody came" in text(nair, here)
    assert submit(nair, here, do="booked").status_code == 302
    clock.now += timedelta(minutes=20)
    assert come_in(sqlite_school, "garrod").get(here).status_code == 404


def test_a_cancelled_meeting_says_so_to_both(sqlite_school: Flask) -> None:
    offer = offered(sqlite_school)
    meeting = take_time(parent("agnieszka"), offer.offer_id, starts_at=TUESDAY, way=PHONE, now=MONDAY_MORNING)
    nair, link = come_in(sqlite_school, "nair"), a_link(sqlite_school)
    assert submit(nair, f"/meetings/{meeting.meeting_id}", do="cancel", why="I am ill, sorry.").status_code == 302
    page = text(sqlite_school.test_client(), link)
    assert "Miss Nair has cancelled it. “I am ill, sorry.”" in page


def test_rooms_and_lessons_are_set_on_a_page_and_kept_to(sqlite_school: Flask) -> None:
    office, nair = come_in(sqlite_school, "okafor"), come_in(sqlite_school, "nair")
    page = "/settings/meetings"
    assert (
        submit(office, page, rooms="The Nest\n\n The  Hall ", lessons="Mo-Fr 08:45-15:30", gap="10").status_code == 302
    )
    assert "The Hall The Nest" in " ".join(re.findall(r"The \w+", office.get(page).get_data(as_text=True)))
    wrong = submit(office, page, rooms="The Nest", lessons="when it rains", gap="10")
    assert wrong.status_code == 400
    assert "when it rains" in wrong.get_data(as_text=True)
    assert submit(office, page, rooms="", lessons="off", gap="7").status_code == 400
    form = nair.get(f"/threads/{a_talk(sqlite_school)}/meeting").get_data(as_text=True)
    assert "<option>The Nest</option>" in form
    assert nair.get(page).status_code == 403


@pytest.mark.parametrize(
    "letter", ["meeting_offer", "meeting_booked", "meeting_moved", "meeting_cancelled", "meeting_late"]
)
def test_every_letter_says_when_and_leads_to_the_page(sqlite_school: Flask, letter: str, clock: SetClock) -> None:
    offer = offered(sqlite_school)
    meeting = booked(offer)
    nair = come_in(sqlite_school, "nair")
    here = f"/meetings/{meeting.meeting_id}"
    submit(nair, here, do="move", how="phone", when=WEDNESDAY.isoformat(), why="A trip.")
    clock.now = WEDNESDAY - timedelta(minutes=1)
    nair = come_in(sqlite_school, "nair")
    running_late(NAIR, meeting.meeting_id, minutes=10, now=clock.now)
    submit(nair, here, do="cancel", why="Snow.")
    parcel = parcels(sqlite_school, letter)[-1]
    with reading():
        sent = sqlite_school.extensions["handbell.equipment"].letters.compose(directory(SCHOOL), parcel)
    when = "3:30pm" if letter in ("meeting_offer", "meeting_booked") else "8:15am"
    assert when in sent.text
    assert when in seen(sent.html)
    if letter in ("meeting_offer", "meeting_booked", "meeting_moved"):
        assert f"/meet/{parcel.facts['link']}" in sent.text
