"""The list of routes as a file: every address, its methods, its page and the guard before it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from flask import Flask, url_for

from gateway.app import create_app
from tests.databases import settings_for

ROUTES = Path(__file__).with_name("routes.txt")
WITHOUT_A_GUARD = "(no guard)"
PUBLIC = "public"


def routes_of(app: Flask) -> list[str]:
    """One line a route, sorted by address: address, methods, endpoint and guard."""
    guards = app.extensions.get("handbell.guards", {})
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{rule.rule} {methods} {rule.endpoint} {guards.get(rule.endpoint) or WITHOUT_A_GUARD}")
    return sorted(lines)


def guarded_requests(app: Flask) -> list[tuple[str, str, str]]:
    """Method, address and endpoint of every route that is not for everybody, the address filled with stand-ins."""
    guards = app.extensions.get("handbell.guards", {})
    requests = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if guards.get(rule.endpoint) != PUBLIC:
                stand_ins: dict[str, Any] = dict.fromkeys(rule.arguments, 1)
                address = url_for(rule.endpoint, **stand_ins)
                methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
                requests += [(method, address, rule.endpoint) for method in methods]
    return requests


def guards_not_in_place(app: Flask) -> list[str]:
    """Endpoints whose noted guard is not among the functions that Flask calls before them."""
    missing = []
    for endpoint, guard in app.extensions.get("handbell.guards", {}).items():
        before = app.before_request_funcs.get(endpoint.rpartition(".")[0], [])
        if guard != PUBLIC and guard not in {one.__name__ for one in before}:
            missing.append(f"{endpoint} {guard}")
    return missing


def written_routes() -> list[str]:
    """The lines of the file."""
    return ROUTES.read_text(encoding="utf-8").splitlines() if ROUTES.exists() else []


def wired_application(folder: Path) -> Flask:
    """The application as it is put together, over a database that nobody asks anything."""
    return create_app(settings_for("sqlite:///:memory:", folder))


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in routes_of(wired_application(Path("instance")))))
