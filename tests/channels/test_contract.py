"""One contract for every entry of the registry: an entry without a rig here fails by its name.

What must hold, whoever is outside: a forged, unsigned or outdated call is refused; a call that comes a hundred times at once is
one message; rubbish is told apart and never breaks; a fault of the network loses no letter and sends none twice.
"""

from __future__ import annotations

import hmac
import json
import random
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from gateway.actions.text_numbers import confirm_number, open_number
from gateway.ports.channels import Inbound, Outbound, RawHook
from gateway.ports.errors import HookRefused, Misconfigured, OutcomeUnknown, Refused, TryLater, Unparseable
from integrations import http, registry
from integrations.school_email import smtp
from tests.bridges import a_bridge, a_message
from tests.channels.contract import LETTER, ChannelCase
from tests.channels.fake_service import FakeService, Fault, Said
from tests.channels.test_publishers import PUBLISHERS
from tests.channels.test_registry import CHANNELS, MAILBOXES, TEXTS
from tests.clocks import SetClock
from tests.polling import rows
from tests.schools import MONDAY_MORNING, SCHOOL
from tests.servers.meddler import BREAKS, Meddler
from tests.servers.smtp import CUT, HANG, FaultySmtp
from tests.servers.twilio import ACCOUNT, NUMBER, SITE, TOKEN, Signer, a_text

NOW = MONDAY_MORNING
EMOJI = "Zofia’s gloves 🧤👩🏽‍🏫 ąęż"
MOBILE = "+447700900123"
OTHER = "b1" * 16
"""A secret that is nobody's."""
REPLAYS = 100
AT_ONCE = 20
SEED = 20261125


@dataclass(frozen=True, slots=True)
class HookRig:
    """How a caller of a kind signs: any bytes, or a message; and a message as the open door of a school takes it."""

    signed: Callable[[bytes, str], RawHook]
    message: Callable[..., bytes]
    refused_file: bytes
    door: Callable[[Flask], tuple[str, bytes, Mapping[str, str]]]


def _connector_call(body: bytes, secret: str) -> RawHook:
    stamp = str(int(NOW.timestamp()))
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    headers = {"X-Handbell-Timestamp": stamp, "X-Handbell-Signature": f"v1={made}"}
    return RawHook("bridge", "", body, NOW, headers)


def _connector_door(app: Flask) -> tuple[str, bytes, Mapping[str, str]]:
    bridge, body = a_bridge(app), _connector_message(EMOJI)
    return bridge.path, body, bridge.headers(body)


def _connector_message(text: str) -> bytes:
    return json.dumps(a_message(text)).encode()


def _twilio_call(body: bytes, secret: str) -> RawHook:
    """Any bytes, under the scheme that signs the address with the mark of the body."""
    path = f"/hooks/twilio/texts/sms?bodySHA256={sha256(body).hexdigest()}"
    signature = Signer(token=secret)._sign(SITE + path, secret)
    headers = {"Content-Type": "application/json", "X-Twilio-Signature": signature}
    return RawHook("texts", "", body, NOW, headers, SITE + path)


def _twilio_message(text: str) -> bytes:
    return json.dumps(a_text(MOBILE, text)).encode()


def _twilio_door(app: Flask) -> tuple[str, bytes, Mapping[str, str]]:
    key = app.extensions["handbell.equipment"].settings_key
    with app.app_context():
        name = open_number(SCHOOL, number=NUMBER, account=ACCOUNT, token=TOKEN, price=0, key=key, now=NOW)
        confirm_number(SCHOOL, staff_id="ashdown", now=NOW)
    call = Signer(site=app.config["HANDBELL"].site).form(f"/hooks/twilio/{name}/sms", a_text(MOBILE, EMOJI))
    return call.path, call.body, call.headers


HOOKS: Mapping[str, HookRig] = {
    "connector": HookRig(
        _connector_call,
        _connector_message,
        json.dumps(a_message("Look", attachments=[{"name": "a.jpg", "type": "image/jpeg", "content": "no!"}])).encode(),
        _connector_door,
    ),
    "twilio": HookRig(
        _twilio_call, _twilio_message, json.dumps(a_text(MOBILE, "Look") | {"NumMedia": "1"}).encode(), _twilio_door
    ),
}


