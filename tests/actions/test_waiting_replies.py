"""Replies that wait: their time follows the hours of their author, and a named right lets one go sooner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import calendars, threads
from gateway.actions.calendars import Week
from gateway.actions.compose import start_thread
from gateway.actions.delivery import send_due
from gateway.actions.own_threads import NotYourThread
from gateway.actions.playing import move_on
from gateway.actions.release import release_due, replan_promises
from gateway.actions.replies import TooLate, cancel_reply, check_reply, send_reply
from gateway.actions.roster import import_roster
from gateway.actions.waiting_replies import NeedsReason, send_sooner, waiting_replies
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Actor, Scope, one_school
from gateway.ports.errors import TryLater
from gateway.store import audit, drafts, outbox
from gateway.store import threads as stored
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing
from tests.actions.test_delivery import Post, failing, letters_of
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, arrives, mail

NIGHT = datetime(2026, 11, 23, 21, 5, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
SNOW = CalendarDay("closed", date(2026, 11, 24), date(2026, 11, 24), "Snow")


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


@pytest.fixture
def waits(sample_school: Flask) -> int:
    """Miss Nair's answer of Monday night to Agnieszka, promised for Tuesday, which leaves on Tuesday at 8:15."""
    return answered(sample_school)


@pytest.fixture
def waits_in_time(sample_school: Flask) -> int:
    """The same where school answers within three working days: it was promised for Monday the 30th."""
    roster = a_roster()
    school = replace(roster.school, reply_within_days=3)
    import_roster(SCHOOL, replace(roster, school=school), accept_removals=False, now=MONDAY_MORNING - timedelta(days=9))
    return answered(sample_school)


def answered(app: Flask) -> int:
    """Miss Nair answers on Monday night what rang for her on Monday; the parcel."""
    taken = arrives(app, mail())
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    sent = send_reply(of("nair"), taken.thread_id, staff_id="nair", text="Yes, on Thursday.", now=NIGHT)
    assert sent.leaves_at == TUESDAY
    return sent.outbox_id


def parcel(outbox_id: int) -> Parcel:
    """One parcel as it stands."""
    with reading():
        found = outbox.parcel(SCHOOL, outbox_id)
    assert found is not None
    return found


def events(name: str) -> list[dict[str, object]]:
    """The details of every event of one name, oldest first."""
    with reading():
        return [one.detail for one in reversed(audit.latest(SCHOOL, (name,), limit=50))]


@pytest.mark.clause("C2")
def test_a_closed_day_moves_a_waiting_reply_and_its_author_sees_the_new_time(waits: int) -> None:
    calendars.close_school(SCHOOL, SNOW, now=NIGHT)
    wednesday = TUESDAY + timedelta(days=1)
    assert parcel(waits).send_after == wednesday
    shown = threads.open_thread(of("nair"), parcel(waits).thread_id or 0, staff_id="nair", now=NIGHT).shown[-1].delivery
    assert shown is not None
    assert (shown.state, shown.at) == ("kept", wednesday)
    (moved,) = events("reply.replanned")
    assert [datetime.fromisoformat(str(moved[one])) for one in ("was", "is_now")] == [TUESDAY, wednesday]
    calendars.remove_day(SCHOOL, SNOW, now=NIGHT)
    assert parcel(waits).send_after == TUESDAY


@pytest.mark.clause("C2")
def test_an_absence_and_changed_hours_move_it_too(waits_in_time: int) -> None:
    calendars.add_absence(SCHOOL, Absence("nair", SNOW.first_on, SNOW.last_on, "pettit"), now=NIGHT)
    assert parcel(waits_in_time).send_after == TUESDAY + timedelta(days=1)
    calendars.set_hours(SCHOOL, "nair", Week("Th 10:00-12:00"), now=NIGHT)
    assert parcel(waits_in_time).send_after == datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


