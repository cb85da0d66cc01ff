"""Worries: an alert goes out at once, whatever else breaks, and the sender's page and letter never show that it did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import calendars, entering, placing, suggestions
from gateway.actions.alerts import may_see
from gateway.actions.arrivals import Taken, place_kept
from gateway.actions.directory import directory
from gateway.actions.office import office_day
from gateway.actions.release import release_due
from gateway.actions.roster import import_roster
from gateway.actions.threads import open_thread as read_thread
from gateway.domain.messages import Evidence, Finding
from gateway.domain.roster import Absence, CalendarDay
from gateway.store import arrivals, audit, concerns, inbox, queue
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
A_WORRY = "He said his dad hit him with a belt last night and he is scared to go home."


def events(name: str) -> list[dict[str, object]]:
    """The details of every event of one name, the newest first."""
    with reading():
        return [link.detail for link in audit.latest(SCHOOL, (name,), limit=100)]


def an_alarming_screen(monkeypatch: pytest.MonkeyPatch, code: str = "safeguarding") -> None:
    """Let the risk screen find something in every message, so that a test rests on no rule of words."""
    found = (Finding(code, "for the test", (Evidence(0, 0, 2),)),)
    monkeypatch.setattr("gateway.actions.reading.risk.screen", lambda turns: found)


@pytest.mark.clause("C12")
def test_a_worry_is_alerted_at_once_and_its_promise_stays_what_it_would_have_been(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = arrives(sample_school, mail(AGNIESZKA, message_id="<plain@mail.example>"))
    an_alarming_screen(monkeypatch)
    worry = arrives(sample_school, mail(AGNIESZKA, A_WORRY, subject="Zofia"))
    assert (worry.disposition, worry.rule) == ("risk", "C12.risk_first")
    with reading():
        alert = concerns.alert(SCHOOL, int(str(events("alert.raised")[0]["alert"])))
    assert alert is not None
    assert (alert.message_id, alert.told) == (worry.message_id, ["castellan", "ashdown"])
    told = parcels(sample_school, "alert")
    assert {one.to_address for one in told} == {"castellan@elmswick.example", "ashdown@elmswick.example"}
    assert all(A_WORRY[:20] not in str(one.facts) for one in told), "no words leave with an alert"
    quiet, loud = (one.facts for one in parcels(sample_school, "acknowledgement"))
    secret = ("token", "in_reply_to", "received_at")
    assert {key: one for key, one in quiet.items() if key not in secret} == {
        key: one for key, one in loud.items() if key not in secret
    }
    assert thread_of(plain).thread_id != thread_of(worry).thread_id


@pytest.mark.clause("C12")
def test_a_worry_rings_for_its_route_and_not_for_the_teacher_out_of_hours(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_alarming_screen(monkeypatch)
    worry = arrives(sample_school, mail(AGNIESZKA, A_WORRY))
    with reading():
        assert set(queue.readers_of(SCHOOL, thread_of(worry).thread_id)) == {"castellan", "ashdown"}


@pytest.mark.clause("C12")
def test_a_worry_of_a_stranger_or_a_restricted_parent_is_alerted_all_the_same(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_alarming_screen(monkeypatch)
    for sender in ("X <x@elsewhere.example>", "Gareth Tate <gareth@mail.example>"):
        assert arrives(sample_school, mail(sender, A_WORRY)).disposition == "risk"
    assert len(events("alert.raised")) == 2


@pytest.mark.clause("C12")
def test_a_worry_is_alerted_though_the_rules_for_suggestions_break(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a rule broke")

    an_alarming_screen(monkeypatch)
    monkeypatch.setattr(suggestions, "look", broken)
    worry = arrives(sample_school, mail(AGNIESZKA, A_WORRY))
    assert (worry.disposition, worry.acknowledged) == ("risk", True)
    assert len(events("alert.raised")) == 1
    assert [one["message"] for one in events("suggestion.failed")] == [worry.message_id]


@pytest.mark.clause("C12")
@pytest.mark.parametrize("step", ["find_place", "entries_for", "plans_for"])
def test_a_worry_is_alerted_though_it_cannot_be_placed(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("placing broke")

    an_alarming_screen(monkeypatch)
    monkeypatch.setattr(placing, step, broken)
    worry = arrives(sample_school, mail(AGNIESZKA, A_WORRY))
    assert worry.disposition == "risk"
    assert [one.text.strip() for one in messages_of(worry)] == [A_WORRY]
    assert len(events("alert.raised")) == 1
    assert len(events("arrival.alarmed")) == 1
    assert place_kept(SCHOOL, now=THURSDAY_EVENING + timedelta(minutes=1)) == 0, "it rang, so it is not placed again"


def test_what_cannot_be_placed_is_kept_and_placed_by_a_later_try(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("placing broke")

    with monkeypatch.context() as patched:
        patched.setattr(entering, "enter", broken)
        assert arrives(sample_school, mail(AGNIESZKA)).disposition == "shelf"
    assert place_kept(SCHOOL, now=THURSDAY_EVENING + timedelta(minutes=1)) == 1
    assert [one["author"] for one in events("message.placed")] == ["agnieszka"]


def test_what_fails_twice_stands_on_the_shelf_and_is_not_lost(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("placing broke")

    monkeypatch.setattr(entering, "enter", broken)
    arrives(sample_school, mail(AGNIESZKA))
    place_kept(SCHOOL, now=THURSDAY_EVENING)
    with reading():
        assert arrivals.on_shelf(SCHOOL) == 1
    assert len(events("arrival.shelved")) == 1


def an_allegation(app: Flask, monkeypatch: pytest.MonkeyPatch, words: str, *, to: str = "office") -> Taken:
    """A parent's message that the screen takes for an allegation, after the very same message that it did not."""
    with monkeypatch.context() as patched:
        patched.setattr("gateway.actions.reading.risk.screen", lambda turns: ())
        arrives(app, mail(AGNIESZKA, words, to=f"{to}@elmswick.example", subject="Plain"))
        an_alarming_screen(patched, "allegation_staff")
        return arrives(app, mail(AGNIESZKA, words, to=f"{to}@elmswick.example", subject="Alarming"))


