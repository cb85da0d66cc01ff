"""How mail of the apps is known, and what a school may enter of it."""

from __future__ import annotations

import pytest

from gateway.domain.errors import InputProblem
from gateway.domain.notices import USUAL, Source, checked, in_force, recognise

TAPESTRY = "noreply@tapestryjournal.com"
EARLY = Source("tapestry", TAPESTRY, "Elmswick Early Years Notification*", "waits", "Early Years", "nair")


def known(sender: str, subject: str, *own: Source) -> str:
    """The channel whose mail this is taken for, or blank."""
    found = recognise(in_force(own), sender=sender, subject=subject)
    return found.channel if found else ""


def test_the_usual_mail_of_tapestry_and_of_schoolcomms_is_known_without_settings() -> None:
    assert known(TAPESTRY, "Elmswick Nursery Notification") == "tapestry"
    assert known(TAPESTRY, "Recent Elmswick Nursery Notifications") == "tapestry"
    assert known("SC8201234A@schoolcomms.com", "Re: Trip") == "schoolcomms"
    assert {one.channel for one in USUAL} == {"tapestry", "schoolcomms"}, "nobody knows how School Gateway writes"


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (TAPESTRY, "Reset your password"),
        ("noreply@tapestryjournal.com.evil.example", "Elmswick Notification"),
        ("noreply@tapestryjournalxcom", "Elmswick Notification"),
        ("sc820123@schoolcomms.com", "Re: Trip"),
        ("helen@mail.example", "Elmswick Notification"),
        ("", ""),
    ],
)
def test_what_only_resembles_it_is_not_taken_for_it(sender: str, subject: str) -> None:
    assert known(sender, subject) == ""


def test_what_a_school_enters_takes_the_place_of_the_usual_ones_of_that_app_alone() -> None:
    assert known(TAPESTRY, "Elmswick Early Years Notification", EARLY) == "tapestry"
    assert known(TAPESTRY, "Elmswick Nursery Notification", EARLY) == ""
    assert known("sc8201234a@schoolcomms.com", "Re: Trip", EARLY) == "schoolcomms"


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("*@gmail.com", "People write from gmail.com"),
        ("office@elmswick.example", "People write from elmswick.example"),
        ("*@*", "Enter the whole address"),
        ("*", "Enter the whole address"),
        ("noreply@*.com", "Enter the whole address"),
        ("", "Enter the whole address"),
        ("****a*b*c*d@app.example", "at most three times"),
        (f"{'a' * 300}@app.example", "at most 200 letters"),
    ],
)
def test_a_pattern_that_would_take_a_persons_mail_for_an_apps_is_refused(sender: str, why: str) -> None:
    with pytest.raises(InputProblem, match=why.replace("*", r"\*")):
        checked(Source("tapestry", sender, "", "waits"), own_domains=["elmswick.example"])


def test_a_pattern_is_kept_tidy() -> None:
    kept = checked(Source("school_gateway", " No.Reply@Gateway.Example ", " An  absence* ", "absence"), own_domains=[])
    assert (kept.sender, kept.subject) == ("no.reply@gateway.example", "An absence*")


@pytest.mark.parametrize(("channel", "tells"), [("whatsapp", "waits"), ("tapestry", "everything")])
def test_only_the_apps_of_the_policy_have_notices(channel: str, tells: str) -> None:
    with pytest.raises(InputProblem):
        checked(Source(channel, "a@app.example", "", tells), own_domains=[])


def test_an_absence_goes_to_nobody_but_the_office() -> None:
    with pytest.raises(InputProblem, match="Absences go to the office"):
        checked(Source("school_gateway", "a@app.example", "", "absence", reader="nair"), own_domains=[])
