"""Deadlines: when each kind ends, by the law's own rule, and by which words one shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.deadlines import KINDS, Procedure, due_at, extended_to, last_day_of, recognise, say_end
from gateway.domain.deadlines.law import acknowledge_by
from gateway.domain.hours import Calendar
from tests.schools import a_roster

CALENDAR = Calendar.of(a_roster().school, a_roster().calendar)
PROCEDURE = Procedure()

MONTHS = {
    "2026-09-03T09:00": "2026-10-05",  # the third is a Saturday
    "2026-11-25T22:40": "2026-12-29",  # Christmas Day, Saturday's Boxing Day is kept on Monday the 28th
    "2027-01-31T12:00": "2027-03-01",  # February ends on the 28th, a Sunday
    "2028-01-30T12:00": "2028-02-29",
    "2027-07-15T08:00": "2027-08-16",  # in the middle of the summer holidays: no pause
    "2026-10-01T23:59": "2026-11-02",  # received that day, however late; the first is a Sunday
    "2027-02-26T10:00": "2027-03-30",  # the 26th is Good Friday, then a weekend and Easter Monday
}


@pytest.mark.parametrize(("came", "due"), MONTHS.items())
def test_a_request_for_data_has_one_calendar_month_from_the_day_it_came(came: str, due: str) -> None:
    at = datetime.fromisoformat(came).replace(tzinfo=CALENDAR.zone)
    assert due_at("data_request", at, CALENDAR, PROCEDURE) == last_day_of(date.fromisoformat(due), CALENDAR)


def test_a_breach_has_seventy_two_hours_through_nights_weekends_and_a_clock_change() -> None:
    friday = datetime(2026, 10, 23, 22, 0, tzinfo=CALENDAR.zone)
    due = due_at("breach", friday, CALENDAR, PROCEDURE)
    assert due is not None
    assert due.astimezone(UTC) - friday.astimezone(UTC) == timedelta(hours=72)
    assert due.hour == 21, "the clocks went back on the Sunday"


def test_a_complaint_counts_school_days_of_the_schools_own_procedure() -> None:
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=CALENDAR.zone)
    assert acknowledge_by(monday, CALENDAR, PROCEDURE) == date(2026, 11, 30)
    # Nineteen days of the term are left after it, and one of January.
    assert due_at("complaint", monday, CALENDAR, PROCEDURE) == last_day_of(date(2027, 1, 4), CALENDAR)
    assert acknowledge_by(monday, CALENDAR, Procedure(3, 10)) == date(2026, 11, 26)


def test_a_complaint_beyond_the_calendar_has_no_date_rather_than_a_guess() -> None:
    assert due_at("complaint", datetime(2027, 7, 16, 9, 0, tzinfo=UTC), CALENDAR, PROCEDURE) is None


def test_an_extension_is_two_months_more_from_the_same_receipt() -> None:
    came = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert extended_to(came, CALENDAR) == last_day_of(date(2027, 3, 1), CALENDAR), "the last of February is a Sunday"


@given(st.integers(0, 1_400 * 24 * 60))
def test_a_month_is_never_less_than_twenty_eight_days_and_ends_on_a_working_day(minutes: int) -> None:
    came = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = due_at("data_request", came, CALENDAR, PROCEDURE)
    assert due is not None
    last = (due - timedelta(hours=1)).date()
    assert 28 <= (last - CALENDAR.day_of(came)).days <= 31 + 5
    assert last.weekday() < 5


REQUESTS = (
    "Please treat this as a subject access request for everything you hold about Zofia.",
    "Under GDPR I would like you to send me a copy of my son's file.",
    "I want to see all the emails that mention my daughter.",
    "Can I have a copy of all the information you keep on my child please",
    "What information do you hold about me?",
    "I am entitled to my personal data and ask that you provide it.",
    "Pls send me everything you have on him, every note and every email",
    "SAR request - Leo Reed, Wren Class",
    "I'd like to see his school file before we meet.",
    "Could I get copies of the records you've kept about her behaviour?",
    "I am writing to exercise my right of access.",
)
COMPLAINTS = (
    "I wish to make a formal complaint about the way this was handled.",
    "Please send me the complaints policy.",
    "I am formally complaining about Mr Garrod's class.",
    "This is a complaint. I expect a written answer.",
    "We want to lodge a complaint with the governors.",
    "Please escalate my complaint to stage 2.",
    "I'd like to complain about lunch on Tuesday",
    "how do i complain about this",
    "Please treat this letter as a complaint under your procedure.",
)
BREACHES = (
    "You have sent me another child's report by mistake.",
    "The letter in Poppy's bag is about a different child.",
    "I got an email meant for another family with all their details.",
    "Somebody at the office gave my new address to my ex.",
    "I can see everyone's email addresses in this message!",
    "This is a data breach and I want to know what you will do.",
    "We opened Tapestry and can see another child's journal.",
    "The attached plan belongs to somebody else's child",
    "You emailed our medical details to the wrong parent",
)
NOTHING = (
    "Could you send me a copy of the newsletter please?",
    "Can we have another form? The dog ate this one.",
    "Zofia read everything she has on dinosaurs.",
    "No complaints from us, it was a lovely evening.",
    "I can't complain, thank you.",
    "Her only complaint is the peas.",
    "Please send the spelling list again.",
    "He came home with the wrong jumper, it belongs to another child.",
    "Another child pushed him over at break and his knee is cut.",
    "Is there all the information about the trip on the website?",
    "She is waiting for her results from the doctor.",
    "We withdraw our complaint and thank you for listening.",
    "My address has changed, the new one is on the form.",
    "What time is the assembly?",
    "Thanks for the report, we were very pleased with it.",
    "I left his bag on the bus, has anybody handed it in?",
)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, one) for kind, texts in zip(KINDS, (REQUESTS, COMPLAINTS, BREACHES), strict=True) for one in texts],
)
def test_what_starts_a_deadline_is_seen_with_the_words_that_show_it(kind: str, text: str) -> None:
    found = {one.code: one for one in recognise(text)}
    assert kind in found, text
    assert found[kind].evidence
    assert all(text[one.start : one.end].strip() for one in found[kind].evidence)


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_it_starts_none(text: str) -> None:
    assert recognise(text) == ()


def test_a_subject_speaks_too_and_has_no_evidence_in_the_text() -> None:
    (found,) = recognise("Please see the attached letter.", subject="Subject access request")
    assert (found.code, found.evidence) == ("data_request", ())


def test_any_text_at_all_is_read() -> None:
    for text in ("", " ", "\x00", "🎈" * 5_000, "copy " * 20_000):
        assert isinstance(recognise(text), tuple)


@pytest.mark.parametrize(
    ("kind", "said"), [("complaint", "with Monday 4 January"), ("breach", "at Tuesday 5 January, 12am")]
)
def test_a_last_day_is_not_said_as_the_midnight_after_it(kind: str, said: str) -> None:
    assert say_end(kind, last_day_of(date(2027, 1, 4), CALENDAR), CALENDAR.zone) == said
