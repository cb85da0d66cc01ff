"""What open relays, smugglers, slow clients and crowds do to a relay: nothing slips through, and nothing is lost."""

from __future__ import annotations

import random
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from integrations.school_email.relay import Relay
from integrations.school_email.relay_wire import mark_of
from tests.channels.relays import (
    AGNIESZKA,
    KEY,
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
from tests.servers.smtp import FaultySmtp
from tests.torture import repeats

CROWD = 500


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [
        (STRANGER, "victim@elsewhere.example"),
        ("a@elmswick.example.evil.example", "victim@elsewhere.example"),
        (STRANGER, "@elmswick.example:victim@elsewhere.example"),
        (STRANGER, "victim@elsewhere.example@x.example"),
        (STRANGER, '"nair@elmswick.example"@elsewhere.example'),
        (STRANGER, "victim%elsewhere.example@x.example"),
        (STRANGER, "victim%elsewhere.example@elmswick.example"),
        (STRANGER, "elsewhere.example!victim@elmswick.example"),
        (STRANGER, '"victim@elsewhere.example"@elmswick.example'),
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
def test_500_lines_at_once_lose_and_double_nothing(desk: Desk, faulty_smtp: FaultySmtp) -> None:
    lines = repeats(5000)
    all_are_open = threading.Barrier(CROWD)

    def one_mail(number: int) -> str:
        author, to = (AGNIESZKA, NAIR) if number % 5 == 0 else (STRANGER, STAFFROOM)
        with talking(relay) as talk:
            if number < CROWD:
                all_are_open.wait(60)
            return talk.mail(author, to, data=letter(author, words=f"number {number}."))

    with a_relay(faulty_smtp.port, desk, per_minute=10 * lines) as relay, ThreadPoolExecutor(CROWD) as crowd:
        answers = list(crowd.map(one_mail, range(lines)))
    assert {one[:3] for one in answers} == {"250"}
    came = [*handed(faulty_smtp), *(mail for _, mail in desk.kept)]
    assert sorted(one.rpartition(b"number ")[2] for one in came) == sorted(b"%d.\r\n" % one for one in range(lines))


def greets(relay: Relay) -> bool:
    """Whether it takes one more line: as long as it still reads the rubbish of a thousand, it asks to come again."""
    with socket.create_connection(("127.0.0.1", relay.port), timeout=20) as line:
        return line.recv(4) == b"220 "


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
    assert until(lambda: greets(relay)), "every line of rubbish was let go again"
    with talking(relay) as talk:
        assert talk.mail(STRANGER, STAFFROOM, data=letter()).startswith("250 ")
    assert len(handed(faulty_smtp)) == 1
    assert desk.kept == []
