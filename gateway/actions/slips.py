"""A promise as families are shown it, on a page and in a letter: who, when, why not sooner, who covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.identity import Directory
from gateway.domain.permissions import may
from gateway.domain.promises import Promise, end_of_day, is_missed, sooner
from gateway.store.queue import Entry


@dataclass(frozen=True, slots=True)
class Slip:
    """One promise. ``visible_at`` and ``answer_by_at`` are None when no day is known.

    ``of_staff`` says that ``who`` is a person and not the office, ``has_it`` that it has rung already, ``rests`` that no
    alert of any kind reaches them before; ``cover`` is the name of who reads it should they be away, or blank. ``is_late``
    says that it should have rung by now and has not.
    """

    who: str
    of_staff: bool
    visible_at: datetime | None
    answer_by_at: datetime | None
    why: str
    cover: str
    has_it: bool
    rests: bool
    is_late: bool


def slip_of(
    people: Directory,
    *,
    reader: str,
    addressed: str,
    visible_at: datetime | None,
    answer_by_at: datetime | None,
    why: str,
    at: datetime,
    is_late: bool = False,
) -> Slip:
    """The slip of a promise that ``reader`` will see what was for ``addressed``, as it stands at ``at``."""
    staff = people.staff.get(reader)
    cover = people.staff.get(staff.covered_by) if staff is not None and reader == addressed else None
    return Slip(
        who=people.name_of(reader),
        of_staff=staff is not None,
        visible_at=visible_at,
        answer_by_at=answer_by_at,
        why=why,
        cover=cover.name if cover is not None else "",
        has_it=visible_at is not None and visible_at <= at,
        rests=staff is not None and not may(staff.roles, "take_alerts"),
        is_late=is_late,
    )


def slip_ahead(people: Directory, promises: tuple[Promise, ...], *, at: datetime) -> Slip:
    """The slip of the promise that would be kept first."""
    first = min(promises, key=lambda one: sooner(one.visible_at, one.visible_to))
    return slip_of(
        people,
        reader=first.visible_to,
        addressed=first.staff,
        visible_at=first.visible_at,
        answer_by_at=first.reply_by_at,
        why=first.why,
        at=at,
    )


def slip_waiting(people: Directory, entry: Entry, *, at: datetime) -> Slip:
    """The slip of an entry that waits."""
    worker, zone = people.staffing.workers.get(entry.reader), people.staffing.calendar.zone
    by_on = entry.reply_by_on
    return slip_of(
        people,
        reader=entry.reader,
        addressed=entry.addressed,
        visible_at=entry.visible_at.astimezone(zone) if entry.visible_at is not None else None,
        answer_by_at=end_of_day(people.staffing, worker, by_on) if worker is not None and by_on is not None else None,
        why=entry.why,
        at=at,
        is_late=entry.promised_at is not None and is_missed(entry.visible_at, at),
    )
