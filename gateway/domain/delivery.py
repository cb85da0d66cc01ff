"""What became of a message: one vocabulary for every channel, the evidence each state rests on, and who can give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.channels import CLOSED, TEXT

EMAIL = "school_email"
RELAY = "relay"
"""The endpoint, and the channel, of what comes and goes through the relay, held as it came."""
NO_SUCH_ADDRESS = "no_such_address"
DEAD_CODES = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""Status codes by which a mail server says that it knows no such address: RFC 3463, section 3.2, and RFC 7505, section 4.2.
Of the same family 5.1.0 proves nothing, and 5.1.7 and 5.1.8 are about the sender.
"""
PROOFS: Mapping[str, Mapping[str, str]] = {
    NO_SUCH_ADDRESS: dict.fromkeys((EMAIL, RELAY), "Their mail server knows no such address."),
    "opted_out": {
        TEXT: "They asked for no more texts.",
        **{key: f"{name} says that they want no more messages there." for key, name in CLOSED.items()},
    },
    "landline": {TEXT: "The phone network says that their number is no mobile."},
    "not_in_use": {TEXT: "The phone network says that their number is not in use."},
    "no_account": {key: f"{name} says that they have no account there." for key, name in CLOSED.items()},
    "blocked": {"schoolcomms": "SchoolComms’ own list says that it no longer writes to them."},
}
"""Why nothing reaches an address → channel → what proves that there. A channel that is not named cannot prove it."""


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
            "{channel} says that they have no account there, or want no more messages.",
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


def evidence(channel: str, state: str, *, why: str = "") -> str:
    """What a state rests on, as a sentence for staff; blank where the channel cannot know it. ``why`` is a key of ``PROOFS``."""
    if state == "unreachable" and why:
        return PROOFS.get(why, {}).get(channel, "")
    return STATES[state].proved_by.get(channel, "") if state in STATES else ""


def proof_in(code: str) -> str:
    """What a mail server's status proves of an address: a key of ``PROOFS``, or blank where it proves nothing."""
    return NO_SUCH_ADDRESS if code in DEAD_CODES else ""


def state_of(kept: str, *, channel: str, why: str = "") -> str:
    """The state of a parcel as people are told it: ``kept`` is the outbox's word, ``why`` the proof that came with a failure."""
    if kept == "waiting":
        return "queued"
    return "unreachable" if kept == "failed" and channel in PROOFS.get(why, {}) else kept


def failure_words(channel: str, *, failure: str, why: str = "") -> str:
    """Why something did not arrive, as a sentence: the proof, what the other side said, or what a bare code rests on."""
    if proved := PROOFS.get(why, {}).get(channel):
        return proved
    if failure.endswith("."):
        return failure
    said = evidence(channel, "failed").rstrip(".")
    return f"{said} ({failure})." if failure else f"{said}."
