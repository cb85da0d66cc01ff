"""The risk clock: whom an alert goes to, that it calls on until a person has it, and never to the person named."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from gateway.actions import alerts
from gateway.actions.alerts import (
    CALLS_AFTER,
    REMINDS_AFTER,
    NotYoursToTake,
    escalate_due,
    pass_on,
    route_for,
    take_alert,
)
from gateway.actions.calendars import add_day, close_school, remove_day, times
from gateway.actions.open_alerts import alerts_for, open_alert
from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import replan_promises
from gateway.actions.roster import import_roster
from gateway.actions.threads import open_thread
from gateway.domain.identity import Directory
from gateway.domain.roster import Absence, CalendarDay, Roster
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, concerns, inbox, queue, threads
from gateway.store.concerns import Alert
from gateway.store.transaction import reading
from tests.schools import SCHOOL, a_roster, a_school, arrives, mail, parcels

NIGHT = datetime(2026, 11, 18, 21, 26, tzinfo=UTC)
HELEN = "Helen Tate <helen@mail.example>"
PEOPLE = Directory(a_roster())


def with_second_lead(mode: str) -> Roster:
    """Elmswick with a second lead."""
    roster = a_roster(mode=mode)
    staff = tuple(
        replace(one, roles=frozenset({"deputy_dsl", "teacher"})) if one.staff_id == "pettit" else one
        for one in roster.staff
    )
    return replace(roster, staff=staff)


def school(app: Flask, mode: str) -> None:
    """The school with a second lead comes into the database."""
    a_school(app, with_second_lead(mode))


@pytest.fixture
def worry(app: Flask) -> Alert:
    """A worry about a child, at night, in a school with people on call and a second lead."""
    school(app, "on_call")
    arrives(
        app,
        mail(HELEN, "Dad hit Poppy with a belt last night.", to="garrod@elmswick.example", subject="Worried"),
        NIGHT,
    )
    return newest(app)


@pytest.mark.clause("C12")
def test_deputies_are_told_at_once_on_a_day_on_which_no_lead_is_in_and_never_of_an_allegation(app: Flask) -> None:
    roster = a_roster()
    staff = tuple(
        replace(one, roles=frozenset({"deputy_dsl", "teacher"})) if one.staff_id in ("pettit", "garrod") else one
        for one in roster.staff
    )
    away = (Absence("castellan", NIGHT.date(), NIGHT.date(), ""), Absence("garrod", NIGHT.date(), NIGHT.date(), ""))
    a_school(app, replace(roster, staff=staff, absences=away))
    arrives(app, mail(HELEN, "Dad hit Poppy with a belt last night.", subject="Worried"), NIGHT)
    assert newest(app).told == ["castellan", "ashdown", "pettit"]
    arrives(app, mail(HELEN, "Mr Garrod hit my daughter in class.", subject="Complaint"), NIGHT + timedelta(minutes=1))
    assert newest(app).told == ["ashdown"]
    tomorrow = NIGHT + timedelta(days=1)
    arrives(app, mail(HELEN, "Dad hit Poppy again, she has bruises.", subject="Worried more"), tomorrow)
    assert newest(app).told == ["castellan", "ashdown"]


def newest(app: Flask) -> Alert:
    with app.app_context(), reading():
        return concerns.latest_alerts(SCHOOL, limit=1)[0]


def events(app: Flask, name: str) -> list[audit.Link]:
    with app.app_context(), reading():
        return list(reversed(audit.latest(SCHOOL, (name,), limit=50)))


@pytest.mark.clause("C12")
def test_a_worry_goes_to_the_lead_and_the_headteacher_at_once_at_night(app: Flask, worry: Alert) -> None:
    assert worry.told == ["castellan", "ashdown"]
    assert (worry.raised_at, worry.next_call_at) == (NIGHT, NIGHT + CALLS_AFTER)
    told = [one for one in parcels(app, "alert") if one.send_after == NIGHT]
    assert sorted(one.to_address for one in told) == ["ashdown@elmswick.example", "castellan@elmswick.example"]
    assert all("belt" not in str(one.facts) for one in told), "no words of the message leave in an alert"
    with app.app_context(), reading():
        for reader in worry.told:
            assert [one.thread_id for one in inbox.lines(SCHOOL, [reader], states=["open"], before=None, limit=5)] == [
                worry.thread_id
            ]
        assert inbox.lines(SCHOOL, ["garrod"], states=["open"], before=None, limit=5) == ()


@pytest.mark.clause("C12")
def test_nobody_has_it_so_the_next_is_told_and_then_everybody_again(app: Flask, worry: Alert) -> None:
    with app.app_context():
        assert escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER - timedelta(seconds=1)) == 0
        assert escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER) == 1
        assert newest(app).told == ["castellan", "ashdown", "pettit"]
        assert escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER) == 0, "once an interval"
        assert escalate_due(SCHOOL, now=NIGHT + 2 * CALLS_AFTER) == 1
    assert [one.detail["told"] for one in events(app, "alert.escalated")] == [["pettit"], []]
    assert len(parcels(app, "alert")) == 2 + 1 + 3


def leaves(roster: Roster, staff_id: str, *, now: datetime) -> None:
    """The school's folder comes without somebody."""
    staff = tuple(one for one in roster.staff if one.staff_id != staff_id)
    import_roster(SCHOOL, replace(roster, staff=staff), accept_removals=True, now=now)