@pytest.mark.parametrize("kind", registry.HOOKS)
def test_a_call_that_another_secret_signed_or_none_or_another_body_is_refused(kind: str) -> None:
    rig = HOOKS[kind]
    hook = registry.build_hook(kind, {"key": TOKEN})
    good = rig.signed(rig.message("Hello"), TOKEN)
    hook.verify(good)
    forged = [
        rig.signed(rig.message("Hello"), OTHER),
        replace(good, body=good.body + b" "),
        replace(good, headers={}),
        *(replace(good, headers={**good.headers, name: ""}) for name in good.headers if name.startswith("X-")),
        *(replace(good, headers={**good.headers, name: "🔔"}) for name in good.headers if name.startswith("X-")),
    ]
    for call in forged:
        with pytest.raises(HookRefused):
            hook.verify(call)
    with pytest.raises(Misconfigured):
        registry.build_hook(kind, {"key": ""})


@pytest.mark.parametrize("kind", registry.HOOKS)
def test_a_rotated_secret_counts_until_its_end_and_no_longer(kind: str) -> None:
    rig = HOOKS[kind]
    call = rig.signed(rig.message("Hello"), OTHER)
    for until, counts in ((NOW + timedelta(seconds=1), True), (NOW, False)):
        hook = registry.build_hook(kind, {"key": TOKEN, "old_key": OTHER, "old_key_until": until.isoformat()})
        hook.verify(rig.signed(rig.message("Hello"), TOKEN))
        if counts:
            hook.verify(call)
        else:
            with pytest.raises(HookRefused):
                hook.verify(call)


@pytest.mark.parametrize("kind", registry.HOOKS)
def test_rubbish_that_is_signed_is_told_apart_and_breaks_nothing(kind: str) -> None:
    rig, chance = HOOKS[kind], random.Random(SEED)
    hook = registry.build_hook(kind, {"key": TOKEN})
    whole, told_apart = rig.message(EMOJI), 0
    for _ in range(500):
        at = chance.randrange(len(whole))
        body = chance.choice(
            [
                chance.randbytes(chance.randrange(64)),
                whole[:at],
                whole[:at] + chance.randbytes(3) + whole[at:],
                whole[:at] + whole[at + 1 :],
                b"[" * chance.randrange(5000),
            ]
        )
        call = rig.signed(body, TOKEN)
        try:
            hook.verify(call)
            hook.parse(call)
        except (HookRefused, Unparseable):  # a caller that hashes text cannot sign bytes that are none
            told_apart += 1
    assert told_apart > 250, "most of this is rubbish"


@pytest.mark.parametrize("kind", registry.HOOKS)
def test_words_come_whole_or_not_at_all_and_a_file_that_is_refused_keeps_none_back(kind: str) -> None:
    rig = HOOKS[kind]
    hook = registry.build_hook(kind, {"key": TOKEN})
    for text in (EMOJI, "x" * 200_000):
        try:
            told = hook.parse(rig.signed(rig.message(text), TOKEN))
        except Unparseable:
            assert len(text) > 100_000
        else:
            assert isinstance(told, Inbound)
            assert told.text == text
    told = hook.parse(rig.signed(rig.refused_file, TOKEN))
    assert isinstance(told, Inbound)
    assert (told.text, told.files) == ("Look", ())
    assert told.refused
    assert all(one.endswith(".") for one in told.refused)


@pytest.mark.clause("C23")
@pytest.mark.parametrize("kind", registry.HOOKS)
def test_a_call_that_comes_a_hundred_times_at_once_is_one_message(
    kind: str, sample_school: Flask, clock: SetClock
) -> None:
    clock.now = NOW
    path, body, headers = HOOKS[kind].door(sample_school)

    def knock(_number: int) -> int:
        return sample_school.test_client().post(path, data=body, headers=dict(headers)).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = list(pool.map(knock, range(REPLAYS)))
    assert all(code < 300 for code in codes), codes
    with sample_school.app_context():
        assert rows("SELECT count(*) FROM arrivals") == [(1,)]
        assert rows("SELECT text FROM messages WHERE by != 'staff'") == [(EMOJI,)]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits as long as a school's Handbell would."""
    monkeypatch.setattr(http, "ANSWER_WITHIN", 0.5)
    monkeypatch.setattr(smtp, "Limits", lambda: QUICK)


