"""The connector's own part: its signatures, its schemas, and its JSON in our words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.ports.channels import Inbound, Outbound, RawHook, Receipt
from gateway.ports.errors import HookRefused, Misconfigured, Unparseable
from integrations import registry
from integrations.connector import signing, wire
from integrations.connector.schema import KNOWN, SCHEMAS, faults
from tests.bridges import a_message

NOW = datetime(2026, 11, 19, 19, 42, tzinfo=UTC)
BODY = b'{"version": 1}'


def call(secret: str = "right", *, at: datetime = NOW, body: bytes = BODY, **changes: str) -> RawHook:
    stamp = str(int(at.timestamp()))
    headers = {"X-Handbell-Timestamp": stamp, "X-Handbell-Signature": signing.sign(secret, stamp, BODY)}
    return RawHook("e", "", body, NOW, headers | {name.replace("_", "-"): value for name, value in changes.items()})


def channel(**settings: Any) -> Any:
    return registry.build_hook("connector", {"key": "right", **settings})


def test_a_signed_call_is_let_in_up_to_five_minutes_early_or_late() -> None:
    for seconds in (-300, 0, 300):
        channel().verify(call(at=NOW + timedelta(seconds=seconds)))
    for seconds in (-301, 301):
        with pytest.raises(HookRefused, match="five minutes"):
            channel().verify(call(at=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    "forged",
    [
        call("wrong"),
        call(body=b'{"version": 2}'),
        call(X_Handbell_Signature=""),
        call(X_Handbell_Signature="v2=00"),
        call(X_Handbell_Signature="v1="),
        call(X_Handbell_Signature="v1=ü🔔"),
        call(X_Handbell_Timestamp=""),
        call(X_Handbell_Timestamp="soon"),
        call(X_Handbell_Timestamp="-1"),
        call(X_Handbell_Timestamp="9" * 400),
        call(X_Handbell_Timestamp="١٢"),
        RawHook("e", "", BODY, NOW),
    ],
)
def test_a_forged_or_unsigned_call_is_refused(forged: RawHook) -> None:
    with pytest.raises(HookRefused):
        channel().verify(forged)


def test_while_a_key_is_rotated_both_count_and_afterwards_only_the_new_one() -> None:
    rotating = channel(key="new", old_key="right", old_key_until=(NOW + timedelta(seconds=1)).isoformat())
    rotating.verify(call("new"))
    rotating.verify(call("right"))
    rotated = channel(key="new", old_key="right", old_key_until=NOW.isoformat())
    rotated.verify(call("new"))
    with pytest.raises(HookRefused):
        rotated.verify(call("right"))


def test_an_endpoint_without_a_secret_lets_nobody_in() -> None:
    with pytest.raises(Misconfigured):
        registry.build_hook("connector", {})
    with pytest.raises(Misconfigured, match="connector"):
        registry.build_hook("pigeon", {"key": "k"})


def words(schema: Any) -> Iterator[str]:
    for key, value in schema.items():
        yield key
        for inner in value.values() if key == "properties" else [value] if key == "items" else []:
            yield from words(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_use_only_words_that_are_checked(name: str) -> None:
    assert set(words(json.loads(SCHEMAS[name]))) <= KNOWN


def test_a_message_is_read_in_full() -> None:
    picture = base64.b64encode(b"\xff\xd8 picture").decode()
    told = wire.told(
        json.dumps(
            a_message(
                "Zofia’s gloves 🧤",
                subject="Gloves",
                thread="t1",
                attachments=[{"name": "g.jpg", "type": "image/jpeg", "content": picture}],
            )
        ).encode()
    )
    assert isinstance(told, Inbound)
    assert (told.vendor_id, told.person_id, told.address) == ("4711", "relative-88", "agnieszka@mail.example")
    assert (told.text, told.subject, told.pupil, told.thread) == ("Zofia’s gloves 🧤", "Gloves", "Zofia Nowak", "t1")
    assert told.sent_at == datetime(2026, 11, 19, 19, 40, tzinfo=UTC)
    assert told.files[0].content == b"\xff\xd8 picture"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'"words"', "not a JSON object"),
        (b"{}", "type of a call"),
        (b'{"type": ["message"]}', "type of a call"),
        (a_message(id=None), "id is missing"),
        (a_message(id=""), "id is blank"),
        (a_message(id=7), "id is not of type string"),
        (a_message(version=2), "version must be 1"),
        (a_message(version=True), "version is not of type integer"),
        (a_message("x" * 100_001), "text is longer than 100000"),
        (a_message("a\x00b"), "text holds a null character"),
        (a_message(sent_at="yesterday"), "sent_at is not a date-time"),
        (a_message(sent_at="2026-11-19T19:40:00"), "sent_at is not a date-time"),
        (a_message(to=["a", 3]), r"to\[1\] is not of type string"),
        (a_message(mood="good"), "mood is not known"),
        (a_message(**{"from": {"id": "1", "name": 2}}), "from.name is not of type string"),
        (b'{"type": "message", "text": "\\ud800"}', "not JSON"),
    ],
)
def test_rubbish_is_told_apart_with_the_place_and_the_fault(body: Any, says: str) -> None:
    with pytest.raises(Unparseable, match=says):
        wire.told(body if isinstance(body, bytes) else json.dumps(body).encode())


def test_a_file_that_cannot_be_taken_never_keeps_the_words_back() -> None:
    big = base64.b64encode(bytes(3 * 1024 * 1024)).decode()
    sent = [
        {"name": "a.jpg", "type": "image/jpeg", "content": "not base64!"},
        {"name": "b.jpg", "type": "image/jpeg", "content": big},
        {"name": "c.jpg", "type": "image/jpeg", "content": big},
        {"name": "d.jpg", "type": "image/jpeg", "content": ""},
    ]
    told = wire.told(json.dumps(a_message(attachments=sent)).encode())
    assert isinstance(told, Inbound)
    assert [one.name for one in told.files] == ["b.jpg"]
    assert [one.partition(":")[0] for one in told.refused] == ["a.jpg", "c.jpg", "d.jpg"]


def test_a_receipt_is_read_and_a_state_that_does_not_exist_is_not() -> None:
    told = {
        "version": 1,
        "type": "receipt",
        "reference": "7",
        "state": "failed",
        "code": "blocked",
        "at": NOW.isoformat(),
    }
    assert wire.told(json.dumps(told).encode()) == Receipt("7", "failed", "blocked", NOW)
    with pytest.raises(Unparseable, match="state must be one of"):
        wire.told(json.dumps({**told, "state": "read"}).encode())


def test_the_outbox_keeps_to_its_own_schema() -> None:
    letter = Outbound(
        "7", "relative-88", "Agnieszka", "Re: Gloves", "Found 🧤", in_reply_to="<4711@tapestry.connector>"
    )
    found = json.loads(wire.outbox([letter]))
    assert not list(faults(found, json.loads(SCHEMAS["outbox.v1.schema.json"])))
    assert found["messages"][0]["in_reply_to"] == "4711"
    assert found["messages"][0]["to"]["id"] == "relative-88"
