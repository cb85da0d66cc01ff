"""Answers to invitations: what Outlook, Google and Apple send is understood; what nobody could mean is no answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import vobject

from gateway.mail.calendar_events import CalendarEvent
from gateway.mail.calendar_writing import invitation
from gateway.mail.invitations import answer_of_calendar, text_of_calendar
from gateway.mail.message import Address
from tests.mail.calendars import UID, apple, google, outlook

ALL = {"outlook": outlook, "google": google, "apple": apple}


@pytest.mark.parametrize("program", ALL)
@pytest.mark.parametrize(
    ("state", "means"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")]
)
def test_the_answer_of_every_program_is_understood(program: str, state: str, means: str) -> None:
    answer = answer_of_calendar(ALL[program](state, sequence=3))
    assert answer is not None
    assert (answer.uid, answer.sequence, answer.answer) == (UID, 3, means)
    assert answer.attendee == "agnieszka@mail.example"
    assert answer.written_at == datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
    assert answer.words == ""
    assert answer.starts_at is None, "an answer proposes no time"


@pytest.mark.parametrize("program", ALL)
def test_that_somebody_else_comes_in_their_place_is_understood_whoever_else_is_named(program: str) -> None:
    grandmother = "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=agnieszka@mail.example:mailto:babcia@mail.example\r\n"
    text = ALL[program]("DELEGATED").replace("BEGIN:VEVENT\r\n", f"BEGIN:VEVENT\r\n{grandmother}")
    answer = answer_of_calendar(text)
    assert answer is not None
    assert (answer.answer, answer.attendee) == ("delegated", "agnieszka@mail.example")


@pytest.mark.parametrize(("state", "means"), [("ACCEPTED", "accepted"), ("DECLINED", "declined")])
def test_our_own_invitation_comes_back_answered_by_an_independent_program(state: str, means: str) -> None:
    event = CalendarEvent(
        uid=UID,
        sequence=2,
        summary="Talk with Miss Nair, Zofia’s teacher; “lunch”",
        description="At school.\nCome to the front door.",
        location="Robin classroom",
        starts_at=datetime(2026, 11, 24, 15, 45, tzinfo=UTC),
        ends_at=datetime(2026, 11, 24, 16, tzinfo=UTC),
        zone="Europe/London",
        organiser=Address("Elmswick Primary School", "office@elmswick.example"),
        attendee=Address("Agnieszka Nowak", "agnieszka@mail.example"),
    )
    calendar = vobject.readOne(invitation(event, now=datetime(2026, 11, 20, 9, tzinfo=UTC)).decode())
    assert calendar.vevent.summary.value == event.summary
    assert calendar.vevent.dtstart.value == event.starts_at
    calendar.method.value = "REPLY"
    calendar.vevent.attendee.params["PARTSTAT"] = [state]
    answer = answer_of_calendar(calendar.serialize())
    assert answer is not None
    assert (answer.uid, answer.sequence, answer.answer) == (UID, 2, means)
    assert answer.attendee == "agnieszka@mail.example"


def test_another_time_that_outlook_proposes_is_understood_by_its_own_clock() -> None:
    answer = answer_of_calendar(outlook("TENTATIVE", method="COUNTER", words="Could we do half past four?"))
    assert answer is not None
    assert answer.answer == "counter"
    assert answer.starts_at == datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert answer.ends_at == datetime(2026, 11, 24, 16, 45, tzinfo=UTC)
    assert answer.words == "Could we do half past four?"


def test_by_summer_time_a_proposed_time_is_an_hour_earlier_in_universal_time() -> None:
    summer = outlook("TENTATIVE", method="COUNTER").replace("20261124T163000", "20270624T163000")
    answer = answer_of_calendar(summer)
    assert answer is not None
    assert answer.starts_at == datetime(2027, 6, 24, 15, 30, tzinfo=UTC)


def test_words_that_a_parent_added_are_read_and_shown() -> None:
    text = google("DECLINED", words="I am at work\\, sorry.\\nFriday?")
    answer = answer_of_calendar(text)
    assert answer is not None
    assert answer.words == "I am at work, sorry.\nFriday?"
    assert text_of_calendar(text).endswith("I am at work, sorry.\nFriday?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "METHOD:REPLY",
        google().replace("METHOD:REPLY", "METHOD:REQUEST"),
        google().replace("METHOD:REPLY", "METHOD:REFRESH"),
        google("NEEDS-ACTION"),
        google().replace(f"UID:{UID}\r\n", ""),
        google().replace("ATTENDEE", "X-ATTENDEE"),
        "BEGIN:VTIMEZONE\nUID:x\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nMETHOD:REPLY\nEND:VTIMEZONE",
    ],
)
def test_what_is_no_answer_is_none(text: str) -> None:
    assert answer_of_calendar(text) is None


def test_an_answer_that_broke_off_counts_as_far_as_it_says_something() -> None:
    whole = google("DECLINED")
    broken = whole[: whole.index("CLASS")]
    assert (answer_of_calendar(broken), answer_of_calendar(whole)) != (None, None)
    found = answer_of_calendar(broken)
    assert found is not None
    assert (found.answer, found.sequence) == ("declined", 0)


@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, "٣"])
def test_a_sequence_that_is_no_number_is_the_first_or_the_last(number: str) -> None:
    answer = answer_of_calendar(google().replace("SEQUENCE:0", f"SEQUENCE:{number}"))
    assert answer is not None
    assert answer.sequence == 0


@pytest.mark.parametrize("zone", ["Europe", "../../etc/passwd", "/etc/hosts", "", "Nowhere/At All", "é", "a" * 400])
def test_a_zone_that_nobody_knows_proposes_no_time_and_breaks_nothing(zone: str) -> None:
    text = outlook("TENTATIVE", method="COUNTER").replace("TZID=GMT Standard Time", f"TZID={zone}")
    answer = answer_of_calendar(text)
    assert answer is not None
    assert (answer.answer, answer.starts_at) == ("counter", None)
    text_of_calendar(text)


def test_what_one_mail_says_of_a_time_zone_holds_for_no_other() -> None:
    lies = (
        "BEGIN:VTIMEZONE\nTZID:Our Time\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )
    counter = outlook("TENTATIVE", method="COUNTER").replace("GMT Standard Time", "Our Time")
    answer_of_calendar(counter.replace("BEGIN:VEVENT", lies + "BEGIN:VEVENT"))
    found = answer_of_calendar(counter)
    assert found is not None
    assert found.starts_at is None


def test_a_huge_calendar_is_read_from_its_beginning_only() -> None:
    huge = google().replace("END:VEVENT", "X-PAD:" + "é" * 3_000_000 + "\r\nEND:VEVENT")
    assert answer_of_calendar(huge) is not None
    assert answer_of_calendar("X-PAD:" + "é" * 3_000_000 + "\r\n" + google()) is None
