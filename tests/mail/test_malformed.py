"""Any bytes in, never an exception out; and what both readers of a mail's parts can read, they read alike."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.mail import fast, standard
from gateway.mail.addresses import first_address, normalise, parse_addresses
from gateway.mail.authentication import parse_results, verdict
from gateway.mail.automatic import kind_of, may_be_answered
from gateway.mail.bounces import failures
from gateway.mail.fields import decode_words, ids, moment, parameters, received_moment
from gateway.mail.fingerprints import fingerprint
from gateway.mail.html import safe_html, text_of_html
from gateway.mail.invitations import answer_of_calendar, text_of_calendar
from gateway.mail.message import ParsedMail
from gateway.mail.parsing import attachment_bytes, parse
from gateway.mail.quoted import newly_written
from gateway.mail.richtext import text_of_enriched, text_of_rtf
from gateway.mail.threading import base_subject, keys, reply_token
from tests.mail.letters import a_file, a_letter, a_letter_of, a_part, holding
from tests.mail.malformed import malformed
from tests.torture import repeats

MAILS = 1000
fuzzed = settings(max_examples=repeats(2000), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def read_in_every_way(raw: bytes) -> ParsedMail:
    """Everything that is ever done to a mail before the store sees it."""
    mail = parse(raw)
    newly_written(mail.text)
    kind_of(mail)
    may_be_answered(mail)
    failures(mail, raw)
    verdict(mail, "mx.school.example")
    verdict(mail, "")
    keys(mail)
    reply_token(mail)
    text_of_html(mail.html)
    safe_html(mail.html)
    for one in mail.attachments:
        assert len(attachment_bytes(raw, one.index)) == one.bytes
    assert fingerprint(mail) == fingerprint(parse(raw))
    return mail


def is_clean(mail: ParsedMail) -> bool:
    """Can a database and a page take all of its texts?"""
    names = [one.name for one in mail.attachments]
    said = [mail.text, mail.subject, mail.from_.name, mail.from_.address, mail.message_id, *mail.problems, *names]
    return not any("\x00" in one or any("\ud800" <= mark <= "\udfff" for mark in one) for one in said)


@pytest.mark.torture
def test_a_thousand_malformed_mails_raise_nothing() -> None:
    read = [read_in_every_way(malformed(seed)) for seed in range(repeats(MAILS))]
    assert [seed for seed, mail in enumerate(read) if not is_clean(mail)] == []
    # Were they all rubbish, or none of them, this would prove little.
    assert 0.5 < sum(mail.readable for mail in read) / len(read) < 1
    assert any(mail.problems for mail in read)


@pytest.mark.torture
@fuzzed
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert is_clean(read_in_every_way(raw))


@pytest.mark.torture
@fuzzed
@given(
    st.lists(
        st.sampled_from(
            [
                b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"text/html", b"text/plain", b"multipart/mixed",
                b"multipart/report", b"message/delivery-status", b"; boundary=b", b"; charset=", b"utf-16", b"--b",
                b"--b--", b"\n", b"\n\n", b"\r\n", b"=?utf-8?B?", b"?=", b"<a@b.example>", b"base64", b"\xff", b"\x00",
                b"Content-Transfer-Encoding: ", b"Authentication-Results: ", b"dmarc=fail", b"Date: ", b"> ", b"wrote:",
                b"<p>", b"<blockquote>", b"-- ", b"mailer-daemon@", b"Return-Path: <>", b"undeliverable",
            ]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_pieces_of_mail_in_any_order_are_read(pieces: list[bytes]) -> None:
    assert is_clean(read_in_every_way(b"".join(pieces)))


@pytest.mark.torture
@fuzzed
@given(st.text(max_size=600))
def test_any_text_is_taken_by_whatever_takes_text(text: str) -> None:
    written = newly_written(text)
    assert len(written.text) <= len(text)
    text_of_html(text)
    safe_html(text.encode("utf-8", "replace").decode())
    text_of_calendar(text)
    answer_of_calendar(text)
    text_of_enriched(text)
    text_of_rtf(b"{\\rtf1 " + text.encode("utf-8", "replace"))
    decode_words(text)
    parameters(text)
    ids(text)
    moment(text)
    received_moment(text)
    parse_addresses(text)
    first_address(text)
    parse_results(text)
    assert base_subject(base_subject(text)) == base_subject(text)
    assert normalise(normalise(text)) == normalise(text)


def an_ordinary_mail(seed: int) -> bytes:
    """A mail as ordinary programs make it."""
    draw = random.Random(seed)
    words = draw.choice(("She is ill.", "Zoë is ill — sorry.\n\nPriya", "One\n\nTwo\n-- \nPriya", ""))
    plain = a_part(words, "text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
    rich = a_part(f"<p>{words}</p>", 'text/html; charset="utf-8"', "Content-Transfer-Encoding: 8bit")
    picture = a_file(draw.randbytes(draw.randint(1, 4000)), "image/jpeg", draw.choice(("a b.jpg", "x.jpg")))
    shape = draw.randrange(5)
    if shape == 0:
        return a_letter(words, content_type="text/plain; charset=utf-8")
    if shape == 1:
        return a_letter_of(plain, rich, kind="alternative")
    if shape == 2:
        return a_letter_of(holding(plain, rich, kind="alternative", boundary="b2"), picture)
    if shape == 3:
        return a_letter_of(plain, a_part(a_letter("Inner."), "message/rfc822"), picture)
    related = holding(rich, picture, kind="related", boundary="b3")
    return a_letter_of(holding(plain, related, kind="alternative", boundary="b2"), picture)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["crlf", "lf"])
def test_the_quick_and_the_patient_reader_agree_on_ordinary_mail(seed: int, end: bytes) -> None:
    raw = an_ordinary_mail(seed).replace(b"\r\n", end)
    assert parse(raw, readers=(fast.tree,)) == parse(raw, readers=(standard.tree,)) == parse(raw)


@pytest.mark.torture
def test_where_the_quick_reader_is_believed_the_patient_one_finds_the_same_words() -> None:
    believed = 0
    differing = []
    for seed in range(repeats(MAILS)):
        raw = malformed(seed)
        quick = parse(raw, readers=(fast.tree,))
        if quick.content_type.startswith("multipart/"):
            believed += 1
            if quick.text.split() != parse(raw, readers=(standard.tree,)).text.split():
                differing.append(seed)
    assert differing == []
    assert believed > 0
