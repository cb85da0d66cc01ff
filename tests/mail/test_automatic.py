"""Automatic mail is told from what people write, and no machine is ever answered."""

from __future__ import annotations

import pytest

from gateway.mail.automatic import kind_of, may_be_answered
from gateway.mail.message import Address, Attachment, ParsedMail


def a_mail(
    subject: str = "Amina",
    text: str = "She is ill today.",
    *,
    sender: str = "priya@home.example",
    name: str = "Priya Shah",
    return_path: str | None = "priya@home.example",
    parts: tuple[str, ...] = (),
    content_type: str = "text/plain",
    replies_to: tuple[str, ...] = (),
    **headers: str,
) -> ParsedMail:
    """A mail from a parent, apart from what is asked; headers are given with ``_`` for ``-``."""
    named = tuple((key.replace("_", "-"), value) for key, value in headers.items())
    return ParsedMail(
        message_id="<m1@home.example>",
        in_reply_to=replies_to,
        references=replies_to,
        from_=Address(name, sender),
        sender=Address("", ""),
        reply_to=(),
        to=(Address("", "office@school.example"),),
        cc=(),
        delivered_to=("office@school.example",),
        return_path=return_path,
        subject=subject,
        date=None,
        received_at=None,
        content_type=content_type,
        text=text,
        html="",
        attachments=tuple(Attachment(index, "", kind, 10) for index, kind in enumerate(parts)),
        headers=(("content-type", content_type), *named),
    )


def test_a_parents_mail_is_a_message_and_may_be_answered() -> None:
    assert kind_of(a_mail()).kind == "message"
    assert may_be_answered(a_mail())


AUTO = {
    "auto-replied": a_mail(auto_submitted="auto-replied"),
    "auto-generated": a_mail(auto_submitted="auto-generated (rejected); x=y"),
    "precedence": a_mail(precedence="auto_reply"),
    "x-autoreply": a_mail(x_autoreply="yes"),
    "x-autorespond": a_mail(x_autorespond="vacation"),
    "rules loop": a_mail(x_ms_exchange_inbox_rules_loop="priya@home.example"),
    "english": a_mail("Automatic reply: Amina", "I am out of the office until Monday."),
    "german": a_mail("Abwesenheitsnotiz: Hall", "Ich bin bis Montag nicht im Büro."),
    "french": a_mail("Réponse automatique : Hall", "Je suis absente jusqu'à lundi."),
    "japanese": a_mail("自動応答: Hall", "本日は休暇です", return_path=""),
    "suppressed": a_mail("Automatic reply: Amina", "Thank you.", x_auto_response_suppress="All"),
    "from nobody": a_mail("Re: Hall", "I am on annual leave and return on Monday.", return_path=""),
    "calendar": a_mail("Accepted: meeting", "", content_type="text/calendar; method=REPLY"),
}


@pytest.mark.parametrize("mail", AUTO.values(), ids=AUTO.keys())
def test_a_machines_answer_is_an_auto_reply_and_is_not_answered(mail: ParsedMail) -> None:
    assert kind_of(mail).kind == "auto_reply"
    assert not may_be_answered(mail)


def test_exchange_s_own_wish_for_quiet_makes_no_auto_reply() -> None:
    assert kind_of(a_mail(x_auto_response_suppress="DR, OOF, AutoReply")).kind == "message"


def test_auto_submitted_no_is_a_person() -> None:
    assert may_be_answered(a_mail(auto_submitted="no"))


RECEIPTS = {
    "read": a_mail(
        "Read: Hall",
        parts=("message/disposition-notification",),
        content_type="multipart/report; report-type=disposition-notification",
    ),
    "declined": a_mail(
        "Not read: Hall", content_type='multipart/report; report-type="disposition-notification"; boundary=x'
    ),
    "abuse": a_mail(
        "Complaint", parts=("message/feedback-report",), content_type="multipart/report; report-type=feedback-report"
    ),
    "delivered": a_mail(
        "Relayed: Hall",
        "Delivery is complete.",
        parts=("message/delivery-status",),
        content_type="multipart/report; report-type=delivery-status",
    ),
}


@pytest.mark.parametrize("mail", RECEIPTS.values(), ids=RECEIPTS.keys())
def test_a_receipt_is_told_apart(mail: ParsedMail) -> None:
    assert kind_of(mail).kind == "receipt"
    assert not may_be_answered(mail)


