"""Connecting school email, testing that it works and is fenced in, pausing it, and calling somebody when a channel fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from gateway.actions.channels import READING, TROUBLE, Card, standing
from gateway.actions.directory import directory
from gateway.actions.equipment import Equipment
from gateway.actions.mailboxes import SENDING, is_out_of_reach, keeper, save_mailbox, settings_of
from gateway.actions.outgoing import SCHOOL_EMAIL, mail_domain, put_staff_letter
from gateway.domain.channels import CALLING
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.mail.threading import new_message_id
from gateway.ports.channels import Channel, MailboxMark, Outbound
from gateway.ports.errors import PortError, Refused, TryLater
from gateway.store import accounts, audit, mailboxes
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing

INBOX = "inbox"
WAYS_OUT: Mapping[str, str] = {"imap": "smtp", "graph": "graph_out", "gmail": "gmail_out"}
"""Kind of mailbox → the kind of the way out that goes with it."""
FENCED = frozenset({"graph", "gmail", "graph_out", "gmail_out"})
"""Kinds whose key may have been given for more mailboxes than one; a password opens its own and no other."""
MOST_TRIED = 3
FAILS_FOR = timedelta(minutes=5)
"""How long a channel may fail before somebody is called."""
ASKED_DAYS_AHEAD = (14, 7, 3, 1, 0)
"""How many days before a key ends somebody is asked to renew it, each once."""
CALLED = ("headteacher", "office", "it_lead")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a test found: what is wrong, blank where it works, and what is known of the fence."""

    failure: str
    fence: str


def connect(scope: Scope, kind: str, typed: Mapping[str, str], kit: Equipment, *, now: datetime) -> None:
    """Connect a mailbox and its way out, after both were opened and neither opens another's; it is read from now on.

    ``typed`` is what stands in the form, ``kind`` a key of ``WAYS_OUT``. Raises InputProblem, and then nothing was saved.
    Events: mailbox.saved, channel.tested.
    """
    inbox, way_out = _settings(kind, typed)
    with reading():
        people = directory(scope)
    try:
        mailbox = kit.open_mailbox(kind, inbox, keep=partial(_put, inbox))
        try:
            mark: MailboxMark = mailbox.end_mark()
        finally:
            mailbox.close()
        fence = _fence(kit, kind, inbox, people)
        if fence == "open":
            raise InputProblem(
                "This key also opens the mailboxes of other people. Limit it to this one mailbox. Nothing was saved."
            )
        _send_test(kit.build_channel(WAYS_OUT[kind], way_out, keep=partial(_put, way_out)), way_out, people, now=now)
    except PortError as problem:
        raise InputProblem(f"{problem} Nothing was saved.") from problem
    with writing():
        save_mailbox(scope, endpoint=INBOX, kind=kind, settings=inbox, key=kit.settings_key, now=now, begin_at=mark)
        save_mailbox(scope, endpoint=SCHOOL_EMAIL, kind=WAYS_OUT[kind], settings=way_out, key=kit.settings_key, now=now)
        for endpoint in (INBOX, SCHOOL_EMAIL):
            _note(scope, endpoint, _Found("", fence), now=now)


def test(scope: Scope, endpoint: str, kit: Equipment, *, now: datetime) -> None:
    """Prove that a mailbox is opened, or that a letter leaves, and that its key opens no other. Raises InputProblem.

    Event: channel.tested.
    """
    with reading():
        held = mailboxes.mailbox(scope, endpoint)
        people = directory(scope)
    if held is None or held.kind not in READING | SENDING:
        raise InputProblem("There is no mailbox of that name; choose one from the page.")
    fence = ""
    try:
        settings = settings_of(held, key=kit.settings_key)
        keep = keeper(scope, endpoint, kit.settings_key)
        if held.kind in SENDING:
            _send_test(kit.build_channel(held.kind, settings, keep=keep), settings, people, now=now)
        else:
            mailbox = kit.open_mailbox(held.kind, settings, keep=keep)
            try:
                mailbox.look()
            finally:
                mailbox.close()
        reads = held.kind if held.kind in READING else held.kind.removesuffix("_out")
        fence = _fence(kit, reads, settings, people) if reads in READING else "own"
        failure = ""
    except PortError as problem:
        failure = str(problem)
    with writing():
        _note(scope, endpoint, _Found(failure, fence), now=now)


def pause(scope: Scope, endpoint: str, *, now: datetime) -> None:
    """Use a mailbox or way out no more until it is started again; what comes waits there, what is to leave waits here.

    Raises InputProblem. Event: mailbox.paused.
    """
    _pause(scope, endpoint, "mailbox.paused", paused_at=now, now=now)


def resume(scope: Scope, endpoint: str, *, now: datetime) -> None:
    """Use a mailbox or way out again; nothing was lost meanwhile. Raises InputProblem. Event: mailbox.resumed."""
    _pause(scope, endpoint, "mailbox.resumed", paused_at=None, now=now)


def call_for_channels(scope: Scope, *, now: datetime) -> int:
    """Call somebody when a channel has failed for five minutes, once a failure, and days before a key ends; how many calls.

    The letter leaves by email; where email itself is down it waits, and Today says so at once.
    Event: channel.called.
    """
    with reading():
        found = standing(scope, now=now)
    calls = [call for one in found for call in _calls(one, now=now)]
    return sum(_call(scope, card, what, now=now) for card, what in calls)


