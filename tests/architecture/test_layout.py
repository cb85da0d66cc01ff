"""Tests that read the code of the tree: shape, floors, clauses and words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import clauses, floors, shape, words
from tests.architecture.source import ROOT, Check, modules, plant, report

BROKEN: dict[Check, dict[str, str]] = {
    shape.without_opening_sentence: {"gateway/a.py": '"""Says nothing much"""\n'},
    shape.too_long: {"gateway/a.py": "x = 1\n" * 401},
    shape.named_after_nothing: {"gateway/utils/a.py": '"""Owns things."""\n'},
    shape.hidden_imports: {"gateway/a.py": "def f():\n    import json\n    return json\n"},
    floors.reads_the_time: {"gateway/a.py": "from datetime import UTC, datetime\nx = datetime.now(UTC)\n"},
    floors.builds_a_clock: {"gateway/actions/a.py": "from gateway.clock import real_clock\n"},
    floors.ends_a_transaction: {"gateway/store/a.py": "def f(session):\n    session.commit()\n"},
    floors.scopeless: {"gateway/store/a.py": "def threads(limit):\n    return limit\n"},
    floors.beyond_the_standard_library: {"gateway/domain/a.py": "from gateway.ports import channels\n"},
    floors.sql_outside_the_store: {"gateway/actions/a.py": "from sqlalchemy import select\n"},
    floors.store_that_sees_a_request: {"gateway/store/a.py": "from flask import request\n"},
    floors.reaches_outside: {"gateway/jobs/a.py": "from urllib import request\n"},
    floors.vendors_that_lean_on_each_other: {"integrations/x/a.py": "from integrations.youtube import wire\n"},
    clauses.unknown_clauses: {"tests/test_a.py": '@pytest.mark.clause("C24")\ndef test_a(): ...\n'},
}
"""Every check with a tiny tree that breaks it."""

UNTESTED: dict[str, str] = {
    "C5": "releases, posts and approvals are not built yet",
    "C8": "posts are not built yet",
    "C9": "posts are not built yet",
    "C10": "declarations of personal connections are not built yet",
    "C13": "posts are not built yet",
    "C17": "posts are not built yet",
    "C18": "posts are not built yet",
    "C21": "posts are not built yet",
}
"""Clauses that no test is marked with yet, each with the reason; the tests compare this with the tree."""


@pytest.mark.parametrize("check", BROKEN, ids=lambda check: check.__name__)
def test_the_tree_keeps_the_rule(check: Check) -> None:
    assert not (found := report(check(ROOT))), f"\n{found}"


@pytest.mark.parametrize("check", BROKEN, ids=lambda check: check.__name__)
def test_a_tree_that_breaks_the_rule_is_found_out(check: Check, tmp_path: Path) -> None:
    assert list(check(plant(tmp_path, BROKEN[check])))


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (shape.too_long, "def f():\n" + "    x = 1\n" * 50),
        (shape.hidden_imports, "def f():\n    from gateway.mail import bodies\n    return bodies\n"),
        (shape.hidden_imports, "from importlib import import_module\n"),
        (shape.hidden_imports, '__import__("json")\n'),
        (floors.reads_the_time, "import time\nx = time.time()\n"),
        (floors.reads_the_time, "from time import time\n"),
        (floors.reads_the_time, "from sqlalchemy import func\nx = func.now()\n"),
        (floors.ends_a_transaction, "with engine.begin() as connection: ...\n"),
        (floors.reaches_outside, "import http.client\n"),
    ],
)
def test_the_less_usual_ways_to_break_a_rule_are_found_out(check: Check, text: str, tmp_path: Path) -> None:
    assert list(check(plant(tmp_path, {"gateway/a.py": text})))


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (floors.reads_the_time, "integrations/a.py", "import time\nuntil = time.monotonic() + 5\n"),
        (floors.reads_the_time, "gateway/clock.py", "from datetime import UTC, datetime\nx = datetime.now(UTC)\n"),
        (floors.ends_a_transaction, "gateway/store/transaction.py", "connection.commit()\n"),
        (floors.scopeless, "gateway/store/a.py", "def threads(scope, limit): ...\ndef _row(limit): ...\n"),
        (floors.store_that_sees_a_request, "gateway/store/a.py", "from flask import current_app\n"),
        (floors.vendors_that_lean_on_each_other, "integrations/registry.py", "from integrations import x, youtube\n"),
        (floors.vendors_that_lean_on_each_other, "integrations/x/a.py", "from integrations import http\n"),
        (floors.beyond_the_standard_library, "gateway/domain/a.py", "import re\nfrom gateway.domain import hours\n"),
        (clauses.unknown_clauses, "tests/test_a.py", '@pytest.mark.clause("C23")\ndef test_a(): ...\n'),
    ],
)
def test_what_a_rule_allows_is_left_alone(check: Check, path: str, text: str, tmp_path: Path) -> None:
    assert not list(check(plant(tmp_path, {path: text})))


def test_there_is_code_to_read() -> None:
    assert sum(1 for _ in modules(ROOT)) > 10


def test_every_clause_of_the_policy_has_a_test_or_a_reason() -> None:
    missing = frozenset(clauses.CLAUSES) - clauses.marked_clauses(ROOT)
    assert sorted(missing - UNTESTED.keys()) == [], 'mark a test of each with @pytest.mark.clause("C3")'
    assert sorted(UNTESTED.keys() - missing) == [], "these have a test by now; take them out of UNTESTED"


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    files = words.tracked_files(ROOT)
    if not files:
        pytest.skip("this tree is no git checkout, so what belongs to it is not known")
    assert not (found := report(words.addresses_and_paths(ROOT, files))), f"\n{found}"


@pytest.mark.parametrize(
    "said", ["https://py" + "pi.org/simple", "at https://registry" + ".npm" + "js.com", "see /wo" + "rk/main"]
)
def test_an_address_or_a_machine_path_is_found_out(said: str, tmp_path: Path) -> None:
    plant(tmp_path, {"notes.md": said})
    assert list(words.addresses_and_paths(tmp_path, (tmp_path / "notes.md",)))


def _lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_process_that_serves_loads_nothing_that_only_migrates_or_comes_late() -> None:
    unwanted = shape.COME_LATE | {"alembic", "mako", "pygments", "sqlalchemy.dialects.postgresql"}
    asked = f"import sys, wsgi; sys.exit(bool({set(unwanted)} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0


def test_imports_go_down_the_floors_and_never_up_or_sideways() -> None:
    result = _lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("gateway/domain/errors.py", "import gateway.ports.errors"),
        ("gateway/ports/errors.py", "import flask"),
        ("gateway/actions/__init__.py", "import gateway.web"),
        ("gateway/actions/__init__.py", "import flask"),
        ("gateway/actions/__init__.py", "import sqlalchemy"),
        ("gateway/web/__init__.py", "import gateway.jobs"),
        ("gateway/web/__init__.py", "import gateway.store"),
        ("gateway/web/__init__.py", "import integrations"),
        ("gateway/jobs/__init__.py", "import requests"),
        ("integrations/__init__.py", "import gateway.store"),
    ],
)
def test_an_import_in_a_forbidden_direction_is_found_out(module: str, text: str, tmp_path: Path) -> None:
    for place in ("gateway", "integrations"):
        shutil.copytree(ROOT / place, tmp_path / place, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    result = _lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
