"""Who may hand mail to the relay, how much of it, and what the relay is called: its settings, checked."""

from __future__ import annotations

import hmac
import ipaddress
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.ports.errors import Misconfigured
from integrations.http import is_this_machine
from integrations.school_email.relay_wire import MARK
from integrations.school_email.server import Login, Server, server_from
from integrations.settings import word

LARGEST = 35 * 1024 * 1024
"""Bytes of a mail: what Exchange Online takes by itself (learn.microsoft.com, Exchange Online limits, message limits)."""
PER_MINUTE = 600
MOST_PEERS = 4096
MINUTE = 60.0
_PLACE = re.compile(r"(?:\[([^\[\]]+)\]|([^\[\]:]+)):(\d{1,5})")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,63}")
_FOLD = re.compile(rb"\r\n[ \t]+")
END = b"\r\n"
LEAST_PROOF, MOST_PROOF = 16, 200
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Proof:
    """The line by which a mail of a cloud shows that the school's own rule let it out: others of that cloud cannot write it."""

    line: re.Pattern[bytes] = field(repr=False)
    value: bytes = field(repr=False)

    def shown_in(self, head: bytes) -> bool:
        """Whether one of a head's lines of that name holds the value, compared in constant time."""
        told = [_FOLD.sub(b" ", one).strip() for one in self.line.findall(head + END)]
        return sum(hmac.compare_digest(one, self.value) for one in told) > 0

    def without(self, head: bytes) -> bytes:
        """A head without any line of that name: what is secret goes no further."""
        return self.line.sub(b"", head + END)[: -len(END)]


def _proof(settings: Mapping[str, Any]) -> Proof | None:
    name, value = word(settings, "proof_header"), word(settings, "proof")
    if bool(name) != bool(value):
        raise Misconfigured("A proof needs both proof_header and proof; give both or neither.")
    if not name:
        return None
    if not _HEADER.fullmatch(name) or not name.lower().startswith("x-") or name.lower() == MARK.lower():
        raise Misconfigured("proof_header is no line that a rule can add; write a name such as X-Elmswick-Proof.")
    if not LEAST_PROOF <= len(value) <= MOST_PROOF or not value.isascii() or not value.isprintable() or " " in value:
        raise Misconfigured(
            f"proof has {LEAST_PROOF} to {MOST_PROOF} letters and digits that nobody can guess, without spaces; make a new one."
        )
    line = rb"^" + re.escape(name.encode()) + rb"[ \t]*:((?:[^\r\n]*)(?:\r\n[ \t][^\r\n]*)*)\r\n"
    return Proof(re.compile(line, re.I | re.M), value.encode())


@dataclass(frozen=True, slots=True)
class Gate:
    """The relay's own side: its name, whom it lets in, and its limits (``largest`` in bytes, ``per_minute`` in mails a peer)."""

    name: str
    host: str
    port: int
    peers: tuple[Network, ...]
    user: str
    password: str = field(repr=False)
    context: ssl.SSLContext | None
    largest: int
    per_minute: int
    proof: Proof | None = None

    def knows(self, peer: str) -> bool:
        """Whether a machine is one of the fixed list, or this very one where nothing else is set."""
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        plain = getattr(address, "ipv4_mapped", None) or address
        if not self.peers and not self.password:
            return bool(plain.is_loopback)
        return any(plain in one for one in self.peers)

    def lets_in(self, user: bytes, password: bytes) -> bool:
        """Whether a login is the relay's, compared in constant time."""
        is_user = hmac.compare_digest(user, self.user.encode())
        return hmac.compare_digest(password, self.password.encode()) and is_user and bool(self.password)

    @property
    def takes_login_in_clear(self) -> bool:
        """Whether a login may come without TLS: from this machine alone."""
        return is_this_machine(self.host)


