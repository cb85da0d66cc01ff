"""Whom the relay lets in, and that it does not start where others could misuse it."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.ports.errors import Misconfigured
from integrations.school_email.relay import Relay, open_relay
from integrations.school_email.relay_gate import gate_from
from tests.channels.relays import (
    AGNIESZKA,
    KEY,
    NAIR,
    NOON,
    STAFFROOM,
    STRANGER,
    Desk,
    a_relay,
    handed,
    letter,
    talking,
)
from tests.servers.places import certificate_in
from tests.servers.smtp import FaultySmtp


def test_a_peer_who_sends_too_much_is_asked_to_come_again(faulty_smtp: FaultySmtp) -> None:
    with a_relay(faulty_smtp.port, per_minute=2) as relay, talking(relay) as talk:
        answers = [talk.begin(STRANGER)[0][:3] for _ in range(3)]
    assert answers == ["250", "250", "450"]


@pytest.fixture
def guarded(faulty_smtp: FaultySmtp, tmp_path: Path) -> Iterator[tuple[Relay, Path]]:
    """A relay that wants a login, and the certificate that it shows."""
    made = certificate_in(tmp_path)
    settings = {"certificate": str(made.certificate), "key": str(made.key), "user": "school", "password": "secret"}
    with a_relay(faulty_smtp.port, **settings) as relay:
        yield relay, made.certificate


def test_whoever_is_not_known_must_log_in(guarded: tuple[Relay, Path], faulty_smtp: FaultySmtp) -> None:
    relay, certificate = guarded
    with talking(relay) as talk:
        assert talk.begin(STRANGER)[0].startswith("530 ")
    with smtplib.SMTP("127.0.0.1", relay.port) as line:
        line.starttls(context=ssl.create_default_context(cafile=str(certificate)))
        with pytest.raises(smtplib.SMTPAuthenticationError):
            line.login("school", "wrong")
        line.login("school", "secret")
        line.sendmail(STRANGER, [STAFFROOM], letter())
    assert b"with ESMTPSA id" in handed(faulty_smtp)[0]


def test_words_before_tls_do_not_count_behind_it(guarded: tuple[Relay, Path], faulty_smtp: FaultySmtp) -> None:
    relay, certificate = guarded
    context = ssl.create_default_context(cafile=str(certificate))
    with socket.create_connection(("127.0.0.1", relay.port), timeout=10) as line:
        line.recv(1000)
        line.sendall(b"EHLO a\r\n")
        line.recv(1000)
        line.sendall(b"STARTTLS\r\nEHLO injected\r\nMAIL FROM:<head@elmswick.example>\r\n")
        assert line.recv(1000).startswith(b"220 ")
        with context.wrap_socket(line, server_hostname="localhost") as private:
            private.sendall(b"RCPT TO:<kitchen@elmswick.example>\r\n")
            assert private.recv(1000).startswith(b"503 ")


def test_a_login_is_never_asked_for_in_the_clear_beyond_this_machine(tmp_path: Path) -> None:
    made = certificate_in(tmp_path)
    settings = {"certificate": str(made.certificate), "key": str(made.key), "user": "school", "password": "secret"}
    assert not gate_from(settings, listen="192.0.2.1:25").takes_login_in_clear


@pytest.mark.parametrize(
    ("listen", "settings", "said"),
    [
        ("0.0.0.0:25", {}, "peers"),
        ("192.0.2.1:25", {"peers": ["198.51.100.7"]}, "certificate"),
        ("192.0.2.1:25", {"user": "a"}, "both user and password"),
        ("127.0.0.1:25", {"peers": ["0.0.0.0/0"]}, "every machine"),
        ("127.0.0.1:25", {"peers": "198.51.100.7"}, "no list"),
        ("127.0.0.1:25", {"peers": ["mx.example"]}, "no address"),
        ("127.0.0.1:25", {"largest": "big"}, "largest"),
        ("127.0.0.1", {}, "HOST:PORT"),
        ("127.0.0.1:99999", {}, "HOST:PORT"),
        ("127.0.0.1:25", {"certificate": "/nowhere", "key": "/nowhere"}, "cannot be read"),
    ],
)
def test_a_relay_that_others_could_misuse_does_not_start(listen: str, settings: dict[str, object], said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        gate_from(settings, listen=listen)


def test_a_fixed_list_of_peers_lets_those_in_and_nobody_else() -> None:
    gate = gate_from({"peers": ["198.51.100.0/24", "2001:db8::/32"]}, listen="127.0.0.1:25")
    assert [gate.knows(one) for one in ("198.51.100.9", "::ffff:198.51.100.9", "2001:db8::1")] == [True] * 3
    assert [gate.knows(one) for one in ("198.51.101.9", "127.0.0.1", "2001:db9::1", "unix", "")] == [False] * 5


def test_a_stranger_to_the_list_is_told_so(faulty_smtp: FaultySmtp) -> None:
    with a_relay(faulty_smtp.port, peers=["198.51.100.7"]) as relay, talking(relay) as talk:
        assert talk.begin(STRANGER)[0].startswith("550 5.7.1")


def test_a_port_that_is_taken_is_said(faulty_smtp: FaultySmtp) -> None:
    with pytest.raises(Misconfigured, match="cannot listen"):
        open_relay(
            {},
            listen=f"127.0.0.1:{faulty_smtp.port}",
            next_hop=f"127.0.0.1:{faulty_smtp.port}",
            desk=Desk(),
            key=KEY,
            clock=lambda: NOON,
        )


PROOF = "k7p2m9qxk7p2m9qx"


@pytest.fixture
def shared_cloud(faulty_smtp: FaultySmtp, desk: Desk) -> Iterator[Relay]:
    """A relay whose one peer stands for a cloud's server, which another school sends from as well."""
    with a_relay(faulty_smtp.port, desk, peers=["127.0.0.1"], proof_header="X-Elmswick-Proof", proof=PROOF) as opened:
        yield opened


