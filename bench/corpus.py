"""A mailbox to measure with: seeded mails of a school's parents, half with HTML, 15% with files, half of them replies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from gateway.domain.roster import Contact, Roster

HTML_SHARE, FILES_SHARE, REPLY_SHARE = 0.5, 0.15, 0.5
SENTENCES = (
    "Hope you had a good weekend.",
    "{child} has left her reading folder at her nan's, so could the book be changed on Thursday instead?",
    "We read four pages last night and talked about the Romans.",
    "Please could you tell me what {child} needs for the trip to the museum on the 14th?",
    "The spelling list did not come home this week, I think it is still in the tray.",
    "He says the maths is a bit easy at the moment, he would love something harder.",
    "Thank you for the note about the coats, I have put his name in it now.",
    "Is it all right if {child} brings the model castle in on Monday? It is quite big.",
    "I can help with the cake stall between two and three if you are still looking for people.",
    "Her swimming kit came back with somebody else's towel, a blue one with sharks on it.",
    "Sorry for the late message, it has been one of those days.",
    "Could you let me know which group {child} reads with now?",
    "My sister is picking up the little one, but that is all arranged with the breakfast club.",
    "We will be at the assembly on Friday, all three of us.",
)
SUBJECTS = (
    "Reading book",
    "Trip to the museum",
    "Spelling list",
    "Swimming kit",
    "Cake stall",
    "Maths",
    "Coat",
    "Friday",
)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the corpus, as bytes, with the moment it comes."""

    raw: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What a later mail of the corpus answers."""

    writer: Contact
    to: str
    subject: str
    message_id: str
    words: str


def corpus(roster: Roster, *, count: int, start: datetime, seed: int = 1) -> Iterator[Mail]:
    """``count`` mails of parents whom the roster knows, ``start`` onwards, a few minutes apart; the same for a seed."""
    draw = random.Random(seed)
    pupils = {one.pupil_id: one for one in roster.pupils}
    children = {tie.contact_id: pupils[tie.pupil_id].first_name for tie in roster.ties if tie.pupil_id in pupils}
    writers = [one for one in roster.contacts if one.emails and one.contact_id in children]
    teachers = [one for one in roster.staff if one.classes and one.email]
    earlier: list[_Earlier] = []
    at = start
    for number in range(count):
        before = draw.choice(earlier) if earlier and draw.random() < REPLY_SHARE else None
        writer = before.writer if before else draw.choice(writers)
        words = _words(draw, children[writer.contact_id])
        message = _envelope(writer, before.to if before else draw.choice(teachers).email, at, number)
        subject = before.subject if before else draw.choice(SUBJECTS)
        text = words
        if before is not None:
            message["In-Reply-To"] = message["References"] = before.message_id
            text = f"{words}\n\n{_quoted(draw, before.words, at)}"
        message["Subject"] = f"Re: {subject}" if before else subject
        _fill(draw, message, text)
        # Plain strings: a header of the library keeps the whole tree it was parsed into.
        earlier.append(_Earlier(writer, str.__str__(message["To"]), subject, str.__str__(message["Message-ID"]), words))
        yield Mail(message.as_bytes(), at)
        at += timedelta(minutes=draw.randint(1, 9))


def _envelope(writer: Contact, to: str, at: datetime, number: int) -> EmailMessage:
    message = EmailMessage()
    stamp = format_datetime(at)
    message["Return-Path"] = f"<{writer.emails[0]}>"
    message["Received"] = (
        f"from mail.example (mail.example [192.0.2.7]) by mx.elmswick.example with ESMTPS id {number:x}; {stamp}"
    )
    message["Received"] = f"from phone.example by mail.example with ESMTPSA id q{number:x}; {stamp}"
    message["Authentication-Results"] = (
        "mx.elmswick.example; spf=pass smtp.mailfrom=mail.example; dkim=pass header.d=mail.example"
    )
    message["DKIM-Signature"] = (
        "v=1; a=rsa-sha256; d=mail.example; s=one; h=from:to:subject:date; bh=" + "Q" * 43 + "; b=" + "B" * 340
    )
    message["MIME-Version"] = "1.0"
    message["From"] = f"{writer.first_name} {writer.last_name} <{writer.emails[0]}>"
    message["To"] = to
    message["Date"] = stamp
    message["Message-ID"] = f"<{number:08x}.{writer.contact_id}@mail.example>"
    message["X-Mailer"] = "iPhone Mail (23A341)"
    return message


def _words(draw: random.Random, child: str) -> str:
    chosen = " ".join(draw.sample(SENTENCES, draw.randint(2, 6))).format(child=child)
    return f"Dear Miss,\n\n{chosen}\n\nMany thanks\n{draw.choice(('Sam', 'Alex', 'Jo'))}"


def _quoted(draw: random.Random, text: str, at: datetime) -> str:
    lines = "\n".join(f"> {line}" for line in text.splitlines())
    said = f"On {at - timedelta(days=1):%a, %d %b %Y at %H:%M}, Miss Nair <nair@elmswick.example> wrote:"
    return f"{said}\n{lines}" if draw.random() < 0.7 else f"Sent from my iPhone\n\n{said}\n\n{lines}"


def _fill(draw: random.Random, message: EmailMessage, text: str) -> None:
    message.set_content(text)
    if draw.random() < HTML_SHARE:
        rows = "".join(f'<p style="margin:0;font-family:Arial">{line}</p>\n' for line in text.splitlines())
        message.add_alternative(
            f"<html><head><style>p {{ color: #222 }}</style></head><body>{rows}</body></html>", subtype="html"
        )
    if draw.random() < FILES_SHARE:
        content = draw.randbytes(draw.randint(4_000, 60_000))
        message.add_attachment(content, maintype="image", subtype="jpeg", filename="photo.jpg")