LONG_LEAVE = Absence("nair", date(2026, 11, 24), date(2027, 5, 28), "garrod")
OFFICE_OPENS = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.mark.clause("C2")
def test_a_finished_reply_does_not_wait_for_the_end_of_its_authors_leave(waits_in_time: int) -> None:
    calendars.add_absence(SCHOOL, LONG_LEAVE, now=NIGHT + timedelta(hours=1))
    assert parcel(waits_in_time).send_after == OFFICE_OPENS
    calendars.remove_absence(SCHOOL, LONG_LEAVE, now=NIGHT + timedelta(hours=2))
    assert parcel(waits_in_time).send_after == TUESDAY


@pytest.mark.clause("C3")
def test_it_waits_for_its_author_up_to_the_day_that_was_promised_and_no_longer(waits_in_time: int) -> None:
    until_sunday = Absence("nair", date(2026, 11, 24), date(2026, 11, 29), "garrod")
    calendars.add_absence(SCHOOL, until_sunday, now=NIGHT)
    assert parcel(waits_in_time).send_after == datetime(2026, 11, 30, 8, 15, tzinfo=UTC)
    calendars.add_absence(
        SCHOOL, replace(until_sunday, first_on=date(2026, 11, 30), last_on=date(2026, 11, 30)), now=NIGHT
    )
    assert parcel(waits_in_time).send_after == OFFICE_OPENS


@pytest.mark.clause("C3")
def test_an_answer_that_is_promised_for_the_day_itself_does_not_wait_for_the_next(waits: int) -> None:
    calendars.add_absence(SCHOOL, Absence("nair", SNOW.first_on, SNOW.last_on, "pettit"), now=NIGHT)
    assert parcel(waits).send_after == OFFICE_OPENS


@pytest.mark.clause("C3")
def test_a_colleagues_mail_is_no_answer_that_a_reply_could_wait_behind(sample_school: Flask) -> None:
    calendars.set_hours(SCHOOL, "garrod", Week("Mo-Fr 08:00-16:00"), now=NIGHT)
    both = mail(to="nair@elmswick.example, garrod@elmswick.example", message_id="<a@mail.example>")
    taken = arrives(sample_school, both, TUESDAY + timedelta(hours=12))
    release_due(SCHOOL, now=TUESDAY + timedelta(days=1))
    asks = mail(
        "Luke Garrod <garrod@elmswick.example>", "Will you?", subject="Re: Book", in_reply_to="<a@mail.example>"
    )
    assert arrives(sample_school, asks, TUESDAY + timedelta(days=1, hours=2)).thread_id == taken.thread_id
    assert taken.thread_id is not None
    night = TUESDAY + timedelta(days=1, hours=13)
    first = send_reply(of("nair"), taken.thread_id, staff_id="nair", text="Yes, on Friday.", now=night)
    promised = OFFICE_OPENS + timedelta(days=2)
    assert first.leaves_at == promised, "it was promised for Thursday, and she works again on Monday"
    second = send_reply(
        of("nair"), taken.thread_id, staff_id="nair", text="On Monday.", now=night + timedelta(minutes=3)
    )
    assert second.leaves_at > promised
    cancel_reply(of("nair"), first.outbox_id, staff_id="nair", now=night + timedelta(minutes=5))
    assert parcel(second.outbox_id).send_after == promised, "it is the promised answer now"