@pytest.mark.clause("C12")
def test_a_lead_who_leaves_silences_no_familys_alert(app: Flask, worry: Alert) -> None:
    with app.app_context():
        arrives(app, mail(text="Dad hit Zofia with a belt last night.", subject="Help"), NIGHT + timedelta(minutes=1))
        leaves(with_second_lead("on_call"), "castellan", now=NIGHT + timedelta(minutes=5))
        assert escalate_due(SCHOOL, now=NIGHT + timedelta(minutes=11)) == 2
        assert escalate_due(SCHOOL, now=NIGHT + timedelta(minutes=21)) == 2, "everybody who is still there again"
        with reading():
            held = concerns.open_alerts(SCHOOL)
    assert [one.told for one in held] == [["castellan", "ashdown", "pettit"]] * 2
    assert [one.calls for one in held] == [2, 2]


def test_whoever_is_left_of_a_route_can_pass_it_on(app: Flask, worry: Alert) -> None:
    with app.app_context():
        soon = NIGHT + timedelta(minutes=5)
        leaves(with_second_lead("on_call"), "castellan", now=soon)
        assert pass_on(SCHOOL, worry.alert_id, staff_id="ashdown", now=soon) == "Mrs Pettit"
        assert pass_on(SCHOOL, worry.alert_id, staff_id="ashdown", now=soon) == ""
        assert newest(app).calls == 2


def test_a_lead_who_comes_after_an_alert_is_called_next(app: Flask, worry: Alert) -> None:
    roster = with_second_lead("on_call")
    lead = replace(PEOPLE.staff["castellan"], staff_id="new", email="new@elmswick.example")
    with app.app_context():
        leaves(replace(roster, staff=(*roster.staff, lead)), "castellan", now=NIGHT + timedelta(minutes=5))
        escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER)
    assert newest(app).told == ["castellan", "ashdown", "new"]


@pytest.mark.clause("C16")
def test_an_allegation_whose_headteacher_was_replaced_goes_to_the_new_one_who_can_take_it(app: Flask) -> None:
    soon = NIGHT + timedelta(minutes=2)
    roster = a_roster()
    head = replace(PEOPLE.staff["ashdown"], staff_id="newton", last_name="Newton", email="newton@elmswick.example")
    with app.app_context():
        a_school(app, roster)
        arrives(app, mail(HELEN, "Mr Garrod hit my daughter in class.", subject="Complaint"), NIGHT)
        alert = newest(app)
        leaves(replace(roster, staff=(*roster.staff, head)), "ashdown", now=soon)
        assert newest(app).told == ["ashdown", "newton"]
        assert [one.to_address for one in parcels(app, "alert")][-1] == "newton@elmswick.example"
        with reading():
            thread = threads.thread(SCHOOL, alert.thread_id)
        assert thread is not None
        assert thread.sealed_from == frozenset(PEOPLE.staff) - {"ashdown"}
        assert take_alert(SCHOOL, alert.alert_id, staff_id="newton", now=soon) is True


