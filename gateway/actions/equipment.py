"""What the front door hands to the other doors: the time, the channels, and every reader of something outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from gateway.actions.hooks import BuildHook
from gateway.actions.letters import Letters
from gateway.actions.mailboxes import BuildChannel, OpenMailbox
from gateway.clock import Clock
from gateway.domain.scope import Scope
from gateway.ports.calendars import CalendarSource
from gateway.ports.channels import Channel, Outbound
from gateway.ports.demo import DemoParts
from gateway.ports.printing import MakePdf
from gateway.ports.relay import OpenRelay
from gateway.ports.roster import RosterSource
from gateway.ports.social import BuildPublisher


@dataclass(frozen=True, slots=True)
class Equipment:
    """Built once by ``gateway.app``; doors find it at ``app.extensions["handbell.equipment"]``.

    ``channels`` gives a school's ways of sending by name; ``hook_schemas`` are published under their file names, and
    ``hook_outbox`` writes what is to leave by a bridge as they describe it.
    ``read_school_folder`` raises RosterProblems, ``read_calendar`` CalendarUnreadable, ``make_pdf`` CannotPrint.
    ``anchor`` keeps (school, number, mark) of the newest link of the record outside the database, and ``anchored`` gives
    (number, mark) back or None.
    ``alembic`` runs the words of ``flask db`` and gives the exit code; ``migrate`` brings the database to the newest
    migration, and raises InputProblem for one of another Handbell. ``scratch`` opens an empty, migrated database for as long as
    it is entered, and leaves nothing behind.
    ``demo`` is None in production.
    """

    clock: Clock
    channels: Callable[[Scope], dict[str, Channel]]
    open_mailbox: OpenMailbox
    build_channel: BuildChannel
    build_hook: BuildHook
    build_publisher: BuildPublisher
    hook_schemas: Mapping[str, bytes]
    hook_outbox: Callable[[Sequence[Outbound]], bytes]
    open_relay: OpenRelay
    letters: Letters
    settings_key: bytes
    anchor: Callable[[int, int, str], None]
    anchored: Callable[[int], tuple[int, str] | None]
    read_school_folder: RosterSource
    read_calendar: CalendarSource
    make_pdf: MakePdf
    alembic: Callable[[tuple[str, ...]], int]
    migrate: Callable[[], None]
    scratch: Callable[[], AbstractContextManager[None]]
    demo: DemoParts | None = None
