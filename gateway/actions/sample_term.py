"""Playing a written term of conversations through the real doors, so that a sample school has a past that adds up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.actions import alerts, replies, suggestions, threads
from gateway.actions.arrivals import take_in
from gateway.actions.delivery import send_due
from gateway.actions.directory import directory
from gateway.actions.letters import Letters
from gateway.actions.playing import pass_time
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Actor, Scope
from gateway.ports.channels import Channel, RawHook
from gateway.store import concerns
from gateway.store.transaction import reading

ENDPOINT = "sample"
KNOWING = frozenset({"other_child", "other_family_contact", "staff_private"})


_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing somebody did: ``by`` is ``parent``, a staff id, or ``finish``, ``dismiss`` or ``take`` for staff in ``text``."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation as it was written: from which contact, to a staff id or ``office``."""

    number: int
    contact: str
    to: str
    subject: str
    turns: tuple[Turn, ...]


def read_stories(path: Path, *, timezone: str) -> tuple[Story, ...]:
    """The stories of a file of JSON lines; moments in it are the school's own wall clock. Raises InputProblem."""
    zone = ZoneInfo(timezone)
    stories = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            turns = tuple(
                Turn(datetime.fromisoformat(one["at"]).replace(tzinfo=zone), one["by"], one["text"])
                for one in row["turns"]
            )
            stories.append(Story(number, row["contact"], row["to"], row["subject"], turns))
        except (ValueError, KeyError, TypeError) as failure:
            raise InputProblem(f"{path.name}, line {number}: this is not a story ({failure}); correct it.") from failure
    return tuple(stories)


@dataclass(slots=True)
class Play:
    """A term being played: who the people are, what letters go through, and which conversation each story became."""

    scope: Scope
    channels: Mapping[str, Channel]
    letters: Letters
    threads: dict[int, int]

    def run(self, stories: Iterable[Story], *, until: datetime) -> int:
        """Play every turn before a moment in the order of time; how many were played. Events: those of each action."""
        with reading():
            people = directory(self.scope)
        turns = sorted(
            ((turn, story) for story in stories for turn in story.turns if turn.at <= until),
            key=lambda pair: pair[0].at,
        )
        for turn, story in turns:
            self._pass_time(turn.at)
            try:
                self._act(people, story, turn)
                self._deliver(turn.at)
            except HandbellError as problem:
                raise InputProblem(f"{story.subject!r}, {turn.by} at {turn.at:%d %B %H:%M}: {problem}") from problem
        self._pass_time(until)
        return len(turns)

    def _pass_time(self, until: datetime) -> None:
        """Let everything that is due before a moment happen at its own moment."""
        pass_time(self.scope, self._send, since=_BEFORE_ALL, until=until)
        self._deliver(until)

    def _deliver(self, now: datetime) -> None:
        while self._send(now):
            pass

    def _send(self, now: datetime) -> int:
        return send_due(self.scope, self.channels, self.letters, now=now)

    def _act(self, people: Directory, story: Story, turn: Turn) -> None:
        if turn.by == "parent":
            self._write(people, story, turn)
            return
        thread_id = self.threads[story.number]
        key = turn.by if turn.by in people.staff else turn.text.split(":")[0]
        own = replace(self.scope, actor=Actor("staff", key))
        if turn.by == "take":
            with reading():
                raised = concerns.alerts_of(own, thread_id)
            for alert in raised:
                alerts.take_alert(own, alert.alert_id, staff_id=key, now=turn.at)
        elif turn.by == "dismiss":
            suggestions.dismiss(own, thread_id, staff_id=key, answer=turn.text.split(":")[1], now=turn.at)
        elif turn.by == "finish":
            threads.open_thread(own, thread_id, staff_id=key, now=turn.at)
            threads.set_state(own, thread_id, staff_id=key, state="done", now=turn.at)
        else:
            threads.open_thread(own, thread_id, staff_id=key, now=turn.at)
            replies.send_reply(own, thread_id, staff_id=key, text=turn.text, now=turn.at, knowing=KNOWING)

    def _write(self, people: Directory, story: Story, turn: Turn) -> None:
        contact = people.contacts[story.contact]
        message = EmailMessage()
        message["From"] = f"{contact.name} <{contact.emails[0]}>"
        message["To"] = people.roster.school.office_address if story.to == OFFICE else people.staff[story.to].email
        message["Subject"] = f"Re: {story.subject}" if story.number in self.threads else story.subject
        message["Date"] = format_datetime(turn.at)
        message["Message-ID"] = (
            f"<story-{story.number}-{int(turn.at.timestamp())}@{contact.emails[0].partition('@')[2]}>"
        )
        message.set_content(turn.text)
        vendor_id = f"{story.number}:{turn.at.isoformat()}"
        taken = take_in(self.scope, RawHook(ENDPOINT, vendor_id, message.as_bytes(), turn.at), now=turn.at)
        if taken.thread_id is None:
            raise InputProblem(f"Story {story.number}: the message of {turn.at:%d %B} reached no conversation.")
        self.threads.setdefault(story.number, taken.thread_id)
