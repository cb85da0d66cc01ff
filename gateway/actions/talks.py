"""After a talk: what came of it in two taps, a note that both sides see, and a promise with a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from gateway.actions import suggestions
from gateway.actions.after_talks import taken_back_in
from gateway.actions.checking import refuse_if_held
from gateway.actions.directory import directory
from gateway.actions.meetings import NotYourMeeting, mark_held, mark_no_show, own_meeting
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.replies import accept, already_sent
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.meetings import Meeting
from gateway.domain.meetings.talks import OUTCOMES, SPOKE, Agreed, checked, note_words
from gateway.domain.moments import say_day
from gateway.domain.promises import plan
from gateway.domain.scope import Scope
from gateway.store import audit, drafts, talks
from gateway.store.base import new_id
from gateway.store.talks import FollowUp, Talk
from gateway.store.transaction import reading, writing


class TooLateForThat(HandbellError):
    """A note of this talk was written already, or somebody else was quicker."""


@dataclass(frozen=True, slots=True)
class NotePage:
    """The form after a talk: with whom it was, of which noted talk or booked meeting it is (None: of neither), unsent words."""

    thread_id: int
    contact_name: str
    talk: Talk | None
    meeting: Meeting | None
    words: str


def note_outcome(scope: Scope, thread_id: int, *, staff_id: str, outcome: str, now: datetime) -> int:
    """Note what came of ringing: a key of ``OUTCOMES``; the talk. Having spoken closes a suggestion to talk.

    Raises NotYourThread, InputProblem. Events: talk.noted; suggestion.closed.
    """
    if outcome not in OUTCOMES:
        raise InputProblem("Choose what came of it: you spoke, nobody answered, or you left a message.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        own_thread(scope, people, thread_id, staff_id)
        today = now.astimezone(people.staffing.calendar.zone).date()
        return _add(scope, thread_id, staff_id=staff_id, way="phone", outcome=outcome, held_on=today, now=now).talk_id


def _add(
    scope: Scope,
    thread_id: int,
    *,
    staff_id: str,
    way: str,
    outcome: str,
    held_on: date,
    now: datetime,
    meeting_id: int | None = None,
) -> Talk:
    held = Talk(
        talk_id=new_id(now),
        thread_id=thread_id,
        staff_id=staff_id,
        way=way,
        outcome=outcome,
        held_on=held_on,
        noted_at=now,
        meeting_id=meeting_id,
        message_id=None,
        taken_back_at=None,
    )
    talks.add_talk(scope, held)
    audit.append(
        scope,
        "talk.noted",
        now=now,
        clause="C22",
        thread_id=thread_id,
        talk=held.talk_id,
        way=way,
        outcome=outcome,
    )
    if outcome == SPOKE:
        suggestions.close(scope, thread_id, staff_id=staff_id, answer=way, now=now)
    return held


def take_back(scope: Scope, talk_id: int, *, staff_id: str, now: datetime) -> int:
    """Take an outcome back that was tapped by a slip; its conversation. What it had closed is open again.

    Raises NotYourThread, TooLateForThat. Events: talk.taken_back, suggestion.restored.
    """
    with writing():
        audit.take_turn(scope)
        held = _own(scope, directory(scope), talk_id, staff_id)
        if held.staff_id != staff_id or not talks.take_back(scope, talk_id, now=now):
            raise TooLateForThat("Only whoever noted it can take it back, and only before its note is written.")
        audit.append(scope, "talk.taken_back", now=now, clause="C22", thread_id=held.thread_id, talk=talk_id)
        if held.outcome == SPOKE:
            suggestions.restore(scope, held.thread_id, staff_id=staff_id, now=now)
        return held.thread_id


def note_page(scope: Scope, thread_id: int, *, talk_id: int | None, meeting_id: int | None, staff_id: str) -> NotePage:
    """The form after a talk. Raises NotYourThread. No event: it shows no message."""
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        held = _own(scope, people, talk_id, staff_id) if talk_id is not None else None
        met = _own_meeting(scope, meeting_id) if meeting_id is not None else None
        if thread.contact_id not in people.contacts or any(
            one is not None and one.thread_id != thread_id for one in (held, met)
        ):
            raise NotYourThread("There is nobody here to have talked with.")
        kept = drafts.draft(scope, draft_of_note(thread_id), staff_id)
        return NotePage(thread_id, people.contacts[thread.contact_id].name, held, met, kept[0] if kept else "")


def draft_of_note(thread_id: int) -> int:
    """Under which number the unsent words of a note are kept, apart from those of an answer: no conversation has it."""
    return -(thread_id + (1 << 62))


def keep_words(scope: Scope, thread_id: int, *, staff_id: str, words: str, now: datetime) -> None:
    """Keep the words of a note that is not sent. Raises NotYourThread. No event: they are their author's own."""
    with writing():
        own_thread(scope, directory(scope), thread_id, staff_id)
        drafts.save_draft(scope, draft_of_note(thread_id), staff_id, words=words, now=now)


