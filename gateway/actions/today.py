"""The headteacher's morning: what needs a person, which promises were kept, and whether Handbell itself is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.actions.alerts import may_see
from gateway.actions.channels import Card, standing
from gateway.actions.contacts_check import due_now
from gateway.actions.deadlines import open_lines
from gateway.actions.deadlines.listing import DeadlineLine
from gateway.actions.directory import directory
from gateway.actions.health import JOBS_SILENT_AFTER
from gateway.actions.open_alerts import said_about
from gateway.actions.record import CHECK
from gateway.actions.relay_pulse import BEATS, RelayStanding, relay_standing
from gateway.actions.term_totals import TermTotals, totals_of
from gateway.actions.tunings import Tally as SuggestionTally
from gateway.actions.tunings import tally_of as suggestions_of
from gateway.actions.waiting_replies import OVERRIDDEN, OVERRIDES_OF
from gateway.domain.dates_ahead import DatesAhead, dates_ahead
from gateway.domain.hours import Pattern
from gateway.domain.identity import Directory
from gateway.domain.promises import is_missed
from gateway.domain.scope import Scope
from gateway.store import (
    arrivals,
    asked_hours,
    audit,
    concerns,
    desk,
    failures,
    flags,
    held_replies,
    queue,
    schools,
    threads,
)
from gateway.store.concerns import Alert
from gateway.store.transaction import reading

PROMISES_OF = timedelta(days=7)
WRITING_OF = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that nobody has taken, and the children it is about by first name and class."""

    alert: Alert
    about: str


@dataclass(frozen=True, slots=True)
class ClassPromises:
    """The promises of one class; never of a person."""

    name: str
    messages: int
    late: int


@dataclass(frozen=True, slots=True)
class Missed:
    """One message that rang late, or has not rung yet (``by`` None): its classes, its promise and by how much."""

    classes: str
    promised_at: datetime
    by: timedelta | None


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises of the last seven days: how many messages, how many of them on time, by class, and which were late."""

    messages: int
    kept: int
    classes: tuple[ClassPromises, ...]
    missed: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """How many messages of families came within one hour of the day: seen at once, and kept."""

    hour: int
    at_once: int
    kept: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page says. ``record_checked_at`` is None while the record was never walked."""

    now: datetime
    alerts: tuple[OpenAlert, ...]
    not_delivered: int
    outcome_unknown: int
    on_shelf: int
    with_office: int
    asking_for_hours: int
    promises: Promises
    hours: tuple[Hour, ...]
    band: tuple[int, int] | None
    waiting: int
    next_at: datetime | None
    channels: tuple[Card, ...]
    relay: RelayStanding | None
    jobs_beat_at: datetime | None
    jobs_are_well: bool
    failing_jobs: tuple[str, ...]
    better_in_person: int
    talks: SuggestionTally
    opened_off_duty: int
    replies_waiting: int
    sent_outside_hours: int
    restrictions: int
    term: TermTotals
    contacts_due: str
    ahead: DatesAhead
    deadlines: tuple[DeadlineLine, ...]
    links: int
    record_checked_at: datetime | None
    record_is_broken: bool

    @property
    def troubled(self) -> tuple[Card, ...]:
        """The channels that need a person now, and those whose key ends within two weeks."""
        return tuple(one for one in self.channels if one.needs_somebody or one.ends_soon)

    @property
    def needs(self) -> int:
        """How many lines of the list need a person."""
        facts = (
            self.not_delivered,
            self.outcome_unknown,
            self.on_shelf,
            self.with_office,
            self.asking_for_hours,
            self.contacts_due,
            self.ahead.no_next_term,
            self.ahead.holidays_end_on,
        )
        lines = len(self.alerts) + len(self.deadlines) + sum(map(bool, facts)) + len(self.troubled)
        relay_waits = self.relay is not None and self.relay.needs_somebody
        return lines + self.record_is_broken + (not self.jobs_are_well) + relay_waits


