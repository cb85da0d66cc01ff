"""The school's text number at Twilio: nothing forged is heard, nothing goes twice, and every state is true."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from gateway.ports.channels import Channel, Inbound, Outbound, Provable, RawHook, Receipt
from gateway.ports.errors import (
    HookRefused,
    Misconfigured,
    OutcomeUnknown,
    PortError,
    Refused,
    TryLater,
    Unparseable,
    Unreachable,
)
from integrations import registry
from integrations.schoolcomms.codes import STATES
from tests.channels.fake_service import Fault, Said
from tests.channels.openapi import Description, description
from tests.clocks import MONDAY_MORNING
from tests.servers.places import free_port
from tests.servers.twilio import ACCOUNT, NUMBER, SITE, TOKEN, Call, FakeTwilio, Signer, a_text

MOBILE = "+447700900123"
SMS = "/hooks/twilio/texts/sms"
TEXT = Outbound(
    reference="7",
    to_address=MOBILE,
    to_name="",
    subject="",
    text="Found her gloves.\nMiss Nair\n",
    sent_at=MONDAY_MORNING,
)
SIGNER = Signer()


def keep(_token: str) -> None:
    raise AssertionError("Twilio has no refresh token")


def channel(twilio: FakeTwilio, **changes: Any) -> Channel:
    return registry.build_channel("twilio", twilio.settings(**changes), keep=keep)


def raw(call: Call, *, at: datetime | None = MONDAY_MORNING, **changes: Any) -> RawHook:
    return replace(RawHook("texts", "", call.body, at, dict(call.headers), SITE + call.path), **changes)


def heard(call: Call, **settings: Any) -> Inbound | Receipt:
    """What is understood of a call that was let in."""
    hook = registry.build_hook("twilio", {"key": TOKEN, **settings})
    hook.verify(raw(call))
    return hook.parse(raw(call))


def came(**fields: Any) -> Inbound:
    told = heard(SIGNER.form(SMS, a_text(MOBILE, "Thank you") | fields))
    assert isinstance(told, Inbound)
    return told


def test_a_text_goes_out_once_with_the_address_that_hears_what_became_of_it(twilio: FakeTwilio) -> None:
    sid = channel(twilio).send(TEXT).vendor_id
    (text,) = twilio.texts
    assert (text.sid, text.to, text.body) == (sid, MOBILE, "Found her gloves.\nMiss Nair")
    assert text.callback == f"{SITE}/hooks/twilio/texts/status?ref=7"


@pytest.mark.parametrize("words", ["ł" * 1600, "🎈 Zofia’s gloves", "a" * 1600])
def test_every_character_arrives(twilio: FakeTwilio, words: str) -> None:
    channel(twilio).send(replace(TEXT, text=words))
    assert twilio.texts[0].body == words


@pytest.mark.parametrize("changes", [{"text": "a" * 1601}, {"text": " \n"}, {"to_address": "agnieszka@mail.example"}])
def test_what_no_text_can_be_is_refused_and_never_asked_for(twilio: FakeTwilio, changes: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        channel(twilio).send(replace(TEXT, **changes))
    assert str(caught.value).endswith(".")
    assert twilio.asked == []


@pytest.mark.parametrize(
    ("code", "error", "why"),
    [
        (21610, Unreachable, "opted_out"),
        (21614, Unreachable, "landline"),
        (21635, Unreachable, "landline"),
        (21211, Unreachable, "not_in_use"),
        (21408, Refused, ""),
        (99999, Refused, ""),
        (21606, Misconfigured, ""),
        (63038, Misconfigured, ""),
    ],
)
def test_each_refusal_is_what_it_means_and_its_sentence_names_no_number(
    twilio: FakeTwilio, code: int, error: type[PortError], why: str
) -> None:
    twilio.refused[MOBILE] = code
    with pytest.raises(PortError) as caught:
        channel(twilio).send(TEXT)
    assert type(caught.value) is error
    assert getattr(caught.value, "why", "") == why
    assert MOBILE not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_text_that_was_taken_before_the_line_broke_is_found_and_not_sent_again(twilio: FakeTwilio) -> None:
    twilio.faults.append(Fault("POST /Messages.json"))
    assert channel(twilio).send(TEXT).vendor_id == twilio.texts[0].sid
    assert len(twilio.texts) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_answer_that_says_nothing_leaves_it_unknown_and_sends_no_second(twilio: FakeTwilio, status: int) -> None:
    twilio.faults.append(Fault("POST /Messages.json", Said(status, b"<html>oops")))
    with pytest.raises(OutcomeUnknown):
        channel(twilio).send(TEXT)
    assert twilio.count("POST /Messages.json") == 1


def test_where_even_asking_fails_it_is_unknown(twilio: FakeTwilio) -> None:
    twilio.faults += [Fault("POST /Messages.json"), Fault("GET /Messages.json", Said(503, b""))]
    with pytest.raises(OutcomeUnknown):
        channel(twilio).send(TEXT)


@pytest.mark.parametrize("body", [b"", b"rubbish", b"[]", b"{}", b'{"sid": null}', b'{"sid": 7, "date_created": 5}'])
def test_an_answer_that_makes_no_sense_is_unknown(twilio: FakeTwilio, body: bytes) -> None:
    twilio.faults.append(Fault("POST /Messages.json", Said(201, body)))
    try:
        sent = channel(twilio).send(TEXT)
    except OutcomeUnknown:
        return
    assert sent.vendor_id == "7", "only an answer with an id is one"


def test_the_same_words_an_hour_ago_or_to_somebody_else_or_failed_are_not_this_text(twilio: FakeTwilio) -> None:
    channel(twilio).send(TEXT)
    channel(twilio).send(replace(TEXT, to_address="+447700900456"))
    twilio.texts[0].made_at = MONDAY_MORNING - timedelta(hours=1)
    channel(twilio).send(TEXT)
    twilio.becomes(twilio.texts[2], "failed", 30003)
    twilio.faults.append(Fault("POST /Messages.json", Said(503, b"")))
    with pytest.raises(OutcomeUnknown):
        channel(twilio).send(TEXT)


def test_before_a_person_sends_it_again_twilio_is_asked_whether_it_went(twilio: FakeTwilio) -> None:
    sid = channel(twilio).send(TEXT).vendor_id
    again = replace(TEXT, tried_at=MONDAY_MORNING, sent_at=MONDAY_MORNING + timedelta(minutes=30))
    assert channel(twilio).send(again).vendor_id == sid
    assert len(twilio.texts) == 1
    twilio.becomes(twilio.texts[0], "undelivered", 30003)
    assert channel(twilio).send(again).vendor_id != sid


@pytest.mark.parametrize(
    ("status", "code", "error"), [(401, 20003, Misconfigured), (400, 20429, TryLater), (400, 7, Refused)]
)
def test_where_asking_is_refused_before_a_second_text_none_goes(
    twilio: FakeTwilio, status: int, code: int, error: type[PortError]
) -> None:
    twilio.faults.append(Fault("GET /Messages.json", Said(status, {"code": code, "message": "no", "status": status})))
    with pytest.raises(error):
        channel(twilio).send(replace(TEXT, tried_at=MONDAY_MORNING))
    assert twilio.texts == []


def test_what_never_reached_twilio_is_tried_again(twilio: FakeTwilio) -> None:
    with pytest.raises(TryLater):
        channel(twilio, url=f"http://127.0.0.1:{free_port()}").send(TEXT)
    twilio.faults.append(Fault("POST /Messages.json", Said(429, {"code": 20429, "status": 429})))
    with pytest.raises(TryLater):
        channel(twilio).send(TEXT)
    assert twilio.texts == []


def test_a_wrong_token_is_said_to_whoever_keeps_the_settings(twilio: FakeTwilio) -> None:
    with pytest.raises(Misconfigured, match="token"):
        channel(twilio, key="b1" * 16).send(TEXT)


@pytest.mark.parametrize("name", ["account", "key", "number", "callback"])
@pytest.mark.parametrize("useless", ["", None, 7])
def test_settings_that_cannot_work_are_refused_in_a_sentence(twilio: FakeTwilio, name: str, useless: object) -> None:
    with pytest.raises(Misconfigured) as caught:
        channel(twilio, **{name: useless})
    assert str(caught.value).endswith(".")
    assert TOKEN not in str(caught.value)


def test_a_number_is_proved_by_its_account_and_the_address_that_is_called(twilio: FakeTwilio) -> None:
    twilio.sms_url = f"{SITE}/hooks/twilio/texts/sms#rc=5"
    built = channel(twilio)
    assert isinstance(built, Provable)
    built.prove()
    assert twilio.texts == []
    for changes, error, said in (
        ({"number": "+447700900998"}, Refused, "no such number"),
        ({"callback": f"{SITE}/hooks/twilio/other/status"}, Refused, "/hooks/twilio/other/sms"),
        ({"key": "b1" * 16}, Misconfigured, "token"),
        ({"url": f"http://127.0.0.1:{free_port()}"}, TryLater, "does not answer"),
    ):
        built = channel(twilio, **changes)
        assert isinstance(built, Provable)
        with pytest.raises(error, match=said):
            built.prove()


def test_nothing_of_a_text_reaches_a_log(twilio: FakeTwilio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    channel(twilio).send(TEXT)
    assert MOBILE.removeprefix("+") not in caplog.text
    assert "gloves" not in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("form", ["form", "json"])
def test_a_signed_text_is_heard_in_both_forms(form: str) -> None:
    told = heard(getattr(SIGNER, form)(SMS, a_text(MOBILE, "Może być 🎈 & more")))
    assert isinstance(told, Inbound)
    assert (told.vendor_id, told.person_id, told.text) == (f"SM{'a' * 32}", MOBILE, "Może być 🎈 & more")
    assert (told.unsanctioned, told.wish, told.refused) == ("", "", ())


def forged() -> dict[str, RawHook]:
    """Calls that must not be let in, by what is wrong with them."""
    form, json = SIGNER.form(SMS, a_text(MOBILE, "Hello")), SIGNER.json(SMS, a_text(MOBILE, "Hello"))
    unsigned = {"Content-Type": "application/x-www-form-urlencoded"}
    bare = json.path.partition("?")[0]
    return {
        "no signature": raw(form, headers=unsigned),
        "an empty one": raw(form, headers=unsigned | {"X-Twilio-Signature": ""}),
        "rubbish": raw(form, headers=unsigned | {"X-Twilio-Signature": "ÿ☃" * 14}),
        "another token": raw(SIGNER.form(SMS, a_text(MOBILE, "Hello"), token="b1" * 16)),
        "a changed word": raw(form, body=form.body.replace(b"Hello", b"Jello")),
        "a field more": raw(form, body=form.body + b"&OptOutType=STOP"),
        "another door": raw(form, url=f"{SITE}/hooks/twilio/other/sms"),
        "changed JSON": raw(json, body=json.body.replace(b"Hello", b"Jello")),
        "JSON without its hash": raw(json, url=SITE + bare),
        "JSON said to be a form": raw(json, headers=dict(json.headers) | unsigned),
        "a form said to be JSON": raw(form, headers=dict(form.headers) | {"Content-Type": "application/json"}),
        "bytes that are no text": raw(form, body=b"\xff\xfe\x00"),
        "ten thousand fields": raw(form, body=b"a=1&" * 10_000),
        "an unknown algorithm": raw(
            form, headers=dict(form.headers) | {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=ROT13"}
        ),
        "no time": raw(form, at=None),
    }


@pytest.mark.parametrize("how", forged())
def test_a_forgery_is_refused_in_a_sentence(how: str) -> None:
    with pytest.raises(HookRefused) as caught:
        registry.build_hook("twilio", {"key": TOKEN}).verify(forged()[how])
    assert str(caught.value).endswith(".")


def test_while_the_token_changes_both_count_and_the_old_one_ends() -> None:
    until = MONDAY_MORNING + timedelta(days=7)
    hook = registry.build_hook("twilio", {"key": "b1" * 16, "old_key": TOKEN, "old_key_until": until.isoformat()})
    call = SIGNER.form(SMS, a_text(MOBILE, "Hello"))
    hook.verify(raw(call))
    hook.verify(raw(SIGNER.form(SMS, a_text(MOBILE, "Hello"), token="b1" * 16)))
    with pytest.raises(HookRefused):
        hook.verify(raw(call, at=until))


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("STOP", "stop"),
        (" cancel ", "stop"),
        ("Quit", "stop"),
        ("Yes", "start"),
        ("unstop", "start"),
        ("Please cancel the club", ""),
        ("Yes please", ""),
        ("", ""),
        ("help", ""),
    ],
)
def test_only_the_single_words_that_twilio_acts_upon_are_a_wish(words: str, wish: str) -> None:
    assert came(Body=words).wish == wish


def test_twilios_own_word_for_a_wish_counts_before_the_text() -> None:
    assert came(Body="no more thanks", OptOutType="STOP").wish == "stop"


def test_a_group_a_foreign_app_and_a_picture_are_told_apart() -> None:
    assert came(OtherRecipients0="+447700900456").unsanctioned == "group"
    assert came(From=f"whatsapp:{MOBILE}").unsanctioned == "another_app"
    assert "words alone" in came(NumMedia="1", MediaUrl0="https://api.twilio.com/x").refused[0]


@pytest.mark.parametrize("changes", [{"MessageSid": ""}, {"MessageSid": "SM1"}, {"From": " "}])
def test_a_text_without_id_or_number_goes_to_a_person(changes: dict[str, str]) -> None:
    fields = a_text(MOBILE, "Hello") | {"SmsSid": ""} | changes
    with pytest.raises(Unparseable):
        heard(SIGNER.form(SMS, fields))


@pytest.mark.parametrize(
    ("status", "code", "state", "unreachable"),
    [
        ("queued", None, "handed_over", ""),
        ("sent", None, "dispatched", ""),
        ("delivered", None, "delivered", ""),
        ("undelivered", 30003, "failed", ""),
        ("undelivered", 30006, "failed", "landline"),
        ("failed", 21610, "failed", "opted_out"),
        ("failed", 30005, "failed", "not_in_use"),
        ("failed", None, "failed", ""),
    ],
)
def test_a_callback_says_which_text_and_what_became_of_it(
    twilio: FakeTwilio, status: str, code: int | None, state: str, unreachable: str
) -> None:
    channel(twilio).send(TEXT)
    told = heard(twilio.becomes(twilio.texts[0], status, code))
    assert isinstance(told, Receipt)
    assert (told.reference, told.vendor_id, told.state) == ("7", twilio.texts[0].sid, state)
    assert told.unreachable == unreachable
    assert bool(told.failure) is (state == "failed")


def test_a_state_that_nobody_knows_goes_to_a_person(twilio: FakeTwilio) -> None:
    channel(twilio).send(TEXT)
    with pytest.raises(Unparseable):
        heard(twilio.becomes(twilio.texts[0], "teleported"))


@pytest.fixture
def described(handbell_data: Path) -> Description:
    """Twilio's own description of the paths that are used."""
    return description(handbell_data / "twilio" / "messages.openapi.json")