LISTS = {
    "list-id": a_mail(list_id="<parents.lists.example>"),
    "unsubscribe": a_mail(list_unsubscribe="<mailto:leave@lists.example>"),
    "bulk": a_mail(precedence="bulk"),
    "mailing-list": a_mail(mailing_list="list x"),
}


@pytest.mark.parametrize("mail", LISTS.values(), ids=LISTS.keys())
def test_list_mail_is_told_apart(mail: ParsedMail) -> None:
    assert kind_of(mail).kind == "list_mail"
    assert not may_be_answered(mail)


BOUNCES = {
    "daemon": a_mail(
        "Mail delivery failed: returning message to sender",
        "could not be delivered",
        sender="mailer-daemon@mx.example",
        name="Mail Delivery System",
    ),
    "postmaster": a_mail(
        "Undeliverable: Hall",
        "Delivery has failed to these recipients",
        sender="postmaster@trust.example",
        return_path="",
    ),
    "exchange": a_mail(
        "Undeliverable: Hall",
        "",
        sender="microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@trust.example",
        return_path="",
    ),
    "report": a_mail("x", "", content_type="multipart/report; report-type=delivery-status; boundary=b"),
    "failed recipients": a_mail("x", "", x_failed_recipients="a@b.example"),
    "on a list": a_mail("failure notice", "", sender="mailer-daemon@mx.example", list_id="<x.example>"),
    "polish": a_mail("Niedostarczalne: Hall", "", sender="postmaster@trust.example", return_path=""),
}


@pytest.mark.parametrize("mail", BOUNCES.values(), ids=BOUNCES.keys())
def test_a_bounce_is_told_apart(mail: ParsedMail) -> None:
    assert kind_of(mail).kind == "bounce"
    assert not may_be_answered(mail)


TALK = {
    "a parent whose mail came back": a_mail(
        "Undeliverable mail",
        "Hi, my email to Mrs Bell could not be delivered:\nbell@school.example\nuser unknown. Can you help?",
    ),
    "without a name": a_mail("Delivery failure", "Hello, I wrote to\nbell@school.example\nand it bounced", name=""),
    "forwarded": a_mail(
        "Fwd: Undeliverable: Hall",
        "See below, it was rejected.\n----- Original message -----\nReceived: from x",
        parts=("message/rfc822",),
    ),
    "answered": a_mail("Re: Undeliverable: Hall", "It was not delivered to me.", replies_to=("<x@school.example>",)),
    "a failing pupil": a_mail(
        "Mail delivery problem", "The parcel was returned to sender and she is unhappy about the failure."
    ),
    "away with the family": a_mail("Out of office next week", "We are on holiday next week so Amina will be off."),
    "on leave": a_mail("Holiday", "I am on maternity leave, my sister collects her."),
    "the trust's postmaster": a_mail(
        "New spam filter", "The filter changes on Monday.", sender="postmaster@trust.example", name="Trust IT"
    ),
    "a warning": a_mail("Warning about the road", "The road is not found on maps."),
    "calendar invitation": a_mail("Meeting", "See you", content_type="text/calendar; method=REQUEST"),
}


@pytest.mark.parametrize("mail", TALK.values(), ids=TALK.keys())
def test_a_person_who_speaks_of_failure_or_absence_stays_a_message(mail: ParsedMail) -> None:
    assert kind_of(mail).kind == "message"


@pytest.mark.parametrize(
    "address",
    [
        "noreply@x.example",
        "no-reply@x.example",
        "do-not-reply@x.example",
        "donotreply@x.example",
        "notifications@x.example",
        "bounce+abc@x.example",
        "owner-list@x.example",
        "list-request@x.example",
        "postmaster@x.example",
        "mailer-daemon@x.example",
        "school.noreply@x.example",
    ],
)
def test_an_address_that_takes_no_mail_is_not_answered(address: str) -> None:
    assert not may_be_answered(a_mail(sender=address, name=""))


@pytest.mark.parametrize(
    "address",
    ["noreen@x.example", "n.o.reply-smith@x.example", "ownerofadog@x.example", "rootes@x.example", "request@x.example"],
)
def test_an_address_that_only_looks_like_one_is_answered(address: str) -> None:
    assert may_be_answered(a_mail(sender=address, return_path=address))


def test_mail_from_nobody_and_our_own_mail_are_not_answered() -> None:
    assert not may_be_answered(a_mail(return_path=""))
    assert not may_be_answered(a_mail(x_handbell="reply"))
    assert not may_be_answered(a_mail(sender="office@school.example"))