def _calls(card: Card, *, now: datetime) -> list[tuple[Card, str]]:
    """The calls of a channel, each named by what happened, so that it is made once."""
    calls = []
    if card.state in TROUBLE:
        began = min((one.held.failing_since for one in card.parts if one.held.failing_since is not None), default=None)
        if card.state == "stuck" or (began is not None and now - began >= FAILS_FOR):
            calls.append((card, f"{card.state} {began or now.date()}"))
    for part in card.parts:
        if part.days_left is not None and (reached := [one for one in ASKED_DAYS_AHEAD if part.days_left <= one]):
            calls.append((card, f"ends {part.held.key_ends_on} {reached[-1]}"))
    return calls


def _call(scope: Scope, card: Card, what: str, *, now: datetime) -> int:
    stretch = f"channel:{sha256(f'{card.channel} {what}'.encode()).hexdigest()[:32]}"
    with writing():
        audit.take_turn(scope)
        if not accounts.note_acknowledgement(scope, "", thread_id=0, stretch=stretch):
            return 0
        people = directory(scope)
        called = people.with_role(*CALLED)
        part = card.ends_first
        ends_on = part.held.key_ends_on if part is not None and what.startswith("ends") else None
        facts = {
            "channel": CALLING.get(card.channel, "School email"),
            "failure": "" if ends_on else card.failure,
            "ends_on": ends_on.isoformat() if ends_on else "",
        }
        for one in called:
            put_staff_letter(scope, people, one.staff_id, letter="channel_fails", facts=facts, thread_id=None, now=now)
        told = [one.staff_id for one in called]
        audit.append(scope, "channel.called", now=now, clause="C1", channel=card.channel, what=what, told=told)
    return 1


def _pause(scope: Scope, endpoint: str, event: str, *, paused_at: datetime | None, now: datetime) -> None:
    with writing():
        audit.take_turn(scope)
        if not mailboxes.pause(scope, endpoint, paused_at=paused_at):
            raise InputProblem("There is no mailbox of that name; choose one from the page.")
        audit.append(scope, event, now=now, clause="C1", endpoint=endpoint)


def _note(scope: Scope, endpoint: str, found: _Found, *, now: datetime) -> None:
    audit.take_turn(scope)
    mailboxes.note_test(scope, endpoint, tested_at=now, failure=found.failure, fence=found.fence)
    works = not found.failure
    audit.append(scope, "channel.tested", now=now, clause="C1", endpoint=endpoint, works=works, fence=found.fence)


def _fence(kit: Equipment, kind: str, settings: dict[str, Any], people: Directory) -> str:
    """Whether a key opens no mailbox of somebody else; blank where no other mailbox answered at all."""
    if kind not in FENCED:
        return "own"
    mine = str(settings.get("user", "")).lower()
    others = [one.email for one in people.with_role("headteacher", "teacher", "office") if one.email.lower() != mine]
    for address in [one for one in others if one][:MOST_TRIED]:
        try:
            return "fenced" if is_out_of_reach(kit.open_mailbox, kind, settings, address=address) else "open"
        except Refused:
            continue  # there is no such mailbox, which proves nothing
        except TryLater:
            return ""
    return ""


def _send_test(channel: Channel, settings: dict[str, Any], people: Directory, *, now: datetime) -> None:
    """Send a letter from a mailbox to itself; the mark of a machine keeps it out of every inbox. Raises PortError."""
    address = str(settings.get("address") or settings.get("user") or "")
    reference = f"test-{new_id(now):x}"
    letter = Outbound(
        reference=reference,
        to_address=address,
        to_name=people.roster.school.name,
        subject="Handbell: a test of school email",
        text="Handbell sent this to itself to see whether school email works. Nothing needs to be done.\n",
        message_id=new_message_id(mail_domain(people), reference),
        from_name=people.roster.school.name,
        automatic=True,
        sent_at=now,
    )
    channel.send(letter)


def _settings(kind: str, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings of a mailbox and of its way out, as the registry reads them. Raises InputProblem."""
    if kind not in WAYS_OUT:
        raise InputProblem("Choose how school email is connected: with a password, at Microsoft 365, or at Google.")
    address = typed.get("address", "").strip().lower()
    ends = {"key_ends_on": typed["key_ends_on"].strip()} if typed.get("key_ends_on", "").strip() else {}
    if kind == "imap":
        login = {"user": typed.get("user", "").strip() or address, "password": typed.get("password", "")}
        inbox = {"host": typed.get("host", "").strip(), **login, **ends}
        return inbox, {"host": typed.get("smtp_host", "").strip(), "address": address, **login, **ends}
    names = {
        "graph": ("tenant", "client_id", "client_secret"),
        "gmail": ("client_id", "client_secret", "refresh_token"),
    }
    vendor = {"graph": "microsoft", "gmail": "google"}[kind]
    oauth = {"vendor": vendor} | {name: typed.get(name, "").strip() for name in names[kind]}
    return {"user": address, "oauth": oauth, **ends}, {"user": address, "oauth": oauth, **ends}


def _put(settings: dict[str, Any], refresh_token: str) -> None:
    """A sign-in service that hands out a new refresh token takes the old one no more."""
    settings["oauth"]["refresh_token"] = refresh_token
