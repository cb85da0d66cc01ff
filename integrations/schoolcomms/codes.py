"""What Twilio's states and error codes mean to us: one table each, with where they are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.ports.errors import Misconfigured, PortError, Refused, TryLater, Unreachable

STATES: Mapping[str, str] = {
    # twilio.com/docs/messaging/api/message-resource, "Message Status values"
    "accepted": "handed_over",
    "scheduled": "handed_over",
    "queued": "handed_over",
    "sending": "handed_over",
    "sent": "dispatched",
    "delivered": "delivered",
    "partially_delivered": "dispatched",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
"""Twilio's state of a text → ours. ``sent`` is Twilio's word that the network has it, no proof that a phone does."""


@dataclass(frozen=True, slots=True)
class Code:
    """What an error code says: a sentence for the thread, and why nothing reaches the number any more, or blank."""

    sentence: str
    unreachable: str = ""


CODES: Mapping[int, Code] = {
    # twilio.com/docs/api/errors/NNNNN, each
    21211: Code("This is no number that can be texted.", "not_in_use"),
    21408: Code("The school's text number may not write to this country."),
    21610: Code("This number has asked for no more texts.", "opted_out"),
    21612: Code("No network takes a text from the school's number to this one."),
    21614: Code("This number is no mobile.", "landline"),
    21617: Code("It is too long for a text."),
    21635: Code("This number is a landline.", "landline"),
    30001: Code("Too many texts waited at once."),
    30002: Code("The school's account for texts is suspended."),
    30003: Code("The phone is switched off or out of reach."),
    30004: Code("The phone or its network blocks texts from the school."),
    30005: Code("This number is not in use.", "not_in_use"),
    30006: Code("This number is a landline, or its network takes no texts.", "landline"),
    30007: Code("The phone network held it back as unwanted."),
    30008: Code("The phone network gives no reason."),
    30410: Code("The phone network did not answer in time."),
}
"""Codes of a text that did not go, or did not arrive."""
SETTINGS = frozenset({20003, 20005, 20404, 21212, 21606, 21603, 21659, 21660, 30002, 63038})
"""Codes that no other text would fare better with: a person must change the account or the settings."""
LATER: Mapping[int, float] = {20429: 60.0, 14107: 60.0, 21611: 300.0}
"""Codes that mean "not now", each with the seconds to leave Twilio alone: too many requests, or a full queue."""


def meaning_of(code: int) -> Code:
    """What a code says; one that the table does not know is shown by its number."""
    return CODES.get(code, Code(f"The phone network did not take it ({code})." if code else "It did not arrive."))


def error_of(status: int, code: int) -> PortError:
    """The port error for a refusal; ``code`` is Twilio's own, or 0."""
    if code in LATER:
        return TryLater(f"Twilio asks us to wait ({code}).", after=LATER[code])
    if status in (401, 403) or code in SETTINGS:
        return Misconfigured(f"Twilio does not let us text ({code or status}); check the account, token and number.")
    known = meaning_of(code or status)
    if known.unreachable:
        return Unreachable(known.sentence, code=str(code), why=known.unreachable)
    return Refused(known.sentence, code=str(code or status))
