"""Writing one mail: headers that fold and that nobody can break out of, plain text with its HTML twin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from gateway.domain.errors import HandbellError

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u0085\u2028\u2029]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*\Z")
_LONGEST_WORD = 70
_LINE = 76


class BrokenHeader(HandbellError):
    """A header cannot be written: it holds a line break or another control character, or no address where one belongs."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to write; ``extra`` are further headers, name and ASCII value. Blank fields leave their header out.

    ``calendar`` is an invitation for calendar programs (iCalendar), ``calendar_method`` the METHOD that it stands under.
    """

    from_address: str
    to_address: str
    subject: str
    text: str
    from_name: str = ""
    to_name: str = ""
    html: str = ""
    reply_to: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    extra: tuple[tuple[str, str], ...] = ()
    calendar: bytes = b""
    calendar_method: str = ""


def write(draft: Draft, *, eight_bit: bool) -> bytes:
    """The mail as bytes with CRLF line ends and no line longer than SMTP carries. Raises BrokenHeader.

    With ``eight_bit`` short lines of UTF-8 go as they are, which only an 8BITMIME server may be given (RFC 6152).
    """
    for name, address in (("From", draft.from_address), ("To", draft.to_address)):
        if not address.strip():
            raise BrokenHeader(f"{name} does not hold one mail address.")
    lines = "".join(f"{name}: {value}\r\n" for name, value in _headers(draft) if value)
    return lines.encode("utf-8") + _body(draft, "8bit" if eight_bit else "7bit")


def ascii_domain(address: str) -> str:
    """An address whose domain is written in ASCII (IDNA); one that cannot be is left as it is."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}" if domain else address
    except UnicodeError:
        return address


def _headers(draft: Draft) -> tuple[tuple[str, str], ...]:
    return (
        ("From", _person("From", draft.from_name, draft.from_address)),
        ("To", _person("To", draft.to_name, draft.to_address)),
        ("Subject", _words("Subject", draft.subject)),
        ("Date", format_datetime(draft.date) if draft.date is not None else ""),
        ("Message-ID", _ids("Message-ID", (draft.message_id,))),
        ("In-Reply-To", _ids("In-Reply-To", (draft.in_reply_to,))),
        ("References", _ids("References", draft.references)),
        ("Reply-To", _person("Reply-To", draft.from_name, draft.reply_to)),
        *((name, _checked(name, value)) for name, value in draft.extra),
    )


def _checked(name: str, value: str) -> str:
    if _CONTROL.search(value):
        raise BrokenHeader(f"{name} holds a line break or a control character; write it on one line.")
    return value.encode("utf-8", "replace").decode("utf-8").strip()


def _words(name: str, value: str) -> str:
    """Free words, as they are where ASCII carries them and as encoded words (RFC 2047) where it does not."""
    value = _checked(name, value)
    plain = value.isascii() and "=?" not in value and all(len(word) <= _LONGEST_WORD for word in value.split())
    return Header(value, "us-ascii" if plain else "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")


def _person(name: str, called: str, address: str) -> str:
    address, called = _checked(name, address), _checked(name, called)
    if not address:
        return ""
    if re.search(r"[\s<>,;\"()]", address) or address.count("@") != 1:
        raise BrokenHeader(f"{name} does not hold one mail address.")
    address = ascii_domain(address)
    if not called:
        return address
    if not called.isascii() or "=?" in called or len(called) > _LONGEST_WORD:
        # Not Header's own choice of encoding for ASCII: it would leave commas and quotes bare in a phrase.
        return f"{Header(called, 'utf-8', maxlinelen=_LINE, header_name=name).encode(linesep=chr(13) + chr(10))}\r\n <{address}>"
    quoted = called if _ATOMS.match(called) else '"' + re.sub(r'(["\\])', r"\\\1", called) + '"'
    return f"{quoted} <{address}>"


def _ids(name: str, ids: tuple[str, ...]) -> str:
    """Ids stand one a line and are never encoded: the standard library encodes long ones, and then they match nothing."""
    kept = [_checked(name, one) for one in ids if one]
    if any(re.search(r"\s", one) for one in kept):
        raise BrokenHeader(f"{name} holds an id with a blank in it.")
    return "\r\n ".join(one for one in kept if len(one) < 990)


def _body(draft: Draft, transfer: str) -> bytes:
    body = EmailMessage(policy=SMTP.clone(cte_type=transfer))
    body.set_content(_sayable(draft.text))
    if draft.html:
        body.add_alternative(_sayable(draft.html), subtype="html")
    if draft.calendar:
        _invite(body, draft)
    return body.as_bytes()


def _invite(body: EmailMessage, draft: Draft) -> None:
    """The invitation as one more version of the words, which calendar programs answer (RFC 6047, 2.4), and as a file.

    The file is for whoever opens the mail where no program looks into its versions, as in Apple's or in a web page.
    """
    method = _checked("METHOD", draft.calendar_method)
    body.add_alternative(draft.calendar.decode("utf-8"), subtype="calendar", params={"method": method})
    body.add_attachment(
        draft.calendar, maintype="application", subtype="ics", filename="invite.ics", params={"name": "invite.ics"}
    )


def _sayable(text: str) -> str:
    """Text that UTF-8 and SMTP can carry: no lone surrogate and no NUL."""
    text = text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return text if text.endswith("\n") else f"{text}\n"
