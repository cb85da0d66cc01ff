"""Which parts of a mail are its words, and those words as plain text and as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gateway.mail.charsets import clean, decode
from gateway.mail.fields import decode_words
from gateway.mail.html import text_of_html
from gateway.mail.invitations import text_of_calendar
from gateway.mail.parts import Part, leaves
from gateway.mail.richtext import text_of_enriched, text_of_rtf
from gateway.mail.structure import read

_WORDS = frozenset(("text/plain", "text/html"))
_RICH = frozenset(("text/enriched", "text/richtext", "text/rtf", "application/rtf"))
_LONGEST_BODY = 2_000_000
_DEEPEST = 3
_MOST_INSIDE = 20
_STUB = re.compile(
    r"(?:e-?mail|mail|message|news) ?(?:client|program|reader|app|viewer)[^.]{0,40}(?:not|n't|cannot|unable|disabled)"
    r"|(?:this|the) (?:is an?|message|e-?mail)[^.\n]{0,40}\bhtml\b|view (?:it|this|the)[^.\n]{0,30} in (?:a|your|the) browser",
    re.I,
)
_LONGEST_STUB = 300
_SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a mail; ``shown`` are the places of the leaf parts that they came from."""

    text: str
    html: str
    shown: frozenset[int]
    problems: tuple[str, ...]


def body_of(root: Part, *, depth: int = 0) -> Body:
    """The words of a mail: its plain parts, or its HTML as text where it has no plain words."""
    reading = _Reading(root)
    text = reading.text_of(root)
    if not text.strip():
        text = reading.text_of_the_rest(depth) or text
    html = "\n".join(reading.html)
    return Body(text.strip("\n"), html, frozenset(reading.shown), tuple(dict.fromkeys(reading.problems)))


class _Reading:
    """Walks one tree, and remembers which leaves were read and what was wrong."""

    def __init__(self, root: Part) -> None:
        self.leaves = tuple(leaves(root))
        self.places = {id(leaf): at for at, leaf in enumerate(self.leaves)}
        self.shown: set[int] = set()
        self.html: list[str] = []
        self.problems: list[str] = []
        if root.type in _SEALED:
            self.problems.append("The mail is sealed as a whole; its words cannot be read here.")

    def text_of(self, node: Part) -> str:
        """The words under a node, in order; HTML becomes text only where it must."""
        if not node.children:
            if not self._is_words(node):
                return ""
            words = self._decoded(node)
            if node.type == "text/html":
                self.html.append(words)
                return text_of_html(words)
            return words
        if node.type == "multipart/alternative":
            return self._alternative(node)
        said: list[str] = []
        for child in node.children:
            words = self.text_of(child)
            if words.strip() and not (said and child.type == "text/html" and _repeats(said[-1], words)):
                said.append(words.rstrip("\n"))
        return "\n".join(said)

    def text_of_the_rest(self, depth: int) -> str:
        """The words of a mail without plain or HTML ones: enriched text, RTF, an invitation or an attached mail."""
        for at, leaf in enumerate(self.leaves):
            if leaf.type in _RICH and leaf.disposition != "attachment":
                self.shown.add(at)
                words = decode(leaf.content[:_LONGEST_BODY], leaf.parameters.get("charset", ""))
                return (
                    text_of_rtf(leaf.content[:_LONGEST_BODY])
                    if leaf.type.endswith("rtf")
                    else text_of_enriched(words.text)
                )
        for leaf in self.leaves:
            if leaf.type == "text/calendar":
                charset = leaf.parameters.get("charset", "utf-8")
                return text_of_calendar(decode(leaf.content[:_LONGEST_BODY], charset).text)
        inside = [leaf for leaf in self.leaves if leaf.type in ("message/rfc822", "message/global")]
        if depth >= _DEEPEST:
            return ""
        return "\n\n".join(_forwarded(leaf.content, depth=depth + 1) for leaf in inside[:_MOST_INSIDE])

    def _alternative(self, node: Part) -> str:
        """The plain one of several versions, unless it is blank or only says that there is another."""
        plain: Part | None = None
        rich: Part | None = None
        for child in node.children:
            kinds = {leaf.type for leaf in leaves(child) if self._is_words(leaf)}
            if "text/html" in kinds:
                rich = child
            elif kinds and plain is None:
                plain = child
        text = self.text_of(plain) if plain is not None else ""
        if rich is None:
            return text
        short = len(text) < _LONGEST_STUB
        if short and (not text.strip() or _STUB.search(text)):
            return self.text_of(rich) or text
        for leaf in leaves(rich):
            if leaf.type == "text/html" and self._is_words(leaf):
                self.html.append(self._decoded(leaf))
            elif leaf.type == "text/plain" and self._is_words(leaf):
                self.shown.add(self.places[id(leaf)])
        return text

    def _is_words(self, leaf: Part) -> bool:
        if leaf.type not in _WORDS or leaf.disposition == "attachment":
            return leaf.type in _WORDS and not leaf.name and len(self.leaves) == 1
        return not leaf.name or self.places[id(leaf)] == 0

    def _decoded(self, leaf: Part) -> str:
        self.shown.add(self.places[id(leaf)])
        data = leaf.content
        if len(data) > _LONGEST_BODY:
            data = data[:_LONGEST_BODY]
            self.problems.append("The text of the mail is too long; the end of it was not read.")
        words = decode(data, leaf.parameters.get("charset", ""))
        if words.problem:
            self.problems.append(words.problem)
        if leaf.type == "text/plain" and leaf.parameters.get("format", "").lower() == "flowed":
            return unflowed(words.text, joins_words=leaf.parameters.get("delsp", "").lower() == "yes")
        return words.text


def unflowed(text: str, *, joins_words: bool) -> str:
    """Text sent as format=flowed (RFC 3676) with its paragraphs whole again; quote depth is kept as '> ' each.

    ``joins_words`` is the sender's DelSp: the blank at a soft line end is not part of the words.
    """
    if " \n" not in text and "\n " not in text:
        return text
    out: list[str] = []
    paragraph: list[str] = []
    depth = 0

    def finish() -> None:
        if paragraph:
            out.append(">" * depth + " " * bool(depth) + "".join(paragraph))
            paragraph.clear()

    for line in text.split("\n"):
        bare = line.lstrip(">")
        quoted = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if quoted != depth:
            finish()
        depth = quoted
        if bare == "-- ":
            finish()
            out.append(">" * depth + " " * bool(depth) + bare)
        elif bare.endswith(" "):
            paragraph.append(bare[:-1] if joins_words else bare)
        else:
            paragraph.append(bare)
            finish()
    finish()
    return "\n".join(line.rstrip() if line.endswith(" ") and not line.endswith("-- ") else line for line in out)


def _repeats(said: str, words: str) -> bool:
    """Does the HTML part only repeat the plain one? Some programs send both without saying that they are versions."""
    first, second = " ".join(said.split()), " ".join(words.split())
    return first[:200] == second[:200]


def _forwarded(raw: bytes, *, depth: int) -> str:
    """An attached mail as quoted history: it is not the sender's own words, and still can be read and found."""
    inner = read(raw)
    words = body_of(inner.root, depth=depth).text
    lines = ["---------- Forwarded message ----------"]
    for name in ("From", "Date", "Subject", "To"):
        value = clean(decode_words(inner.head.first(name.lower())))
        if value:
            lines.append(f"{name}: {value[:500]}")
    return "\n".join((*lines, "", words))