@pytest.mark.clause("C16")
def test_an_allegation_that_the_old_headteacher_had_taken_is_opened_to_the_new_one_and_calls_nobody(app: Flask) -> None:
    roster = a_roster()
    head = replace(PEOPLE.staff["ashdown"], staff_id="newton", last_name="Newton", email="newton@elmswick.example")
    with app.app_context():
        a_school(app, roster)
        arrives(app, mail(HELEN, "Mr Garrod hit my daughter in class.", subject="Complaint"), NIGHT)
        alert, written = newest(app), len(parcels(app, "alert"))
        take_alert(SCHOOL, alert.alert_id, staff_id="ashdown", now=NIGHT)
        both = replace(roster, staff=(*roster.staff, head))
        import_roster(SCHOOL, both, accept_removals=True, now=NIGHT + timedelta(minutes=1))
        with reading():
            assert not queue.is_reader(SCHOOL, alert.thread_id, ("newton",)), "whoever has it is still there"
        for _ in range(2):
            leaves(both, "ashdown", now=NIGHT + timedelta(minutes=2))
        held = newest(app)
        assert (held.told, held.acknowledged_by) == (["ashdown", "newton"], "ashdown")
        assert len(parcels(app, "alert")) == written
        as_head = one_school(1, Actor("staff", "newton"))
        shown = open_thread(as_head, alert.thread_id, staff_id="newton", now=NIGHT).shown
        assert [one.message.text for one in shown] == ["Mr Garrod hit my daughter in class."]
        with reading():
            steps = audit.latest(SCHOOL, ("alert.handed_over",), limit=5)
            assert [one.detail["told"] for one in steps] == [["newton"]]
            sealed = threads.all_sealed(SCHOOL)[alert.thread_id]
        assert "garrod" in sealed


@pytest.mark.clause("C16")
def test_an_allegation_about_somebody_who_becomes_headteacher_never_goes_to_them(app: Flask) -> None:
    roster = a_roster()
    staff = tuple(
        replace(one, roles=frozenset({"headteacher"})) if one.staff_id == "garrod" else one for one in roster.staff
    )
    with app.app_context():
        a_school(app, roster)
        arrives(app, mail(HELEN, "Mr Garrod hit my daughter in class.", subject="Complaint"), NIGHT)
        leaves(replace(roster, staff=staff), "ashdown", now=NIGHT + timedelta(minutes=2))
        assert newest(app).told == ["ashdown", "bell"]


def test_an_alert_that_fails_does_not_silence_the_next(
    app: Flask, worry: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = alerts.tell_more

    def fails_once(scope: Scope, people: Directory, alert: Alert, *told: list[str], **more: Any) -> bool:
        if alert.alert_id == worry.alert_id:
            raise KeyError("broken")
        return tell(scope, people, alert, *told, **more)

    monkeypatch.setattr(alerts, "tell_more", fails_once)
    with app.app_context():
        arrives(app, mail(text="Dad hit Zofia with a belt last night.", subject="Help"), NIGHT)
        with pytest.raises(KeyError):
            escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER)
        with reading():
            assert [one.calls for one in concerns.open_alerts(SCHOOL)] == [0, 1]


@pytest.mark.clause("C12")
def test_taking_it_stops_the_calls_and_the_second_to_take_it_is_told_so(app: Flask, worry: Alert) -> None:
    with app.app_context():
        assert take_alert(SCHOOL, worry.alert_id, staff_id="ashdown", now=NIGHT + timedelta(minutes=3)) is True
        assert take_alert(SCHOOL, worry.alert_id, staff_id="castellan", now=NIGHT + timedelta(minutes=4)) is False
        assert escalate_due(SCHOOL, now=NIGHT + timedelta(days=1)) == 0
    held = newest(app)
    assert (held.acknowledged_by, held.acknowledged_at) == ("ashdown", NIGHT + timedelta(minutes=3))
    assert len(events(app, "alert.acknowledged")) == 1


