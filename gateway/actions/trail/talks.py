"""What happened about a talk, from its suggestion to what was promised in it, each event in its sentence."""

from __future__ import annotations

from datetime import date

from gateway.actions.suggestions import DISMISSALS, MEETING
from gateway.actions.trail.telling import Said, Sentence, Telling, by_actor
from gateway.domain.meetings.limits import KINDS
from gateway.domain.meetings.talks import OUTCOMES, SAID_WAYS, SPOKE
from gateway.domain.moments import say_day
from gateway.store.audit import Link


def _limited(telling: Telling, link: Link) -> Said:
    verb = {"noted": "noted", "ended": "ended", "brought_back": "brought back"}[link.event.partition(".")[2]]
    return f"{telling.actor(link)} {verb} what limits a talk: {KINDS[link.detail['kind']].name}.", None


def _dismissed(telling: Telling, link: Link) -> Said:
    answer = DISMISSALS.get(link.detail["answer"], link.detail["answer"])
    return f"{telling.actor(link)} put the suggestion to meet away: {answer}.", None


def _taken(telling: Telling, link: Link) -> Said:
    followed = {"phone": "said that they phone today", MEETING: "followed the suggestion to meet"}
    return f"{telling.actor(link)} {followed.get(link.detail['answer'], 'followed the suggestion to meet')}.", None


def _talked(telling: Telling, link: Link) -> Said:
    way = f" They talked {SAID_WAYS[link.detail['way']]}." if link.detail["outcome"] == SPOKE else ""
    return f"{telling.actor(link)} noted: {OUTCOMES[link.detail['outcome']]}.{way}", None


_PROMISES = {
    "promised": "{who} promised something for {day}.",
    "rang": "What was promised for {day} rang for {reader}.",
    "missed": "What was promised for {day} was not done on that day. The office was told.",
    "kept": "{who} said that what was promised for {day} is done.",
    "taken_back": "{who} took back what was promised for {day}.",
    "brought_back": "{who} said that what was promised for {day} is not done.",
}


def _promised(telling: Telling, link: Link) -> Said:
    day = say_day(date.fromisoformat(link.detail["due_on"]))
    reader = telling.name(link.detail["reader"]) if "reader" in link.detail else ""
    verb = link.event.partition(".")[2]
    return _PROMISES[verb].format(who=telling.actor(link), day=day, reader=reader), None


SENTENCES: dict[str, Sentence] = {
    "suggestion.dismissed": _dismissed,
    "suggestion.taken": _taken,
    "suggestion.restored": by_actor("brought the suggestion to meet back"),
    **{f"limit.{verb}": _limited for verb in ("noted", "ended", "brought_back")},
    "suggestion.closed": by_actor("closed the suggestion: they have talked"),
    "talk.noted": _talked,
    "talk.taken_back": by_actor("took back what they had noted of a talk: a slip"),
    "talk.written": by_actor("wrote the note of the talk"),
    "follow_up.promised": _promised,
    "follow_up.rang": _promised,
    "follow_up.missed": _promised,
    "follow_up.kept": _promised,
    "follow_up.taken_back": _promised,
    "follow_up.brought_back": _promised,
}
