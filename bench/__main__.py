"""``make bench``: runs every benchmark, prints a table with ratios, and writes bench/results.json."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask

from bench import ingest, pages, planning, relay, replanning
from bench.corpus import corpus
from bench.databases import postgresql, server_seconds
from bench.filling import fill
from bench.school import BEGINS, SCHOOL, SECRET, prepared, sample_roster
from gateway.actions import accounts
from gateway.store.base import db
from gateway.web.inbox import SEARCHED
from tests.postgres import Cluster

MAILS = 2_000
SIZES = (2_000, 20_000, 200_000)
TEACHER = "S03"
"""Miss Nair of the sample school, who is at work when the pages are asked for."""
PASSWORD = "benchmark robin otter"
OPENS = datetime.fromisoformat("2026-11-23T09:59:00+00:00")
RESULTS = Path(__file__).parent / "results.json"

Databases = dict[str, Cluster | None]
Results = dict[str, object]


def measure_ingest(url: str, folder: Path, cluster: Cluster | None) -> ingest.Ingest:
    """Take the corpus in on one database."""
    app = prepared(url, folder)
    with app.app_context():
        mails = list(corpus(sample_roster(), count=MAILS, start=BEGINS))
        if cluster is None:
            return ingest.measure(SCHOOL, mails)
        return ingest.measure(SCHOOL, mails, server_seconds=partial(server_seconds, cluster))


def filled(url: str, folder: Path, messages: int) -> pages.School:
    """Fill one database and sign its teacher in."""
    app = prepared(url, folder)
    with app.app_context():
        fill(sample_roster(), teacher=TEACHER, messages=messages)
        accounts.set_password(SCHOOL, staff_id=TEACHER, password=PASSWORD, now=OPENS)
        email = next(one.email for one in sample_roster().staff if one.staff_id == TEACHER)
        signed_in = accounts.sign_in(SCHOOL, email=email, password=PASSWORD, now=OPENS)
        cookie = cookie_for(app, signed_in.token)
        db.engine.dispose()
    return pages.School(url, messages, cookie)


def cookie_for(app: Flask, token: str) -> str:
    """The cookie of a browser that has signed in with this session and searched for the word of the search page."""
    signer = app.session_interface.get_signing_serializer(app)
    return (
        f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True, SEARCHED: pages.WORD})}"
    )


def measure_memory(what: str, mails: Path) -> int:
    """The peak in MB of one measurement in a process of its own; 0 for ``write``, which only makes the mails."""
    command = [sys.executable, "-m", "bench.memory", what, str(mails)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout or 0)


def show(*cells: object) -> None:
    """One row of the table."""
    print("  ".join(f"{cell:<26}" if n == 0 else f"{cell:>12}" for n, cell in enumerate(map(str, cells))), flush=True)


def bench_ingest(databases: Databases, folder: Path, results: Results) -> None:
    """The whole pipeline on the corpus, in yards."""
    print(f"Ingest: the whole pipeline on {MAILS} mails, in yards (CPU time of the standard library parsing the same)")
    show("database", "yards", "with server", "ms a mail", "mails/s")
    for kind, its in databases.items():
        url = its.create("ingest") if its else f"sqlite:///{folder}/ingest.sqlite"
        found = measure_ingest(url, folder, its)
        yards = {"yards": found.yards, "yards_with_server": found.yards_with_server}
        results[f"ingest_{kind}"] = asdict(found) | yards
        cost, rate = found.pipeline / found.mails * 1000, found.mails / found.wall
        show(kind, f"{found.yards:.2f}", f"{found.yards_with_server:.2f}", f"{cost:.2f}", f"{rate:.0f}")


def bench_pages(databases: Databases, folder: Path, results: Results) -> None:
    """Inbox and search at every size against their bare twins, and how they grow."""
    print("Pages: p95 in ms of a page as a signed-in teacher, and of a bare Flask and SQLAlchemy Core route")
    show("page", "messages", "page", "bare", "ratio", "peak MB")
    for kind, its in databases.items():
        schools = []
        for size in SIZES:
            url = its.create(f"pages_{size}") if its else f"sqlite:///{folder}/pages-{size}.sqlite"
            schools.append(filled(url, folder, size))
        found = pages.measure(schools, reader=TEACHER, secret=SECRET)
        for page in found:
            results[f"{page.name}_{kind}_{page.messages}"] = asdict(page) | {"ratio": page.ratio}
            cells = (f"{page.page:.1f}", f"{page.bare:.1f}", f"{page.ratio:.2f}", f"{page.peak_mb:.0f}")
            show(f"{page.name} on {kind}", page.messages, *cells)
        for name in ("inbox", "search"):
            times = {page.messages: page.page for page in found if page.name == name}
            results[f"{name}_{kind}_growth"] = growth = times[SIZES[-1]] / times[SIZES[0]]
            show(f"{name} growth on {kind}", "", "", "", f"{growth:.2f}")


def bench_replanning(databases: Databases, folder: Path, results: Results) -> None:
    """A closure while thousands of messages wait."""
    print(f"Re-planning: closing school while {replanning.HELD} messages of {replanning.FAMILIES} families wait")
    show("database", "moved", "letters", "s to show", "s to close")
    for kind, its in databases.items():
        url = its.create("replanning") if its else f"sqlite:///{folder}/replanning.sqlite"
        with prepared(url, folder).app_context():
            found = replanning.measure(SCHOOL, sample_roster())
            db.engine.dispose()
        results[f"replanning_{kind}"] = asdict(found)
        show(kind, found.moved, found.letters, f"{found.shown:.2f}", f"{found.done:.2f}")


def bench_planning(results: Results) -> None:
    """The hours of a school folder, asked many times."""
    found = planning.measure()
    results["planning"] = asdict(found)
    print(f"Hours: flask hours plan, {planning.QUESTIONS} questions, from its start to the last answer")
    show("", "s to start", "s in all")
    show("sample school", f"{found.start:.2f}", f"{found.answered:.2f}")


def bench_memory(results: Results) -> None:
    """Ingest of the corpus and of one large mail, each in a process of its own."""
    print("Memory: peak in MB")
    with tempfile.TemporaryDirectory() as name:
        mails = Path(name)
        measure_memory("write", mails)
        for what in ("corpus", "large"):
            results[f"memory_{what}"] = measure_memory(what, mails)
            show(f"ingest, {what}", results[f"memory_{what}"])


def bench_relay(results: Results) -> None:
    """Mail of others through the relay, in units of aiosmtpd that only accepts."""
    print("Relay: mails a second passed on, and accepted by aiosmtpd that does nothing else")
    show("mail", "a line", "relay", "accepting", "share")
    for found in relay.measure():
        results[f"relay_{found.size}_{found.each}"] = asdict(found) | {"share": found.share}
        cells = (f"{found.relay:.0f}", f"{found.accepting:.0f}", f"{found.share:.2f}")
        show(f"{found.size} bytes", found.each, *cells)


def main() -> None:
    """Run everything; a database that is not installed is left out and said so."""
    results: Results = {}
    with postgresql() as cluster, tempfile.TemporaryDirectory() as name:
        databases: Databases = {"sqlite": None}
        if cluster is None:
            print("PostgreSQL is not measured, for it is not installed; apt-get install -y postgresql-15 brings it.")
        else:
            databases["postgresql"] = cluster
        bench_ingest(databases, Path(name), results)
        bench_pages(databases, Path(name), results)
        bench_replanning(databases, Path(name), results)
    bench_planning(results)
    bench_memory(results)
    bench_relay(results)
    RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(f"Written to bench/{RESULTS.name}")


if __name__ == "__main__":
    main()
