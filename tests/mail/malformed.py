"""Mails that are broken in every way that mail breaks, made from a seed so that each can be made again."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.mail.letters import a_file, a_letter, a_letter_of, a_part, holding

_RUBBISH = (
    b"\x00",
    b"\xff\xfe",
    b"\r",
    b"\n\n",
    b"\r\r\n",
    b"--b1\r\n",
    b"--b1--\r\n",
    b"--\r\n",
    b"=?utf-8?Q?=C3?=",
    b"=?",
    b"?=",
    b"=?x?B?*?=",
    b"<<<>>>",
    b'"',
    b"(((",
    b";;;",
    b"\\",
    b"Content-Type: multipart/mixed\r\n",
    b'Content-Type: multipart/mixed; boundary=""\r\n',
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: text/plain; charset=\xff\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: uuencode\r\n",
    b"begin 644 a\r\n",
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n",
    b"From: \r\n",
    b"From " * 3,
    b"References: " + b"<a@b>" * 50,
    b"> " * 40,
    b"\xf0\x9f\x98",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b":",
    b" \t",
    b"Subject: =?gb2312?B?/////w==?=\r\n",
    b"On 1/1/2020 10:00 a <a@b.example> wrote:\r\n",
    b"<blockquote><table><td>",
    b"&#x110000;&#xD800;",
)


def _whole(draw: random.Random) -> bytes:
    shown = holding(a_part("He is ill."), a_part("<p>He is <b>ill</b>", "text/html"), kind="alternative", boundary="b2")
    files = (
        a_file(draw.randbytes(300), "application/ms-tnef", "winmail.dat"),
        a_file(draw.randbytes(300), "image/png", "=?utf-8?Q?caf=C3=A9?=.png"),
        a_part("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260302T101010Z\nSUMMARY:x\nEND:VEVENT", "text/calendar"),
        a_part(a_letter("Inner."), "message/rfc822"),
        a_part("{\\rtf1 \\u233? \\'e9 {\\*\\x y}}", "text/rtf"),
        a_part("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1", "message/delivery-status"),
    )
    return a_letter_of(shown, *draw.sample(files, draw.randint(0, 4)), in_reply_to="<a@b>", references="<a@b> <c@d>")


def _insert(draw: random.Random, raw: bytes) -> bytes:
    at = draw.randint(0, len(raw))
    return raw[:at] + draw.choice(_RUBBISH) * draw.randint(1, 3) + raw[at:]


def _cut(draw: random.Random, raw: bytes) -> bytes:
    return raw[: draw.randint(0, len(raw))]


def _hole(draw: random.Random, raw: bytes) -> bytes:
    at = draw.randint(0, len(raw))
    return raw[:at] + raw[at + draw.randint(1, 200) :]


def _flip(draw: random.Random, raw: bytes) -> bytes:
    changed = bytearray(raw)
    for _ in range(draw.randint(1, 20)):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _repeat(draw: random.Random, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    if lines:
        at = draw.randrange(len(lines))
        lines[at:at] = [lines[at]] * draw.randint(1, 60)
    return b"".join(lines)


def _shuffle(draw: random.Random, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    draw.shuffle(lines)
    return b"".join(lines)


def _headless(draw: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"\r\n\r\n", b"\r\n", draw.randint(1, 5))


def _eight_bit(draw: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"e", bytes([draw.randrange(128, 256)]))


_WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _insert,
    _insert,
    _insert,
    _cut,
    _hole,
    _flip,
    _repeat,
    _shuffle,
    _headless,
    _eight_bit,
)


def malformed(seed: int) -> bytes:
    """The broken mail of a seed; the same at every call."""
    draw = random.Random(seed)
    raw = draw.randbytes(draw.randint(0, 3000)) if draw.random() < 0.05 else _whole(draw)
    for _ in range(draw.randint(1, 6)):
        raw = draw.choice(_WAYS)(draw, raw)
    return raw
