"""Reading the school's mailboxes: every mail is kept before the mailbox's mark moves past it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from gateway.actions.arrivals import take_in
from gateway.domain.scope import Scope
from gateway.ports.channels import Mailbox, MailboxMark, RawHook
from gateway.ports.errors import Misconfigured, PortError
from gateway.store import audit, mailboxes
from gateway.store.mailboxes import MailboxState
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

LEASE_FOR = timedelta(minutes=30)
"""Longer than one mailbox is ever read in one pass; a process that died gives it up after this."""

OpenMailbox = Callable[[str, dict[str, Any]], Mailbox]
"""Opens a mailbox of a kind with its settings: the registry's part, handed in by the door."""


def save_mailbox(
    scope: Scope, *, endpoint: str, kind: str, settings: dict[str, Any], key: bytes, now: datetime
) -> None:
    """Write where a mailbox is, its secrets encrypted. Event: mailbox.saved."""
    sealed = Fernet(key).encrypt(json.dumps(settings).encode()).decode()
    with writing():
        mailboxes.save_mailbox(scope, endpoint=endpoint, kind=kind, settings=sealed)
        audit.append(scope, "mailbox.saved", now=now, clause="C1", endpoint=endpoint, kind=kind)


def settings_of(state: MailboxState, *, key: bytes) -> dict[str, Any]:
    """A mailbox's settings, opened. Raises Misconfigured when the key has changed."""
    try:
        opened: dict[str, Any] = json.loads(Fernet(key).decrypt(state.settings.encode()))
    except InvalidToken as failure:
        raise Misconfigured(f"The settings of {state.endpoint} cannot be opened; enter them again.") from failure
    return opened


def poll_mailboxes(scope: Scope, open_mailbox: OpenMailbox, *, key: bytes, clock: Callable[[], datetime]) -> int:
    """Read every mailbox from its mark on; how many mails were taken in. Events: those of ``take_in``."""
    with reading():
        held = mailboxes.mailboxes(scope)
    taken = 0
    for state in held:
        with writing():
            free = mailboxes.lease_mailbox(scope, state.endpoint, now=clock(), lease_for=LEASE_FOR)
        if not free:
            continue
        failure = ""
        try:
            taken += _read(scope, state, open_mailbox, key=key, clock=clock)
        except PortError as problem:
            failure = str(problem)
            log.warning("mailbox not read", extra={"endpoint": state.endpoint, "error": type(problem).__name__})
        with writing():
            mailboxes.note_check(scope, state.endpoint, now=clock(), failure=failure)
    return taken


def _read(
    scope: Scope, state: MailboxState, open_mailbox: OpenMailbox, *, key: bytes, clock: Callable[[], datetime]
) -> int:
    mark = None
    if state.uidvalidity is not None and state.last_uid is not None:
        mark = MailboxMark(state.uidvalidity, state.last_uid)
    mailbox = open_mailbox(state.kind, settings_of(state, key=key))
    taken = 0
    try:
        for reached, mail in mailbox.fetch_since(mark):
            delivery = RawHook(state.endpoint, f"{reached.uidvalidity}:{mail.uid}", mail.body, mail.received_at)
            take_in(scope, delivery, now=clock())
            with writing():
                mailboxes.note_mark(scope, state.endpoint, uidvalidity=reached.uidvalidity, last_uid=reached.last_uid)
            taken += 1
    finally:
        mailbox.close()
    return taken
