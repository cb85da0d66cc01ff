"""Aliases and shared mailboxes: who reads what comes to them, and what staff write from them is checked like all else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions.compose import draft_of as compose_number
from gateway.actions.directory import directory
from gateway.actions.relaying import parties
from gateway.actions.roster import import_roster
from gateway.actions.school_addresses import addresses_page, drop_address, save_address
from gateway.domain.errors import InputProblem
from gateway.store import drafts, threads
from gateway.store.transaction import reading
from tests.actions.test_relaying import AGNIESZKA, MONDAY_NIGHT, MONDAY_NOON, NAIR, Hop, comes, due, letters_of
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    come_in,
    mail,
    messages_of,
    submit,
    thread_of,
)

ROBIN, ALIAS, ADMIN = "robin@elmswick.example", "p.nair@elmswick.example", "admin@elmswick.example"


@pytest.fixture(autouse=True)
def addresses(sqlite_school: Flask) -> None:
    """Robin's two teachers share a mailbox, Miss Nair has an alias, and the office a second address."""
    save_address(SCHOOL, "Robin@Elmswick.example", ["nair", "pettit"], now=THURSDAY_EVENING)
    save_address(SCHOOL, ALIAS, ["nair"], now=THURSDAY_EVENING)
    save_address(SCHOOL, ADMIN, ["office"], now=THURSDAY_EVENING)


def from_robin(text: str) -> bytes:
    """What somebody of Robin Class writes from the mailbox that both read."""
    return mail(f"Robin Class <{ROBIN}>", text, to=AGNIESZKA)


@pytest.mark.clause("C3")
def test_mail_to_a_shared_mailbox_waits_for_the_first_of_its_readers_and_rings_for_each(sqlite_school: Flask) -> None:
    hop = Hop()
    assert comes(mail(to=ROBIN), ROBIN) == frozenset()
    assert due(hop, FRIDAY_MORNING - timedelta(minutes=1)) == 0
    assert due(hop, FRIDAY_MORNING) == 1
    (told,) = letters_of("acknowledgement")
    assert told.facts["visible_at"].startswith("2026-11-20T08:15")
    taken = arrives(sqlite_school, mail(to=ROBIN), at=THURSDAY_EVENING)
    assert set(taken.staff) == {"nair", "pettit"}


@pytest.mark.clause("C3")
def test_mail_to_an_alias_is_its_owners_and_to_another_address_of_the_office_the_offices(sqlite_school: Flask) -> None:
    hop = Hop()
    assert comes(mail(to=ALIAS), ALIAS) == comes(mail(to=ADMIN), ADMIN) == frozenset()
    assert due(hop, THURSDAY_EVENING) == due(hop, MONDAY_MORNING) == 1
    assert [one.recipients[0].address for one, _ in hop.taken] == [ADMIN, ALIAS]
    at_office = arrives(sqlite_school, mail(to="office@elmswick.example")).staff
    assert arrives(sqlite_school, mail(to=ADMIN)).staff == at_office
    assert arrives(sqlite_school, mail(to=ALIAS)).staff == ("nair",)


@pytest.mark.clause("C4")
def test_what_staff_write_from_any_address_of_the_school_is_checked(sqlite_school: Flask) -> None:
    for sender in (ROBIN, ALIAS, ADMIN, "office@elmswick.example"):
        raw = mail(f"School <{sender}>", "Zofia sits with Poppy now.", to=AGNIESZKA)
        assert comes(raw, AGNIESZKA, sender=sender, at=MONDAY_NOON) == frozenset()
    assert due(Hop(), MONDAY_NOON + timedelta(days=9)) == 0
    told = letters_of("relay_report")
    assert [one.to_address for one in told] == [ROBIN, NAIR, ADMIN, "office@elmswick.example"]
    assert all("Names another child: “Poppy”" in one.facts["reasons"][0] for one in told)


def test_what_comes_back_lies_before_everybody_who_reads_the_mailbox(sqlite_school: Flask) -> None:
    comes(from_robin("Zofia sits with Poppy now."), AGNIESZKA, sender=ROBIN, at=MONDAY_NOON)
    (told,) = letters_of("relay_report")
    assert told.facts["path"] == "/write/zofia/agnieszka"
    with reading():
        kept = [
            one for one in ("nair", "pettit", "garrod") for each in _drafts(one) if each == "Zofia sits with Poppy now."
        ]
    assert kept == ["nair", "pettit"]


def _drafts(staff_id: str) -> list[str]:
    from_both = [(one.contact_id, one.pupil_id) for one in a_roster().ties]
    numbers = (compose_number(*one) for one in from_both)
    return [held[0] for one in numbers if (held := drafts.draft(SCHOOL, one, staff_id)) is not None]


