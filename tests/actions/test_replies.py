"""Answering: checked, held until hours that suit both, its author's to change, and sent again only by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import compose, inbox, replies, threads
from gateway.actions.checking import HeldBack, NothingToSend
from gateway.actions.compose import NotYourPupil
from gateway.actions.delivery import send_due
from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due
from gateway.actions.replies import TooLate
from gateway.actions.waiting_replies import NeedsReason, send_sooner
from gateway.domain.messages import Finding
from gateway.domain.roster import Embargo
from gateway.domain.scope import Actor, Scope, one_school
from gateway.ports.channels import Capabilities, Outbound, SendResult
from gateway.ports.errors import OutcomeUnknown, Refused
from gateway.store import audit, concerns, drafts, outbox
from gateway.store.concerns import Alert
from gateway.store.outbox import Parcel
from gateway.store.threads import Message
from gateway.store.transaction import reading, writing
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, a_school, arrives, mail

MONDAY_NINE = MONDAY_MORNING + timedelta(minutes=45)
MONDAY_NIGHT = datetime(2026, 11, 23, 21, 5, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


@pytest.fixture
def thread_id(sample_school: Flask) -> int:
    """A conversation of Agnieszka Nowak about Zofia that rang for Miss Nair on Monday morning."""
    taken = arrives(sample_school, mail())
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    return taken.thread_id


def answer(
    thread_id: int, text: str = "Yes, on Thursday.", at: datetime = MONDAY_NINE, **more: frozenset[str]
) -> replies.Sent:
    """Miss Nair's answer."""
    return replies.send_reply(of("nair"), thread_id, staff_id="nair", text=text, now=at, **more)


def parcel(outbox_id: int) -> Parcel:
    """One parcel as it stands."""
    with reading():
        found = outbox.parcel(SCHOOL, outbox_id)
    assert found is not None
    return found


def draft(thread_id: int, staff_id: str = "nair") -> str:
    """The words that are kept for later."""
    with reading():
        held = drafts.draft(SCHOOL, thread_id, staff_id)
    return held[0] if held else ""


def events(name: str) -> list[dict[str, object]]:
    """The details of every event of one name, oldest first."""
    with reading():
        return [one.detail for one in reversed(audit.latest(SCHOOL, (name,), limit=50))]


def shown(thread_id: int, staff_id: str = "nair", at: datetime = MONDAY_NINE) -> threads.Conversation:
    """The conversation as it is opened."""
    return threads.open_thread(of(staff_id), thread_id, staff_id=staff_id, now=at)


@pytest.mark.clause("C2")
def test_a_reply_at_night_waits_for_the_writers_next_working_time(thread_id: int) -> None:
    sent = answer(thread_id, at=MONDAY_NIGHT)
    assert sent.leaves_at == TUESDAY
    delivery = shown(thread_id, at=MONDAY_NIGHT).shown[-1].delivery
    assert delivery is not None
    assert (delivery.state, delivery.at, delivery.is_mine) == ("kept", TUESDAY, True)


def test_a_reply_at_work_leaves_at_once(thread_id: int) -> None:
    assert answer(thread_id).leaves_at == MONDAY_NINE


def test_an_answered_conversation_leaves_the_list_of_what_needs_a_reply(thread_id: int) -> None:
    answer(thread_id)
    assert not inbox.inbox_page(of("nair"), "nair", which="reply", before=None).lines
    assert [one.line.thread_id for one in inbox.inbox_page(of("nair"), "nair", which="finished", before=None).lines]


def test_its_author_changes_a_waiting_reply_and_what_is_sent_and_found_are_the_new_words(thread_id: int) -> None:
    sent = answer(thread_id, "Bring the giraffe.", at=MONDAY_NIGHT)
    replies.change_reply(of("nair"), sent.outbox_id, staff_id="nair", text="Bring the elephant.", now=MONDAY_NIGHT)
    assert parcel(sent.outbox_id).facts["text"] == "Bring the elephant."
    assert shown(thread_id).shown[-1].message.text == "Bring the elephant."
    assert not inbox.search(of("nair"), "giraffe", staff_id="nair").found
    assert inbox.search(of("nair"), "elephant", staff_id="nair").found
    assert "content" in events("reply.changed")[0]


