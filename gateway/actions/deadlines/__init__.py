"""Deadlines from receipt to their end: seen in a message, decided by a person, extended with a reason, closed."""

from gateway.actions.deadlines.deciding import (
    DecidedMeanwhile,
    close,
    confirm,
    extend,
    put_away,
    set_procedure,
    write_down,
)
from gateway.actions.deadlines.listing import deadline_list, open_deadline, open_for, open_in, open_lines
from gateway.actions.deadlines.seeing import look

__all__ = [
    "DecidedMeanwhile",
    "close",
    "confirm",
    "deadline_list",
    "extend",
    "look",
    "open_deadline",
    "open_for",
    "open_in",
    "open_lines",
    "put_away",
    "set_procedure",
    "write_down",
]
