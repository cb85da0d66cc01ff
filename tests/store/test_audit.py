"""The record: what refuses a change, what notices one that was forced, and that many writers keep one chain."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from gateway.actions.record import RecordBroken, anchor, check_record, first_break
from gateway.domain.scope import Actor, one_school
from gateway.store import audit
from gateway.store.base import db
from gateway.store.transaction import reading, writing
from integrations.files.anchor import AnchorFile

SCHOOL = one_school(1)
NEIGHBOUR = one_school(2, Actor("staff", "S9"))
NOW = datetime(2026, 11, 23, 8, 15, 0, 123456, tzinfo=UTC)
THREAD = 77


@pytest.fixture
def record(app: Flask) -> Iterator[Flask]:
    """A record of nine links, three of them about one conversation, beside a neighbour's of two."""
    with app.app_context():
        for scope, length in ((SCHOOL, 9), (NEIGHBOUR, 2)):
            with writing():
                audit.open_chain(scope)
                for number in range(1, length + 1):
                    audit.append(
                        scope,
                        "message.placed",
                        now=NOW + timedelta(minutes=number),
                        clause="C3",
                        thread_id=THREAD if number % 3 == 0 else None,
                        number=number,
                        words="crème “brûlée”",
                    )
        yield app


def force(*statements: str) -> None:
    """What somebody who owns the database can do: take the triggers away and change what they like."""
    with db.engine.connect() as connection, connection.begin():
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_links DISABLE TRIGGER USER"))
        else:
            for verb in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_links_refuse_{verb}"))
        for statement in statements:
            connection.execute(text(statement))


def broken_at() -> int | None:
    """The number of the first link that does not hold, or None."""
    broken, _ = first_break(SCHOOL)
    return broken.seq if broken else None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_links SET detail = '{}' WHERE school_id = 1 AND seq = 4",
        "DELETE FROM audit_links WHERE school_id = 1 AND seq = 4",
        "DELETE FROM audit_links",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_link(record: Flask, statement: str) -> None:
    with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"), connection.begin():
        connection.execute(text(statement))
    assert first_break(SCHOOL) == (None, 9)


def test_the_database_refuses_to_put_another_link_in_the_place_of_one(record: Flask) -> None:
    copy = (
        "INTO audit_links SELECT school_id, seq, at, actor, event, clause, thread_id, '{}', before, mark"
        " FROM audit_links WHERE school_id = 1 AND seq = 4"
    )
    statement = (
        f"INSERT {copy} ON CONFLICT (school_id, seq) DO UPDATE SET detail = '{{}}'"
        if db.engine.dialect.name == "postgresql"
        else f"INSERT OR REPLACE {copy}"
    )
    with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"), connection.begin():
        connection.execute(text(statement))
    assert first_break(SCHOOL) == (None, 9)


