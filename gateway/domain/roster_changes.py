"""What an import would change, what it may never loosen, and when it must be refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from typing import Any

from gateway.domain.errors import InputProblem
from gateway.domain.page_changes import (
    absences_of_pages,
    days_of_pages,
    hours_of_pages,
    keeps_school_hours,
    school_of_pages,
    with_hours,
    with_own_marks,
)
from gateway.domain.roster import RESTRICTIONS, Contact, Pupil, Roster, Tie

LEFT_OUT = "left out"
"""What a folder says of a restricted tie that it does not name."""


class CollapseRefused(InputProblem):
    """The folder would take most families' contacts away; nothing was imported."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing ``added``, ``changed``, ``removed`` or ``kept``.

    ``key`` is its id or what it says, ``fields`` what of it changed.
    """

    kind: str
    what: str
    key: str
    name: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A restriction of one contact about one pupil that an import adds, tightens or fails to loosen.

    ``held`` and ``asked`` are what stands and what the folder says: a restriction, or ``may contact`` and ``may not
    contact`` where only that differs.
    """

    pupil_id: str
    contact_id: str
    held: str
    asked: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences of an import: what it changes, the restrictions it adds, and those it does not loosen.

    ``stays`` are the lines of the calendar, the absences and the hours that pages set and that the folder has no news of,
    ``lifted`` the restrictions that the folder still names though the headteacher has lifted them.
    """

    changes: tuple[Change, ...] = ()
    restricted: tuple[Limit, ...] = ()
    kept: tuple[Limit, ...] = ()
    stays: tuple[Change, ...] = ()
    lifted: tuple[Limit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the import would change nothing."""
        return not self.changes

    def counts(self) -> dict[str, dict[str, int]]:
        """How many of each kind are added, changed and removed; kinds without a change are left out."""
        found: dict[str, dict[str, int]] = {}
        for one in self.changes:
            row = found.setdefault(one.kind, {"added": 0, "changed": 0, "removed": 0})
            row[one.what] += 1
        return found


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restricted tie the school has ever held, of people who left too, with the names it was about."""

    tie: Tie
    pupil_name: str
    contact_name: str


@dataclass(frozen=True, slots=True)
class Lifted:
    """A restriction that the headteacher has lifted: for whom about whom, and what the row said that had brought it."""

    pupil_id: str
    contact_id: str
    restriction: str
    may_contact: bool

    def still_said_by(self, tie: Tie) -> bool:
        """Whether a folder's tie is that row still: the same restriction, and no stricter about writing to them."""
        if (tie.pupil_id, tie.contact_id, tie.restriction) != (self.pupil_id, self.contact_id, self.restriction):
            return False
        return tie.may_contact or not self.may_contact


def still_lifted(incoming: Roster, lifted: Sequence[Lifted]) -> tuple[Lifted, ...]:
    """The lifted restrictions whose own older row a folder still holds. What it says otherwise is news, and stands."""
    ties = {(one.pupil_id, one.contact_id): one for one in incoming.ties}
    found = ((one, ties.get((one.pupil_id, one.contact_id))) for one in lifted)
    return tuple(one for one, tie in found if tie is not None and one.still_said_by(tie))


def _without_lifted(incoming: Roster, lifted: Sequence[Lifted]) -> Roster:
    """The folder with every row that has been lifted since read as one without a restriction."""
    keys = {(one.pupil_id, one.contact_id) for one in still_lifted(incoming, lifted)}
    if not keys:
        return incoming
    ties = (
        replace(one, restriction="", may_contact=True) if (one.pupil_id, one.contact_id) in keys else one
        for one in incoming.ties
    )
    return replace(incoming, ties=tuple(ties))


def merged(
    held: Roster | None,
    incoming: Roster,
    *,
    remembered: Sequence[Restricted] = (),
    lifted: Sequence[Lifted] = (),
) -> Roster:
    """The roster as it will stand: the incoming one with no restriction loosened and nobody's year-round mark or lessons lost.

    What was added to the calendar or to the absences on the pages stays, but for people whom the folder no longer names,
    and so do hours that were set on the pages, until the folder says of them what it did not say before.
    ``remembered`` are restrictions that ``held`` no longer shows because somebody left: they stand again for whoever
    comes back, under the old id or under the same name with a new one. ``lifted`` are those that the headteacher has
    lifted: their own older rows do not bring them back.
    """
    incoming = _without_lifted(incoming, lifted)
    given = {(tie.pupil_id, tie.contact_id) for tie in incoming.ties}
    limits = _Limits.of(held, remembered, given=given)
    pupils = {one.pupil_id: one for one in incoming.pupils}
    contacts = {one.contact_id: one for one in incoming.contacts}
    ties = [_limited(tie, limits, pupils=pupils, contacts=contacts) for tie in incoming.ties]
    dropped = [
        tie
        for key, tie in limits.by_id.items()
        if key not in given and tie.pupil_id in pupils and tie.contact_id in contacts
    ]
    known = {one.staff_id: one for one in held.staff} if held else {}
    staff = (with_own_marks(one, known.get(one.staff_id)) for one in incoming.staff)
    set_here = hours_of_pages(held, incoming)
    return replace(
        incoming,
        school=school_of_pages(held, incoming),
        staff=tuple(with_hours(one, set_here[one.staff_id]) if one.staff_id in set_here else one for one in staff),
        ties=(*ties, *dropped),
        calendar=(*incoming.calendar, *days_of_pages(held, incoming)),
        absences=(*incoming.absences, *absences_of_pages(held, incoming)),
    )


