"""Putting an address right: never by a message alone, by the old route or a person's own check, with the old one kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import corrections
from gateway.actions.arrivals import take_in
from gateway.actions.directory import directory
from gateway.actions.replies import send_again, send_reply
from gateway.actions.roster import import_roster
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Contact, Roster
from gateway.domain.scope import Actor, one_school
from gateway.ports.channels import RawHook
from gateway.store import audit, outbox
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, come_in, mail, parcels, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
OFFICE = one_school(1, Actor("staff", "okafor"))
OLD, NEW, WORK = "agnieszka@mail.example", "nowak@home.example", "agnieszka@work.example"


def with_second_address() -> Roster:
    """The school's list, in which Agnieszka has two addresses."""
    roster = a_roster()
    contacts = tuple(
        replace(one, emails=(OLD, WORK)) if one.contact_id == "agnieszka" else one for one in roster.contacts
    )
    return replace(roster, contacts=contacts)


@pytest.fixture
def nine(sqlite_school: Flask, clock: SetClock) -> Flask:
    clock.now = NINE
    import_roster(SCHOOL, with_second_address(), accept_removals=False, now=NINE)
    return sqlite_school


def agnieszka() -> Contact:
    with reading():
        return directory(SCHOOL).contacts["agnieszka"]


def ask(how: str, written: str = NEW, was: str = OLD) -> int:
    return corrections.ask(
        OFFICE, "agnieszka", was=was, written=written, how=how, staff_id="okafor", now=NINE
    ).correction_id


@pytest.mark.clause("C1")
def test_a_person_who_made_sure_puts_it_right_at_once_and_the_old_one_stays_in_the_record(nine: Flask) -> None:
    ask("phoned", " Nowak@Home.example ")
    assert set(agnieszka().emails) == {NEW, WORK}
    with reading():
        (link,) = audit.latest(SCHOOL, ("contact.corrected",), limit=5)
    assert (link.actor, link.at) == ("staff:okafor", NINE)
    assert [link.detail[key] for key in ("was", "address", "how", "by")] == [OLD, NEW, "phoned", "okafor"]
    (told,) = corrections.addresses(SCHOOL, "agnieszka", now=NINE).told
    assert (told.correction.was, told.stands_by, told.correction.stands_at) == (OLD, "Mrs Okafor", NINE)


def test_by_the_old_route_nothing_changes_before_the_code_that_went_there_comes_back(nine: Flask) -> None:
    one = ask("old_route")
    assert set(agnieszka().emails) == {OLD, WORK}
    (sent,) = parcels(nine, "contact_code")
    assert sent.to_address == WORK, "never to the address that is said to be wrong, nor to the new one"
    code = str(sent.facts["code"])
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    with pytest.raises(InputProblem, match="not the code"):
        corrections.give_code(OFFICE, one, wrong, staff_id="okafor", now=NINE)
    assert set(agnieszka().emails) == {OLD, WORK}
    corrections.give_code(OFFICE, one, f"{code[:3]} {code[3:]}", staff_id="okafor", now=NINE)
    assert set(agnieszka().emails) == {NEW, WORK}
    with pytest.raises(InputProblem, match="does not wait"):
        corrections.give_code(OFFICE, one, code, staff_id="okafor", now=NINE)


def test_a_code_is_not_guessed_and_not_kept_for_ever(nine: Flask) -> None:
    one = ask("old_route")
    (sent,) = parcels(nine, "contact_code")
    late = NINE + corrections.CODE_LASTS_FOR + timedelta(seconds=1)
    with pytest.raises(InputProblem, match="counts no more"):
        corrections.give_code(OFFICE, one, sent.facts["code"], staff_id="okafor", now=late)
    for _ in range(corrections.MOST_TRIES):
        with pytest.raises(InputProblem):
            corrections.give_code(OFFICE, one, "x", staff_id="okafor", now=NINE)
    with pytest.raises(InputProblem, match="counts no more"):
        corrections.give_code(OFFICE, one, sent.facts["code"], staff_id="okafor", now=NINE)
    corrections.withdraw(OFFICE, one, staff_id="okafor", now=NINE)
    assert set(agnieszka().emails) == {OLD, WORK}


