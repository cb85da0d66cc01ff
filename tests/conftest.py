"""The fixtures that every test may ask for, and the rule that no test leaves this machine."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles

from gateway.actions import accounts
from tests.clocks import SetClock
from tests.network import attempts, stay_on_this_machine

CHEAPEST = PasswordHasher.from_parameters(profiles.CHEAPEST)

pytest_plugins = [
    "tests.databases",
    "tests.applications",
    "tests.chromium",
    "tests.schools",
    "tests.conversations",
    "tests.servers.fixtures",
    "tests.channels.relays",
    "tests.texting",
]

pytest.register_assert_rewrite("tests.channels.contract")  # or a broken promise would not say what came instead
stay_on_this_machine()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: to look through it for garbage time and again took a third of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    """Fails a test that reached for the network, even where the code under test swallowed the refusal."""
    attempts.clear()
    yield
    tried = list(attempts)
    attempts.clear()
    assert not tried, f"the test reached for the network: {', '.join(tried)}"


@pytest.fixture(autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords cost next to nothing to check: thousands of tests sign somebody in. A test of what they cost takes this back."""
    with pytest.MonkeyPatch.context() as patch:  # its own: the one of a test must be undone before its application goes
        patch.setattr(accounts, "_hasher", CHEAPEST)
        yield


@pytest.fixture
def clock() -> SetClock:
    """The application's clock: a school Monday at ten past eight until the test moves it."""
    return SetClock()


@pytest.fixture
def handbell_data() -> Path:
    """The folder of outside data sets; skips where ``HANDBELL_DATA`` does not name it."""
    folder = os.environ.get("HANDBELL_DATA", "")
    if not folder:
        pytest.skip("HANDBELL_DATA is not set; point it at the folder of outside data sets")
    return Path(folder)