QUICK = smtp.Limits(step=0.5, whole=2.0, taken=0.5)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault: what sets it up and takes it away again around a sending, given the settings; yields the settings to use."""

    name: str
    around: Callable[[pytest.FixtureRequest, dict[str, Any]], Any]


def _line(fault: str, on: int) -> Trouble:
    @contextmanager
    def around(_request: pytest.FixtureRequest, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
        meddler = Meddler(settings["url"], fault, on=on)
        try:
            yield settings | {"url": meddler.url}
            assert meddler.met or on > 1, "the sending went past the fault"
        finally:
            meddler.close()

    return Trouble(f"{fault} at question {on}", around)


def _answer(fixture: str, name: str, said: Said) -> Trouble:
    @contextmanager
    def around(request: pytest.FixtureRequest, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
        service: FakeService = request.getfixturevalue(fixture)
        service.faults.append(Fault("", said, times=50))
        try:
            yield settings
        finally:
            service.faults.clear()

    return Trouble(name, around)


def _smtp(step: str, answer: str) -> Trouble:
    @contextmanager
    def around(request: pytest.FixtureRequest, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
        server: FaultySmtp = request.getfixturevalue("faulty_smtp")
        setattr(server.faults, step, answer)
        try:
            yield settings
        finally:
            setattr(server.faults, step, "")

    return Trouble(f"{step} {answer}", around)


def service_troubles(fixture: str) -> tuple[Trouble, ...]:
    html = {"Content-Type": "text/html"}
    return (
        *(_line(fault, on) for fault in BREAKS for on in (1, 2, 3)),
        _answer(fixture, "429", Said(429, {}, {"Retry-After": "17"})),
        *(_answer(fixture, str(code), Said(code, b"<html>Oops</html>", html)) for code in (500, 502, 503, 504)),
        _answer(fixture, "HTML for JSON", Said(200, b"<html>Sign in</html>", html)),
        _answer(fixture, "nothing for JSON", Said(200, b"")),
    )


@contextmanager
def _no_folder(_request: pytest.FixtureRequest, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield settings | {"folder": "/dev/null/letters"}


TROUBLES: Mapping[str, tuple[Trouble, ...]] = {
    "smtp": tuple(
        _smtp(step, answer)
        for step in ("on_mail", "on_rcpt", "on_data", "on_dot")
        for answer in (
            CUT,
            *((HANG,) if step != "on_data" else ()),
            *(("451 4.3.0 later",) if step != "on_dot" else ()),
        )
    ),
    "graph_out": service_troubles("graph"),
    "gmail_out": service_troubles("gmail"),
    "twilio": service_troubles("twilio"),
    "simulator": (Trouble("no folder", _no_folder),),
}
PAIRS = [(kind, trouble) for kind in registry.CHANNELS for trouble in TROUBLES[kind]]


def _case(kind: str, request: pytest.FixtureRequest) -> tuple[ChannelCase, Outbound]:
    if kind in TEXTS:
        return TEXTS[kind](request), replace(LETTER, to_address=MOBILE, subject="", html="")
    return CHANNELS[kind](request), LETTER


@pytest.mark.clause("C23")
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("kind", "trouble"), PAIRS, ids=[f"{kind}: {trouble.name}" for kind, trouble in PAIRS])
def test_a_fault_on_the_way_loses_no_letter_and_sends_none_twice(
    kind: str, trouble: Trouble, request: pytest.FixtureRequest
) -> None:
    case, letter = _case(kind, request)
    outcome = "sent"
    with trouble.around(request, case.settings) as settings:
        try:
            case.build(settings).send(letter)
        except TryLater:
            outcome = "try later"
        except OutcomeUnknown:
            outcome = "unknown"
        except Refused as wrong:
            raise AssertionError(f"a fault of the network is no answer about the letter: {wrong}") from wrong
    arrived = len(case.arrived())
    if outcome == "sent":
        assert arrived == 1, "it is said to have gone, and has not arrived once"
    elif outcome == "try later":
        channel = case.build(case.settings)
        assert arrived == 0 or channel.can.safe_to_resend, "it will be sent again, and has gone"
        channel.send(replace(letter, tried_at=NOW))
        assert arrived + len(case.arrived()) == 1
    else:
        assert arrived <= 1


@pytest.mark.parametrize("kind", [kind for kind in registry.CHANNELS if kind not in ("smtp", "simulator")])
def test_a_service_that_asks_for_time_is_given_it(kind: str, request: pytest.FixtureRequest) -> None:
    case, letter = _case(kind, request)
    trouble = next(one for one in TROUBLES[kind] if one.name == "429")
    with trouble.around(request, case.settings) as settings, pytest.raises(TryLater) as caught:
        case.build(settings).send(letter)
    assert (caught.value.after or 0) >= 17


def test_every_entry_of_the_registry_has_a_rig() -> None:
    assert HOOKS.keys() == registry.HOOKS.keys()
    assert TROUBLES.keys() == registry.CHANNELS.keys() == CHANNELS.keys() | TEXTS.keys()
    assert MAILBOXES.keys() == registry.MAILBOXES.keys()
    assert PUBLISHERS.keys() == registry.PUBLISHERS.keys()
