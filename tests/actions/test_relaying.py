"""What becomes of a talk that comes through the relay: held, handed on as it came, noted, or brought back to its author."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from gateway.actions import claims, waiting_replies
from gateway.actions.directory import directory
from gateway.actions.handing_on import LEASE_FOR, hand_on_due, keep_moments
from gateway.actions.letters import Letters
from gateway.actions.relaying import parties, take
from gateway.actions.replies import cancel_reply, change_reply, send_again
from gateway.actions.roster import import_roster
from gateway.actions.threads import open_thread
from gateway.mail.addresses import normalise
from gateway.ports.channels import Outbound
from gateway.ports.errors import OutcomeUnknown, Refused, TryLater
from gateway.ports.relay import Envelope, Recipient
from gateway.store import drafts, outbox, relays, threads
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, a_roster, mail

TRACE = "Received: from mx by relay\r\n"
NAIR, PETTIT, AGNIESZKA = "nair@elmswick.example", "pettit@elmswick.example", "agnieszka@mail.example"
MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
MONDAY_NIGHT = datetime.fromisoformat("2026-11-23T21:30:00+00:00")


class Hop:
    """A next hop that remembers what it was handed, and fails as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.taken: list[tuple[Envelope, bytes]] = []
        self._failures = list(failures)

    def hand_on(self, envelope: Envelope, mail: bytes) -> str:
        """Take it, or fail."""
        if self._failures:
            raise self._failures.pop(0)
        self.taken.append((envelope, mail))
        return "queued"


def comes(raw: bytes, *to: str, sender: str = AGNIESZKA, at: datetime = THURSDAY_EVENING) -> frozenset[str]:
    """Hand a mail to the relay's desk; for whom it passes untouched."""
    return take(SCHOOL, Envelope(sender, tuple(map(Recipient, to)), (), TRACE), raw, now=at)


def letters_of(letter: str) -> tuple[Parcel, ...]:
    """Everything of one letter that waits."""
    with reading():
        return relays.waiting(SCHOOL, letter)


def due(hop: Hop, at: datetime) -> int:
    """Let whatever is due at a moment be handed on."""
    return hand_on_due(SCHOOL, hop, now=at, limit=100)


def from_nair(text: str, *, to: str = f"Agnieszka Nowak <{AGNIESZKA}>", **more: Any) -> bytes:
    """What Miss Nair writes in her own mail program."""
    return mail(f"Priya Nair <{NAIR}>", text, to=to, **more)


@pytest.mark.clause("C3")
def test_a_parents_mail_in_the_evening_waits_for_the_teachers_next_working_moment(sample_school: Flask) -> None:
    hop, raw = Hop(), mail()
    assert comes(raw, NAIR) == frozenset()
    assert due(hop, THURSDAY_EVENING) == due(hop, MONDAY_MORNING - timedelta(minutes=1)) == 0
    assert due(hop, MONDAY_MORNING) == 1
    envelope, handed = hop.taken[0]
    assert handed == raw, "the original is not the same to the byte"
    assert (envelope.mail_from, envelope.recipients, envelope.trace) == (AGNIESZKA, (Recipient(NAIR),), TRACE)
    assert due(hop, MONDAY_NOON) == 0, "it was handed on twice"


@pytest.mark.clause("C3")
def test_the_parent_is_told_at_once_when_it_will_be_seen(sample_school: Flask) -> None:
    comes(mail(), NAIR)
    (told,) = letters_of("acknowledgement")
    assert told.facts["visible_at"].startswith("2026-11-23T08:15")


def test_a_parents_mail_in_working_time_goes_on_at_once(sample_school: Flask) -> None:
    hop = Hop()
    comes(mail(), NAIR, at=MONDAY_NOON)
    assert due(hop, MONDAY_NOON) == 1


def test_each_teacher_gets_the_original_in_hours_of_their_own(sample_school: Flask) -> None:
    hop = Hop()
    comes(mail(to=f"{NAIR}, {PETTIT}"), NAIR, PETTIT)
    due(hop, FRIDAY_MORNING)
    assert [one.recipients[0].address for one, _ in hop.taken] == [PETTIT]
    due(hop, MONDAY_MORNING)
    assert [one.recipients[0].address for one, _ in hop.taken] == [PETTIT, NAIR]


def test_a_teacher_in_bcc_gets_the_original_too(sample_school: Flask) -> None:
    hop = Hop()
    comes(mail(to="office@elmswick.example"), "office@elmswick.example", NAIR, at=MONDAY_NOON)
    due(hop, MONDAY_NOON)
    assert {one.recipients[0].address for one, _ in hop.taken} == {"office@elmswick.example", NAIR}


