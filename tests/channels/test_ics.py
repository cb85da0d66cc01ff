"""Calendar files as they are found: days without times, repeated ones, old character sets, damage, rubbish and great size."""

from __future__ import annotations

import random
import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.term_dates import Line
from gateway.ports.calendars import LARGEST, CalendarUnreadable
from integrations.calendars.ics import read_calendar

LONDON = ZoneInfo("Europe/London")
SINCE, UNTIL = date(2026, 8, 1), date(2029, 8, 1)


def event(*lines: str, name: str = "Autumn half term") -> str:
    """One event of a calendar file."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{random.random()}", *lines, f"SUMMARY:{name}", "END:VEVENT", ""])


def calendar(*events: str) -> bytes:
    """A calendar file."""
    return "".join(
        ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a council//\r\n", *events, "END:VCALENDAR\r\n"]
    ).encode()


def lines(raw: bytes) -> list[tuple[str, str, str]]:
    """The lines of a file: first day, last day, name."""
    found = read_calendar(raw, zone=LONDON, since=SINCE, until=UNTIL)
    return [(one.first_on.isoformat(), one.last_on.isoformat(), one.name) for one in found]


HALF_TERM = ("2026-10-26", "2026-10-30", "Autumn half term")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031"), HALF_TERM),
        (("DTSTART;VALUE=DATE:20261026", "DURATION:P5D"), HALF_TERM),
        (("DTSTART:20261026T000000", "DTEND:20261031T000000"), HALF_TERM),
        (("DTSTART:20261026T000000", "DTEND:20261030T235900"), HALF_TERM),
        (("DTSTART;VALUE=DATE:20261026",), ("2026-10-26", "2026-10-26", "Autumn half term")),
        (
            ("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261026"),
            ("2026-10-26", "2026-10-26", "Autumn half term"),
        ),
        (("DTSTART:20260630T230000Z", "DTEND:20260930T230000Z"), ("2026-07-01", "2026-09-30", "Autumn half term")),
    ],
    ids=["days", "duration", "midnights", "a minute short", "one day", "no length", "UTC in summer"],
)
def test_a_line_lasts_from_its_first_day_to_its_last_however_a_program_writes_that(
    written: tuple[str, ...], found: tuple[str, str, str]
) -> None:
    assert lines(calendar(event(*written))) == [found]


def test_a_line_that_comes_every_year_is_written_out_and_its_exceptions_are_left_out() -> None:
    inset = event(
        "DTSTART;VALUE=DATE:20260901", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20270901", name="INSET day"
    )
    assert [one[0] for one in lines(calendar(inset))] == ["2026-09-01", "2028-09-01"]


def test_the_same_line_twice_is_one_and_what_is_over_is_left_out() -> None:
    once = event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031")
    over = event("DTSTART;VALUE=DATE:20191026", "DTEND;VALUE=DATE:20191031")
    assert lines(calendar(once, over, once)) == [HALF_TERM]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_old_character_set_is_read(charset: str) -> None:
    name = "Gwyliau’r Hydref – café"
    raw = calendar(event("DTSTART;VALUE=DATE:20261026", name=name)).decode().encode(charset)
    assert [one[2] for one in lines(raw)] == [name]


def test_a_line_that_makes_no_sense_is_left_out_and_the_others_are_read() -> None:
    raw = calendar(
        event("DTSTART:rubbish"),
        event("DTSTART;VALUE=DATE:20261399"),
        event("DTSTART;VALUE=DATE:20261026", "RRULE:FREQ=OFTEN"),
        event("DTSTART;VALUE=DATE:20261026", name=""),
        event(name="No day"),
        event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20990101", name="For ever"),
        event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031"),
    )
    assert lines(raw) == [HALF_TERM]


def test_a_line_that_repeats_by_the_second_is_left_out_at_once() -> None:
    endless = event("DTSTART:20260901T000000Z", "DTEND:20260901T000001Z", "RRULE:FREQ=SECONDLY")
    began = time.monotonic()
    assert lines(calendar(endless, event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031"))) == [HALF_TERM]
    assert time.monotonic() - began < 5


def test_thousands_of_lines_are_read_and_endless_ones_are_refused() -> None:
    many = [event(f"DTSTART;VALUE=DATE:2026{9 + n % 4:02}{n % 28 + 1:02}", name=f"Event {n}") for n in range(2_000)]
    assert len(lines(calendar(*many))) == 2_000
    daily = [event("DTSTART;VALUE=DATE:20260901", "RRULE:FREQ=DAILY", name=f"Assembly {n}") for n in range(30)]
    with pytest.raises(CalendarUnreadable, match="more than 20000 lines"):
        lines(calendar(*daily))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"\x00\xff" * 500,
        b"%PDF-1.7 ...",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261026\r\nSUMMARY:cut o",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 3_000,
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" + b"A" * LARGEST,
    ],
    ids=["empty", "words", "bytes", "pdf", "cut off", "nested", "crossed", "too large"],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(CalendarUnreadable, match=r"\.$"):
        read_calendar(raw, zone=LONDON, since=SINCE, until=UNTIL)


def test_a_calendar_without_lines_has_none() -> None:
    assert lines(calendar()) == []


def test_a_file_cut_or_changed_anywhere_is_read_or_refused() -> None:
    whole = calendar(
        event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031", "RRULE:FREQ=YEARLY;COUNT=2"),
        event("DTSTART;TZID=Europe/London:20260901T090000", "DTEND;TZID=Europe/London:20260901T100000", name="INSET"),
    )
    draw = random.Random(4)
    for _ in range(400):
        broken = bytearray(whole)
        for _ in range(draw.randint(1, 6)):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        try:
            found = read_calendar(bytes(broken[: draw.randint(1, len(broken))]), zone=LONDON, since=SINCE, until=UNTIL)
        except CalendarUnreadable:
            continue
        assert all(isinstance(one, Line) and one.first_on <= one.last_on for one in found)
