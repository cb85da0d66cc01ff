"""Meetings for calendars: an independent reader finds in them what was put in, by the clock of school all year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from gateway.mail.calendar_events import BrokenEvent, CalendarEvent
from gateway.mail.calendar_writing import invitation
from gateway.mail.message import Address
from gateway.mail.parsing import attachment_bytes, parse
from gateway.mail.writing import Draft, write
from tests.mail.calendars import UID, WRITTEN, an_event

LONDON = ZoneInfo("Europe/London")


def read(event: CalendarEvent) -> vobject.base.Component:
    """The invitation as an independent reader understands it."""
    return vobject.readOne(invitation(event, now=WRITTEN).decode("utf-8"))


def test_an_independent_reader_finds_everything_that_was_put_in() -> None:
    calendar = read(an_event(sequence=2))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value, event.status.value) == (UID, "2", "CONFIRMED")
    assert event.dtstart.value == datetime(2026, 11, 24, 15, 45, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert event.dtstamp.value == WRITTEN
    assert event.organizer.value == "mailto:office@elmswick.example"
    assert event.attendee.value == "mailto:agnieszka@mail.example"
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert event.attendee.params["RSVP"] == ["TRUE"]
    assert (event.summary.value, event.location.value) == ("Talk with Miss Nair", "Robin classroom")
    assert getattr(event, "class").value == "PRIVATE", "a shared calendar shows others a time and no words"


@pytest.mark.parametrize("changes_on", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"])
def test_the_time_by_the_clock_of_school_is_kept_over_every_change_of_the_clock(changes_on: str) -> None:
    day = datetime.fromisoformat(changes_on).replace(tzinfo=LONDON)
    for away in range(-8, 9):
        local = (day + timedelta(days=away)).replace(hour=15, minute=45)
        event = read(an_event(local.astimezone(UTC))).vevent
        assert event.dtstart.value == local, local
        assert event.dtstart.value.strftime("%H:%M") == "15:45", "a calendar shows the hour that the family was told"
        assert event.dtend.value - event.dtstart.value == timedelta(minutes=15)


def test_the_rules_of_the_clock_that_go_with_it_are_those_of_the_united_kingdom() -> None:
    clock = read(an_event()).vtimezone.tzinfo
    at = datetime(2026, 1, 1)  # noqa: DTZ001 - as a clock on the wall shows it
    while at.year < 2028:
        # In the hour that is left out, and in the one that comes twice, a wall clock does not say one moment.
        if at.replace(tzinfo=LONDON).utcoffset() == at.replace(tzinfo=LONDON, fold=1).utcoffset():
            assert clock.utcoffset(at) == at.replace(tzinfo=LONDON).utcoffset(), at
        at += timedelta(hours=1)


@pytest.mark.parametrize("minutes", [0, 30, 60, 90, 150])
def test_in_the_night_in_which_an_hour_comes_twice_the_moment_is_the_right_one(minutes: int) -> None:
    starts_at = datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    assert read(an_event(starts_at)).vevent.dtstart.value == starts_at


def test_a_zone_whose_rules_do_not_go_with_it_is_written_in_universal_time() -> None:
    starts_at = datetime(2027, 7, 1, 14, 0, tzinfo=UTC)
    calendar = read(an_event(starts_at, zone="Europe/Warsaw"))
    assert "vtimezone" not in calendar.contents
    assert calendar.vevent.dtstart.value == starts_at


def test_a_change_keeps_its_name_and_a_cancellation_says_so() -> None:
    first, moved = read(an_event()), read(an_event(sequence=1, starts_at=datetime(2026, 11, 25, 8, 30, tzinfo=UTC)))
    over = read(an_event(sequence=2, method="CANCEL"))
    assert {one.vevent.uid.value for one in (first, moved, over)} == {UID}
    assert [one.vevent.sequence.value for one in (first, moved, over)] == ["0", "1", "2"]
    assert (over.method.value, over.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert "RSVP" not in over.vevent.attendee.params, "nobody is asked to accept what is cancelled"


@pytest.mark.parametrize(
    "words",
    [
        "Zażółć gęślą jaźń; przecinek, średnik i \\ ukośnik",
        "Line one\nLine two: with a colon\n\nLine four",
        "BEGIN:VALARM\nATTENDEE:mailto:x@y.example\nEND:VEVENT",
        "日本語" * 60,
        "👩‍👧‍👦" * 40,
        "x" * 3000,
    ],
)
def test_whatever_words_are_put_in_come_out_again_on_lines_that_every_server_carries(words: str) -> None:
    event = an_event(description=words, summary=words, attendee=Address(words.partition("\n")[0], "a@b.example"))
    raw = invitation(event, now=WRITTEN)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "RFC 5545, 3.1"
    assert b"\n" not in raw.replace(b"\r\n", b"")
    found = read(event)
    assert found.vevent.description.value == words
    assert found.vevent.summary.value == " ".join(words.split())
    assert len(found.vevent.contents["attendee"]) == 1, "words make no attendee"


def test_a_very_long_text_is_cut_and_marks_that_no_line_carries_are_left_out() -> None:
    found = read(an_event(description="a\x00b\x07c\r\nd " + "x" * 20_000, summary='Say "hello"\r\nX-BAD:1'))
    assert found.vevent.description.value.startswith("a b c\nd xxx")
    assert len(found.vevent.description.value) == 8000
    assert found.vevent.summary.value == 'Say "hello" X-BAD:1'


def test_a_name_with_quotation_marks_and_commas_stays_one_name() -> None:
    event = read(an_event(attendee=Address('Agnieszka "Aga"; Nowak, Dr: Phil', "agnieszka@mail.example"))).vevent
    assert event.attendee.params["CN"] == ["Agnieszka 'Aga'; Nowak, Dr: Phil"]
    assert event.attendee.value == "mailto:agnieszka@mail.example"


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": " "},
        {"ends_at": datetime(2026, 11, 24, 15, 45, tzinfo=UTC)},
        {"attendee": Address("Nobody", "")},
        {"attendee": Address("Two", "a@b.example,c@d.example")},
        {"organiser": Address("x", "office@elmswick.example\r\nATTENDEE:mailto:y@z.example")},
    ],
)
def test_what_no_calendar_could_take_in_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BrokenEvent):
        invitation(an_event(**changes), now=WRITTEN)


@pytest.mark.parametrize("eight_bit", [True, False])
def test_in_a_mail_it_stands_as_a_version_of_the_words_and_as_a_file(eight_bit: bool) -> None:
    event = an_event(attendee=Address("Łucja", "lucja@mail.example"))
    calendar = invitation(event, now=WRITTEN)
    raw = write(
        Draft(
            from_address="office@elmswick.example",
            to_address="lucja@mail.example",
            subject="Booked",
            text="It is booked.",
            html="<p>It is booked.</p>",
            calendar=calendar,
            calendar_method="REQUEST",
        ),
        eight_bit=eight_bit,
    )
    assert raw.isascii() or eight_bit
    head = raw.partition(b"\r\n\r\n")[0]
    assert b"multipart/mixed" in head
    first, second = parse(raw).attachments
    assert (first.type, second.type, second.name) == ("text/calendar", "application/ics", "invite.ics")
    assert [attachment_bytes(raw, one.index) for one in (first, second)] == [calendar, calendar]
    assert b'text/calendar; charset="utf-8"; method="REQUEST"' in raw, "RFC 6047, 2.4"
    inside = raw.partition(b"multipart/alternative")[2]
    assert inside.index(b"text/plain") < inside.index(b"text/html") < inside.index(b"text/calendar"), "the richest last"
    assert parse(raw).text == "It is booked."


def test_a_mail_without_an_invitation_is_what_it_was() -> None:
    plain = Draft(from_address="a@b.example", to_address="c@d.example", subject="x", text="y")
    assert b"multipart" not in write(plain, eight_bit=False)
