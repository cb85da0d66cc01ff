"""Reading one mail: any bytes in, one plain value out, whatever they were."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from gateway.domain.errors import InputProblem
from gateway.mail.addresses import NOBODY, first_address, normalise, parse_addresses
from gateway.mail.bodies import Body, body_of
from gateway.mail.fields import Head, decode_words, ids, moment, received_moment
from gateway.mail.fingerprints import content_digest
from gateway.mail.html import text_of_html
from gateway.mail.message import Address, Attachment, ParsedMail
from gateway.mail.parts import Part, leaves
from gateway.mail.structure import READERS, Reader, Structure, read
from gateway.mail.tnef import NotUnpacked, PackedFile, is_packed, unpack

_MARKS_OF_MAIL = frozenset(
    ("from", "to", "subject", "date", "received", "message-id", "mime-version", "content-type", "return-path", "cc")
)
_DELIVERED = frozenset(("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"))
_NAMELESS = {
    "text/calendar": "invite.ics",
    "message/rfc822": "attached-message.eml",
    "text/html": "page.html",
    "text/plain": "text.txt",
    "application/pdf": "document.pdf",
    "image/jpeg": "image.jpg",
    "image/png": "image.png",
    "image/gif": "image.gif",
    "message/delivery-status": "delivery-status.txt",
    "text/rfc822-headers": "headers.txt",
    "text/csv": "table.csv",
}
_MOST_REFERENCES = 100
_MOST_TIMED = 20


@dataclass(frozen=True, slots=True)
class _Files:
    """The attachments as listed, and the words that a winmail.dat among them held."""

    listed: tuple[Attachment, ...]
    text: str
    html: str
    problems: tuple[str, ...]


def parse(raw: bytes, *, readers: tuple[Reader, ...] = READERS) -> ParsedMail:
    """The mail that some bytes are; never raises. What was wrong is said in ``problems``."""
    try:
        return _parsed(read(raw, readers))
    except Exception as failure:  # the bytes are kept and a person is told: losing a parent's mail would be worse
        return _unreadable(raw, f"The mail could not be read ({type(failure).__name__}).")


def attachment_bytes(raw: bytes, index: int) -> bytes:
    """The bytes of the attachment listed with that ``index``. Raises InputProblem when there is none."""
    parts = tuple(leaves(read(raw).root))
    if 0 <= index < len(parts):
        return parts[index].content
    packed = [file for part in parts for file in _packed_in(part)]
    if 0 <= index - len(parts) < len(packed):
        return packed[index - len(parts)].content
    raise InputProblem(
        f"This mail has no attachment number {index}; open the message again and choose one from its list."
    )


def _packed_in(part: Part) -> tuple[PackedFile, ...]:
    if not is_packed(part.type, part.name):
        return ()
    try:
        return unpack(part.content).files
    except NotUnpacked:
        return ()


def _parsed(structure: Structure) -> ParsedMail:
    head, root = structure.head, structure.root
    body = body_of(root)
    files = _files(root, body)
    text, html = body.text, body.html
    if files.text or files.html:
        html = html or files.html
        if not text.strip():
            text = files.text or text_of_html(files.html)
    problems = (*structure.problems, *_oddities(head), *body.problems, *files.problems)
    return _with_header(
        head,
        content_type=root.type,
        text=text,
        html=html,
        attachments=files.listed,
        problems=tuple(dict.fromkeys(problems)),
        digest=content_digest(root),
    )


def _with_header(
    head: Head,
    *,
    content_type: str,
    text: str,
    html: str,
    attachments: tuple[Attachment, ...],
    problems: tuple[str, ...],
    digest: str,
) -> ParsedMail:
    field: dict[str, str] = {}
    delivered: list[str] = []
    received: list[str] = []
    for name, value in head.fields:
        field.setdefault(name, value)
        if name == "received":
            received.append(value)
        elif name in _DELIVERED:
            delivered.extend(one.address for one in parse_addresses(value))
    get = field.get
    references = ids(get("references", ""))
    return ParsedMail(
        message_id=next(iter(ids(get("message-id", ""))), ""),
        in_reply_to=ids(get("in-reply-to", ""))[:_MOST_REFERENCES],
        references=references
        if len(references) <= _MOST_REFERENCES
        else (references[0], *references[1 - _MOST_REFERENCES :]),
        from_=first_address(get("from", "")),
        sender=first_address(get("sender", "")),
        reply_to=parse_addresses(get("reply-to", "")),
        to=_all_addresses(head, "to"),
        cc=_all_addresses(head, "cc"),
        delivered_to=tuple(dict.fromkeys(delivered)),
        return_path=normalise(get("return-path", "")) if "return-path" in field else None,
        subject=" ".join(decode_words(get("subject", "")).split()),
        date=moment(get("date", "")),
        received_at=next((at for one in received[:_MOST_TIMED] if (at := received_moment(one)) is not None), None),
        content_type=content_type,
        text=text,
        html=html,
        attachments=attachments,
        headers=tuple((name, decode_words(value)) if "=?" in value else (name, value) for name, value in head.fields),
        readable=not _MARKS_OF_MAIL.isdisjoint(field),
        problems=problems,
        content_digest=digest,
    )


def _all_addresses(head: Head, name: str) -> tuple[Address, ...]:
    fields = head.all(name)
    if len(fields) == 1:
        return parse_addresses(fields[0])
    return tuple(dict.fromkeys(address for value in fields for address in parse_addresses(value)))


def _oddities(head: Head) -> list[str]:
    names = [name for name, _ in head.fields]
    found = []
    if names.count("from") > 1:
        found.append("There is more than one From header; the topmost was read.")
    if "from" not in names and names:
        found.append("There is no From header.")
    return found


def _files(root: Part, body: Body) -> _Files:
    listed: list[Attachment] = []
    packed: list[PackedFile] = []
    text, html = "", ""
    problems: list[str] = []
    count = 0
    for index, part in enumerate(leaves(root)):
        count = index + 1
        if index in body.shown or (not part.content and not part.name and part.type == "text/plain"):
            continue
        if is_packed(part.type, part.name):
            try:
                inside = unpack(part.content)
            except NotUnpacked:
                problems.append("The file winmail.dat could not be unpacked.")
            else:
                packed.extend(inside.files)
                text, html = text or inside.text, html or inside.html
                continue
        listed.append(_listed(index, part, body.html))
    for place, file in enumerate(packed):
        listed.append(
            Attachment(count + place, file.name or f"attachment-{count + place}", file.type, len(file.content))
        )
    return _Files(tuple(listed), text, html, tuple(problems))


def _listed(index: int, part: Part, html: str) -> Attachment:
    is_inline = part.disposition != "attachment" and part.type.startswith("image/") and part.disposition == "inline"
    if part.content_id and not is_inline:
        is_inline = f"cid:{part.content_id}" in html
    name = part.name or _NAMELESS.get(part.type) or f"attachment-{index}"
    return Attachment(index, name, part.type, len(part.content), is_inline, part.content_id)


def _unreadable(raw: bytes, problem: str) -> ParsedMail:
    return ParsedMail(
        message_id="",
        in_reply_to=(),
        references=(),
        from_=NOBODY,
        sender=NOBODY,
        reply_to=(),
        to=(),
        cc=(),
        delivered_to=(),
        return_path=None,
        subject="",
        date=None,
        received_at=None,
        content_type="",
        text="",
        html="",
        attachments=(),
        headers=(),
        readable=False,
        problems=(problem,),
        content_digest=sha256(raw).hexdigest(),
    )
