"""The words of messages, findable: each database's own full-text index over them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import TextClause, text

from gateway.domain.scope import Scope
from gateway.store.transaction import connection, is_postgresql

MOST_WORDS = 12
"""Words of a query that are looked for; the rest is passed over."""
INDEXED_BEGINNINGS = 3
"""SQLite keeps an index of its own of beginnings up to this many letters, which it reads from the newest message on."""
MOST_ENDINGS = 20
"""How many indexed words that begin alike are asked for by name."""
NEWER_THAN_ALL = 1 << 62


def index_message(scope: Scope, message_id: int, *, words: str) -> None:
    """Make a message's words findable."""
    statement = _INDEX_POSTGRESQL if is_postgresql() else _INDEX_SQLITE
    connection().execute(statement, {"school": scope.school_id, "message": message_id, "words": words})


def change_index(scope: Scope, message_id: int, *, was: str, words: str) -> None:
    """Find a message by its new words and no longer by those it ``was`` indexed with."""
    values = {"school": scope.school_id, "message": message_id, "was": was}
    connection().execute(_FORGET_POSTGRESQL if is_postgresql() else _FORGET_SQLITE, values)
    index_message(scope, message_id, words=words)


def found_messages(
    scope: Scope, query: str, *, readers: Sequence[str] | None, before: int | None, limit: int
) -> tuple[int, ...]:
    """Ids of messages that hold words beginning with every word of ``query``, newest first.

    Only of these ``readers``' conversations when given, and only older than the message ``before``.
    """
    words = _words(query)
    if not words:
        return ()
    values = {
        "school": scope.school_id,
        "query": " & ".join(f"{one}:*" for one in words) if is_postgresql() else " AND ".join(map(_beginning, words)),
        "before": before if before is not None else NEWER_THAN_ALL,
        "limit": limit,
    }
    for number, reader in enumerate([*readers, "", ""][:2] if readers is not None else ()):
        values[f"reader{number}"] = reader
    if is_postgresql():
        connection().execute(_PLAN_FOR_THESE_WORDS)
    return tuple(connection().execute(_search(readers is not None), values).scalars())


def _words(query: str) -> list[str]:
    """The words of a query, without anything that either search language would read as a sign."""
    return ["".join(filter(str.isalnum, one)) for one in query.split()[:MOST_WORDS] if any(map(str.isalnum, one))]


def _beginning(word: str) -> str:
    """How SQLite is asked for words that begin so.

    Asked for a long beginning it gathers every message that has it before it gives the newest: 1.9 ms of 62,000. Asked
    for whole words it walks back from the newest and stops: 0.1 ms. So the few words that begin so are asked for by name.
    """
    folded = _folded(word)
    if len(folded) > INDEXED_BEGINNINGS:
        values = {"word": folded, "last": f"{folded}\U0010ffff", "most": MOST_ENDINGS + 1}
        whole = connection().execute(_ENDINGS_SQLITE, values).scalars().all()
        if 0 < len(whole) <= MOST_ENDINGS:
            return f"({' OR '.join(_quoted(one) for one in whole)})"
    return f"{_quoted(word)}*"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _folded(word: str) -> str:
    """A word as the index keeps it: in small letters, without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(one))


@lru_cache
def _search_in(template: str, *, of_readers: bool) -> TextClause:
    return text(template.format(scope=_OF_READER if of_readers else ""))


def _search(of_readers: bool) -> TextClause:
    return _search_in(_POSTGRESQL if is_postgresql() else _SQLITE, of_readers=of_readers)


# Else PostgreSQL plans once for all words, as if each stood in ten messages, and reads every one before it gives the newest.
# Not by writing the words into the statement: an error would carry them into the log.
_PLAN_FOR_THESE_WORDS = text("SET LOCAL plan_cache_mode = force_custom_plan")
_INDEX_SQLITE = text("INSERT INTO message_words (rowid, words) VALUES (:message, :words)")
_INDEX_POSTGRESQL = text(
    "INSERT INTO message_words (school_id, message_id, words)"
    " VALUES (:school, :message, to_tsvector('simple', left(:words, 200000)))"
)
# The index of SQLite keeps no text, so it must be told the words that it is to forget.
_FORGET_SQLITE = text("INSERT INTO message_words (message_words, rowid, words) VALUES ('delete', :message, :was)")
_FORGET_POSTGRESQL = text("DELETE FROM message_words WHERE school_id = :school AND message_id = :message")
# From one word to the next, without a look at how often each stands: no word holds the first character of all.
_ENDINGS_SQLITE = text(
    "WITH RECURSIVE whole (word) AS ("
    "SELECT (SELECT term FROM message_terms WHERE term >= :word AND term <= :last LIMIT 1)"
    " UNION ALL SELECT (SELECT term FROM message_terms WHERE term >= whole.word || char(1) AND term <= :last LIMIT 1)"
    " FROM whole WHERE whole.word IS NOT NULL)"
    " SELECT word FROM whole WHERE word IS NOT NULL LIMIT :most"
)
_OF_READER = (
    " AND EXISTS (SELECT 1 FROM inbox i JOIN queue_entries e ON e.school_id = i.school_id"
    " AND e.thread_id = i.thread_id WHERE i.school_id = :school AND i.thread_id = m.thread_id"
    " AND i.reader IN (:reader0, :reader1) AND ((e.message_id = m.message_id AND e.reader = i.reader"
    " AND e.state = 'rung') OR (m.by = 'staff' AND (m.author_id IN (:reader0, :reader1)"
    " OR NOT EXISTS (SELECT 1 FROM alerts a WHERE a.school_id = :school AND a.thread_id = m.thread_id"
    " AND a.message_id = m.message_id"
    " AND replace(CAST(a.told AS TEXT), '\"' || i.reader || '\"', '') = CAST(a.told AS TEXT))))))"
)
_SQLITE = (
    "SELECT m.message_id FROM message_words w CROSS JOIN messages m"
    " ON m.school_id = :school AND m.message_id = w.rowid"
    " WHERE message_words MATCH :query AND w.rowid < :before{scope} ORDER BY w.rowid DESC LIMIT :limit"
)
_POSTGRESQL = (
    "SELECT m.message_id FROM message_words w JOIN messages m"
    " ON m.school_id = w.school_id AND m.message_id = w.message_id"
    " WHERE w.school_id = :school AND w.words @@ to_tsquery('simple', :query) AND w.message_id < :before{scope}"
    " ORDER BY w.message_id DESC LIMIT :limit"
)
