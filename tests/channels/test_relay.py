"""The relay on the line: what passes, what is kept, and the next hop's own answers."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.ports.errors import OutcomeUnknown, Refused, TryLater
from gateway.ports.relay import Envelope, Recipient
from integrations.school_email.relay import Relay
from tests.channels.relays import (
    AGNIESZKA,
    NAIR,
    STAFFROOM,
    STRANGER,
    Desk,
    a_relay,
    handed,
    letter,
    talking,
    until,
)
from tests.servers.places import free_port
from tests.servers.smtp import CUT, FaultySmtp


def test_mail_of_others_passes_to_the_byte_below_the_relays_own_lines(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    words = "..two dots\r\n...three\r\n\tTabs, blanks \r\nand \xe9"
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=letter(words=words)) == "250 2.0.0 OK queued as 4Xyz99"
    (mail,) = handed(faulty_smtp)
    above, _, below = mail.partition(b"From: ")
    assert b"From: " + below == letter(words=words.replace("..two", ".two").replace("...three", "..three"))
    assert above.startswith(b"Received: from test.example ([127.0.0.1]) by relay.localhost with ESMTP id ")
    assert above.count(b"\r\n") == 3


def test_a_talk_is_kept_and_not_passed(relay: Relay, desk: Desk, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        assert talk.mail(AGNIESZKA, NAIR, data=letter(AGNIESZKA)).startswith("250 ")
    assert handed(faulty_smtp) == []
    ((envelope, mail),) = desk.kept
    assert mail == letter(AGNIESZKA)
    assert (envelope.mail_from, envelope.recipients) == (AGNIESZKA, (Recipient(NAIR),))


def test_the_from_line_decides_where_the_envelope_was_rewritten(relay: Relay, desk: Desk) -> None:
    with talking(relay) as talk:
        talk.mail("srs0=ab=mail.example=agnieszka@forwarder.example", NAIR, data=letter(AGNIESZKA))
    assert len(desk.kept) == 1


def test_one_mail_to_a_teacher_and_to_others_is_kept_for_one_and_passes_for_the_others(
    relay: Relay, desk: Desk, faulty_smtp: FaultySmtp
) -> None:
    with talking(relay) as talk:
        talk.mail(AGNIESZKA, NAIR, STAFFROOM, data=letter(AGNIESZKA))
    assert [one.recipients for one, _ in desk.kept] == [(Recipient(NAIR),)]
    assert [one.rcpt_tos for one in faulty_smtp.faults.taken] == [[STAFFROOM]]


def test_what_is_no_talk_after_all_passes(relay: Relay, desk: Desk, faulty_smtp: FaultySmtp) -> None:
    desk.passing = frozenset({AGNIESZKA})
    with talking(relay) as talk:
        talk.mail(NAIR, AGNIESZKA, data=letter(NAIR))
    assert [one.rcpt_tos for one in faulty_smtp.faults.taken] == [[AGNIESZKA]]


def test_each_recipient_gets_the_next_hops_own_answer(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        assert talk.begin(STRANGER, STAFFROOM)[1].startswith("250 ")
        faulty_smtp.faults.on_rcpt = "550 5.1.1 nobody of that name"
        assert talk.say("RCPT TO:<no@elmswick.example>") == "550 5.1.1 nobody of that name"
        faulty_smtp.faults.on_rcpt = "450 4.2.1 try again"
        assert talk.say("RCPT TO:<busy@elmswick.example>") == "450 4.2.1 try again"
        talk.say("DATA")
        assert talk.say(letter(), b".\r\n").startswith("250 ")
    assert [one.rcpt_tos for one in faulty_smtp.faults.taken] == [[STAFFROOM]]


@pytest.mark.parametrize("answer", ["451 4.7.1 later", "554 5.6.0 no"])
def test_the_next_hops_refusal_of_a_mail_is_passed_back(relay: Relay, faulty_smtp: FaultySmtp, answer: str) -> None:
    faulty_smtp.faults.on_dot = answer
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=letter()) == answer
        faulty_smtp.faults.on_dot, faulty_smtp.faults.on_mail = "", answer
        assert talk.begin(STRANGER, STAFFROOM)[1] == answer
        faulty_smtp.faults.on_mail, faulty_smtp.faults.on_data = "", answer
        assert talk.mail(STRANGER, STAFFROOM, data=letter()) == answer


@pytest.mark.parametrize("step", ["on_mail", "on_rcpt", "on_data", "on_dot"])
def test_a_next_hop_that_breaks_off_makes_the_sender_come_again(
    relay: Relay, faulty_smtp: FaultySmtp, step: str
) -> None:
    setattr(faulty_smtp.faults, step, CUT)
    with talking(relay) as talk:
        first = talk.begin(STRANGER, STAFFROOM)[1]
        answer = first if step in ("on_mail", "on_rcpt") else (talk.say("DATA"), talk.say(letter(), b".\r\n"))[1]
        assert answer.startswith("451 4.4.1")
        setattr(faulty_smtp.faults, step, "")
        faulty_smtp.faults.taken.clear()
        assert talk.mail(STRANGER, STAFFROOM, data=letter()).startswith("250 ")


def test_with_a_dead_next_hop_others_come_again_and_a_talk_is_kept() -> None:
    desk = Desk()
    with a_relay(free_port(), desk) as relay, talking(relay) as talk:
        assert talk.begin(STRANGER, STAFFROOM)[1].startswith("451 4.4.1")
        assert talk.mail(AGNIESZKA, NAIR, data=letter(AGNIESZKA)).startswith("250 ")
        assert talk.mail("x@srs.example", NAIR, data=letter(AGNIESZKA)).startswith("250 ")
        assert talk.begin(STRANGER, NAIR)[1].startswith("250 ")
        talk.say("DATA")
        assert talk.say(letter(), b".\r\n").startswith("451 ")
    assert len(desk.kept) == 2


def test_nothing_is_answered_250_while_the_database_is_away(relay: Relay, desk: Desk, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        talk.begin(AGNIESZKA, NAIR)
        desk.away = RuntimeError("away")
        talk.say("DATA")
        assert talk.say(letter(AGNIESZKA), b".\r\n").startswith("451 4.3.0")
        desk.away = None
        assert talk.mail(AGNIESZKA, NAIR, data=letter(AGNIESZKA)).startswith("250 ")
    desk.away = RuntimeError("away")
    with a_relay(faulty_smtp.port, desk) as fresh, talking(fresh) as talk:
        assert talk.begin(STRANGER)[0].startswith("451 4.3.0")


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 4096])
def test_however_a_mail_is_cut_into_packets_it_arrives_whole(relay: Relay, faulty_smtp: FaultySmtp, size: int) -> None:
    wire = letter(words="one\r\n..\r\n.. \r\nlast") + b".\r\n"
    with talking(relay) as talk:
        talk.begin(STRANGER, STAFFROOM)
        talk.say("DATA")
        for at in range(0, len(wire), size):
            talk.send(wire[at : at + size])
        assert talk.hear().startswith("250 ")
        assert talk.say("NOOP").startswith("250 ")
    assert handed(faulty_smtp)[0].endswith(b"\r\n\r\none\r\n.\r\n. \r\nlast\r\n")


def test_commands_in_one_packet_are_answered_in_order(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    one = [f"MAIL FROM:<{STRANGER}>", f"RCPT TO:<{STAFFROOM}>", "DATA", letter(), b".\r\n"]
    with talking(relay) as talk:
        talk.send("EHLO test.example", *one, *one, "RCPT TO:<x@y.example>", "DATA", "NOOP", "QUIT")
        heard = [talk.hear()[:3] for _ in range(13)]
    assert heard == ["250", *["250", "250", "354", "250"] * 2, "503", "503", "250", "221"]
    assert len(handed(faulty_smtp)) == 2


def test_a_client_that_closes_its_half_behind_quit_is_answered_all_the_same(
    relay: Relay, faulty_smtp: FaultySmtp
) -> None:
    with socket.create_connection(("127.0.0.1", relay.port), timeout=10) as line:
        commands = ["EHLO a", f"MAIL FROM:<{STRANGER}>", f"RCPT TO:<{STAFFROOM}>", "DATA"]
        line.sendall("".join(f"{one}\r\n" for one in commands).encode() + letter() + b".\r\nQUIT\r\n")
        line.shutdown(socket.SHUT_WR)
        heard = line.makefile("rb").read().decode().splitlines()
    assert [one[:3] for one in heard[-3:]] == ["354", "250", "221"]
    assert len(handed(faulty_smtp)) == 1


def test_an_empty_mail_and_a_mail_without_a_head_pass(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=b"").startswith("250 ")
        assert talk.mail(STRANGER, STAFFROOM, data=b"\r\nonly words\r\n").startswith("250 ")
        assert talk.mail(STRANGER, STAFFROOM, data=b"Subject: no body\r\n").startswith("250 ")
    assert len(handed(faulty_smtp)) == 3


def test_letters_of_all_the_world_pass_where_the_next_hop_takes_them(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        talk.say("EHLO test.example")
        assert talk.say("MAIL FROM:<żółw@poczta.example> SMTPUTF8 BODY=8BITMIME").startswith("250 ")
        assert talk.say("RCPT TO:<kuchnia-ą@elmswick.example>").startswith("250 ")
        talk.say("DATA")
        assert talk.say(letter(words="Zażółć"), b".\r\n").startswith("250 ")
    assert faulty_smtp.faults.taken[0].mail_from == "żółw@poczta.example"
    assert "SMTPUTF8" in faulty_smtp.faults.taken[0].mail_options
    plain = FaultySmtp(smtputf8=False)
    try:
        with a_relay(plain.port) as other, talking(other) as talk:
            talk.say("EHLO test.example")
            assert talk.say("MAIL FROM:<żółw@poczta.example> SMTPUTF8").startswith("555 ")
    finally:
        plain.close()


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("on_mail", "550 5.7.1 no", Refused),
        ("on_rcpt", "550 5.1.1 no", Refused),
        ("on_rcpt", "450 4.2.1 later", TryLater),
        ("on_data", "451 4.3.0 later", TryLater),
        ("on_dot", "554 5.6.0 no", Refused),
        ("on_dot", "452 4.3.1 full", TryLater),
        ("on_mail", CUT, TryLater),
        ("on_rcpt", CUT, TryLater),
        ("on_data", CUT, OutcomeUnknown),  # the whole of so small a mail was under way when the line was cut
        ("on_dot", CUT, OutcomeUnknown),
    ],
)
def test_what_was_held_is_handed_on_with_the_truth_about_it(
    relay: Relay, faulty_smtp: FaultySmtp, step: str, answer: str, error: type[Exception]
) -> None:
    envelope = Envelope(AGNIESZKA, (Recipient(NAIR),), (), "Received: kept\r\n")
    setattr(faulty_smtp.faults, step, answer)
    with pytest.raises(error):
        relay.hop.hand_on(envelope, letter())
    setattr(faulty_smtp.faults, step, "")
    faulty_smtp.faults.taken.clear()
    assert "4Xyz99" in relay.hop.hand_on(envelope, letter(words=".dot"))
    assert handed(faulty_smtp) == [b"Received: kept\r\n" + letter(words=".dot")]


def test_a_relay_that_stops_lets_the_mail_on_the_line_finish(faulty_smtp: FaultySmtp) -> None:
    with ThreadPoolExecutor(1) as side, a_relay(faulty_smtp.port) as relay, talking(relay) as talk:
        talk.begin(STRANGER, STAFFROOM)
        talk.say("DATA")
        talk.send(letter()[:30])
        stopping = side.submit(relay.stop)
        assert not until(stopping.done, within=0.3)
        assert talk.say(letter()[30:], b".\r\n").startswith("250 ")
        stopping.result(timeout=10)
        relay.stop = lambda: None  # type: ignore[method-assign]


def test_a_report_without_a_sender_is_shown_to_the_desk_and_passes_to_its_reader(faulty_smtp: FaultySmtp) -> None:
    desk = Desk(passing=frozenset({NAIR}))
    with a_relay(faulty_smtp.port, desk) as relay, talking(relay) as talk:
        report = letter("mailer-daemon@mx.example")
        assert talk.mail("", NAIR, data=report).startswith("250 ")
        assert talk.mail("", STAFFROOM, data=report).startswith("250 "), "nobody whom Handbell knows reads that mailbox"
    assert [(envelope.mail_from, mail) for envelope, mail in desk.kept] == [("", report)]
    assert [one.rcpt_tos for one in faulty_smtp.faults.taken] == [[NAIR], [STAFFROOM]]
    assert handed(faulty_smtp)[0].endswith(report)
