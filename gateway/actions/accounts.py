"""Coming in and going out: passwords for staff, one-time links for parents, sessions that end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from gateway.actions import outgoing
from gateway.actions.directory import directory
from gateway.domain.errors import HandbellError
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import accounts, audit, schools
from gateway.store.accounts import Session
from gateway.store.transaction import reading, writing

LINK_LASTS_FOR = timedelta(minutes=20)
SESSION_LASTS_FOR = timedelta(hours=12)
IDLE_ENDS_AFTER = {"staff": timedelta(minutes=60), "contact": timedelta(minutes=30)}
TOUCH_EVERY = timedelta(minutes=2)
"""How often a session's last use is written down: rarely enough that reading a page stays a read."""
FAILURES_BEFORE_PAUSE = 5
PAUSE_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
MOST_LINKS = 3
"""Links of one contact that may be live at once: somebody else asking again and again fills no mailbox."""
NOBODY = ""
"""The contact of a link that is written and sent to nobody."""
REFUSED = (
    "We do not know this email and password together. Check both and try again. "
    "After five wrong tries an account rests for fifteen minutes."
)
"""One sentence for an unknown address, a wrong password and a resting account, so that it tells nobody which it was."""

# OWASP's setting for Argon2id (Password Storage Cheat Sheet): 19 MiB a sign-in instead of the library's 64, because a
# web process must hold several at once.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$aMp3Rh8odzwL5xqNbutfDA$by1x0id7druxduHI0sgN5w6ndN0QDQGvJ2Hlaln7I+4"
"""Checked when the address is unknown, so that the answer takes as long as for a known one: it costs what ``_hasher`` asks."""


class SignInRefused(HandbellError):
    """The address and the password do not belong together, or the account rests after wrong tries: nobody is told which."""


class LinkEnded(HandbellError):
    """The link was used, or its twenty minutes are over."""


class WeakPassword(HandbellError):
    """The password is too short to protect children's records."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has begun: the browser keeps ``token``, the database its hash alone."""

    token: str
    scope: Scope
    goes_to: str = ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever holds a live session. ``kind`` is ``staff`` or ``contact``; ``roles`` are empty for contacts."""

    token_hash: str
    kind: str
    key: str
    name: str
    roles: frozenset[str]
    scope: Scope
    ends_at: datetime
    opened_off_duty_until: datetime | None


def set_password(scope: Scope, *, staff_id: str, password: str, now: datetime) -> None:
    """Give a member of staff a password. Raises WeakPassword. Event: account.password_set."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(f"Use at least {SHORTEST_PASSWORD} characters; three words together are good.")
    with writing():
        people = directory(scope)
        accounts.save_account(
            scope, staff_id=staff_id, email=people.staff[staff_id].email, password_hash=_hasher.hash(password)
        )
        accounts.end_sessions_of(scope, "staff", staff_id, now=now)
        audit.append(scope, "account.password_set", now=now, clause="C14", staff=staff_id)


def sign_in(scope: Scope, *, email: str, password: str, now: datetime) -> SignedIn:
    """Begin a session for a member of staff. Raises SignInRefused. Events: account.signed_in, account.refused.

    Every refusal takes one password check and one written event, so that the time it takes tells nothing either.
    """
    with reading():
        held = accounts.accounts_by_email(scope, _plain(email))
        anywhere = schools.school_ids(scope)
    account = held[0] if held else None
    matches = _matches(account.password_hash if account else _NOBODY, password)
    if account is None:
        _note_unknown(anywhere, now=now)
        raise SignInRefused(REFUSED)
    own = one_school(account.school_id, Actor("staff", account.staff_id))
    rests = account.locked_until is not None and account.locked_until > now
    with writing():
        audit.take_turn(own)
        signed_in = _let_in(own, account, password, now=now) if matches and not rests else None
        if signed_in is None:
            _count_failure(own, account, rests=rests, now=now)
    if signed_in is None:
        raise SignInRefused(REFUSED)
    return signed_in


def _let_in(scope: Scope, account: accounts.Account, password: str, *, now: datetime) -> SignedIn:
    is_old = _hasher.check_needs_rehash(account.password_hash)
    accounts.rehash(scope, account.staff_id, password_hash=_hasher.hash(password) if is_old else account.password_hash)
    audit.append(scope, "account.signed_in", now=now, clause="C14", staff=account.staff_id)
    return _begin(scope, "staff", account.staff_id, now=now)


def _note_unknown(school_ids: Sequence[int], *, now: datetime) -> None:
    """Write down that an unknown address was tried; which one stays out of the record."""
    if school_ids:
        scope = one_school(school_ids[0])
        with writing():
            audit.take_turn(scope)
            audit.append(scope, "account.refused", now=now, clause="C14", staff="", paused=False)


