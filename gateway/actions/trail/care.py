"""What happened about worries, looks, papers and legal deadlines, each event in its sentence."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.alerts import CLEARED
from gateway.actions.trail.telling import Said, Sentence, Tag, Telling, by_actor
from gateway.domain.concerns import SYSTEMS
from gateway.domain.deadlines import KINDS as DEADLINES
from gateway.domain.deadlines import say_end
from gateway.store.audit import Link

PURPOSES = {
    "concern": "Parent concern or complaint",
    "safeguarding": "Safeguarding",
    "data_request": "Request for personal data",
    "support": "Supporting a member of staff",
    "evidence": "Evidence for a formal process",
}
"""Why somebody may look at a conversation that is not their own."""


def _raised(telling: Telling, link: Link) -> Said:
    words = f"A worry was seen on arrival. Told at once: {telling.names(link.detail['told'])}."
    return words, Tag("stop", "shield-check", "Alert")


def _called(telling: Telling, link: Link) -> Said:
    told = link.detail["told"]
    who = telling.names(told) if told else "everybody on the list, again"
    why = (
        f"{telling.actor(link)} could not take it" if link.actor.startswith("staff:") else "Nobody had taken the alert"
    )
    return f"{why}. Told next: {who}.", None


def _handed_over(telling: Telling, link: Link) -> Said:
    return f"Whoever had it has left the school. It is with {telling.names(link.detail['told'])} now.", None


def _cleared(telling: Telling, link: Link) -> Said:
    said = CLEARED.get(link.detail["cleared_for"], "Nobody talks with the family before it is said")
    return f"{telling.actor(link)} said: {said}.", None


def _looked(telling: Telling, link: Link) -> Said:
    purpose = PURPOSES.get(link.detail["purpose"], link.detail["purpose"])
    return f"Looked at by {telling.actor(link)}. {purpose}: {link.detail['reason']}", None


def _packed(telling: Telling, link: Link) -> Said:
    purpose = PURPOSES.get(link.detail["purpose"], link.detail["purpose"])
    what = "an evidence pack"
    if link.detail.get("copy"):
        covered = link.detail["covered"]
        what = f"a copy to release, with {covered} {'name' if covered == 1 else 'names'} of other children covered"
    return f"{telling.actor(link)} made {what}. {purpose}: {link.detail['reason']}", None


def _exported(telling: Telling, link: Link) -> Said:
    form = {"page": "a page", "csv": "a file", "pdf": "a PDF"}.get(link.detail["form"], link.detail["form"])
    return f"{telling.actor(link)} exported it as {form} for the child protection file.", None


def _pointed(telling: Telling, link: Link) -> Said:
    system, number = SYSTEMS.get(link.detail["system"], link.detail["system"]), link.detail["reference"]
    return f"{telling.actor(link)} noted where it is kept: {system}, {number}.", None


_OF_DEADLINES = ("raised", "opened", "confirmed", "put_away", "extended", "closed")


def _deadline(telling: Telling, link: Link) -> Said:
    kind, due_at = DEADLINES[link.detail["kind"]], link.detail.get("due_at")
    end = say_end(link.detail["kind"], datetime.fromisoformat(due_at), telling.zone) if due_at else ""
    ends = f" It ends {end}, counted from receipt." if end else ""
    done = {
        "deadline.raised": f"{kind.maybe}: plain rules saw it on arrival",
        "deadline.opened": f"{telling.actor(link)} read the words that may begin a deadline",
        "deadline.confirmed": f"{telling.actor(link)} said: {kind.name.lower()}",
        "deadline.put_away": f"{telling.actor(link)} said that it is no {kind.name.lower()}: {link.detail.get('reason', '')}",
        "deadline.extended": f"{telling.actor(link)} noted that it takes longer: {link.detail.get('reason', '')}",
        "deadline.closed": f"{telling.actor(link)} closed it: {link.detail.get('done', '')}",
    }
    return f"{done[link.event].rstrip('.')}.{ends}", Tag("held", "hourglass-medium", "Deadline")


SENTENCES: dict[str, Sentence] = {
    "thread.looked_at": _looked,
    "pack.made": _packed,
    **dict.fromkeys([f"deadline.{one}" for one in _OF_DEADLINES], _deadline),
    "alert.raised": _raised,
    "alert.opened": by_actor("opened the alert"),
    "alert.acknowledged": by_actor("has taken the alert"),
    "alert.escalated": _called,
    "alert.handed_over": _handed_over,
    "alert.cleared": _cleared,
    "concern.exported": _exported,
    "concern.pointed": _pointed,
}
