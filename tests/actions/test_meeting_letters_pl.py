"""Letters about meetings in the parent's language: Polish where it is approved and read, plain English otherwise."""

from __future__ import annotations

import pytest
from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.meetings import cancel_meeting, move_meeting
from gateway.domain.meetings import PHONE
from gateway.domain.moments_pl import jak
from gateway.ports.channels import Outbound
from gateway.store.transaction import reading
from tests.meetings import NAIR, WEDNESDAY, booked, offered
from tests.schools import MONDAY_MORNING, SCHOOL, parcels


def letter(app: Flask, name: str) -> Outbound:
    """The newest letter of one kind, as it leaves."""
    with reading():
        people = directory(SCHOOL)
    return app.extensions["handbell.equipment"].letters.compose(people, parcels(app, name)[-1])


@pytest.mark.clause("C2")
def test_an_offer_to_who_reads_polish_says_every_time_in_polish_too_under_the_same_links(sample_school: Flask) -> None:
    offered(sample_school, "agnieszka")
    mail = letter(sample_school, "meeting_offer")
    assert "Choose a time." in mail.text, "English stands in every letter"
    polish = mail.text.partition("Po polsku")[2]
    assert "Miss Nair chce z Państwem porozmawiać. Rozmowa trwa 15 minut." in polish
    assert "we wtorek 24 listopada o 15:30, w szkole lub przez telefon" in polish
    assert "w środę 25 listopada o 8:15" in polish
    english = mail.text.partition("Po polsku")[0]
    links = [line for line in english.splitlines() if "/meet/" in line]
    assert links
    assert [line for line in polish.splitlines() if "/meet/" in line] == links
    assert '<div lang="pl">' in mail.html
    assert "we wtorek 24 listopada o 15:30" in mail.html


def test_an_offer_to_anybody_else_is_plain_english_alone(sample_school: Flask) -> None:
    offered(sample_school, "marek")
    mail = letter(sample_school, "meeting_offer")
    assert "Po polsku" not in mail.text + mail.html
    assert 'lang="pl"' not in mail.html


def test_booked_moved_and_cancelled_are_said_in_polish_too(sample_school: Flask) -> None:
    meeting = booked(offered(sample_school, "agnieszka"))
    for name, words in (("meeting_booked", "jest umówiona we wtorek 24 listopada o 15:30, w szkole."),):
        mail = letter(sample_school, name)
        assert words in mail.text
        assert "we wtorek 24 listopada o 15:30" in mail.html
    move_meeting(NAIR, meeting.meeting_id, starts_at=WEDNESDAY, way=PHONE, now=MONDAY_MORNING)
    moved = letter(sample_school, "meeting_moved")
    assert "Rozmowa odbędzie się w środę 25 listopada o 8:15, przez telefon." in moved.text
    assert "Nie odbędzie się we wtorek 24 listopada o 15:30." in moved.text
    assert 'lang="pl"' in moved.html
    cancel_meeting(NAIR, meeting.meeting_id, now=MONDAY_MORNING)
    cancelled = letter(sample_school, "meeting_cancelled")
    assert "w środę 25 listopada o 8:15 jest odwołana" in cancelled.text
    assert 'lang="pl"' in cancelled.html


def test_the_page_says_its_steps_in_polish_too_to_whoever_reads_it_and_to_nobody_else(sqlite_school: Flask) -> None:
    def page(contact_id: str, more: str = "") -> str:
        link = parcels(sqlite_school, "meeting_offer")[0 if contact_id == "agnieszka" else 1].facts["link"]
        return sqlite_school.test_client().get(f"/meet/{link}{more}").get_data(as_text=True)

    offer = offered(sqlite_school, "agnieszka")
    offered(sqlite_school, "marek")
    polish = page("agnieszka")
    for words in (
        "Umów ten termin",
        "we wtorek 24 listopada</span>",
        "Żaden z tych terminów mi nie pasuje",
        "przez telefon",
    ):
        assert words in polish, words
    assert "Book this time" in polish, "English stands on every page"
    assert "Powiedz szkole" in page("agnieszka", "?say=none")
    assert "Szkoła napisze do Państwa" in page("agnieszka", "?say=no")
    assert 'lang="pl"' not in page("marek")
    booked(offer)
    held = page("agnieszka")
    assert "we wtorek 24 listopada o 15:30" in held
    assert "Odwołać tę rozmowę?" in page("agnieszka", "?say=cancel")


def test_every_way_to_talk_has_its_polish_words() -> None:
    assert [jak(one) for one in ("in_person", "phone", "video")] == ["w szkole", "przez telefon", "przez wideo"]