def test_a_change_goes_through_the_same_checks(thread_id: int) -> None:
    sent = answer(thread_id, at=MONDAY_NIGHT)
    with pytest.raises(HeldBack):
        replies.change_reply(of("nair"), sent.outbox_id, staff_id="nair", text="Leo said so.", now=MONDAY_NIGHT)
    assert parcel(sent.outbox_id).facts["text"] == "Yes, on Thursday."


def test_a_reply_that_is_taken_back_never_leaves_and_its_words_are_a_draft(thread_id: int) -> None:
    sent = answer(thread_id, at=MONDAY_NIGHT)
    replies.save_draft(of("nair"), thread_id, staff_id="nair", text="And one thing more.", now=MONDAY_NIGHT)
    replies.cancel_reply(of("nair"), sent.outbox_id, staff_id="nair", now=MONDAY_NIGHT)
    assert parcel(sent.outbox_id).state == "cancelled"
    assert draft(thread_id) == "Yes, on Thursday.\n\nAnd one thing more."
    delivery = shown(thread_id).shown[-1].delivery
    assert delivery is not None
    assert delivery.state == "taken_back"
    with pytest.raises(TooLate):
        replies.change_reply(of("nair"), sent.outbox_id, staff_id="nair", text="New.", now=MONDAY_NIGHT)


def test_nobody_but_its_author_touches_a_waiting_reply(thread_id: int) -> None:
    sent = answer(thread_id, at=MONDAY_NIGHT)
    for attempt in (
        lambda: replies.change_reply(of("pettit"), sent.outbox_id, staff_id="pettit", text="No.", now=MONDAY_NIGHT),
        lambda: replies.cancel_reply(of("ashdown"), sent.outbox_id, staff_id="ashdown", now=MONDAY_NIGHT),
        lambda: send_sooner(of("pettit"), sent.outbox_id, staff_id="pettit", reason="It is urgent", now=MONDAY_NIGHT),
        lambda: replies.waiting_reply(of("pettit"), sent.outbox_id, staff_id="pettit"),
    ):
        with pytest.raises(NotYourThread):
            attempt()
    assert parcel(sent.outbox_id).state == "waiting"


@pytest.mark.clause("C2")
def test_only_a_named_right_with_a_reason_sends_it_sooner(thread_id: int) -> None:
    sent = answer(thread_id, at=MONDAY_NIGHT)
    with pytest.raises(NeedsReason):
        send_sooner(of("nair"), sent.outbox_id, staff_id="nair", reason="It is urgent", now=MONDAY_NIGHT)
    started = compose.start_thread(
        of("castellan"),
        staff_id="castellan",
        contact_id="agnieszka",
        pupil_id="zofia",
        subject="Tomorrow",
        text="Please come to the other gate.",
        now=MONDAY_NIGHT,
    )
    with pytest.raises(NeedsReason):
        send_sooner(of("castellan"), started.outbox_id, staff_id="castellan", reason=" ", now=MONDAY_NIGHT)
    send_sooner(
        of("castellan"), started.outbox_id, staff_id="castellan", reason="The gate is flooded", now=MONDAY_NIGHT
    )
    assert parcel(started.outbox_id).send_after == MONDAY_NIGHT
    assert events("quiet_hours.overridden")[0]["reason"] == "The gate is flooded"


@pytest.mark.clause("C4")
def test_another_childs_name_stops_until_the_author_says_they_know(thread_id: int) -> None:
    with pytest.raises(HeldBack) as held:
        answer(thread_id, "I will talk with Leo today.")
    assert [one.code for one in held.value.checks] == ["other_child"]
    assert draft(thread_id) == "I will talk with Leo today."
    assert events("reply.stopped")[0]["codes"] == ["other_child"]
    answer(thread_id, "I will talk with Leo today.", knowing=frozenset({"other_child"}))
    assert draft(thread_id) == ""


