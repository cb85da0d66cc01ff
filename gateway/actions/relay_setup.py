"""Whom the relay lets in, as its settings say it to people: no secret is in it."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.actions.relaying import relay_settings
from gateway.domain.delivery import RELAY
from gateway.domain.scope import Scope
from gateway.mail.clouds import clouds_among
from gateway.ports.errors import Misconfigured
from gateway.store import mailboxes
from gateway.store.transaction import reading


@dataclass(frozen=True, slots=True)
class RelaySetup:
    """The relay's list of peers, the clouds whose servers stand in it, whether a login is asked for, and whether a mail
    must prove which school of that cloud it comes from.
    """

    peers: tuple[str, ...]
    clouds: tuple[str, ...]
    asks_login: bool
    asks_proof: bool

    @property
    def warning(self) -> str:
        """What is wrong with letting these in, or blank."""
        if not self.clouds or self.asks_proof:
            return ""
        names = " and ".join(self.clouds)
        return (
            f"Every customer of {names} sends from the servers that your relay lets in, so another could send mail through it "
            "in your school’s name. Let a rule of your own add a secret line, and enter it as proof_header and proof."
        )


def relay_setup(scope: Scope, *, key: bytes) -> RelaySetup | None:
    """How the relay is set up, or None where it was not, or its settings cannot be opened. No event: nothing is changed."""
    with reading():
        if all(one.kind != RELAY for one in mailboxes.mailboxes(scope)):
            return None
    try:
        settings = relay_settings(scope, key=key)
    except Misconfigured:
        return None
    told = settings.get("peers", [])
    peers = tuple(str(one) for one in told) if isinstance(told, list) else ()
    return RelaySetup(peers, clouds_among(peers), bool(settings.get("password")), bool(settings.get("proof")))
