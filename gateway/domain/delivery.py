"""What became of a message: one vocabulary for every channel, the evidence each state rests on, and who can give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.channels import CLOSED, TEXT

EMAIL = "school_email"
RELAY = "relay"
"""The endpoint, and the channel, of what comes and goes through the relay, held as it came."""
NO_SUCH_ADDRESS = "5.1."
"""How the status code of a mail server begins that knows no such address (RFC 3463, section 3.2)."""


@dataclass(frozen=True, slots=True)
class State:
    """One state: how staff read it, how the record tells it, and channel → what proves it there.

    ``record`` may hold ``{channel}``; a channel that is not in ``proved_by`` cannot know this state and is never shown in it.
    """

    words: str
    record: str
    proved_by: Mapping[str, str]


def _each(email: str = "", bridge: str = "", text: str = "") -> Mapping[str, str]:
    found = {
        EMAIL: email,
        RELAY: email,
        **{key: bridge.format(channel=name) for key, name in CLOSED.items()},
        TEXT: text,
    }
    return {channel: words for channel, words in found.items() if words}


STATES: Mapping[str, State] = {
    "queued": State(
        "Waiting to leave",
        "waits to leave",
        dict.fromkeys((EMAIL, RELAY, *CLOSED, TEXT), "It stands in Handbell; nobody outside has it yet."),
    ),
    "handed_over": State(
        "Handed over",
        "was handed over to {channel}",
        _each(
            "The school’s mail service took it. Whether it was read cannot be known.",
            "Whoever carries messages to {channel} says that it is there.",
            "The text service took it.",
        ),
    ),
    "dispatched": State(
        "Sent on",
        "was sent on by {channel}",
        _each("", "{channel} says that it has left. That is not yet an arrival.", "The phone network took it."),
    ),
    "delivered": State(
        "Delivered",
        "was delivered",
        _each(
            "",
            "{channel} says that it arrived.",
            "The phone network says that it arrived. Nobody can say that it was read.",
        ),
    ),
    "opened": State("Opened", "was opened", _each("", "{channel} shows it as seen.")),
    "failed": State(
        "Not delivered",
        "was not delivered",
        _each("A mail server refused it, or it came back.", "{channel} refused it.", "The phone network refused it."),
    ),
    "unreachable": State(
        "Nothing reaches this address",
        "did not reach its address",
        _each(
            "Their mail server knows no such address.",
            "",
            "They have stopped our texts, or no text reaches this number.",
        ),
    ),
    "unknown": State(
        "We do not know whether this went",
        "may or may not have gone",
        dict.fromkeys((EMAIL, RELAY, *CLOSED, TEXT), "Sending broke off, and nobody could be asked."),
    ),
}
"""State → what is true of it. What cannot be proved is not in the table, so no page can say it."""

MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    "handed_over": frozenset({"waiting", "unknown"}),
    "dispatched": frozenset({"waiting", "unknown", "handed_over"}),
    "delivered": frozenset({"waiting", "unknown", "handed_over", "dispatched"}),
    "opened": frozenset({"waiting", "unknown", "handed_over", "dispatched", "delivered"}),
    "failed": frozenset({"waiting", "unknown", "handed_over", "dispatched"}),
    "unknown": frozenset({"waiting"}),
}
"""State → those of the outbox that it may follow; news that comes late or backwards changes nothing."""


def can_prove(channel: str, state: str) -> bool:
    """Whether a channel can know this of a message."""
    return state in STATES and channel in STATES[state].proved_by


def evidence(channel: str, state: str) -> str:
    """What a state rests on, as a sentence for staff; blank where the channel cannot know it."""
    return STATES[state].proved_by.get(channel, "") if state in STATES else ""


def state_of(kept: str, *, failure: str = "") -> str:
    """The state of a parcel as people are told it: ``kept`` is the outbox's word, ``failure`` what it says of a failure."""
    if kept == "waiting":
        return "queued"
    return "unreachable" if kept == "failed" and failure.startswith(NO_SUCH_ADDRESS) else kept