@dataclass(frozen=True, slots=True)
class _Limits:
    """The restricted ties that stand: by ids, and by names where the folder has neither that tie nor a known one."""

    by_id: Mapping[tuple[str, str], Tie]
    by_name: Mapping[tuple[str, str], Tie]
    known: frozenset[tuple[str, str]]

    @staticmethod
    def of(held: Roster | None, remembered: Sequence[Restricted], *, given: Set[tuple[str, str]]) -> _Limits:
        everyone = (*remembered, *_restricted(held)) if held else tuple(remembered)
        by_id = {(one.tie.pupil_id, one.tie.contact_id): one.tie for one in everyone}
        by_name: dict[tuple[str, str], Tie] = {}
        for one in everyone:
            name = (_same(one.pupil_name), _same(one.contact_name))
            if (one.tie.pupil_id, one.tie.contact_id) not in given:
                by_name[name] = _no_looser(by_name[name], one.tie) if name in by_name else one.tie
        known = frozenset((tie.pupil_id, tie.contact_id) for tie in held.ties) if held else frozenset()
        return _Limits(by_id, by_name, known)


def _limited(tie: Tie, limits: _Limits, *, pupils: Mapping[str, Pupil], contacts: Mapping[str, Contact]) -> Tie:
    """An incoming tie, no looser than the one held; a tie new to the school is looked up by its two names as well."""
    key = (tie.pupil_id, tie.contact_id)
    floor = limits.by_id.get(key)
    if floor is None and key not in limits.known:
        pupil, contact = pupils.get(tie.pupil_id), contacts.get(tie.contact_id)
        if pupil and contact:
            floor = limits.by_name.get((_same(_full(pupil)), _same(_full(contact))))
    return _no_looser(floor, tie) if floor else tie


def _restricted(held: Roster) -> tuple[Restricted, ...]:
    pupils = {one.pupil_id: _full(one) for one in held.pupils}
    contacts = {one.contact_id: _full(one) for one in held.contacts}
    return tuple(
        Restricted(tie, pupils.get(tie.pupil_id, ""), contacts.get(tie.contact_id, ""))
        for tie in held.ties
        if tie.restriction
    )


def _full(one: Pupil | Contact) -> str:
    return f"{one.first_name} {one.last_name}"


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _no_looser(held: Tie, asked: Tie) -> Tie:
    """The asked tie with the stricter restriction of both; while one is held, may_contact does not go from no to yes."""
    restriction = max(held.restriction, asked.restriction, key=RESTRICTIONS.index)
    return replace(asked, restriction=restriction, may_contact=asked.may_contact and held.may_contact)


def differences(
    held: Roster | None,
    incoming: Roster,
    *,
    remembered: Sequence[Restricted] = (),
    lifted: Sequence[Lifted] = (),
) -> Changes:
    """What an import of ``incoming`` changes, after ``merged`` has had its say."""
    will_be = merged(held, incoming, remembered=remembered, lifted=lifted)
    asked = _without_lifted(incoming, lifted)
    still = still_lifted(incoming, lifted)
    changes = [
        *_of_school(held, will_be),
        *_of_listed("calendar", held.calendar if held else (), will_be.calendar),
        *_of_keyed("staff", held.staff if held else (), will_be.staff, key="staff_id"),
        *_of_keyed("class", held.classes if held else (), will_be.classes, key="class_id"),
        *_of_keyed("pupil", held.pupils if held else (), will_be.pupils, key="pupil_id"),
        *_of_keyed("contact", held.contacts if held else (), will_be.contacts, key="contact_id"),
        *_of_ties(held.ties if held else (), will_be.ties),
        *_of_listed("absence", held.absences if held else (), will_be.absences),
    ]
    return Changes(
        changes=tuple(changes),
        restricted=_tightened(held, will_be),
        kept=_not_loosened(asked, will_be),
        stays=_stays(held, incoming),
        lifted=tuple(Limit(one.pupil_id, one.contact_id, "", one.restriction) for one in still),
    )


def _stays(held: Roster | None, incoming: Roster) -> tuple[Change, ...]:
    of_school = held is not None and keeps_school_hours(held.school, incoming.school)
    return (
        *([Change("hours", "kept", "school", incoming.school.name)] if of_school else []),
        *(Change("hours", "kept", key, one.name) for key, one in hours_of_pages(held, incoming).items()),
        *(Change("calendar", "kept", _row(one)) for one in days_of_pages(held, incoming)),
        *(Change("absence", "kept", _row(one)) for one in absences_of_pages(held, incoming)),
    )


