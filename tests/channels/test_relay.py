"""The relay's manners on the line: what passes, what is kept, what is refused, and that nothing slips through."""

from __future__ import annotations

import random
import smtplib
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.relay import Envelope, Recipient
from integrations.school_email.relay import Relay, open_relay
from integrations.school_email.relay_gate import gate_from
from integrations.school_email.relay_wire import mark_of
from tests.channels.relays import KEY, NOON, STAFFROOM, STRANGER, Desk, a_relay, letter, talking, until
from tests.servers.places import certificate_in, free_port
from tests.servers.smtp import CUT, FaultySmtp
from tests.torture import repeats

NAIR, AGNIESZKA = "nair@elmswick.example", "agnieszka@mail.example"


@pytest.fixture
def desk() -> Desk:
    """A desk that keeps what it is given."""
    return Desk()


@pytest.fixture
def relay(faulty_smtp: FaultySmtp, desk: Desk) -> Iterator[Relay]:
    """A relay before a server that goes wrong where the test says."""
    with a_relay(faulty_smtp.port, desk) as opened:
        yield opened


def handed(hop: FaultySmtp) -> list[bytes]:
    """What the next hop has taken."""
    return [bytes(one.original_content or b"") for one in hop.faults.taken]


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


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [
        (STRANGER, "victim@elsewhere.example"),
        ("a@elmswick.example.evil.example", "victim@elsewhere.example"),
        (STRANGER, "@elmswick.example:victim@elsewhere.example"),
        (STRANGER, "victim@elsewhere.example@x.example"),
        (STRANGER, '"nair@elmswick.example"@elsewhere.example'),
        (STRANGER, "victim%elsewhere.example@x.example"),
        (STRANGER, "elsewhere.example!victim"),
        (STRANGER, "victim"),
        (STRANGER, "victim@[192.0.2.1]"),
        (STRANGER, ""),
        (AGNIESZKA, "victim@elsewhere.example"),
    ],
)
def test_nobody_uses_the_relay_to_reach_others(
    relay: Relay, faulty_smtp: FaultySmtp, sender: str, recipient: str
) -> None:
    with talking(relay) as talk:
        assert talk.begin(sender, recipient)[1][:3] in ("550", "553", "501")
        assert talk.say("DATA").startswith("503 ")
    assert handed(faulty_smtp) == []


def test_the_null_sender_reaches_others_only_for_the_school(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        assert talk.mail("", "victim@elsewhere.example", data=letter()).startswith("550 5.7.1")
        assert talk.mail("", "someone@elsewhere.example", data=letter("no-reply@elmswick.example")).startswith("250 ")
    assert [one.rcpt_tos for one in faulty_smtp.faults.taken] == [["someone@elsewhere.example"]]
    assert faulty_smtp.faults.taken[0].mail_from in ("", "<>")


SMUGGLED = (
    b"MAIL FROM:<head@elmswick.example>\r\nRCPT TO:<kitchen@elmswick.example>\r\nDATA\r\nFrom: x\r\n\r\nforged\r\n.\r\n"
)


@pytest.mark.parametrize(
    "end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r.\r",
        b"\r\n.\n",
        b"\r\n.\r",
        b"\r.\r\n",
        b"\r\n\x00.\r\n",
        b"\n\n.\r\n",
        b"\r\r\n.\r\r\n",
    ],
)
def test_no_second_mail_is_smuggled_in_behind_an_end_that_servers_read_differently(
    relay: Relay, faulty_smtp: FaultySmtp, end: bytes
) -> None:
    with talking(relay) as talk:
        talk.begin(STRANGER, STAFFROOM)
        talk.say("DATA")
        assert talk.say(letter(), b"first", end, SMUGGLED).startswith("550 5.6.11")
        assert talk.say("NOOP").startswith("250 "), "something of the smuggled mail was taken for a command"
    assert handed(faulty_smtp) == []


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


