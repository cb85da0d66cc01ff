"""What a search finds, on both databases: beginnings of words, all of them, from the newest message back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from gateway.domain.scope import Scope, one_school
from gateway.store import search, threads
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SCHOOL = one_school(1)
NEIGHBOUR = one_school(2)
NOW = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


@pytest.fixture
def empty(app: Flask) -> Iterator[Flask]:
    """A migrated database that holds no message yet."""
    with app.app_context():
        yield app


def keep(scope: Scope, *texts: str, first: int = 1) -> None:
    """Keep a conversation whose messages have these words; the last is the newest."""
    with writing():
        threads.open_thread(
            scope,
            Thread(first, "C1", "", "A subject", "", f"t{first}", "mail", NOW, NOW, "parent", "", frozenset(), ()),
        )
        for number, words in enumerate(texts, first):
            message = Message(
                number, first, "parent", "C1", "A", "mail", NOW, "", words, "", "inbox", "", None, "", 0, number
            )
            threads.add_message(scope, message)
            search.index_message(scope, number, words=words)


def found(query: str, *, scope: Scope = SCHOOL, before: int | None = None, limit: int = 25) -> tuple[int, ...]:
    """What a search gives."""
    with reading():
        return search.found_messages(scope, query, readers=None, before=before, limit=limit)


def test_words_are_found_by_how_they_begin_the_newest_first(empty: Flask) -> None:
    keep(SCHOOL, "The museum trip", "Two museums", "An amusement", "MUSEUM!")

    assert found("museum") == (4, 2, 1)
    assert found("museums") == (2,)
    assert found("mus") == (4, 2, 1)


def test_every_word_of_a_query_must_stand_there(empty: Flask) -> None:
    keep(SCHOOL, "The museum trip", "A trip to the farm", "Museum tickets")

    assert found("museum trip") == (1,)
    assert found("museum swimming") == ()


def test_a_beginning_of_very_many_words_leaves_none_of_them_out(empty: Flask) -> None:
    many = search.MOST_ENDINGS + 5
    keep(SCHOOL, *(f"trip{number:02d}" for number in range(many)))

    assert found("trip", limit=100) == tuple(range(many, 0, -1))


def test_a_page_goes_on_where_the_one_before_ended(empty: Flask) -> None:
    keep(SCHOOL, *(["The museum"] * 5))

    assert found("museum", limit=2) == (5, 4)
    assert found("museum", limit=2, before=4) == (3, 2)


def test_signs_of_the_search_languages_are_no_more_than_signs(empty: Flask) -> None:
    keep(SCHOOL, "The museum trip")

    for query in (
        '"museum"',
        "museum* OR",
        "mus'eum",
        "(museum & trip) | !x",
        "museum) AND (trip",
        "NEAR(museum)",
        "\x00museum",
    ):
        found(query)
    assert found('"museum"') == found("museum*") == found("(museum") == (1,)
    assert found("!!! ...") == ()


def test_a_word_that_was_changed_is_found_as_it_is_now(empty: Flask) -> None:
    keep(SCHOOL, "The museum trip")
    with writing():
        search.change_index(SCHOOL, 1, was="The museum trip", words="The library trip")

    assert found("museum") == ()
    assert found("library") == (1,)


def test_no_word_of_a_neighbour_is_found(empty: Flask) -> None:
    keep(SCHOOL, "The museum trip")
    keep(NEIGHBOUR, "Museums and museum trips", first=10)

    assert found("museum") == (1,)
    assert found("museums") == ()


def test_accents_do_not_hide_a_word_on_sqlite(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        keep(SCHOOL, "Żółw śpi", "Zolwie", "Crème brûlée", "ŻÓŁW")

        assert found("creme") == found("CRÈME") == (3,)
        assert found("brulee") == (3,)
        assert found("żółw") == (4, 1)
