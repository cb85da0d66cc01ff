"""One mail that comes by two ways is one message; two mails with one id are two."""

from __future__ import annotations

from base64 import b64encode

import pytest

from gateway.mail.fingerprints import fingerprint
from gateway.mail.parsing import parse
from tests.mail.letters import a_file, a_letter, a_letter_of, a_part

MAIL = a_letter_of(a_part("She is ill.\nPriya"), a_file(b"%PDF-1.4", "application/pdf", "note.pdf"))


def printed(raw: bytes) -> str:
    """The fingerprint of raw bytes."""
    return fingerprint(parse(raw))


@pytest.mark.parametrize(
    "other",
    [
        b"Received: by other.example; Tue, 3 Mar 2026 08:00:00 +0000\r\n" + MAIL,
        b"Delivered-To: bell@school.example\r\nX-Spam-Score: 0\r\n" + MAIL,
        MAIL.replace(b"\r\n", b"\n"),
        MAIL.replace(b"She is ill.", b"She is ill.  "),
        MAIL.replace(b"b1", b"another-boundary"),
        MAIL.replace(b"Return-Path: <priya@home.example>", b"Return-Path: <bounce@list.example>"),
        MAIL.replace(b"To: office@school.example", b"To: Office <OFFICE@school.example>"),
        MAIL.replace(b"Mon, 2 Mar 2026 21:40:00 +0000", b"Mon, 2 Mar 2026 22:40:00 +0100", 1).replace(
            b"Date: Mon, 2 Mar 2026 21:40:00 +0000", b"Date: Mon, 2 Mar 2026 22:40:00 +0100"
        ),
    ],
    ids=["more trace", "delivery", "line ends", "blanks", "boundary", "envelope", "name of To", "zone of the date"],
)
def test_what_servers_change_on_the_way_makes_no_second_mail(other: bytes) -> None:
    assert other != MAIL
    assert printed(other) == printed(MAIL)


def test_another_transfer_encoding_makes_no_second_mail() -> None:
    words = "Zoë is ill.\r\n"
    plain = a_letter(words, content_type="text/plain; charset=utf-8", content_transfer_encoding="8bit")
    wrapped = a_letter(
        b64encode(words.encode()), content_type="text/plain; charset=utf-8", content_transfer_encoding="base64"
    )
    assert printed(plain) == printed(wrapped)


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"She is ill", b"He is ill"),
        MAIL.replace(b"Subject: Amina", b"Subject: Amina again"),
        MAIL.replace(b"Date: Mon, 2 Mar 2026 21:40:00", b"Date: Mon, 2 Mar 2026 21:41:00"),
        MAIL.replace(b"From: Priya Shah <priya@", b"From: Priya Shah <sam@"),
        MAIL.replace(b64encode(b"%PDF-1.4"), b64encode(b"%PDF-1.5")),
        MAIL.replace(b"To: office@", b"To: bell@"),
    ],
    ids=["words", "subject", "date", "sender", "file", "recipient"],
)
def test_two_mails_with_one_id_are_two_messages(other: bytes) -> None:
    assert other != MAIL
    assert printed(other) != printed(MAIL)


def test_a_mail_without_an_id_is_known_again_and_told_from_the_next() -> None:
    first = a_letter("Yes.", message_id=None, date=None)
    assert printed(first) == printed(b"Received: by other.example; Tue, 3 Mar 2026 08:00:00 +0000\r\n" + first)
    later = first.replace(b"21:40:05", b"21:55:05")
    assert printed(later) != printed(first)


def test_bytes_that_are_no_mail_have_a_fingerprint_of_their_own() -> None:
    assert printed(b"\x00\x01") != printed(b"\x00\x02")
    assert len(printed(b"")) == 64
