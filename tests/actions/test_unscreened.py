"""The screen is down: everybody out of hours gets the safety text all the same, and the safeguarding lead is told at once."""

from __future__ import annotations

import pytest
from flask import Flask

from gateway.actions import reading as reading_room
from gateway.actions.directory import directory
from gateway.actions.letters import Letters
from gateway.domain.reports import ALLEGATION
from gateway.store import audit, concerns, queue
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, arrives, mail, parcels, thread_of


def _breaks(*_: object, **__: object) -> None:
    raise RuntimeError("a rule broke")


@pytest.fixture
def down(sample_school: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The school with a screen that raises on every message."""
    monkeypatch.setattr(reading_room.risk, "screen", _breaks)
    return sample_school


@pytest.mark.clause("C12")
def test_what_nobody_could_screen_alerts_the_lead_at_once_at_night(down: Flask) -> None:
    taken = arrives(down, mail())
    with reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    assert [one["code"] for one in alert.findings] == ["not_screened"]
    assert alert.told == ["castellan", "ashdown"]
    told = {one.to_address: one.send_after for one in parcels(down, "alert")}
    assert told == dict.fromkeys(["castellan@elmswick.example", "ashdown@elmswick.example"], THURSDAY_EVENING)


@pytest.mark.clause("C12")
def test_the_family_is_given_the_same_promise_and_the_same_safety_text_as_ever(
    down: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    unscreened = arrives(down, mail())
    monkeypatch.undo()
    screened = arrives(down, mail("Marek Nowak <marek@mail.example>"))
    with down.app_context():
        letters: Letters = down.extensions["handbell.equipment"].letters
        found = {one.thread_id: one for one in parcels(down, "acknowledgement")}
        with reading():
            people = directory(SCHOOL)
        one, other = (letters.compose(people, found[key.thread_id]) for key in (unscreened, screened))
    assert "Someone in danger now? Call 999." in one.text
    assert "01632 960111" in one.text, "the council's number of that hour"
    assert one.text.replace("Po polsku", "").split("Po polsku")[0][:400] == other.text[:400]
    for word in ("screen", "alert was", "safeguarding"):
        assert word not in one.text.casefold()
    with reading():
        (waits,) = queue.entries_of(SCHOOL, unscreened.thread_id or 0)
    assert (waits.state, waits.visible_at) == ("waiting", MONDAY_MORNING)


def test_that_the_practical_rules_break_loses_no_worry_and_widens_no_circle(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_room.operations, "recognise", _breaks)
    taken = arrives(sample_school, mail(text="Miss Nair hit Zofia and locked her in a cupboard."))
    with reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    assert ALLEGATION in [one["code"] for one in alert.findings]
    assert alert.told == ["ashdown"]
    assert "nair" in thread_of(taken).sealed_from
    with reading():
        assert audit.latest(SCHOOL, ("alert.raised",), limit=1)[0].detail["told"] == ["ashdown"]
