"""The language of phrases, and the one spelling in which every text is read."""

from __future__ import annotations

import random

import pytest

from gateway.domain.phrases import Book, PhraseProblem
from gateway.domain.wording import forget, read


def found(phrases: str, text: str) -> list[str]:
    wording = read(text)
    places = Book({"rule": phrases}, lists={"child": "he she"}).find(wording).get("rule", ())
    return [text[slice(*wording.characters(*place))] for place in places]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("red hat", "The red hat is mine.", ["red hat"]),
        ("red|blue hat", "A blue hat, a red hat.", ["blue hat", "red hat"]),
        ("lose_the_plot|rave now", "I lose the plot now.", ["lose the plot now"]),
        ("hurt* him", "It hurts him.", ["hurts him"]),
        ("in ?the box", "In box, in the box.", ["In box", "in the box"]),
        ("told ~2 nobody", "I told my own nobody.", ["told my own nobody"]),
        ("<child> ran", "She ran.", ["She ran"]),
        ("do not", "DON’T do it", ["DON’T"]),
        ("don't go", "dont go", ["dont go"]),
        ("cafe", "the Café", ["Café"]),
        ("see you|\n  |them", "see them", ["see them"]),
        ("one two\n  + three", "one two three", ["one two three"]),
        (
            "own|in_a_mess|mess* again",
            "My own, in a mess again; messy again.",
            ["in a mess again", "mess again", "messy again"],
        ),
        ("is * late", "He is so late. It is late.", ["is so late"]),
        ("hit*", "hit", ["hit"]),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, words: list[str]) -> None:
    assert found(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("red hat", "The red. Hat on!"),
        ("red hat", "Bored hatter"),
        ("told ~2 nobody", "I told one two three nobody."),
        ("told ~2 nobody", "I told him. Nobody came."),
        ("hurt", "hurtle"),
    ],
)
def test_a_phrase_is_not_found_elsewhere(phrase: str, text: str) -> None:
    assert found(phrase, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He hit the road.", []),
        ("He hit her. Then he hit the road.", ["hit"]),
        ("A hit.", ["hit"]),
    ],
)
def test_a_place_that_an_exception_touches_is_left_out(text: str, words: list[str]) -> None:
    wording = read(text)
    places = Book({"rule": "hit"}, but_not={"rule": "hit the|a road|target", "other": "hit"}).find(wording)
    assert [text[slice(*wording.characters(*place))] for place in places.get("rule", ())] == words
    assert places.keys() <= {"rule"}


@pytest.mark.parametrize("phrase", ["?the box", "~2 box", "<nobody> ran", "ab* box", "red ~many box"])
def test_a_phrase_that_nobody_could_find_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseProblem):
        Book({"rule": phrase}).find(read("A box."))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("I’m sure he’s late", "i am sure he is late"),
        ("u r gr8", "you are gr8"),
        ("tmrw 9.15am", "tomorrow 9:15 am"),
        ("s\u200bc\u00adared", "scared"),
        ("cafe\u0301", "cafe"),
        ("noooo", "no"),
        ("Sam's coat. Mine!", "sam s coat . mine ."),
        ("a_b|c", "a b c"),
        ("", ""),
    ],
)
def test_a_text_is_read_in_one_spelling(written: str, plain: str) -> None:
    assert read(written).plain == plain


def test_every_word_comes_from_its_own_characters() -> None:
    generator = random.Random(2)
    alphabet = "aé'’ .!\n\u200b\u0301z9:3ßİ日😂👍🏽"
    for _ in range(500):
        text = "".join(generator.choice(alphabet) for _ in range(generator.randrange(60)))
        wording = read(text)
        assert wording.plain == " ".join(wording.words)
        start = 0
        for word in wording.words:
            begin, end = wording.characters(start, start + len(word))
            assert 0 <= begin < end <= len(text)
            start += len(word) + 1


def test_what_was_found_is_kept_with_the_text_and_let_go_with_it() -> None:
    book = Book({"rule": "red hat"})
    wording = read("A red hat.")
    assert book.find(wording) is book.find(read("A red hat."))
    forget()
    assert read("A red hat.") is not wording


def test_a_rule_keeps_the_first_places_of_very_many() -> None:
    places = Book({"rule": "red"}).find(read("red " * 1000))["rule"]
    assert places[0] == (0, 3)
    assert len(places) < 20
    assert list(places) == sorted(places)
