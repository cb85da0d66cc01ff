"""Builders of what lies on a disk: a term's mailbox with everything that real ones hold, rubbish, and a school's folder."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from gateway.domain.roster import Contact, Pupil, Roster, School, StaffMember, Tie

TERM_BEGINS = datetime(2026, 9, 1, 6, tzinfo=UTC)
TERM_DAYS = 108
PLAIN = (
    "Could {child}'s reading book be changed please?",
    "Thank you for today, {child} loved the trip.",
    "What does {child} need for the museum on Friday?",
    "{child} cannot find the PE bag, is it in the cloakroom?",
    "Is the spelling test on Thursday this week?",
)
PRACTICAL = (
    "{child} is not well and will not be in school today.",
    "Grandad will collect {child} today at 3pm instead of me.",
    "Please could {child} have the inhaler after lunch today, the dose is on the box.",
)
HARD = (
    "As I said last week, it is still happening. This is the third time I have written about this and nobody has answered.",
    "{child} cries every Sunday night about school and I am at my wits' end. Could we have a chat, any afternoon?",
    "{child} came home with a torn coat and says that two boys pushed her over at lunch and called her names again.",
    "I was not told about the change and I am very disappointed. I want to make a formal complaint about how this was handled.",
    "Ring me on 07700 900123 please. {child}'s dad and I are separating and he does not know yet. We live at 12 Mill Lane.",
)
ALARMING = "{child} told me that her uncle hit her with a belt last night and she is scared to go home."


def mail_of(
    sender: str,
    to: str,
    text: str,
    at: datetime,
    *,
    subject: str = "School",
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    """One mail with a Received field of that moment; ``headers`` are put on top of the usual ones."""
    message = EmailMessage()
    message["Received"] = f"from mail.example by mx.elmswick.example with ESMTPS; {format_datetime(at)}"
    for name, value in headers:
        message[name] = value
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at - timedelta(minutes=2))
    if "Message-ID" not in message:
        message["Message-ID"] = f"<{at.timestamp():.0f}.{abs(hash_of(sender + text)):x}@mail.example>"
    message.set_content(text)
    return message.as_bytes()


def hash_of(text: str) -> int:
    """The same small number for the same text in every run."""
    return random.Random(text).getrandbits(48)


def a_term(roster: Roster, *, count: int = 400, seed: int = 7) -> list[bytes]:
    """A term's mailbox in the order in which mail programs keep it, which is not quite that of time.

    Of a hundred: 55 from families, 18 replies and 5 notes of staff, 6 automatic, and 4 each of the rest.
    """
    draw = random.Random(seed)
    found: list[bytes] = []
    while len(found) < count:
        kind = draw.choices((*SENDERS, "copy"), (55, 18, 5, 6, 4, 4, 4, 4))[0]
        found.append(draw.choice(found) if kind == "copy" and found else SENDERS.get(kind, _family)(roster, draw))
    return found


def _family(roster: Roster, draw: random.Random) -> bytes:
    """A parent's message about their child: mostly plain, now and then practical, hard or alarming."""
    contact, child = draw.choice(_families(roster))
    words = draw.choices((*PLAIN, *PRACTICAL, *HARD, ALARMING), (9,) * 5 + (5,) * 3 + (3,) * 5 + (1,))[0]
    subject = draw.choice(("Hello", "School", child))
    return mail_of(
        _named(contact), _teacher(roster, draw).email, words.format(child=child), _moment(draw), subject=subject
    )


def _reply(roster: Roster, draw: random.Random) -> bytes:
    teacher, (contact, _) = _teacher(roster, draw), draw.choice(_families(roster))
    words = "Thank you, I will look into it."
    return mail_of(f"{teacher.name} <{teacher.email}>", contact.emails[0], words, _moment(draw), subject="Re: School")


def _note(roster: Roster, draw: random.Random) -> bytes:
    teacher = _teacher(roster, draw)
    return mail_of(
        f"{teacher.name} <{teacher.email}>", roster.school.office_address, "The hall is free.", _moment(draw)
    )


