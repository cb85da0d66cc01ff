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
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}
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
    reader = _RtfReader()
    for mark in _RTF.finditer(data):
        word, number, octet, symbol, brace, plain = mark.groups()
        if octet:
            reader.octet(octet)
            continue
        reader.settle()
        if brace:
            if not reader.turn(brace):
                break
        elif word:
            reader.command(word.lower(), number)
        elif symbol:
            reader.symbol(symbol)
        elif plain:
            reader.words(plain)
    return reader.close()


class _RtfReader:
    """Goes through the marks of an RTF document and keeps its words; ``skip`` counts stand-ins for a Unicode character."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.octets = bytearray()
        self.charset = "cp1252"
        self.groups: list[tuple[bool, int]] = []
        self.hidden = False
        self.after_unicode = 1
        self.skip = 0

    def octet(self, digits: bytes) -> None:
        """A character of the document's charset, in hexadecimal digits."""
        if self.skip:
            self.skip -= 1
        elif not self.hidden:
            self.octets.append(int(digits, 16))

    def settle(self) -> None:
        """Reads the octets so far: several may make one character."""
        if self.octets:
            self.out.append(decode(bytes(self.octets), self.charset).text)
            self.octets.clear()

    def turn(self, brace: bytes) -> bool:
        """A group opens or closes; False where there are more than any program nests."""
        if brace == b"{":
            self.groups.append((self.hidden, self.after_unicode))
            return len(self.groups) <= _MOST_GROUPS
        self.hidden, self.after_unicode = self.groups.pop() if self.groups else (False, 1)
        return True

    def command(self, name: bytes, number: bytes | None) -> None:
        """A control word and its number."""
        if name == b"ansicpg" and number:
            self.charset = f"cp{int(number)}"
        elif name == b"uc" and number:
            self.after_unicode = min(max(int(number), 0), 10)
        elif name == b"u" and number and not self.hidden:
            self.out.append(_unit(int(number)))
            self.skip = self.after_unicode
        elif name in _SKIPPED:
            self.hidden = True
        elif not self.hidden:
            self.out.append(_SIGNS.get(name, ""))

    def symbol(self, symbol: bytes) -> None:
        """A backslash before a mark that is no letter."""
        if symbol == b"*":
            self.hidden = True
        elif not self.hidden:
            self.out.append(_SYMBOLS.get(symbol, ""))

    def words(self, plain: bytes) -> None:
        """Words as they stand."""
        shown = plain[self.skip :]
        self.skip = max(self.skip - len(plain), 0)
        if not self.hidden:
            self.out.append(decode(shown, self.charset).text)

    def close(self) -> str:
        """The words so far; halves of characters are joined."""
        self.settle()
        joined = "".join(self.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return clean(joined).strip()


def _unit(number: int) -> str:
    return chr(number & 0xFFFF)
