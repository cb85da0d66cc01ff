"""One message read in full, before any transaction is open: its words, its kind, and what the risk screen says first."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from gateway.domain import operations, reports, risk
from gateway.domain.approaches import SPOKEN
from gateway.domain.channels import CALLING
from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.reports import REPORT
from gateway.mail import automatic, bounces, fingerprints, quoted, threading
from gateway.mail.bounces import Failure
from gateway.mail.charsets import decode
from gateway.mail.connected import message_key, thread_key
from gateway.mail.invitations import Answer, answer_of_calendar
from gateway.mail.message import Address, Attachment, ParsedMail
from gateway.mail.parsing import attachment_bytes, parse
from gateway.mail.threading import ThreadKeys
from gateway.ports.channels import Inbound

log = logging.getLogger(__name__)

PAGE = "page"
"""The endpoint, and the channel, of what a parent writes on a page of Handbell."""
CONNECTOR = "connector:"
"""How the endpoint of what a channel brought that calls us begins."""
NOT_SCREENED = Finding("not_screened", "The rules could not read this message, so nobody has looked at it yet.", ())
"""In the place of every risk, while the rules are broken."""
CALENDARS = frozenset({"text/calendar", "application/ics"})
MOST_CALENDARS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What needs no finding out about a message that was written on a page: its signed-in writer and its place.

    ``thread_id`` is None for a new conversation, which is for ``readers`` (staff ids or ``office``) about ``pupil_ids``;
    ``form`` is the mark of the form that was sent, so that it counts once however often it is sent. ``channel`` is where
    it was written; ``told_by`` is the member of staff who brought it here from there, blank where its writer did.
    """

    form: str
    contact_id: str
    thread_id: int | None
    readers: tuple[str, ...]
    pupil_ids: tuple[str, ...]
    channel: str = PAGE
    told_by: str = ""

    @property
    def is_note(self) -> bool:
        """Whether these are words of staff about what a family said."""
        return self.channel in SPOKEN


@dataclass(frozen=True, slots=True)
class Caller:
    """Who wrote on a channel that calls us, as it says: blank is what it does not know; ``pupil`` is the child meant.

    ``unsanctioned`` and ``wish`` are those of ``Inbound``; ``forwarded`` is a message that mail of the channel has handed on.
    """

    channel: str
    person_id: str
    name: str
    address: str
    number: str
    pupil: str
    unsanctioned: str = ""
    wish: str = ""
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody reported: ``kind`` and ``about`` are keys of ``domain.reports``; ``by`` is ``contact`` or ``staff``.

    ``message_id`` is the message that was reported, or None; ``written_by`` the member of staff who wrote it, or blank;
    ``pupil_ids`` whom its conversation is about; ``page`` the page that the reporter came from.
    """

    form: str
    by: str
    reporter: str
    name: str
    kind: str
    about: str
    message_id: int | None
    written_by: str
    pupil_ids: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says. ``kind`` is ``message``, ``auto_reply``, ``bounce``, ``list_mail`` or ``receipt``.

    ``known`` is None for a mail, whose writer and place must be found out; ``caller`` is who wrote on a closed channel;
    ``report`` is what a report says besides its words; ``answer`` what a calendar program answered to an invitation.
    """

    mail: ParsedMail
    fingerprint: str
    kind: str
    may_be_answered: bool
    text: str
    folded: str
    keys: ThreadKeys
    risks: tuple[Finding, ...]
    operations: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    known: Known | None = None
    caller: Caller | None = None
    report: Reported | None = None
    answer: Answer | None = None


def read_delivery(endpoint: str, raw: bytes) -> Reading:
    """Read the bytes that are kept of any delivery, by where it came in."""
    if endpoint == PAGE:
        return read_page(raw)
    if endpoint == REPORT:
        return read_report(raw)
    return read_connected(raw) if endpoint.startswith(CONNECTOR) else read_mail(raw)


def file_bytes(endpoint: str, raw: bytes, part: int) -> bytes:
    """The bytes of one file of a delivery; empty when it holds no such part."""
    if not endpoint.startswith(CONNECTOR):
        return attachment_bytes(raw, part)
    files = json.loads(raw)["files"]
    return base64.b64decode(files[part]["content"]) if 0 <= part < len(files) else b""