def _automatic(roster: Roster, draw: random.Random) -> bytes:
    contact, _ = draw.choice(_families(roster))
    mark = [("Auto-Submitted", "auto-replied")]
    words, subject = "I am away until Monday.", "Automatic reply: School"
    return mail_of(_named(contact), _teacher(roster, draw).email, words, _moment(draw), subject=subject, headers=mark)


def _bounce(roster: Roster, draw: random.Random) -> bytes:
    contact, _ = draw.choice(_families(roster))
    return a_bounce(contact.emails[0], roster.school.office_address, _moment(draw))


def _stranger(roster: Roster, draw: random.Random) -> bytes:
    who = draw.choice(("sales@desks.example", "coach@football.example", "nan@post.example"))
    return mail_of(who, roster.school.office_address, "May I ask you something about the summer?", _moment(draw))


def _rubbish(_roster: Roster, draw: random.Random) -> bytes:
    return rubbish(draw)


SENDERS: dict[str, Callable[[Roster, random.Random], bytes]] = {
    "family": _family,
    "reply": _reply,
    "note": _note,
    "automatic": _automatic,
    "bounce": _bounce,
    "stranger": _stranger,
    "rubbish": _rubbish,
}
"""Who fills a mailbox; a copy of an earlier mail comes on top."""


def _named(contact: Contact) -> str:
    return f"{contact.name} <{contact.emails[0]}>"


def _teacher(roster: Roster, draw: random.Random) -> StaffMember:
    return draw.choice([one for one in roster.staff if one.classes])


def _families(roster: Roster) -> list[tuple[Contact, str]]:
    """Every contact who has an address, with the first name of each of their children."""
    contacts = {one.contact_id: one for one in roster.contacts}
    children = {one.pupil_id: one.first_name for one in roster.pupils}
    return [
        (contacts[tie.contact_id], children[tie.pupil_id]) for tie in roster.ties if contacts[tie.contact_id].emails
    ]


def _moment(draw: random.Random) -> datetime:
    hour = draw.choices(range(24), (1, 0, 0, 0, 0, 1, 3, 8, 11, 6, 4, 4, 5, 4, 4, 9, 8, 7, 8, 11, 12, 8, 4, 2))[0]
    return TERM_BEGINS.replace(hour=hour, minute=draw.randrange(60)) + timedelta(days=draw.randrange(TERM_DAYS))


