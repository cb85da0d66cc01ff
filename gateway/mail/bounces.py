"""Which addresses a bounce says it could not reach, whether for good, and which of our mails it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from gateway.mail.automatic import kind_of
from gateway.mail.html import text_of_html
from gateway.mail.message import ParsedMail

_MOST_BYTES = 1_000_000
_MOST_PARTS = 60
_MOST_FAILURES = 200
_ADDRESS = re.compile(r"(?<![\w.+%=/-])[\w.+%=/&'!#$*?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@])", re.I)
_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_SMTP_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_ID = re.compile(r"<[^<>\s]{1,250}>")
_ID_LINE = re.compile(r"^[ \t>*]*Message-I[dD]:[ \t]*\r?\n?[ \t]*(<[^<>\s]{1,250}>)", re.M | re.I)
_RETURNED_BELOW = re.compile(
    r"^(?:[-=_*#>\s]{0,40}(?:this is a copy of|original message|returned message|unsent message|message (?:header"
    r"|text|follows|contents)|your message"
    r"(?: follows| header)|included is a copy|below this line|headers? of the|the (?:header|text|body) of (?:the"
    r"|your)|start of|undelivered message"
    r"|copy of (?:the|your)|original-?nachricht|message d'origine|mensaje original)|received: from|return-path:"
    r"|x-original)",
    re.I | re.M,
)
_STILL_TRYING = re.compile(
    r"still (?:be )?(?:trying|being)|attempts will continue|has been postponed|continue to try|will (?:keep|continue"
    r"|be) (?:trying|to try|retried|to be retried)|warning message only|do not need to resend"
    r"|not yet been delivered|has(?: been)? delayed|is delayed|delivery incomplete|temporary (?:failure|problem|error"
    r"|issue)|tempor[aä]r"
    r"|delivery (?:of your message )?(?:is|has been) delayed|no action is required|noch nicht zugestellt"
    r"|retry timeout has not|remains? (?:on|in) the (?:mail )?queue",
    re.I,
)
_GIVEN_UP = re.compile(
    r"giv(?:en|ing) up|permanent (?:error|failure)|no further attempts|could not be delivered for"
    r"|retry timeout exceeded",
    re.I,
)
_LISTED = re.compile(
    r"(?:following|these|this) (?:e-?mail )?(?:address|recipient|destination|user|person|mailbox|people|group)"
    r"|failed address|(?:deliver|sen[dt]|reach)[^\n]{0,50}\bto\b"
    r"|deliver|not (?:be )?(?:found|reach)|n['’]t (?:be )?(?:found|reach|exist)|unknown|no such|undeliver|reject"
    r"|invalid|mailbox|user|recipient|fail|quota|disabled|exist|address"
    r"|unzustell|zugestellt|empfänger|destinataire|destinatari|ontvanger|получател|адрес",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One address (lower case) not reached; ``temporary`` while the mail system still tries.

    ``code`` is the status of RFC 3463 ("5.1.1") or blank; ``original_message_id`` keeps its angle brackets, or is blank.
    """

    address: str
    temporary: bool
    code: str
    original_message_id: str


def failures(mail: ParsedMail, raw: bytes) -> tuple[Failure, ...]:
    """The failures a bounce tells of, in its own order; none where it names nobody, or is no bounce."""
    try:
        message = message_from_bytes(raw[:_MOST_BYTES])
        parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return ()
    original = _original_id(mail, parts)
    reported = tuple(_reported(parts, original))
    if reported:
        return _once(reported)
    if kind_of(mail).kind != "bounce":
        return ()
    said = _words(mail, parts)
    for found in (_named_in_header(mail), _known_form(message), _told(mail, said)):
        if found:
            return _once(tuple(_as_failure(address, temporary, said, original) for address, temporary in found))
    return ()


def _once(found: tuple[Failure, ...]) -> tuple[Failure, ...]:
    kept: dict[str, Failure] = {}
    for failure in found:
        known = kept.get(failure.address)
        if known is None or (known.temporary and not failure.temporary):
            kept[failure.address] = failure
    return tuple(kept.values())[:_MOST_FAILURES]


