"""Meetings of staff and parents: offering times, answering an offer, and what becomes of what is booked."""

from gateway.actions.meetings.answering import (
    LinkEnded,
    decline,
    none_suit,
    offer_by_link,
    take_time,
    their_offer,
    times_left,
)
from gateway.actions.meetings.changing import (
    LATE_BY,
    MeetingOver,
    NotYourMeeting,
    cancel_meeting,
    mark_booked,
    mark_held,
    mark_no_show,
    move_meeting,
    own_meeting,
    running_late,
)
from gateway.actions.meetings.offering import (
    LENGTHS,
    Asked,
    OfferEnded,
    keep_offer_words,
    offer_times,
    own_offer,
    withdraw_offer,
)
from gateway.actions.meetings.planning import Wanted, every_time, free_times

__all__ = [
    "LATE_BY",
    "LENGTHS",
    "Asked",
    "LinkEnded",
    "MeetingOver",
    "NotYourMeeting",
    "OfferEnded",
    "Wanted",
    "cancel_meeting",
    "decline",
    "every_time",
    "free_times",
    "keep_offer_words",
    "mark_booked",
    "mark_held",
    "mark_no_show",
    "move_meeting",
    "none_suit",
    "offer_by_link",
    "offer_times",
    "own_meeting",
    "own_offer",
    "running_late",
    "take_time",
    "their_offer",
    "times_left",
    "withdraw_offer",
]
