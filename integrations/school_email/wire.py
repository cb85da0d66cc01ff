"""A message of ours as the bytes of a mail, and what SMTP servers, Graph and Gmail answer as plain values; pure."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gateway.mail.automatic import OUR_MARK
from gateway.mail.writing import BrokenHeader, Draft, write
from gateway.ports.channels import Outbound
from gateway.ports.errors import Refused
from integrations.http import Answer

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
        calendar=message.calendar,
        calendar_method=message.calendar_method,
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


@dataclass(frozen=True, slots=True)
class Listed:
    """One mail as Graph or Gmail lists it: its own name, when it came (None where that is not said), its labels."""

    vendor_id: str
    received_at: datetime | None = None
    labels: frozenset[str] = frozenset()


def graph_code(answer: Answer) -> str:
    """The ``error.code`` of a Graph answer, or blank."""
    error = answer.fields().get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and code.isascii() and code.isalnum() else ""


def graph_listed(page: dict[str, Any]) -> list[Listed]:
    """The mails of one page of a delta round; what was removed is left out (learn.microsoft.com/graph/api/message-delta)."""
    rows = page.get("value")
    found = [row for row in rows if isinstance(row, dict) and "@removed" not in row] if isinstance(rows, list) else []
    named = [(row.get("id"), row.get("receivedDateTime")) for row in found]
    return [Listed(name, _moment(at)) for name, at in named if isinstance(name, str) and name]


def graph_quoted(word: str) -> str:
    """A word inside an OData filter: a quote is doubled (OData 4.01, URL conventions, 5.1.1.6.1)."""
    return "'" + word.replace("'", "''") + "'"


def gmail_reason(answer: Answer) -> str:
    """The first ``error.errors[].reason`` of a Gmail answer, or blank."""
    error = answer.fields().get("error")
    reasons = error.get("errors") if isinstance(error, dict) else None
    first = reasons[0] if isinstance(reasons, list) and reasons else None
    reason = first.get("reason") if isinstance(first, dict) else None
    return reason if isinstance(reason, str) and reason.isascii() and reason.isalnum() else ""


def gmail_added(record: dict[str, Any]) -> list[Listed]:
    """The mails that one record of the history brought, or brought under a label (users.history.list)."""
    added = [(one.get("message"), None) for one in _objects(record.get("messagesAdded"))]
    added += [(one.get("message"), one.get("labelIds")) for one in _objects(record.get("labelsAdded"))]
    found = []
    for mail, labels in added:
        if isinstance(mail, dict) and isinstance(mail.get("id"), str):
            told = mail.get("labelIds") if labels is None else labels
            found.append(Listed(mail["id"], labels=frozenset(told if isinstance(told, list) else ())))
    return found


def gmail_mail(fields: dict[str, Any]) -> tuple[bytes, Listed]:
    """A mail in Gmail's raw form: its bytes, empty when they cannot be read, and what is said of it (users.messages)."""
    told, labels = fields.get("internalDate"), fields.get("labelIds")
    milliseconds = str(told or "")
    is_time = milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) < 15
    received_at = datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if is_time else None
    return url_safe_bytes(fields.get("raw")), Listed(
        str(fields.get("id", "")), received_at, frozenset(labels if isinstance(labels, list) else ())
    )


def url_safe_bytes(text: object) -> bytes:
    """Base64 in the letters that are safe in a URL, its padding left out or not (RFC 4648, section 5); empty for neither."""
    try:
        return base64.b64decode(str(text or "") + "==", altchars=b"-_")
    except (binascii.Error, ValueError):
        return b""


def url_safe_text(content: bytes) -> str:
    """Bytes in the same letters."""
    return base64.urlsafe_b64encode(content).decode("ascii")


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _moment(told: object) -> datetime | None:
    """An ISO 8601 moment with its zone, or None."""
    try:
        moment = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