def read_mail(raw: bytes) -> Reading:
    """Read any bytes; never raises. Risk is screened here, first, whatever becomes of the mail afterwards."""
    mail = parse(raw)
    kind = automatic.kind_of(mail).kind if mail.readable else "message"
    answer = _answer(mail, raw) if kind in ("message", "auto_reply") else None
    written = quoted.newly_written(mail.text)
    text = _with_note(written.text, answer)
    risks, practical = (
        screen(mail.subject, text, [one.name for one in mail.attachments])
        if kind == "message" or answer is not None
        else ((), ())
    )
    if answer is not None:  # a "yes" is a program's; words that its person added are a message like any other
        kind = "message" if answer.words or risks else "auto_reply"
    return Reading(
        mail=mail,
        fingerprint=fingerprints.fingerprint(mail),
        kind=kind,
        may_be_answered=kind == "message" and automatic.may_be_answered(mail),
        text=text,
        folded="\n".join(filter(None, (written.signature, written.quoted))),
        keys=threading.keys(mail),
        risks=risks,
        operations=practical,
        failures=bounces.failures(mail, raw) if kind == "bounce" else (),
        answer=answer,
    )


def _answer(mail: ParsedMail, raw: bytes) -> Answer | None:
    """The first answer to an invitation that a mail carries, or None."""
    calendars = [one for one in mail.attachments if one.type in CALENDARS][:MOST_CALENDARS]
    read = (answer_of_calendar(decode(attachment_bytes(raw, one.index), "").text) for one in calendars)
    return next((one for one in read if one is not None), None)


def _with_note(text: str, answer: Answer | None) -> str:
    """The words of a mail, and those that stand in its calendar part alone."""
    note = answer.words if answer is not None else ""
    if " ".join(note.split()) in " ".join(text.split()):
        return text
    return f"{note}\n\n{text}".strip()


def page_delivery(known: Known, *, name: str, address: str, subject: str, text: str) -> bytes:
    """What a parent wrote on a page, or staff brought here, as the bytes that are kept of it; ``read_page`` reads them."""
    held = {
        "form": known.form,
        "contact": known.contact_id,
        "thread": known.thread_id,
        "readers": known.readers,
        "pupils": known.pupil_ids,
        "channel": known.channel,
        "told_by": known.told_by,
        "name": name,
        "address": address,
        "subject": subject,
        "text": text,
    }
    return json.dumps(held, ensure_ascii=False).encode("utf-8", "replace")


def read_page(raw: bytes) -> Reading:
    """Read the bytes of ``page_delivery``: every word stands as it was written, and risk is screened here, first."""
    held = json.loads(raw)
    subject, text = str(held["subject"]), str(held["text"])
    risks, practical = screen(subject if held["thread"] is None else "", text, [])
    return Reading(
        mail=_mail_without_headers(Address(held["name"], held["address"]), subject=subject, text=text),
        fingerprint=sha256(raw).hexdigest(),
        kind="message",
        may_be_answered=False,
        text=text,
        folded="",
        keys=ThreadKeys((), marks_reply=False, base_subject=threading.base_subject(subject)),
        risks=risks,
        operations=practical,
        failures=(),
        known=_known(held),
    )


def _known(held: Mapping[str, Any]) -> Known:
    """What was kept before staff could bring a message here names no channel: it was written on a page."""
    return Known(
        form=held["form"],
        contact_id=held["contact"],
        thread_id=held["thread"],
        readers=tuple(held["readers"]),
        pupil_ids=tuple(held["pupils"]),
        channel=held.get("channel", PAGE),
        told_by=held.get("told_by", ""),
    )


def report_delivery(report: Reported, *, text: str) -> bytes:
    """A report as the bytes that are kept of it; ``read_report`` reads them."""
    return json.dumps(asdict(report) | {"text": text}, ensure_ascii=False).encode("utf-8", "replace")


def read_report(raw: bytes) -> Reading:
    """Read the bytes of ``report_delivery``: a report is always a risk, and its own words may show a further one."""
    held = json.loads(raw)
    text = str(held.pop("text"))
    report = Reported(**{**held, "pupil_ids": tuple(held["pupil_ids"])})
    by = "staff" if report.by == "staff" else "parent"
    said = reports.findings_of(report.kind, about=report.about, by=by)
    codes = {one.code for one in said}
    risks, _ = screen("", text, [])
    return Reading(
        mail=_mail_without_headers(
            Address(report.name, ""), subject=f"Report: {reports.KINDS[report.kind].name}", text=text
        ),
        fingerprint=sha256(raw).hexdigest(),
        kind="message",
        may_be_answered=False,
        text=text,
        folded="",
        keys=ThreadKeys((), marks_reply=False, base_subject=""),
        risks=(*said, *(one for one in risks if one.code not in codes)),
        operations=(),
        failures=(),
        report=report,
    )


