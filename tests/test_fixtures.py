"""Tests of the fixtures themselves: fresh databases, the clock, and the wall around the machine."""

from __future__ import annotations

import smtplib
import socket
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from tests import network
from tests.clocks import MONDAY_MORNING, SetClock
from tests.databases import Emptied
from tests.pages import faults
from tests.parts import require_or_skip
from tests.postgres import Cluster


def test_every_test_has_a_migrated_database_of_its_own(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert "left_behind" not in inspect(connection).get_table_names()
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        connection.execute(text("CREATE TABLE left_behind (n INTEGER)"))
    engine.dispose()


test_what_one_test_leaves_behind_the_next_does_not_see = test_every_test_has_a_migrated_database_of_its_own


def test_a_database_is_taken_up_again_without_a_row_and_under_another_name(migrated_cluster: Cluster) -> None:
    emptied, row = Emptied(migrated_cluster), text("INSERT INTO call_numbers VALUES (1, 'nair', '+447700900123')")
    first = emptied.take()
    lingers = create_engine(migrated_cluster.url(first))
    with lingers.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(row)
    emptied.give_back(first)
    assert len(emptied.free) == 1
    second = emptied.take()
    assert second != first
    again = create_engine(migrated_cluster.url(second))
    with again.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM call_numbers")) == 0
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    with pytest.raises(OperationalError), lingers.begin() as connection:
        connection.execute(row)
    for engine in (lingers, again):
        engine.dispose()
    emptied.give_back(second)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE call_numbers ADD COLUMN more INTEGER",
        "ALTER TABLE call_numbers ALTER COLUMN mobile SET DEFAULT 'x'",
        "DROP INDEX ix_inbox_school_id_reader_unread",
        "UPDATE alembic_version SET version_num = '0000'",
    ],
)
def test_a_database_that_was_changed_is_not_taken_up_again(migrated_cluster: Cluster, change: str) -> None:
    emptied = Emptied(migrated_cluster)
    engine = create_engine(migrated_cluster.url(name := emptied.take()))
    with engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()
    emptied.give_back(name)
    assert not emptied.free


def test_a_durable_cluster_keeps_what_was_committed_through_a_crash(durable_cluster: Cluster) -> None:
    engine = create_engine(durable_cluster.create("kept"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept AS SELECT 7 AS n"))
    engine.dispose()
    durable_cluster.crash()
    durable_cluster.start()
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW fsync")) == "on"
        assert connection.scalar(text("SELECT n FROM kept")) == 7
    engine.dispose()


def test_the_application_goes_by_the_clock_of_the_test(sqlite_app: Flask, clock: SetClock) -> None:
    told = sqlite_app.extensions["handbell.clock"]
    assert told() == MONDAY_MORNING
    clock.forward(timedelta(hours=13))
    assert told() == MONDAY_MORNING + timedelta(hours=13)
    clock.set("2026-07-01T09:00:00+01:00")
    assert told().isoformat() == "2026-07-01T08:00:00+00:00"


@pytest.mark.parametrize("host", ["192.0.2.7", "school.example", "2001:db8::1"])
def test_no_test_reaches_beyond_this_machine(host: str) -> None:
    with pytest.raises(network.BeyondLoopback):
        socket.create_connection((host, 25), timeout=1)
    assert network.attempts.pop()
    assert not network.attempts


def test_a_library_that_connects_for_itself_is_refused_too() -> None:
    with pytest.raises(network.BeyondLoopback):
        smtplib.SMTP("192.0.2.7", 25, timeout=1)
    network.attempts.clear()


def test_a_server_on_loopback_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()


def test_a_missing_part_skips_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE", "dovecot")
    with pytest.raises(pytest.skip.Exception, match="apt-get install -y postgresql-15"):
        require_or_skip("postgres", None, "apt-get install -y postgresql-15")


def test_a_missing_part_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE", "dovecot, postgres")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE"):
        require_or_skip("postgres", None, "apt-get install -y postgresql-15")


GOOD = (
    '<!doctype html><html lang="en"><title>Inbox</title><h1>Inbox</h1><label for="q">Find</label><input id="q"></html>'
)


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("<title>Inbox</title>", ""),
        (' lang="en"', ""),
        ("<h1>Inbox</h1>", ""),
        ('for="q"', 'for="x"'),
        ("</html>", '<p id="q"></html>'),
        ("</html>", '<p aria-describedby="nothing"></html>'),
        ("</html>", '<img src="a.png"></html>'),
        ("</html>", "<script>1</script></html>"),
        ("</html>", '<p style="color:red"></html>'),
        ("</html>", '<button onclick="go()">Go</button></html>'),
    ],
)
def test_a_page_with_one_fault_is_found_out(said: str, instead: str) -> None:
    assert said in GOOD
    assert len(faults(GOOD.replace(said, instead))) == 1


def test_a_page_fetched_in_a_test_is_read_for_faults(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/whole", "whole", lambda: GOOD)
    sqlite_app.add_url_rule("/bare", "bare", lambda: "<html><h1>Inbox</h1></html>")
    client = sqlite_app.test_client()
    assert client.get("/whole").status_code == 200
    with pytest.raises(AssertionError, match="the page has no title"):
        client.get("/bare")
