"""Taking in: every message is kept once, finds its conversation and its readers, and is answered once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from gateway.actions.arrivals import take_in
from gateway.actions.roster import import_roster
from gateway.domain.messages import Evidence, Finding
from gateway.domain.promises import OFFICE
from gateway.ports.channels import RawHook
from gateway.store import queue
from gateway.store.base import db
from gateway.store.transaction import reading
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    mail,
    messages_of,
    parcels,
    thread_of,
)

AGNIESZKA = "Agnieszka Nowak <agnieszka@mail.example>"
MAREK = "Marek Nowak <marek@mail.example>"


def an_operation(monkeypatch: pytest.MonkeyPatch, code: str = "collection") -> None:
    """Let every message be about today's matters."""
    found = (Finding(code, "for the test", (Evidence(0, 0, 2),)),)
    monkeypatch.setattr("gateway.actions.reading.operations.recognise", lambda text, **_: found)


# Which conversation


def test_an_answer_that_names_our_mails_id_joins_its_conversation(sample_school: Flask) -> None:
    first = arrives(sample_school, mail(AGNIESZKA))
    ours = parcels(sample_school, "acknowledgement")[-1].rfc_id
    second = arrives(sample_school, mail(AGNIESZKA, subject="something else", in_reply_to=ours))
    assert second.thread_id == first.thread_id


def test_an_answer_to_the_reply_address_joins_by_its_token_alone(sample_school: Flask) -> None:
    first = arrives(sample_school, mail(AGNIESZKA))
    to = f"office+c-{thread_of(first).token}@elmswick.example"
    second = arrives(sample_school, mail(AGNIESZKA, to=to, subject="No ids at all"))
    assert second.thread_id == first.thread_id
    assert second.staff == ("nair",), "it goes to whom the conversation is with"


def test_a_marked_reply_without_ids_joins_by_its_subject_for_thirty_days(sample_school: Flask) -> None:
    first = arrives(sample_school, mail(AGNIESZKA, subject="Reading book"))
    within = arrives(sample_school, mail(AGNIESZKA, subject="RE: Reading book"), THURSDAY_EVENING + timedelta(days=29))
    after = arrives(sample_school, mail(AGNIESZKA, subject="RE: Reading book"), THURSDAY_EVENING + timedelta(days=60))
    assert within.thread_id == first.thread_id
    assert after.thread_id != first.thread_id


def test_a_subject_without_a_reply_mark_begins_a_new_conversation(sample_school: Flask) -> None:
    first = arrives(sample_school, mail(AGNIESZKA, subject="Reading book"))
    again = arrives(sample_school, mail(AGNIESZKA, subject="Reading book"))
    assert again.thread_id != first.thread_id


@pytest.mark.clause("C4")
def test_a_subject_alone_never_joins_two_people(sample_school: Flask) -> None:
    hers = arrives(sample_school, mail(AGNIESZKA, subject="Zofia"))
    his = arrives(sample_school, mail(MAREK, subject="Re: Zofia"))
    assert his.thread_id != hers.thread_id
    assert thread_of(his).contact_id == "marek"


@pytest.mark.clause("C4")
def test_a_stranger_who_quotes_ids_and_token_does_not_enter_the_conversation(sample_school: Flask) -> None:
    first = arrives(sample_school, mail(AGNIESZKA, message_id="<hers@mail.example>"))
    to = f"office+c-{thread_of(first).token}@elmswick.example"
    stranger = arrives(
        sample_school,
        mail("X <x@elsewhere.example>", to=to, in_reply_to="<hers@mail.example>", subject="Re: Reading book"),
    )
    assert stranger.thread_id != first.thread_id
    assert len(messages_of(first)) == 1


@pytest.mark.clause("C4")
def test_the_other_separated_parent_gets_a_conversation_of_his_own_even_with_her_ids(sample_school: Flask) -> None:
    hers = arrives(sample_school, mail(AGNIESZKA, message_id="<hers@mail.example>"))
    his = arrives(sample_school, mail(MAREK, in_reply_to="<hers@mail.example>", subject="Re: Reading book"))
    assert his.thread_id != hers.thread_id
    assert [one.author_id for one in messages_of(hers)] == ["agnieszka"]


def test_a_mail_that_comes_twice_is_kept_once_by_delivery_and_by_content(sample_school: Flask) -> None:
    raw = mail(AGNIESZKA)
    first = arrives(sample_school, raw, vendor_id="uid-1")
    assert arrives(sample_school, raw, vendor_id="uid-1").kind == "duplicate"
    assert arrives(sample_school, raw, vendor_id="another path").kind == "duplicate"
    assert len(messages_of(first)) == 1
    assert len(parcels(sample_school, "acknowledgement")) == 1


