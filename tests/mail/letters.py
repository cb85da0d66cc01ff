"""Raw mails as parents' programs write them, built plainly: what a test does not name is ordinary."""

from __future__ import annotations

from base64 import encodebytes

TOP = {
    "Return-Path": "<priya@home.example>",
    "Received": "from phone.example by mx.school.example with ESMTPS id 1; Mon, 2 Mar 2026 21:40:05 +0000",
    "From": "Priya Shah <priya@home.example>",
    "To": "office@school.example",
    "Date": "Mon, 2 Mar 2026 21:40:00 +0000",
    "Subject": "Amina",
    "Message-ID": "<m1@home.example>",
    "MIME-Version": "1.0",
}


def a_letter(body: bytes | str = "She is ill today.\n", **fields: str | None) -> bytes:
    """A mail of one part. Fields are given with ``_`` for ``-``; None leaves one out."""
    given = {name.replace("_", "-").lower(): value for name, value in fields.items()}
    named = {name: given.pop(name.lower(), value) for name, value in TOP.items()}
    named |= {name.title(): value for name, value in given.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    words = body.encode() if isinstance(body, str) else body
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + words.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def a_part(content: bytes | str, kind: str = "text/plain", *more: str) -> bytes:
    """One part of a mail, as it stands between the boundaries; ``more`` are whole header lines."""
    words = content.encode() if isinstance(content, str) else content
    return "\n".join((f"Content-Type: {kind}", *more)).encode() + b"\n\n" + words


def a_file(content: bytes, kind: str, name: str) -> bytes:
    """An attached file in base64."""
    return a_part(
        encodebytes(content),
        kind,
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"',
    )


def several(*parts: bytes, boundary: str = "b1") -> bytes:
    """The body of a mail of several parts."""
    line = f"--{boundary}".encode()
    return b"".join(line + b"\n" + one + b"\n" for one in parts) + line + b"--\n"


def holding(*parts: bytes, kind: str = "mixed", boundary: str = "b1") -> bytes:
    """A container as a part of another."""
    return a_part(several(*parts, boundary=boundary), f'multipart/{kind}; boundary="{boundary}"')


def a_letter_of(*parts: bytes, kind: str = "mixed", **fields: str | None) -> bytes:
    """A mail of several parts."""
    return a_letter(several(*parts), content_type=f'multipart/{kind}; boundary="b1"', **fields)