def _plain(email: str) -> str:
    """An address as it is looked up; no database holds a longer one, or one with a NUL in it."""
    return email.replace("\x00", "").strip().lower()[:320]


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def _count_failure(scope: Scope, account: accounts.Account, *, rests: bool, now: datetime) -> None:
    failures = account.failures + 1
    pauses = failures >= FAILURES_BEFORE_PAUSE and not rests
    if not rests:
        locked_until = now + PAUSE_FOR if pauses else None
        accounts.note_failure(scope, account.staff_id, failures=0 if pauses else failures, locked_until=locked_until)
    audit.append(scope, "account.refused", now=now, clause="C14", staff=account.staff_id, paused=pauses or rests)


def send_link(scope: Scope, *, email: str, goes_to: str = "", now: datetime) -> None:
    """Mail a one-time link to every contact at this address; the caller learns nothing of whether there was one.

    Events: account.link_sent, account.link_refused.
    """
    address = _plain(email)
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        welcome = [
            one
            for one in people.contacts_by_email(address)
            if accounts.live_links(scope, one.contact_id, now=now) < MOST_LINKS
        ]
        for contact in welcome:
            token = secrets.token_urlsafe(24)
            ends_at = now + LINK_LASTS_FOR
            accounts.save_link(scope, digest(token), contact_id=contact.contact_id, goes_to=goes_to, expires_at=ends_at)
            outgoing.put_letter(
                scope,
                people,
                letter="sign_in_link",
                to_address=address,
                to_name=contact.name,
                facts={"token": token, "until": ends_at.isoformat()},
                now=now,
            )
            audit.append(scope, "account.link_sent", now=now, clause="C14", contact=contact.contact_id)
        if not welcome:  # a link that nobody is sent takes as long as one that somebody is
            accounts.live_links(scope, NOBODY, now=now)
            accounts.save_link(scope, digest(secrets.token_urlsafe(24)), contact_id=NOBODY, goes_to="", expires_at=now)
            audit.append(scope, "account.link_refused", now=now, clause="C14")


def link_belongs_to(scope: Scope, token: str, *, now: datetime) -> str:
    """The name of the contact whose link this is; looking does not use it up. Raises LinkEnded."""
    with reading():
        found = accounts.link_contact(scope, digest(token), now=now)
        if found is None:
            raise LinkEnded("This link has been used, or its time is over. Ask for a new one.")
        return directory(one_school(found[0])).contacts[found[1]].name


def use_link(scope: Scope, token: str, *, now: datetime) -> SignedIn:
    """Begin a contact's session with a link, once. Raises LinkEnded. Event: account.signed_in."""
    with writing():
        found = accounts.link_contact(scope, digest(token), now=now)
        if found is None or not accounts.use_link(one_school(found[0]), digest(token), now=now):
            raise LinkEnded("This link has been used, or its time is over. Ask for a new one.")
        school_id, contact_id, goes_to = found
        own = one_school(school_id, Actor("contact", contact_id))
        audit.take_turn(own)
        signed_in = _begin(own, "contact", contact_id, now=now)
        audit.append(own, "account.signed_in", now=now, clause="C14", contact=contact_id)
        return SignedIn(signed_in.token, signed_in.scope, goes_to)


def _begin(scope: Scope, kind: str, key: str, *, now: datetime) -> SignedIn:
    token = secrets.token_urlsafe(32)
    accounts.begin_session(
        scope,
        digest(token),
        Session(
            school_id=scope.school_id,
            person_kind=kind,
            person_id=key,
            began_at=now,
            seen_at=now,
            ends_at=now + IDLE_ENDS_AFTER[kind],
            opened_off_duty_until=None,
        ),
    )
    return SignedIn(token, scope)


def visitor(scope: Scope, token: str, *, now: datetime) -> Visitor | None:
    """Who holds this session, or None when it has ended; using it keeps it alive up to ``SESSION_LASTS_FOR``.

    No event: each page that matters records its own reading.
    """
    token_hash = digest(token)
    with reading():
        held = accounts.session(scope, token_hash, now=now)
        if held is None:
            return None
        own = one_school(held.school_id, Actor(held.person_kind, held.person_id))
        people = directory(own)
        person = (people.staff if held.person_kind == "staff" else people.contacts).get(held.person_id)
    if person is None:
        return None
    if now - held.seen_at > TOUCH_EVERY:
        ends_at = min(now + IDLE_ENDS_AFTER[held.person_kind], held.began_at + SESSION_LASTS_FOR)
        with writing():
            accounts.extend_session(own, token_hash, seen_at=now, ends_at=ends_at)
    roles = people.staff[held.person_id].roles if held.person_kind == "staff" else frozenset()
    return Visitor(
        token_hash=token_hash,
        kind=held.person_kind,
        key=held.person_id,
        name=person.name,
        roles=roles,
        scope=own,
        ends_at=held.ends_at,
        opened_off_duty_until=held.opened_off_duty_until,
    )


def sign_out(scope: Scope, token_hash: str, *, now: datetime) -> None:
    """End a session. Event: account.signed_out."""
    with writing():
        accounts.end_session(scope, token_hash, now=now)
        audit.append(scope, "account.signed_out", now=now, clause="C14")


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