def test_what_we_ask_of_twilio_is_in_its_description(twilio: FakeTwilio, described: Description) -> None:
    twilio.faults.append(Fault("POST /Messages.json"))
    channel(twilio).send(TEXT)
    sent, listed = twilio.asked
    assert set(parse_qs(sent.body.decode())) <= described.form("POST", "Messages")
    assert described.required("POST", "Messages") <= set(parse_qs(sent.body.decode()))
    assert set(listed.query) <= described.query("GET", "Messages")
    for asked in (sent, listed):
        assert re.fullmatch(described.path("Messages"), asked.path), asked.path


def test_the_fake_answers_as_twilios_description_says(twilio: FakeTwilio, described: Description) -> None:
    channel(twilio).send(TEXT)
    made = twilio.work(twilio.asked[0]).body
    assert described.faults("message", made) == []
    assert set(made) == described.properties("message")
    assert described.faults("message", {**made, "status": "teleported"}), "a check that cannot fail is none"


def test_every_state_of_the_description_has_a_meaning(described: Description) -> None:
    assert set(described.states()) - set(STATES) == {"receiving", "received"}, "those two are of texts that come"
    assert set(STATES) <= set(described.states())


def test_dates_are_read_as_the_description_writes_them(twilio: FakeTwilio) -> None:
    twilio.clock = lambda: datetime(2026, 11, 23, 8, 10, 30, tzinfo=UTC)
    twilio.faults.append(Fault("POST /Messages.json"))
    assert channel(twilio).send(TEXT).vendor_id
    assert ACCOUNT in twilio.asked[0].path
    assert NUMBER in parse_qs(twilio.asked[0].body.decode())["From"]
