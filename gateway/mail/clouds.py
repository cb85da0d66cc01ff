"""Whose mail servers all customers of a cloud share: an address of theirs says the cloud, never which school."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

MICROSOFT, GOOGLE = "Microsoft 365", "Google Workspace"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_WRITTEN: Mapping[str, tuple[str, ...]] = {
    # learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges, id 10 (port 25).
    MICROSOFT: (
        "40.92.0.0/15",
        "40.107.0.0/16",
        "52.100.0.0/14",
        "104.47.0.0/17",
        "2a01:111:f400::/48",
        "2a01:111:f403::/48",
    ),
    # support.google.com/a/answer/27642, as it stood in October 2026.
    GOOGLE: (
        "74.125.0.0/16",
        "209.85.128.0/17",
        "2001:4860:4864::/56",
        "2404:6800:4864::/56",
        "2607:f8b0:4864::/56",
        "2800:3f0:4864::/56",
        "2a00:1450:4864::/56",
        "2c0f:fb50:4864::/56",
    ),
}
CLOUDS: Mapping[str, tuple[Network, ...]] = {
    name: tuple(map(ipaddress.ip_network, written)) for name, written in _WRITTEN.items()
}
"""Cloud → the networks that its mail comes from, as its own page lists them (November 2026)."""


def clouds_among(peers: Iterable[str]) -> tuple[str, ...]:
    """The clouds of which a list of addresses and networks lets in a part; what is no network counts for nothing."""
    networks = [one for one in map(_network, peers) if one is not None]
    return tuple(
        name for name, theirs in CLOUDS.items() if any(_meet(one, each) for one in networks for each in theirs)
    )


def _network(written: str) -> Network | None:
    try:
        return ipaddress.ip_network(written.strip(), strict=False)
    except ValueError:
        return None


def _meet(one: Network, other: Network) -> bool:
    if isinstance(one, ipaddress.IPv4Network):
        return isinstance(other, ipaddress.IPv4Network) and one.overlaps(other)
    return isinstance(other, ipaddress.IPv6Network) and one.overlaps(other)
