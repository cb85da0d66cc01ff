"""One message read in full, before any transaction is open: its words, its kind, and what the risk screen says first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gateway.domain import operations, risk
from gateway.domain.approaches import SPOKEN
from gateway.domain.messages import Evidence, Finding, Turn
from gateway.mail import automatic, bounces, fingerprints, quoted, threading
from gateway.mail.bounces import Failure
from gateway.mail.message import Address, ParsedMail
from gateway.mail.parsing import parse
from gateway.mail.threading import ThreadKeys

PAGE = "page"
"""The endpoint, and the channel, of what a parent writes on a page of Handbell."""


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
class Reading:
    """What a message says. ``kind`` is ``message``, ``auto_reply``, ``bounce``, ``list_mail`` or ``receipt``.

    ``known`` is None for a mail, whose writer and place must be found out.
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


def read_mail(raw: bytes) -> Reading:
    """Read any bytes; never raises. Risk is screened here, first, whatever becomes of the mail afterwards."""
    mail = parse(raw)
    kind = automatic.kind_of(mail).kind if mail.readable else "message"
    written = quoted.newly_written(mail.text)
    text = written.text
    risks, practical = (
        screen(mail.subject, text, [one.name for one in mail.attachments]) if kind == "message" else ((), ())
    )
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
    )


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
        mail=_mail_of_page(Address(held["name"], held["address"]), subject=subject, text=text),
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


def _mail_of_page(writer: Address, *, subject: str, text: str) -> ParsedMail:
    return ParsedMail(
        message_id="",
        in_reply_to=(),
        references=(),
        from_=writer,
        sender=writer,
        reply_to=(),
        to=(),
        cc=(),
        delivered_to=(),
        return_path=None,
        subject=subject,
        date=None,
        received_at=None,
        content_type="text/plain",
        text=text,
        html="",
        attachments=(),
        headers=(),
    )


def screen(subject: str, text: str, file_names: list[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Risks and operations of a message: a subject speaks like its first line, and evidence points into the text alone."""
    title = Turn(by="parent", author="", text=subject)
    turn = Turn(by="parent", author="", text=text, attachments=tuple(file_names))
    return tuple(_in_text(one) for one in risk.screen((title, turn))), operations.recognise(text, subject=subject)


def _in_text(finding: Finding) -> Finding:
    kept = (Evidence(0, one.start, one.end) for one in finding.evidence if one.message == 1)
    return Finding(finding.code, finding.reason, tuple(kept))