# Who, and to whom


def test_a_shared_family_address_is_told_apart_by_the_name_that_is_written(sample_school: Flask) -> None:
    kate = arrives(sample_school, mail("Kate Reed <reeds@mail.example>"))
    tom = arrives(sample_school, mail("Tom <reeds@mail.example>"))
    assert [one.writer.key for one in (kate, tom) if one.writer] == ["kate", "tom"]


def test_a_shared_address_without_a_name_is_nobodys_and_goes_to_the_office(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail("The Reeds <reeds@mail.example>"))
    assert (taken.writer, taken.disposition) == (None, "office")


def test_a_mail_to_the_office_about_a_child_reaches_both_who_share_the_class(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(AGNIESZKA, to="office@elmswick.example"))
    assert taken.staff == ("nair", "pettit")
    with reading():
        entries = queue.entries_of(SCHOOL, thread_of(taken).thread_id)
    assert {one.reader: one.visible_at for one in entries} == {"nair": MONDAY_MORNING, "pettit": FRIDAY_MORNING}
    assert taken.visible_at == FRIDAY_MORNING, "the promise is the earlier one"


def test_of_two_children_the_one_who_is_named_decides_the_class(sample_school: Flask) -> None:
    taken = arrives(
        sample_school, mail("Kate Reed <reeds@mail.example>", "Leo has lost his coat.", to="office@elmswick.example")
    )
    assert (taken.pupils, taken.staff) == (("leo",), ("garrod",))


@pytest.mark.clause("C1")
def test_somebody_nobody_knows_reaches_the_office_and_no_teacher(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail("X <x@elsewhere.example>"), MONDAY_MORNING + timedelta(hours=2))
    assert (taken.disposition, taken.rule, taken.writer) == ("office", "C1.unknown_sender", None)
    with reading():
        assert queue.readers_of(SCHOOL, thread_of(taken).thread_id) == (OFFICE,)
    assert [one.letter for one in parcels(sample_school)] == ["redirect"]


@pytest.mark.clause("C1")
def test_the_answer_to_a_stranger_goes_once_a_day(sample_school: Flask) -> None:
    for _ in range(3):
        arrives(sample_school, mail("X <x@elsewhere.example>"))
    arrives(sample_school, mail("X <x@elsewhere.example>"), THURSDAY_EVENING + timedelta(days=1))
    assert len(parcels(sample_school, "redirect")) == 2


@pytest.mark.clause("C14")
def test_a_known_address_that_fails_its_proof_is_treated_as_a_stranger(sample_school: Flask) -> None:
    forged = (("Authentication-Results", "mx.elmswick.example; dmarc=fail header.from=mail.example"),)
    first = arrives(sample_school, mail(AGNIESZKA, message_id="<hers@mail.example>"))
    taken = arrives(sample_school, mail(AGNIESZKA, in_reply_to="<hers@mail.example>", headers=forged))
    assert (taken.disposition, taken.rule, taken.writer) == ("office", "C14.sender_not_proven", None)
    assert taken.thread_id != first.thread_id


@pytest.mark.clause("C4")
def test_a_contact_under_a_court_order_reaches_the_office_alone(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail("Gareth Tate <gareth@mail.example>", to="garrod@elmswick.example"))
    assert (taken.disposition, taken.rule) == ("office", "C4.restricted_contact")
    with reading():
        assert {one.reader for one in queue.entries_of(SCHOOL, thread_of(taken).thread_id)} == {OFFICE}


