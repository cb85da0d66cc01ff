"""Parents' evenings: planned, made known, chosen from, waited for, and printed."""

from gateway.actions.evenings.booking import (
    Invited,
    LinkEnded,
    evening_by_link,
    give_back,
    invitation_to,
    stop_waiting,
    take_place,
    wait_for,
)
from gateway.actions.evenings.planning import (
    Asked,
    NoSuchEvening,
    call_off,
    change_breaks,
    class_names,
    my_evenings,
    open_evening,
    plan_evening,
)
from gateway.actions.evenings.sheet import Sheet, sheet_of
from gateway.actions.evenings.together import (
    Teacher,
    chosen_evening,
    invitations_of_day,
    open_together,
    plan_together,
    teachers,
)
from gateway.actions.evenings.waiting import offer_freed
from gateway.actions.evenings.welcome import ChoosingOver

__all__ = [
    "Asked",
    "ChoosingOver",
    "Invited",
    "LinkEnded",
    "NoSuchEvening",
    "Sheet",
    "Teacher",
    "call_off",
    "change_breaks",
    "chosen_evening",
    "class_names",
    "evening_by_link",
    "give_back",
    "invitation_to",
    "invitations_of_day",
    "my_evenings",
    "offer_freed",
    "open_evening",
    "open_together",
    "plan_evening",
    "plan_together",
    "sheet_of",
    "stop_waiting",
    "take_place",
    "teachers",
    "wait_for",
]
