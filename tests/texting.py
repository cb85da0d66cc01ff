"""A school that texts: a number at the fake Twilio, families with mobiles, and calls made through the real door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions import text_numbers
from gateway.actions.delivery import send_due
from gateway.domain.roster import Roster
from tests.bridges import inside
from tests.clocks import SetClock
from tests.schools import SCHOOL, THURSDAY_EVENING, a_roster, a_school
from tests.servers.twilio import ACCOUNT, NUMBER, TOKEN, Call, FakeTwilio, Text, a_text

AGNIESZKA = "+447700900111"
MAREK = "+447700900222"
REEDS = "+447700900333"
HELEN = "+441632960144"
STRANGER = "+447700900555"
MOBILES = {"agnieszka": "07700 900111", "marek": "+44 7700 900222", "tom": "07700 900333", "kate": "07700 900333"}


@dataclass(slots=True)
class TextLine:
    """The school's number: what comes by it, and what goes."""

    app: Flask
    twilio: FakeTwilio
    clock: SetClock
    endpoint: str
    count: int = 0

    def comes(self, number: str, words: str, *, sid: str = "", **fields: str) -> TestResponse:
        """Let a text come; each has an id of its own unless one is given."""
        self.count += 1
        told = a_text(number, words, MessageSid=sid or f"SM{self.count:032x}") | fields
        return self.call(self.twilio.signer.form(f"/hooks/twilio/{self.endpoint}/sms", told))

    def call(self, call: Call, *, client: FlaskClient | None = None) -> TestResponse:
        """Make a call of Twilio's."""
        return (client or self.app.test_client()).post(call.path, data=call.body, headers=dict(call.headers))

    def tells(self, text: Text, status: str, code: int | None = None) -> TestResponse:
        """Let Twilio tell what became of a text."""
        return self.call(self.twilio.becomes(text, status, code))

    def send(self) -> list[Text]:
        """Send what is due; the texts that are new."""
        before = len(self.twilio.texts)
        kit = self.app.extensions["handbell.equipment"]
        send_due(SCHOOL, kit.channels(SCHOOL), kit.letters, now=self.clock())
        return self.twilio.texts[before:]


def with_mobiles() -> Roster:
    """The invented school with the families' numbers: the Reeds share one, Helen Tate's is a landline."""
    roster = a_roster()
    mobiles = {**MOBILES, "helen": "01632 960144"}
    contacts = tuple(
        replace(one, mobiles=(mobiles[one.contact_id],)) if one.contact_id in mobiles else one
        for one in roster.contacts
    )
    return replace(roster, contacts=contacts)


def a_number(app: Flask, twilio: FakeTwilio, clock: SetClock, *, is_confirmed: bool = True) -> TextLine:
    """Open the school's number, on Thursday evening."""
    clock.now = THURSDAY_EVENING
    twilio.clock = clock
    kit = app.extensions["handbell.equipment"]
    with inside(app):
        endpoint = text_numbers.open_number(
            SCHOOL,
            number=NUMBER,
            account=ACCOUNT,
            token=TOKEN,
            price=400,
            key=kit.settings_key,
            now=clock(),
            url=twilio.url,
        )
        if is_confirmed:
            text_numbers.confirm_number(SCHOOL, staff_id="ashdown", now=clock())
    return TextLine(app, twilio, clock, endpoint)


@pytest.fixture
def texting(app: Flask, twilio: FakeTwilio, clock: SetClock) -> Iterator[TextLine]:
    """The school with a confirmed number, on both databases."""
    a_school(app, with_mobiles())
    with app.app_context():
        yield a_number(app, twilio, clock)


@pytest.fixture
def texting_sqlite(sqlite_app: Flask, twilio: FakeTwilio, clock: SetClock) -> Iterator[TextLine]:
    """The same on SQLite alone."""
    a_school(sqlite_app, with_mobiles())
    with sqlite_app.app_context():
        yield a_number(sqlite_app, twilio, clock)
