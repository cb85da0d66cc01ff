"""The words of RTF and enriched bodies are read without their looks."""

from __future__ import annotations

import pytest

from gateway.mail.parsing import parse
from gateway.mail.richtext import text_of_enriched, text_of_rtf
from tests.mail.letters import a_letter


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (rb"{\rtf1\ansi Hello\par World}", "Hello\nWorld"),
        (rb"{\rtf1\ansi\ansicpg1252 caf\'e9 \'80 5}", "caf\u00e9 \u20ac 5"),
        (rb"{\rtf1\ansicpg932 \'93\'fa}", "\u65e5"),
        (rb"{\rtf1\uc1 Zo\u235?\u8212-x}", "Zo\u00eb\u2014x"),
        (rb"{\rtf1 \u-10179?\u-8694?}", "\U0001f60a"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator x;}Shown}", "Shown"),
        (rb"{\rtf1 a\{b\}c\\d\~e}", "a{b}c\\d\xa0e"),
        (rb"{\rtf1 " + b"{" * 5000 + b"deep}", ""),
        (b"no rtf", ""),
        (b"", ""),
    ],
)
def test_the_words_of_rtf(document: bytes, words: str) -> None:
    assert text_of_rtf(document) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<bold>Now</bold> is\nthe time", "Now is the time"),
        ("One\n\nTwo", "One\nTwo"),
        ("<color><param>red</param>He</color> is <<ill", "He is <ill"),
    ],
)
def test_the_words_of_enriched_text(body: str, words: str) -> None:
    assert text_of_enriched(body) == words


def test_a_mail_of_rtf_alone_has_words() -> None:
    assert parse(a_letter(rb"{\rtf1 She is ill.}", content_type="text/rtf")).text == "She is ill."
