"""What every HTML page fetched in a test is held to: title, language, labelled fields, single ids, no inline code."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class PageReader(HTMLParser):
    """Gathers what the checks of a page need while reading it once."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.language = ""
        self.ids: Counter[str] = Counter()
        self.label_targets: set[str] = set()
        self.fields: list[tuple[str, dict[str, str]]] = []
        self.pointers: list[str] = []
        self.unnamed_images = 0
        self.inline: list[str] = []
        self.headings = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if held.get("id"):
            self.ids[held["id"]] += 1
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self.pointers.extend(held.get(name, "").split())
        if tag == "html":
            self.language = held.get("lang", "")
        elif tag == "label":
            self.label_targets.add(held.get("for", ""))
        elif tag in {"input", "select", "textarea"}:
            self._field(tag, held)
        elif tag == "img" and "alt" not in held:
            self.unnamed_images += 1
        elif tag == "h1":
            self.headings += 1
        self._look_for_inline_code(tag, held)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _field(self, tag: str, held: dict[str, str]) -> None:
        inside_label = "label" in self._open
        if held.get("type") not in UNLABELLED_INPUTS and not inside_label:
            self.fields.append((tag, held))

    def _look_for_inline_code(self, tag: str, held: dict[str, str]) -> None:
        is_data = held.get("type", "").endswith("json")
        if tag in {"script", "style"} and "src" not in held and "nonce" not in held and not is_data:
            self.inline.append(f"<{tag}> without src or nonce")
        self.inline.extend(f"<{tag} {name}>" for name in held if name == "style" or name.startswith("on"))


def faults(html: str) -> list[str]:
    """What is wrong with a whole page, one sentence each; a fragment without ``<html>`` only to fields and ids."""
    page = PageReader()
    page.feed(html)
    found = []
    if "<html" in html.lower():
        if not page.title.strip():
            found.append("the page has no title; say in <title> what it is about")
        if not page.language:
            found.append("the page does not say its language; give <html> a lang")
        if page.headings != 1:
            found.append(f"the page has {page.headings} <h1>; give it exactly one")
        found += [
            f"{one} is named by an aria attribute but is no id on the page"
            for one in page.pointers
            if one not in page.ids
        ]
    found += [f"the id {one} is given {count} times; ids are single" for one, count in page.ids.items() if count > 1]
    for tag, held in page.fields:
        named = held.get("aria-label") or held.get("aria-labelledby") or held.get("id") in page.label_targets - {""}
        if not named:
            found.append(f"the {tag} {held.get('name', '')!r} has no label; point a <label for> at its id")
    if page.unnamed_images:
        found.append(
            f"{page.unnamed_images} <img> without alt; describe it, or give an empty alt where it only decorates"
        )
    return found + [f"{one} is inline; move it to a file under static/" for one in page.inline]


class ReadingClient(FlaskClient):
    """Flask's test client, which reads every HTML page it is given and fails the test on a fault."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch as Flask's client does. Raises AssertionError with the page's faults."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            wrong = faults(response.get_data(as_text=True))
            assert not wrong, f"{response.request.path}: " + "; ".join(wrong)
        return response
