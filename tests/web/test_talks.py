"""After a talk, through the real pages: two taps, a note that both see, a promise that rings on its day, a missed one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import suggestions, talks
from gateway.actions.delivery import send_due
from gateway.actions.follow_ups import missed_follow_ups, ring_due
from gateway.actions.mailboxes import save_mailbox
from gateway.actions.release import release_due
from gateway.actions.roster import import_roster
from gateway.domain.errors import InputProblem
from gateway.domain.meetings.talks import Agreed, checked, note_words
from gateway.domain.roster import Absence
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, concerns, flags, people, queue, threads
from gateway.store import talks as stored
from gateway.store.concerns import Alert
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, arrives, link_in_as, mail, sign_in_as, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
WEDNESDAY_ITSELF = WEDNESDAY.date()
NUMBER = "07700 900123"
WORDS = "Zofia sits with Maria at lunch from Tuesday."


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


@pytest.fixture
def conversation(sqlite_school: Flask, clock: SetClock) -> int:
    """A conversation of Agnieszka Nowak, whose number school holds, with a suggestion to talk, at nine on Monday."""
    roster = a_roster()
    contacts = tuple(
        replace(one, mobiles=(NUMBER,)) if one.contact_id == "agnieszka" else one for one in roster.contacts
    )
    import_roster(SCHOOL, replace(roster, contacts=contacts), accept_removals=True, now=NINE - timedelta(days=20))
    taken = arrives(sqlite_school, mail(text="Zofia does not want to come tomorrow."))
    clock.now = NINE
    release_due(SCHOOL, now=clock.now)
    assert taken.thread_id is not None
    suggest(taken.thread_id)
    return taken.thread_id


@pytest.fixture
def come_in(sqlite_school: Flask) -> Callable[[str], FlaskClient]:
    """Signs somebody in, in a browser of their own: staff by password, a family by link."""

    def sign_in(who: str) -> FlaskClient:
        client = sqlite_school.test_client()
        (link_in_as if who == "agnieszka" else sign_in_as)(client, who)
        return client

    return sign_in


def suggest(thread_id: int) -> None:
    """An open suggestion that rests on the first word of the first message."""
    with writing():
        first = threads.messages_of(SCHOOL, thread_id)[0]
        finding = {"code": "distress", "reason": "Strong worry", "evidence": [[first.message_id, 0, 5]]}
        flags.save_suggestion(SCHOOL, Suggestion(thread_id, "open", 0.9, [finding], NINE, None, "", ""))


def state_of(thread_id: int) -> tuple[str, str]:
    """Where the suggestion of a conversation stands."""
    with reading():
        held = flags.suggestion(SCHOOL, thread_id)
    assert held is not None
    return held.state, held.answer


def page_of(client: FlaskClient, path: str) -> str:
    """A page that is there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


def tap(client: FlaskClient, thread_id: int, outcome: str) -> str:
    """Press one of the buttons of ringing; where it leads."""
    here = f"/threads/{thread_id}"
    return submit(client, here, f"{here}/call", outcome=outcome).headers["Location"]


def write(client: FlaskClient, thread_id: int, talk: str = "", **more: str) -> tuple[int, str]:
    """Fill the form after a talk; the code, and the page that follows."""
    here = f"/threads/{thread_id}/talk"
    fields = {"way": "phone", "held_on": "2026-11-23", "words": WORDS, "do": "send", "talk": talk} | more
    answer = submit(client, here, **fields)
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    return answer.status_code, page.get_data(as_text=True)


def promise(thread_id: int, due_on: date = WEDNESDAY_ITSELF, *, now: datetime = NINE) -> int:
    """Miss Nair writes a note with a promise; its number."""
    agreed = Agreed("phone", now.date(), WORDS, "Ask the kitchen about nuts", due_on)
    talks.write_note(of("nair"), thread_id, agreed, staff_id="nair", now=now)
    with reading():
        return stored.follow_ups_of(SCHOOL, [thread_id])[-1].follow_up_id