@pytest.mark.clause("C2")
def test_a_shared_mailboxes_words_stand_under_its_own_name_and_leave_when_one_of_its_readers_is_at_work(
    sqlite_school: Flask,
) -> None:
    hop, thursday = Hop(), THURSDAY_EVENING.replace(hour=12)
    comes(from_robin("The book is changed."), AGNIESZKA, sender=ROBIN, at=thursday)
    assert due(hop, thursday) == 1, "Mrs Pettit is at work on a Thursday"
    with reading():
        (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        (message,) = threads.messages_of(SCHOOL, thread.thread_id)
    assert (message.author_id, message.author_name) == ("pettit", ROBIN)


def test_an_answer_from_the_mailbox_joins_the_conversation_and_is_whose_the_mail_says_it_is(
    sqlite_school: Flask,
) -> None:
    taken = arrives(sqlite_school, mail(to=NAIR, message_id="<p1@mail.example>"), at=MONDAY_NOON)
    answer = mail(ROBIN, "Of course.", to=AGNIESZKA, in_reply_to="<p1@mail.example>", headers=(("Sender", NAIR),))
    comes(answer, AGNIESZKA, sender=ROBIN, at=MONDAY_NOON)
    message = messages_of(taken)[-1]
    assert (message.text, message.author_id, message.author_name) == ("Of course.", "nair", "Miss Nair")


@pytest.mark.clause("C4")
def test_what_one_reader_must_not_see_reaches_no_mailbox_that_they_share(sqlite_school: Flask) -> None:
    hop = Hop()
    words = "Miss Nair hit Zofia and locked her in the cupboard. She has a bruise on her arm."
    comes(mail(text=words, to=ROBIN), ROBIN, at=MONDAY_NOON)
    assert due(hop, MONDAY_NOON) == due(hop, MONDAY_NOON + timedelta(days=1)) == 0
    comes(mail("Gareth Tate <gareth@mail.example>", to=ROBIN), ROBIN, sender="gareth@mail.example", at=MONDAY_NOON)
    assert due(hop, MONDAY_NOON) == 0


def test_staff_who_write_to_school_from_a_shared_mailbox_are_no_strangers(sqlite_school: Flask) -> None:
    taken = arrives(sqlite_school, mail(f"Robin <{ROBIN}>", "Lunch?", to="office@elmswick.example"), at=MONDAY_NOON)
    assert (taken.rule, taken.acknowledged) == ("C1.from_staff", False)
    assert thread_of(taken).contact_id == ""


@pytest.mark.clause("C3")
def test_what_a_staff_mailbox_answers_by_itself_passes_and_is_no_answer_to_a_family(sqlite_school: Flask) -> None:
    away = mail(NAIR, "I am away.", to=AGNIESZKA, headers=(("Auto-Submitted", "auto-replied"),))
    assert comes(away, AGNIESZKA, sender="", at=MONDAY_NIGHT) == {AGNIESZKA}
    with reading():
        assert threads.threads_of_contact(SCHOOL, "agnieszka", limit=5) == ()
    assert comes(away, AGNIESZKA, sender=NAIR, at=MONDAY_NIGHT) == frozenset(), "a header alone goes round no check"


def test_a_mailbox_whose_readers_have_left_is_the_offices_and_an_import_keeps_the_list(sqlite_school: Flask) -> None:
    roster = a_roster()
    staff = tuple(one for one in roster.staff if "robin" not in one.classes)
    import_roster(SCHOOL, replace(roster, staff=staff), accept_removals=True, now=THURSDAY_EVENING)
    with reading():
        assert directory(SCHOOL).readers_at(ROBIN) == ("office",)
    assert [one.address for one in addresses_page(SCHOOL).lines] == [ADMIN, ALIAS, ROBIN]


def test_an_address_that_was_taken_out_is_nobodys_again(sqlite_school: Flask) -> None:
    drop_address(SCHOOL, ROBIN, now=MONDAY_NOON)
    drop_address(SCHOOL, ROBIN, now=MONDAY_NOON)
    assert ROBIN not in parties(SCHOOL).staff
    assert ALIAS in parties(SCHOOL).staff


WRONG: tuple[tuple[str, list[str], str], ...] = (
    ("robin", ["nair"], "one whole address"),
    ("a@elmswick.example, b@elmswick.example", ["nair"], "one whole address"),
    ("*@elmswick.example", ["nair"], "one whole address"),
    ("robin+x@elmswick.example", ["nair"], "one whole address"),
    ("x" * 320 + "@elmswick.example", ["nair"], "one whole address"),
    ("robin@gmail.example", ["nair"], "the school’s own"),
    ("office@elmswick.example", ["nair"], "the office’s own"),
    ("NAIR@elmswick.example", ["pettit"], "somebody’s own"),
    ("senco@elmswick.example", [], "who reads it"),
    ("senco@elmswick.example", ["agnieszka"], "who reads it"),
)


def test_an_address_that_cannot_be_is_not_taken(sqlite_school: Flask) -> None:
    for address, readers, says in WRONG:
        with pytest.raises(InputProblem, match=says):
            save_address(SCHOOL, address, readers, now=MONDAY_NOON)
    assert len(addresses_page(SCHOOL).lines) == 3


def test_the_page_enters_an_address_gives_it_other_readers_and_takes_it_out(sqlite_school: Flask) -> None:
    browser, page = come_in(sqlite_school, "okafor"), "/settings/addresses"
    assert submit(browser, page, address="senco@elmswick.example", first="castellan", readers="lowe").status_code == 302
    said = browser.get(page).get_data(as_text=True)
    assert "Mrs Castellan answers for it. Read too by Miss Lowe." in said
    assert submit(browser, page, address="senco@elmswick.example", first="lowe").status_code == 302
    assert "Read by Miss Lowe." in browser.get(page).get_data(as_text=True)
    refused = submit(browser, page, address="<b>senco</b>@mail.example", first="lowe")
    assert refused.status_code == 400
    assert "&lt;b&gt;senco" in refused.get_data(as_text=True)
    submit(browser, page, f"{page}/remove", address="senco@elmswick.example")
    assert "senco@elmswick.example" not in browser.get(page).get_data(as_text=True)
