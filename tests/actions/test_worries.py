"""Worries: an alert goes out at once, whatever else breaks, and the sender's page and letter never show that it did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import entering, placing, suggestions
from gateway.actions.arrivals import place_kept
from gateway.actions.release import replan_promises
from gateway.actions.roster import import_roster
from gateway.domain.messages import Evidence, Finding
from gateway.store import arrivals, audit, concerns, queue
from gateway.store.transaction import reading
from tests.schools import (
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


@pytest.mark.clause("C12")
def test_an_allegation_never_reaches_the_person_it_names(sample_school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    an_alarming_screen(monkeypatch, "allegation_staff")
    taken = arrives(sample_school, mail(AGNIESZKA, "Miss Nair grabbed Zofia by the arm.", to="nair@elmswick.example"))
    thread = thread_of(taken)
    assert "nair" in thread.sealed_from
    assert thread.sealed_from == {one.staff_id for one in a_roster().staff} - {"ashdown"}
    with reading():
        assert {one.reader for one in queue.entries_of(SCHOOL, thread.thread_id)} == {"ashdown"}
        assert queue.readers_of(SCHOOL, thread.thread_id) == ("ashdown",)
    assert {one.facts["reader"] for one in parcels(sample_school, "acknowledgement")} == {"ashdown"}


@pytest.mark.clause("C12")
def test_an_allegation_about_the_headteacher_goes_to_the_chair_and_not_to_the_office(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_alarming_screen(monkeypatch, "allegation_staff")
    taken = arrives(sample_school, mail(AGNIESZKA, "Mrs Ashdown shouted in his face.", to="office@elmswick.example"))
    with reading():
        entries = queue.entries_of(SCHOOL, thread_of(taken).thread_id)
    assert [(one.reader, one.visible_at) for one in entries] == [("bell", None)], "the chair has no hours to promise"
    assert "ashdown" in thread_of(taken).sealed_from


@pytest.mark.clause("C12")
def test_an_allegation_stays_with_its_route_when_hours_change(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_alarming_screen(monkeypatch, "allegation_staff")
    taken = arrives(sample_school, mail(AGNIESZKA, "Mrs Ashdown shouted in his face.", to="office@elmswick.example"))
    assert replan_promises(SCHOOL, now=THURSDAY_EVENING + timedelta(hours=1)) == 0
    with reading():
        assert {one.reader for one in queue.entries_of(SCHOOL, thread_of(taken).thread_id)} == {"bell"}
    assert parcels(sample_school, "promise_changed") == ()


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
