"""A real browser for tests: Debian's Chromium, a served application, and the accessibility rules of axe-core."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.parts import require_or_skip

AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"
INSTALL_CHROMIUM = "apt-get install -y chromium fonts-noto-core"
INSTALL_AXE = "cd tests/browser && npm ci"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Chromium's own sockets are no business of Python's guard, so the browser is told by itself to stay at home.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One accessibility rule that a page breaks, with the places, each a CSS selector."""

    rule: str
    impact: str
    what: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.what}: {', '.join(self.places)}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module of tests; each test opens its own page in it.

    Not for the whole run: while it is up Playwright holds the thread's event loop, and ``asyncio.run`` in a test fails.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    require_or_skip("chromium", program, INSTALL_CHROMIUM)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at a desk; a script error on it fails the test at its end."""
    yield from _page(browser, width=1280, height=900)


@pytest.fixture
def phone_page(browser: Browser) -> Iterator[Page]:
    """A page on a parent's phone; a script error on it fails the test at its end."""
    yield from _page(browser, width=390, height=844)


@contextmanager
def live_server(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of loopback while the block runs; gives the address, no slash at its end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join(timeout=10)
        server.server_close()


def axe(
    page: Page, *, only: tuple[str, ...] = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
) -> list[Violation]:
    """What the page breaks of the accessibility rules of these names or tags; empty is what a test hopes for.

    The rules are put in through the debugger, not through a tag, so the page keeps its content security policy.
    """
    require_or_skip("axe", AXE.exists(), INSTALL_AXE)
    debugger = page.context.new_cdp_session(page)
    there = debugger.send("Runtime.evaluate", {"expression": "'axe' in window", "returnByValue": True})
    if not there["result"]["value"]:
        debugger.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    answer = debugger.send(
        "Runtime.evaluate",
        {
            "expression": f"axe.run(document, {{runOnly: {list(only)!r}, resultTypes: ['violations']}})",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    debugger.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return [
        Violation(
            rule=found["id"],
            impact=found["impact"] or "",
            what=found["help"],
            places=tuple(" ".join(str(step) for step in node["target"]) for node in found["nodes"]),
        )
        for found in answer["result"]["value"]["violations"]
    ]


def _page(browser: Browser, *, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, f"a script failed on the page: {'; '.join(errors)}"