@pytest.mark.clause("C6")
def test_a_topic_that_is_not_public_stops_whatever_the_author_says_they_know(sample_school: Flask) -> None:
    roster = a_roster()
    secret = Embargo("Classes", ("mixed class",), datetime(2027, 1, 15, tzinfo=UTC))
    a_school(sample_school, replace(roster, school=replace(roster.school, embargoes=(secret,))))
    taken = arrives(sample_school, mail())
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    with pytest.raises(HeldBack) as held:
        answer(taken.thread_id, "There will be a Mixed class.", knowing=frozenset({"embargo"}))
    assert held.value.checks[0].reason == (
        "Not public yet: Classes. It may be told from Friday 15 January, 12am. "
        "Take out “Mixed class”, or wait until then."
    )


def test_no_words_are_no_message(thread_id: int) -> None:
    with pytest.raises(NothingToSend):
        answer(thread_id, " \n ")


def test_a_form_that_is_sent_twice_is_one_message(thread_id: int) -> None:
    first = answer(thread_id)
    assert answer(thread_id, at=MONDAY_NINE + timedelta(seconds=2)) == first
    assert answer(thread_id, at=MONDAY_NINE + timedelta(hours=1)).outbox_id != first.outbox_id


def raise_alert(thread_id: int, message: Message, *, taken_by: str = "") -> None:
    """A worry that went to Mrs Castellan and Mrs Ashdown."""
    finding = Finding("safeguarding", "A child may not be safe", ())
    with writing():
        concerns.raise_alert(
            SCHOOL,
            Alert(
                alert_id=77,
                message_id=message.message_id,
                thread_id=thread_id,
                findings=[{"code": finding.code, "reason": finding.reason, "evidence": []}],
                told=["castellan", "ashdown"],
                raised_at=MONDAY_NINE,
                next_call_at=None,
                calls=0,
                acknowledged_at=MONDAY_NINE if taken_by else None,
                acknowledged_by=taken_by,
            ),
        )


@pytest.mark.clause("C12")
def test_a_worry_that_nobody_has_taken_stops_the_teachers_answer_and_keeps_the_words(thread_id: int) -> None:
    raise_alert(thread_id, shown(thread_id).shown[0].message)
    assert shown(thread_id).hold == threads.Hold("Mrs Castellan", "")
    with pytest.raises(HeldBack) as held:
        answer(thread_id, "How lovely!", knowing=frozenset({"alert"}))
    assert held.value.checks[0].reason.startswith("Mrs Castellan was told of this. Please do not answer yet.")
    assert draft(thread_id) == "How lovely!"


@pytest.mark.clause("C12")
def test_once_somebody_has_taken_the_worry_the_teacher_may_answer_and_is_told_whom_to_ask(thread_id: int) -> None:
    raise_alert(thread_id, shown(thread_id).shown[0].message, taken_by="ashdown")
    assert shown(thread_id).hold == threads.Hold("Mrs Castellan", "Mrs Ashdown")
    assert answer(thread_id).outbox_id


class Door:
    """A channel that does with every message what the test says."""

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=True, max_length=None, safe_to_resend=False)

    def __init__(self, outcome: Exception | None) -> None:
        self.outcome = outcome
        self.sent: list[Outbound] = []

    def send(self, message: Outbound) -> SendResult:
        """Send, or raise what the test wants."""
        if self.outcome is not None:
            raise self.outcome
        self.sent.append(message)
        return SendResult("id")


