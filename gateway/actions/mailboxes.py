"""Reading the school's mailboxes: every mail is kept before the mailbox's mark moves past it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from gateway.actions.arrivals import shelve, take_in
from gateway.actions.sealing import opened, sealed
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.ports.channels import Channel, Fetched, Mailbox, MailboxMark, RawHook
from gateway.ports.errors import Misconfigured, PortError
from gateway.store import audit, mailboxes
from gateway.store.mailboxes import MailboxState
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

LEASE_FOR = timedelta(minutes=5)
"""Longer than one mail is read for, and renewed with each; a process that died gives the mailbox up after this."""
PAUSED = "School email is paused. It leaves as soon as somebody starts it again."
SENDING = frozenset({"smtp", "simulator", "graph_out", "gmail_out"})
"""Kinds of endpoint that are a way out."""
NOT_READ = SENDING | {"relay"}
"""Those, and the relay's own settings; all others are mailboxes to read."""
WHERE = ("host", "user", "folder", "folders", "url")
"""The settings that make it another mailbox, in which an old mark means nothing."""


class OpenMailbox(Protocol):
    """Opens a mailbox of a kind: the registry's part, handed in by the door. ``keep`` is given new refresh tokens."""

    def __call__(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Mailbox: ...


class BuildChannel(Protocol):
    """Builds a way of sending of a kind: the registry's part, handed in by the door."""

    def __call__(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Channel: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading a school's mailboxes needs: how one is opened, the key of its settings, and the time."""

    scope: Scope
    open_mailbox: OpenMailbox
    key: bytes
    clock: Callable[[], datetime]


def save_mailbox(
    scope: Scope,
    *,
    endpoint: str,
    kind: str,
    settings: dict[str, Any],
    key: bytes,
    now: datetime,
    begin_at: MailboxMark | None = None,
) -> None:
    """Write where a mailbox or way out is, its secrets encrypted. Event: mailbox.saved.

    A mailbox that is new, or another than before, is read from ``begin_at`` on, or from its beginning. Raises InputProblem.
    """
    with writing():
        audit.take_turn(scope)
        held = mailboxes.mailbox(scope, endpoint)
        mailboxes.save_mailbox(
            scope, endpoint=endpoint, kind=kind, settings=sealed(settings, key=key), key_ends_on=_key_ends_on(settings)
        )
        if held is None or held.kind != kind or not _is_same(held, settings, key=key):
            mailboxes.forget_mark(scope, endpoint)
            mailboxes.note_test(scope, endpoint, tested_at=None)
            if begin_at is not None:
                _note(scope, endpoint, begin_at)
        audit.append(scope, "mailbox.saved", now=now, clause="C1", endpoint=endpoint, kind=kind)


def remove_mailbox(scope: Scope, endpoint: str, *, now: datetime) -> None:
    """Read a mailbox no more; what came from it stays. Raises InputProblem. Event: mailbox.removed."""
    with writing():
        audit.take_turn(scope)
        if not mailboxes.remove_mailbox(scope, endpoint):
            raise InputProblem("There is no mailbox of that name; choose one from the list.")
        audit.append(scope, "mailbox.removed", now=now, clause="C1", endpoint=endpoint)


def is_out_of_reach(open_mailbox: OpenMailbox, kind: str, settings: dict[str, Any], *, address: str) -> bool:
    """Whether the key of a mailbox is refused at the mailbox of ``address``, as it must be. No event: nothing is read.

    Raises TryLater when nobody answers, and Refused when there is no such mailbox, which proves nothing.
    """
    mailbox = open_mailbox(kind, settings | {"user": address}, keep=lambda token: None)
    try:
        mailbox.look()
    except Misconfigured:
        return True
    finally:
        mailbox.close()
    return False


def settings_of(state: MailboxState, *, key: bytes) -> dict[str, Any]:
    """A mailbox's settings, opened. Raises Misconfigured when the key has changed."""
    return opened(
        state.settings, key=key, otherwise=f"The settings of {state.endpoint} cannot be opened; enter them again."
    )


def channels(scope: Scope, build_channel: BuildChannel, *, key: bytes) -> dict[str, Channel]:
    """The school's ways of sending by name; one that cannot be built is left out, and what it would send waits.

    No event: nothing is changed.
    """
    with reading():
        held = [state for state in mailboxes.mailboxes(scope) if state.kind in SENDING and state.paused_at is None]
    built: dict[str, Channel] = {}
    for state in held:
        try:
            channel = build_channel(state.kind, settings_of(state, key=key), keep=keeper(scope, state.endpoint, key))
        except Misconfigured as problem:
            log.warning("channel not built", extra={"endpoint": state.endpoint, "error": str(problem)})
        else:
            built[channel.name] = channel
    return built


def is_paused(scope: Scope) -> bool:
    """Whether somebody has paused the way out of school email, in the open transaction."""
    ways = [state for state in mailboxes.mailboxes(scope) if state.kind in SENDING]
    return bool(ways) and all(state.paused_at is not None for state in ways)


def mailbox_names(scope: Scope) -> tuple[str, ...]:
    """The endpoints that are mailboxes to read. No event: nothing is changed."""
    with reading():
        return tuple(state.endpoint for state in mailboxes.mailboxes(scope) if state.kind not in NOT_READ)


def standing(scope: Scope) -> tuple[dict[str, str], ...]:
    """Each endpoint with its kind, when it was last read and what fails; no secrets. No event: nothing is changed."""
    with reading():
        return tuple(
            {
                "endpoint": state.endpoint,
                "kind": state.kind,
                "checked_at": state.checked_at.isoformat() if state.checked_at else "",
                "failure": state.failure,
            }
            for state in mailboxes.mailboxes(scope)
        )


def poll_mailboxes(scope: Scope, open_mailbox: OpenMailbox, *, key: bytes, clock: Callable[[], datetime]) -> int:
    """Read every mailbox from its mark on; how many mails were taken in. Events: those of ``poll_mailbox``."""
    reader = Reader(scope, open_mailbox, key, clock)
    return sum(poll_mailbox(reader, endpoint) for endpoint in mailbox_names(scope))


def poll_mailbox(reader: Reader, endpoint: str) -> int:
    """Read one mailbox from its mark on, unless another process does; how many mails were taken in.

    What goes wrong is noted for the pages and never raised: one mailbox must not keep another from being read.
    Events: those of ``take_in``, arrival.shelved.
    """
    with writing():
        held = mailboxes.lease_mailbox(reader.scope, endpoint, now=reader.clock(), lease_for=LEASE_FOR)
    if held is None:
        return 0
    reading_pass = _Pass(reader, endpoint, held)
    failure = ""
    try:
        reading_pass.run()
    except PortError as problem:
        failure = str(problem)
        log.warning("mailbox not read", extra={"endpoint": endpoint, "error": type(problem).__name__})
    except Exception as problem:  # shown on the headteacher's page like any other failure; the next beat tries again
        failure = f"Reading broke off ({type(problem).__name__}); it is tried again."
        log.exception("mailbox not read", extra={"endpoint": endpoint})
    with writing():
        mailboxes.note_check(reader.scope, endpoint, held=reading_pass.held, now=reader.clock(), failure=failure)
    return reading_pass.taken


def watch_mailbox(reader: Reader, endpoint: str) -> Mailbox:
    """A mailbox opened to wait for news. Raises InputProblem when it is gone, Misconfigured. No event: nothing is read."""
    with reading():
        state = mailboxes.mailbox(reader.scope, endpoint)
    if state is None:
        raise InputProblem("There is no mailbox of that name; choose one from the list.")
    return _opened(reader, state)


@dataclass(slots=True)
class _Pass:
    """One reading of one mailbox: mail by mail it is made durable, then the mark and the lease move on."""

    reader: Reader
    endpoint: str
    held: datetime
    taken: int = 0

    def run(self) -> None:
        with reading():
            state = mailboxes.mailbox(self.reader.scope, self.endpoint)
        if state is None:
            return
        mark = None
        if state.uidvalidity is not None and state.last_uid is not None:
            mark = MailboxMark(state.uidvalidity, state.last_uid, state.cursor or "")
        mailbox = _opened(self.reader, state)
        try:
            for reached, mail in mailbox.fetch_since(mark):
                if mail is not None:
                    self._take(mail.vendor_id or f"{reached.uidvalidity}:{mail.uid}", mail)
                    self.taken += 1
                del mail  # or its bytes would be held while the next one is read
                if not self._move_on(reached):
                    log.warning("mailbox taken over", extra={"endpoint": self.endpoint})
                    return
        finally:
            mailbox.close()

    def _take(self, vendor_id: str, mail: Fetched) -> None:
        """Keep one mail for good. One that breaks the whole way in is shelved; only a database that cannot write raises."""
        if not mail.body:
            self._shelve(vendor_id, mail, reason="the mailbox gave no body")
            return
        try:
            delivery = RawHook(self.endpoint, vendor_id, mail.body, mail.received_at)
            take_in(self.reader.scope, delivery, now=self.reader.clock())
        except Exception as failure:  # the shelf rings for a person; a mail must not stop those behind it
            log.exception("arrival shelved", extra={"endpoint": self.endpoint})
            self._shelve(vendor_id, mail, reason=type(failure).__name__)

    def _shelve(self, vendor_id: str, mail: Fetched, *, reason: str) -> None:
        delivery = RawHook(self.endpoint, vendor_id, mail.body, mail.received_at)
        shelve(self.reader.scope, delivery, reason=reason, now=self.reader.clock())

    def _move_on(self, reached: MailboxMark) -> bool:
        """Move the mark past a mail that is durable, and hold the mailbox for the next one; False when it is lost."""
        scope, until = self.reader.scope, self.reader.clock() + LEASE_FOR
        with writing():
            if not mailboxes.renew_lease(scope, self.endpoint, held=self.held, until=until):
                return False
            _note(scope, self.endpoint, reached)
        self.held = until
        return True


def _opened(reader: Reader, state: MailboxState) -> Mailbox:
    keep = keeper(reader.scope, state.endpoint, reader.key)
    return reader.open_mailbox(state.kind, settings_of(state, key=reader.key), keep=keep)


def keeper(scope: Scope, endpoint: str, key: bytes) -> Callable[[str], None]:
    """Puts a new refresh token in the place of the old one. No event: a secret's turn-over tells nobody anything."""

    def keep(refresh_token: str) -> None:
        with writing():
            state = mailboxes.mailbox(scope, endpoint)
            if state is None:
                return
            settings = settings_of(state, key=key)
            settings["oauth"] = {**settings.get("oauth", {}), "refresh_token": refresh_token}
            kept = sealed(settings, key=key)
            mailboxes.save_mailbox(
                scope, endpoint=endpoint, kind=state.kind, settings=kept, key_ends_on=state.key_ends_on
            )

    return keep


def _note(scope: Scope, endpoint: str, mark: MailboxMark) -> None:
    mailboxes.note_mark(scope, endpoint, uidvalidity=mark.uidvalidity, last_uid=mark.last_uid, cursor=mark.cursor)


def _key_ends_on(settings: dict[str, Any]) -> date | None:
    """The last day of the key as the office wrote it down (``key_ends_on``), or None where it is not known."""
    told = settings.get("key_ends_on", "")
    try:
        return date.fromisoformat(told) if told else None
    except (TypeError, ValueError) as failure:
        raise InputProblem("key_ends_on is no date; write the key's last day as 2027-11-20.") from failure


def _is_same(held: MailboxState, settings: dict[str, Any], *, key: bytes) -> bool:
    """Whether new settings lead to the mailbox that the old ones led to; old ones that cannot be opened say no."""
    try:
        before = settings_of(held, key=key)
    except Misconfigured:
        return False
    return all(before.get(name) == settings.get(name) for name in WHERE)
