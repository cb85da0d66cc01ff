"""What mail of an app carries."""

from __future__ import annotations

import pytest

from gateway.mail.forwarded import Forwarded, read_forwarded, without_links
from gateway.mail.parsing import parse
from tests.schools import mail

BOX = "SC8201234A@schoolcomms.com"


def read(
    text: str, *, sender: str = f"Elmswick Primary School <{BOX}>", subject: str = "Reply", **more: str
) -> Forwarded:
    """One mail, read."""
    headers = tuple((name.replace("_", "-"), value) for name, value in more.items())
    return read_forwarded(
        parse(mail(sender, text, subject=subject, headers=headers)), text, school="Elmswick Primary School"
    )


def test_the_lines_above_the_words_say_who_wrote() -> None:
    found = read("From: Agnieszka Nowak\nMobile: 07700 900123\nChild: Zofia Nowak\n\nIs PE today?\nThank you")
    assert (found.name, found.number, found.pupil) == ("Agnieszka Nowak", "07700 900123", "Zofia Nowak")
    assert found.text == "Is PE today?\nThank you"
    assert "Mobile: 07700 900123" in found.head


def test_a_number_beside_the_name_and_words_after_a_label_are_found() -> None:
    found = read("From: Agnieszka Nowak (07700 900123)\nMessage: Is PE today?\nSee you at 3: promise")
    assert (found.name, found.number) == ("Agnieszka Nowak", "07700 900123")
    assert found.text == "Is PE today?\nSee you at 3: promise"


def test_the_sender_shown_and_the_subject_say_it_where_no_line_does() -> None:
    found = read("Is PE today?", sender=f"Agnieszka Nowak via SchoolComms <{BOX}>", subject="Reply from 07700900123")
    assert (found.name, found.number, found.text) == ("Agnieszka Nowak", "07700900123", "Is PE today?")


def test_the_name_of_the_school_is_no_writers_and_an_answer_address_elsewhere_is() -> None:
    found = read("Is PE today?", Reply_To="Agnieszka@mail.example")
    assert (found.name, found.address) == ("", "agnieszka@mail.example")
    assert read("Is PE today?", Reply_To=BOX).address == ""


@pytest.mark.parametrize(
    "words", ["Zofia: she is ill", "At 3: can she go?", "", "Mobile: 07700 900123", "Dear all,\nFrom: me"]
)
def test_words_are_never_lost(words: str) -> None:
    found = read(words)
    assert f"{found.head}\n{found.text}".split() == words.split()


def test_a_link_is_never_shown_as_one() -> None:
    said = without_links("See <https://tapestryjournal.com/s/x?u=1>, or www.tapestryjournal.com/unsubscribe now")
    assert said == "See (link left out), or (link left out) now"