@pytest.mark.clause("C22")
def test_ringing_shows_the_number_and_two_taps_note_that_they_spoke_and_close_the_card(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client, here = come_in("nair"), f"/threads/{conversation}"
    submit(client, here, f"{here}/suggestion", answer="phone")
    page = page_of(client, here)
    assert f'href="tel:{NUMBER.replace(" ", "")}"' in page
    assert all(words in page for words in ("We spoke", "No answer. Try again", "I left a message"))
    tap(client, conversation, "no_answer")
    tap(client, conversation, "left_message")
    assert state_of(conversation) == ("taken", "phone"), "a try leaves the card, to try again"
    page = page_of(client, here)
    assert "Miss Nair: rang, no answer, 9am. For staff alone." in page
    assert "Miss Nair: rang and left a message" in page
    assert "/talk?talk=" in tap(client, conversation, "spoke")
    assert state_of(conversation) == ("closed", "phone")
    page = page_of(client, here)
    assert "You talked by phone" in page
    assert "Write the note of it" in page
    with reading():
        noted = [one.detail["outcome"] for one in audit.latest(SCHOOL, ("talk.noted",), limit=5)]
    assert noted == ["spoke", "left_message", "no_answer"]


def test_a_slip_is_taken_back_and_the_card_with_it(come_in: Callable[[str], FlaskClient], conversation: int) -> None:
    client, here = come_in("nair"), f"/threads/{conversation}"
    submit(client, here, f"{here}/suggestion", answer="phone")
    tap(client, conversation, "spoke")
    number = re.search(r"/talks/(\d+)/take-back", page_of(client, here))
    assert number is not None
    submit(client, here, f"/talks/{number[1]}/take-back")
    assert "spoke with them" not in page_of(client, here)
    assert state_of(conversation)[0] == "open"
    assert submit(client, here, f"/talks/{number[1]}/take-back").status_code == 409


@pytest.mark.clause("C12")
def test_where_a_leader_is_asked_first_no_talk_and_no_number_is_offered_and_elsewhere_nothing_shows_that_it_is(
    come_in: Callable[[str], FlaskClient], sqlite_school: Flask, conversation: int
) -> None:
    elsewhere = arrives(sqlite_school, mail(to="garrod@elmswick.example", subject="Another matter"), NINE).thread_id
    assert elsewhere is not None
    offers = ("Offer times to meet", "<summary>Phone Agnieszka</summary>", "tel:")
    teacher, here = come_in("nair"), f"/threads/{conversation}"
    assert all(one in page_of(teacher, here) for one in offers)
    worry = [{"code": "safeguarding", "reason": "A worry", "evidence": []}]
    for thread_id, taken in ((elsewhere, ""), (conversation, "castellan")):
        with writing():
            message = threads.messages_of(SCHOOL, thread_id)[0].message_id
            at, told = NINE if taken else None, ["castellan"]
            concerns.raise_alert(SCHOOL, Alert(message, message, thread_id, worry, told, NINE, None, 0, at, taken))
        page = page_of(teacher, here)
        assert [one in page for one in offers] == ([False] * 3 if taken else [True, True, False])
        assert ("Ask Mrs Castellan before you answer." in page) == bool(taken)
        assert ("arranges this talk. Please ask" in page) != bool(taken)


@pytest.mark.clause("C4")
def test_the_number_is_shown_to_nobody_who_may_not_ring_it(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client, here = come_in("nair"), f"/threads/{conversation}"
    assert NUMBER in page_of(client, here)
    with writing():
        people.set_restriction(SCHOOL, "zofia", "agnieszka", restriction="via_office", may_contact=True)
    assert NUMBER not in page_of(client, here)
    submit(client, here, f"{here}/suggestion", answer="phone")
    assert NUMBER not in page_of(client, here)


@pytest.mark.clause("C22")
def test_the_note_is_in_the_conversation_for_both_and_the_family_adds_to_it(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], conversation: int, clock: SetClock
) -> None:
    client, here = come_in("nair"), f"/threads/{conversation}"
    talk = tap(client, conversation, "spoke").partition("talk=")[2]
    code, page = write(client, conversation, talk, promise="Ask the kitchen about nuts.", promise_on="2026-11-25")
    assert code == 302
    assert "Note of a talk</span>" in page
    assert "Write the note of it" not in page
    assert "Ask the kitchen about nuts" in page
    _send(sqlite_school, clock)
    family = come_in("agnieszka")
    page = page_of(family, f"/messages/{conversation}")
    assert "A note of our talk by phone on Monday 23 November." in page
    assert WORDS in page
    assert "I promised: Ask the kitchen about nuts. By Wednesday 25 November." in page
    assert "Note of our talk</span>" in page
    assert "Promised for Wednesday 25 November" in page
    assert "For staff alone" not in page
    submit(family, f"/messages/{conversation}", text="And Maria is asked first.")
    assert "And Maria is asked first." in page_of(client, here)
    assert state_of(conversation)[0] == "closed", "what was agreed raises no suggestion anew"


def _send(app: Flask, clock: SetClock) -> None:
    """Let what waits leave, by a way out that keeps letters in a folder."""
    kit = app.extensions["handbell.equipment"]
    way_out = {"folder": str(app.config["HANDBELL"].instance / "letters"), "address": "office@elmswick.example"}
    save_mailbox(
        SCHOOL, endpoint="school_email", kind="simulator", settings=way_out, key=kit.settings_key, now=clock.now
    )
    send_due(SCHOOL, kit.channels(SCHOOL), kit.letters, now=clock.now)


def test_a_note_can_be_written_of_a_talk_that_no_card_had_suggested(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    code, page = write(client, conversation, way="in_person")
    assert code == 302
    assert "A note of our talk at school on Monday 23 November." in page
    assert state_of(conversation) == ("closed", "in_person")
    assert write(client, conversation, way="in_person")[0] == 302
    with reading():
        assert len(stored.talks_of(SCHOOL, conversation)) == 1, "the same form sent twice is one note"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": "  "}, "Write what you agreed, in a line or two."),
        ({"way": "pigeon"}, "Choose how you talked."),
        ({"held_on": "2026-11-24"}, "its day cannot be after today"),
        ({"held_on": "yesterday"}, "Give the day of the talk."),
        ({"promise": "Ring the nurse"}, "Say both what you promised and by which day"),
        ({"promise_on": "2026-11-25"}, "Say both what you promised and by which day"),
        ({"promise": "Ring", "promise_on": "2026-11-20"}, "today or later"),
        ({"promise": "Ring", "promise_on": "2026-11-26"}, "You do not work on Thursday 26 November"),
        ({"promise": "x" * 201, "promise_on": "2026-11-25"}, "at most 200 letters"),
    ],
)
def test_a_form_that_is_wrong_says_what_and_keeps_every_word(
    come_in: Callable[[str], FlaskClient], conversation: int, wrong: dict[str, str], sentence: str
) -> None:
    client = come_in("nair")
    code, page = write(client, conversation, **({"words": "We agreed on lunch."} | wrong))
    assert code == 400
    assert sentence in page
    if "words" not in wrong:
        assert ">We agreed on lunch.</textarea>" in page
        assert ">We agreed on lunch.</textarea>" in page_of(client, f"/threads/{conversation}/talk"), "a draft survives"
    with reading():
        assert not stored.talks_of(SCHOOL, conversation), "nothing half done"


