"""Reports: kept once, alerted to the right route at once at any hour, and never shown to whom they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import entering, reading
from gateway.actions.accounts import Visitor
from gateway.actions.approaches import Told, record
from gateway.actions.arrivals import place_kept
from gateway.actions.directory import directory
from gateway.actions.families import home
from gateway.actions.family_messages import begin_talk
from gateway.actions.inbox import inbox_page
from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.reports import MOST_IN_AN_HOUR, SHOWN_FOR, TooManyReports, about_to_report, kept, report
from gateway.actions.threads import open_thread
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Actor, one_school
from gateway.store import concerns, outbox, reports, threads
from gateway.store.concerns import Alert
from gateway.store.transaction import reading as reading_transaction
from gateway.store.transaction import writing
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, a_school, arrives, mail, parcels

NIGHT = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
"""A Sunday, long before anybody works."""
WORDS = "They wrote about her in the parents’ group again."


def family(contact_id: str = "agnieszka", name: str = "Agnieszka Nowak") -> Visitor:
    """A parent who is signed in."""
    return _visitor("contact", contact_id, name)


def colleague(staff_id: str = "garrod", name: str = "Mr Garrod") -> Visitor:
    """A member of staff who is signed in."""
    return _visitor("staff", staff_id, name)


def _visitor(kind: str, key: str, name: str) -> Visitor:
    scope = one_school(1, Actor(kind, key))
    return Visitor("", kind, key, name, frozenset(), scope, NIGHT + timedelta(hours=9), None)


def send(
    who: Visitor,
    *,
    kind: str = "child",
    about: str = "",
    text: str = WORDS,
    message_id: int | None = None,
    form: str = "one",
    now: datetime = NIGHT,
) -> int:
    """Report something; its number."""
    number = report(who, kind=kind, about=about, text=text, message_id=message_id, page="/messages", form=form, now=now)
    assert number is not None
    return number


def alert_of(number: int) -> Alert:
    """The one alert of a report."""
    with reading_transaction():
        held = reports.report(SCHOOL, number)
        assert held is not None
        (alert,) = concerns.alerts_of(SCHOOL, held.thread_id)
    return alert


def codes_of(alert: Alert) -> list[str]:
    return [str(one["code"]) for one in alert.findings]


@pytest.mark.clause("C12")
@pytest.mark.parametrize("who", [family(), colleague()])
def test_online_bullying_reaches_the_head_and_the_lead_at_once_in_the_middle_of_the_night(
    sample_school: Flask, who: Visitor
) -> None:
    alert = alert_of(send(who, kind="online"))
    assert codes_of(alert)[0] == "online_bullying"
    assert (alert.told, alert.raised_at) == (["castellan", "ashdown"], NIGHT)
    letters = parcels(sample_school, "alert")
    assert {one.to_address for one in letters} == {"castellan@elmswick.example", "ashdown@elmswick.example"}
    assert all(one.send_after <= NIGHT for one in letters)
    for staff_id in alert.told:
        (line,) = inbox_page(SCHOOL, staff_id, which="all", before=None).lines
        assert line.line.thread_id == alert.thread_id


@pytest.mark.clause("C16")
def test_a_report_about_a_member_of_staff_goes_to_the_headteacher_alone(sample_school: Flask) -> None:
    alert = alert_of(send(family(), about="staff", text="Miss Nair pulled his arm."))
    assert alert.told == ["ashdown"]
    with reading_transaction():
        thread = threads.thread(SCHOOL, alert.thread_id)
        everybody = set(directory(SCHOOL).staff)
    assert thread is not None
    assert thread.sealed_from == everybody - {"ashdown"}, "the person named, their line and everybody else"


@pytest.mark.clause("C16")
@pytest.mark.parametrize(("about", "text"), [("head", "She shouted."), ("staff", "Mrs Ashdown shouted at him.")])
def test_a_report_about_the_headteacher_goes_to_the_chair_of_governors_alone(
    sample_school: Flask, about: str, text: str
) -> None:
    number = send(family(), kind="other", about=about, text=text)
    assert alert_of(number).told == ["bell"]
    assert kept(family(), number, now=NIGHT).told == ("the chair of governors",)


@pytest.mark.clause("C16")
@pytest.mark.parametrize(("key", "writer", "told"), [("class-1", "nair", "ashdown"), ("head", "ashdown", "bell")])
def test_a_message_of_staff_that_is_reported_is_kept_from_its_writer_whatever_was_ticked(
    sample_school: Flask, key: str, writer: str, told: str
) -> None:
    nine = MONDAY_MORNING + timedelta(minutes=45)
    thread_id = begin_talk(family(), key, subject="Coat", text="Where is her coat?", form="1", now=nine)
    assert thread_id is not None
    reply = "Look after your things."
    sent = send_reply(one_school(1, Actor("staff", writer)), thread_id, staff_id=writer, text=reply, now=nine)
    with writing():
        outbox.settle(SCHOOL, sent.outbox_id, state="handed_over", now=nine)
    with reading_transaction():
        written = threads.messages_of(SCHOOL, thread_id)[-1]
    assert written.author_id == writer
    alert = alert_of(send(family(), message_id=written.message_id, about="", now=nine))
    assert alert.told == [told]
    assert "allegation_staff" in codes_of(alert)
    assert about_to_report(family(), written.message_id).by_staff


@pytest.mark.clause("C4")
def test_a_reply_that_still_waits_for_its_hour_is_no_message_that_a_family_can_report(sample_school: Flask) -> None:
    evening = MONDAY_MORNING + timedelta(hours=11)
    thread_id = begin_talk(family(), "class-1", subject="Coat", text="Where is her coat?", form="1", now=MONDAY_MORNING)
    assert thread_id is not None
    reply = "In the hall."
    sent = send_reply(one_school(1, Actor("staff", "nair")), thread_id, staff_id="nair", text=reply, now=evening)
    assert sent.leaves_at > evening
    with reading_transaction():
        waiting = threads.messages_of(SCHOOL, thread_id)[-1]
    with pytest.raises(NotYourThread):
        about_to_report(family(), waiting.message_id)


def test_words_that_tell_of_an_allegation_close_the_route_though_nothing_was_ticked(sample_school: Flask) -> None:
    alert = alert_of(send(family(), text="Mr Garrod hit my son in class today."))
    assert "allegation_staff" in codes_of(alert)
    assert alert.told == ["ashdown"]


def test_a_form_that_is_sent_twice_is_one_report(sample_school: Flask) -> None:
    first = send(family(), form="same")
    assert send(family(), form="same", text="Other words.") == first
    assert len(parcels(sample_school, "alert")) == 2, "each of the route was told once"
    assert send(colleague(), form="same") != first, "somebody else's form is another"


def test_a_report_is_in_no_list_of_its_reporter_and_its_page_is_theirs_for_an_hour(sample_school: Flask) -> None:
    number = send(family())
    found = kept(family(), number, now=NIGHT + SHOWN_FOR)
    assert (found.kept_at, found.told) == (NIGHT, ("the safeguarding lead", "the headteacher"))
    assert home(family(), now=NIGHT).lines == ()
    with pytest.raises(NotYourThread):
        kept(family(), number, now=NIGHT + SHOWN_FOR + timedelta(seconds=1))
    for other in (family("marek", "Marek Nowak"), colleague()):
        with pytest.raises(NotYourThread):
            kept(other, number, now=NIGHT)


def test_staff_who_report_find_it_in_no_inbox_of_theirs(sample_school: Flask) -> None:
    alert = alert_of(send(colleague()))
    assert inbox_page(SCHOOL, "garrod", which="all", before=None).lines == ()
    with pytest.raises(NotYourThread):
        open_thread(SCHOOL, alert.thread_id, staff_id="garrod", now=NIGHT)


@pytest.mark.clause("C4")
def test_a_message_of_another_family_cannot_be_reported_or_found_out(sample_school: Flask) -> None:
    theirs = arrives(
        sample_school, mail("Helen Tate <helen@mail.example>", "Poppy is well.", to="garrod@elmswick.example")
    )
    for who in (family(), colleague("nair", "Miss Nair")):
        with pytest.raises(NotYourThread):
            send(who, message_id=theirs.message_id)
        with pytest.raises(NotYourThread):
            send(who, message_id=12345)
    assert parcels(sample_school, "alert") == ()


@pytest.mark.clause("C12")
def test_a_worry_that_a_colleague_wrote_can_be_reported_only_by_who_may_read_it(sample_school: Flask) -> None:
    nine = MONDAY_MORNING + timedelta(minutes=45)
    ill = arrives(sample_school, mail(text="Zofia is ill today and will not be in school."), MONDAY_MORNING)
    release_due(SCHOOL, now=nine)
    worry = Told("1", "agnieszka", "gate", "Her uncle hits her with a belt and she is covered in bruises.", "note")
    record(one_school(1, Actor("staff", "nair")), worry, staff_id="nair", now=nine)
    with reading_transaction():
        note = threads.messages_of(SCHOOL, ill.thread_id or 0)[-1]
    assert note.by == "staff"
    for who in (colleague("nair", "Miss Nair"), colleague("ashdown", "Mrs Ashdown")):
        assert about_to_report(who, note.message_id).message == note
    with pytest.raises(NotYourThread):
        about_to_report(colleague("okafor", "Mrs Okafor"), note.message_id)


def test_a_report_of_a_message_says_which_children_it_is_about(sample_school: Flask) -> None:
    mine = arrives(sample_school, mail(text="Zofia has new shoes."))
    alert = alert_of(send(family(), message_id=mine.message_id))
    with reading_transaction():
        assert threads.pupils_of(SCHOOL, [alert.thread_id])[alert.thread_id] == ("zofia",)


def test_after_a_dozen_in_an_hour_a_reporter_is_asked_to_phone_and_nothing_is_lost(sample_school: Flask) -> None:
    for number in range(MOST_IN_AN_HOUR):
        send(family(), form=str(number))
    with pytest.raises(TooManyReports):
        send(family(), form="more")
    assert send(family(), form="0") > 0, "what was sent before is still found"
    assert send(family("marek", "Marek Nowak"), form="his") > 0
    assert send(family(), form="more", now=NIGHT + timedelta(hours=1, seconds=1)) > 0


@pytest.mark.parametrize(("kind", "about"), [("", ""), ("sport", ""), ("child", "everybody")])
def test_what_is_wrong_must_be_chosen_from_the_list(sample_school: Flask, kind: str, about: str) -> None:
    with pytest.raises(InputProblem):
        send(family(), kind=kind, about=about)


def test_a_report_without_words_and_one_of_rubbish_ring_all_the_same(sample_school: Flask) -> None:
    assert alert_of(send(family(), text="")).told
    assert alert_of(send(family(), text="\x00\ud800 \u202e" + "x" * 4_000, form="two")).told


@pytest.mark.clause("C12")
def test_a_report_that_cannot_be_placed_rings_in_the_same_moment(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("search is broken")

    monkeypatch.setattr(entering.search, "index_message", breaks)
    number = send(family(), about="staff")
    assert alert_of(number).told == ["ashdown"]
    assert kept(family(), number, now=NIGHT).told == ("the headteacher",)


def test_a_report_that_is_kept_and_not_placed_is_placed_by_the_job_that_tries_again(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the alert is broken")

    with monkeypatch.context() as broken:
        broken.setattr("gateway.actions.alerts.raise_for", breaks)
        assert (
            report(family(), kind="child", about="", text=WORDS, message_id=None, page="", form="one", now=NIGHT)
            is None
        )
    assert place_kept(SCHOOL, now=NIGHT) == 1
    assert alert_of(send(family(), form="one")).told == ["castellan", "ashdown"]


def test_nobody_is_named_to_a_reporter_where_a_school_has_no_lead_and_no_head(sqlite_app: Flask) -> None:
    roster = a_roster()
    left = tuple(one for one in roster.staff if not one.roles & {"dsl", "headteacher"})
    with sqlite_app.app_context():
        a_school(sqlite_app, replace(roster, staff=left))
        number = send(family())
        assert kept(family(), number, now=NIGHT).told == ("the person at school who looks after this",)


def test_a_report_reads_back_as_it_was_written() -> None:
    held = reading.Reported("f", "contact", "c1", "Ann", "threat", "head", 7, "s1", ("p1", "p2"), "/messages/3")
    read = reading.read_report(reading.report_delivery(held, text="Wörter"))
    assert (read.report, read.text, read.may_be_answered) == (held, "Wörter", False)
