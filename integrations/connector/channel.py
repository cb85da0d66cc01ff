"""The connector as a channel that calls us."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.ports.channels import Inbound, RawHook, Receipt, SigningKey
from integrations.connector import signing, wire


class Connector:
    """One endpoint with the keys that count for it."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        self._keys = keys

    def verify(self, raw: RawHook) -> None:
        """Refuse what no key signed. Raises HookRefused."""
        signing.verify(raw, self._keys)

    def parse(self, raw: RawHook) -> Inbound | Receipt:
        """Read the JSON of a call. Raises Unparseable."""
        return wire.told(raw.body)
