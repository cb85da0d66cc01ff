"""Hundreds of ways in which parents and staff tell of harm, or of nothing: each is heard for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.domain.messages import Turn
from gateway.domain.risk import screen

TELLINGS = [line.split("|", 2) for line in Path(__file__).with_name("tellings.txt").read_text("utf-8").splitlines()]
"""The code that must be heard (or ``no``), who writes, and the words."""


@pytest.mark.clause("C12")
@pytest.mark.parametrize(("code", "by", "text"), [one for one in TELLINGS if one[0] != "no"])
def test_a_telling_of_harm_is_heard_in_the_voice_of_whoever_tells_it(code: str, by: str, text: str) -> None:
    assert code in {one.code for one in screen([Turn(by, "Somebody", text)])}


@pytest.mark.parametrize("text", [text for code, _, text in TELLINGS if code == "no"])
def test_everyday_news_does_not_alert(text: str) -> None:
    assert screen([Turn("parent", "Somebody", text)]) == ()