@pytest.mark.parametrize(
    ("written", "was", "how", "said"),
    [
        (NEW, OLD, "", "A message alone"),
        (NEW, OLD, "they_wrote", "A message alone"),
        ("no address", OLD, "phoned", "no email address"),
        (NEW, "x@y.example", "phoned", "to be put right"),
        (WORK, OLD, "phoned", "already"),
        ("nair@elmswick.example", OLD, "phoned", "member of staff"),
        ("helen@mail.example", OLD, "phoned", "another family"),
    ],
)
def test_what_would_carry_words_to_somebody_else_is_refused(
    nine: Flask, written: str, was: str, how: str, said: str
) -> None:
    with pytest.raises(InputProblem, match=said):
        ask(how, written, was)
    assert set(agnieszka().emails) == {OLD, WORK}


def test_where_no_other_way_is_held_only_a_person_can_make_sure(nine: Flask) -> None:
    import_roster(SCHOOL, a_roster(), accept_removals=True, now=NINE)
    with pytest.raises(InputProblem, match="no other way"):
        ask("old_route")
    assert parcels(nine, "contact_code") == ()


def test_a_folder_that_still_says_the_old_address_brings_no_news_and_one_that_says_another_does(nine: Flask) -> None:
    ask("in_person")
    assert import_roster(SCHOOL, with_second_address(), accept_removals=False, now=NINE).is_empty
    assert set(agnieszka().emails) == {NEW, WORK}
    roster = with_second_address()
    news = replace(
        roster,
        contacts=tuple(
            replace(one, emails=("third@mail.example",)) if one.contact_id == "agnieszka" else one
            for one in roster.contacts
        ),
    )
    import_roster(SCHOOL, news, accept_removals=False, now=NINE)
    assert agnieszka().emails == ("third@mail.example",)
    import_roster(SCHOOL, with_second_address(), accept_removals=False, now=NINE)
    assert set(agnieszka().emails) == {OLD, WORK}, "the correction was over once the list had news"


def test_what_failed_goes_to_the_new_address_when_somebody_tries_again(nine: Flask) -> None:
    thread_id = take_in(SCHOOL, RawHook("test", "first", mail(), NINE), now=NINE).thread_id
    assert thread_id is not None
    sent = send_reply(SCHOOL, thread_id, staff_id="nair", text="Of course.", now=NINE)
    with writing():
        outbox.settle(SCHOOL, sent.outbox_id, state="failed", now=NINE, failure="5.1.1")
    ask("phoned")
    send_again(SCHOOL, sent.outbox_id, staff_id="nair", now=NINE)
    with reading():
        again = outbox.parcel(SCHOOL, sent.outbox_id)
    assert again is not None
    assert (again.state, again.to_address) == ("waiting", NEW)


def test_the_page_puts_an_address_right_and_keeps_a_wrong_code_out(nine: Flask) -> None:
    client = come_in(nine, "okafor")
    here = "/office/addresses/agnieszka"
    assert submit(client, here, was=OLD, address=NEW).status_code == 400
    assert submit(client, here, was=OLD, address=NEW, how="old_route").status_code == 302
    (sent,) = parcels(nine, "contact_code")
    asked = corrections.addresses(SCHOOL, "agnieszka", now=NINE).told[0].correction.correction_id
    refused = submit(client, here, f"{here}/{asked}/code", code="x")
    assert (refused.status_code, "not the code" in refused.get_data(as_text=True)) == (400, True)
    assert submit(client, here, f"{here}/{asked}/code", code=sent.facts["code"]).status_code == 302
    page = client.get(here).get_data(as_text=True)
    assert f"<strong>{OLD}</strong> became {NEW}" in page