def a_bounce(address: str, to: str, at: datetime) -> bytes:
    """A delivery report of RFC 3464 about a mail to ``address``."""
    head = (
        f"Received: from mail.example by mx.elmswick.example; {format_datetime(at)}\n"
        f"From: Mail Delivery System <mailer-daemon@mail.example>\nTo: {to}\nSubject: Undelivered Mail\n"
        f"Message-ID: <bounce-{at.timestamp():.0f}@mail.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    body = (
        "--b\nContent-Type: text/plain\n\nYour mail could not be delivered.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    )
    return (head + body).encode()


def rubbish(draw: random.Random) -> bytes:
    """A mail that no program should have sent: cut, doubled, mistyped, or no mail at all."""
    whole = mail_of("Agnieszka Nowak <agnieszka@mail.example>", "nair@elmswick.example", "Héllo ☃ " * 40, TERM_BEGINS)
    kind = draw.randrange(9)
    if kind == 0:
        return draw.randbytes(draw.randrange(1, 3000))
    if kind == 1:
        return whole[: draw.randrange(1, len(whole))]
    if kind == 2:
        spoilt = bytearray(whole)
        for _ in range(draw.randrange(1, 60)):
            spoilt[draw.randrange(len(spoilt))] = draw.randrange(256)
        return bytes(spoilt)
    if kind == 3:
        return whole.replace(b"utf-8", draw.choice((b"x-klingon", b"utf-7", b"\xff\xfe", b"unicode-1-1-utf-7")))
    if kind == 4:
        return (
            b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n"
            + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 80
        )
    if kind == 5:
        return (
            b"Date: Mon, 99 Foo 99999 99:99:99 +9999\nReceived: by x; Thu, 31 Feb 2026 24:61:00\n"
            + whole[whole.index(b"From:") :]
        )
    if kind == 6:
        return (
            b"From: =?utf-8?b?"
            + draw.randbytes(40).hex().encode()
            + b"?=\nSubject: =?utf-8?q?=ED=A0=80=FF?=\n\n\xed\xa0\x80\xff\x00\n"
        )
    if kind == 7:
        return b"Subject: \r\n \r\n" + b"References: " + b"<x@y> " * 3000 + b"\n\nhello\n"
    return whole.replace(b"From:", draw.choice((b"Fro m:", b"From:\x00", b"From:,,,<<>>;@", b"\xf0\x9f\x98\x80:")), 1)


def write_mbox(path: Path, mails: Sequence[bytes]) -> Path:
    """Write mails as an mbox, its 'From ' lines escaped; gives the path back."""
    with path.open("wb") as file:
        for raw in mails:
            lines = raw.replace(b"\r\n", b"\n").split(b"\n")
            kept = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
            ending = b"\n" if kept.endswith(b"\n") else b"\n\n"
            file.write(b"From somebody@mail.example Mon Sep  7 08:00:00 2026\n" + kept + ending)
    return path


def write_school(folder: Path, roster: Roster) -> Path:
    """Write a roster as a school folder; gives the folder back."""
    folder.mkdir()
    (folder / "school.toml").write_text(_settings(roster.school), encoding="utf-8")
    contacts = {one.contact_id: one for one in roster.contacts}
    _csv(folder, "calendar", ((one.kind, one.first_on, one.last_on, one.label) for one in roster.calendar))
    _csv(folder, "staff", map(_staff, roster.staff))
    _csv(folder, "classes", ((one.class_id, one.name, ";".join(one.year_groups)) for one in roster.classes))
    _csv(folder, "pupils", map(_pupil, roster.pupils))
    _csv(folder, "contacts", (_tie(tie, contacts[tie.contact_id]) for tie in roster.ties))
    return folder


HEADERS = {
    "calendar": "kind,first_day,last_day,label",
    "staff": "staff_id,title,first_name,last_name,email,roles,classes,hours,works_inset,covered_by",
    "classes": "class_id,name,year_groups",
    "pupils": "pupil_id,first_name,last_name,preferred_name,class_id,"
    "consent_twitter,consent_youtube,consent_document,consent_until",
    "contacts": "pupil_id,contact_id,title,first_name,last_name,relationship,email,mobile,"
    "parental_responsibility,priority,lives_with,may_contact,restriction,language",
}


def _settings(school: School) -> str:
    """A school's settings as TOML."""
    plain = ("name", "timezone", "division", "office_address", "office_hours", "staff_hours", "courtesy_hours")
    emergency = ("mode", "office_phone", "council_day", "council_night")
    lines = [
        "[school]",
        *(f'{name} = "{getattr(school, name)}"' for name in plain),
        f'email_domains = ["{school.email_domains[0]}"]',
        f"reply_within_days = {school.reply_within_days}",
        "[emergency]",
        *(f'{name} = "{getattr(school.emergency, name)}"' for name in emergency),
    ]
    return "\n".join(lines) + "\n"


def _staff(one: StaffMember) -> tuple[object, ...]:
    roles, classes = ";".join(sorted(one.roles)), ";".join(one.classes)
    return (one.staff_id, one.title, one.first_name, one.last_name, one.email, roles, classes, one.hours, "", "")


def _pupil(one: Pupil) -> tuple[object, ...]:
    return (one.pupil_id, one.first_name, one.last_name, one.preferred_name, one.class_id, "", "", "", "")


def _tie(tie: Tie, contact: Contact) -> tuple[object, ...]:
    said = {True: "yes", False: "no"}
    return (
        *(tie.pupil_id, contact.contact_id, contact.title, contact.first_name, contact.last_name, tie.relationship),
        *(";".join(contact.emails), "", said[tie.parental_responsibility], tie.priority, said[tie.lives_with]),
        *(said[tie.may_contact], tie.restriction, contact.language),
    )


def _csv(folder: Path, name: str, rows: Iterable[tuple[object, ...]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS[name].split(","))
        writer.writerows(rows)