def told_alike(app: Flask, letter: str) -> bool:
    """Whether the letters of one kind say the same in both conversations."""
    said: dict[int | None, list[dict[str, object]]] = {}
    for one in parcels(app, letter):
        facts = {key: fact for key, fact in one.facts.items() if key not in ("token", "in_reply_to", "received_at")}
        said.setdefault(one.thread_id, []).append(facts)
    quiet, loud = said.values()
    return quiet == loud


def heard_by(taken: Taken) -> tuple[str, ...]:
    """In whose inboxes the conversation is."""
    with reading():
        return queue.readers_of(SCHOOL, thread_of(taken).thread_id)


@pytest.mark.clause("C12")
def test_an_allegation_never_reaches_the_person_it_names(sample_school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = an_allegation(sample_school, monkeypatch, "Miss Nair grabbed Zofia by the arm.", to="nair")
    assert thread_of(taken).sealed_from == {one.staff_id for one in a_roster().staff} - {"ashdown"}
    assert heard_by(taken) == ("ashdown",), "at once"
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert heard_by(taken) == ("ashdown",)
    assert [one["reader"] for one in events("message.withheld")] == ["nair"]
    assert [one["reader"] for one in events("message.rang")] == ["nair"], "the plain one"


@pytest.mark.clause("C12")
def test_the_family_is_promised_the_same_whatever_its_message_was_found_to_be(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = an_allegation(sample_school, monkeypatch, "Mrs Ashdown shouted in his face.")
    assert taken.acknowledged
    assert told_alike(sample_school, "acknowledgement")
    snow = CalendarDay("closed", FRIDAY_MORNING.date(), FRIDAY_MORNING.date(), "Snow")
    calendars.close_school(SCHOOL, snow, now=THURSDAY_EVENING + timedelta(hours=1))
    (changed,) = parcels(sample_school, "promise_changed")
    (also,) = changed.facts["also"]
    assert {"also", *also} == {"about", *changed.facts}
    assert all(also[key] == changed.facts[key] for key in also if key != "about"), (
        "one letter, both conversations alike"
    )
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=1, hours=3))
    (late,) = parcels(sample_school, "late")
    assert late.thread_id != thread_of(taken).thread_id, "said once, of what waited longest, as of two plain ones"
    assert heard_by(taken) == ("bell",), "nobody but the chair, whatever day it is"
    missed = office_day(SCHOOL, "okafor", now=MONDAY_MORNING + timedelta(days=1, hours=4)).missed
    assert thread_of(taken).thread_id not in {one.thread_id for one in missed}
    assert missed, "the plain one's is there"