def test_a_matter_of_today_goes_to_the_office_and_is_shown_to_the_teacher_too(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_operation(monkeypatch)
    taken = arrives(sample_school, mail(AGNIESZKA))
    assert (taken.disposition, taken.rule) == ("office", "C3.operation_to_office")
    assert taken.visible_at == FRIDAY_MORNING + timedelta(minutes=15), "when the office opens"
    with reading():
        assert {one.reader for one in queue.entries_of(SCHOOL, thread_of(taken).thread_id)} == {OFFICE, "nair"}


# Answers


@pytest.mark.clause("C3")
def test_a_person_is_answered_once_a_conversation_and_off_duty_stretch(sample_school: Flask) -> None:
    first = arrives(sample_school, mail(AGNIESZKA, message_id="<one@mail.example>"))
    again = arrives(
        sample_school, mail(AGNIESZKA, in_reply_to="<one@mail.example>"), THURSDAY_EVENING + timedelta(hours=1)
    )
    assert (first.acknowledged, again.acknowledged) == (True, False)
    next_stretch = arrives(
        sample_school, mail(AGNIESZKA, in_reply_to="<one@mail.example>"), MONDAY_MORNING + timedelta(hours=10)
    )
    other = arrives(sample_school, mail(AGNIESZKA, subject="Another matter"), THURSDAY_EVENING + timedelta(hours=1))
    assert (next_stretch.acknowledged, other.acknowledged) == (True, True)


@pytest.mark.clause("C3")
@pytest.mark.parametrize(
    "header",
    [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("List-Id", "<news.mail.example>")],
)
def test_nothing_automatic_is_ever_answered(sample_school: Flask, header: tuple[str, str]) -> None:
    taken = arrives(sample_school, mail(AGNIESZKA, headers=(header,)))
    assert not taken.acknowledged
    assert parcels(sample_school) == ()


@pytest.mark.clause("C3")
def test_a_message_whose_way_back_is_closed_waits_without_an_answer(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(AGNIESZKA, headers=(("Return-Path", "<>"),)))
    assert (taken.disposition, taken.acknowledged) == ("queue", False)
    assert parcels(sample_school) == ()


def test_a_message_of_staff_is_not_answered(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail("Miss Nair <nair@elmswick.example>", to="garrod@elmswick.example"))
    assert (taken.disposition, taken.acknowledged) == ("queue", False)


# When


@pytest.mark.clause("C2")
def test_what_a_colleague_writes_waits_by_the_courtesy_hours_alone(sample_school: Flask) -> None:
    at_night = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)
    raw = mail("Mr Garrod <garrod@elmswick.example>", to="nair@elmswick.example")
    waits = arrives(sample_school, raw, at_night)
    assert (waits.disposition, waits.visible_at) == ("queue", datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    raw = mail("Mr Garrod <garrod@elmswick.example>", to="nair@elmswick.example", subject="By day")
    by_day = arrives(sample_school, raw, FRIDAY_MORNING)
    assert (by_day.disposition, by_day.visible_at) == ("inbox", FRIDAY_MORNING), "Miss Nair works again on Monday"
    with reading():
        assert [one.promised_at for one in queue.waiting(SCHOOL)] == [None], "nothing is promised to a colleague"


@pytest.mark.clause("C3")
def test_on_duty_it_rings_at_once_and_off_duty_at_the_next_working_moment(sample_school: Flask) -> None:
    now = MONDAY_MORNING + timedelta(hours=1)
    on, off = arrives(sample_school, mail(AGNIESZKA), now), arrives(sample_school, mail(AGNIESZKA, subject="Later"))
    assert (on.disposition, on.visible_at) == ("inbox", now)
    assert (off.disposition, off.visible_at) == ("queue", MONDAY_MORNING)


def test_when_the_calendar_has_ended_no_day_is_promised(sample_school: Flask) -> None:
    ended = replace(a_roster(), calendar=a_roster().calendar[:1])
    import_roster(SCHOOL, ended, accept_removals=True, now=THURSDAY_EVENING)
    taken = arrives(sample_school, mail(AGNIESZKA))
    assert (taken.disposition, taken.visible_at) == ("queue", None)
    assert parcels(sample_school, "acknowledgement")[0].facts["visible_at"] is None


# What it costs


@contextmanager
def _counted(into: list[str]) -> Iterator[None]:
    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            into.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield
    event.remove(db.engine, "before_cursor_execute", note)


def _statements(app: Flask, raw: bytes, at: datetime) -> int:
    seen: list[str] = []
    with _counted(seen):
        take_in(SCHOOL, RawHook("test", f"count-{hash(raw)}", raw, at), now=at)
    return len(seen)


def test_a_message_costs_no_more_statements_than_it_did(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail(AGNIESZKA, message_id="<first@mail.example>"))
    new = _statements(sqlite_school, mail(AGNIESZKA, subject="New"), THURSDAY_EVENING)
    on_duty = _statements(sqlite_school, mail(AGNIESZKA, subject="On duty"), MONDAY_MORNING)
    answer = _statements(sqlite_school, mail(AGNIESZKA, in_reply_to="<first@mail.example>"), THURSDAY_EVENING)
    assert (new, on_duty, answer) == (15, 17, 14)
