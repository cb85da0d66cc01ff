"""A PostgreSQL cluster of the tests' own: made in a folder, reached by a unix socket only, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from tests.parts import require_or_skip

OWNER = "postgres"
INSTALL = "apt-get install -y postgresql-15"
EITHER_WAY = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "logging_collector": "off",
}
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""What makes tests quick and would lose data if the machine stopped; never for a test that kills something."""
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_SHAPE = """
    SELECT md5(string_agg(one, ',' ORDER BY one)) FROM (
        SELECT concat_ws(' ', relname, relkind, relrowsecurity, relacl) AS one
            FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', relname, attname, attnotnull, atttypid, atttypmod, pg_get_expr(adbin, adrelid))
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', conrelid, conname, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT concat_ws(' ', tgrelid, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
        UNION ALL SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase
            WHERE datname = current_database()
        UNION ALL SELECT version_num FROM alembic_version
    ) AS found
"""


class Cluster:
    """A running server in a folder of its own; ``pace`` is QUICK or DURABLE."""

    def __init__(self, programs: Path, pace: dict[str, str]) -> None:
        self._programs = programs
        # Not pytest's folder: a unix socket's path has at most 107 bytes, and the server's user must reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="handbell-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, OWNER)
        self._data = self.folder / "data"
        self._run("initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={OWNER}")
        settings = EITHER_WAY | pace | {"unix_socket_directories": str(self.folder)}
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}")

    def crash(self) -> None:
        """Stop as a power cut would: nothing is flushed, and the next start recovers from the log."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def close(self) -> None:
        """Stop the server and remove its folder."""
        if (self._data / "postmaster.pid").exists():
            self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of a database in the form that ``DATABASE_URL`` takes."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, *, template: str = "template0") -> str:
        """Make a database, as a copy of another when one is named, and give its address."""
        self._tell(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
        return self.url(database)

    def freeze(self, database: str) -> None:
        """Close a database to everybody, so that it can be copied at any time."""
        self._tell(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(sql.Identifier(database)))
        self._tell(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(database)
            )
        )

    def shape(self, database: str) -> str:
        """What a migrated database is made of: its tables, columns, constraints, triggers, functions and version, as one line."""
        with self._inside(database) as connection:
            return str(connection.execute(_SHAPE).fetchone())

    def send_away(self, database: str) -> None:
        """End every connection to a database, and wait until it has ended."""
        with self._inside("postgres") as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [database]
            )

    def empty(self, database: str) -> None:
        """Take every row out of a database, the bookkeeping of migrations apart."""
        with self._inside(database) as connection:
            connection.execute("SET session_replication_role = replica")  # else keys and triggers would refuse
            tables = [row[0] for row in connection.execute(_TABLES)]
            connection.execute(
                sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(one)) for one in tables)
            )

    def rename(self, database: str, name: str) -> str:
        """Give a database that nobody has open another name, and tell its address."""
        self._tell(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(name)))
        return self.url(name)

    def drop(self, database: str) -> None:
        """Remove a database, whoever still holds a connection to it."""
        self._tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _tell(self, command: sql.Composed) -> None:
        with self._inside("postgres") as connection:
            connection.execute(command)

    def _inside(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self._data), *arguments]
        if os.geteuid() == 0:
            # The server refuses to run as root; a login shell of its owner would read settings that are not ours.
            command = ["runuser", "-u", OWNER, "--", *command]
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed in {self.folder}: {done.stderr.strip()}")


def require_cluster(pace: dict[str, str]) -> Cluster:
    """A fresh cluster; skips, or fails under ``REQUIRE=postgres``, where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    programs = found[-1].parent if found else Path(on_path).parent if on_path else None
    require_or_skip("postgres", programs, INSTALL)
    assert programs is not None
    return Cluster(programs, pace)
