"""Mail of the apps: what is believed, whom it reaches, and its message copied in by a person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import copying, notice_sources
from gateway.actions.arrivals import Taken
from gateway.actions.copying import AlreadySettled, Copied, Copy, NotYourNotice
from gateway.actions.endpoints import open_endpoint
from gateway.domain.errors import InputProblem
from gateway.domain.notices import Source
from gateway.store import audit, concerns, endpoints, queue
from gateway.store.transaction import reading, writing
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, arrives, mail, messages_of, parcels, thread_of

NINE = MONDAY_MORNING + timedelta(minutes=45)
TAPESTRY = "Tapestry <noreply@tapestryjournal.com>"
BOX = "Elmswick Primary School <SC8201234A@schoolcomms.com>"
GATEWAY = "School Gateway <noreply@schoolgateway.example>"
WORDS = "Could the reading book be changed please?"


def proven(sender: str, *, result: str = "pass") -> tuple[tuple[str, str], ...]:
    """The header by which the school's own mail server says what it found."""
    domain = sender.rpartition("@")[2].rstrip(">")
    return (("Authentication-Results", f"mx.elmswick.example; dmarc={result} header.from={domain}"),)


def tells(app: Flask, sender: str = TAPESTRY, text: str = "A new message.", **more: object) -> Taken:
    """Let proven mail of an app arrive, on Monday at nine unless said otherwise."""
    at = more.pop("at", NINE)
    assert isinstance(at, datetime)
    subject = str(more.pop("subject", "Elmswick Nursery Notification"))
    headers = (*proven(sender), *more.pop("headers", ()))  # type: ignore[misc]
    return arrives(app, mail(sender, text, subject=subject, to="office@elmswick.example", headers=headers), at)


def waits(staff_id: str, at: datetime = NINE) -> list[str]:
    """The apps in which something waits for a person."""
    return [one.notice.channel for one in copying.waiting(SCHOOL, staff_id, now=at)]


def early_years() -> None:
    """Tapestry has an account of its own for Robin Class."""
    notice_sources.add(
        SCHOOL,
        Source("tapestry", "noreply@tapestryjournal.com", "*Nursery*", "waits", "Nursery", "", ("robin",)),
        now=NINE,
    )


def copies(staff_id: str = "okafor", words: str = WORDS, at: datetime = NINE, **more: object) -> Copied:
    """Copy the message of the first notice in, as Agnieszka's."""
    first = copying.waiting(SCHOOL, staff_id, now=at)[0].notice.notice_id
    told = Copy(str(more.get("form", "f1")), "", str(more.get("contact", "agnieszka")), words, first)
    return copying.copy_in(SCHOOL, told, staff_id=staff_id, now=at)


def events(name: str) -> int:
    """How often an event stands in the record."""
    with reading():
        return len(audit.latest(SCHOOL, (name,), limit=1000))


def test_tapestry_tells_that_something_waits_and_no_inbox_line_or_answer_comes_of_it(sample_school: Flask) -> None:
    taken = tells(sample_school, headers=(("List-Unsubscribe", "<https://tapestryjournal.com/x>"),))
    assert (taken.disposition, taken.thread_id) == ("none", None)
    assert waits("okafor") == ["tapestry"]
    assert not parcels(sample_school)


def test_the_teachers_of_the_accounts_classes_are_told_each_in_their_own_hours(sqlite_school: Flask) -> None:
    early_years()
    tells(sqlite_school, at=FRIDAY_MORNING - timedelta(hours=12))
    assert waits("pettit", FRIDAY_MORNING - timedelta(hours=2)) == []
    assert waits("pettit", FRIDAY_MORNING) == ["tapestry"]
    assert waits("nair", FRIDAY_MORNING) == []
    assert waits("nair", MONDAY_MORNING) == ["tapestry"]
    assert waits("garrod", NINE) == []


def test_one_that_nobody_copies_for_longer_than_a_working_day_shows_to_the_office(sqlite_school: Flask) -> None:
    early_years()
    tells(sqlite_school)
    tuesday = NINE + timedelta(days=1)
    assert waits("okafor", NINE) == []
    assert waits("okafor", tuesday) == []
    assert waits("okafor", tuesday.replace(hour=16, minute=15)) == ["tapestry"]
    assert copying.waiting(SCHOOL, "okafor", now=tuesday.replace(hour=17))[0].is_overdue