def test_an_empty_mail_and_a_mail_without_a_head_pass(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=b"").startswith("250 ")
        assert talk.mail(STRANGER, STAFFROOM, data=b"\r\nonly words\r\n").startswith("250 ")
        assert talk.mail(STRANGER, STAFFROOM, data=b"Subject: no body\r\n").startswith("250 ")
    assert len(handed(faulty_smtp)) == 3


def test_what_is_too_large_is_refused_before_and_after_it_comes(faulty_smtp: FaultySmtp) -> None:
    with a_relay(faulty_smtp.port, largest=100_000) as relay, talking(relay) as talk:
        talk.say("EHLO test.example")
        assert talk.say(f"MAIL FROM:<{STRANGER}> SIZE=100001").startswith("552 5.3.4")
        assert talk.say(f"MAIL FROM:<{STRANGER}> SIZE=99999").startswith("250 ")
        talk.say(f"RCPT TO:<{STAFFROOM}>")
        talk.say("DATA")
        assert talk.say(letter(words="x" * 60 + "\r\n" + "y" * 200_000), b".\r\n").startswith("552 5.3.4")
        assert talk.mail(STRANGER, STAFFROOM, data=letter()).startswith("250 ")
    assert len(handed(faulty_smtp)) == 1, "half a mail was taken"


