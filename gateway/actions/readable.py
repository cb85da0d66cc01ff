"""Which messages of a conversation a member of staff may read yet: what rang for them, and what an alert told them of.

A list, a card and an open conversation all ask here, so that none of them says what another still keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from gateway.actions import placing
from gateway.actions.alerts import may_see
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import concerns, queue, threads
from gateway.store.concerns import Alert
from gateway.store.flags import Suggestion
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread


def rang_for(entries: Sequence[Entry], readers: Sequence[str]) -> dict[int, Entry]:
    """Message id → the entry by which it is these readers' to see: it rang for them, or for whom they stood in for until then.

    So a cover has a conversation from its beginning to the last that they were given, and whoever comes back has what their
    cover read meanwhile.
    """
    rung = [(one.rung_at, one) for one in entries if one.state == "rung" and one.rung_at is not None]
    own = {one.message_id: one for _, one in rung if one.reader in readers}
    until: dict[str, datetime] = {}
    for at, one in rung:
        for whom in one.meant_for if one.reader in readers else ():
            until[whom] = max(at, until.get(whom, at))
    shared = (
        one
        for at, one in rung
        if any(whom in readers or (whom in until and at <= until[whom]) for whom in one.meant_for)
    )
    return {one.message_id: one for one in shared} | own


def needs_no_bell(message: Message, staff_id: str, raised: Sequence[Alert]) -> bool:
    """Whether this reader may read a message that rang for nobody: school wrote it, and they did or it tells of no worry.

    ``raised`` are the alerts of its conversation.
    """
    is_worry = any(one.message_id == message.message_id for one in raised)
    return message.by == "staff" and (message.author_id == staff_id or not is_worry)


def kept_from(
    scope: Scope,
    people: Directory,
    staff_id: str,
    readers: Sequence[str],
    not_rung: Mapping[int, frozenset[int]],
) -> Mapping[int, frozenset[int]]:
    """Of the messages that have rung for none of these readers, by their conversations, those that they may not read yet.

    In the open transaction; a conversation of which they may read everything is left out.
    """
    if not not_rung:
        return {}
    entries, raised = queue.entries_among(scope, list(not_rung)), concerns.alerts_among(scope, list(not_rung))
    found = {}
    for thread_id, ids in not_rung.items():
        told = {one.message_id for one in raised.get(thread_id, ()) if may_see(people, staff_id, one)}
        if left := ids - told - rang_for(entries.get(thread_id, ()), readers).keys():
            found[thread_id] = left
    return found


def kept_in(scope: Scope, people: Directory, thread: Thread, staff_id: str) -> frozenset[int]:
    """The messages of one conversation that a member of staff may not read yet, in the open transaction.

    None of one that is closed to somebody: whoever may open it has all of it.
    """
    if thread.sealed_from:
        return frozenset()
    theirs = frozenset(one.message_id for one in threads.messages_of(scope, thread.thread_id) if one.by != "staff")
    kept = kept_from(
        scope, people, staff_id, placing.readers_for(people, staff_id), {thread.thread_id: theirs} if theirs else {}
    )
    return kept.get(thread.thread_id, frozenset())


def is_kept_for(reader: str, entries: Sequence[Entry], kept: Collection[int]) -> bool:
    """Whether all that another reader has of a conversation is kept from this one, so that nothing may be said of it."""
    theirs = {one.message_id for one in entries if one.reader == reader}
    return bool(theirs) and theirs.issubset(kept)


def resting_on(suggestion: Suggestion | None, kept: Collection[int]) -> Suggestion | None:
    """A suggestion without what rests on messages that are kept from its reader; None where nothing is left of it."""
    if suggestion is None or not kept:
        return suggestion
    shown = [
        one | {"evidence": [place for place in one["evidence"] if place[0] not in kept]} for one in suggestion.findings
    ]
    shown = [
        one for one, held in zip(shown, suggestion.findings, strict=True) if one["evidence"] or not held["evidence"]
    ]
    return replace(suggestion, findings=shown) if shown else None
