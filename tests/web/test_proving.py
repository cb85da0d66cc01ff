"""The test buttons of the channels that call us: that they work, and that what must fail, fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import proving
from gateway.actions.endpoints import OLD_KEY_COUNTS_FOR, rotate_key
from gateway.domain.errors import InputProblem
from gateway.ports.channels import RawHook, SigningKey
from gateway.store import audit
from gateway.store.transaction import reading
from integrations.connector import signing
from integrations.connector.channel import Connector
from tests.bridges import a_bridge
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, come_in, submit
from tests.texting import TextLine

HERE = "/settings/channels"
NINE = MONDAY_MORNING + timedelta(minutes=45)


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    clock.now = NINE
    return come_in(sqlite_school, "okafor")


def pressed(client: FlaskClient, path: str) -> str:
    """What the page says after the button was pressed."""
    assert submit(client, HERE, f"{HERE}/{path}").status_code == 302
    return client.get(HERE).get_data(as_text=True)


def test_a_bridges_door_lets_in_its_secret_and_refuses_every_other_call(
    sqlite_school: Flask, office: FlaskClient
) -> None:
    a_bridge(sqlite_school, "tapestry")
    page = pressed(office, "bridges/tapestry/test")
    assert "It works. A call with its secret is let in." in page
    assert "It is fenced in: calls that were unsigned, late, changed, or signed with another channel’s secret" in page
    with reading():
        (link,) = audit.latest(SCHOOL, ("channel.tested",), limit=5)
    assert (link.detail["works"], link.detail["fence"]) == (True, "fenced")


def test_a_door_that_lets_everybody_in_is_called_open(sqlite_school: Flask, office: FlaskClient) -> None:
    a_bridge(sqlite_school, "tapestry")

    class Open:
        def verify(self, raw: RawHook) -> None:
            """Lets everybody in."""

        def parse(self, raw: RawHook) -> object:
            raise AssertionError("a test takes nothing in")

    key = sqlite_school.extensions["handbell.equipment"].settings_key
    found = proving.prove_bridge(SCHOOL, "tapestry", lambda kind, settings: Open(), key=key, now=NINE)
    assert not found.is_fenced


@pytest.mark.clause("C14")
def test_a_door_that_lets_in_one_call_too_many_is_called_open(sqlite_school: Flask, clock: SetClock) -> None:
    kit, bridge, other = (
        sqlite_school.extensions["handbell.equipment"],
        a_bridge(sqlite_school, "tapestry"),
        a_bridge(sqlite_school, "schoolcomms"),
    )
    rotate_key(SCHOOL, bridge.endpoint, key=kit.settings_key, now=NINE - OLD_KEY_COUNTS_FOR)
    keys = {"ended": bridge.secret, "another channel’s": other.secret}

    lets_in = ""

    class Leaky(Connector):
        """Lets in what the test says, beside what is right."""

        def verify(self, raw: RawHook) -> None:
            """Verify, with a hole."""
            stamp = raw.headers.get("x-handbell-timestamp", "")
            is_late = bool(stamp) and abs(NINE.timestamp() - int(stamp)) > 300
            signed = signing.sign(keys.get(lets_in, ""), stamp, raw.body)
            if (lets_in == "late" and is_late) or (lets_in == "changed" and raw.body.endswith(b" ")):
                return
            if raw.headers.get("x-handbell-signature") == signed:
                return
            super().verify(raw)

    def build(kind: str, settings: dict[str, Any]) -> Connector:
        return Leaky([SigningKey(settings["key"])])

    for lets_in in ("late", "changed", "another channel’s", "ended", ""):
        found = proving.prove_bridge(SCHOOL, "tapestry", build, key=kit.settings_key, now=NINE)
        assert (found.failure, found.is_fenced) == ("", not lets_in)


def test_a_secret_that_cannot_be_opened_is_said_and_proves_nothing(sqlite_school: Flask, office: FlaskClient) -> None:
    a_bridge(sqlite_school, "tapestry")
    kit = sqlite_school.extensions["handbell.equipment"]
    found = proving.prove_bridge(SCHOOL, "tapestry", kit.build_hook, key=b"A" * 43 + b"=", now=NINE)
    assert (bool(found.failure), found.is_fenced) == (True, False)


def test_what_is_not_connected_cannot_be_tested(office: FlaskClient) -> None:
    assert submit(office, HERE, f"{HERE}/texts/test").status_code == 400
    assert submit(office, HERE, f"{HERE}/bridges/tapestry/test").status_code == 400
    with pytest.raises(InputProblem):
        proving.prove_bridge(SCHOOL, "pigeon", lambda kind, settings: None, key=b"", now=NINE)


def test_a_text_number_is_proved_at_twilio_and_its_door_against_strangers(texting_sqlite: TextLine) -> None:
    client = come_in(texting_sqlite.app, "okafor")
    assert "It does not work. Twilio does not call us when a text comes" in pressed(client, "texts/test")
    site = texting_sqlite.app.config["HANDBELL"].site
    texting_sqlite.twilio.sms_url = f"{site}/hooks/twilio/{texting_sqlite.endpoint}/sms"
    page = pressed(client, "texts/test")
    assert "It works. The number is the account’s" in page
    assert "It is fenced in" in page
    assert texting_sqlite.twilio.texts == [], "nothing is sent"
