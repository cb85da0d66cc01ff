"""When two deliveries are one mail, though they came by different ways."""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256

from gateway.mail.message import Address, ParsedMail
from gateway.mail.parts import Part, leaves

_BLANKS = b" \t\r\n\v\f"


def fingerprint(mail: ParsedMail) -> str:
    """64 hexadecimal digits, equal for one mail that came by two ways, different for two mails that share an id.

    It covers what the writer made: who, when, about what, and every part's own bytes. It leaves out what servers add and
    change on the way: trace headers, line ends, blanks at line ends, transfer encodings, boundaries.
    """
    digest = sha256(b"handbell mail 1\n")
    for value in _written(mail):
        digest.update(value.encode("utf-8", "replace"))
        digest.update(b"\x00")
    digest.update(mail.content_digest.encode())
    return digest.hexdigest()


def content_digest(root: Part) -> str:
    """A digest of every part of a mail: of its words for text, of its very bytes for anything else."""
    digest = sha256()
    for leaf in leaves(root):
        is_text = leaf.type.startswith(("text/", "message/"))
        digest.update(leaf.type.encode() + b"\x00")
        digest.update(sha256(leaf.content.translate(None, _BLANKS) if is_text else leaf.content).digest())
    return digest.hexdigest()


def _written(mail: ParsedMail) -> tuple[str, ...]:
    moment = mail.date.astimezone(UTC).isoformat() if mail.date is not None else mail.header("date")
    if not moment and not mail.message_id:
        # The first server's own mark is the one thing that tells two such mails apart, and all ways share it.
        received = mail.all_headers("received")
        moment = " ".join(received[-1].split()) if received else ""
    return (
        mail.message_id,
        moment,
        mail.from_.address,
        _names(mail.to),
        _names(mail.cc),
        mail.subject,
        " ".join(mail.in_reply_to),
    )


def _names(addresses: tuple[Address, ...]) -> str:
    return ",".join(sorted(one.address for one in addresses))
