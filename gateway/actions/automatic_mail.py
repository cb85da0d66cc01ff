"""Mail that machines write: it reaches no inbox, but a bounce says what became of a message of ours."""

from __future__ import annotations

from datetime import datetime

from gateway.actions import unreachable
from gateway.actions.directory import directory
from gateway.actions.outcomes import fail
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.reading import Reading
from gateway.domain.delivery import EMAIL, RELAY, proof_in
from gateway.domain.fallback import LETTERS
from gateway.domain.scope import Scope
from gateway.mail.bounces import Failure
from gateway.store import audit, outbox, relays
from gateway.store.outbox import Parcel


def note(scope: Scope, reading: Reading, *, arrival_id: int, now: datetime) -> None:
    """Write what an automatic mail tells, in the open transaction. Events: those of ``outcomes.fail``, automatic.noted."""
    for failure in reading.failures:
        if not failure.temporary:
            _note_failure(scope, failure, now=now)
    audit.append(scope, "automatic.noted", now=now, clause="C3", arrival=arrival_id, kind=reading.kind)


def quoted(scope: Scope, failure: Failure) -> Parcel | None:
    """The parcel whose mail a report quotes, in the open transaction: a letter of ours, or what staff wrote in a mail program."""
    if not failure.original_message_id:
        return None
    ours = outbox.by_rfc_id(scope, failure.original_message_id)
    return ours or relays.relayed(scope, failure.original_message_id, address=failure.address)


def _note_failure(scope: Scope, failure: Failure, *, now: datetime) -> None:
    """A report that quotes the id of our mail is about that mail, and proves what its code says of the address; one that
    quotes none may be anybody's, so it proves nothing of an address.
    """
    named = quoted(scope, failure)
    parcel = named or outbox.newest_to(scope, failure.address)
    if parcel is None or parcel.channel not in (EMAIL, RELAY) or _is_of_an_earlier_way(parcel, failure):
        return
    why = proof_in(failure.code) if named is not None else ""
    if why and parcel.letter in LETTERS:
        unreachable.note(scope, SCHOOL_EMAIL, parcel.to_address, why=why, now=now)
    fail(scope, directory(scope), parcel, now=now, failure=failure.code or "returned", why=why)


def _is_of_an_earlier_way(parcel: Parcel, failure: Failure) -> bool:
    """Whether a report is about an address that this letter has gone round already."""
    return failure.address != parcel.to_address.lower() and failure.address in (
        one["address"].lower() for one in parcel.facts.get("tried", ())
    )
