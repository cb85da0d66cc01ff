"""The words in text/enriched and RTF bodies, without their looks."""

from __future__ import annotations

import re

from gateway.mail.charsets import clean, decode

_ENRICHED = re.compile(r"<(<)|<(/?)([a-z0-9-]{1,60})>|\n(\n*)", re.I)
_RTF = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I)
_SKIPPED = frozenset(
    (
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"header",
        b"footer",
        b"generator",
        b"themedata",
        b"colorschememapping",
        b"latentstyles",
        b"listtable",
        b"listoverridetable",
        b"rsidtbl",
        b"xmlnstbl",
        b"datastore",
        b"fldinst",
        b"mhtmltag",
    )
)
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"page": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
}
_MOST_GROUPS = 200


def text_of_enriched(text: str) -> str:
    """The words of text/enriched (RFC 1896): commands go, one line break is a space, more are one fewer."""
    hidden = 0
    out: list[str] = []
    at = 0
    for mark in _ENRICHED.finditer(text):
        if not hidden:
            out.append(text[at : mark.start()])
        at = mark.end()
        literal, closing, command, breaks = mark.groups()
        if literal and not hidden:
            out.append("<")
        elif command and command.lower() == "param":
            hidden = max(hidden + (-1 if closing else 1), 0)
        elif breaks is not None and not hidden:
            out.append(breaks or " ")
    out.append("" if hidden else text[at:])
    return "".join(out).strip()


def text_of_rtf(data: bytes) -> str:
    """The words of an RTF document; anything but RTF gives a blank. Never raises."""
    if not data.lstrip().startswith(b"{\\rtf"):
        return ""
    out: list[str] = []
    charset = "cp1252"
    stack: list[tuple[bool, int]] = []
    hidden, after_unicode, skip = False, 1, 0
    octets = bytearray()

    def settle() -> None:
        if octets:
            out.append(decode(bytes(octets), charset).text)
            octets.clear()

    for mark in _RTF.finditer(data):
        word, number, octet, symbol, brace, plain = mark.groups()
        if octet:
            if skip:
                skip -= 1
            elif not hidden:
                octets.append(int(octet, 16))
            continue
        settle()
        if brace == b"{":
            stack.append((hidden, after_unicode))
            if len(stack) > _MOST_GROUPS:
                break
        elif brace == b"}":
            hidden, after_unicode = stack.pop() if stack else (False, 1)
        elif word:
            name = word.lower()
            if name == b"ansicpg" and number:
                charset = f"cp{int(number)}"
            elif name == b"uc" and number:
                after_unicode = min(max(int(number), 0), 10)
            elif name == b"u" and number and not hidden:
                out.append(_unit(int(number)))
                skip = after_unicode
            elif name in _SKIPPED:
                hidden = True
            elif not hidden:
                out.append(_SIGNS.get(name, ""))
        elif symbol == b"*":
            hidden = True
        elif symbol and not hidden:
            out.append(
                {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(
                    symbol, symbol.decode("latin-1") if symbol in b"\\{}" else ""
                )
            )
        elif plain:
            shown = plain[skip:]
            skip = max(skip - len(plain), 0)
            if not hidden:
                out.append(decode(shown, charset).text)
    settle()
    joined = "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return clean(joined).strip()


def _unit(number: int) -> str:
    value = number & 0xFFFF
    return chr(value)
