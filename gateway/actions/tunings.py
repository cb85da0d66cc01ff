"""Tuning what suggests a talk: what would change is counted over a past term before it is kept, and it can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from gateway.actions.directory import directory
from gateway.actions.suggestions import LOOKS_BACK, seen_in
from gateway.domain import tuning
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.messages import Finding
from gateway.domain.scope import Scope
from gateway.domain.terms import term_of
from gateway.domain.tuning import Modes, heard
from gateway.store import audit, flags, threads, tunings
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing
from gateway.store.tunings import Tuning

ANY = "*"
"""In counts by reason: conversations with any reason at all."""
AT_ONCE = 40
"""Conversations that one request looks at: well under a second, so that nobody waits before a still page."""
MOST = 2_000
"""Conversations that a replay looks at, the newest ones: enough to see what changes, in a school of any size."""
SHOWN = 10


class NotYet(HandbellError):
    """The conversations are not all counted yet, or the tuning holds already."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of suggestions in this term, as conversations stand now: counts alone, of nobody.

    ``talked`` is by how they talked, ``put_away`` by the reason that staff gave, ``reasons`` by why it was suggested.
    """

    since: date | None
    raised: int
    open: int
    followed: int
    talked: Mapping[str, int]
    put_away: Mapping[str, int]
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A tuning that was in force: since when, by whom, and in words what it had changed from "as it is"."""

    tuning: Tuning
    by: str
    says: str


def tally(scope: Scope, *, now: datetime) -> Tally:
    """What became of suggestions since this term began. No event: it is counts alone."""
    with reading():
        return tally_of(scope, directory(scope), now=now)


def tally_of(scope: Scope, people: Directory, *, now: datetime) -> Tally:
    """What ``tally`` says, in the open transaction: nothing of a conversation that is closed to whoever asks."""
    zone = people.staffing.calendar.zone
    term = term_of(people.roster.calendar, now.astimezone(zone).date())
    since = _begins(people, term.first_on if term else date(2000, 1, 1))
    found = flags.raised_since(scope, since, without=threads.hidden_from(scope, scope.actor.key))
    states = Counter(one.state for one in found)
    return Tally(
        since=term.first_on if term else None,
        raised=len(found),
        open=states["open"],
        followed=states["taken"],
        talked=Counter(one.answer for one in found if one.state == "closed"),
        put_away=Counter(one.answer for one in found if one.state == "dismissed"),
        reasons=Counter(code for one in found for code in {finding["code"] for finding in one.findings}),
    )


def _begins(people: Directory, day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=people.staffing.calendar.zone)


def changes(scope: Scope) -> tuple[Change, ...]:
    """The tunings that have been in force, the newest first. No event: they hold no message."""
    with reading():
        people = directory(scope)
        return tuple(
            Change(one, people.name_of(one.set_by), say(one.modes)) for one in tunings.were_set(scope, limit=SHOWN)
        )


def say(modes: Modes) -> str:
    """A tuning in words: "An attack or an insult: never"; every reason as it is where nothing is tuned."""
    said = [f"{tuning.REASONS[code]}: {tuning.MODES[mode].lower()}" for code, mode in modes.items()]
    return "; ".join(said) or "Every reason as it is"


def in_force(scope: Scope) -> Modes:
    """How each reason counts now. No event."""
    with reading():
        return tunings.in_force(scope)


def ask(scope: Scope, modes: Modes, *, staff_id: str, now: datetime) -> int:
    """Ask for a tuning and begin to count what it would change; its number.

    Raises InputProblem. No event: nothing has changed.
    """
    wanted = tuning.checked(modes)
    with writing():
        audit.take_turn(scope)
        if wanted == tunings.in_force(scope):
            raise InputProblem("Nothing is different from how it is now.")
        since, until, of = _period(scope, directory(scope), now=now)
        held = Tuning(
            tuning_id=new_id(now),
            modes=wanted,
            asked_at=now,
            asked_by=staff_id,
            since=since,
            until=until,
            looked=0,
            of=min(of, MOST),
            reached=None,
            before={},
            after={},
            set_at=None,
            set_by="",
        )
        tunings.add_tuning(scope, held)
    go_on(scope, held.tuning_id)
    return held.tuning_id


