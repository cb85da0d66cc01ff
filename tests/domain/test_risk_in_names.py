"""The names of files in the risk screen: heard like words and together with them, marked nowhere, and mostly harmless."""

from __future__ import annotations

import pytest

from gateway.domain.messages import Turn
from gateway.domain.risk import screen
from gateway.domain.risk.screening import IN_A_NAME


def said(text: str, *names: str) -> Turn:
    return Turn("parent", "Somebody", text, attachments=names)


@pytest.mark.clause("C12")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bruise-on-her-arm-uncle-did-this.jpg", "safeguarding"),
        ("dadHitZofiaAgain.jpeg", "safeguarding"),
        ("tata bije Zosię pasem.png", "safeguarding"),
        ("Miss_Nair_grabbed_his_arm.mp4", "allegation_staff"),
    ],
)
def test_what_a_name_tells_alerts_with_its_reason_and_marks_nothing_in_the_text(name: str, code: str) -> None:
    found = [one for one in screen([said("Please look."), said("Here it is.", name)]) if one.code == code]
    assert found
    assert all(one.reason.endswith(IN_A_NAME) and not one.evidence for one in found)


@pytest.mark.clause("C12")
def test_a_name_and_the_words_beside_it_are_heard_together() -> None:
    assert screen([said("Her uncle was here again. Look at her.", "IMG_2041.jpg")]) == ()
    (found,) = screen([said("She has a bruise.", "uncle-did-this.png")])
    assert [(one.message, one.start, one.end) for one in found.evidence] == [(0, 10, 16)]


@pytest.mark.parametrize(
    "name",
    [
        "IMG_2041.jpg",
        "WhatsApp Image 2026-11-02 at 10.11.12.jpeg",
        "Reading book list.pdf",
        "absence-form_Zofia.docx",
        "Zofia in the nativity play.HEIC",
        "...",
        "",
    ],
)
def test_the_names_that_files_usually_have_alert_nobody(name: str) -> None:
    assert screen([said("Please see attached.", name)]) == ()
