"""A school with one of everything that an address can name, and one member of staff for each role."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from flask import Flask

from gateway.actions.accounts import Visitor
from gateway.actions.channel_lists import bring as bring_list
from gateway.actions.deadlines import write_down
from gateway.actions.evenings import plan_evening
from gateway.actions.mailboxes import save_mailbox
from gateway.actions.meetings import Asked, offer_times, take_time
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.reports import report
from gateway.actions.social import drafts
from gateway.domain.meetings import IN_PERSON, PHONE
from gateway.domain.roster import STAFF_ROLES, Roster, StaffMember
from gateway.domain.scope import Actor, one_school
from gateway.domain.social import Words
from gateway.store import concerns, notices, threads
from gateway.store.transaction import reading
from tests.evenings import ROBIN
from tests.pictures import a_jpeg, exif
from tests.schools import SCHOOL, a_roster, a_school, arrives, mail, shelve

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_MEETS_AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
_SUNDAY_NIGHT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
SHELVED = 9
LAST_NAMES = ("Castell", "Dale", "Doyle", "Finch", "Ashdown", "Frayn", "Okafor", "Nair", "Lowe")
"""Of the staff, in the order of their roles' names."""
WORDS = "Zofia cried again tonight."
TEARS = "Leo has cried every night for two weeks and does not want to come to school. Could we talk, please?"
HELEN = "Helen Tate <helen@mail.example>"
_THE_TEACHER = Visitor(
    token_hash="",
    kind="staff",
    key="teacher",
    name="Mrs Nair",
    roles=frozenset({"teacher"}),
    scope=one_school(1, Actor("staff", "teacher")),
    ends_at=NINE.replace(hour=20),
    opened_off_duty_until=None,
)


def roster_of_roles() -> Roster:
    """Elmswick with one member of staff for each role, named by it; the teacher and the assistant are in Robin Class."""
    names = dict(zip(sorted(STAFF_ROLES), LAST_NAMES, strict=True))
    return replace(
        a_roster(),
        staff=tuple(
            StaffMember(
                role,
                "Mrs",
                "Jo",
                name,
                f"{role}@elmswick.example",
                frozenset({role}),
                ("robin",) if role.startswith("teach") else (),
                "Mo-Fr 08:15-16:30",
            )
            for role, name in names.items()
        ),
    )


def a_world(app: Flask) -> dict[str, str]:
    """The school with one of everything that an address can name: thing → what names it."""
    a_school(app, roster_of_roles())
    taken = arrives(app, with_a_file(mail(text=WORDS, to="teacher@elmswick.example")))
    stranger = arrives(app, mail("G T <g@else.example>", "Poppy has left her kit.", to="office@elmswick.example"))
    belt = mail(HELEN, "Poppy says her uncle hit her with a belt.", to="office@elmswick.example")
    worry = arrives(app, with_a_file(belt))
    upset = arrives(app, mail(text=TEARS, to="teacher@elmswick.example", subject="Mornings"))
    arrives(app, told_by_tapestry())
    release_due(SCHOOL, now=NINE)
    assert taken.thread_id is not None
    sent = send_reply(
        one_school(1, Actor("staff", "teacher")),
        taken.thread_id,
        staff_id="teacher",
        text="I will sit with her.",
        now=_SUNDAY_NIGHT,
    )
    shelve(SHELVED, b"\x00 no mail", at=NINE)
    _connect(app)
    gate = {"kind": "threat", "about": "", "text": "Somebody shouted at the gate.", "page": "/inbox", "form": "one"}
    reported = report(_THE_TEACHER, **gate, message_id=None, now=NINE)
    with reading():
        (file,) = threads.files_of(SCHOOL, taken.thread_id)
        (alert,) = concerns.alerts_of(SCHOOL, worry.thread_id or 0)
        (notice,) = notices.waiting(SCHOOL, limit=2)
    brought = bring_list(SCHOOL, "sent", name="sent.csv", raw=b"When,Who\nx,y\n", staff_id="office", now=NINE)
    deadline = write_down(SCHOOL, "complaint", about="Mr Nowak, on paper", received_on="2026-11-20", now=NINE)
    return {
        **_meetings(taken.thread_id),
        "deadline": str(deadline),
        "list": str(brought),
        "notice": str(notice.notice_id),
        "thread": str(taken.thread_id),
        "upset": str(upset.thread_id),
        "message": str(file.message_id),
        "part": str(file.part),
        "reply": str(sent.outbox_id),
        "alert": str(alert.alert_id),
        "stranger": str(stranger.thread_id),
        "shelved": str(SHELVED),
        "report": str(reported),
        **_posts(),
        "evening": str(plan_evening(_THE_TEACHER.scope, ROBIN, now=NINE).evening_id),
    }


def _meetings(thread_id: int) -> dict[str, str]:
    """A meeting that is booked, and an offer of other times after it."""
    asked = Asked("Let us talk.", (IN_PERSON, PHONE), 15, (_MEETS_AT,))
    teacher, parent = one_school(1, Actor("staff", "teacher")), one_school(1, Actor("contact", "agnieszka"))
    first = offer_times(teacher, thread_id, asked, staff_id="teacher", now=NINE)
    meeting = take_time(parent, first.offer_id, starts_at=_MEETS_AT, way=PHONE, now=NINE)
    later = replace(asked, words="Once more.", times=(_MEETS_AT + timedelta(days=1),))
    offer = offer_times(teacher, thread_id, later, staff_id="teacher", now=NINE)
    return {"meeting": str(meeting.meeting_id), "offer": str(offer.offer_id)}


def _posts() -> dict[str, str]:
    """A post that is ready, its picture, and one that is still being written."""
    head = one_school(1, Actor("staff", "headteacher"))
    words = Words("Robin Class planted bulbs.", "Bulb planting", "Sixty daffodils.")
    ready, draft = (
        drafts.save(head, None, words, networks=("twitter", "youtube"), alts={}, now=NINE) for _ in range(2)
    )
    for one in (ready, draft):
        drafts.add_picture(head, one, a_jpeg(exif(), width=640, height=360), alt="Children plant bulbs.", now=NINE)
    drafts.make_ready(head, ready, now=NINE)
    (picture,) = drafts.shown(head, ready).pictures
    return {"post": str(ready), "picture": str(picture.picture_id), "draft": str(draft)}


def told_by_tapestry() -> bytes:
    """Mail by which Tapestry tells that something waits there, as the school's mail server has checked it."""
    proof = ("Authentication-Results", "mx.elmswick.example; dmarc=pass header.from=tapestryjournal.com")
    return mail(
        "Tapestry <noreply@tapestryjournal.com>",
        "A new message. Open it: https://tapestryjournal.com/s/elmswick",
        subject="Elmswick Nursery Notification",
        to="office@elmswick.example",
        headers=(proof,),
    )


def _connect(app: Flask) -> None:
    """A way out that keeps letters in a folder."""
    key = app.extensions["handbell.equipment"].settings_key
    way_out = {"folder": str(app.config["HANDBELL"].instance / "letters"), "address": "office@elmswick.example"}
    save_mailbox(SCHOOL, endpoint="school_email", kind="simulator", settings=way_out, key=key, now=NINE)


def with_a_file(raw: bytes) -> bytes:
    """A mail with a letter from the doctor attached."""
    message = message_from_bytes(raw, policy=SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(b"%PDF-1.4 letter", maintype="application", subtype="pdf", filename="letter.pdf")
    return message.as_bytes()