@pytest.mark.parametrize("result", ["fail", "none", "temperror"])
@pytest.mark.clause("C14")
def test_a_parent_who_forges_an_apps_address_reaches_the_office_as_unknown(sqlite_school: Flask, result: str) -> None:
    for sender in (TAPESTRY, BOX):
        forged = mail(
            sender,
            "From: Marek Nowak\nMobile: 07700 900123\n\nI collect Zofia today.",
            subject="A Notification",
            to="office@elmswick.example",
            headers=proven(sender, result=result),
        )
        taken = arrives(sqlite_school, forged, NINE)
        assert (taken.kind, taken.disposition, taken.writer) == ("message", "office", None)
    assert waits("okafor") == []
    assert not parcels(sqlite_school)


def test_a_header_that_came_with_the_mail_itself_proves_nothing(sqlite_school: Flask) -> None:
    headers = (*proven(TAPESTRY, result="fail"), *proven(TAPESTRY))
    taken = arrives(sqlite_school, mail(TAPESTRY, subject="A Notification", headers=headers), NINE)
    assert taken.disposition == "office"
    assert waits("okafor") == []


@pytest.mark.clause("C12")
def test_a_worry_in_the_apps_own_words_is_alerted_at_once(sqlite_school: Flask) -> None:
    taken = tells(sqlite_school, text="Poppy says her uncle hit her with a belt.", headers=(("List-Id", "<x.y>"),))
    assert taken.disposition == "risk"
    with reading():
        assert concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    assert waits("okafor") == ["tapestry"]
    assert not parcels(sqlite_school, "redirect")


def test_the_same_notice_twice_is_one_and_another_a_minute_later_is_another(sqlite_school: Flask) -> None:
    for minutes in (0, 0, 1):
        tells(sqlite_school, at=NINE + timedelta(minutes=minutes))
    assert len(waits("okafor", NINE + timedelta(hours=1))) == 2


def test_a_bridge_that_carries_the_messages_leaves_nothing_to_copy(sqlite_school: Flask) -> None:
    key = sqlite_school.extensions["handbell.equipment"].settings_key
    opened = open_endpoint(SCHOOL, "nursery", channel="tapestry", key=key, now=NINE)
    tells(sqlite_school, text="Before it ever called.")
    assert len(waits("okafor")) == 1
    with writing():
        endpoints.note_heard(SCHOOL, opened.endpoint, now=NINE)
    tells(sqlite_school, text="Carried by the bridge.")
    assert len(waits("okafor")) == 1
    tells(sqlite_school, text="The bridge has stopped.", at=NINE + timedelta(hours=1))
    assert len(waits("okafor", NINE + timedelta(hours=1))) == 2


def test_what_is_copied_in_goes_to_the_childs_teachers_in_their_hours_with_a_promise(sample_school: Flask) -> None:
    evening = FRIDAY_MORNING.replace(hour=15, minute=50)
    tells(sample_school, at=evening)
    copied = copies(at=evening)
    assert copied.is_new
    assert waits("okafor", evening) == []
    with reading():
        thread_id = audit.latest(SCHOOL, ("notice.copied",), limit=1)[0].thread_id or 0
        entries = {one.reader: one for one in queue.entries_of(SCHOOL, thread_id)}
    assert entries["nair"].visible_at == MONDAY_MORNING
    assert entries["nair"].promised_at is not None
    assert not parcels(sample_school), "nothing can be answered in an app by a machine"


def test_a_notice_and_its_copy_are_one_however_often_the_form_is_sent(sample_school: Flask) -> None:
    tells(sample_school)
    first = copying.waiting(SCHOOL, "okafor", now=NINE)[0].notice.notice_id
    copies()
    with pytest.raises(AlreadySettled):
        copying.copy_in(SCHOOL, Copy("f2", "", "agnieszka", WORDS, first), staff_id="okafor", now=NINE)
    assert events("message.placed") == 1


