"""PDFs as WeasyPrint makes them: accessible, in the words of any script, and with nothing in them that the page does not hold."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from gateway.app import ROOT, STATIC
from gateway.ports.printing import CannotPrint
from integrations.pdf import maker
from integrations.pdf.maker import make_pdf
from tests.parts import require_or_skip

HEAD = (
    '<!doctype html><html lang="en-GB"><head><title>Concern</title>'
    '<link rel="stylesheet" href="fonts/fonts.css"><link rel="stylesheet" href="pdf.css">'
)


@pytest.fixture(autouse=True, scope="module")
def _pango() -> None:
    drawn = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    require_or_skip(
        "pango", drawn.returncode == 0, "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def read(page: str) -> PdfReader:
    """The PDF of a page, opened by another program's reader."""
    return PdfReader(io.BytesIO(make_pdf(page, root=ROOT, static=STATIC)))


def test_a_pdf_has_a_title_a_language_tags_for_a_screen_reader_and_words_of_any_script() -> None:
    made = read(f"{HEAD}</head><body><h1>Żółw</h1><p>Uncle hit Poppy. بنت বাংলা</p></body></html>")
    root, said = made.root_object, made.metadata
    assert said is not None
    assert said.title == "Concern"
    assert [str(root[name]) for name in ("/Lang", "/MarkInfo")] == ["en-GB", "{'/Marked': True}"]
    words = made.pages[0].extract_text()
    assert "Żółw" in words
    assert "Uncle hit Poppy." in words
    assert "Page 1 of 1" in words, "the style sheet beside the page was read"


@pytest.mark.parametrize("address", ["file:///etc/hostname", "fonts/../../../DECISIONS.md", "http://127.0.0.1:9/x"])
def test_a_page_can_bring_in_nothing_but_style_sheets_and_fonts(address: str) -> None:
    made = read(f'{HEAD}<link rel="attachment" href="{address}"></head><body><p>Words</p></body></html>')
    assert not made.attachments
    assert "Words" in made.pages[0].extract_text()


def test_the_process_that_draws_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}

    def run(*_: object, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[bytes]:
        given.update(env)
        return subprocess.CompletedProcess((), 0, b"%PDF-1.7", b"")

    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setattr(maker.subprocess, "run", run)
    assert make_pdf("", root=ROOT, static=STATIC) == b"%PDF-1.7"
    assert set(given) <= set(maker.KEPT)


@pytest.mark.parametrize(
    ("code", "made", "why"),
    [(maker.MISSING, b"", "Pango is not installed"), (1, b"", "could not"), (0, b"", "could not")],
)
def test_what_cannot_be_made_is_one_sentence_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, code: int, made: bytes, why: str
) -> None:
    monkeypatch.setattr(maker.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess((), code, made, b""))
    with pytest.raises(CannotPrint, match=why) as said:
        make_pdf("", root=ROOT, static=STATIC)
    assert "page to print" in str(said.value)


def test_a_page_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("pdf", 1)

    monkeypatch.setattr(maker.subprocess, "run", never)
    with pytest.raises(CannotPrint, match="too long"):
        make_pdf("", root=Path(), static=STATIC)
