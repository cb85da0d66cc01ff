"""Never suggest, asked again: what came up between the offer and the choice stops the booking, and only a leader is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.directory import directory
from gateway.actions.evenings import ChoosingOver
from gateway.actions.meetings import OfferEnded, cancel_meeting, move_meeting, take_time
from gateway.actions.meetings.showing import answering
from gateway.actions.refusals import TalkRefused, ways_standing
from gateway.actions.reminders import remind_due
from gateway.domain.meetings import IN_PERSON, PHONE, Offer
from gateway.domain.meetings.refusals import RULES
from gateway.store import deadlines, flags, limits, meetings, people, threads
from gateway.store.deadlines import Deadline
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.conversations import NINE, alarm, clear, note
from tests.evenings import NOW, opened, sees, takes
from tests.meetings import NAIR, TUESDAY, WEDNESDAY, a_talk, booked, events, offered, parent
from tests.schools import MONDAY_MORNING, SCHOOL, come_in, form_token, parcels

SAID = "These times cannot be booked any more. School will write to you."
Undo = Callable[[], None]
Comes = Callable[[Flask, pytest.MonkeyPatch, Offer], Undo]


def _worry(app: Flask, patch: pytest.MonkeyPatch, offer: Offer, *, code: str, cleared_for: str = "") -> Undo:
    alert = alarm(app, patch, code, "Miss Nair grabbed her by the arm.")
    if cleared_for:
        clear(alert, cleared_for)
    return lambda: clear(alert, "all")


def _limit(app: Flask, patch: pytest.MonkeyPatch, offer: Offer, *, kind: str) -> Undo:
    note(offer.thread_id, kind, staff_id="castellan" if kind == "danger_at_home" else "ashdown")

    def end() -> None:
        with writing():
            (held,) = limits.standing(SCHOOL, ["agnieszka"])
            limits.end(SCHOOL, held.limit_id, staff_id="ashdown", now=NINE)

    return end


def _restrict(contact_id: str, restriction: str, *, may_contact: bool) -> None:
    with writing():
        people.set_restriction(SCHOOL, "zofia", contact_id, restriction=restriction, may_contact=may_contact)


def _restriction(
    app: Flask, patch: pytest.MonkeyPatch, offer: Offer, *, contact_id: str, restriction: str, may_contact: bool
) -> Undo:
    _restrict(contact_id, restriction, may_contact=may_contact)
    return lambda: _restrict(contact_id, "", may_contact=True)


def _hostile(app: Flask, patch: pytest.MonkeyPatch, offer: Offer) -> Undo:
    with reading():
        first = threads.messages_of(SCHOOL, offer.thread_id)[0]
    finding = {"code": "hostile", "reason": "Hostile words", "evidence": [[first.message_id, 0, 5]]}

    def save(state: str) -> None:
        with writing():
            flags.save_suggestion(SCHOOL, Suggestion(offer.thread_id, state, 0.9, [finding], NINE, None, "", ""))

    save("open")
    return lambda: save("dismissed")


def _complaint(app: Flask, patch: pytest.MonkeyPatch, offer: Offer) -> Undo:
    held = Deadline(7, None, offer.thread_id, "complaint", "running", "", [], NINE, None, None, "", None, "", "")
    with writing():
        deadlines.add_deadline(SCHOOL, held)

    def close() -> None:
        with writing():
            deadlines.save_deadline(SCHOOL, replace(held, state="closed"), was=["running"])

    return close


COMES: dict[str, Comes] = {
    "worry_not_cleared": partial(_worry, code="safeguarding"),
    "allegation": partial(_worry, code="allegation_staff", cleared_for="leaders"),
    "threat": partial(_worry, code="threat", cleared_for="leaders"),
    "worry_for_leaders": partial(_worry, code="safeguarding", cleared_for="leaders"),
    "restriction": partial(_restriction, contact_id="agnieszka", restriction="no_contact", may_contact=False),
    "danger_at_home": partial(_limit, kind="danger_at_home"),
    "order": partial(_restriction, contact_id="marek", restriction="court_order", may_contact=True),
    "site_ban": partial(_limit, kind="site_ban"),
    "hostile": _hostile,
    "formal_stage": _complaint,
    "writing": partial(_limit, kind="writing"),
    "interpreter": partial(_limit, kind="interpreter"),
}
"""Each rule by its name, and what comes up for it after the offer, and goes away again."""


def _sees(offer: Offer) -> tuple[bool, bool, tuple[str, ...]]:
    page = answering(parent(offer.contact_id), offer.offer_id, now=MONDAY_MORNING)
    return page.is_stopped, page.can_choose, page.offer.ways


@pytest.mark.clause("C22")
def test_whatever_comes_up_after_an_offer_stops_the_choice_in_the_same_words_until_it_is_gone(
    sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(COMES) == [one.name for one in RULES], "a rule has nothing here that comes up for it"
    offer = offered(sqlite_school)
    for rule, comes in COMES.items():
        undo = comes(sqlite_school, monkeypatch, offer)
        with pytest.raises(OfferEnded, match=f"^{SAID}$"):
            booked(offer, way=PHONE)
        assert _sees(offer) == (True, False, ()), rule
        undo()
        assert _sees(offer) == (False, True, offer.ways), rule
    (letter,) = parcels(sqlite_school, "talk_stopped")
    assert letter.to_name == "Mrs Ashdown"
    assert letter.facts == {"path": f"/limits/of/{offer.thread_id}"}, "a letter names nobody and no reason"
    assert events("meeting.stopped") == 1, "one offer is told of once"
    assert booked(offer).starts_at == TUESDAY


def _lines_of_offer(client: FlaskClient, offer: Offer) -> list[str]:
    """What the page of a conversation says of an offer; without the tokens of its forms, which are new each second."""
    page = client.get(f"/threads/{offer.thread_id}").get_data(as_text=True)
    return [re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", one) for one in page.splitlines() if "offer" in one]


@pytest.mark.clause("C12")
def test_an_old_link_shows_no_reason_and_the_teachers_page_shows_nothing_at_all(
    sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch, clock: SetClock
) -> None:
    clock.now = NINE
    offer = offered(sqlite_school)
    link = f"/meet/{parcels(sqlite_school, 'meeting_offer')[-1].facts['link']}"
    nair, anybody = come_in(sqlite_school, "nair"), sqlite_school.test_client()
    before = _lines_of_offer(nair, offer)
    token = form_token(anybody, link)
    _worry(sqlite_school, monkeypatch, offer, code="allegation_staff")
    page = anybody.get(link).get_data(as_text=True)
    assert "These times cannot be booked any more" in page
    assert 'name="when"' not in page
    sent = anybody.post(link, data={"csrf_token": token, "when": TUESDAY.isoformat(), "how": "phone", "do": "take"})
    assert sent.status_code == 409
    assert SAID in sent.get_data(as_text=True)
    assert len(before) > 1, "the page of the conversation shows the offer"
    assert _lines_of_offer(nair, offer) == before
    head = come_in(sqlite_school, "ashdown").get(f"/limits/of/{offer.thread_id}").get_data(as_text=True)
    assert "The talk with Miss Nair is stopped" in head
    assert "It alleges" not in head


@pytest.mark.clause("C22")
def test_a_booked_talk_is_moved_by_nobody_once_something_stands_against_it_and_may_be_cancelled(
    sqlite_school: Flask,
) -> None:
    meeting = booked(offered(sqlite_school))
    note(meeting.thread_id or 0, "writing")
    with pytest.raises(TalkRefused, match=r"Agnieszka has asked school to write\. Answer in writing\."):
        move_meeting(NAIR, meeting.meeting_id, starts_at=WEDNESDAY, way=PHONE, now=MONDAY_MORNING)
    with pytest.raises(OfferEnded, match=SAID):
        take_time(parent("agnieszka"), meeting.offer_id or 0, starts_at=WEDNESDAY, way=PHONE, now=MONDAY_MORNING)
    page = answering(parent("agnieszka"), meeting.offer_id or 0, now=MONDAY_MORNING)
    assert (page.can_choose, page.can_cancel) == (False, True)
    with reading():
        assert meetings.meeting(SCHOOL, meeting.meeting_id) == meeting
    assert len(parcels(sqlite_school, "talk_stopped")) == 1
    cancel_meeting(parent("agnieszka"), meeting.meeting_id, now=MONDAY_MORNING)


def test_of_a_booked_talk_that_nobody_touches_a_leader_hears_with_its_reminder(sqlite_school: Flask) -> None:
    meeting = booked(offered(sqlite_school))
    note(meeting.thread_id or 0, "writing")
    remind_due(SCHOOL, now=TUESDAY.replace(hour=8))
    assert len(parcels(sqlite_school, "talk_stopped")) == 1
    page = come_in(sqlite_school, "ashdown").get(f"/limits/of/{meeting.thread_id}").get_data(as_text=True)
    assert "A talk with Miss Nair is booked, and something stands against it" in page
    assert "It would be on Tuesday 24 November, 3:30pm." in page


def test_whoever_may_know_reads_beside_their_offer_why_no_time_of_it_can_be_booked(
    sqlite_school: Flask, clock: SetClock
) -> None:
    clock.now = NINE
    offer = offered(sqlite_school)
    nair, here = come_in(sqlite_school, "nair"), f"/threads/{offer.thread_id}"
    assert "No time can be booked now." not in nair.get(here).get_data(as_text=True)
    note(offer.thread_id, "writing")
    assert "No time can be booked now.</strong> Agnieszka has asked school to write." in nair.get(here).get_data(
        as_text=True
    )


@pytest.mark.clause("C12")
def test_nobody_whom_an_allegation_may_be_about_sits_in_as_the_second_adult(
    sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread_id = a_talk(sqlite_school)
    clear(alarm(sqlite_school, monkeypatch, "allegation_staff", "Mr Garrod grabbed her by the arm."), "leaders")
    with reading():
        thread, school = threads.thread(SCHOOL, thread_id), directory(SCHOOL)
        assert thread is not None
        with_garrod, with_castellan = (
            ways_standing(SCHOOL, school, thread, staff_ids=("ashdown", one), ways=(IN_PERSON, PHONE))
            for one in ("garrod", "castellan")
        )
    assert (with_garrod, with_castellan) == ((), (IN_PERSON, PHONE))


@pytest.mark.clause("C12")
def test_at_a_parents_evening_an_allegation_ends_the_choice_for_that_family_alone(
    sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = opened()
    alarm(sqlite_school, monkeypatch, "allegation_staff", "Miss Nair grabbed her by the arm.")
    for _ in range(2):
        assert not sees(evening, "agnieszka").is_open
    with pytest.raises(ChoosingOver, match=r"^Times are not chosen here any more\. Call the office\.$"):
        takes(evening, "agnieszka", "zofia", 0, way=IN_PERSON)
    assert sees(evening, "tom", now=NOW).is_open
    assert len(parcels(sqlite_school, "talk_stopped")) == 1