def today(scope: Scope, *, staff_id: str, now: datetime) -> Today:
    """The morning at a glance. No event: it holds counts, classes and first names, and nobody's words.

    A conversation that is closed to whoever looks counts nowhere: a number alone would tell them of it.
    """
    with reading():
        people = directory(scope)
        hidden = threads.hidden_from(scope, staff_id)
        waiting = [one for one in queue.waiting(scope) if one.thread_id not in hidden]
        zone = people.staffing.calendar.zone
        beats = {name: held for name, held in schools.heartbeats(scope).items() if name != CHECK and name not in BEATS}
        newest = max((beat_at for beat_at, _ in beats.values()), default=None)
        checked_at, failure = schools.heartbeats(scope).get(CHECK, (None, ""))
        return Today(
            now=now.astimezone(zone),
            alerts=_alerts(scope, people, staff_id),
            not_delivered=failures.count_untold(scope, without=hidden),
            outcome_unknown=failures.count_unknown(scope, without=hidden),
            on_shelf=arrivals.on_shelf(scope),
            with_office=desk.unknown_writers(scope),
            asking_for_hours=sum(one.staff_id in people.staff for one in asked_hours.open_asks(scope)),
            promises=_promises(scope, people, without=hidden, now=now),
            hours=_hours(people, desk.families_wrote_at(scope, now - WRITING_OF, without=hidden)),
            band=_band(people, now=now),
            waiting=len(waiting),
            next_at=min((one.visible_at for one in waiting if one.visible_at), default=None),
            channels=standing(scope, now=now),
            relay=relay_standing(scope, now=now),
            jobs_beat_at=newest,
            jobs_are_well=newest is not None and now - newest < JOBS_SILENT_AFTER,
            failing_jobs=tuple(sorted(name for name, (_, why) in beats.items() if why)),
            better_in_person=flags.count_open(scope, without=hidden),
            talks=suggestions_of(scope, people, now=now),
            opened_off_duty=desk.opened_off_duty(scope, now - PROMISES_OF),
            replies_waiting=sum(one.thread_id not in hidden for one in held_replies.waiting_replies(scope, now=now)),
            sent_outside_hours=audit.counts_since(scope, now - OVERRIDES_OF).get(OVERRIDDEN, 0),
            restrictions=sum(1 for one in people.roster.ties if one.restriction),
            term=totals_of(scope, people, now=now),
            contacts_due=due_now(scope, people, now=now),
            ahead=dates_ahead(people.staffing.calendar, people.roster.school, now.astimezone(zone).date()),
            deadlines=open_lines(scope, people, staff_id, now=now),
            links=audit.head(scope)[0],
            record_checked_at=checked_at,
            record_is_broken=bool(failure),
        )


def _alerts(scope: Scope, people: Directory, staff_id: str) -> tuple[OpenAlert, ...]:
    mine = [one for one in concerns.open_alerts(scope) if may_see(people, staff_id, one)]
    about = threads.pupils_of(scope, [one.thread_id for one in mine]) if mine else {}
    return tuple(OpenAlert(one, said_about(people, about.get(one.thread_id, ()))) for one in mine)


def _promises(scope: Scope, people: Directory, *, without: frozenset[int], now: datetime) -> Promises:
    """Promises message by message: one is late when it rang late for any of its readers, or is overdue."""
    found = queue.promised_between(scope, now - PROMISES_OF, now)
    entries = [one for one in found if one.thread_id not in without]
    about = threads.pupils_of(scope, list({one.thread_id for one in entries}))
    threads_of = {one.message_id: one.thread_id for one in entries}
    classes = {message: _classes(people, about.get(thread, ())) for message, thread in threads_of.items()}
    late: dict[int, Missed] = {}
    for one in entries:
        if one.promised_at is not None and is_missed(one.promised_at, one.rung_at or now):
            by = one.rung_at - one.promised_at if one.rung_at else None
            late[one.message_id] = Missed(", ".join(filter(None, classes[one.message_id])), one.promised_at, by)
    names = Counter(name for found in classes.values() for name in found)
    late_names = Counter(name for message in late for name in classes[message])
    return Promises(
        messages=len(classes),
        kept=len(classes) - len(late),
        classes=tuple(
            ClassPromises(name, names[name], late_names[name]) for name in sorted(names, key=lambda one: (not one, one))
        ),
        missed=tuple(late.values()),
    )


def _classes(people: Directory, pupil_ids: Iterable[str]) -> tuple[str, ...]:
    """The names of these pupils' classes, each once; one blank name where no class is known."""
    ids = {people.pupils[one].class_id for one in pupil_ids if one in people.pupils}
    return tuple(sorted(people.classes[one].name for one in ids if one in people.classes)) or ("",)


def _hours(people: Directory, wrote: tuple[tuple[datetime, bool], ...]) -> tuple[Hour, ...]:
    zone = people.staffing.calendar.zone
    counts = Counter((at.astimezone(zone).hour, kept) for at, kept in wrote)
    return tuple(Hour(hour, counts[hour, False], counts[hour, True]) for hour in range(24)) if wrote else ()


def _band(people: Directory, *, now: datetime) -> tuple[int, int] | None:
    """The school's staff hours of this weekday as minutes of the day, from the first start to the last end; None where off."""
    pattern = Pattern.parse(people.roster.school.staff_hours)
    spans = pattern.spans_on(now.astimezone(people.staffing.calendar.zone).weekday())
    return (spans[0][0], spans[-1][1]) if spans else None