def test_a_copy_after_which_the_power_failed_is_not_doubled(
    sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells(sqlite_school)

    def fails(*_: object, **__: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as broken:
        broken.setattr(copying.notices, "settle", fails)
        with pytest.raises(OSError, match="power"):
            copies()
    assert waits("okafor") == ["tapestry"]
    assert not copies(form="f2").is_new
    assert events("message.placed") == 1
    assert waits("okafor") == []


def test_a_teacher_copies_into_the_conversation_that_goes_on_in_that_app(sqlite_school: Flask) -> None:
    early_years()
    found = []
    for words in (WORDS, "It is the blue one."):
        tells(sqlite_school, text=words)
        found.append(copies("nair", words).thread_id)
    assert found[0] is not None
    assert found[0] == found[1]


@pytest.mark.clause("C12")
def test_a_worry_that_is_copied_in_is_alerted_before_anything_else(sqlite_school: Flask) -> None:
    tells(sqlite_school)
    copies(words="Zofia says her uncle hit her with a belt.")
    assert events("alert.raised") == 1


def test_an_absence_from_school_gateway_goes_to_the_office_and_its_copy_too(sqlite_school: Flask) -> None:
    notice_sources.add(SCHOOL, Source("school_gateway", "noreply@schoolgateway.example", "", "absence"), now=NINE)
    tells(sqlite_school, GATEWAY, subject="Absence explained")
    assert waits("nair") == []
    assert waits("okafor") == ["school_gateway"]
    copied = copies(words="Zofia has been sick in the night and stays at home today.")
    assert copied.thread_id is not None
    with reading():
        assert {one.reader for one in queue.entries_of(SCHOOL, copied.thread_id)} == {"office"}


def test_a_notice_without_a_message_leaves_the_list(sqlite_school: Flask) -> None:
    tells(sqlite_school)
    first = copying.waiting(SCHOOL, "okafor", now=NINE)[0].notice.notice_id
    copying.nothing_there(SCHOOL, first, staff_id="okafor", now=NINE)
    assert waits("okafor") == []
    with pytest.raises(AlreadySettled):
        copying.nothing_there(SCHOOL, first, staff_id="okafor", now=NINE)


def test_nobody_settles_a_notice_that_is_anothers(sqlite_school: Flask) -> None:
    early_years()
    tells(sqlite_school)
    first = copying.waiting(SCHOOL, "nair", now=NINE)[0].notice.notice_id
    with pytest.raises(NotYourNotice):
        copying.nothing_there(SCHOOL, first, staff_id="garrod", now=NINE)
    with pytest.raises(NotYourNotice):
        copying.own_notice(SCHOOL, 12345, staff_id="nair", now=NINE)


@pytest.mark.parametrize(("contact", "words"), [("nobody", WORDS), ("agnieszka", " \n"), ("agnieszka", "x" * 20_001)])
def test_a_copy_that_cannot_be_taken_leaves_the_notice(sqlite_school: Flask, contact: str, words: str) -> None:
    tells(sqlite_school)
    with pytest.raises(InputProblem):
        copies(words=words, contact=contact)
    assert waits("okafor") == ["tapestry"]


def test_a_schoolcomms_reply_is_a_message_of_whoever_its_number_and_name_say(sample_school: Flask) -> None:
    from_kate = "From: Agnieszka Nowak\nEmail: agnieszka@mail.example\n\nIs PE today?"
    taken = tells(sample_school, BOX, from_kate, subject="Re: PE kit")
    assert taken.writer is not None
    assert taken.writer.key == "agnieszka"
    (message,) = messages_of(taken)
    assert (message.text, message.channel, thread_of(taken).channel) == ("Is PE today?", "schoolcomms", "schoolcomms")
    again = tells(sample_school, BOX, from_kate.replace("Is PE today?", "And swimming?"), subject="Re: PE kit")
    assert again.thread_id == taken.thread_id
    assert not parcels(sample_school)


def test_a_name_alone_is_not_believed_and_a_person_says_who_it_is(sqlite_school: Flask) -> None:
    taken = tells(sqlite_school, BOX, "From: Agnieszka Nowak\n\nIs PE today?", subject="Reply")
    assert (taken.writer, taken.disposition) == (None, "office")
    assert messages_of(taken)[0].author_name == "Agnieszka Nowak"


@pytest.mark.clause("C12")
def test_a_worry_above_the_words_of_a_reply_is_not_overlooked(sqlite_school: Flask) -> None:
    taken = tells(sqlite_school, BOX, "Name: her uncle hit her with a belt\n\nPlease help.", subject="Reply")
    assert taken.disposition == "risk"
