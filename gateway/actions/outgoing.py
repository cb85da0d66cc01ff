"""What Handbell puts into the outbox: which letter, to whom, carrying what, under which ids."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gateway.domain.channels import CLOSED
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, Promise, plan, sooner
from gateway.domain.scope import Scope
from gateway.mail.threading import new_message_id
from gateway.store import accounts, outbox, threads
from gateway.store.base import new_id
from gateway.store.outbox import Parcel
from gateway.store.threads import Thread

SCHOOL_EMAIL = "school_email"


def put_letter(
    scope: Scope,
    people: Directory,
    *,
    letter: str,
    to_address: str,
    to_name: str,
    facts: dict[str, Any],
    now: datetime,
    thread_id: int | None = None,
    message_id: int | None = None,
    send_after: datetime | None = None,
    channel: str = SCHOOL_EMAIL,
    rfc_id: str = "",
) -> Parcel:
    """Write one parcel in the open transaction. Its Message-ID is made here where none is given, so that it can be asked for."""
    if people.roster.councils and thread_id is not None:  # a family is shown the number of its own council
        facts = {**facts, "pupils": list(threads.pupils_of(scope, [thread_id]).get(thread_id, ()))}
    parcel = _parcel(
        people,
        letter=letter,
        to_address=to_address,
        to_name=to_name,
        facts=facts,
        thread_id=thread_id,
        message_id=message_id,
        send_after=send_after,
        channel=channel,
        rfc_id=rfc_id,
        now=now,
    )
    put_all(scope, (parcel,))
    return parcel


def put_all(scope: Scope, parcels: Sequence[Parcel]) -> None:
    """Write parcels in the open transaction, and let answers to them find their conversations."""
    outbox.put(scope, parcels)
    threads.add_mail_ids(
        scope,
        [
            (one.rfc_id, one.message_id, one.thread_id)
            for one in parcels
            if one.thread_id is not None and one.message_id is not None
        ],
    )


def _parcel(
    people: Directory,
    *,
    letter: str,
    to_address: str,
    to_name: str,
    facts: dict[str, Any],
    now: datetime,
    thread_id: int | None,
    message_id: int | None,
    send_after: datetime | None,
    channel: str,
    rfc_id: str,
) -> Parcel:
    outbox_id = new_id(now)
    return Parcel(
        outbox_id=outbox_id,
        thread_id=thread_id,
        message_id=message_id,
        letter=letter,
        channel=channel,
        to_address=to_address,
        to_name=to_name,
        facts=facts,
        rfc_id=rfc_id or new_message_id(mail_domain(people), f"{outbox_id:x}.{secrets.token_hex(6)}"),
        send_after=send_after or now,
        state="waiting",
        attempts=0,
        failure="",
        vendor_id="",
        written_at=now,
        settled_at=None,
        override="",
    )


def letter_to(
    people: Directory, thread: Thread, *, letter: str, message_id: int, facts: dict[str, Any], now: datetime
) -> Parcel:
    """A letter to whoever a conversation is with, the way it is held, not yet put into the outbox."""
    contact = people.contacts.get(thread.contact_id)
    if people.roster.councils:
        facts = {**facts, "pupils": list(thread.pupil_ids)}
    return _parcel(
        people,
        letter=letter,
        to_address=thread.address,
        to_name=contact.name if contact is not None else "",
        facts=facts,
        thread_id=thread.thread_id,
        message_id=message_id,
        send_after=None,
        channel=thread.channel,
        rfc_id="",
        now=now,
    )


def mail_domain(people: Directory) -> str:
    """The domain that the school's own mail is sent from."""
    return people.roster.school.office_address.rpartition("@")[2]


def put_staff_letter(
    scope: Scope,
    people: Directory,
    staff_id: str,
    *,
    letter: str,
    facts: dict[str, Any],
    thread_id: int | None,
    now: datetime,
    send_after: datetime | None = None,
) -> None:
    """Tell a member of staff something by mail; nothing of a message's words goes with it."""
    staff = people.staff[staff_id]
    if staff.email:
        put_letter(
            scope,
            people,
            letter=letter,
            to_address=staff.email,
            to_name=staff.name,
            facts=facts,
            thread_id=thread_id,
            send_after=send_after,
            now=now,
        )


def acknowledge(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    message_id: int,
    rfc_id: str,
    promises: Sequence[Promise],
    now: datetime,
) -> bool:
    """Promise the writer when their message will be seen, once a conversation and off-duty stretch; whether it was new."""
    first = min(promises, key=lambda one: sooner(one.visible_at, one.visible_to))
    stretch = _stretch(people, first, now=now)
    if not accounts.note_acknowledgement(scope, thread.address, thread_id=thread.thread_id, stretch=stretch):
        return False
    put_letter(
        scope,
        people,
        letter="acknowledgement",
        to_address=thread.address,
        to_name=people.contacts[thread.contact_id].name if thread.contact_id in people.contacts else "",
        facts=promise_facts(first) | {"token": thread.token, "in_reply_to": rfc_id, "received_at": now.isoformat()},
        thread_id=thread.thread_id,
        message_id=message_id,
        channel=thread.channel,
        now=now,
    )
    return True


def _stretch(people: Directory, promise: Promise, *, now: datetime) -> str:
    """One day on which a reader is at work, or one stretch in which they are not: it is answered once."""
    if promise.visible_at is not None and promise.visible_at <= now:
        return f"on:{now.astimezone(people.staffing.calendar.zone).date()}"
    return f"off:{promise.visible_at}"


def promise_facts(promise: Promise) -> dict[str, Any]:
    """A promise as a letter carries it."""
    return {
        "reader": promise.visible_to,
        "addressed": promise.staff,
        "visible_at": promise.visible_at.isoformat() if promise.visible_at else None,
        "reply_by_at": promise.reply_by_at.isoformat() if promise.reply_by_at else None,
        "why": promise.why,
    }


def redirect(
    scope: Scope,
    people: Directory,
    *,
    address: str,
    rfc_id: str,
    thread_id: int,
    message_id: int,
    now: datetime,
    channel: str = SCHOOL_EMAIL,
    unsanctioned: str = "",
) -> bool:
    """Tell whoever cannot be talked with so, and which ways the school talks on; whether it was new.

    It is told once a day while the office is open, and once in each stretch in which it is not. ``address`` is blank where
    nobody can be told, ``unsanctioned`` is why, blank for somebody nobody knows.
    """
    stretch = f"redirect:{_stretch(people, plan(people.staffing, OFFICE, now), now=now)}"
    who = f"{channel}:{address}" if channel in CLOSED else address  # two apps may give two people one id
    if not address or not accounts.note_acknowledgement(scope, who, thread_id=0, stretch=stretch):
        return False
    put_letter(
        scope,
        people,
        letter="redirect",
        to_address=address,
        to_name="",
        facts={"in_reply_to": rfc_id, "unsanctioned": unsanctioned},
        thread_id=thread_id,
        message_id=message_id,
        channel=channel,
        now=now,
    )
    return True
