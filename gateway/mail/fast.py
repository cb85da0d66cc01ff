"""The quick reader of a mail's parts (fast-mail-parser, in Rust), and the check that decides when not to believe it."""

from __future__ import annotations

import re

from fast_mail_parser import ParseError, PyLazyMimePart, parse_email_tree

from gateway.mail.fields import parameters
from gateway.mail.parts import Distrusted, Part, part
from gateway.mail.transfer import PLAIN

_NAME = re.compile(r"[!-9;-~]+")
_TRUSTED_ENCODINGS = PLAIN | {"base64", "quoted-printable"}
_MOST_PARTS = 2000


def tree(source: bytes) -> Part:
    """The parts of a mail that begins with its content fields. Raises Distrusted.

    It matches a boundary by its first characters only, gives up a whole mail for one bad base64 character and reads
    header lines where there are none, so every container's boundary lines are counted in the bytes, and every field
    that shapes a part is looked at, before anything is believed.
    """
    try:
        root = parse_email_tree(source, mode="lazy")
        return _checked(root, source, budget=[_MOST_PARTS])
    except ParseError as failure:
        raise Distrusted(str(failure)) from failure


def _checked(node: PyLazyMimePart, source: bytes, *, budget: list[int]) -> Part:
    budget[0] -= 1
    if budget[0] < 0:
        raise Distrusted("too many parts")
    values = {"content-type": "", "content-disposition": "", "content-id": "", "content-transfer-encoding": ""}
    for name, several in node.headers.items():
        key = name.lower()
        if key in values:
            values[key] = several[0]
        elif _NAME.fullmatch(name) is None:
            raise Distrusted("a header line that is none")
    content_type, disposition = values["content-type"], values["content-disposition"]
    if not (content_type.isascii() and disposition.isascii()) and not (
        source.isascii() and "\ufffd" not in content_type + disposition
    ):
        raise Distrusted("a file name in raw bytes")
    encoding = values["content-transfer-encoding"].strip().lower()
    if encoding not in _TRUSTED_ENCODINGS:
        raise Distrusted("an unknown transfer encoding")
    if node.content is None:
        return _container(node, source, content_type, budget=budget)
    default = "message/rfc822" if node.is_message else "text/plain"
    made = part(content_type, disposition, values["content-id"], content=node.content, default=default)
    if made.type != node.content_type.lower():
        raise Distrusted("two opinions about a type")
    return made


def _container(node: PyLazyMimePart, source: bytes, content_type: str, *, budget: list[int]) -> Part:
    children = node.children
    boundary = parameters(content_type)[1].get("boundary", "")
    line = b"\n--" + boundary.encode("ascii", "replace")
    if not boundary or not children or source.count(line) != len(children) + 1:
        raise Distrusted("boundary lines that do not add up")
    _check_lines(source, line)
    return part(content_type, "", "", children=tuple(_checked(child, source, budget=budget) for child in children))


def _check_lines(source: bytes, line: bytes) -> None:
    """Raises Distrusted unless each boundary line is whole, has something below it, and the last alone closes."""
    at = source.find(line)
    while at >= 0:
        end = source.find(b"\n", at + 1)
        rest = source[at + len(line) : end if end >= 0 else len(source)].strip(b" \t\r")
        following = source.find(line, at + 1)
        if rest != (b"" if following >= 0 else b"--") or following == end:
            raise Distrusted("a boundary line that is none, or has nothing below it")
        at = following