def _of_school(held: Roster | None, will_be: Roster) -> list[Change]:
    name = will_be.school.name
    if held is None:
        return [Change("school", "added", name, name)]
    changed = _changed(held.school, will_be.school)
    return [Change("school", "changed", name, name, changed)] if changed else []


def _of_keyed(kind: str, held: Iterable[Any], will_be: Iterable[Any], *, key: str) -> list[Change]:
    before = {getattr(one, key): one for one in held}
    after = {getattr(one, key): one for one in will_be}
    return _compared(kind, before, after)


def _of_ties(held: Iterable[Tie], will_be: Iterable[Tie]) -> list[Change]:
    before = {f"{one.pupil_id} and {one.contact_id}": one for one in held}
    after = {f"{one.pupil_id} and {one.contact_id}": one for one in will_be}
    return _compared("tie", before, after)


def _compared(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    found = [Change(kind, "added", key, _name(one)) for key, one in after.items() if key not in before]
    for key, one in after.items():
        if key in before and (changed := _changed(before[key], one)):
            found.append(Change(kind, "changed", key, _name(one), changed))
    return [*found, *(Change(kind, "removed", key, _name(one)) for key, one in before.items() if key not in after)]


def _of_listed(kind: str, held: Sequence[Any], will_be: Sequence[Any]) -> list[Change]:
    """The same for rows without an id: a row is its whole content, so that a changed one goes and comes."""
    before, after = Counter(map(_row, held)), Counter(map(_row, will_be))
    return [
        *(Change(kind, "added", key) for key in after - before),
        *(Change(kind, "removed", key) for key in before - after),
    ]


def _row(one: Any) -> str:
    return " ".join(str(getattr(one, field.name)) for field in fields(one) if field.compare).strip()


def _changed(before: Any, after: Any) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(after)
        if _comparable(getattr(before, field.name)) != _comparable(getattr(after, field.name))
    )


def _comparable(value: Any) -> Any:
    """Addresses, classes and phrases have no order that means anything."""
    return sorted(value, key=str) if isinstance(value, tuple) else value


def _name(one: Any) -> str:
    return str(getattr(one, "name", ""))


def _tightened(held: Roster | None, will_be: Roster) -> tuple[Limit, ...]:
    """Restrictions that become stricter, and contacts under one who may no longer be contacted."""
    before = {(one.pupil_id, one.contact_id): one for one in held.ties} if held else {}
    found = []
    for tie in will_be.ties:
        was = before.get((tie.pupil_id, tie.contact_id))
        was_restriction = was.restriction if was else ""
        if tie.restriction != was_restriction:
            found.append(Limit(tie.pupil_id, tie.contact_id, was_restriction, tie.restriction))
        elif was and tie.restriction and was.may_contact and not tie.may_contact:
            found.append(Limit(tie.pupil_id, tie.contact_id, "may contact", "may not contact"))
    return tuple(found)


def _not_loosened(incoming: Roster, will_be: Roster) -> tuple[Limit, ...]:
    """What the folder says more loosely than what will stand, ties that it leaves out included."""
    asked = {(one.pupil_id, one.contact_id): one for one in incoming.ties}
    found = []
    for tie in will_be.ties:
        said = asked.get((tie.pupil_id, tie.contact_id))
        if said is None:
            found.append(Limit(tie.pupil_id, tie.contact_id, tie.restriction, LEFT_OUT))
        elif said.restriction != tie.restriction:
            found.append(Limit(tie.pupil_id, tie.contact_id, tie.restriction, said.restriction))
        elif said.may_contact != tie.may_contact:
            found.append(Limit(tie.pupil_id, tie.contact_id, "may not contact", "may contact"))
    return tuple(found)


def refuse_collapse(held: Roster | None, incoming: Roster) -> None:
    """Raise CollapseRefused where more than half of the contacts would go, lose every address, or become somebody else."""
    if held is None or not held.contacts:
        return
    after = {one.contact_id: one for one in incoming.contacts}
    lost = sum(1 for one in held.contacts if _is_lost(one, after.get(one.contact_id)))
    if lost * 2 > len(held.contacts):
        raise CollapseRefused(
            f"This folder would remove or replace {lost} of {len(held.contacts)} contacts; check that contacts.csv is "
            "whole and of this school, or run it again with --accept-removals."
        )


def _is_lost(before: Contact, after: Contact | None) -> bool:
    if after is None:
        return True
    reached, reaches = {*before.emails, *before.mobiles}, {*after.emails, *after.mobiles}
    if reached and not reaches:
        return True
    named_alike = {_same(before.first_name), _same(before.last_name)} & {
        _same(after.first_name),
        _same(after.last_name),
    }
    return not named_alike and not reached & reaches
