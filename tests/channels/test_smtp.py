"""Handing mail over: a real Exim for what is right, a server that goes wrong for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.mail.automatic import may_be_answered
from gateway.mail.parsing import parse
from gateway.ports.channels import Outbound
from gateway.ports.errors import Misconfigured, OutcomeUnknown, PortError, Refused, TryLater
from integrations import registry
from integrations.school_email.server import Server
from integrations.school_email.smtp import Limits, SmtpChannel
from integrations.school_email.wire import mail_of, stuffed, told_wait
from tests.servers.exim import Exim
from tests.servers.smtp import CUT, HANG, FaultySmtp
from tests.servers.tokens import Reply, TokenServer

LETTER = Outbound(
    reference="42",
    to_address="dan@mail.example",
    to_name='O’Neill, "Dan" (Alfie’s dad)',
    subject="Re: Alfie’s reading book – and the " + "very " * 30 + "long walk",
    text="Dear Dan,\n.\n..two dots\nFrom here to there: é, ł, 你好 🎈\n" + "x" * 3000 + "\n\nMiss Nair\n",
    html="<p>Dear Dan, é</p>\n",
    message_id="<1a2b.c3d4@elmswick.example>",
    in_reply_to="<parent@mail.example>",
    references=(f"<{'r' * 120}@prod.outlook.example>", "<parent@mail.example>"),
    reply_to="office+c-abcdefghijklmnop@elmswick.example",
    from_name="Miss Nair, Elmswick Primary School",
    sent_at=datetime(2026, 11, 23, 8, 15, tzinfo=UTC),
)


def channel(port: int, **limits: float) -> SmtpChannel:
    quick = Limits(**({"step": 2.0, "whole": 4.0, "taken": 2.0} | limits))
    return SmtpChannel(Server("127.0.0.1", port, "none"), None, address="office@elmswick.example", limits=quick)


def build(settings: dict[str, Any]) -> Any:
    return registry.build_channel("smtp", settings, keep=lambda token: None)


def test_exim_takes_a_letter_and_it_reads_back_as_it_was_written(exim: Exim) -> None:
    result = build(exim.settings()).send(LETTER)
    raw = exim.next_mail()
    found = parse(raw)
    assert not found.problems
    assert (found.subject, found.message_id, found.date) == (LETTER.subject, LETTER.message_id, LETTER.sent_at)
    assert (found.from_.name, found.from_.address) == (LETTER.from_name, "office@elmswick.example")
    assert [(one.name, one.address) for one in found.to] == [(LETTER.to_name, LETTER.to_address)]
    assert (found.in_reply_to, found.references) == ((LETTER.in_reply_to,), LETTER.references)
    assert [one.address for one in found.reply_to] == [LETTER.reply_to]
    assert found.text.strip() == LETTER.text.strip()
    assert found.return_path.strip("<>") == "office@elmswick.example"
    assert result.vendor_id in raw.decode("utf-8", "replace"), "Exim's own name for the mail stands in its trace"


def test_exim_takes_letters_beyond_ascii_in_an_address(exim: Exim) -> None:
    build(exim.settings()).send(replace(LETTER, to_address="zoë@bücher.example"))
    assert parse(exim.next_mail()).to[0].address in {"zoë@bücher.example", "zoë@xn--bcher-kva.example"}


def test_a_server_that_knows_ascii_only_is_not_given_such_an_address() -> None:
    server = FaultySmtp(smtputf8=False)
    with pytest.raises(Refused, match="SMTPUTF8"):
        channel(server.port).send(replace(LETTER, to_address="zoë@mail.example"))
    assert channel(server.port).send(replace(LETTER, to_address="dan@bücher.example"))
    server.close()
    assert [envelope.rcpt_tos for envelope in server.faults.taken] == [["dan@xn--bcher-kva.example"]]


@pytest.mark.parametrize(
    ("to", "changes", "error", "said"),
    [
        ("nobody-here@mail.example", {}, Refused, "550 5.1.1"),
        ("busy@mail.example", {}, TryLater, "4.2.1"),
        ("dan@mail.example", {"password": "wrong"}, Misconfigured, "535"),
        ("dan@mail.example", {"password": "päßwort"}, Misconfigured, "535"),
        ("dan@mail.example", {"ca_file": ""}, Misconfigured, "does not prove"),
        ("dan@mail.example", {"tls": "implicit"}, TryLater, "does not answer"),
    ],
)
def test_what_exim_refuses_is_told_apart(
    exim: Exim, to: str, changes: dict[str, str], error: type[PortError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        build(exim.settings(**changes)).send(replace(LETTER, to_address=to))
    assert "@" not in str(caught.value), "an address would end up on screens and in logs"


def test_a_server_that_says_when_to_come_again_is_left_alone_until_then(exim: Exim) -> None:
    with pytest.raises(TryLater) as caught:
        build(exim.settings()).send(replace(LETTER, to_address="busy@mail.example"))
    assert caught.value.after == 300.0


@pytest.mark.parametrize(
    ("fault", "answer", "error"),
    [
        ("on_mail", "451 later", TryLater),
        ("on_mail", "550 5.7.60 may not send as that", Misconfigured),
        ("on_mail", CUT, TryLater),
        ("on_mail", HANG, TryLater),
        ("on_rcpt", "450 greylisted", TryLater),
        ("on_rcpt", "550 no such person", Refused),
        ("on_rcpt", "421 going down", TryLater),
        ("on_rcpt", CUT, TryLater),
        ("on_rcpt", HANG, TryLater),
        ("on_data", "451 no room", TryLater),
        ("on_data", "554 no", Refused),
        ("on_dot", "452 4.3.1 no room", TryLater),
        ("on_dot", "554 5.6.0 not this", Refused),
        ("on_dot", "552 5.2.2 mailbox full", Refused),
        ("on_dot", "354 what", OutcomeUnknown),
        ("on_dot", "hello", OutcomeUnknown),
        ("on_dot", "2" * 9000, OutcomeUnknown),
        ("on_dot", CUT, OutcomeUnknown),
        ("on_dot", HANG, OutcomeUnknown),
    ],
)
def test_before_the_last_byte_nothing_has_gone_and_after_it_nobody_knows(
    faulty_smtp: FaultySmtp, fault: str, answer: str, error: type[PortError]
) -> None:
    setattr(faulty_smtp.faults, fault, answer)
    with pytest.raises(error) as caught:
        channel(faulty_smtp.port, step=0.5, taken=0.5).send(LETTER)
    assert type(caught.value) is error


def test_a_line_cut_in_the_middle_of_the_mail_has_sent_nothing(faulty_smtp: FaultySmtp) -> None:
    faulty_smtp.faults.on_data = CUT
    with pytest.raises(TryLater):
        channel(faulty_smtp.port).send(replace(LETTER, html="<p>é</p>" * 800_000))
    assert faulty_smtp.faults.taken == []


def test_a_server_too_slow_for_the_whole_is_given_up_before_the_last_byte(faulty_smtp: FaultySmtp) -> None:
    with pytest.raises(TryLater, match="too slow"):
        channel(faulty_smtp.port, whole=0.0).send(LETTER)
    assert faulty_smtp.faults.taken == []


def test_the_longest_send_ends_well_before_its_lease() -> None:
    limits = Limits()
    assert limits.whole + limits.step + limits.taken <= 300


def test_nobody_there_is_tried_again() -> None:
    with pytest.raises(TryLater):
        channel(1).send(LETTER)


def test_the_answer_names_the_mail_or_else_its_own_id_does(faulty_smtp: FaultySmtp) -> None:
    assert channel(faulty_smtp.port).send(LETTER).vendor_id == "4Xyz99"
    faulty_smtp.faults.on_dot = "250 thanks"
    assert channel(faulty_smtp.port).send(LETTER).vendor_id == LETTER.message_id


def test_a_token_that_is_refused_is_renewed_once(faulty_smtp: FaultySmtp, token_server: TokenServer) -> None:
    faulty_smtp.faults.token_good = lambda token: token == "token-2"
    settings = {"host": "127.0.0.1", "port": faulty_smtp.port, "tls": "none", "user": "office@elmswick.example"}
    build(settings | {"oauth": token_server.settings()}).send(LETTER)
    assert faulty_smtp.faults.tokens == ["token-1", "token-2"]
    assert len(faulty_smtp.faults.taken) == 1


def test_tokens_that_are_refused_twice_are_for_a_person(faulty_smtp: FaultySmtp, token_server: TokenServer) -> None:
    faulty_smtp.faults.token_good = lambda token: False
    settings = {"host": "127.0.0.1", "port": faulty_smtp.port, "tls": "none", "user": "office@elmswick.example"}
    with pytest.raises(Misconfigured):
        build(settings | {"oauth": token_server.settings()}).send(LETTER)
    assert faulty_smtp.faults.taken == []


def test_a_sign_in_service_that_is_down_lets_the_mail_wait(faulty_smtp: FaultySmtp, token_server: TokenServer) -> None:
    token_server.instead.append(Reply(status=503))
    settings = {"host": "127.0.0.1", "port": faulty_smtp.port, "tls": "none", "user": "office@elmswick.example"}
    with pytest.raises(TryLater):
        build(settings | {"oauth": token_server.settings()}).send(LETTER)


@pytest.mark.parametrize(
    "field", ["subject", "to_name", "from_name", "to_address", "reply_to", "message_id", "reference"]
)
@pytest.mark.parametrize("broken", ["a\r\nBcc: all@mail.example", "a\nX: y", "a\rb", "a\x00b", "a\u2028b"])
def test_nobody_breaks_out_of_a_header(faulty_smtp: FaultySmtp, field: str, broken: str) -> None:
    with pytest.raises(Refused):
        channel(faulty_smtp.port).send(replace(LETTER, **{field: broken}))
    assert faulty_smtp.faults.taken == []


@pytest.mark.parametrize("address", ["", "dan", "dan@a@b", "dan@x> SIZE=1", "a@x,b@y", "<dan@x>", "a b@x"])
def test_an_address_that_is_none_is_refused(faulty_smtp: FaultySmtp, address: str) -> None:
    with pytest.raises(Refused):
        channel(faulty_smtp.port).send(replace(LETTER, to_address=address))


@pytest.mark.clause("C23")
def test_automatic_mail_says_so_and_none_of_ours_is_ever_answered() -> None:
    automatic = parse(mail_of(replace(LETTER, automatic=True), from_address="office@elmswick.example", eight_bit=False))
    assert automatic.header("auto-submitted") == "auto-replied"
    assert automatic.header("x-auto-response-suppress") == "OOF, AutoReply"
    personal = parse(mail_of(LETTER, from_address="office@elmswick.example", eight_bit=False))
    assert personal.header("auto-submitted") == ""
    assert not may_be_answered(automatic)
    assert not may_be_answered(personal)


@pytest.mark.parametrize("eight_bit", [True, False])
def test_no_line_is_longer_than_smtp_carries_and_none_ends_the_mail_early(eight_bit: bool) -> None:
    wide = replace(LETTER, subject="é" * 900, to_name="ł" * 300, from_name="x" * 500, text="\n.\r\n.\n" + "ж" * 5000)
    raw = stuffed(mail_of(wide, from_address="office@elmswick.example", eight_bit=eight_bit))
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 998
    assert b"." not in lines
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert eight_bit or raw.isascii()
    assert parse(raw).subject == wide.subject


def test_eight_bits_go_only_where_the_server_takes_them() -> None:
    short = replace(LETTER, text="Zoë\n", html="")
    assert not mail_of(short, from_address="office@elmswick.example", eight_bit=True).isascii()
    assert mail_of(short, from_address="office@elmswick.example", eight_bit=False).isascii()


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (b"4.7.1 Greylisted, please try again in 300 seconds", 300.0),
        (b"4.2.1 retry after 2 hours", 7200.0),
        (b"wait 5 min", 300.0),
        (b"try again in 99999 hours", 86400.0),
        (b"4.3.2 come back later", None),
    ],
)
def test_a_wait_is_read_from_the_words(answer: bytes, seconds: float | None) -> None:
    assert told_wait(answer) == seconds
