"""What a post may hold: X's own count of characters and links, YouTube's limits, and what is missing said in sentences."""

from __future__ import annotations

import pytest

from gateway.domain.social import MOST_WEIGHT, TWITTER, YOUTUBE, Words, counts_of, has_link, problems_of, weight_of

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Robin Class planted bulbs.", 26),
        ("café", 4),
        ("cafe\u0301", 4),
        ("ŻÓŁĆ", 4),
        ("“Bulbs” – ‘bulbs’", 17),
        ("A…", 3),
        ("€5", 3),
        ("日本", 4),
        ("🌼", 2),
        (FAMILY, 2),
        ("👍🏽", 2),
        ("🇬🇧", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("1️⃣", 2),
        ("❤️❤", 4),
        ("line\nbreak", 10),
    ],
)
def test_signs_count_as_x_counts_them(text: str, weight: int) -> None:
    assert weight_of(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("https://elmswick.example", 23),
        ("http://a.uk", 23),
        ("https://www.elmswick.example/news/2026/11/daffodils?from=post&by=robin#top", 23),
        ("See https://elmswick.example/news.", 4 + 23 + 1),
        ("(https://elmswick.example/a_(b))", 1 + 23 + 1),
        ("elmswick.sch.uk", 23),
        ("www.elmswick.com, today", 23 + 7),
        ("elmswick.org/news!", 23 + 1),
        ("Two https://a.example https://b.example", 4 + 23 + 1 + 23),
        ("HTTPS://ELMSWICK.EXAMPLE/NEWS", 23),
    ],
)
def test_a_link_counts_as_twenty_three_however_long_it_is(text: str, weight: int) -> None:
    assert weight_of(text) == weight
    assert has_link(text)


@pytest.mark.parametrize(
    "text", ["office@elmswick.com", "Mr.Jo", "e.g. this", "at 3.30pm", "the end.Then", "v1.2.3", "https://", "bbc.uk"]
)
def test_what_x_takes_for_no_link_counts_by_its_letters(text: str) -> None:
    assert weight_of(text) == len(text)
    assert not has_link(text)


def test_the_limit_is_met_exactly() -> None:
    link = " https://www.elmswick.example/" + "a" * 200
    fits, over = "x" * (MOST_WEIGHT - 24) + link, "x" * (MOST_WEIGHT - 23) + link
    assert problems_of(Words(text=fits), [TWITTER]) == ()
    assert problems_of(Words(text=over), [TWITTER]) == (
        ("text", "Take out 1: it has 281 of 280 characters as X counts them."),
    )


def test_a_film_has_a_title_of_a_hundred_characters_and_a_description_of_five_thousand_bytes() -> None:
    assert problems_of(Words(title="ł" * 100, description="ł" * 2500), [YOUTUBE]) == ()
    fields = [field for field, _ in problems_of(Words(title="ł" * 101, description="ł" * 2501), [YOUTUBE])]
    assert fields == ["title", "description"]


@pytest.mark.parametrize(
    ("words", "networks", "fields"),
    [
        (Words(), [], ["networks"]),
        (Words(), [TWITTER, YOUTUBE], ["text", "title"]),
        (Words(text="  \n "), [TWITTER], ["text"]),
        (Words(title="a < b", description="<b>"), [YOUTUBE], ["title", "description"]),
        (Words(title="two\nlines"), [YOUTUBE], ["title"]),
        (Words(text="x" * 300, title="Bulbs"), [YOUTUBE], []),
        (Words(text="Bulbs", title="<" * 300), [TWITTER], []),
    ],
)
def test_only_what_a_chosen_network_would_refuse_must_be_put_right(
    words: Words, networks: list[str], fields: list[str]
) -> None:
    assert [field for field, _ in problems_of(words, networks)] == fields


def test_everything_is_counted_whatever_is_chosen() -> None:
    counts = {one.field: (one.used, one.is_too_much) for one in counts_of(Words("x" * 300, "łąka", "łąka"))}
    assert counts == {"text": (300, True), "title": (4, False), "description": (6, False)}
