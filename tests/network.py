"""Keeps tests on this machine: any connection or look-up beyond loopback and unix sockets is refused and remembered."""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

attempts: list[str] = []
"""What was tried since the last test, for the fixture that fails it."""


class BeyondLoopback(RuntimeError):
    """A test reached for the network; point it at a server on 127.0.0.1 that the test starts itself."""


def is_on_this_machine(host: object) -> bool:
    """Whether a host as Python's socket functions take it stays on loopback; no host at all does."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in {"", "localhost", "0.0.0.0", "::", socket.gethostname()}:
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_beyond_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook sees every socket of the process, those of libraries in C that use Python's sockets included."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        opened, address = arguments
        if opened.family not in {socket.AF_INET, socket.AF_INET6} or address is None:
            return
        host = address[0]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not is_on_this_machine(host):
        attempts.append(f"{event} {host}")
        raise BeyondLoopback(f"{event} to {host!r}: {BeyondLoopback.__doc__}")


def stay_on_this_machine() -> None:
    """Refuse from now on, for as long as the process lives: an audit hook cannot be taken out again."""
    sys.addaudithook(_refuse_beyond_loopback)
