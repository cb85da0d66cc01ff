"""What happened to messages, promises and answers, each event in its sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gateway.actions.trail.telling import Said, Sentence, Tag, Telling, by_actor
from gateway.domain.approaches import WAYS
from gateway.domain.channels import CALLING
from gateway.domain.delivery import STATES
from gateway.domain.moments import say_moment, say_time
from gateway.store.audit import Link

_STOPPED = {
    "embargo": "it told of something that is not public yet",
    "restriction": "school may not write to this person about this child",
    "private_to_wrong_parent": "it told one parent something private about the other",
    "other_child": "it named another child",
    "other_family_contact": "it held another family’s number or address",
    "staff_private": "it held something private about staff",
}


_LETTERS = {
    "reply": "The answer",
    "acknowledgement": "The automatic answer with the promise",
    "promise_changed": "The news that the promise had changed",
    "late": "The news that we are late",
    "meeting_offer": "The offer of times to talk",
    "meeting_withdrawn": "The news that the offered times are taken back",
    "meeting_late": "The news that somebody is late",
    "meeting_booked": "The news that a talk is booked",
    "meeting_moved": "The news that a talk has a new time",
    "meeting_reminder": "The reminder of a talk",
    "meeting_cancelled": "The news that a talk is cancelled",
    "alert": "The alert",
    "looked_at": "The news of a look",
    "answer_due": "The reminder that an answer is due",
    "deadline": "The news of a possible deadline",
    "redirect": "The list of ways to write to school",
    "turned_back": "The letter with the ways to write to school",
}


def _placed(telling: Telling, link: Link) -> Said:
    detail = link.detail
    message = telling.messages.get(detail["message"])
    words = [f"{message.author_name if message else 'Somebody'} wrote."]
    ahead = {reader: at for reader, at in detail["seen_by"].items() if at and datetime.fromisoformat(at) > link.at}
    if ahead:
        reader, at = min(ahead.items(), key=lambda one: one[1])
        words.append(
            f"Kept at {say_time(link.at, telling.zone)}. Promised: {telling.name(reader)}, {telling.moment(at)}."
        )
    if detail["acknowledged"]:
        words.append("The writer was told so." if ahead else "The writer was told that it is here.")
    if detail["disposition"] == "office":
        words.append("It went to the office.")
    meet = Tag("meet", "handshake", "Better in person") if detail["flags"] else None
    return " ".join(words), Tag("held", "hb", "Kept") if ahead and meet is None else meet


def _rang(telling: Telling, link: Link) -> Said:
    kept = link.detail["kept"]
    tag = Tag("rang", "hr", "Promise kept") if kept else Tag("held", "warning", "Late")
    return f"Rang for {telling.name(link.detail['reader'])}.", tag


def _withheld(telling: Telling, link: Link) -> Said:
    return f"It did not ring for {telling.name(link.detail['reader'])}: this conversation is closed to them.", None


def _missed(telling: Telling, link: Link) -> Said:
    promised = link.detail["promised_at"]
    when = f" It was promised for {telling.moment(promised)}." if promised else ""
    return f"The promised time was missed.{when} The family was told, and the office.", None


def _moved(telling: Telling, link: Link) -> Said:
    def said(one: dict[str, Any]) -> str:
        reader, at = next(iter(one.items()))
        return f"{telling.name(reader)}, {telling.moment(at)}" if at else f"{telling.name(reader)}, no day known"

    return f"The promise changed: it was {said(link.detail['was'])}; it is {said(link.detail['is_now'])}.", None


def _opened(telling: Telling, link: Link) -> Said:
    return f"Opened by {telling.actor(link)} at {say_time(link.at, telling.zone)}.", None


def _answered(telling: Telling, link: Link) -> Said:
    leaves_at = datetime.fromisoformat(link.detail["leaves_at"])
    waits = f" It waits until {say_moment(leaves_at, telling.zone)}." if leaves_at > link.at else ""
    return f"Answered by {telling.actor(link)}.{waits}", Tag("held", "hb", "Kept") if waits else None


def _replanned(telling: Telling, link: Link) -> Said:
    was, is_now = telling.moment(link.detail["was"]), telling.moment(link.detail["is_now"])
    return f"Hours changed, so the answer leaves at another time: not {was}, but {is_now}.", None


def _stopped(telling: Telling, link: Link) -> Said:
    why = "; ".join(_STOPPED.get(one, one.replace("_", " ")) for one in link.detail["codes"])
    writer = telling.name(link.detail["author"]) if "author" in link.detail else telling.actor(link)
    return f"{writer}’s words were stopped before sending: {why}.", Tag("stop", "warning-octagon", "Stopped")


def _sooner(telling: Telling, link: Link) -> Said:
    return f"{telling.actor(link)} sent it outside hours. Reason: {link.detail['reason']}", None


def _delivery(telling: Telling, link: Link) -> Said:
    state = link.event.partition(".")[2]
    what = _LETTERS.get(link.detail.get("letter", ""), "A message of school")
    failed = Tag("stop", "warning-octagon", "Not delivered") if state == "failed" else None
    channel = CALLING.get(link.detail.get("channel", ""), "school email")
    return f"{what} {STATES[state].record.format(channel=channel)}.", failed


def _rerouted(telling: Telling, link: Link) -> Said:
    what = _LETTERS.get(link.detail.get("letter", ""), "A message of school")
    was, now_by = (CALLING.get(link.detail[one], "school email") for one in ("was", "channel"))
    return f"{what} did not go by {was}, so it goes by {now_by}.", None


def _thread_moved(telling: Telling, link: Link) -> Said:
    said = {"done": "marked it as finished", "open": "brought it back"}
    return f"{telling.actor(link)} {said.get(link.detail['state'], 'moved it')}.", None


def _handed_on(telling: Telling, link: Link) -> Said:
    return f"{telling.actor(link)} handed it to {telling.name(link.detail['to'])} to take over.", None


def _approached(telling: Telling, link: Link) -> Said:
    way = WAYS[link.detail["way"]].phrase
    return f"{telling.actor(link)} wrote down that {telling.name(link.detail['contact'])} came to them {way}.", None


def _about_answer(telling: Telling, link: Link) -> Said:
    whom, rings_at = telling.people.name_inside(link.detail["whom"]), link.detail["rings_at"]
    done = {
        "answer.reminded": f"{telling.actor(link)} had {whom} reminded, in their own hours, that an answer is due",
        "answer.handed_on": f"{telling.actor(link)} handed it to {whom} to answer. The family was told",
        "answer.taken_by_office": f"{telling.actor(link)} took it to be answered by the office",
    }
    when = f" ({telling.moment(rings_at)})" if rings_at and datetime.fromisoformat(rings_at) > link.at else ""
    return f"{done[link.event]}{when}.", None


SENTENCES: dict[str, Sentence] = {
    "message.placed": _placed,
    "message.rang": _rang,
    "message.withheld": _withheld,
    "message.opened": _opened,
    "file.opened": by_actor("opened a file"),
    "promise.missed": _missed,
    "promise.changed": _moved,
    "thread.started": by_actor("began the conversation"),
    "thread.moved": _thread_moved,
    "thread.handed_on": _handed_on,
    "reply.accepted": _answered,
    "reply.stopped": _stopped,
    "reply.changed": by_actor("changed the words before they left"),
    "reply.replanned": _replanned,
    "reply.cancelled": by_actor("took the answer back before it left"),
    "answer.reminded": _about_answer,
    "answer.handed_on": _about_answer,
    "answer.taken_by_office": _about_answer,
    "quiet_hours.overridden": _sooner,
    **{f"delivery.{state}": _delivery for state in STATES},
    "delivery.rerouted": _rerouted,
    "delivery.told": lambda telling, link: (f"{telling.actor(link)} told the family another way.", None),
    "approach.recorded": _approached,
    "approach.answered": by_actor("asked Handbell to send the ways to write to school"),
}
