"""Rules about who may do what on which floor, where an import linter cannot see them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import PRODUCT, Finding, Module, dotted, imported_names, modules

READS_THE_TIME = frozenset(
    {
        *(f"{owner}.{call}" for owner in ("datetime", "datetime.datetime") for call in ("now", "utcnow", "today")),
        *("date.today", "datetime.date.today"),
        *(f"time.{call}" for call in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")),
        *(f"func.{call}" for call in ("now", "current_timestamp", "current_date", "localtimestamp", "sysdate")),
    }
)
BUILDS_CLOCKS = frozenset({"gateway.clock.real_clock", "gateway.clock.clock_from"})
MAY_BUILD_CLOCKS = frozenset({"gateway.app", "gateway.clock"})
ENDS_A_TRANSACTION = frozenset({"commit", "rollback", "begin", "begin_nested"})
STORE_MACHINERY = frozenset({"gateway.store", "gateway.store.base", "gateway.store.transaction"})
SQL = frozenset({"sqlalchemy", "flask_sqlalchemy", "sqlite3", "psycopg", "alembic"})
VENDORS_AND_SOCKETS = (
    *("socket", "ssl", "smtplib", "imaplib", "poplib", "ftplib", "telnetlib", "http.client", "urllib.request"),
    *("requests", "httpx", "urllib3", "aiohttp", "imapclient", "aiosmtpd", "twilio", "msal", "google", "clamd"),
)
EVERY_VENDOR_MAY_USE = (
    "integrations.http",
    "integrations.oauth",
    "integrations.settings",
    "gateway.ports",
    "gateway.mail",
    "gateway.domain",
)


def reads_the_time(root: Path) -> Iterator[Finding]:
    """Calls that read the machine's or the database's time outside the clock; waiting by ``time.monotonic`` is fine."""
    for module in modules(root):
        if module.name == "gateway.clock":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and dotted(node.func) in READS_THE_TIME:
                yield module.finding(node, f"{dotted(node.func)} reads the time; take `now` as an argument instead.")
            from_time = isinstance(node, ast.ImportFrom) and node.module == "time"
            if from_time and READS_THE_TIME & set(imported_names(node)):
                yield module.finding(node, "imports a reader of the time; take `now` as an argument instead.")


def builds_a_clock(root: Path) -> Iterator[Finding]:
    """Modules other than the front door that take the real clock for themselves."""
    for module in modules(root):
        for node in ast.walk(module.tree):
            if module.name not in MAY_BUILD_CLOCKS and BUILDS_CLOCKS & set(imported_names(node)):
                yield module.finding(node, "takes a clock for itself; use the one that gateway.app was given.")


def ends_a_transaction(root: Path) -> Iterator[Finding]:
    """Calls in the gateway that begin, commit or roll back anywhere but in ``store/transaction.py``."""
    for module in modules(root, ("gateway",)):
        if module.name == "gateway.store.transaction":
            continue
        for node in ast.walk(module.tree):
            called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if called in ENDS_A_TRANSACTION:
                yield module.finding(node, f"calls {called}(); open writing() or reading() of the store in the action.")


def scopeless(root: Path) -> Iterator[Finding]:
    """Public functions of the store whose first argument is not ``scope``."""
    for module in modules(root, ("gateway/store",)):
        if module.name in STORE_MACHINERY:
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args]
            if not arguments or arguments[0].arg != "scope":
                yield module.finding(
                    node, f"{node.name} does not take `scope` first; without one it could answer for every school."
                )


def beyond_the_standard_library(root: Path) -> Iterator[Finding]:
    """Imports of the domain that are neither the domain's own nor the standard library's."""
    for module in modules(root, ("gateway/domain",)):
        for node, name in _imports(module):
            own = name == "gateway.domain" or name.startswith("gateway.domain.")
            if not own and name.split(".")[0] not in sys.stdlib_module_names:
                yield module.finding(node, f"imports {name}; a rule knows only the domain and the standard library.")


def sql_outside_the_store(root: Path) -> Iterator[Finding]:
    """Imports of a database library above or below the store; the front door may, to wire it."""
    for module in modules(root):
        if module.name == "gateway.app" or module.name.startswith("gateway.store"):
            continue
        for node, name in _imports(module):
            if name.split(".")[0] in SQL:
                yield module.finding(node, f"imports {name}; ask the store through a function that takes `scope`.")


def store_that_sees_a_request(root: Path) -> Iterator[Finding]:
    """Imports of Flask in the store, other than the running application's configuration."""
    for module in modules(root, ("gateway/store",)):
        for node, name in _imports(module):
            if name.split(".")[0] == "flask" and name != "flask.current_app":
                yield module.finding(
                    node, f"imports {name}; the store takes plain values, never a request or a session."
                )


def reaches_outside(root: Path) -> Iterator[Finding]:
    """Imports in the gateway of a vendor's library or of sockets."""
    for module in modules(root, ("gateway",)):
        for node, name in _imports(module):
            if any(name == reach or name.startswith(f"{reach}.") for reach in VENDORS_AND_SOCKETS):
                yield module.finding(
                    node, f"imports {name}; say what is needed in gateway.ports and build it in integrations."
                )


def vendors_that_lean_on_each_other(root: Path) -> Iterator[Finding]:
    """Vendor folders that import another vendor; the registry alone may know them all."""
    for module in modules(root, ("integrations",)):
        parts = module.name.split(".")
        if len(parts) < 2 or module.name == "integrations.registry":
            continue
        allowed = (".".join(parts[:2]), *EVERY_VENDOR_MAY_USE)
        for node, name in _imports(module):
            ours = name.split(".")[0] in PRODUCT
            if ours and not any(name == room or name.startswith(f"{room}.") for room in allowed):
                yield module.finding(node, f"imports {name}; a vendor may use only {', '.join(allowed)}.")


def _imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        names = imported_names(node)
        for name in names[1:] if isinstance(node, ast.ImportFrom) else names:
            yield node, name
