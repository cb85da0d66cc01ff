"""The contract of every mailbox under faults of the network: no mail is lost, and none is read twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from gateway.ports.channels import MailboxMark
from gateway.ports.errors import TryLater
from integrations import http, registry
from tests.channels.contract import MailboxCase
from tests.channels.test_contract import Trouble, service_troubles
from tests.channels.test_registry import MAILBOXES
from tests.servers.meddler import Cutter


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits as long as a school's Handbell would."""
    monkeypatch.setattr(http, "ANSWER_WITHIN", 0.5)


def _cut(after: int) -> Trouble:
    @contextmanager
    def around(_request: pytest.FixtureRequest, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
        cutter = Cutter(settings["port"], after=after)
        try:
            yield settings | {"port": cutter.port}
        finally:
            cutter.close()

    return Trouble(f"cut after {after} bytes", around)


READING: Mapping[str, tuple[Trouble, ...]] = {
    "imap": tuple(_cut(after) for after in (0, 40, 1500, 3000, 4000, 4500, 5000, 6000)),
    "graph": service_troubles("graph"),
    "gmail": service_troubles("gmail"),
}
READ_PAIRS = [(kind, trouble) for kind in registry.MAILBOXES for trouble in READING[kind]]


@pytest.mark.clause("C23")
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("kind", "trouble"), READ_PAIRS, ids=[f"{kind}: {trouble.name}" for kind, trouble in READ_PAIRS]
)
def test_a_fault_while_a_mailbox_is_read_loses_no_mail_and_reads_none_twice(
    kind: str, trouble: Trouble, request: pytest.FixtureRequest
) -> None:
    case = MAILBOXES[kind](request)
    mark = case.open(case.settings).end_mark() if kind == "imap" else None
    for number in range(3):
        case.deliver(f"From: a@mail.example\r\nMessage-ID: <{number}@x>\r\n\r\n{number}\r\n".encode())
    came: list[bytes] = []
    with trouble.around(request, case.settings) as settings:
        is_past = settings.get("url") != case.settings.get("url")  # the meddler lets everything by after its one fault
        for _ in range(4):
            try:
                mark = _read(case, settings, mark, came)
            except TryLater:
                mark = _kept.pop() if _kept else mark
    if not is_past:
        _read(case, case.settings, mark, came)
    assert [one.split()[-1] for one in came] == [b"0", b"1", b"2"]


_kept: list[MailboxMark] = []
"""The mark of the newest mail that was read before a line broke."""


def _read(
    case: MailboxCase, settings: dict[str, Any], mark: MailboxMark | None, came: list[bytes]
) -> MailboxMark | None:
    """Read on from a mark, keeping each mail before its mark, as the poll does; the newest mark."""
    _kept.clear()
    mailbox = case.open(settings)
    try:
        for newer, fetched in mailbox.fetch_since(mark):
            if fetched is not None:
                came.append(fetched.body)
            mark = newer
            _kept[:] = [newer]
    finally:
        mailbox.close()
    return mark


def test_every_mailbox_of_the_registry_is_tried() -> None:
    assert READING.keys() == registry.MAILBOXES.keys()
