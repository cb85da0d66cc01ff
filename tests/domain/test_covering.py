"""Covering names: every way in which a family names another child, and none of the words around them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.covering import COVER, Covers
from gateway.domain.roster import Pupil

PUPILS = (
    Pupil("zofia", "Zofia", "Nowak", "", "robin"),
    Pupil("leo", "Leonard", "Reed", "Leo", "wren"),
    Pupil("maisie", "Maisie", "Reed", "", "robin"),
    Pupil("will", "William", "Bright", "Will", "wren"),
    Pupil("may", "May", "O’Brien", "", "wren"),
    Pupil("oisin", "Oisín", "Żak", "", "wren"),
    Pupil("mo", "Muhammad", "Nair", "Mo", "wren"),
    Pupil("sofia", "Sofia-Maria", "Santos Lima", "", "wren"),
    Pupil("other", "Zofia", "Kemp", "", "wren"),
)
ADULTS = ("Miss Nair", "Priya Nair", "Agnieszka Nowak", "Luke Garrod")
COVERS = Covers(PUPILS, own=["zofia"], adults=ADULTS, places=["Robin Class", "Wren Class"])


def covered(text: str) -> str:
    """The text as it may leave, with ``#`` for each cover."""
    return COVERS.cover(text).text.replace(COVER, "#")


@pytest.mark.clause("C4")
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Leo hit Zofia.", "# hit Zofia."),
        ("leo and MAISIE were there", "# and # were there"),
        ("Leonard Reed’s bag, Leo's coat", "#’s bag, #'s coat"),
        ("the Reeds and Leo R. came", "the #s and # came"),
        ("Leo R came, Leo Reed too", "# came, # too"),
        ("Oisin and Oisín and oisin Zak", "# and # and #"),
        ("OISI\u0301N said so", "# said so"),
        ("Sofia-Maria Santos  Lima pushed her", "# pushed her"),
        ("with May O'Brien", "with #"),
        ("leo_reed.jpg from leo.reed@mail.example", "#_#.jpg from #.#@mail.example"),
        ("Zofia says Leonrad did it, or Masie", "Zofia says # did it, or #"),
        ("Mo took it and Will saw", "# took it and # saw"),
    ],
)
def test_a_name_of_another_child_is_covered_however_it_is_written(text: str, left: str) -> None:
    assert covered(text) == left


@pytest.mark.clause("C4")
@pytest.mark.parametrize(
    "text",
    [
        "Zofia Nowak is in Robin Class.",
        "Miss Nair said so, and Priya Nair wrote it.",
        "Agnieszka Nowak, Luke Garrod",
        "I may come, and he will too, the mo of it, a bright day",
        "We come on 3 May, or May 3rd",
        "Please read this. Leonine lions.",
        "",
        "\n\n",
    ],
)
def test_the_own_child_adults_classes_and_everyday_words_stay(text: str) -> None:
    assert COVERS.cover(text).places == 0
    assert COVERS.cover(text).text == text


def test_a_name_that_the_own_child_shares_with_another_is_said_so_that_a_person_looks() -> None:
    assert COVERS.shared == ("Zofia",)
    assert covered("Zofia and Zofia Kemp") == "Zofia and Zofia #"


def test_without_a_child_of_its_own_every_childs_name_is_covered() -> None:
    covers = Covers(PUPILS, own=[])
    assert covers.cover("Zofia and Leo").text == f"{COVER} and {COVER}"
    assert Covers((), own=[]).cover("Zofia").places == 0


@given(
    st.lists(
        st.sampled_from(
            ["Leo", "MAISIE", "Reed", "hello", "Zofia", "12", "ł", "é", "\u0301", "🙂", *string.punctuation]
        )
    )
)
def test_every_character_but_the_covered_ones_stays_and_none_is_invented(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = COVERS.cover(text)
    parts = found.text.split(COVER)
    assert len(parts) == found.places + 1
    at = 0
    for part in parts:
        at = text.index(part, at) + len(part)
    assert not {"Leo", "MAISIE", "Reed"} & set(found.text.split())