@pytest.mark.clause("C14")
@pytest.mark.parametrize(
    "head",
    [
        "",
        "X-Elmswick-Proof:\r\n",
        f"X-Elmswick-Proof: {PROOF[:-1]}\r\n",
        f"X-Elmswick-Proof: {PROOF} {PROOF}\r\n",
        f"X-Elmswick-Proofs: {PROOF}\r\n",
        f"Subject: X-Elmswick-Proof: {PROOF}\r\n",
        f"\r\nX-Elmswick-Proof: {PROOF}\r\n",
    ],
)
def test_another_customer_of_the_same_cloud_sends_nothing_in_the_schools_name(
    shared_cloud: Relay, faulty_smtp: FaultySmtp, desk: Desk, head: str
) -> None:
    for sender, recipient in ((NAIR, AGNIESZKA), (AGNIESZKA, NAIR), (STRANGER, STAFFROOM), ("", STAFFROOM)):
        with talking(shared_cloud) as talk:
            assert talk.mail(sender, recipient, data=letter(sender or STRANGER, head=head)).startswith("550 5.7.1")
    assert (desk.kept, handed(faulty_smtp)) == ([], [])


@pytest.mark.clause("C14")
@pytest.mark.parametrize(
    "proof",
    [
        f"X-Elmswick-Proof: {PROOF}\r\n",
        f"x-elmswick-PROOF:\t{PROOF} \r\n",
        f"X-Elmswick-Proof:\r\n {PROOF}\r\n",
        f"X-Elmswick-Proof: wrong\r\nX-Elmswick-Proof: {PROOF}\r\n",
    ],
)
def test_the_schools_own_mail_passes_and_the_secret_goes_no_further(
    shared_cloud: Relay, faulty_smtp: FaultySmtp, desk: Desk, proof: str
) -> None:
    with talking(shared_cloud) as talk:
        words = f"Hello.\r\n{proof}"  # what stands in the words is the writer's own
        assert talk.mail(STRANGER, STAFFROOM, data=letter(head=proof, words=words)).startswith("250 ")
        assert talk.mail(NAIR, AGNIESZKA, data=letter(NAIR, head=proof)).startswith("250 ")
    assert handed(faulty_smtp)[0].endswith(letter(words=words))
    assert [mail for _, mail in desk.kept] == [letter(NAIR)], "the original is not the same but for that line"


def test_whoever_has_logged_in_needs_no_proof(faulty_smtp: FaultySmtp, tmp_path: Path) -> None:
    made = certificate_in(tmp_path)
    login = {"user": "school", "password": "secret", "proof_header": "X-Elmswick-Proof", "proof": PROOF}
    certificate = {"certificate": str(made.certificate), "key": str(made.key)}
    with (
        a_relay(faulty_smtp.port, **certificate, **login) as relay,
        smtplib.SMTP("127.0.0.1", relay.port) as line,
    ):
        line.starttls(context=ssl.create_default_context(cafile=str(made.certificate)))
        line.login("school", "secret")
        line.sendmail(STRANGER, [STAFFROOM], letter())
    assert len(handed(faulty_smtp)) == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"proof": PROOF},
        {"proof_header": "X-Proof"},
        {"proof_header": "Subject", "proof": PROOF},
        {"proof_header": "X-Handbell-Relayed", "proof": PROOF},
        {"proof_header": "X-Pro of", "proof": PROOF},
        {"proof_header": "X-Proof", "proof": "short"},
        {"proof_header": "X-Proof", "proof": "two words that are long enough"},
        {"proof_header": "X-Proof", "proof": 7},
    ],
)
def test_a_proof_that_proves_nothing_is_not_taken(settings: dict[str, object]) -> None:
    with pytest.raises(Misconfigured, match="roof"):
        gate_from(settings, listen="127.0.0.1:2526")
