"""By which ways a family is written to, in which order, for which purpose; what fails on one goes on by the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gateway.domain.channels import CALLING, CLOSED, TEXT
from gateway.domain.delivery import EMAIL
from gateway.domain.errors import InputProblem

CONVERSATION, URGENT, NOTICE = "conversation", "urgent", "notice"
PURPOSES: Mapping[str, tuple[str, str]] = {
    CONVERSATION: (
        "Conversation",
        "What staff write to a family. The first way stands on top when somebody begins to write.",
    ),
    URGENT: (
        "For today",
        "What somebody lets go outside hours because it cannot wait. It takes the first way of this list.",
    ),
    NOTICE: (
        "Notices",
        "What Handbell itself tells a family, such as when a message will be seen. It answers where they wrote.",
    ),
}
"""Purpose → how people call it, and what goes by it."""
USUAL: tuple[str, ...] = (EMAIL, TEXT, *CLOSED)
"""The order while nobody has set another."""
WAYS: Mapping[str, str] = {EMAIL: "School email", TEXT: CALLING[TEXT], **CLOSED}
"""Every sanctioned way → how people call it (clause C1)."""
OF_A_TALK = frozenset({"reply", "turned_back", "meeting_offer"})
LETTERS = OF_A_TALK | {
    "acknowledgement",
    "promise_changed",
    "late",
    "meeting_booked",
    "meeting_cancelled",
    "meeting_late",
    "meeting_moved",
    "meeting_withdrawn",
}
"""What goes to a family and may go another way. A sign-in link goes where it was asked for, and nowhere else."""
TEXTED = LETTERS - {"turned_back"}
"""Those that have words short enough for a text."""


def purpose_of(letter: str, *, is_urgent: bool) -> str:
    """What a letter is for; ``is_urgent`` is whether somebody let it go outside hours."""
    if is_urgent:
        return URGENT
    return CONVERSATION if letter in OF_A_TALK else NOTICE


def read_order(chosen: Sequence[str]) -> tuple[str, ...]:
    """An order as it was chosen place by place; blank is no further way. Raises InputProblem."""
    order = tuple(one for one in chosen if one)
    if not order:
        raise InputProblem("Choose a first way; a family without one would be told everything on paper.")
    if len(set(order)) < len(order):
        raise InputProblem("Choose each way once.")
    if not set(order) <= set(WAYS):
        raise InputProblem("Choose ways of the list; the policy names no others.")
    return order
