"""Testing the channels that call us: that what is proved is let in, and that what must fail, fails."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from gateway.actions import endpoints, text_numbers
from gateway.actions.endpoints import KINDS, settings_of
from gateway.actions.hooks import BuildHook
from gateway.actions.mailboxes import BuildChannel
from gateway.domain.channels import TEXT
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.ports.channels import HookChannel, Provable, RawHook, Signing
from gateway.ports.errors import HookRefused, PortError
from gateway.store import audit
from gateway.store.endpoints import Endpoint
from gateway.store.transaction import reading, writing

LATE = timedelta(minutes=6)
"""Later than any call may come: the connector's clocks may differ by five minutes."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What a test found: what does not work, blank where it does, and whether every call that must be refused was."""

    failure: str
    is_fenced: bool


def prove_bridge(scope: Scope, channel: str, build_hook: BuildHook, *, key: bytes, now: datetime) -> Proved:
    """See that an app's endpoint lets in what its secret signed, and nothing else. Raises InputProblem.

    What it cannot see is whether the bridge itself runs: that is when it last called. Event: channel.tested.
    """
    with reading():
        held = _endpoint(scope, channel)
    failure, is_fenced = "", False
    try:
        hook = build_hook(KINDS[channel], settings_of(held, key=key))
        if isinstance(hook, Provable):
            hook.prove()
        others = _others(scope, held, build_hook, key=key, now=now)
        is_fenced = _refuses_strangers(hook, held, now=now) and _refuses_others(hook, others, now=now)
    except PortError as problem:
        failure = str(problem)
    return _noted(scope, held, Proved(failure, is_fenced), now=now)


def prove_texts(
    scope: Scope, build_channel: BuildChannel, build_hook: BuildHook, *, site: str, key: bytes, now: datetime
) -> Proved:
    """See that the number is the account's and that Twilio calls us, and that a call that Twilio did not sign is refused.

    Nothing is sent. Raises InputProblem. Event: channel.tested.
    """
    with reading():
        held = _endpoint(scope, TEXT)
    failure, is_fenced = "", False
    try:
        is_fenced = _refuses_strangers(build_hook(KINDS[TEXT], settings_of(held, key=key)), held, now=now)
        text_numbers.prove_number(scope, build_channel, site=site, key=key)
    except PortError as problem:
        failure = str(problem)
    return _noted(scope, held, Proved(failure, is_fenced), now=now)


def _endpoint(scope: Scope, channel: str) -> Endpoint:
    held = endpoints.endpoint_of(scope, channel)
    if held is None or channel not in KINDS:
        raise InputProblem("Nothing is connected here that could be tested.")
    return held


def _refuses_strangers(hook: HookChannel, held: Endpoint, *, now: datetime) -> bool:
    """Whether calls without a signature, with a blank one, and with one that was made up are all refused."""
    body = b'{"version": 1, "type": "message"}'
    made_up = secrets.token_bytes(32)
    stamp = str(int(now.timestamp()))
    signed: Mapping[str, str] = {
        "X-Handbell-Timestamp": stamp,
        "X-Handbell-Signature": f"v1={made_up.hex()}",
        "X-Twilio-Signature": base64.b64encode(made_up[:20]).decode(),
    }
    blank: Mapping[str, str] = {"X-Handbell-Timestamp": stamp, "X-Handbell-Signature": "v1=", "X-Twilio-Signature": ""}
    return all(_is_refused(hook, held, body, headers, now=now) for headers in ({}, blank, signed))


def _others(
    scope: Scope, held: Endpoint, build_hook: BuildHook, *, key: bytes, now: datetime
) -> tuple[HookChannel, ...]:
    """The doors whose calls this one must refuse: every other bridge's, and its own under a secret that has ended."""
    own = settings_of(held, key=key)
    settings = [settings_of(one, key=key) for one in endpoints.open_endpoints(scope) if one.endpoint != held.endpoint]
    if own.get("old_key") and datetime.fromisoformat(str(own["old_key_until"])) <= now:
        settings.append({"key": own["old_key"]})
    return tuple(build_hook(KINDS[held.channel], {"key": one["key"]}) for one in settings)


def _refuses_others(hook: HookChannel, others: Sequence[HookChannel], *, now: datetime) -> bool:
    """Whether a call of its own is refused when it comes late, or again much later, or was changed; and everybody else's."""
    if not isinstance(hook, Signing):
        return False
    body = b'{"version": 1, "type": "message"}'
    stale, good = hook.signed(body, at=now - LATE), hook.signed(body, at=now)
    wrong = [
        replace(stale, received_at=now),
        replace(good, received_at=now + LATE),
        replace(good, body=body + b" "),
        *(other.signed(body, at=now) for other in others if isinstance(other, Signing)),
    ]
    return all(_refuses(hook, one) for one in wrong)


def _is_refused(hook: HookChannel, held: Endpoint, body: bytes, headers: Mapping[str, Any], *, now: datetime) -> bool:
    return _refuses(hook, RawHook(held.endpoint, "", body, now, headers, url=f"https://localhost/{held.endpoint}"))


def _refuses(hook: HookChannel, call: RawHook) -> bool:
    try:
        hook.verify(call)
    except HookRefused:
        return True
    return False


def _noted(scope: Scope, held: Endpoint, found: Proved, *, now: datetime) -> Proved:
    with writing():
        audit.take_turn(scope)
        works, fence = not found.failure, "fenced" if found.is_fenced else "open"
        audit.append(scope, "channel.tested", now=now, clause="C1", endpoint=held.endpoint, works=works, fence=fence)
    return found
