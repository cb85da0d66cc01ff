"""The school's own text number: opened, confirmed by whoever may say that the policy covers it, and until then off."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions import endpoints, unreachable
from gateway.actions.directory import directory
from gateway.actions.mailboxes import BuildChannel
from gateway.domain.channels import TEXT
from gateway.domain.errors import InputProblem
from gateway.domain.permissions import may
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.ports.channels import Channel, Inbound, Provable
from gateway.ports.errors import Misconfigured
from gateway.store import audit, text_numbers
from gateway.store.endpoints import Endpoint
from gateway.store.text_numbers import TextNumber
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

SETS = "set_channels"
"""The right to say that the policy covers the number."""
WHY_OFF = (
    "The policy names SchoolComms for texts. A number of the school's own is not one of the four ways until the school says "
    "that its policy covers it. Until then texts that come go to the office, and none leaves."
)
ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
SUBJECTS: Mapping[str, str] = {
    "stop": "They want no more texts from school",
    "start": "They take texts from school again",
}
DOOR = "/hooks/twilio"


@dataclass(frozen=True, slots=True)
class Standing:
    """The school's text number as the settings show it.

    ``why_off`` is blank where it is on. ``sms`` and ``status`` are the addresses that Twilio calls; ``price`` is in hundredths
    of a penny a part, 0 where it is not known; ``heard_at`` is when Twilio last called; ``confirmed_by`` a name.
    """

    number: str
    endpoint: str
    sms: str
    status: str
    price: int
    confirmed_at: datetime | None
    confirmed_by: str
    heard_at: datetime | None
    why_off: str


def open_number(
    scope: Scope, *, number: str, account: str, token: str, price: int, key: bytes, now: datetime, url: str = ""
) -> str:
    """Write the number that the school rents and the account that it belongs to; the endpoint at which Twilio calls.

    It is off until it is confirmed. ``price`` is in hundredths of a penny a part, 0 where it is not known; ``url`` another
    address of the service, such as Twilio's in Ireland. Raises InputProblem. Events: endpoint.opened, text_number.opened.
    """
    ours = number_of(number)
    if not ours:
        raise InputProblem("This is no number; write it as 07700 900123 or +447700900123.")
    if not ACCOUNT.fullmatch(account):
        raise InputProblem("This is no account of Twilio; its SID is AC and 32 characters.")
    if not token.isascii() or not token.isalnum():
        raise InputProblem("This is no auth token; copy it from Twilio's console.")
    _refuse_price(price)
    settings = {"account": account, "key": token, "number": ours, "url": url}
    with writing():
        endpoint = endpoints.add_endpoint(scope, "texts", channel=TEXT, settings=settings, key=key, now=now)
        text_numbers.add_text_number(scope, number=ours, price=price)
        audit.append(scope, "text_number.opened", now=now, clause="C1", number=ours)
    return endpoint


def confirm_number(scope: Scope, *, staff_id: str, now: datetime) -> None:
    """Somebody who may says that the school's policy covers the number: it is on. Raises InputProblem.

    Event: text_number.confirmed.
    """
    with writing():
        audit.take_turn(scope)
        held = _held(scope)
        staff = directory(scope).staff.get(staff_id)
        if staff is None or not may(staff.roles, SETS):
            raise InputProblem("Only the headteacher, a deputy or the office says what the policy covers.")
        if held.is_confirmed:
            return
        text_numbers.confirm(scope, confirmed_at=now, confirmed_by=staff_id)
        audit.append(scope, "text_number.confirmed", now=now, clause="C1", number=held.number, by=staff_id)


def withdraw_number(scope: Scope, *, now: datetime) -> None:
    """Turn the number off; what waits to leave by text goes by email. Raises InputProblem. Event: text_number.withdrawn."""
    with writing():
        audit.take_turn(scope)
        held = _held(scope)
        if held.is_confirmed:
            text_numbers.confirm(scope, confirmed_at=None, confirmed_by="")
            audit.append(scope, "text_number.withdrawn", now=now, clause="C1", number=held.number)


def change_token(scope: Scope, token: str, *, key: bytes, now: datetime) -> None:
    """Put the account's new auth token in the place of the old one. Raises InputProblem. Event: endpoint.rotated."""
    if not token.isascii() or not token.isalnum():
        raise InputProblem("This is no auth token; copy it from Twilio's console.")
    with writing():
        _held(scope)
        endpoints.replace_key(scope, _endpoint(scope).endpoint, token, key=key, now=now)