def test_somebody_who_was_not_told_cannot_take_it(app: Flask, worry: Alert) -> None:
    with app.app_context():
        for staff_id in ("garrod", "okafor", "pettit", "nobody"):
            with pytest.raises(NotYoursToTake):
                take_alert(SCHOOL, worry.alert_id, staff_id=staff_id, now=NIGHT)
        with pytest.raises(NotYoursToTake):
            take_alert(SCHOOL, 1, staff_id="ashdown", now=NIGHT)
    assert newest(app).acknowledged_at is None


def test_two_schedulers_at_once_tell_the_next_person_once(app: Flask, worry: Alert) -> None:
    counts: list[int] = []

    def tick() -> None:
        with app.app_context():
            counts.append(escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER))

    workers = [threading.Thread(target=tick) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(counts) == [0, 0, 0, 1]
    assert len(events(app, "alert.escalated")) == 1


@pytest.mark.clause("C16")
@pytest.mark.parametrize(
    ("named", "told"),
    [
        ((), ("ashdown",)),
        (("garrod",), ("ashdown",)),
        (("castellan",), ("ashdown",)),
        (("ashdown",), ("bell",)),
        (("ashdown", "bell"), ("castellan",)),
    ],
)
def test_an_allegation_goes_to_the_headteacher_or_past_them_and_never_to_who_is_named(
    named: tuple[str, ...], told: tuple[str, ...]
) -> None:
    route = route_for(PEOPLE, ["allegation_staff"], named=[PEOPLE.staff[one] for one in named])
    assert route.told == told
    assert route.sealed_from == frozenset(PEOPLE.staff) - frozenset(told)


@pytest.mark.clause("C16")
def test_an_allegation_is_sealed_from_everybody_but_its_route_and_calls_nobody_new(app: Flask) -> None:
    a_school(app, a_roster(mode="on_call"))
    raw = mail(HELEN, "Mr Garrod hit my daughter in class today.", to="office@elmswick.example", subject="Complaint")
    arrives(app, raw, NIGHT)
    alert = newest(app)
    assert alert.told == ["ashdown"]
    with app.app_context():
        with reading():
            thread = threads.thread(SCHOOL, alert.thread_id)
        assert thread is not None
        assert thread.sealed_from == frozenset(PEOPLE.staff) - {"ashdown"}
        escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER)
        assert newest(app).told == ["ashdown"]
        for staff_id in ("garrod", "castellan", "okafor", "bell"):
            assert alerts_for(SCHOOL, staff_id) == ()
            with pytest.raises(NotYourThread):
                open_alert(one_school(1, Actor("staff", staff_id)), alert.alert_id, staff_id=staff_id, now=NIGHT)
        assert len(alerts_for(SCHOOL, "ashdown")) == 1


@pytest.mark.clause("C12")
def test_where_nobody_is_on_call_the_next_is_told_in_the_offices_hours_and_everybody_again_each_hour(
    app: Flask,
) -> None:
    morning = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    school(app, "signpost")
    arrives(app, mail(HELEN, "Dad hit Poppy with a belt last night.", subject="Worried"), NIGHT)
    assert newest(app).next_call_at == morning + CALLS_AFTER, "nobody has said that they look at night"
    with app.app_context():
        assert escalate_due(SCHOOL, now=morning + CALLS_AFTER - timedelta(seconds=1)) == 0
        assert escalate_due(SCHOOL, now=morning + CALLS_AFTER) == 1
        assert newest(app).told == ["castellan", "ashdown", "pettit"]
        assert escalate_due(SCHOOL, now=morning + 2 * CALLS_AFTER) == 1
        assert newest(app).next_call_at == morning + 2 * CALLS_AFTER + REMINDS_AFTER, "all have been told"
        late = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
        assert escalate_due(SCHOOL, now=late) == 1
        assert newest(app).next_call_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC) + REMINDS_AFTER