def _reported(parts: list[Message], original: str) -> Iterator[Failure]:
    """RFC 3464: what the machine-readable part says."""
    for part in parts:
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        payload = part.get_payload()
        blocks = (
            [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else _blocks(part)
        )
        for block in blocks:
            action = str(block.get("action", "")).strip().lower()
            if not action.startswith(("fail", "error", "delayed")):
                continue
            address = _recipient(block)
            if address:
                code = _CODE.search(str(block.get("status", ""))) or _CODE.search(str(block.get("diagnostic-code", "")))
                yield Failure(address, action.startswith("delayed"), code.group() if code else "", original)


def _blocks(part: Message) -> list[Message]:
    """The blocks of a report that came encoded, or was attached as text."""
    return [message_from_bytes(block) for block in re.split(rb"\r?\n[ \t]*\r?\n", _payload(part))]


def _recipient(block: Message) -> str:
    """The address we wrote to, where it is told; else the one it came to in the end."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = str(block.get(name, "")).partition(";")[2] or str(block.get(name, ""))
        address = _clean(value)
        if address:
            return address
    return ""


def _clean(value: str) -> str:
    """The address in a field, lower case; blank where it is none that mail can go to."""
    match = _ADDRESS.search(value.replace("+AEA-", "@"))
    if match is None:
        return ""
    address = match.group().strip("'").lower()
    local = address.partition("@")[0]
    return "" if ".." in local or local.startswith(".") or local.endswith(".") else address


def _payload(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    charset = part.get_content_charset("utf-8")
    try:
        text = _payload(part).decode(charset, "replace")
    except (LookupError, ValueError):
        text = _payload(part).decode("latin-1")
    return text_of_html(text) if part.get_content_type() == "text/html" else text


def _original_id(mail: ParsedMail, parts: list[Message]) -> str:
    """The Message-ID of the mail that failed, from the copy returned with the bounce or from the bounce's headers."""
    for place, part in enumerate(parts):
        kind = part.get_content_type()
        if place and part.get_content_maintype() != "multipart" and kind != "message/delivery-status":
            found = _ID.search(str(part.get("message-id", ""))) if kind != "text/rfc822-headers" else None
            found = found or (_ID_LINE.search(_text(part)) if kind.startswith("text/") else None)
            if found:
                return found.group(found.lastindex or 0)
        elif place and part.get("message-id") and _ID.search(str(part["message-id"])):
            return str(part["message-id"]).strip()
    told = _ID_LINE.search(mail.text)
    if told:
        return told.group(1)
    return mail.in_reply_to[-1] if mail.in_reply_to else (mail.references[-1] if mail.references else "")


def _words(mail: ParsedMail, parts: list[Message]) -> str:
    """What the mail system itself says, without the mail it returns."""
    text = mail.text
    if not text.strip():
        text = next((_text(part) for part in parts if part.get_content_maintype() == "text"), "")
    below = _RETURNED_BELOW.search(text, 1)
    return text[: below.start()] if below else text


def _named_in_header(mail: ParsedMail) -> list[tuple[str, bool]]:
    named = ",".join(mail.all_headers("x-failed-recipients"))
    waiting = _is_still_trying(f"{mail.subject}\n{mail.text[:4000]}")
    return [(address, waiting) for field in named.split(",") if (address := _clean(field))]


def _known_form(message: Message) -> list[tuple[str, bool]]:
    """What flufl.bounce finds: the forms of many mail systems, old ones most of all."""
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # Its detectors read headers as they come, and any malformed one may raise anything.
        return []
    return [
        (address, waiting)
        for found, waiting in ((permanent, False), (temporary, True))
        for address in sorted(_clean(item.decode("ascii", "replace")) for item in found)
        if address
    ]


def _told(mail: ParsedMail, said: str) -> list[tuple[str, bool]]:
    """Any other form: the addresses told near words of failure, apart from ours and the mail system's."""
    ours = {address.address for address in (*mail.to, *mail.cc, mail.from_, mail.sender)} | set(mail.delivered_to)
    waiting = _is_still_trying(f"{mail.subject}\n{said}")
    lines = said.splitlines()[:400]
    found: list[tuple[str, bool]] = []
    for number, line in enumerate(lines):
        if "@" not in line or len(line) > 2000:
            continue
        near = "\n".join(lines[max(number - 4, 0) : number + 4])
        for match in _ADDRESS.finditer(line):
            address = _clean(match.group())
            system = address.partition("@")[0] in ("postmaster", "mailer-daemon", "abuse", "support", "helpdesk")
            if address and address not in ours and not system and _LISTED.search(near):
                found.append((address, waiting))
    return found


def _is_still_trying(said: str) -> bool:
    return _STILL_TRYING.search(said) is not None and _GIVEN_UP.search(said) is None


def _as_failure(address: str, temporary: bool, said: str, original: str) -> Failure:
    place = said.lower().find(address)
    near = said[max(place - 200, 0) : place + 600] if place >= 0 else said[:3000]
    code = _CODE.search(near)
    if code:
        return Failure(address, temporary, code.group(), original)
    smtp = _SMTP_CODE.search(near)
    return Failure(address, temporary, f"{smtp.group(1)}.0.0" if smtp else "", original)
