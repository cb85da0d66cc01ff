"""The term's totals of the whole school: quiet hours overridden, looks off duty, approaches by other ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.actions.approaches import Tally, tally_of
from gateway.actions.waiting_replies import OVERRIDDEN
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.domain.terms import term_begins_at
from gateway.store import audit


@dataclass(frozen=True, slots=True)
class TermTotals:
    """Counts since the term began, of the record and of nobody in particular (clauses C2, C3, C1).

    ``off_channel`` counts the ways that the policy does not name, by which families wrote.
    """

    sent_outside_hours: int
    opened_off_duty: int
    off_channel: Tally


def totals_of(scope: Scope, people: Directory, *, now: datetime) -> TermTotals:
    """The totals of the term of ``now``, in the open transaction."""
    since = term_begins_at(people.roster.calendar, now, people.staffing.calendar.zone)
    counts = audit.counts_since(scope, since)
    return TermTotals(
        sent_outside_hours=counts.get(OVERRIDDEN, 0),
        opened_off_duty=counts.get("inbox.opened_off_duty", 0),
        off_channel=tally_of(scope, people, now=now),
    )
