"""The school's accounts at the networks: connected after a test, off until the headteacher switches one on, and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gateway.actions.sealing import opened, sealed
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.domain.social import NETWORKS, TWITTER, YOUTUBE
from gateway.ports.errors import PortError
from gateway.ports.social import BuildPublisher, SocialPublisher
from gateway.store import audit, social, social_accounts
from gateway.store.social_accounts import SocialAccount
from gateway.store.transaction import reading, writing

VENDORS: Mapping[str, str] = {TWITTER: "x", YOUTUBE: "google"}
"""Network → whose sign-in service gives its keys."""
FENCED, OPEN = "fenced", "open"


@dataclass(frozen=True, slots=True)
class SocialCard:
    """One network. ``state``: ``by_hand``, ``off`` (connected and not switched on), ``working`` or ``test_failed``;
    ``account`` is None where nothing is connected, ``days_left`` of its key None where that does not end.
    """

    network: str
    state: str
    account: SocialAccount | None
    days_left: int | None
    last_posted_at: datetime | None


def cards(scope: Scope, *, now: datetime) -> tuple[SocialCard, ...]:
    """Every network with all that the settings page says of it. No event: nothing is changed, and no secret is in it."""
    with reading():
        held, last = social_accounts.accounts(scope), social.last_posted(scope)
    return tuple(
        SocialCard(one, _state(held.get(one)), held.get(one), _days_left(held.get(one), now=now), last.get(one))
        for one in NETWORKS
    )


def is_on(scope: Scope, network: str) -> bool:
    """Whether Handbell itself may post there. No event: nothing is changed."""
    with reading():
        held = social_accounts.accounts(scope).get(network)
    return held is not None and held.is_on


def connect(
    scope: Scope, network: str, typed: Mapping[str, str], build: BuildPublisher, *, key: bytes, now: datetime
) -> None:
    """Connect an account after a test; its key must do no more than posting needs, and it is off until it is switched on.

    ``typed`` is what stands in the form. Raises InputProblem, and then nothing was saved. Event: social_account.connected.
    """
    settings = _settings(network, typed)
    ends_on = _day(typed.get("ends_on", ""))

    def keep(refresh_token: str) -> None:
        settings["oauth"]["refresh_token"] = refresh_token

    try:
        proof = build(network, settings, keep=keep).prove()
    except PortError as problem:
        raise InputProblem(f"{problem} Nothing was saved.") from problem
    if proof.reaches:
        raise InputProblem(_TOO_MUCH.format(what=", ".join(proof.reaches)) + " Nothing was saved.")
    account = SocialAccount(
        network=network,
        settings=sealed(settings, key=key),
        account=proof.account,
        connected_at=now,
        ends_on=ends_on,
        tested_at=now,
        test_failure="",
        fence=FENCED,
        on_at=None,
        on_by="",
    )
    with writing():
        audit.take_turn(scope)
        social_accounts.save_account(scope, account)
        audit.append(scope, "social_account.connected", now=now, clause="C18", network=network, account=proof.account)


def test(scope: Scope, network: str, build: BuildPublisher, *, key: bytes, now: datetime) -> None:
    """See that an account works and that its key does no more than it must; nothing is posted. Raises InputProblem.

    Event: social_account.tested.
    """
    with reading():
        held = _held(scope, network)
    failure, fence, account = "", held.fence, held.account
    try:
        proof = publisher(scope, held, build, key=key).prove()
        fence, account = OPEN if proof.reaches else FENCED, proof.account or account
        failure = _TOO_MUCH.format(what=", ".join(proof.reaches)) if proof.reaches else ""
    except PortError as problem:
        failure = str(problem)
    with writing():
        audit.take_turn(scope)
        held = _held(scope, network)
        tested = replace(held, account=account, tested_at=now, test_failure=failure, fence=fence)
        social_accounts.save_account(scope, tested)
        audit.append(
            scope, "social_account.tested", now=now, clause="C18", network=network, works=not failure, fence=fence
        )


def turn_on(scope: Scope, network: str, *, now: datetime) -> None:
    """Let Handbell itself post by an account, each post once the headteacher confirms it. Raises InputProblem.

    Event: social_account.turned_on.
    """
    with writing():
        audit.take_turn(scope)
        held = _held(scope, network)
        if held.test_failure or held.fence != FENCED:
            raise InputProblem("Its last test failed. Test it again first.")
        if not held.is_on:
            social_accounts.save_account(scope, replace(held, on_at=now, on_by=scope.actor.key))
            audit.append(scope, "social_account.turned_on", now=now, clause="C5", network=network)


def turn_off(scope: Scope, network: str, *, now: datetime) -> None:
    """Post by hand again; the account stays connected. Raises InputProblem. Event: social_account.turned_off."""
    with writing():
        audit.take_turn(scope)
        held = _held(scope, network)
        if held.on_at is not None:
            social_accounts.save_account(scope, replace(held, on_at=None, on_by=""))
            audit.append(scope, "social_account.turned_off", now=now, clause="C5", network=network)


def disconnect(scope: Scope, network: str, *, now: datetime) -> None:
    """Forget an account and its key; what was posted stays where it is. Raises InputProblem. Event: social_account.removed."""
    with writing():
        audit.take_turn(scope)
        if not social_accounts.remove_account(scope, network):
            raise InputProblem(_NONE)
        audit.append(scope, "social_account.removed", now=now, clause="C18", network=network)


def publisher(scope: Scope, held: SocialAccount, build: BuildPublisher, *, key: bytes) -> SocialPublisher:
    """The publisher of an account. Raises Misconfigured. No event: nothing is changed."""
    return build(held.network, _opened(held, key=key), keep=_keeper(scope, held.network, key=key))


def note_failure(scope: Scope, network: str, failure: str, *, now: datetime) -> None:
    """Note beside an account, in the open transaction, that it did not work. No event: the post that did not go has one."""
    held = social_accounts.accounts(scope).get(network)
    if held is not None:
        social_accounts.save_account(scope, replace(held, tested_at=now, test_failure=failure))


def _keeper(scope: Scope, network: str, *, key: bytes) -> Callable[[str], None]:
    """Puts a new refresh token in the place of the old one. No event: a secret's turn-over tells nobody anything."""

    def keep(refresh_token: str) -> None:
        with writing():
            audit.take_turn(scope)
            held = social_accounts.accounts(scope).get(network)
            if held is None:
                return
            settings = _opened(held, key=key)
            settings["oauth"] = {**settings["oauth"], "refresh_token": refresh_token}
            social_accounts.change_settings(scope, network, settings=sealed(settings, key=key))

    return keep