def test_the_database_refuses_to_empty_the_record(record: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE; emptying with DELETE is refused above")
    for statement in ("TRUNCATE audit_links", "TRUNCATE audit_links CASCADE"):
        with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"), connection.begin():
            connection.execute(text(statement))


def test_a_record_that_nobody_touched_is_whole(record: Flask) -> None:
    assert first_break(SCHOOL) == (None, 9)
    assert first_break(NEIGHBOUR) == (None, 2)
    with reading():
        assert audit.check_thread(SCHOOL, THREAD) == audit.Checked(3, None)


@pytest.mark.parametrize(
    "change",
    [
        "detail = replace(detail, 'br', 'BR')",
        "actor = 'staff:S2'",
        "event = 'message.opened'",
        "clause = ''",
        "thread_id = 78",
        "thread_id = NULL",
        "mark = before",
    ],
)
def test_any_changed_field_of_a_link_is_found_at_its_place(record: Flask, change: str) -> None:
    force(f"UPDATE audit_links SET {change} WHERE school_id = 1 AND seq = 6")
    assert broken_at() == 6
    assert first_break(NEIGHBOUR) == (None, 2)


def test_a_moment_changed_by_one_microsecond_is_found(record: Flask) -> None:
    later = (NOW + timedelta(minutes=6, microseconds=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    zone = "+00" if db.engine.dialect.name == "postgresql" else ""
    force(f"UPDATE audit_links SET at = '{later}{zone}' WHERE school_id = 1 AND seq = 6")
    assert broken_at() == 6


def test_a_link_taken_out_of_the_middle_is_found(record: Flask) -> None:
    force("DELETE FROM audit_links WHERE school_id = 1 AND seq = 5")
    assert broken_at() == 5


def test_a_link_taken_out_with_the_numbers_closed_up_is_found(record: Flask) -> None:
    force(
        "DELETE FROM audit_links WHERE school_id = 1 AND seq = 5",
        *(f"UPDATE audit_links SET seq = {n - 1} WHERE school_id = 1 AND seq = {n}" for n in range(6, 10)),
        "UPDATE audit_heads SET seq = 8 WHERE school_id = 1",
    )
    assert broken_at() == 5


def test_two_links_that_changed_places_are_found(record: Flask) -> None:
    force(
        "UPDATE audit_links SET seq = 100 WHERE school_id = 1 AND seq = 4",
        "UPDATE audit_links SET seq = 4 WHERE school_id = 1 AND seq = 5",
        "UPDATE audit_links SET seq = 5 WHERE school_id = 1 AND seq = 100",
    )
    assert broken_at() == 4


def test_a_link_carried_over_from_another_school_is_found(record: Flask) -> None:
    force(
        "DELETE FROM audit_links WHERE school_id = 1 AND seq = 1",
        "UPDATE audit_links SET school_id = 1 WHERE school_id = 2 AND seq = 1",
    )
    assert broken_at() == 1


def test_links_written_with_another_key_are_found(record: Flask) -> None:
    record.config["AUDIT_KEY"] = bytes(32)
    assert broken_at() == 1


def test_a_cut_tail_is_found_by_the_head(record: Flask) -> None:
    force("DELETE FROM audit_links WHERE school_id = 1 AND seq > 7")
    assert broken_at() == 8


def test_links_added_behind_the_heads_back_are_found(record: Flask) -> None:
    force("UPDATE audit_heads SET seq = 7 WHERE school_id = 1")
    broken, _ = first_break(SCHOOL)
    assert broken is not None


def test_a_cut_tail_with_the_head_rolled_back_is_found_by_the_anchor_alone(record: Flask, tmp_path: Path) -> None:
    kept = AnchorFile(tmp_path / "anchor.json")
    anchor(SCHOOL, kept.keep, anchored=kept.kept(1))
    force(
        "DELETE FROM audit_links WHERE school_id = 1 AND seq > 7",
        "UPDATE audit_heads SET seq = 7, mark = (SELECT mark FROM audit_links WHERE school_id = 1 AND seq = 7)"
        " WHERE school_id = 1",
    )
    assert first_break(SCHOOL) == (None, 7), "nothing inside the database can tell"
    broken, _ = first_break(SCHOOL, anchored=kept.kept(1))
    assert broken is not None
    assert broken.seq == 8, "the first link that is gone"


def test_a_tail_that_was_cut_and_written_anew_is_found_by_the_anchor(record: Flask, tmp_path: Path) -> None:
    kept = AnchorFile(tmp_path / "anchor.json")
    anchor(SCHOOL, kept.keep, anchored=kept.kept(1))
    force(
        "DELETE FROM audit_links WHERE school_id = 1 AND seq > 8",
        "UPDATE audit_heads SET seq = 8, mark = (SELECT mark FROM audit_links WHERE school_id = 1 AND seq = 8)"
        " WHERE school_id = 1",
    )
    with writing():
        audit.append(SCHOOL, "message.placed", now=NOW, number=9)
        audit.append(SCHOOL, "message.placed", now=NOW, number=10)
    assert first_break(SCHOOL) == (None, 10)
    broken, _ = first_break(SCHOOL, anchored=kept.kept(1))
    assert broken is not None
    assert broken.seq == 9
    with pytest.raises(RecordBroken, match="record 9"):
        anchor(SCHOOL, kept.keep, anchored=kept.kept(1))
    held = kept.kept(1)
    assert held is not None
    assert held[0] == 9, "a newer anchor would hide the cut for good"


def test_a_record_that_was_emptied_with_its_head_is_found_by_the_anchor(record: Flask, tmp_path: Path) -> None:
    kept = AnchorFile(tmp_path / "anchor.json")
    anchor(SCHOOL, kept.keep, anchored=None)
    force(
        "DELETE FROM audit_links WHERE school_id = 1",
        f"UPDATE audit_heads SET seq = 0, mark = '{audit.FIRST}' WHERE school_id = 1",
    )
    with pytest.raises(RecordBroken, match="record 1"):
        check_record(SCHOOL, anchored=kept.kept(1))


def test_an_anchor_that_lags_behind_a_whole_record_breaks_nothing(record: Flask, tmp_path: Path) -> None:
    kept = AnchorFile(tmp_path / "anchor.json")
    anchor(SCHOOL, kept.keep, anchored=kept.kept(1))
    with writing():
        audit.append(SCHOOL, "message.placed", now=NOW, number=10)
    assert first_break(SCHOOL, anchored=kept.kept(1)) == (None, 10)


def test_a_link_changed_in_one_conversation_breaks_its_seal_and_no_other(record: Flask) -> None:
    with writing():
        audit.append(SCHOOL, "message.placed", now=NOW, thread_id=78, number=10)
    force("UPDATE audit_links SET detail = '{}' WHERE school_id = 1 AND seq = 6")
    with reading():
        assert audit.check_thread(SCHOOL, THREAD) == audit.Checked(3, audit.Broken(6, audit.CHANGED))
        assert audit.check_thread(SCHOOL, 78) == audit.Checked(1, None)


def test_a_link_lost_from_a_conversation_breaks_its_seal(record: Flask) -> None:
    force("DELETE FROM audit_links WHERE school_id = 1 AND seq = 6")
    with reading():
        checked = audit.check_thread(SCHOOL, THREAD)
    assert checked.links == 2
    assert checked.broken is not None


def test_an_event_that_was_rolled_back_leaves_no_gap(record: Flask) -> None:
    class Sudden(Exception):
        """Something goes wrong after the event was written."""

    def write_and_fail() -> None:
        with writing():
            audit.append(SCHOOL, "message.placed", now=NOW)
            raise Sudden

    with pytest.raises(Sudden):
        write_and_fail()
    with writing():
        assert audit.append(SCHOOL, "message.placed", now=NOW) == 10
    assert first_break(SCHOOL) == (None, 10)


def test_four_writers_of_fifty_events_each_make_one_whole_chain(app: Flask) -> None:
    with app.app_context(), writing():
        audit.open_chain(SCHOOL)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            with app.app_context():
                for number in range(50):
                    with writing():
                        audit.append(SCHOOL, "message.placed", now=NOW, writer=writer, number=number)
        except BaseException as failure:
            failures.append(failure)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert failures == []
    with app.app_context():
        assert first_break(SCHOOL) == (None, 200)
        with reading():
            seen = [
                (one.detail["writer"], one.detail["number"])
                for one in audit.latest(SCHOOL, ("message.placed",), limit=500)
            ]
    assert sorted(seen) == [(writer, number) for writer in range(4) for number in range(50)]


def test_a_look_is_shown_to_the_watched_person_from_their_own_moment_on(record: Flask) -> None:
    with writing():
        seq = audit.append(SCHOOL, "thread.looked_at", now=NOW, thread_id=THREAD, purpose="concern")
        audit.note_look(SCHOOL, seq, {"S1": NOW + timedelta(hours=12)})
    with reading():
        assert audit.looks_at(SCHOOL, "S1", now=NOW + timedelta(hours=11), limit=10) == ()
        told = audit.looks_at(SCHOOL, "S1", now=NOW + timedelta(hours=12), limit=10)
        assert [(one.seq, one.thread_id) for one in told] == [(seq, THREAD)]
        assert audit.looks_at(SCHOOL, "S2", now=NOW + timedelta(days=9), limit=10) == ()
