"""The composer: what the checks say as rows of a list, what the button says, and small changes of the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.actions.checking import HOLDS, Sending
from gateway.domain.channels import CALLING, TEXT
from gateway.domain.disclosure import Check
from gateway.domain.errors import InputProblem
from gateway.domain.fallback import WAYS
from gateway.domain.moments import say_moment, say_near, say_time
from gateway.domain.texts import say_cost

GLYPHS = {
    "embargo": "lock-key",
    "restriction": "scales",
    "alert": "shield-check",
    "too_long": "chat-text",
    "other_child": "users-three",
    "private_to_wrong_parent": "lock-key",
    "other_family_contact": "address-book",
    "staff_private": "identification-badge",
}
INSTEAD = "the other child"
"""What another child is called in a letter to a family that is not theirs."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding of the checks: ``kind`` is ``stop`` or ``wait``; ``change`` is ``start-end`` where one tap helps."""

    kind: str
    glyph: str
    head: str
    detail: str
    change: str


@dataclass(frozen=True, slots=True)
class Composer:
    """What stands between the words and the button."""

    rows: tuple[Row, ...]
    asks: tuple[str, ...]
    knowing: frozenset[str]
    summary: str
    button: str
    way: str
    leaves: str

    @property
    def to_fix(self) -> tuple[tuple[str, str], ...]:
        """What stops the message, each with the id of the place that says how it is mended."""
        return tuple(("checks", one.head) for one in self.rows if one.kind == "stop")


def composer_of(sending: Sending, *, name: str, now: datetime, zone: ZoneInfo, knowing: frozenset[str]) -> Composer:
    """The composer's lower half for some words to somebody; ``name`` is the first name of whom they are for."""
    rows = tuple(_row(one, knowing) for one in sending.checks)
    asks = tuple(dict.fromkeys(one.code for one in sending.checks if one.code not in HOLDS))
    to_fix = sum(one.kind == "stop" for one in rows)
    at_once = sending.leaves_at <= now
    when = f"on {say_moment(sending.leaves_at, zone)}"
    moment = f"at {say_time(sending.leaves_at, zone)} {say_near(sending.leaves_at, zone, now=now)}"
    return Composer(
        rows=rows,
        asks=asks,
        knowing=knowing,
        summary=f"Before you send: {_things(to_fix)} to fix" if to_fix else "Before you send",
        button=f"Fix {_things(to_fix)} to send"
        if to_fix
        else _button(sending, f"{name} {'now' if at_once else moment}"),
        way=_way(sending),
        leaves=_leaves(sending, "now" if at_once else when),
    )


def _button(sending: Sending, to_whom: str) -> str:
    if not sending.by:
        return "Send"
    return f"Ready to copy into {CALLING[sending.by]}" if sending.by_hand else f"Send, to reach {to_whom}"


def _leaves(sending: Sending, when: str) -> str:
    """When the words leave, or when a person may copy them into an app that lets no program send; blank with no way left."""
    if not sending.by:
        return ""
    said = f"You copy it there {when}." if sending.by_hand else f"It leaves {when}."
    return said if when == "now" else f"{said} {sending.why}"


def _way(sending: Sending) -> str:
    """By which way the words go, and what that costs."""
    name = WAYS.get(sending.by, "")
    if sending.instead:
        not_by = "text" if sending.chosen == TEXT else "email"
        way = f"{name}, not by {not_by}: {sending.instead}"
        return way if name else f"Nothing reaches them by {not_by}: {sending.instead} No other way is left; phone."
    if not sending.parts:
        return f"{name}."
    cost = say_cost(sending.parts, sending.price)
    parts = "1 part" if sending.parts == 1 else f"{sending.parts} parts"
    return f"{name}, {parts}{f', {cost}' if cost else ''}."


def _row(check: Check, knowing: frozenset[str]) -> Row:
    head, _, detail = check.reason.partition(". ")
    kind = "stop" if check.code in HOLDS or check.code not in knowing else "wait"
    change = f"{check.start}-{check.end}" if check.code == "other_child" else ""
    return Row(kind, GLYPHS.get(check.code, "warning"), head, detail, change)


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"


def changed(text: str, place: str) -> str:
    """The words with another child's name at ``start-end`` put as ``INSTEAD``. Raises InputProblem."""
    start, _, end = place.partition("-")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
        raise InputProblem("These words have changed since they were checked. Check them again.")
    before = text[: int(start)].rstrip()
    begins = not before or before[-1] in ".!?\n"
    return text[: int(start)] + (INSTEAD.capitalize() if begins else INSTEAD) + text[int(end) :]


def knowing_of(values: list[str]) -> frozenset[str]:
    """The warnings that an author has said they know of; what stops a message cannot be among them."""
    return frozenset(values) - HOLDS


def plain(text: str) -> str:
    """What a browser sends of a text area, with the line ends that everything else counts in."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
