"""Where a mail server is and how to log in to it: the settings of an endpoint, checked."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.ports.channels import TokenSource
from gateway.ports.errors import Misconfigured
from integrations.http import is_this_machine
from integrations.settings import word

TLS = ("implicit", "starttls", "none")


@dataclass(frozen=True, slots=True)
class Login:
    """A user with either a password or a source of tokens."""

    user: str
    password: str = field(default="", repr=False)
    tokens: TokenSource | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A host, its port and how its line is made private; ``authority`` is a file of certificates or blank."""

    host: str
    port: int
    tls: str
    authority: str = ""

    def context(self) -> ssl.SSLContext:
        """TLS 1.2 or newer with the host's certificate checked. Raises Misconfigured for an authority that is no file."""
        try:
            return ssl.create_default_context(cafile=self.authority or None)
        except (OSError, ValueError) as failure:
            raise Misconfigured("The file of certificates (ca_file) cannot be read; name another.") from failure


def server_from(settings: Mapping[str, Any], *, ports: Mapping[str, int]) -> Server:
    """The server that an endpoint's settings name; ``ports`` gives the usual port of each kind of TLS.

    Raises Misconfigured with what to correct; a line without TLS is for this machine alone.
    """
    host, tls = word(settings, "host"), word(settings, "tls", default="implicit")
    if not host:
        raise Misconfigured("The mail server's name (host) is missing; enter it.")
    if tls not in TLS:
        raise Misconfigured(f"tls is {tls!r}; choose one of {', '.join(TLS)}.")
    if tls == "none" and not is_this_machine(host):
        raise Misconfigured("A mail server beyond this machine needs TLS; choose implicit or starttls.")
    port = settings.get("port", ports[tls])
    if isinstance(port, str) and port.isascii() and port.isdigit():
        port = int(port)
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        raise Misconfigured("The mail server's port is not a number from 1 to 65535; correct it.")
    return Server(host, port, tls, word(settings, "ca_file"))


def login_from(settings: Mapping[str, Any], tokens: TokenSource | None) -> Login:
    """The user and their password, or ``tokens`` in its place. Raises Misconfigured when there is neither, or both."""
    user, password = word(settings, "user"), settings.get("password", "")
    if not user:
        raise Misconfigured("The mailbox's user name (user) is missing; enter it.")
    if not isinstance(password, str) or bool(password) == (tokens is not None):
        raise Misconfigured("Give the mailbox either a password or OAuth, one of the two.")
    if any(ord(one) < 32 for one in user + password):
        raise Misconfigured("The user name or the password holds a line break; enter it again.")
    return Login(user, password, tokens)


def xoauth2(user: str, token: str) -> str:
    """The first and only word of SASL XOAUTH2, not yet in base64 (Google, "OAuth 2.0 Mechanism")."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"
