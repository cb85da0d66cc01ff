"""Whose servers a list of peers lets in."""

from __future__ import annotations

import pytest

from gateway.mail.clouds import clouds_among


@pytest.mark.parametrize(
    ("peers", "clouds"),
    [
        ((), ()),
        (("203.0.113.7", "2001:db8::/32", "no address", ""), ()),
        (("40.92.0.0/15",), ("Microsoft 365",)),
        (("104.47.3.9",), ("Microsoft 365",)),
        (("40.0.0.0/8",), ("Microsoft 365",)),
        (("2a01:111:f403::1",), ("Microsoft 365",)),
        (("209.85.220.41", " 52.101.7.0/24 "), ("Microsoft 365", "Google Workspace")),
        (("2a00:1450:4864::/60",), ("Google Workspace",)),
        (("40.94.0.1", "52.104.0.1", "209.86.0.1"), ()),
    ],
)
def test_a_peer_that_a_cloud_sends_from_is_told_by_its_network(peers: tuple[str, ...], clouds: tuple[str, ...]) -> None:
    assert clouds_among(peers) == clouds
