"""What happened to an offered and a booked talk, each event in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.actions.calendar_answers import SAYS
from gateway.actions.meeting_words import HOW, say_ways
from gateway.actions.trail.telling import Said, Sentence, Tag, Telling, by_actor
from gateway.store.audit import Link

_TALK = "calendar-check"


def _offered(telling: Telling, link: Link) -> Said:
    times: Sequence[str] = link.detail["times"]
    said = " or ".join(telling.moment(one) for one in times)
    tag = Tag("meet", "handshake", "Talk offered")
    return f"{telling.actor(link)} offered a talk {say_ways(link.detail['ways'])}: {said}.", tag


def _withdrawn(telling: Telling, link: Link) -> Said:
    told = "The family was told." if link.detail["told"] else "Its letter had not left, so nobody was told."
    return f"{telling.actor(link)} took the offered times back. {told}", None


def _booked(telling: Telling, link: Link) -> Said:
    at, how = telling.moment(link.detail["starts_at"]), HOW[link.detail["way"]]
    return f"{telling.actor(link)} chose {at}, {how}. Both were told.", Tag("rang", _TALK, "Talk booked")


def _moved(telling: Telling, link: Link) -> Said:
    was, is_now = telling.moment(link.detail["was"]), telling.moment(link.detail["is_now"])
    return f"{telling.actor(link)} moved the talk of {was} to {is_now}, {HOW[link.detail['way']]}.", None


def _late(telling: Telling, link: Link) -> Said:
    return f"{telling.actor(link)} said that they are {link.detail['minutes']} minutes late.", None


def _reminded(telling: Telling, link: Link) -> Said:
    return f"{telling.name(link.detail['who'].partition(':')[2])} was reminded of the talk.", None


def _answered(telling: Telling, link: Link) -> Said:
    known = "" if link.detail["known"] else " It came from an address that school does not know."
    return f"{SAYS[link.detail['answer']]} to the talk.{known}", None


def _stopped(telling: Telling, link: Link) -> Said:
    words = "Something that came up stood against the talk, so it could not be booked. A leader was told."
    return words, Tag("stop", "warning-octagon", "Talk stopped")


def _refused(telling: Telling, link: Link) -> Said:
    return "An answer of a calendar was put aside: it did not come from this family.", None


SENTENCES: dict[str, Sentence] = {
    "meeting.offered": _offered,
    "meeting.withdrawn": _withdrawn,
    "meeting.booked": _booked,
    "meeting.moved": _moved,
    "meeting.cancelled": by_actor("cancelled the talk, and the other was told"),
    "meeting.none_suit": by_actor("said that none of the offered times suits"),
    "meeting.declined": by_actor("said that they do not want to meet"),
    "meeting.running_late": _late,
    "meeting.reminded": _reminded,
    "meeting.held": by_actor("noted that the talk took place"),
    "meeting.missed": by_actor("noted that nobody came to the talk"),
    "meeting.reopened": by_actor("took back what they had noted of the talk: a slip"),
    "meeting.answered": _answered,
    "meeting.answer_refused": _refused,
    "meeting.answer_settled": by_actor("read what the family’s calendar answered, and left the talk as it is"),
    "meeting.stopped": _stopped,
}