def write_note(
    scope: Scope,
    thread_id: int,
    agreed: Agreed,
    *,
    staff_id: str,
    now: datetime,
    talk_id: int | None = None,
    meeting_id: int | None = None,
    knowing: frozenset[str] = frozenset(),
) -> None:
    """Send the note of a talk to the family, as every answer goes, and keep what was promised in it.

    ``talk_id`` is the talk that was noted already, ``meeting_id`` the booked meeting that it was, which has been held then.
    Raises NotYourThread, InputProblem, TooLateForThat, MeetingOver, NothingToSend, HeldBack. Events: talk.noted,
    talk.written, reply.accepted, follow_up.promised, suggestion.closed, meeting.held; reply.stopped.
    """
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        zone = people.staffing.calendar.zone
        agreed = checked(agreed, today=now.astimezone(zone).date())
        if agreed.promise_on is not None:
            refuse_unworked(people, agreed.promise_on, staff_id=staff_id)
    text, draft_id = note_words(agreed), draft_of_note(thread_id)
    refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=knowing, draft_id=draft_id)
    with writing():
        audit.take_turn(scope)
        if already_sent(scope, thread_id, staff_id=staff_id, text=text, now=now) is not None:
            return
        if meeting_id is not None and _own_meeting(scope, meeting_id).thread_id == thread_id:
            mark_held(scope, meeting_id, now=now)
        held = _talk_of(
            scope, people, thread_id, agreed, staff_id=staff_id, talk_id=talk_id, meeting_id=meeting_id, now=now
        )
        unsent = drafts.draft(scope, thread_id, staff_id)
        # A note tells of a talk: it answers nothing that its author has not opened.
        sent = accept(scope, people, thread, staff_id=staff_id, text=text, seen=0, now=now)
        if unsent is not None:  # an answer that is being written is not the note
            drafts.save_draft(scope, thread_id, staff_id, words=unsent[0], now=unsent[1])
        drafts.save_draft(scope, draft_id, staff_id, words="", now=now)
        talks.put_note(scope, held.talk_id, message_id=sent.message_id, way=agreed.way, held_on=agreed.held_on)
        facts = {"talk": held.talk_id, "message": sent.message_id}
        audit.append(scope, "talk.written", now=now, clause="C22", thread_id=thread_id, **facts)
        if agreed.promise_on is not None:
            _promise(scope, held, agreed.promise, agreed.promise_on, now=now)


def nobody_came(scope: Scope, meeting_id: int, *, now: datetime) -> int:
    """Note of a booked meeting that nobody came; its conversation. Raises NotYourThread, MeetingOver. Event: meeting.missed."""
    with writing():
        audit.take_turn(scope)
        held = _own_meeting(scope, meeting_id)
        if held.thread_id is None:
            raise NotYourThread("There is no conversation of this meeting.")
        mark_no_show(scope, meeting_id, now=now)
        return held.thread_id


def _talk_of(
    scope: Scope,
    people: Directory,
    thread_id: int,
    agreed: Agreed,
    *,
    staff_id: str,
    talk_id: int | None,
    meeting_id: int | None,
    now: datetime,
) -> Talk:
    """The talk that a note is of: the one that was noted, or a new one. Raises NotYourThread, TooLateForThat."""
    if talk_id is None:
        return _add(
            scope,
            thread_id,
            staff_id=staff_id,
            way=agreed.way,
            outcome=SPOKE,
            held_on=agreed.held_on,
            now=now,
            meeting_id=meeting_id,
        )
    held = _own(scope, people, talk_id, staff_id)
    has_note = held.message_id is not None and held.message_id not in taken_back_in(scope, thread_id)
    if held.thread_id != thread_id or held.outcome != SPOKE or held.taken_back_at is not None or has_note:
        raise TooLateForThat("A note of this talk is written already, or the talk was taken back.")
    return held


def refuse_unworked(people: Directory, day: date, *, staff_id: str) -> None:
    """Raise InputProblem for a day on which nobody could keep a promise of this person: it must ring on that day."""
    begins = datetime.combine(day, time(0), tzinfo=people.staffing.calendar.zone)
    kept = plan(people.staffing, staff_id, begins)
    if kept.visible_at is None or kept.visible_at.date() != day:
        instead = f" Choose {say_day(kept.visible_at.date())} or another day." if kept.visible_at else ""
        raise InputProblem(f"You do not work on {say_day(day)}, so you cannot promise it for then.{instead}")


def _promise(scope: Scope, held: Talk, what: str, due_on: date, *, now: datetime) -> None:
    follow_up_id = new_id(now)
    talks.add_follow_up(
        scope,
        FollowUp(
            follow_up_id=follow_up_id,
            talk_id=held.talk_id,
            thread_id=held.thread_id,
            staff_id=held.staff_id,
            what=what,
            due_on=due_on,
            state="open",
            reader="",
            rung_at=None,
            missed_at=None,
            settled_at=None,
            settled_by="",
        ),
    )
    audit.append(
        scope,
        "follow_up.promised",
        now=now,
        clause="C3",
        thread_id=held.thread_id,
        follow_up=follow_up_id,
        due_on=due_on.isoformat(),
    )


def _own(scope: Scope, people: Directory, talk_id: int, staff_id: str) -> Talk:
    """A talk in a conversation of one's own, in the open transaction. Raises NotYourThread."""
    held = talks.talk(scope, talk_id)
    if held is None:
        raise NotYourThread("There is no talk of this number.")
    own_thread(scope, people, held.thread_id, staff_id)
    return held


def _own_meeting(scope: Scope, meeting_id: int) -> Meeting:
    """A booked meeting of one's own, in the open transaction. Raises NotYourThread."""
    try:
        return own_meeting(scope, meeting_id)
    except NotYourMeeting as problem:
        raise NotYourThread("There is no meeting of this number.") from problem
