"""A message of ours as the bytes of a mail, and the answers of an SMTP server as plain values; pure."""

from __future__ import annotations

import re

from gateway.mail.automatic import OUR_MARK
from gateway.mail.writing import BrokenHeader, Draft, write
from gateway.ports.channels import Outbound
from gateway.ports.errors import Refused

_QUEUE_ID = re.compile(rb"\b(?:id=|queued (?:mail for delivery )?as |queue-id[ =:]*)([\w.:@<>-]{4,128})", re.I)
_WAIT = re.compile(rb"(?:try again|retry|wait)\D{0,20}(\d{1,5}) ?(s|sec|second|m|min|minute|h|hour)s?\b", re.I)
_SECONDS = {b"s": 1, b"m": 60, b"h": 3600}
_LONGEST_WAIT = 24 * 3600.0
_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")


def mail_of(message: Outbound, *, from_address: str, eight_bit: bool) -> bytes:
    """The mail for a message: RFC 5322 with CRLF, threaded, marked as ours. Raises Refused for a broken header.

    Automatic mail says so (RFC 3834) and asks Exchange for no absence note; bounces are still wanted.
    """
    extra = [(OUR_MARK.title(), message.reference)]
    if message.automatic:
        kind = "auto-replied" if message.in_reply_to else "auto-generated"
        extra += [("Auto-Submitted", kind), ("X-Auto-Response-Suppress", "OOF, AutoReply")]
    draft = Draft(
        from_address=from_address,
        from_name=message.from_name,
        to_address=message.to_address,
        to_name=message.to_name,
        subject=message.subject,
        text=message.text,
        html=message.html,
        reply_to=message.reply_to,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        date=message.sent_at,
        extra=tuple(extra),
    )
    try:
        return write(draft, eight_bit=eight_bit)
    except BrokenHeader as failure:
        raise Refused(str(failure), code="header") from failure


def stuffed(mail: bytes) -> bytes:
    """A mail as it goes after DATA: CRLF only, a dot at a line's start doubled (RFC 5321, 4.5.2), ending in CRLF."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", mail)
    doubled = re.sub(rb"(?m)^\.", b"..", lines)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def queue_id(answer: bytes) -> str:
    """The server's own name for a mail that it took, or blank when its answer names none."""
    found = _QUEUE_ID.search(answer)
    return found.group(1).decode("ascii", "replace") if found else ""


def enhanced_code(answer: bytes) -> str:
    """The ``5.1.1`` at the head of an answer (RFC 3463), or blank."""
    found = _ENHANCED.match(answer)
    return found.group(1).decode("ascii") if found else ""


def told_wait(answer: bytes) -> float | None:
    """The seconds that a server asks to be left alone for, at most a day, or None when it names none."""
    found = _WAIT.search(answer)
    if found is None:
        return None
    return min(float(found.group(1)) * _SECONDS[found.group(2)[:1].lower()], _LONGEST_WAIT)
