"""A talk that took place or was tried: what came of it, the note that both sides see, and what was promised in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.domain.errors import InputProblem
from gateway.domain.moments import say_day

SPOKE = "spoke"
OUTCOMES: Mapping[str, str] = {
    SPOKE: "We spoke",
    "no_answer": "No answer. Try again",
    "left_message": "I left a message",
}
"""What came of ringing somebody → the button that says so."""
SAID_WAYS: Mapping[str, str] = {"phone": "by phone", "in_person": "at school", "video": "by video"}
"""How people talked → how it stands in a sentence."""
LONGEST_NOTE, LONGEST_PROMISE = 2_000, 200
"""Characters of what was agreed, and of one promise."""
AHEAD_AT_MOST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a note says of a talk: ``way`` of ``SAID_WAYS``, the day, what was agreed, and one promise with its day, or none."""

    way: str
    held_on: date
    words: str
    promise: str = ""
    promise_on: date | None = None


def checked(agreed: Agreed, *, today: date) -> Agreed:
    """A note that can stand, its words as they are kept. Raises InputProblem."""
    words = "\n".join(line.rstrip() for line in agreed.words.replace("\x00", "").strip().splitlines())
    promise = " ".join(agreed.promise.replace("\x00", "").split()).rstrip(".")
    if agreed.way not in SAID_WAYS:
        raise InputProblem("Choose how you talked.")
    if agreed.held_on > today:
        raise InputProblem("A note is written after the talk: its day cannot be after today.")
    if not words:
        raise InputProblem("Write what you agreed, in a line or two.")
    if len(words) > LONGEST_NOTE:
        raise InputProblem(f"A note has at most {LONGEST_NOTE:,} letters; this has {len(words):,}.")
    if bool(promise) != (agreed.promise_on is not None):
        raise InputProblem("Say both what you promised and by which day, or leave both empty.")
    if len(promise) > LONGEST_PROMISE:
        raise InputProblem(f"Say what you promised in at most {LONGEST_PROMISE} letters.")
    if agreed.promise_on is not None and not today <= agreed.promise_on <= today + AHEAD_AT_MOST:
        raise InputProblem("Give a day for your promise: today or later, and within a year.")
    return Agreed(agreed.way, agreed.held_on, words, promise, agreed.promise_on)


def note_words(agreed: Agreed) -> str:
    """The note as both sides read it, in the conversation and in their mail."""
    said = [f"A note of our talk {SAID_WAYS[agreed.way]} on {say_day(agreed.held_on)}.", agreed.words]
    if agreed.promise_on is not None:
        said.append(f"I promised: {agreed.promise}. By {say_day(agreed.promise_on)}.")
    said.append("Did I leave something out? Please write back and add it.")
    return "\n\n".join(said)