def connected_delivery(channel: str, told: Inbound) -> bytes:
    """What came on a channel that calls us, as the bytes that are kept of it; ``read_connected`` reads them."""
    held = {
        "channel": channel,
        "id": told.vendor_id,
        "sent_at": told.sent_at.isoformat() if told.sent_at is not None else None,
        "person": told.person_id,
        "name": told.name,
        "address": told.address,
        "number": told.number,
        "pupil": told.pupil,
        "to": told.to,
        "subject": told.subject,
        "text": told.text,
        "thread": told.thread,
        "refused": told.refused,
        "unsanctioned": told.unsanctioned,
        "wish": told.wish,
        "files": [
            {"name": one.name, "type": one.type, "content": base64.b64encode(one.content).decode()}
            for one in told.files
        ],
    }
    return json.dumps(held, ensure_ascii=False).encode()


def read_connected(raw: bytes) -> Reading:
    """Read the bytes of ``connected_delivery``: the words stand as they were written, and risk is screened here, first."""
    held = json.loads(raw)
    channel, text = str(held["channel"]), str(held["text"])
    caller = Caller(
        channel,
        held["person"],
        held["name"],
        held["address"],
        held["number"],
        held["pupil"],
        held.get("unsanctioned", ""),
        held.get("wish", ""),
    )
    files = tuple(_attachment(place, one) for place, one in enumerate(held["files"]))
    subject = held["subject"] or f"{caller.pupil or 'Message'} ({CALLING[channel]})"
    risks, practical = screen(held["subject"], text, [one.name for one in files])
    return Reading(
        mail=_mail_without_headers(
            Address(caller.name, caller.address),
            subject=subject,
            text=text,
            message_id=message_key(channel, held["id"]),
            to=tuple(Address("", one) for one in held["to"]),
            attachments=files,
        ),
        fingerprint=sha256(f"{channel} {held['person']} {held['id']}".encode()).hexdigest(),
        kind="message",
        may_be_answered=not caller.wish,  # whoever carries the texts has answered it already
        text=text,
        folded="\n".join(f"A file was not taken in. {one}" for one in held["refused"]),
        keys=ThreadKeys(
            (thread_key(channel, held["person"], held["thread"]),) if held["thread"] else (),
            marks_reply=True,
            base_subject=f"{channel}: {threading.base_subject(subject)}",
        ),
        risks=risks,
        operations=practical,
        failures=(),
        caller=caller,
    )


def _attachment(place: int, one: Mapping[str, Any]) -> Attachment:
    return Attachment(place, one["name"], one["type"], len(base64.b64decode(one["content"])))


def _mail_without_headers(
    writer: Address,
    *,
    subject: str,
    text: str,
    message_id: str = "",
    to: tuple[Address, ...] = (),
    attachments: tuple[Attachment, ...] = (),
) -> ParsedMail:
    return ParsedMail(
        message_id=message_id,
        in_reply_to=(),
        references=(),
        from_=writer,
        sender=writer,
        reply_to=(),
        to=to,
        cc=(),
        delivered_to=(),
        return_path=None,
        subject=subject,
        date=None,
        received_at=None,
        content_type="text/plain",
        text=text,
        html="",
        attachments=attachments,
        headers=(),
    )


def screen(subject: str, text: str, file_names: list[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Risks and operations of a message: a subject speaks like its first line, and evidence points into the text alone.

    Never raises: what the rules could not read is alerted, so that a person reads it instead.
    """
    title = Turn(by="parent", author="", text=subject)
    turn = Turn(by="parent", author="", text=text, attachments=tuple(file_names))
    risks: tuple[Finding, ...] = ()
    try:
        risks = tuple(_in_text(one) for one in risk.screen((title, turn)))
        return risks, operations.recognise(text, subject=threading.own_subject(subject))
    except Exception:  # the safeguarding lead is told; a message that nobody has screened may not wait for its hour
        log.exception("message not screened")
        return risks or (NOT_SCREENED,), ()


def _in_text(finding: Finding) -> Finding:
    kept = (Evidence(0, one.start, one.end) for one in finding.evidence if one.message == 1)
    return Finding(finding.code, finding.reason, tuple(kept))
