"""What an HTML mail says: as plain text, with quoted history marked as such, and as markup that is safe to show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3
from lxml import etree  # type: ignore[import-untyped]


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_DROPPED = _names(
    "script style head title template noscript object embed iframe svg math select textarea button map "
    "audio video canvas applet"
)
_BLOCKS = _names(
    "address article aside body center dd div dl dt fieldset figure figcaption footer form header html "
    "main nav section table tbody tfoot thead tr caption blockquote li ul ol pre"
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))

_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?![.\d]*[1-9])"
    r"|(?<![-\w])opacity\s*:\s*0(?![.\d]*[1-9])",
    re.I,
)
_QUOTE_NAMES = re.compile(r"yahoo_quoted|isreplycontent|zmail_extra_replied|moz-forward-container", re.I)
_HISTORY_NAMES = re.compile(r"divrplyfwdmsg|mail-editor-reference-message-container|olk_src_body_section", re.I)
_HISTORY_BORDER = re.compile(r"border\s*:\s*none\s*;\s*border-top\s*:\s*solid", re.I)
_PLAIN_INDENT = re.compile(r"border(-left)?\s*:\s*(none|0)|margin(-left)?\s*:[^;]*\b40px", re.I)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_TAGS = re.compile(r"<[^<>]*>")
# Marks that turn the order of characters round make "fdp.exe" of "exe.pdf", and a bank of a thief.
_TURNING = dict.fromkeys((0x202D, 0x202E), None)
_INVISIBLE = dict.fromkeys((0x034F, 0x00AD, 0x200B, 0x2060, 0xFEFF), None) | _TURNING
_JOINERS = "\u200c\u200d "
_CELL_END = "\x1f"
_CELL_GAP = "  "
_RULE = "_" * 32
_DEEPEST_QUOTE = 12
_DEEPEST_MARKUP = 400
_MOST_ENTITIES = 100_000

_SAFE_TAGS = set(
    _names(
        "a abbr b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins li ol p pre q s "
        "small span strike strong sub sup table tbody td tfoot th thead tr u ul"
    )
)
_SAFE_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "*": {"dir", "lang"},
}
_LINK = re.compile(r'<a (?:[a-z-]+="[^"]*" )*?href="([^"]*)"(?: [a-z-]+="[^"]*")*>((?:(?!</a>).)*)</a>', re.S)


class _Writer:
    """Takes what the parser meets in order and keeps lines of text, each with '> ' for every quote it lies in."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        self.quotes = 0
        self.dropped = 0
        self.preformatted = 0
        self.gap = False
        self.open: list[Callable[[], None] | None] = []
        self.lists: list[int] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if self.dropped or tag in _DROPPED or (attributes and _is_hidden(attributes)):
            self.dropped += 1
            return
        closing: Callable[[], None] | None = None
        if tag == "br":
            self.end_line()
        elif tag in _PARAGRAPHS:
            # Office writes every line as a paragraph without space around it.
            closing = self.end_block if attributes.get("class", "").startswith("Mso") else self.end_paragraph
            closing()
        elif tag in _BLOCKS:
            closing = self._start_block(tag, attributes)
        elif tag in _CELLS:
            closing = self._end_cell
        elif tag == "hr":
            self.end_block()
            self.words.append(_RULE)
            self.end_block()
        elif tag == "a":
            closing = self._start_link(attributes.get("href", ""))
        elif tag == "img":
            # A picture that stands for a character (an emoji) is a word; any other picture is not.
            alt = attributes.get("alt", "").strip()
            if 0 < len(alt) <= 8 and not alt.isascii():
                self.words.append(alt)
        self.open.append(closing)

    def end(self, tag: str) -> None:
        """An element closes."""
        if self.dropped:
            self.dropped -= 1
            return
        if self.open:
            closing = self.open.pop()
            if closing is not None:
                closing()

    def data(self, text: str) -> None:
        """Characters between tags."""
        if self.dropped:
            return
        if self.preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.words.append(first)
            for other in others:
                self.end_line()
                self.words.append(other)
        else:
            self.words.append(_SPACES.sub(" ", text))

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions say nothing."""

    def close(self) -> str:
        """The text so far; the end of the mail."""
        self.end_block()
        return "\n".join(self.lines).strip("\n")

    def end_line(self) -> None:
        """Ends the line, which may be a blank one."""
        text = "".join(self.words).replace("\xa0", " ")
        self.words.clear()
        if not self.preformatted:
            text = _SPACES.sub(" ", text).strip()
            text = text.replace(_CELL_END, _CELL_GAP).rstrip()
        if not text.isascii():
            text = text.translate(_INVISIBLE)
            # Joiners shape words and emoji, but a line of nothing else is padding.
            text = text if text.strip(_JOINERS) else ""
        quote = "> " * min(self.quotes, _DEEPEST_QUOTE)
        if self.gap and text and self.lines and self.lines[-1].strip("> "):
            self.lines.append(quote.rstrip())
        if text or not self.gap:
            self.lines.append((quote + text).rstrip())
        self.gap = False

    def end_block(self) -> None:
        """Ends the line if anything stands on it; a hard space alone makes a blank line."""
        if any(word.strip(" ") for word in self.words):
            self.end_line()
        else:
            self.words.clear()

    def end_paragraph(self) -> None:
        """Ends the line and leaves a blank one before whatever comes next."""
        self.end_block()
        self.gap = True

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> Callable[[], None]:
        self.end_block()
        if tag == "li":
            self._start_item()
        elif tag in ("ul", "ol"):
            self.lists.append(1 if tag == "ol" else 0)
            return self._end_list
        elif tag == "pre":
            self.preformatted += 1
            return self._end_preformatted
        elif attributes and _is_history(attributes):
            self.words.append(_RULE)
            self.end_block()
        if _is_quote(tag, attributes):
            self.quotes += 1
            return self._end_quote
        return self.end_block

    def _start_item(self) -> None:
        number = self.lists[-1] if self.lists else 0
        if number:
            self.lists[-1] += 1
        self.words.append("  " * min(max(len(self.lists) - 1, 0), 8) + (f"{number}. " if number else "- "))

    def _end_list(self) -> None:
        self.end_block()
        if self.lists:
            self.lists.pop()

    def _end_preformatted(self) -> None:
        self.end_block()
        self.preformatted -= 1

    def _end_quote(self) -> None:
        self.end_block()
        self.quotes -= 1
        self.gap = True

    def _end_cell(self) -> None:
        if any(word.strip() for word in self.words):
            self.words.append(_CELL_END)

    def _start_link(self, href: str) -> Callable[[], None] | None:
        target = href.strip()
        if not target.lower().startswith(("http://", "https://")):
            return None
        before = len(self.words)
        lines = len(self.lines)

        def end_link() -> None:
            shown = "".join(self.words[before:]).strip() if len(self.lines) == lines else ""
            if shown and shown.rstrip("/") not in (target, target.rstrip("/")) and not _says(shown, target):
                self.words.append(f" <{target}>")

        return end_link


def _says(shown: str, target: str) -> bool:
    """Does the text of a link already show where it goes?"""
    return target.split("://", 1)[-1].rstrip("/") == shown.split("://", 1)[-1].rstrip("/")


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _HIDING_STYLE.search(style) is not None)


def _is_history(attributes: Mapping[str, str]) -> bool:
    """Does an element begin the history that Outlook puts under a reply?"""
    name = attributes.get("id")
    style = attributes.get("style")
    return (name is not None and _HISTORY_NAMES.search(name) is not None) or (
        style is not None and _HISTORY_BORDER.search(style) is not None
    )


def _is_quote(tag: str, attributes: Mapping[str, str]) -> bool:
    """Is an element quoted history, rather than an indent someone made with their own words?"""
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}" if attributes else ""
    if tag == "blockquote":
        if attributes.get("type", "").lower() == "cite" or "quote" in names or "cite" in attributes:
            return True
        return _PLAIN_INDENT.search(attributes.get("style", "")) is None
    return bool(names) and _QUOTE_NAMES.search(names) is not None


def text_of_html(html: str) -> str:
    """Plain text of an HTML mail: history prefixed '> ' or under a ruled line, nothing fetched, nothing hidden kept.

    Any string is taken; what cannot be parsed is given back with its tags cut out.
    """
    cleaned = html.replace("\x00", "").encode("utf-8", "replace")
    if not cleaned.strip():
        return ""
    parser = etree.HTMLParser(target=_Writer(), encoding="utf-8", huge_tree=True)
    try:
        return str(etree.fromstring(cleaned, parser))
    except (etree.LxmlError, ValueError, AssertionError):
        return unescape(_TAGS.sub(" ", html)).strip()


def safe_html(html: str) -> str:
    """Markup that may be shown to staff: no pictures, forms, styles or scripts; every link says where it goes."""
    if html.count("&") > _MOST_ENTITIES or (html.count("<") > _DEEPEST_MARKUP and _depth(html) > _DEEPEST_MARKUP):
        return f"<pre>{escape(text_of_html(html))}</pre>"
    cleaned = nh3.clean(
        html,
        tags=_SAFE_TAGS,
        clean_content_tags={"script", "style", "title", "template", "noscript", "textarea", "svg", "math"},
        attributes=_SAFE_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        attribute_filter=_with_scheme,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return _LINK.sub(_with_target, cleaned if cleaned.isascii() else cleaned.translate(_TURNING))


def _with_scheme(tag: str, attribute: str, value: str) -> str | None:
    """A link without a scheme would lead into the school's own pages."""
    return value if attribute != "href" or value.lower().startswith(("http:", "https:", "mailto:", "tel:")) else None


def _with_target(link: re.Match[str]) -> str:
    href, inside = link.groups()
    shown = unescape(_TAGS.sub("", inside)).strip()
    target = unescape(href)
    if _says(shown, target) or shown == target.removeprefix("mailto:").removeprefix("tel:"):
        return link.group()
    return f"{link.group()} <small>({escape(target)})</small>"


def _depth(html: str) -> int:
    """How deep the markup nests at most, roughly and from above."""
    deepest = depth = 0
    for tag in _TAGS.findall(html):
        if tag.startswith("</"):
            depth = max(depth - 1, 0)
        elif not tag.endswith("/>") and not tag.lower().startswith(
            ("<br", "<img", "<meta", "<hr", "<!", "<link", "<p")
        ):
            depth += 1
            deepest = max(deepest, depth)
    return deepest
