"""A conversation that has rung for Miss Nair, and a way for staff to sign in: what most tests of her pages begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import alerts, limits
from gateway.actions.release import release_due
from gateway.domain.messages import Evidence, Finding
from gateway.domain.scope import Actor, one_school
from gateway.store import concerns
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail
from tests.schools import come_in as signed_in

NINE = MONDAY_MORNING + timedelta(minutes=45)
WORDS = "Zofia does not want to come tomorrow.\n\nOn Thu, 19 Nov 2026 at 12:40, Miss Nair wrote:\n> Good morning.\n"
"""What Agnieszka Nowak wrote: her own sentence, above what she quotes."""
MAREK = "Marek Nowak <marek@mail.example>"
_SPRING = (NINE + timedelta(days=98)).date()


@pytest.fixture
def conversation(sqlite_school: Flask, clock: SetClock) -> int:
    """A conversation of Agnieszka Nowak with Miss Nair, at nine on Monday."""
    taken = arrives(sqlite_school, mail(text=WORDS))
    clock.now = NINE
    release_due(SCHOOL, now=clock.now)
    assert taken.thread_id is not None
    return taken.thread_id


@pytest.fixture
def come_in(sqlite_school: Flask) -> Callable[[str], FlaskClient]:
    """Signs a member of staff in, in a browser of their own."""
    return partial(signed_in, sqlite_school)


def note(thread_id: int, kind: str, *, staff_id: str = "ashdown") -> None:
    """Somebody, Mrs Ashdown if nobody else, notes what limits a talk."""
    me = one_school(1, Actor("staff", staff_id))
    limits.note(me, thread_id, staff_id=staff_id, kind=kind, reason="As agreed", look_again_on=_SPRING, now=NINE)


def alarm(app: Flask, monkeypatch: pytest.MonkeyPatch, code: str, text: str, *, sender: str = MAREK) -> int:
    """An alert that Mrs Ashdown has taken, in another conversation of the family; its number."""
    found = (Finding(code, "for the test", (Evidence(0, 0, 2),)),)
    with monkeypatch.context() as patched:
        patched.setattr("gateway.actions.reading.risk.screen", lambda turns: found)
        taken = arrives(app, mail(sender, text), NINE)
    with reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    me = one_school(1, Actor("staff", "ashdown"))
    alerts.take_alert(me, alert.alert_id, staff_id="ashdown", now=NINE)
    return alert.alert_id


def clear(alert_id: int, cleared_for: str) -> None:
    """Mrs Ashdown says who may talk with the family."""
    me = one_school(1, Actor("staff", "ashdown"))
    alerts.clear_alert(me, alert_id, staff_id="ashdown", cleared_for=cleared_for, now=NINE)