def test_a_head_without_end_is_refused(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    with talking(relay) as talk:
        talk.begin(STRANGER, STAFFROOM)
        talk.say("DATA")
        assert talk.say(b"X-Long: words\r\n" * 60_000, b"\r\nend\r\n.\r\n").startswith("552 5.3.4")
    assert handed(faulty_smtp) == []


def test_commands_that_are_no_commands_are_refused_and_the_line_lives(relay: Relay) -> None:
    with talking(relay) as talk:
        talk.say("EHLO test.example")
        for wrong in (
            "MAIL FROM:" + "<" + "a" * 3000 + "@x.example>",
            "MAIL FROM:<" + "a" * 400 + "@x.example>",
            "MAIL FROM:<a@x.example> BODY=BINARYMIME",
            "MAIL FROM:<a@x.example> SIZE=-1",
            "MAIL FROM:<a@x.example> SIZE=1 SIZE=2",
            "MAIL FROM:<a@x.example>SIZE=1",
            "MAIL FROM:<a@x.example> HOLDFOR=9",
            "MAIL FROM:a@x.example",
            "MAIL TO:<a@x.example>",
            "MAIL FROM:<a\x01b@x.example>",
            "MAIL FROM:<a b@x.example>",
            "MAIL FROM:<\xe9@x.example>",
            b"MAIL FROM:<\xff@x.example>\r\n",
            b"MAIL FROM:<a@x.example>\x00\r\n",
        ):
            assert talk.say(wrong)[:1] == "5", wrong
        assert talk.say("NOOP").startswith("250 ")


def test_a_mail_that_goes_in_a_circle_is_refused(relay: Relay, desk: Desk, faulty_smtp: FaultySmtp) -> None:
    mark = mark_of(KEY, NAIR)
    with talking(relay) as talk:
        seen = letter(AGNIESZKA, head=f"X-Handbell-Relayed: {'0' * 20}\r\n {mark}\r\n")
        assert talk.mail(AGNIESZKA, NAIR, data=seen).startswith("554 5.4.6")
        assert talk.mail(AGNIESZKA, "pettit@elmswick.example", data=seen).startswith("250 ")
        forged = letter(AGNIESZKA, head=f"X-Handbell-Relayed: {mark_of(b'another key', NAIR)}\r\n")
        assert talk.mail(AGNIESZKA, NAIR, data=forged).startswith("250 ")
        long = letter(head="Received: from a by b; Mon, 23 Nov 2026 12:00:00 +0000\r\n" * 51)
        assert talk.mail(STRANGER, STAFFROOM, data=long).startswith("554 5.4.6")
    assert len(desk.kept) == 2
    assert handed(faulty_smtp) == []


def test_a_mail_that_has_passed_carries_the_mark_that_stops_it_the_second_time(
    relay: Relay, faulty_smtp: FaultySmtp
) -> None:
    with talking(relay) as talk:
        talk.mail(STRANGER, STAFFROOM, data=letter())
        assert talk.mail(STRANGER, STAFFROOM, data=handed(faulty_smtp)[0]).startswith("554 5.4.6")


def test_a_peer_who_sends_too_much_is_asked_to_come_again(faulty_smtp: FaultySmtp) -> None:
    with a_relay(faulty_smtp.port, per_minute=2) as relay, talking(relay) as talk:
        answers = [talk.begin(STRANGER)[0][:3] for _ in range(3)]
    assert answers == ["250", "250", "450"]


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


def test_a_client_that_goes_away_in_the_middle_leaves_nothing(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    for data in (b"", letter()[:20], letter(), letter() + b"."):
        with talking(relay) as talk:
            talk.begin(STRANGER, STAFFROOM)
            talk.say("DATA")
            talk.send(data)
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=letter(words="whole")).startswith("250 ")
    assert [one.rpartition(b"\r\n\r\n")[2] for one in handed(faulty_smtp)] == [b"whole\r\n"]


def test_slow_clients_keep_nobody_waiting(relay: Relay, faulty_smtp: FaultySmtp) -> None:
    slow = []
    for _ in range(50):
        slow.append(talking(relay))
        talk = slow[-1].__enter__()
        talk.begin(STRANGER, STAFFROOM)
        talk.say("DATA")
        talk.send(letter()[:30])
    with talking(relay) as quick:
        for _ in range(20):
            assert quick.mail(STRANGER, STAFFROOM, data=letter()).startswith("250 ")
    for one in slow:
        one.__exit__(None, None, None)
    assert len(handed(faulty_smtp)) == 20


@pytest.mark.torture
def test_500_lines_at_once_lose_and_double_nothing(relay: Relay, desk: Desk, faulty_smtp: FaultySmtp) -> None:
    def one_mail(number: int) -> str:
        author, to = (AGNIESZKA, NAIR) if number % 5 == 0 else (STRANGER, STAFFROOM)
        with talking(relay) as talk:
            return talk.mail(author, to, data=letter(author, words=f"number {number}."))

    lines = repeats(5000)
    with ThreadPoolExecutor(500) as crowd:
        answers = list(crowd.map(one_mail, range(lines)))
    assert {one[:3] for one in answers} == {"250"}
    came = [*handed(faulty_smtp), *(mail for _, mail in desk.kept)]
    assert sorted(one.rpartition(b"number ")[2] for one in came) == sorted(b"%d.\r\n" % one for one in range(lines))


@pytest.mark.torture
def test_rubbish_never_stops_the_relay_and_never_passes(relay: Relay, faulty_smtp: FaultySmtp, desk: Desk) -> None:
    draw = random.Random(20261125)
    words = [
        b"MAIL FROM:<",
        b"RCPT TO:<",
        b"DATA\r\n",
        b"EHLO a\r\n",
        b"\r\n",
        b".",
        b"\n",
        b"\r",
        b">",
        b"\x00",
        b"AUTH ",
        b"BDAT 9",
    ]
    for _ in range(repeats(2000)):
        with socket.create_connection(("127.0.0.1", relay.port), timeout=10) as line:
            rubbish = b"".join(draw.choice([*words, draw.randbytes(draw.randint(0, 80))]) for _ in range(30))
            line.sendall(rubbish)
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=letter()).startswith("250 ")
    assert len(handed(faulty_smtp)) == 1
    assert desk.kept == []


@pytest.fixture
def guarded(faulty_smtp: FaultySmtp, tmp_path: Path) -> Iterator[tuple[Relay, Path]]:
    """A relay that wants a login, and the certificate that it shows."""
    made = certificate_in(tmp_path)
    settings = {"certificate": str(made.certificate), "key": str(made.key), "user": "school", "password": "secret"}
    with a_relay(faulty_smtp.port, **settings) as relay:
        yield relay, made.certificate


