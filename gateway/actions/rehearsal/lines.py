"""What is said of one mail, and of all of them together: the lines of ``rehearse`` and ``mail ingest``."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo
from typing import Any

from gateway.actions.arrivals import Taken
from gateway.domain.identity import Directory
from gateway.domain.messages import Finding
from gateway.mail.authentication import verdict


def line_of(taken: Taken, label: str, *, people: Directory) -> dict[str, Any]:
    """The line of one mail as the contract shapes it; ``thread`` is still an id. Times are on the school's clock."""
    zone = people.staffing.calendar.zone
    reading = taken.reading
    mail = reading.mail if reading else None
    return {
        "source": label,
        "kind": taken.kind,
        "message_id": mail.message_id or None if mail else None,
        "thread": taken.thread_id,
        "from": _writer(taken, people),
        "staff": list(taken.staff),
        "pupils": list(taken.pupils),
        "received_at": _said(taken.received_at, zone),
        "disposition": taken.disposition,
        "rule": taken.rule,
        "visible_at": _said(taken.visible_at, zone) if taken.visible_at else None,
        "operation": [one.code for one in taken.facts],
        "text": reading.text if reading else "",
        "attachments": [{"name": one.name, "type": one.type, "bytes": one.bytes} for one in mail.attachments]
        if mail
        else [],
        "flags": [finding_as_json(one) for one in taken.flags],
        "risk": [finding_as_json(one) for one in reading.risks] if reading else [],
        "acknowledged": taken.acknowledged,
    }


def _writer(taken: Taken, people: Directory) -> str | None:
    """The id of who wrote: of a message as it was decided, of other mail whom its address belongs to and no check denies."""
    if taken.writer is not None:
        return taken.writer.key
    if taken.kind == "message" or taken.reading is None:
        return None
    mail = taken.reading.mail
    if verdict(mail, people.roster.school.authentication_server).outcome == "fail":
        return None
    known = people.writer(mail.from_.address, name=mail.from_.name)
    return known.key if known else None


def _said(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A flag or a risk as a line carries it."""
    evidence = [{"message": one.message, "start": one.start, "end": one.end} for one in finding.evidence]
    return {"code": finding.code, "reason": finding.reason, "evidence": evidence}


class Totals:
    """Counts the lines of one run."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._dispositions: Counter[str] = Counter()
        self._threads: set[int] = set()
        self._flagged: set[int] = set()
        self._acknowledged = 0

    def add(self, taken: Taken) -> None:
        """Count one mail."""
        self._kinds[taken.kind] += 1
        self._dispositions[taken.disposition] += 1
        self._acknowledged += taken.acknowledged
        if taken.thread_id is not None:
            self._threads.add(taken.thread_id)
            if taken.flags:
                self._flagged.add(taken.thread_id)

    def as_json(self) -> dict[str, Any]:
        """The object that stands after the lines."""
        return {
            "mails": self._kinds.total(),
            "kind": dict(sorted(self._kinds.items())),
            "disposition": dict(sorted(self._dispositions.items())),
            "threads": len(self._threads),
            "flagged_threads": len(self._flagged),
            "acknowledged": self._acknowledged,
        }
