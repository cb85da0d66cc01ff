"""Meetings in words: the times of an offer as its letter and its conversation say them, and what each letter shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from gateway.domain.identity import Directory
from gateway.domain.meetings import IN_PERSON, PHONE, VIDEO, WAYS, Slot
from gateway.domain.moments import say_moment

HOW = {IN_PERSON: "at school", PHONE: "by phone", VIDEO: "by video"}
"""The ways of talking inside a sentence."""
LETTERS = (
    "meeting_offer",
    "meeting_withdrawn",
    "meeting_booked",
    "meeting_moved",
    "meeting_cancelled",
    "meeting_late",
    "meeting_reminder",
)
"""The letters about meetings, by the names of their templates."""
EVENING_LETTERS = ("evening_invite", "evening_free")
"""The letters about parents' evenings."""


def say_ways(ways: Sequence[str]) -> str:
    """The ways to choose from: "at school, by phone or by video"."""
    said = [HOW[one] for one in ways]
    return " or ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def offer_text(words: str, slots: Sequence[Slot], *, minutes: int, zone: tzinfo) -> str:
    """An offer as it stands in its conversation: the words, then every time with the ways that are free at it."""
    times = "\n".join(f"{say_moment(one.starts_at, zone)}, {say_ways(one.ways)}" for one in slots)
    return f"{words.strip()}\n\nTimes to choose from, {minutes} minutes each:\n{times}"


def meeting_values(people: Directory, facts: dict[str, Any]) -> dict[str, object]:
    """What a letter about a meeting says besides what every letter knows."""
    writer = people.name_of(facts["staff_id"])
    return {
        "writer": writer,
        "said": facts.get("words", ""),
        "about": facts["subject"],
        "link": facts.get("link", ""),
        "minutes": facts["minutes"],
        "until": _moment(facts.get("until")),
        "was_at": _moment(facts.get("was")),
        "starts_at": _moment(facts.get("starts_at")),
        "how": HOW.get(facts.get("way", ""), ""),
        "way": facts.get("way", ""),
        "room": facts.get("room", ""),
        "video": facts.get("video", ""),
        "late": facts.get("late_minutes", 0),
        "times": [(_moment(at), say_ways(ways)) for at, ways in facts.get("times", ())],
        "ways_at": [(_moment(at), ways) for at, ways in facts.get("times", ())],
    }


def evening_values(people: Directory, facts: Mapping[str, Any]) -> dict[str, object]:
    """What a letter about a parents' evening says besides what every letter knows; children by their first names."""
    return {
        "writer": people.name_of(facts["staff_id"]),
        "children": _first_names(people, facts["pupils"]),
        "also": tuple((people.name_of(one), _first_names(people, pupils)) for one, pupils in facts.get("also", ())),
        "starts_at": _moment(facts["starts_at"]),
        "ends_at": _moment(facts.get("ends_at")),
        "until": _moment(facts["until"]),
        "minutes": facts["minutes"],
        "ways": say_ways(facts.get("ways", ())),
        "said": facts.get("words", ""),
        "link": facts["link"],
    }


def _first_names(people: Directory, pupil_ids: Sequence[str]) -> str:
    pupils = [people.pupils[one] for one in pupil_ids if one in people.pupils]
    return " and ".join(one.preferred_name or one.first_name for one in pupils)


def ahead_values(facts: Mapping[str, Any]) -> dict[str, object]:
    """What the reminder of a member of staff says of each of their meetings."""
    told = [one | {"starts_at": _moment(one["starts_at"]), "how": WAYS[one["way"]]} for one in facts["meetings"]]
    return {"meetings": told}


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