@pytest.mark.clause("C4")
def test_the_checks_before_sending_read_the_note_and_what_it_promises(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    code, page = write(client, conversation, promise="Talk with Leo", promise_on="2026-11-25")
    assert code == 422
    assert "Names another child: “Leo”" in page
    assert f">{WORDS}</textarea>" in page
    assert (
        write(client, conversation, promise="Talk with Leo", promise_on="2026-11-25", knowing="other_child")[0] == 302
    )


def test_an_answer_that_is_being_written_stays_a_draft_while_a_note_goes(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client, here = come_in("nair"), f"/threads/{conversation}"
    submit(client, here, f"{here}/reply", text="Half an answer", do="keep")
    write(client, conversation)
    assert ">Half an answer</textarea>" in page_of(client, here)


@pytest.mark.clause("C3")
def test_a_promise_rings_on_its_day_when_its_maker_begins_and_says_so_in_the_inbox(
    come_in: Callable[[str], FlaskClient], conversation: int, clock: SetClock
) -> None:
    follow_up = promise(conversation)
    client = come_in("nair")
    assert "You promised something" not in page_of(client, "/inbox?show=finished")
    assert ring_due(SCHOOL, now=WEDNESDAY - timedelta(minutes=16)) == 0, "Miss Nair begins at a quarter past eight"
    assert ring_due(SCHOOL, now=WEDNESDAY) == 1
    assert ring_due(SCHOOL, now=WEDNESDAY) == 0, "it rings once"
    clock.now = WEDNESDAY
    client = come_in("nair")
    page = page_of(client, "/inbox")
    assert "You promised something for today" in page
    submit(client, "/inbox", f"/follow-ups/{follow_up}", state="kept")
    assert "You promised something" not in page_of(client, "/inbox")
    assert ring_due(SCHOOL, now=WEDNESDAY + timedelta(hours=9)) == 0
    assert not missed_follow_ups(SCHOOL, now=WEDNESDAY + timedelta(hours=9))


@pytest.mark.clause("C3")
def test_a_promise_whose_day_ends_unkept_is_the_offices_task_without_its_words(
    come_in: Callable[[str], FlaskClient], conversation: int, clock: SetClock
) -> None:
    follow_up = promise(conversation)
    ring_due(SCHOOL, now=WEDNESDAY)
    ring_due(SCHOOL, now=WEDNESDAY.replace(hour=15, minute=59))
    assert not missed_follow_ups(SCHOOL, now=WEDNESDAY.replace(hour=15, minute=59)), "her day is not over"
    clock.now = WEDNESDAY.replace(hour=16, minute=0)
    ring_due(SCHOOL, now=clock.now)
    ring_due(SCHOOL, now=clock.now)
    office = page_of(come_in("okafor"), "/office")
    assert "Promised in a talk, for Wednesday 25 November" in office
    assert "Miss Nair promised Agnieszka Nowak something" in office
    assert "nuts" not in office
    client = come_in("nair")
    submit(client, "/sign-in", f"/follow-ups/{follow_up}", state="kept")
    assert "Promised in a talk" not in page_of(come_in("okafor"), "/office")
    submit(client, "/sign-in", f"/follow-ups/{follow_up}", state="open")
    assert "Promised in a talk" in page_of(come_in("okafor"), "/office"), "done too soon is undone"
    with reading():
        found = [one.event for one in audit.latest(SCHOOL, ("follow_up.missed", "follow_up.rang"), limit=9)]
    assert found == ["follow_up.missed", "follow_up.rang"]


@pytest.mark.clause("C3")
def test_a_promise_of_somebody_who_is_away_on_its_day_rings_for_their_cover(conversation: int) -> None:
    promise(conversation)
    away = Absence("nair", WEDNESDAY.date(), WEDNESDAY.date(), "garrod")
    import_roster(SCHOOL, replace(a_roster(), absences=(away,)), accept_removals=True, now=NINE)
    assert ring_due(SCHOOL, now=WEDNESDAY) == 1
    with reading():
        assert queue.is_reader(SCHOOL, conversation, ("garrod",))


def test_a_note_that_is_taken_back_before_it_leaves_takes_its_promise_along(
    come_in: Callable[[str], FlaskClient], conversation: int, clock: SetClock
) -> None:
    clock.set("2026-11-23T20:00:00+00:00")
    promise(conversation, now=clock.now)
    client, here = come_in("nair"), f"/threads/{conversation}"
    submit(client, "/inbox", "/off-duty", why="other")
    number = re.search(r"/replies/(\d+)/take-back", page_of(client, here))
    assert number is not None
    submit(client, here, f"/replies/{number[1]}/take-back")
    page = page_of(client, here)
    assert "Promised in a talk" not in page
    assert "Write the note of it" in page, "the talk took place all the same"
    assert ring_due(SCHOOL, now=WEDNESDAY) == 0


def test_somebody_elses_talk_is_not_there(come_in: Callable[[str], FlaskClient], conversation: int) -> None:
    follow_up = promise(conversation)
    with reading():
        (talk,) = stored.talks_of(SCHOOL, conversation)
    client = come_in("garrod")
    for path, fields in (
        (f"/threads/{conversation}/call", {"outcome": "spoke"}),
        (f"/threads/{conversation}/talk", {"words": "x", "do": "send", "way": "phone"}),
        (f"/talks/{talk.talk_id}/take-back", {}),
        (f"/follow-ups/{follow_up}", {"state": "kept"}),
    ):
        assert submit(client, "/sign-in", path, **fields).status_code == 404, path
    assert client.get(f"/threads/{conversation}/talk").status_code == 404


def test_a_note_says_what_was_agreed_in_few_plain_words() -> None:
    agreed = checked(
        Agreed("video", date(2026, 11, 20), " Lunch. \r\n", "Ring the nurse.", date(2026, 11, 27)),
        today=date(2026, 11, 23),
    )
    assert note_words(agreed) == (
        "A note of our talk by video on Friday 20 November.\n\nLunch.\n\n"
        "I promised: Ring the nurse. By Friday 27 November.\n\nDid I leave something out? Please write back and add it."
    )
    with pytest.raises(InputProblem):
        checked(replace(agreed, words="x" * 2001), today=date(2026, 11, 23))


def test_on_both_databases_a_talk_its_note_and_its_promise_are_kept(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(), NINE)
    thread_id = taken.thread_id or 0
    suggest(thread_id)
    suggestions.take_up(of("nair"), thread_id, staff_id="nair", answer="phone", now=NINE)
    talk_id = talks.note_outcome(of("nair"), thread_id, staff_id="nair", outcome="spoke", now=NINE)
    agreed = Agreed("phone", NINE.date(), WORDS, "Ask the kitchen about nuts", WEDNESDAY.date())
    talks.write_note(of("nair"), thread_id, agreed, staff_id="nair", now=NINE, talk_id=talk_id)
    assert ring_due(SCHOOL, now=WEDNESDAY) == 1
    assert ring_due(SCHOOL, now=WEDNESDAY + timedelta(days=1)) == 0
    assert len(missed_follow_ups(SCHOOL, now=WEDNESDAY + timedelta(days=1))) == 1
    with reading():
        (held,) = stored.talks_of(SCHOOL, thread_id)
        assert stored.notes_among(SCHOOL, [held.message_id or 0]) == {held.message_id}
