"""Preparing a demo: the sample school, a password for each of its accounts, and a term that was really played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gateway.actions import accounts, mailboxes, roster
from gateway.actions.contacts_check import confirm_contacts
from gateway.actions.database import DEMO_PREPARED
from gateway.actions.directory import directory
from gateway.actions.equipment import Equipment
from gateway.actions.sample_term import Play, read_stories
from gateway.actions.schools import every_school
from gateway.domain.contacts_check import people_of
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.roster import Roster
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit
from gateway.store.transaction import reading, writing

SAMPLE = Path(__file__).resolve().parent.parent / "sample_school"
STORIES = "term.jsonl"
FILLED = "demo.filled"
"""The event that stands at the end of a sample term which was played to the end."""
MONDAY = datetime.fromisoformat("2026-11-23T08:12:00+00:00")
"""When the demo begins: a school Monday, three minutes before most of the week-end's messages ring."""
ROLES = ("headteacher", "deputy_head", "dsl", "teacher", "teaching_assistant", "office", "governor_chair", "it_lead")


@dataclass(frozen=True, slots=True)
class Login:
    """One sample account."""

    role: str
    name: str
    email: str


def prepare(kit: Equipment, *, letters: Path, tell: Callable[[str], None]) -> Scope:
    """Bring in the sample school and play its term, unless that was done to the end before; letters go into a folder.

    A demo that was stopped while it filled is begun afresh, and ``tell`` is given the line that says so. Raises
    InputProblem. Events: demo.prepared, those of the actions that are played, and demo.filled last.
    """
    sample = kit.read_school_folder(SAMPLE)
    held = every_school()
    if held:
        _refuse_another_school(held, sample.school.name)
        if not _was_stopped(held[0]):
            return held[0]
        if kit.demo is None:
            raise InputProblem("A demo was stopped while it filled this database; give Handbell a database of its own.")
        tell("An earlier demo was stopped while it filled; the sample school begins afresh.")
        kit.demo.empty()
    if kit.demo is not None:
        kit.demo.forget()
    scope = one_school(1)
    stories = read_stories(SAMPLE / STORIES, timezone=sample.school.timezone)
    begins = min(story.turns[0].at for story in stories)
    way_out = {"folder": str(letters), "address": sample.school.office_address}
    with writing():  # together, so that no database holds the sample school without the mark of a demo
        roster.import_roster(scope, sample, accept_removals=False, now=begins)
        audit.append(scope, DEMO_PREPARED, now=begins, clause="C4")
        _confirm_contacts(sample, now=begins)
        mailboxes.save_mailbox(
            scope, endpoint="school_email", kind="simulator", settings=way_out, key=kit.settings_key, now=begins
        )
    Play(scope, kit.channels(scope), kit.letters, {}).run(stories, until=MONDAY)
    with writing():
        audit.append(scope, FILLED, now=MONDAY, clause="C4")
    return scope


def _confirm_contacts(sample: Roster, *, now: datetime) -> None:
    """The headteacher of the sample school has confirmed its numbers at the beginning, as any would."""
    head = next(one.staff_id for one in sample.staff if "headteacher" in one.roles)
    as_head = one_school(1, Actor("staff", head))
    confirm_contacts(as_head, sample.school.emergency, seen=people_of(sample), staff_id=head, now=now)


def _was_stopped(scope: Scope) -> bool:
    """Whether a demo began to fill this school and did not come to its end; a school that is no demo's was not stopped."""
    with reading():
        return audit.began_with(scope, DEMO_PREPARED) and not audit.latest(scope, (FILLED,), limit=1)


def _refuse_another_school(held: tuple[Scope, ...], name: str) -> None:
    for scope in held:
        with reading():
            found = directory(scope).roster.school.name
        if found != name:
            raise InputProblem(f"This database holds {found}; give the demo a database of its own with DATABASE_URL.")


def set_passwords(scope: Scope, password: str, *, now: datetime) -> tuple[Login, ...]:
    """Give every sample account this password; one login for each role. Raises WeakPassword. Events: account.password_set."""
    with reading():
        people = directory(scope)
    for one in people.roster.staff:
        if one.email:
            accounts.set_password(scope, staff_id=one.staff_id, password=password, now=now)
    return _one_each(people)


def _one_each(people: Directory) -> tuple[Login, ...]:
    found = []
    for role in ROLES:
        holders = [one for one in people.with_role(role) if one.email]
        if holders:
            found.append(Login(role, holders[0].name, holders[0].email))
    return tuple(found)


def office_address(scope: Scope) -> str:
    """Where anybody may write to. No event: it is on the school's gate."""
    with reading():
        return directory(scope).roster.school.office_address


def email_domains(scope: Scope) -> tuple[str, ...]:
    """The school's own domains. No event: they are on the school's gate."""
    with reading():
        return directory(scope).roster.school.email_domains


def newest_moment(scope: Scope) -> datetime:
    """When the newest event of the record happened, so that a demo's clock goes on from there. No event: only a time is read."""
    with reading():
        found = audit.newest_at(scope)
    return max(found, MONDAY) if found else MONDAY