def _period(scope: Scope, people: Directory, *, now: datetime) -> tuple[datetime, datetime, int]:
    """From when to when the past is looked at: the last whole term, else this one so far; and how many conversations."""
    days = people.roster.calendar
    this = term_of(days, now.astimezone(people.staffing.calendar.zone).date())
    last = term_of(days, this.first_on - timedelta(days=1)) if this is not None else None
    if this is not None and last is not None:
        since, until = _begins(people, last.first_on), _begins(people, this.first_on)
        if found := tunings.count_threads(scope, since=since, until=until):
            return since, until, found
    since = _begins(people, this.first_on) if this is not None else now - timedelta(days=90)
    return since, now, tunings.count_threads(scope, since=since, until=now)


def go_on(scope: Scope, tuning_id: int) -> Tuning:
    """Look at some more conversations of a replay, ``AT_ONCE`` at most. Raises InputProblem. No event: it counts alone.

    The looking holds no lock; where two requests do it at once, one of them has looked for nothing.
    """
    with reading():
        held, now_in_force = _asked(scope, tuning_id), tunings.in_force(scope)
        limit = min(AT_ONCE, held.of - held.looked)
        before, after = Counter(held.before), Counter(held.after)
        ids = tunings.threads_between(scope, since=held.since, until=held.until, before=held.reached, limit=limit)
        for one in ids:
            seen = _seen(scope, one, held)
            before.update(_codes(seen, now_in_force))
            after.update(_codes(seen, held.modes))
    if not ids:  # fewer are left than there were when it began
        return replace(held, of=held.looked)
    with writing():
        tunings.note_replayed(scope, held, looked=held.looked + len(ids), reached=ids[-1], before=before, after=after)
        return _asked(scope, tuning_id)


def _seen(scope: Scope, thread_id: int, held: Tuning) -> list[tuple[Finding, ...]]:
    """What was seen in a conversation after each of its messages within a replay's time, as it is seen on arrival."""
    messages = threads.messages_of(scope, thread_id)
    return [
        seen_in(scope, messages[max(0, place - LOOKS_BACK + 1) : place + 1])[1].flags
        for place, one in enumerate(messages)
        if held.since <= one.received_at < held.until
    ]


def _codes(seen: list[tuple[Finding, ...]], modes: Modes) -> set[str]:
    codes = {finding.code for one in seen for finding in heard(one, modes)}
    return codes | {ANY} if codes else codes


def _asked(scope: Scope, tuning_id: int) -> Tuning:
    held = tunings.tuning(scope, tuning_id)
    if held is None:
        raise InputProblem("This was asked for nowhere. Choose again on the settings page.")
    return held


def asked(scope: Scope, tuning_id: int) -> Tuning:
    """A tuning with how far its replay has come. Raises InputProblem. No event."""
    with reading():
        return _asked(scope, tuning_id)


def keep(scope: Scope, tuning_id: int, *, staff_id: str, now: datetime) -> None:
    """Let a tuning hold whose replay is done. Raises InputProblem, NotYet. Event: suggestions.tuned."""
    with writing():
        audit.take_turn(scope)
        held, was = _asked(scope, tuning_id), tunings.in_force(scope)
        if not held.is_replayed:
            raise NotYet("Not every conversation is counted yet. Wait until you see what changes.")
        if not tunings.put_in_force(scope, tuning_id, staff_id=staff_id, now=now):
            raise NotYet("This holds already.")
        _record(scope, was, held.modes, now=now)


def bring_back(scope: Scope, tuning_id: int, *, staff_id: str, now: datetime) -> None:
    """Let an earlier tuning hold again; 0 is every reason as it is. Raises InputProblem. Event: suggestions.tuned."""
    with writing():
        audit.take_turn(scope)
        was = tunings.in_force(scope)
        earlier = _asked(scope, tuning_id) if tuning_id else None
        if earlier is not None and earlier.set_at is None:
            raise InputProblem("This has never been in force. Choose again on the settings page.")
        modes = earlier.modes if earlier is not None else {}
        if modes == was:
            return
        since, until, _ = _period(scope, directory(scope), now=now)
        anew = Tuning(
            tuning_id=new_id(now),
            modes=modes,
            asked_at=now,
            asked_by=staff_id,
            since=since,
            until=until,
            looked=0,
            of=0,
            reached=None,
            before={},
            after={},
            set_at=now,
            set_by=staff_id,
        )
        tunings.add_tuning(scope, anew)
        _record(scope, was, modes, now=now)


def _record(scope: Scope, was: Modes, is_now: Modes, *, now: datetime) -> None:
    audit.append(scope, "suggestions.tuned", now=now, clause="C22", was=dict(was), is_now=dict(is_now))