def test_where_nobody_is_on_call_a_closed_day_tells_nobody_and_the_next_school_day_does(app: Flask) -> None:
    school(app, "signpost")
    arrives(app, mail(HELEN, "Dad hit Poppy with a belt last night.", subject="Worried"), NIGHT)
    with app.app_context():
        snow = CalendarDay("closed", date(2026, 11, 19), date(2026, 11, 19), "Snow")
        close_school(one_school(1, Actor("staff", "ashdown")), snow, now=NIGHT)
        assert escalate_due(SCHOOL, now=datetime(2026, 11, 19, 8, 40, tzinfo=UTC)) == 0
        friday = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
        assert newest(app).next_call_at == friday + CALLS_AFTER
        assert escalate_due(SCHOOL, now=friday + CALLS_AFTER) == 1
        assert escalate_due(SCHOOL, now=datetime(2027, 8, 2, 9, 0, tzinfo=UTC)) == 0
        assert newest(app).next_call_at is None, "no day is known on which school is open"


@pytest.mark.clause("C12")
def test_a_snow_day_taken_back_brings_the_call_forward_and_no_replan_shortens_a_reminder(app: Flask) -> None:
    head = one_school(1, Actor("staff", "ashdown"))
    thursday = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    school(app, "signpost")
    with app.app_context():
        close_school(head, CalendarDay("closed", thursday.date(), thursday.date(), "Snow"), now=NIGHT)
        arrives(app, mail(HELEN, "Dad hit Poppy with a belt last night.", subject="Worried"), NIGHT)
        assert newest(app).next_call_at == thursday + timedelta(days=1) + CALLS_AFTER
        (snow,) = (one for one in times(SCHOOL).calendar if one.kind == "closed")
        remove_day(head, snow, now=NIGHT + timedelta(minutes=30))
        assert newest(app).next_call_at == thursday + CALLS_AFTER
        replan_promises(SCHOOL, now=thursday + timedelta(minutes=5))
        assert escalate_due(SCHOOL, now=thursday + CALLS_AFTER) == 1
        assert escalate_due(SCHOOL, now=thursday + 2 * CALLS_AFTER) == 1
        replan_promises(SCHOOL, now=thursday + 2 * CALLS_AFTER + timedelta(minutes=15))
    assert newest(app).next_call_at == thursday + 2 * CALLS_AFTER + REMINDS_AFTER


@pytest.mark.clause("C12")
def test_new_terms_give_an_alert_a_call_that_came_after_the_last_known_day(app: Flask) -> None:
    july = datetime(2027, 7, 20, 19, 0, tzinfo=UTC)
    september = datetime(2027, 9, 1, 7, 30, tzinfo=UTC)
    school(app, "signpost")
    with app.app_context():
        arrives(app, mail(HELEN, "Dad hit Poppy with a belt last night.", subject="Worried"), july)
        assert newest(app).next_call_at is None
        add_day(SCHOOL, CalendarDay("term", september.date(), date(2027, 12, 17), "Autumn"), now=july)
        assert newest(app).next_call_at == september + CALLS_AFTER
        assert escalate_due(SCHOOL, now=september + CALLS_AFTER) == 1


def test_the_words_are_marked_where_the_rules_spoke_and_within_the_text(app: Flask, worry: Alert) -> None:
    with app.app_context():
        page = open_alert(one_school(1, Actor("staff", "ashdown")), worry.alert_id, staff_id="ashdown", now=NIGHT)
    assert page.marked
    assert all(0 <= start < end <= len(page.message.text) for start, end in page.marked)
    assert all(one[1] <= other[0] for one, other in pairwise(page.marked))
    assert [(one.name, one.mail) for one in page.told] == [("Mrs Castellan", "waiting"), ("Mrs Ashdown", "waiting")]
    assert page.next_name == "Mrs Pettit"