@pytest.mark.clause("C2")
def test_where_no_answer_was_promised_the_clock_alone_moves_nothing(sample_school: Flask) -> None:
    sunday = NIGHT - timedelta(days=1)
    calendars.add_absence(SCHOOL, Absence("garrod", NIGHT.date(), NIGHT.date(), ""), now=sunday)
    begun = start_thread(
        of("garrod"),
        staff_id="garrod",
        contact_id="tom",
        pupil_id="leo",
        subject="Leo",
        text="He was great.",
        now=sunday,
    )
    assert begun.leaves_at == OFFICE_OPENS - timedelta(days=1)
    replan(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    assert parcel(begun.outbox_id).send_after == begun.leaves_at


@pytest.mark.clause("C2")
def test_after_an_outage_a_reply_does_not_leave_at_night(waits: int, sample_school: Flask) -> None:
    post = Post()
    send_due(SCHOOL, {"school_email": post}, letters_of(sample_school), now=TUESDAY + timedelta(hours=14))
    assert "Re: Reading book" not in [one.subject for one in post.handed]
    assert parcel(waits).send_after == TUESDAY + timedelta(days=1)


def test_a_demos_clock_that_jumps_past_the_hour_of_a_reply_lets_it_leave_at_its_hour(
    waits: int, sample_school: Flask
) -> None:
    post, letters = Post(), letters_of(sample_school)
    moment = move_on(
        SCHOOL,
        "evening",
        now=NIGHT + timedelta(hours=1),
        send=lambda at: send_due(SCHOOL, {"school_email": post}, letters, now=at),
    )
    assert moment == TUESDAY + timedelta(hours=13, minutes=25)
    assert [one.sent_at for one in post.handed if one.subject == "Re: Reading book"][-1] == TUESDAY
    assert parcel(waits).state == "handed_over"


@pytest.mark.clause("C2")
def test_after_an_outage_what_was_tried_before_does_not_leave_at_night(waits: int, sample_school: Flask) -> None:
    busy, post = failing(TryLater("busy", after=600)), Post()
    send_due(SCHOOL, {"school_email": busy}, letters_of(sample_school), now=TUESDAY)
    night = TUESDAY + timedelta(hours=15)
    send_due(SCHOOL, {"school_email": post}, letters_of(sample_school), now=night)
    assert "Re: Reading book" not in [one.subject for one in post.handed]
    assert parcel(waits).send_after == TUESDAY + timedelta(days=1)


@pytest.mark.clause("C2")
def test_a_reply_is_not_tried_again_at_night(waits: int, sample_school: Flask) -> None:
    evening = TUESDAY + timedelta(hours=10, minutes=14)
    with writing():
        outbox.replan(SCHOOL, waits, send_after=evening)
    busy = failing(TryLater("busy", after=600))
    send_due(SCHOOL, {"school_email": busy}, letters_of(sample_school), now=evening)
    assert parcel(waits).send_after == TUESDAY + timedelta(days=1)


@pytest.mark.clause("C3")
def test_what_somebody_writes_on_leave_leaves_in_the_offices_hours_and_says_so(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail())
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    calendars.add_absence(SCHOOL, LONG_LEAVE, now=NIGHT)
    at = TUESDAY + timedelta(hours=12)
    told = check_reply(of("nair"), taken.thread_id, staff_id="nair", text="Yes, on Thursday.", now=at)
    assert told.leaves_at == OFFICE_OPENS + timedelta(days=1)
    assert told.why == "You are not back at work in time, so this leaves in the office's hours."
    sent = send_reply(of("nair"), taken.thread_id, staff_id="nair", text="Yes, on Thursday.", now=at)
    assert sent.leaves_at == told.leaves_at


def test_a_reply_of_somebody_who_has_left_the_school_still_leaves_at_a_courteous_hour(waits: int) -> None:
    roster = a_roster()
    gone = replace(roster, staff=tuple(one for one in roster.staff if one.staff_id != "nair"))
    import_roster(SCHOOL, gone, accept_removals=True, now=NIGHT)
    assert parcel(waits).send_after == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.mark.clause("C4")
@pytest.mark.parametrize("restriction", ["no_contact", "via_office"])
def test_a_reply_to_somebody_who_is_restricted_since_does_not_leave_and_its_words_are_a_draft(
    waits: int, restriction: str
) -> None:
    roster = a_roster()
    ties = tuple(replace(one, restriction=restriction) if one.contact_id == "agnieszka" else one for one in roster.ties)
    import_roster(SCHOOL, replace(roster, ties=ties), accept_removals=False, now=NIGHT)
    assert parcel(waits).state == "cancelled"
    with reading():
        assert drafts.draft(SCHOOL, parcel(waits).thread_id or 0, "nair") == ("Yes, on Thursday.", NIGHT)
    (stopped,) = events("reply.stopped")
    assert (stopped["codes"], stopped["author"]) == (["restriction"], "nair")


def replan(now: datetime) -> None:
    """Plan again with nothing changed."""
    with writing():
        replan_promises(SCHOOL, now=now)


def test_planning_again_without_a_change_moves_nothing_and_never_what_is_on_its_way(waits: int) -> None:
    replan(NIGHT + timedelta(hours=3))
    assert events("reply.replanned") == []
    send_sooner(of("ashdown"), waits, staff_id="ashdown", reason="The gate is flooded", now=NIGHT)
    calendars.close_school(SCHOOL, SNOW, now=NIGHT)
    assert parcel(waits).send_after == NIGHT
    assert events("reply.replanned") == []


@pytest.mark.clause("C2")
def test_the_headteacher_lets_a_colleagues_reply_go_with_a_reason_that_its_author_sees(waits: int) -> None:
    with pytest.raises(NeedsReason):
        send_sooner(of("ashdown"), waits, staff_id="ashdown", reason=" now ", now=NIGHT)
    assert parcel(waits).send_after == TUESDAY
    send_sooner(of("ashdown"), waits, staff_id="ashdown", reason="The gate is flooded", now=NIGHT)
    assert (parcel(waits).send_after, parcel(waits).override) == (NIGHT, "Mrs Ashdown. The gate is flooded")
    assert [one["reason"] for one in events("quiet_hours.overridden")] == ["The gate is flooded"]
    with writing():
        assert outbox.cancel(SCHOOL, waits, now=NIGHT)
    with pytest.raises(TooLate):
        send_sooner(of("ashdown"), waits, staff_id="ashdown", reason="The gate is flooded", now=NIGHT)


@pytest.mark.clause("C2")
@pytest.mark.parametrize("staff_id", ["okafor", "garrod", "pettit", "bell"])
def test_nobody_without_the_right_lets_a_colleagues_reply_go(waits: int, staff_id: str) -> None:
    with pytest.raises(NotYourThread):
        send_sooner(of(staff_id), waits, staff_id=staff_id, reason="The gate is flooded", now=NIGHT)
    assert parcel(waits).send_after == TUESDAY


@pytest.mark.clause("C16")
def test_a_reply_in_a_conversation_about_the_headteacher_is_not_there_for_them(waits: int) -> None:
    with writing():
        stored.seal(SCHOOL, parcel(waits).thread_id or 0, sealed_from=frozenset({"ashdown"}))
    assert waiting_replies(of("ashdown"), "ashdown", now=NIGHT).replies == ()
    assert len(waiting_replies(of("castellan"), "castellan", now=NIGHT).replies) == 1
    with pytest.raises(NotYourThread):
        send_sooner(of("ashdown"), waits, staff_id="ashdown", reason="The gate is flooded", now=NIGHT)
    send_sooner(of("castellan"), waits, staff_id="castellan", reason="What she did at the gate", now=NIGHT)
    for staff_id, seen in (("castellan", ["What she did at the gate"]), ("ashdown", [])):
        found = waiting_replies(of(staff_id), staff_id, now=NIGHT)
        assert ([one.reason for one in found.overrides], found.overridden) == (seen, len(seen))


def test_the_list_says_who_and_when_and_counts_the_overrides_of_four_weeks(waits: int) -> None:
    (one,) = waiting_replies(of("ashdown"), "ashdown", now=NIGHT).replies
    assert (one.author, one.to_name, one.leaves_at) == ("Miss Nair", "Agnieszka Nowak", TUESDAY)
    assert [child.first_name for child in one.children] == ["Zofia"]
    send_sooner(of("castellan"), waits, staff_id="castellan", reason="The gate is flooded", now=NIGHT)
    found = waiting_replies(of("ashdown"), "ashdown", now=NIGHT + timedelta(minutes=1))
    assert (found.replies, found.overridden) == ((), 1)
    assert [(override.by, override.reason) for override in found.overrides] == [
        ("Mrs Castellan", "The gate is flooded")
    ]
    later = waiting_replies(of("ashdown"), "ashdown", now=NIGHT + timedelta(days=29))
    assert (later.overridden, later.overrides) == (0, ())