@pytest.mark.clause("C12")
def test_an_allegation_about_the_headteacher_is_with_the_chair_at_once_though_the_chair_has_no_hours(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = an_allegation(sample_school, monkeypatch, "Mrs Ashdown shouted in his face.")
    thread = thread_of(taken)
    assert "ashdown" in thread.sealed_from
    assert [one.to_address for one in parcels(sample_school, "alert")] == ["bell@elmswick.example"]
    seen = read_thread(SCHOOL, thread.thread_id, staff_id="bell", now=THURSDAY_EVENING)
    assert [one.message.text.strip() for one in seen.shown] == ["Mrs Ashdown shouted in his face."]
    with reading():
        assert inbox.unread(SCHOOL, "bell", ["bell"]) == 0, "what was opened is new no longer"


@pytest.mark.clause("C12")
def test_whatever_a_family_adds_to_an_allegation_is_with_the_chair_at_once_too(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = an_allegation(sample_school, monkeypatch, "Mrs Ashdown shouted in his face.")
    ours = parcels(sample_school, "acknowledgement")[-1].rfc_id
    more = arrives(sample_school, mail(AGNIESZKA, "He will not say more.", in_reply_to=ours), MONDAY_MORNING)
    assert more.thread_id == taken.thread_id
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=3))
    assert heard_by(taken) == ("bell",)
    assert [one["told"] for one in events("alert.raised")] == [["bell"], ["bell"]]
    seen = read_thread(SCHOOL, thread_of(taken).thread_id, staff_id="bell", now=MONDAY_MORNING)
    assert [one.message.text.strip() for one in seen.shown][-1] == "He will not say more."


@pytest.mark.clause("C12")
def test_a_new_worry_in_a_closed_conversation_reaches_those_whom_none_of_it_names(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_allegation(sample_school, monkeypatch, "Mrs Ashdown shouted in his face.")
    ours = parcels(sample_school, "acknowledgement")[-1].rfc_id
    an_alarming_screen(monkeypatch, "safeguarding")
    arrives(sample_school, mail(AGNIESZKA, A_WORRY, in_reply_to=ours), MONDAY_MORNING)
    assert events("alert.raised")[0]["told"] == ["bell", "castellan"], "the headteacher is named, and is not told"
    with reading():
        people, newest = directory(SCHOOL), concerns.open_alerts(SCHOOL)[-1]
    assert may_see(people, "castellan", newest)
    assert not may_see(people, "ashdown", newest)


@pytest.mark.clause("C12")
@pytest.mark.parametrize(
    ("code", "gone", "told"),
    [
        ("allegation_staff", {"governor_chair"}, "castellan"),
        ("safeguarding", {"dsl", "headteacher"}, "castellan"),
        ("safeguarding", {"dsl", "headteacher", "deputy_head"}, "okafor"),
    ],
)
def test_a_worry_reaches_somebody_even_where_the_school_has_named_nobody(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch, code: str, gone: set[str], told: str
) -> None:
    staff = tuple(replace(one, roles=one.roles - gone) for one in a_roster().staff)
    import_roster(SCHOOL, replace(a_roster(), staff=staff), accept_removals=True, now=THURSDAY_EVENING)
    an_alarming_screen(monkeypatch, code)
    taken = arrives(sample_school, mail(AGNIESZKA, "Mrs Ashdown shouted in his face.", to="office@elmswick.example"))
    assert thread_of(taken).sealed_from.isdisjoint({told})
    with reading():
        assert told in queue.readers_of(SCHOOL, thread_of(taken).thread_id)


@pytest.mark.clause("C16")
def test_whoever_joins_the_school_later_does_not_read_what_was_closed_before(sample_school: Flask) -> None:
    roster = a_roster()
    closed = arrives(sample_school, mail(text="Miss Nair hit Zofia in the face.", subject="Zofia"))
    clerk, supply = (
        replace(one, staff_id=f"new-{one.staff_id}", last_name="Newby", email=f"new-{one.staff_id}@elmswick.example")
        for one in roster.staff
        if one.staff_id in ("okafor", "nair")
    )
    later = THURSDAY_EVENING + timedelta(minutes=10)
    import_roster(SCHOOL, replace(roster, staff=(*roster.staff, clerk, supply)), accept_removals=True, now=later)
    away = Absence("nair", MONDAY_MORNING.date(), MONDAY_MORNING.date(), "new-nair")
    calendars.add_absence(SCHOOL, away, now=later)
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(hours=1))
    assert {"new-nair", "new-okafor"} <= thread_of(closed).sealed_from
    with reading():
        assert inbox.lines(SCHOOL, ["new-nair"], states=["open"], before=None, limit=5) == ()


@pytest.mark.clause("C16")
def test_whoever_was_told_of_an_allegation_reads_it_still_when_they_come_back(sample_school: Flask) -> None:
    roster = a_roster()
    closed = arrives(sample_school, mail(text="Miss Nair hit Zofia in the face.", subject="Zofia"))
    without = replace(roster, staff=tuple(one for one in roster.staff if one.staff_id != "ashdown"))
    for hours, folder in enumerate((without, roster)):
        import_roster(SCHOOL, folder, accept_removals=True, now=THURSDAY_EVENING + timedelta(hours=hours))
    assert thread_of(closed).sealed_from == {one.staff_id for one in roster.staff} - {"ashdown", "bell"}