def test_whoever_is_not_known_must_log_in(guarded: tuple[Relay, Path], faulty_smtp: FaultySmtp) -> None:
    relay, certificate = guarded
    with talking(relay) as talk:
        assert talk.begin(STRANGER)[0].startswith("530 ")
    with smtplib.SMTP("127.0.0.1", relay.port) as line:
        line.starttls(context=ssl.create_default_context(cafile=str(certificate)))
        with pytest.raises(smtplib.SMTPAuthenticationError):
            line.login("school", "wrong")
        line.login("school", "secret")
        line.sendmail(STRANGER, [STAFFROOM], letter())
    assert b"with ESMTPSA id" in handed(faulty_smtp)[0]


def test_words_before_tls_do_not_count_behind_it(guarded: tuple[Relay, Path], faulty_smtp: FaultySmtp) -> None:
    relay, certificate = guarded
    context = ssl.create_default_context(cafile=str(certificate))
    with socket.create_connection(("127.0.0.1", relay.port), timeout=10) as line:
        line.recv(1000)
        line.sendall(b"EHLO a\r\n")
        line.recv(1000)
        line.sendall(b"STARTTLS\r\nEHLO injected\r\nMAIL FROM:<head@elmswick.example>\r\n")
        assert line.recv(1000).startswith(b"220 ")
        with context.wrap_socket(line, server_hostname="localhost") as private:
            private.sendall(b"RCPT TO:<kitchen@elmswick.example>\r\n")
            assert private.recv(1000).startswith(b"503 ")


def test_a_login_is_never_asked_for_in_the_clear_beyond_this_machine(tmp_path: Path) -> None:
    made = certificate_in(tmp_path)
    settings = {"certificate": str(made.certificate), "key": str(made.key), "user": "school", "password": "secret"}
    assert not gate_from(settings, listen="192.0.2.1:25").takes_login_in_clear


@pytest.mark.parametrize(
    ("listen", "settings", "said"),
    [
        ("0.0.0.0:25", {}, "peers"),
        ("192.0.2.1:25", {"peers": ["198.51.100.7"]}, "certificate"),
        ("192.0.2.1:25", {"user": "a"}, "both user and password"),
        ("127.0.0.1:25", {"peers": ["0.0.0.0/0"]}, "every machine"),
        ("127.0.0.1:25", {"peers": "198.51.100.7"}, "no list"),
        ("127.0.0.1:25", {"peers": ["mx.example"]}, "no address"),
        ("127.0.0.1:25", {"largest": "big"}, "largest"),
        ("127.0.0.1", {}, "HOST:PORT"),
        ("127.0.0.1:99999", {}, "HOST:PORT"),
        ("127.0.0.1:25", {"certificate": "/nowhere", "key": "/nowhere"}, "cannot be read"),
    ],
)
def test_a_relay_that_others_could_misuse_does_not_start(listen: str, settings: dict[str, object], said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        gate_from(settings, listen=listen)


def test_a_fixed_list_of_peers_lets_those_in_and_nobody_else() -> None:
    gate = gate_from({"peers": ["198.51.100.0/24", "2001:db8::/32"]}, listen="127.0.0.1:25")
    assert [gate.knows(one) for one in ("198.51.100.9", "::ffff:198.51.100.9", "2001:db8::1")] == [True] * 3
    assert [gate.knows(one) for one in ("198.51.101.9", "127.0.0.1", "2001:db9::1", "unix", "")] == [False] * 5


def test_a_stranger_to_the_list_is_told_so(faulty_smtp: FaultySmtp) -> None:
    with a_relay(faulty_smtp.port, peers=["198.51.100.7"]) as relay, talking(relay) as talk:
        assert talk.begin(STRANGER)[0].startswith("550 5.7.1")


def test_a_port_that_is_taken_is_said(faulty_smtp: FaultySmtp) -> None:
    with pytest.raises(Misconfigured, match="cannot listen"):
        open_relay(
            {},
            listen=f"127.0.0.1:{faulty_smtp.port}",
            next_hop=f"127.0.0.1:{faulty_smtp.port}",
            desk=Desk(),
            key=KEY,
            clock=lambda: NOON,
        )


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