def deliver(app: Flask, door: Door, at: datetime) -> None:
    """One pass of the delivery job through this door."""
    send_due(SCHOOL, {"school_email": door}, app.extensions["handbell.equipment"].letters, now=at)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Refused("There is no such mailbox."), "failed"), (OutcomeUnknown("It broke off."), "unknown")],
)
def test_what_did_not_go_is_back_on_top_and_is_sent_again_only_by_a_person(
    sample_school: Flask, thread_id: int, outcome: Exception, state: str
) -> None:
    sent = answer(thread_id)
    deliver(sample_school, Door(outcome), MONDAY_NINE)
    page = inbox.inbox_page(of("nair"), "nair", which="all", before=None)
    assert [(one.line.thread_id, one.failed) for one in page.lines] == [(thread_id, state)]
    working = Door(None)
    deliver(sample_school, working, MONDAY_NINE + timedelta(hours=2))
    assert not working.sent, "nothing is sent twice by itself"
    replies.send_again(of("nair"), sent.outbox_id, staff_id="nair", now=MONDAY_NINE + timedelta(hours=3))
    deliver(sample_school, working, MONDAY_NINE + timedelta(hours=3))
    assert len(working.sent) == 1
    assert parcel(sent.outbox_id).state == "handed_over"
    assert events("reply.sent_again")[0]["was"] == state
    with pytest.raises(TooLate):
        replies.send_again(of("nair"), sent.outbox_id, staff_id="nair", now=MONDAY_NINE + timedelta(hours=4))


def test_a_restriction_that_came_since_stops_a_second_sending(sample_school: Flask, thread_id: int) -> None:
    sent = answer(thread_id)
    deliver(sample_school, Door(Refused("No.")), MONDAY_NINE)
    roster = a_roster()
    ties = tuple(
        replace(one, restriction="no_contact") if one.contact_id == "agnieszka" else one for one in roster.ties
    )
    a_school(sample_school, replace(roster, ties=ties))
    with pytest.raises(HeldBack):
        replies.send_again(of("nair"), sent.outbox_id, staff_id="nair", now=MONDAY_NINE + timedelta(hours=1))


@pytest.mark.clause("C1")
def test_a_conversation_begins_with_one_contact_about_one_child_of_ones_own(sample_school: Flask) -> None:
    sent = compose.start_thread(
        of("nair"),
        staff_id="nair",
        contact_id="marek",
        pupil_id="zofia",
        subject="Trip",
        text="Boots please.",
        now=MONDAY_NINE,
    )
    held = shown(sent.thread_id)
    assert (held.contact and held.contact.name, [one.pupil.pupil_id for one in held.about]) == (
        "Marek Nowak",
        ["zofia"],
    )
    assert parcel(sent.outbox_id).to_address == "marek@mail.example"
    with pytest.raises(NotYourPupil):
        compose.start_thread(
            of("nair"), staff_id="nair", contact_id="helen", pupil_id="poppy", subject="", text="Hi", now=MONDAY_NINE
        )


@pytest.mark.clause("C4")
@pytest.mark.parametrize(("contact", "pupil"), [("gareth", "poppy"), ("marek", "poppy")])
def test_nobody_writes_to_a_contact_who_may_not_be_written_to_about_this_child(
    sample_school: Flask, contact: str, pupil: str
) -> None:
    with pytest.raises(HeldBack) as held:
        compose.start_thread(
            of("garrod"),
            staff_id="garrod",
            contact_id=contact,
            pupil_id=pupil,
            subject="",
            text="Hello.",
            now=MONDAY_NINE,
        )
    assert held.value.checks[0].code == "restriction"
    kept = compose.first_words(of("garrod"), staff_id="garrod", contact_id=contact, pupil_id=pupil)
    assert kept == "Hello."
    other = compose.first_words(of("garrod"), staff_id="garrod", contact_id="helen", pupil_id="poppy")
    assert other == "", "words about one family never turn up in a letter to another"


def test_starting_twice_with_one_form_is_one_conversation(sample_school: Flask) -> None:
    first, second = (
        compose.start_thread(
            of("nair"),
            staff_id="nair",
            contact_id="marek",
            pupil_id="zofia",
            subject="Trip",
            text="Boots please.",
            now=MONDAY_NINE + timedelta(seconds=wait),
        )
        for wait in (0, 3)
    )
    assert first == second