class Rate:
    """How many mails each peer has begun in this minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._since = 0.0
        self._counts: dict[str, int] = {}

    def is_over(self, peer: str, *, now: float) -> bool:
        """Count one more mail of a peer; whether it is one too many. ``now`` is any clock's seconds."""
        if now - self._since >= MINUTE or len(self._counts) > MOST_PEERS:
            self._since, self._counts = now, {}
        self._counts[peer] = self._counts.get(peer, 0) + 1
        return self._counts[peer] > self._most


def gate_from(settings: Mapping[str, Any], *, listen: str) -> Gate:
    """The relay's own side. Raises Misconfigured, above all for a relay that others could use without being known."""
    host, port = place_of(listen, option="--listen")
    user, password, context = word(settings, "user"), word(settings, "password"), _context(settings)
    gate = Gate(
        name=word(settings, "name") or "relay.localhost",
        host=host,
        port=port,
        peers=_peers(settings),
        user=user,
        password=password,
        context=context,
        largest=_number(settings, "largest", LARGEST, least=65536),
        per_minute=_number(settings, "per_minute", PER_MINUTE, least=1),
        proof=_proof(settings),
    )
    if bool(user) != bool(password):
        raise Misconfigured("The relay's login needs both user and password; give both or neither.")
    if not is_this_machine(host):
        if not gate.peers and not password:
            raise Misconfigured(
                "A relay beyond this machine needs a fixed list of peers, or user and password; set one with "
                "flask mailbox connect FILE."
            )
        if context is None:
            raise Misconfigured("A relay beyond this machine needs certificate and key for STARTTLS; set both.")
    return gate


def next_hop_from(settings: Mapping[str, Any], *, next_hop: str) -> tuple[Server, Login | None]:
    """The server that mail is handed on to, and how to log in there. Raises Misconfigured."""
    host, port = place_of(next_hop, option="--next-hop")
    usual = "none" if is_this_machine(host) else "starttls"
    wanted = {
        "host": host,
        "port": port,
        "tls": word(settings, "next_hop_tls", default=usual),
        "ca_file": word(settings, "next_hop_ca_file"),
    }
    user, password = word(settings, "next_hop_user"), word(settings, "next_hop_password")
    if bool(user) != bool(password) or any(ord(one) < 32 for one in user + password):
        raise Misconfigured("The next hop's login needs next_hop_user and next_hop_password; give both or neither.")
    server = server_from(wanted, ports={"implicit": port, "starttls": port, "none": port})
    server.context()
    return server, Login(user, password) if user else None


def place_of(text: str, *, option: str) -> tuple[str, int]:
    """The host and port of ``HOST:PORT`` or ``[HOST]:PORT``. Raises Misconfigured."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or not 0 < int(found[3]) < 65536:
        raise Misconfigured(f"{option} {text!r} is no place; write HOST:PORT, such as 127.0.0.1:2526.")
    return found[1] or found[2], int(found[3])


def _context(settings: Mapping[str, Any]) -> ssl.SSLContext | None:
    certificate, key = word(settings, "certificate"), word(settings, "key")
    if bool(certificate) != bool(key):
        raise Misconfigured("STARTTLS needs both certificate and key; give both or neither.")
    if not certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ValueError) as failure:
        raise Misconfigured("The relay's certificate or key cannot be read; name other files.") from failure
    return context


def _peers(settings: Mapping[str, Any]) -> tuple[Network, ...]:
    told = settings.get("peers", [])
    if not isinstance(told, list):
        raise Misconfigured('peers is no list; write peers = ["203.0.113.7", "198.51.100.0/24"].')
    try:
        found = tuple(ipaddress.ip_network(str(one).strip()) for one in told)
    except ValueError as failure:
        raise Misconfigured(f"A peer is no address or network: {failure}.") from failure
    if any(one.prefixlen == 0 for one in found):
        raise Misconfigured("A peer stands for every machine there is; name the mail servers that may send.")
    return found


def _number(settings: Mapping[str, Any], name: str, usual: int, *, least: int) -> int:
    value = settings.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise Misconfigured(f"{name} is no number from {least} on; correct it.")
    return value
