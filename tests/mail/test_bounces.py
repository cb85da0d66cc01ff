"""A bounce tells which addresses were not reached, for how long, and which mail it is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.mail.automatic import kind_of
from gateway.mail.bounces import Failure, failures
from gateway.mail.parsing import parse

OURS = "<d7.1@school.example>"


def a_report(
    action: str = "failed",
    status: str = "5.1.1",
    *,
    who: str = "priya@home.example",
    said: str = "Delivery has failed.",
) -> bytes:
    """A delivery report of RFC 3464, with the headers of our mail."""
    return f"""Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@mx.example>
To: office@school.example
Subject: Delivery Status Notification
Message-ID: <b1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{said}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 2 Mar 2026 16:20:00 +0000

Final-Recipient: rfc822; {who}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

From: office@school.example
To: {who}
Message-ID: {OURS}
Subject: Hall

--b--
""".encode()


def a_note(sender: str, subject: str, body: str, more: str = "Return-Path: <>\n") -> bytes:
    """A bounce in words only."""
    head = f"{more}From: {sender}\nTo: office@school.example\nSubject: {subject}\nMessage-ID: <n1@mx.example>"
    return f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def the_failures(raw: bytes) -> tuple[Failure, ...]:
    mail = parse(raw)
    assert kind_of(mail).kind == "bounce"
    return failures(mail, raw)


def test_a_report_names_the_address_the_code_and_our_mail() -> None:
    assert the_failures(a_report()) == (Failure("priya@home.example", False, "5.1.1", OURS),)


def test_a_delayed_mail_is_a_temporary_failure() -> None:
    assert the_failures(a_report("delayed", "4.4.1")) == (Failure("priya@home.example", True, "4.4.1", OURS),)


def test_a_mail_that_was_delivered_is_no_failure() -> None:
    raw = a_report("delivered", "2.0.0")
    assert failures(parse(raw), raw) == ()


def test_an_address_that_cannot_exist_is_not_named() -> None:
    assert the_failures(a_report(who="pri...@home.example")) == ()


WORDS = {
    "microsoft 365": a_note(
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@trust.example>",
        "Undeliverable: Hall",
        "Your message to priya@home.example couldn't be delivered.\n\npriya wasn't found at home.example.\n\nRemote "
        "server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n\n"
        f"Original Message Headers\n\nReceived: from x\nFrom: office@school.example\nTo: "
        f"priya@home.example\nMessage-ID: {OURS}\n",
    ),
    "exchange": a_note(
        "postmaster@trust.example",
        "Undeliverable: Hall",
        "Delivery has failed to these recipients or groups:\n\nPriya Shah "
        "(priya@home.example)<mailto:priya@home.example>\nThe email address you entered couldn't be found.\n\n"
        f"Diagnostic information for administrators:\n\nGenerating server: "
        f"mx.trust.example\n\npriya@home.example\nRemote Server returned '550 5.1.1 user unknown'\n\n"
        f"Original message headers:\n\nMessage-ID: {OURS}\nTo: priya@home.example\n",
    ),
    "gmail": a_note(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to priya@home.example because the address couldn't "
        "be found.\n\nThe response was:\n\n"
        "550 5.1.1 The email account that you tried to reach does not exist.",
        f"Return-Path: <>\nX-Failed-Recipients: priya@home.example\nIn-Reply-To: {OURS}\n",
    ),
    "exim": a_note(
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its\nrecipients. "
        "This is a permanent error. The following address(es) failed:\n\n  priya@home.example\n    host "
        "mx.home.example [192.0.2.1]\n    SMTP error from remote mail server after "
        f"RCPT TO:<priya@home.example>:\n    550 5.1.1 User unknown\n\n------ This is a copy of the message, "
        f"including all the headers. ------\n\nMessage-ID: {OURS}\nTo: priya@home.example\n",
    ),
    "postfix": a_note(
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could "
        "not\nbe delivered to one or more recipients.\n\n"
        "<priya@home.example>: host mx.home.example[192.0.2.1] said: 550 5.1.1\n    <priya@home.example>: Recipient "
        "address rejected (in reply to RCPT TO command)\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: {OURS}\n",
    ),
    "a form nobody knows": a_note(
        "Mail System <mailer-daemon@mx.example>",
        "Nachricht nicht zugestellt",
        f"Ihre Nachricht konnte nicht zugestellt werden an:\n\n   priya@home.example (Postfach unbekannt, "
        f"5.1.1)\n\n--- Original-Nachricht ---\nMessage-ID: {OURS}\n",
    ),
}


@pytest.mark.parametrize("raw", WORDS.values(), ids=WORDS.keys())
def test_a_bounce_in_words_names_the_address_and_our_mail(raw: bytes) -> None:
    (failure,) = the_failures(raw)
    assert (failure.address, failure.temporary, failure.original_message_id) == ("priya@home.example", False, OURS)
    assert failure.code.startswith("5.1.")


def test_a_warning_in_words_is_temporary() -> None:
    raw = a_note(
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Warning: message delayed 24 hours",
        "Your message has not yet been delivered to:\n\n  priya@home.example\n\nNo action is required on your part. "
        "Delivery attempts will continue.",
    )
    (failure,) = the_failures(raw)
    assert failure.address == "priya@home.example"
    assert failure.temporary


def test_a_malformed_sender_does_no_harm() -> None:
    raw = a_note("<<>@,;:\xff", "Undelivered Mail Returned to Sender", "priya@home.example: user unknown")
    failures(parse(raw), raw)


def test_a_parents_mail_that_quotes_an_address_names_no_failure() -> None:
    raw = a_note(
        "Priya <priya@home.example>",
        "Undeliverable?",
        "Hi, my mail to\nbell@school.example\ncould not be delivered",
        "Return-Path: <priya@home.example>\n",
    )
    assert failures(parse(raw), raw) == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"Content-Type: multipart/report; boundary=b\n\n--b\n" * 500,
        b"From: mailer-daemon@x\n\n" + b"a@b.example\n" * 50_000,
    ],
)
def test_any_bytes_are_read(raw: bytes) -> None:
    failures(parse(raw), raw)


def test_every_bounce_of_the_development_set_names_its_addresses(handbell_data: Path) -> None:
    bounces = handbell_data / "bounces"
    wanted: dict[str, tuple[set[str], bool]] = {}
    for row in json.loads((bounces / "expected.json").read_text("utf-8")):
        known = wanted.setdefault(row["file"], (set(), row["temporary"]))
        known[0].update(address.lower() for address in row["addresses"])
    assert len(wanted) > 100
    missed = []
    for name, (addresses, temporary) in wanted.items():
        raw = (bounces / name).read_bytes()
        found = failures(parse(raw), raw)
        told = {failure.address for failure in found}
        if told != addresses or any(failure.temporary != temporary for failure in found):
            missed.append(name)
    assert missed == []


def test_every_bounce_of_the_development_set_that_names_a_failure_is_a_bounce(handbell_data: Path) -> None:
    bounces = handbell_data / "bounces"
    named = {row["file"] for row in json.loads((bounces / "expected.json").read_text("utf-8")) if row["addresses"]}
    assert sorted(one for one in named if kind_of(parse((bounces / one).read_bytes())).kind != "bounce") == []
