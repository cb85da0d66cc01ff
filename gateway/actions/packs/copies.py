"""A copy to release: thread and links of a pack with the names of other children covered, and nothing to guess them by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from gateway.domain.covering import Covers
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import people
from gateway.store.audit import Link
from gateway.store.threads import Thread

OWN_WORDS = ("text", "folded", "author")
"""The parts of a message that are its own; its subject is the conversation's and is counted there."""


def covers_for(scope: Scope, held: Directory, thread: Thread) -> Covers:
    """What covers every child but the conversation's own, those who left included; adults and classes are left."""
    staff = [name for one in held.roster.staff for name in (one.name, f"{one.first_name} {one.last_name}")]
    contact = held.contacts.get(thread.contact_id)
    own = [f"{contact.title} {contact.last_name}", contact.name] if contact else []
    return Covers(
        people.every_pupil(scope),
        own=thread.pupil_ids,
        adults=[*staff, *own],
        places=[one.name for one in held.roster.classes],
    )


def covered_thread(document: dict[str, Any], covers: Covers) -> dict[str, Any]:
    """``thread.json`` with every name covered; ``copy`` says how many and ``covered`` of a message in how many places."""
    messages = [_covered_message(one, covers) for one in document["messages"]]
    subject, contact = covers.cover(document["subject"]), covers.cover(document["contact"])
    places = subject.places + contact.places + sum(one["covered"] for one in messages)
    return document | {
        "subject": subject.text,
        "contact": contact.text,
        "messages": messages,
        "copy": {"covered": places, "shared": list(covers.shared)},
    }


def _covered_message(message: dict[str, Any], covers: Covers) -> dict[str, Any]:
    found = {name: covers.cover(message[name]) for name in OWN_WORDS}
    words = {name: one.text for name, one in found.items()} | {"subject": covers.cover(message["subject"]).text}
    return message | words | {"mail": "", "covered": sum(one.places for one in found.values())}


def covered_lines(
    lines: Iterable[tuple[Link, dict[str, Any]]], whole: dict[str, Any], copy: dict[str, Any], covers: Covers
) -> list[dict[str, Any]]:
    """The lines of ``links.jsonl``: one whose detail names a child is shown in part, and so is one with a digest of covered
    words: whoever knows all of a sentence but a name would find the name by trying the class list.
    """
    shown = list(lines)
    newest = {one.detail["message"]: one.seq for one, _ in shown if "content" in one.detail}
    pairs = list(zip(whole["messages"], copy["messages"], strict=True))
    reworded = {one["message"] for one, other in pairs if one["text"] != other["text"]}
    touched = {one["message"] for one, other in pairs if other["covered"] or one["subject"] != other["subject"]}
    found = []
    for link, line in shown:
        detail = dict(link.detail)
        if "content" in detail and (detail["message"] in reworded or newest[detail["message"]] != link.seq):
            del detail["content"]
        if "raw" in detail and detail["message"] in touched:
            del detail["raw"]
        text = covers.cover(json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
        if text.places or detail != link.detail:
            line = line | {"detail": text.text, "covered": True}
        found.append(line)
    return found