def change_price(scope: Scope, price: int, *, now: datetime) -> None:
    """Note what a part of a text costs the school. Raises InputProblem. Event: text_number.repriced."""
    _refuse_price(price)
    with writing():
        audit.take_turn(scope)
        held = _held(scope)
        text_numbers.change_price(scope, price=price)
        audit.append(scope, "text_number.repriced", now=now, clause="C1", was=held.price, price=price)


def close_number(scope: Scope, *, now: datetime) -> None:
    """Give the number up; what came by it stays. Raises InputProblem. Events: endpoint.closed, text_number.closed."""
    with writing():
        audit.take_turn(scope)
        held = _held(scope)
        endpoints.remove_endpoint(scope, _endpoint(scope).endpoint, now=now)
        text_numbers.remove_text_number(scope)
        audit.append(scope, "text_number.closed", now=now, clause="C1", number=held.number)


def standing(scope: Scope, *, site: str) -> Standing | None:
    """The school's text number and why it is off, or None where it has none. No event: nothing is changed."""
    with reading():
        held, endpoint = text_numbers.text_number(scope), endpoints.endpoint_of(scope, TEXT)
        people = directory(scope)
    if held is None or endpoint is None:
        return None
    return Standing(
        number=held.number,
        endpoint=endpoint.endpoint,
        sms=f"{site}{DOOR}/{endpoint.endpoint}/sms",
        status=f"{site}{DOOR}/{endpoint.endpoint}/status",
        price=held.price,
        confirmed_at=held.confirmed_at,
        confirmed_by=people.name_of(held.confirmed_by) if held.confirmed_by else "",
        heard_at=endpoint.heard_at,
        why_off="" if held.is_confirmed else WHY_OFF,
    )


def channels(scope: Scope, build_channel: BuildChannel, *, site: str, key: bytes) -> dict[str, Channel]:
    """The way of sending texts by name, where it is on; one that cannot be built is left out. No event: nothing is changed."""
    with reading():
        held, endpoint = text_numbers.text_number(scope), endpoints.endpoint_of(scope, TEXT)
    if held is None or endpoint is None or not held.is_confirmed:
        return {}
    try:
        built = _built(endpoint, build_channel, site=site, key=key)
    except Misconfigured as problem:
        log.warning("channel not built", extra={"endpoint": endpoint.endpoint, "error": str(problem)})
        return {}
    return {built.name: built}


def prove_number(scope: Scope, build_channel: BuildChannel, *, site: str, key: bytes) -> None:
    """See that the number works, also while it is off; nothing is sent. No event: nothing is changed.

    Raises InputProblem, TryLater, Misconfigured, Refused.
    """
    with reading():
        _held(scope)
        endpoint = _endpoint(scope)
    built = _built(endpoint, build_channel, site=site, key=key)
    if isinstance(built, Provable):
        built.prove()


def _built(endpoint: Endpoint, build_channel: BuildChannel, *, site: str, key: bytes) -> Channel:
    settings = endpoints.settings_of(endpoint, key=key)
    callback = f"{site}{DOOR}/{endpoint.endpoint}/status"
    return build_channel(endpoints.KINDS[TEXT], settings | {"callback": callback}, keep=_keeps_nothing)


def understood(scope: Scope, told: Inbound) -> Inbound:
    """A text as it counts here: off the list while the number is not confirmed, and "yes" a wish only for who said stop."""
    with reading():
        held = text_numbers.text_number(scope)
        is_on = held is not None and held.is_confirmed
        means_it = told.wish != "start" or unreachable.has_opted_out(scope, told.person_id)
    return replace(
        told,
        unsanctioned=told.unsanctioned or ("" if is_on else "not_confirmed"),
        wish=told.wish if means_it else "",
        subject=SUBJECTS.get(told.wish, "") if means_it else "",
    )


def _keeps_nothing(token: str) -> None:
    """Twilio hands out no refresh token."""


def _refuse_price(price: int) -> None:
    if not 0 <= price <= 10_000:
        raise InputProblem("A part costs between 0p and £1.")


def _endpoint(scope: Scope) -> Endpoint:
    held = endpoints.endpoint_of(scope, TEXT)
    if held is None:
        raise InputProblem("School has no text number; open one with flask texts open.")
    return held


def _held(scope: Scope) -> TextNumber:
    held = text_numbers.text_number(scope)
    if held is None:
        raise InputProblem("School has no text number; open one with flask texts open.")
    return held