_NONE = "No account is connected there."
_TOO_MUCH = (
    "This key could also do what we never need ({what}). Sign in again, and agree to no more than the guide says."
)


def _state(account: SocialAccount | None) -> str:
    if account is None:
        return "by_hand"
    if account.test_failure or account.fence != FENCED:
        return "test_failed"
    return "working" if account.is_on else "off"


def _days_left(account: SocialAccount | None, *, now: datetime) -> int | None:
    return (account.ends_on - now.date()).days if account is not None and account.ends_on is not None else None


def _held(scope: Scope, network: str) -> SocialAccount:
    held = social_accounts.accounts(scope).get(network)
    if held is None:
        raise InputProblem(_NONE)
    return held


def _settings(network: str, typed: Mapping[str, str]) -> dict[str, Any]:
    if network not in VENDORS:
        raise InputProblem("There is no such network; choose one from the page.")
    said = {name: typed.get(name, "").strip() for name in ("client_id", "client_secret", "refresh_token")}
    return {"oauth": {"vendor": VENDORS[network], **said}, **({"url": typed["url"]} if typed.get("url") else {})}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError as failure:
        raise InputProblem("This is no day; choose one from the calendar, or write it as 2027-11-20.") from failure


def _opened(held: SocialAccount, *, key: bytes) -> dict[str, Any]:
    return opened(
        held.settings, key=key, otherwise="The key of this account cannot be opened. Connect the account again."
    )
