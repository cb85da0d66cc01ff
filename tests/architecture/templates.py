"""Rules about templates: nothing inline that the content security policy would stop, nothing that needs guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

from tests.architecture.source import Finding

OUTGOING_MAIL = "mail/"
"""Mail programs know no style sheets, so the templates of outgoing mail alone may carry styles."""
PASSED_ON = "rehearsal/report.html"
"""A file that people pass on carries its style sheet inside; it is no page of ours, so no policy of ours stops it."""
_STYLE_SHEET = "has a <style>; put it into the style sheet under static/."
DATA_SCRIPTS = frozenset({"application/json", "application/ld+json"})
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def template_names(root: Path) -> tuple[str, ...]:
    """The templates of a tree as Jinja names them, ``inbox/thread.html``."""
    folder = root / "templates"
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def does_not_compile(root: Path, environment: Environment) -> Iterator[Finding]:
    """Templates that Jinja cannot compile, and names of templates that are not there."""
    held = frozenset(template_names(root))
    for name in sorted(held):
        text = (root / "templates" / name).read_text(encoding="utf-8")
        try:
            environment.compile(text, name=name, filename=name)
            wanted = meta.find_referenced_templates(environment.parse(text))
        except TemplateSyntaxError as error:
            yield Finding(f"templates/{name}", error.lineno, f"does not compile: {error.message}")
            continue
        for other in wanted:
            if other is not None and other not in held:
                yield Finding(
                    f"templates/{name}", 0, f"uses {other}, which is not there; correct the name or write it."
                )


def inline_style_or_script(root: Path) -> Iterator[Finding]:
    """Style and script inside a page; the content security policy stops both."""
    for name in template_names(root):
        if name.endswith((".html", ".svg", ".xml")) and not name.startswith(OUTGOING_MAIL):
            reader = _Inline(f"templates/{name}")
            reader.feed(_without_jinja((root / "templates" / name).read_text(encoding="utf-8")))
            yield from (one for one in reader.findings if name != PASSED_ON or one.instead != _STYLE_SHEET)


def _without_jinja(text: str) -> str:
    """The markup alone, with every line where it was; expressions leave a letter, so that attributes keep a value."""
    for pattern, stand_in in ((_COMMENT, ""), (_STATEMENT, " "), (_EXPRESSION, "x")):
        pieces = pattern.split(text)
        gaps = [stand_in + "\n" * found.count("\n") for found in pattern.findall(text)] + [""]
        text = "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=True))
    return text


class _Inline(HTMLParser):
    """Collects what a tag says inline."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self._path = path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "style":
            self._find(_STYLE_SHEET)
        if tag == "script" and "src" not in held and (held.get("type") or "") not in DATA_SCRIPTS:
            self._find("has a script inside the page; put it into a file under static/ and name it by src.")
        for attribute, value in attrs:
            if attribute == "style":
                self._find(f"<{tag}> has a style attribute; use a class of the style sheet.")
            elif attribute.startswith(("on", "hx-on")):
                self._find(f"<{tag}> has {attribute}; listen for it in a script file under static/.")
            elif (value or "").strip().lower().startswith("javascript:"):
                self._find(f"<{tag}> runs a script from {attribute}; use a button and a script file under static/.")

    def _find(self, instead: str) -> None:
        self.findings.append(Finding(self._path, self.getpos()[0], instead))
