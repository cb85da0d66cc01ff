"""The paper list: a family is on it when nothing reaches any adult school may write to, and never otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.endpoints import close_endpoint
from gateway.actions.outgoing import put_letter
from gateway.actions.paper_list import paper_list
from gateway.actions.roster import import_roster
from gateway.store import endpoints, outbox
from gateway.store.transaction import writing
from tests.bridges import a_bridge
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, come_in

NINE = MONDAY_MORNING + timedelta(minutes=45)


@pytest.fixture(autouse=True)
def nine(sqlite_school: Flask, clock: SetClock) -> None:
    clock.now = NINE


def comes_back(address: str, state: str = "failed") -> None:
    """A letter to this address of which that became known."""
    with writing():
        parcel = put_letter(
            SCHOOL,
            directory(SCHOOL),
            letter="redirect",
            to_address=address,
            to_name="",
            facts={"in_reply_to": ""},
            now=NINE,
        )
        outbox.settle(SCHOOL, parcel.outbox_id, state="handed_over", now=NINE)
        if state != "handed_over":
            outbox.settle(SCHOOL, parcel.outbox_id, state=state, now=NINE, failure="5.1.1")


def without_email(*contact_ids: str) -> None:
    """The school's list, in which these people have no email address."""
    roster = a_roster()
    contacts = tuple(replace(one, emails=()) if one.contact_id in contact_ids else one for one in roster.contacts)
    import_roster(SCHOOL, replace(roster, contacts=contacts), accept_removals=True, now=NINE)


def on_paper() -> list[str]:
    """The children on the list."""
    return [one.pupil.pupil_id for one in paper_list(SCHOOL)]


def adults_of(pupil_id: str) -> list[str]:
    """The adults of a child whom school writes to."""
    return [
        one.contact_id
        for one in a_roster().ties
        if one.pupil_id == pupil_id and one.may_contact and one.restriction not in ("no_contact", "via_office")
    ]


def test_where_somebody_of_each_family_is_reached_nobody_is_on_paper(sqlite_school: Flask) -> None:
    assert "zofia" not in on_paper()


def test_a_family_is_on_paper_once_every_adult_is_out_of_reach_and_not_before(sqlite_school: Flask) -> None:
    first, *others = adults_of("zofia")
    assert others, "the test needs a child with two adults"
    without_email(*others)
    assert "zofia" not in on_paper()
    without_email(first, *others)
    assert "zofia" in on_paper()
    page = come_in(sqlite_school, "ashdown").get("/office/paper").get_data(as_text=True)
    assert "Zofia Nowak" in page
    assert "School holds no email address." in page


def test_mail_that_comes_back_puts_a_family_on_paper_until_mail_arrives_again(sqlite_school: Flask) -> None:
    without_email(*adults_of("zofia")[1:])
    address = next(one for one in a_roster().contacts if one.contact_id == adults_of("zofia")[0]).emails[0]
    comes_back(address)
    assert "zofia" in on_paper()
    assert f"Mail to {address} came back" in come_in(sqlite_school, "ashdown").get("/office/paper").get_data(
        as_text=True
    )
    comes_back(address, "handed_over")
    assert "zofia" not in on_paper()


def test_an_app_that_knows_them_takes_a_family_off_until_its_bridge_is_closed(sqlite_school: Flask) -> None:
    adults = adults_of("zofia")
    without_email(*adults)
    bridge = a_bridge(sqlite_school)
    with writing():
        endpoints.learn_caller(
            SCHOOL, channel="tapestry", person_id="7", contact_id=adults[0], learnt_at=NINE, learnt_by="roster"
        )
    assert "zofia" not in on_paper()
    close_endpoint(SCHOOL, bridge.endpoint, now=NINE)
    assert "zofia" in on_paper()
