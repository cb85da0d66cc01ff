"""Hundreds of ways in which parents and staff tell of harm, or of nothing: each is heard for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.domain.messages import Turn
from gateway.domain.risk import by_rules, screen

TELLINGS = [line.split("|", 2) for line in Path(__file__).with_name("tellings.txt").read_text("utf-8").splitlines()]
"""The code that must be heard (or ``no``), who writes, and the words."""


@pytest.mark.clause("C12")
@pytest.mark.parametrize(("code", "by", "text"), [one for one in TELLINGS if one[0] != "no"])
def test_a_telling_of_harm_is_heard_in_the_voice_of_whoever_tells_it(code: str, by: str, text: str) -> None:
    assert code in {one.code for one in screen([Turn(by, "Somebody", text)])}


EVERYDAY = [text for code, _, text in TELLINGS if code == "no"]


@pytest.mark.parametrize("text", EVERYDAY)
def test_no_rule_hears_everyday_news(text: str) -> None:
    assert by_rules([Turn("parent", "Somebody", text)]) == ()


def test_of_a_hundred_pieces_of_everyday_news_that_sound_like_worse_at_most_ten_alert() -> None:
    alerts = [text for text in EVERYDAY if screen([Turn("parent", "Somebody", text)])]
    assert len(alerts) <= len(EVERYDAY) // 10, alerts