@pytest.mark.clause("C23")
def test_a_mail_that_is_handed_over_again_is_taken_once(sample_school: Flask) -> None:
    hop, raw = Hop(), mail()
    for _ in range(3):
        comes(raw, NAIR, at=MONDAY_NOON)
    assert due(hop, MONDAY_NOON) == 1
    comes(raw, PETTIT, at=MONDAY_NOON)
    due(hop, FRIDAY_MORNING + timedelta(days=7))
    assert [one.recipients[0].address for one, _ in hop.taken] == [NAIR, PETTIT]


@pytest.mark.clause("C4")
def test_what_is_for_the_office_alone_reaches_no_teachers_mailbox(sample_school: Flask) -> None:
    hop = Hop()
    comes(
        mail("Gareth Tate <gareth@mail.example>"),
        "garrod@elmswick.example",
        sender="gareth@mail.example",
        at=MONDAY_NOON,
    )
    assert due(hop, MONDAY_NOON) == due(hop, MONDAY_NOON + timedelta(days=1)) == 0


@pytest.mark.clause("C12")
def test_an_allegation_never_reaches_the_mailbox_of_whom_it_is_about(sample_school: Flask) -> None:
    hop = Hop()
    words = "Miss Nair hit Zofia and locked her in the cupboard. She has a bruise on her arm."
    comes(mail(text=words), NAIR, "ashdown@elmswick.example", at=MONDAY_NOON)
    due(hop, MONDAY_NOON)
    due(hop, MONDAY_NOON + timedelta(days=1))
    assert [one.recipients[0].address for one, _ in hop.taken] == ["ashdown@elmswick.example"]


@pytest.mark.clause("C12")
def test_a_worry_rings_at_once_while_its_original_waits(sample_school: Flask) -> None:
    comes(mail(text="He said dad hit him with a belt."), NAIR)
    assert letters_of("alert"), "nobody was told of a worry"
    assert due(Hop(), THURSDAY_EVENING) == 0


def test_when_hours_change_the_original_moves_with_the_promise(sample_school: Flask) -> None:
    hop, roster = Hop(), a_roster()
    comes(mail(), NAIR)
    longer = tuple(replace(one, hours="Mo-Fr 07:00-18:00") for one in roster.staff)
    import_roster(SCHOOL, replace(roster, staff=longer), accept_removals=True, now=THURSDAY_EVENING)
    assert keep_moments(SCHOOL, now=THURSDAY_EVENING) == 1
    assert due(hop, FRIDAY_MORNING) == 1


def test_an_original_that_is_due_while_its_reader_has_gone_home_waits_on(sample_school: Flask) -> None:
    hop = Hop(TryLater("busy"))
    comes(mail(), NAIR, at=MONDAY_NOON)
    assert due(hop, MONDAY_NOON) == due(hop, MONDAY_NIGHT) == 0
    assert due(hop, MONDAY_MORNING + timedelta(days=1)) == 1


def test_an_original_that_is_refused_is_on_top_of_its_readers_inbox(sample_school: Flask) -> None:
    comes(mail(), NAIR, at=MONDAY_NOON)
    assert due(Hop(Refused("no such mailbox")), MONDAY_NOON) == 0
    with reading():
        assert outbox.counts(SCHOOL)["failed"] == 1


@pytest.mark.clause("C23")
def test_what_may_have_gone_is_never_sent_again_by_itself(sample_school: Flask) -> None:
    hop = Hop(OutcomeUnknown("the line broke"))
    comes(mail(), NAIR, at=MONDAY_NOON)
    due(hop, MONDAY_NOON)
    assert due(hop, MONDAY_NOON + timedelta(hours=1)) == 0
    assert hop.taken == []


@pytest.mark.clause("C23")
def test_what_a_relay_had_begun_when_it_died_is_unsure_and_not_sent_again(sample_school: Flask) -> None:
    hop = Hop()
    comes(mail(), NAIR, at=MONDAY_NOON)
    with writing():
        outbox.claim_due(SCHOOL, now=MONDAY_NOON, lease_for=LEASE_FOR, limit=1, only=("relay",))
    assert due(hop, MONDAY_NOON + LEASE_FOR + timedelta(minutes=1)) == 0
    assert hop.taken == []
    with reading():
        assert outbox.counts(SCHOOL)["unknown"] == 1


