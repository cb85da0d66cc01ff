"""The ids that a message of a closed channel has among the ids of mails, so that one table leads to every conversation."""

from __future__ import annotations

from hashlib import sha256

_END = ".connector>"


def message_key(channel: str, vendor_id: str) -> str:
    """A channel's own id of a message, written as a Message-ID; ``id_of`` gives it back."""
    return f"<{vendor_id}@{channel}{_END}"


def thread_key(channel: str, person_id: str, thread: str) -> str:
    """A channel's own name for a conversation with one person, in a form and length that the ids of mails may have."""
    return f"<thread-{sha256(f'{person_id} {thread}'.encode()).hexdigest()}@{channel}.thread>"


def id_of(key: str) -> str:
    """The channel's own id in a key of ours, or blank for any other Message-ID."""
    return key[1:].rpartition("@")[0] if key.endswith(_END) else ""
