"""Weeks of a staffroom drawn at random, step by step: no message is lost or told twice, and the clock alone changes nothing."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from gateway.actions import calendars
from gateway.actions.calendars import Week
from gateway.actions.directory import directory
from gateway.actions.early_finishes import OutsideWorkingDay, finish_early
from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due, replan_promises
from gateway.actions.roster import import_roster
from gateway.actions.taking_over import NobodyLeads, hand_to_leader
from gateway.domain.hours import next_reading
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Actor, one_school
from gateway.store.queue import Entry, EntryRow, entry_columns
from gateway.store.transaction import connection, reading
from tests.schools import SCHOOL, a_roster, arrives, mail, parcels

KEYS = ("nair", "pettit", "garrod", "lowe", "ashdown")
HOURS = ("", "Mo-We 08:15-16:00", "Th-Fr 08:20-15:45", "Mo-Fr 09:05-12:00", "off", "Tu,Th 10:10-14:00")
BEGINS = datetime(2026, 11, 18, 20, 7, tzinfo=UTC)
STEPS = 24


class Weeks:
    """One school, its clock, and everybody whom each of its messages was for."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.app, self.draw, self.now = app, random.Random(seed), BEGINS
        self.people: dict[int, set[str]] = {}

    def mail(self) -> None:
        """A family writes to one to four people."""
        to = self.draw.sample(self.here(), self.draw.randint(1, 4))
        addresses = ", ".join(f"{one}@elmswick.example" for one in to)
        taken = arrives(self.app, mail(to=addresses, subject=f"Message {len(self.people)}"), self.now)
        assert taken.message_id is not None
        self.people[taken.message_id] = set(to)

    def absence(self) -> None:
        """Somebody is away, with a cover or without."""
        whom, *others = self.draw.sample(self.here(), 4)
        first = self.now.date() + timedelta(days=self.draw.randint(0, 3))
        last = first + timedelta(days=self.draw.choice((0, 1, 4, 20)))
        calendars.add_absence(SCHOOL, Absence(whom, first, last, self.draw.choice(["", *others])), now=self.now)

    def back(self) -> None:
        """Somebody is not away after all."""
        with reading():
            held = directory(SCHOOL).roster.absences
        if held:
            calendars.remove_absence(SCHOOL, self.draw.choice(held), now=self.now)

    def hours(self) -> None:
        """Somebody works other hours, with another cover."""
        whom, cover, *_ = self.draw.sample(self.here(), 4)
        calendars.set_hours(SCHOOL, whom, Week(self.draw.choice(HOURS), covered_by=cover), now=self.now)

    def closure(self) -> None:
        """School is closed for a day."""
        day = self.now.date() + timedelta(days=self.draw.randint(0, 4))
        calendars.close_school(SCHOOL, CalendarDay("closed", day, day, "Snow"), now=self.now)

    def early(self) -> None:
        """Somebody goes home."""
        try:
            finish_early(SCHOOL, self.draw.choice(self.here()), now=self.now)
        except OutsideWorkingDay:
            return

    def folder(self) -> None:
        """The school's folder comes, now and then without somebody."""
        gone = self.draw.sample(KEYS, self.draw.choice((0, 0, 1)))
        staff = tuple(one for one in a_roster().staff if one.staff_id not in gone)
        import_roster(SCHOOL, replace(a_roster(), staff=staff), accept_removals=True, now=self.now)

    def leader(self) -> None:
        """Somebody hands what has rung for them to a leader."""
        rung = [one for one in entries() if one.state == "rung" and one.reader in self.here()]
        if rung:
            one = self.draw.choice(rung)
            try:
                scope = one_school(1, Actor("staff", one.reader))
                hand_to_leader(scope, one.thread_id, staff_id=one.reader, now=self.now)
            except (NobodyLeads, NotYourThread):
                return

    def here(self) -> list[str]:
        """Who of the staffroom is on the roll."""
        with reading():
            return [one for one in KEYS if one in directory(SCHOOL).staff]

    def step(self) -> None:
        """Some time passes, what is due rings, and one thing changes."""
        self.now += timedelta(minutes=self.draw.choice((0, 3, 45, 180, 540, 840)))
        release_due(SCHOOL, now=self.now)
        steps: tuple[Callable[[], None], ...] = (
            *[self.mail] * 4, *[self.absence] * 4, *[self.back] * 3, *[self.hours] * 3,
            self.closure, self.early, self.folder, self.leader,
        )  # fmt: skip
        self.draw.choice(steps)()


def entries() -> list[Entry]:
    """Every queue entry of the school."""
    with reading():
        found = select(*entry_columns).order_by(EntryRow.message_id, EntryRow.reader)
        return [Entry(*row) for row in connection().execute(found)]


def check(weeks: Weeks) -> None:
    """Everybody has each of their messages, or one entry that waits for them, in a working moment of its reader."""
    with reading():
        staffing = directory(SCHOOL).staffing
    held = defaultdict[int, list[Entry]](list)
    for one in entries():
        held[one.message_id].append(one)
    for message_id, people in weeks.people.items():
        rung = [one for one in held[message_id] if one.state == "rung"]
        waits = [one for one in held[message_id] if one.state == "waiting"]
        has = {whom for one in rung for whom in (one.reader, *one.meant_for)}
        for whom in people:
            count = sum(whom in one.meant_for for one in waits)
            assert count == 1 or (whom in has and count == 0), (whom, held[message_id])
        for one in waits:
            assert one.reader in staffing.workers
            assert one.visible_at is None or one.visible_at > weeks.now - timedelta(minutes=1)
            if one.visible_at is not None and one.visible_at > weeks.now:
                assert next_reading(staffing.workers[one.reader], staffing.calendar, one.visible_at) == one.visible_at


@pytest.mark.clause("C3")
@pytest.mark.parametrize("seed", range(8))
def test_whatever_changes_in_whatever_order_nobody_is_lost_and_nothing_moves_twice(
    sqlite_school: Flask, seed: int
) -> None:
    weeks = Weeks(sqlite_school, seed)
    for _ in range(STEPS):
        weeks.step()
        release_due(SCHOOL, now=weeks.now)
        check(weeks)
        before, told = entries(), len(parcels(sqlite_school))
        assert replan_promises(SCHOOL, now=weeks.now) == 0
        assert [replace(one, planned_from=None) for one in entries()] == [
            replace(one, planned_from=None) for one in before
        ]
        assert len(parcels(sqlite_school)) == told