@pytest.mark.clause("C2")
def test_a_teachers_mail_in_working_time_goes_on_as_it_came_and_stands_in_the_thread(sample_school: Flask) -> None:
    hop, raw = Hop(), from_nair("The book is changed.", message_id="<m1@elmswick.example>")
    assert comes(raw, AGNIESZKA, sender=NAIR, at=MONDAY_NOON) == frozenset()
    assert due(hop, MONDAY_NOON) == 1
    assert hop.taken[0][1] == raw
    with reading():
        (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        (message,) = threads.messages_of(SCHOOL, thread.thread_id)
    assert (message.by, message.author_id, message.text) == ("staff", "nair", "The book is changed.")
    assert letters_of("relay_report") == ()


def test_a_teachers_answer_joins_the_conversation_and_the_family_can_answer_it(sample_school: Flask) -> None:
    comes(mail(message_id="<p1@mail.example>"), NAIR, at=MONDAY_NOON)
    answer = from_nair("Of course.", message_id="<s1@elmswick.example>", in_reply_to="<p1@mail.example>")
    with reading():
        (talk,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
    claims.take(SCHOOL, talk.thread_id, staff_id="nair", now=MONDAY_NOON)
    comes(answer, AGNIESZKA, sender=NAIR, at=MONDAY_NOON + timedelta(minutes=5))
    assert claims.answering_in(SCHOOL, [talk.thread_id], now=MONDAY_NOON + timedelta(minutes=5)) == {}
    comes(mail(text="Thank you.", in_reply_to="<s1@elmswick.example>"), NAIR, at=MONDAY_NOON + timedelta(minutes=9))
    with reading():
        (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        said = [one.text for one in threads.messages_of(SCHOOL, thread.thread_id)]
    assert said == ["Could the reading book be changed please?", "Of course.", "Thank you."]


@pytest.mark.clause("C2")
def test_a_teachers_mail_at_night_waits_and_its_author_is_told_until_when(sample_school: Flask) -> None:
    hop = Hop()
    comes(from_nair("The book is changed."), AGNIESZKA, sender=NAIR, at=MONDAY_NIGHT)
    assert due(hop, MONDAY_NIGHT) == 0
    (told,) = letters_of("relay_report")
    assert told.to_address == NAIR
    letter = compose(sample_school, told)
    assert letter.subject == "It waits: Reading book"
    assert "leaves on Tuesday 24 November, 8:15am" in letter.text
    assert due(hop, MONDAY_MORNING + timedelta(days=1)) == 1


@pytest.mark.clause("C4")
def test_a_mail_that_names_another_child_comes_back_with_the_reason_and_one_link(sample_school: Flask) -> None:
    hop, raw = Hop(), from_nair("Zofia sits with Poppy now.")
    for _ in range(2):
        comes(raw, AGNIESZKA, sender=NAIR, at=MONDAY_NOON)
    assert due(hop, MONDAY_NOON + timedelta(days=9)) == 0
    (told,) = letters_of("relay_report")
    letter = compose(sample_school, told)
    assert letter.subject == "Not sent yet: Reading book"
    assert "Names another child: “Poppy”" in letter.text
    assert letter.text.count("http") == 1
    assert "/write/zofia/agnieszka" in letter.text
    assert letter.automatic


def test_the_words_that_came_back_are_kept_where_the_link_leads(sample_school: Flask) -> None:
    comes(mail(message_id="<p1@mail.example>"), NAIR, at=MONDAY_NOON)
    comes(from_nair("Poppy has it.", in_reply_to="<p1@mail.example>"), AGNIESZKA, sender=NAIR, at=MONDAY_NOON)
    (told,) = letters_of("relay_report")
    thread_id = int(told.facts["path"].rpartition("/")[2])
    with reading():
        kept = drafts.draft(SCHOOL, thread_id, "nair")
    assert kept is not None
    assert kept[0] == "Poppy has it."
    held = claims.answering_in(SCHOOL, [thread_id], now=MONDAY_NOON)[thread_id]
    assert held.name == "Miss Nair", "others see that she is answering, as if she had begun it here"
    assert open_thread(SCHOOL, thread_id, staff_id="nair", now=MONDAY_NOON) is not None


@pytest.mark.clause("C4")
def test_one_parent_is_refused_and_the_other_gets_the_mail(sample_school: Flask) -> None:
    hop = Hop()
    raw = mail(
        "Luke Garrod <garrod@elmswick.example>", "Poppy read well.", to="helen@mail.example, gareth@mail.example"
    )
    comes(raw, "helen@mail.example", "gareth@mail.example", sender="garrod@elmswick.example", at=MONDAY_NOON)
    due(hop, MONDAY_NOON)
    assert [one.recipients[0].address for one, _ in hop.taken] == ["helen@mail.example"]
    (told,) = letters_of("relay_report")
    assert told.facts["to"] == "Gareth Tate"


@pytest.mark.clause("C4")
def test_two_families_who_would_see_each_others_address_are_not_written_to(sample_school: Flask) -> None:
    to = f"{AGNIESZKA}, helen@mail.example"
    comes(from_nair("School ends at noon.", to=to), AGNIESZKA, "helen@mail.example", sender=NAIR, at=MONDAY_NOON)
    assert due(Hop(), MONDAY_NOON) == 0
    assert len(letters_of("relay_report")) == 2


@pytest.mark.clause("C4")
def test_two_families_in_bcc_are_two_conversations(sample_school: Flask) -> None:
    hop = Hop()
    comes(from_nair("School ends at noon.", to=NAIR), AGNIESZKA, "helen@mail.example", sender=NAIR, at=MONDAY_NOON)
    due(hop, MONDAY_NOON)
    assert len(hop.taken) == 2
    with reading():
        for contact in ("agnieszka", "helen"):
            assert len(threads.threads_of_contact(SCHOOL, contact, limit=5)) == 1


@pytest.mark.clause("C4")
def test_what_is_forwarded_to_a_family_is_looked_at_too(sample_school: Flask) -> None:
    forwarded = (
        "For your information.\n\n-----Original Message-----\nFrom: Helen Tate\nSubject: Lunch\n\nPoppy was sick."
    )
    comes(from_nair(forwarded, subject="Fw: Lunch"), AGNIESZKA, sender=NAIR, at=MONDAY_NOON)
    assert due(Hop(), MONDAY_NOON) == 0


def test_a_waiting_mail_can_be_taken_back_in_handbell(sample_school: Flask) -> None:
    comes(from_nair("Never mind."), AGNIESZKA, sender=NAIR, at=MONDAY_NIGHT)
    (waiting,) = letters_of("reply")
    cancel_reply(SCHOOL, waiting.outbox_id, staff_id="nair", now=MONDAY_NIGHT)
    assert due(Hop(), MONDAY_MORNING + timedelta(days=1)) == 0


def test_when_its_author_changes_the_words_the_letter_goes_and_not_the_original(sample_school: Flask) -> None:
    hop = Hop()
    comes(from_nair("Never mind."), AGNIESZKA, sender=NAIR, at=MONDAY_NIGHT)
    (waiting,) = letters_of("reply")
    change_reply(SCHOOL, waiting.outbox_id, staff_id="nair", text="All is well.", now=MONDAY_NIGHT)
    assert due(hop, MONDAY_MORNING + timedelta(days=1)) == 0
    (left,) = letters_of("reply")
    assert (left.channel, left.facts["text"]) == ("school_email", "All is well.")
    assert "All is well." in compose(sample_school, left).text


def test_a_waiting_mail_can_be_let_go_sooner_by_who_may(sample_school: Flask) -> None:
    hop = Hop()
    comes(from_nair("School is shut tomorrow."), AGNIESZKA, sender=NAIR, at=MONDAY_NIGHT)
    (waiting,) = letters_of("reply")
    waiting_replies.send_sooner(SCHOOL, waiting.outbox_id, staff_id="ashdown", reason="Flooded hall", now=MONDAY_NIGHT)
    assert due(hop, MONDAY_NIGHT) == 1


def test_a_mail_that_was_refused_can_be_sent_again_as_it_came(sample_school: Flask) -> None:
    hop, raw = Hop(Refused("full")), from_nair("The book is changed.")
    comes(raw, AGNIESZKA, sender=NAIR, at=MONDAY_NOON)
    due(hop, MONDAY_NOON)
    with reading():
        (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        (failed,) = [one for one in outbox.parcels_of(SCHOOL, thread.thread_id) if one.letter == "reply"]
    assert failed.state == "failed"
    send_again(SCHOOL, failed.outbox_id, staff_id="nair", now=MONDAY_NOON)
    assert due(hop, MONDAY_NOON) == 1
    assert hop.taken[0][1] == raw


def test_a_letter_of_handbells_own_passes_untouched(sample_school: Flask) -> None:
    comes(mail(), NAIR)
    (own,) = letters_of("acknowledgement")
    raw = mail("Elmswick <okafor@elmswick.example>", "Received.", to=AGNIESZKA, message_id=own.rfc_id)
    assert comes(raw, AGNIESZKA, sender="okafor@elmswick.example") == {AGNIESZKA}


def test_the_relay_knows_the_schools_people_by_any_spelling_of_their_address(sample_school: Flask) -> None:
    known = parties(SCHOOL)
    assert known.talk([AGNIESZKA], "", [normalise("Nair@Elmswick.EXAMPLE")]) == {NAIR}
    assert known.is_office("office+c-abc@elmswick.example")
    assert not known.may_carry("a@elsewhere.example", "b@elsewhere.example")


def compose(app: Flask, parcel: Parcel) -> Outbound:
    """The mail of a parcel."""
    letters: Letters = app.extensions["handbell.equipment"].letters
    with reading():
        return letters.compose(directory(SCHOOL), parcel)
