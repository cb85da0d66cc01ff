"""Lists that SchoolComms exports, whatever their columns are called and however they were saved."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.channel_lists import (
    fits,
    guessed,
    lines_of,
    missing,
    moment_of,
    same_words,
    sheet_of,
    state_of,
)
from gateway.domain.errors import InputProblem

LONDON = ZoneInfo("Europe/London")
SENT = "Date Sent,Recipient,Email Address,Subject,Status\n19/11/2026 21:41,A Nowak,A@mail.example,Trip money,Green\n"


@pytest.mark.parametrize(
    "raw",
    [
        SENT.encode(),
        b"\xef\xbb\xbf" + SENT.encode(),
        SENT.encode("utf-16"),
        SENT.replace(",", ";").encode("cp1252"),
        SENT.replace(",", "\t").encode(),
        SENT.replace("\n", "\r\n\r\n").encode(),
    ],
)
def test_a_list_is_read_however_excel_has_saved_it(raw: bytes) -> None:
    sheet = sheet_of(raw)
    assert sheet.headers == ("Date Sent", "Recipient", "Email Address", "Subject", "Status")
    assert sheet.rows == (("19/11/2026 21:41", "A Nowak", "A@mail.example", "Trip money", "Green"),)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no list with a row of headings"),
        (b"Date,Email\n", "no list with a row of headings"),
        (b"one column\nonly\n", "no list with a row of headings"),
        (b"PK\x03\x04 a workbook", "Save it as CSV"),
        (b"a,b\n" * 50_002, "50,000 can be read at once"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(raw: bytes, says: str) -> None:
    with pytest.raises(InputProblem, match=says):
        sheet_of(raw)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    try:
        sheet = sheet_of(raw)
    except InputProblem:
        return
    columns = guessed("sent", sheet.headers)
    assert len(list(lines_of("sent", sheet, columns, zone=LONDON))) == len(sheet.rows)


def test_columns_are_guessed_by_their_headings_and_each_heading_serves_once() -> None:
    found = guessed("sent", ("Date Sent", "Recipient", "Email Address", "Mobile Number", "Message", "Delivery"))
    assert found == {
        "at": "Date Sent",
        "email": "Email Address",
        "mobile": "Mobile Number",
        "words": "Message",
        "status": "Delivery",
    }
    assert missing("sent", {"at": "Date Sent"}) == ("Subject or text", "Email address or mobile number")
    assert fits("sent", found, ("Date Sent", "Email Address", "Mobile Number", "Message", "Delivery"))
    assert not fits("sent", found, ("Sent on", "Email Address"))


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("19/11/2026 21:41", datetime(2026, 11, 19, 21, 41, tzinfo=UTC)),
        ("01/07/2026 09:05:07", datetime(2026, 7, 1, 8, 5, 7, tzinfo=UTC)),
        ("2026-11-19 21:41", datetime(2026, 11, 19, 21, 41, tzinfo=UTC)),
        ("2026-11-19T21:41:00+02:00", datetime(2026, 11, 19, 19, 41, tzinfo=UTC)),
        ("19 Nov 2026 21:41", datetime(2026, 11, 19, 21, 41, tzinfo=UTC)),
        ("5/3/2026 9:41 PM", datetime(2026, 3, 5, 21, 41, tzinfo=UTC)),
        ("tomorrow", None),
        ("", None),
        ("31/02/2026 10:00", None),
    ],
)
def test_a_moment_is_read_with_the_day_before_the_month_on_the_schools_clock(written: str, at: datetime | None) -> None:
    assert moment_of(written, LONDON) == at


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Green", "dispatched"),
        ("Sent", "dispatched"),
        ("Delivered", "delivered"),
        ("Not delivered", "failed"),
        ("Undelivered", "failed"),
        ("Red", "failed"),
        ("Address blocked", "failed"),
        ("Amber", ""),
        ("Queued to be sent", ""),
        ("", ""),
    ],
)
def test_a_status_says_no_more_than_it_proves(status: str, state: str) -> None:
    assert state_of(status) == state


def test_words_are_the_same_when_a_list_cuts_them_short() -> None:
    assert same_words("Could you send boots for Tues...", "Could you send boots for Tuesday’s trip, please?")
    assert same_words("TRIP MONEY", "Trip money")
    assert not same_words("Trip", "Bring boots")
    assert not same_words("", "Trip money")
    assert not same_words("…", "…")
