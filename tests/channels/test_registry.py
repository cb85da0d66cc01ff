"""The registry: every entry passes the contract, and settings that cannot work are refused in one plain sentence."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gateway.ports.errors import Misconfigured
from integrations import registry
from tests.channels.contract import ChannelCase, MailboxCase, check_channel, check_mailbox, check_text_channel
from tests.channels.fake_gmail import FakeGmail
from tests.channels.fake_graph import FakeGraph
from tests.servers.dovecot import Dovecot
from tests.servers.places import free_port
from tests.servers.smtp import FaultySmtp
from tests.servers.tokens import TokenServer
from tests.servers.twilio import FakeTwilio

_mailboxes = count(1)


def keep(_token: str) -> None:
    raise AssertionError("no refresh token was to be changed")


def smtp_case(request: pytest.FixtureRequest) -> ChannelCase:
    server: FaultySmtp = request.getfixturevalue("faulty_smtp")

    def arrived() -> list[bytes]:
        taken = [bytes(envelope.content) for envelope in server.faults.taken]
        server.faults.taken.clear()
        return taken

    return ChannelCase(
        build=lambda settings: registry.build_channel("smtp", settings, keep=keep),
        settings={"host": "127.0.0.1", "port": server.port, "tls": "none", "address": "office@elmswick.example"},
        unreachable={"port": free_port()},
        required=("host", "address"),
        arrived=arrived,
    )


def simulator_case(request: pytest.FixtureRequest) -> ChannelCase:
    folder: Path = request.getfixturevalue("tmp_path") / "letters"
    (folder.parent / "file").write_text("no folder")

    def arrived() -> list[bytes]:
        found = sorted(folder.glob("*.eml"))
        letters = [path.read_bytes() for path in found]
        for path in found:
            path.unlink()
        return letters

    return ChannelCase(
        build=lambda settings: registry.build_channel("simulator", settings, keep=keep),
        settings={"folder": str(folder), "address": "office@elmswick.example"},
        unreachable={"folder": str(folder.parent / "file" / "letters")},
        required=("folder", "address"),
        arrived=arrived,
    )


def twilio_case(request: pytest.FixtureRequest) -> ChannelCase:
    service: FakeTwilio = request.getfixturevalue("twilio")

    def arrived() -> list[bytes]:
        sent = [one.body.encode() for one in service.texts]
        service.texts.clear()
        return sent

    return ChannelCase(
        build=lambda settings: registry.build_channel("twilio", settings, keep=keep),
        settings=service.settings(),
        unreachable={"url": f"http://127.0.0.1:{free_port()}"},
        required=("account", "key", "number", "callback"),
        arrived=arrived,
    )


def imap_case(request: pytest.FixtureRequest) -> MailboxCase:
    dovecot: Dovecot = request.getfixturevalue("dovecot")
    user = f"contract-{next(_mailboxes)}"  # of this case alone: the server is the whole run's
    return MailboxCase(
        open=lambda settings: registry.open_mailbox("imap", settings, keep=keep),
        settings=dovecot.settings(user),
        unreachable={"port": free_port()},
        required=("host", "user", "password"),
        deliver=lambda mail: dovecot.deliver(user, mail),
    )


def service_case(request: pytest.FixtureRequest, fixture: str) -> tuple[FakeGraph | FakeGmail, dict[str, Any]]:
    """A fake of the vendor's own service, and the settings that lead to it."""
    service: FakeGraph | FakeGmail = request.getfixturevalue(fixture)
    vendor = "google" if fixture == "gmail" else "microsoft"
    oauth = service.tokens.settings(vendor=vendor, tenant="elmswick.example")
    return service, {"user": "office@elmswick.example", "oauth": oauth, "url": service.url}


def service_channel(kind: str, fixture: str) -> Callable[[pytest.FixtureRequest], ChannelCase]:
    def case(request: pytest.FixtureRequest) -> ChannelCase:
        service, settings = service_case(request, fixture)

        def arrived() -> list[bytes]:
            sent = list(service.sent)
            service.sent.clear()
            return sent

        return ChannelCase(
            build=lambda settings: registry.build_channel(kind, settings, keep=keep),
            settings=settings,
            unreachable={"url": f"http://127.0.0.1:{free_port()}"},
            required=("user", "oauth"),
            arrived=arrived,
        )

    return case


def service_mailbox(kind: str) -> Callable[[pytest.FixtureRequest], MailboxCase]:
    def case(request: pytest.FixtureRequest) -> MailboxCase:
        service, settings = service_case(request, kind)
        return MailboxCase(
            open=lambda settings: registry.open_mailbox(kind, settings, keep=keep),
            settings=settings,
            unreachable={"url": f"http://127.0.0.1:{free_port()}"},
            required=("user", "oauth"),
            deliver=service.deliver,
        )

    return case


CHANNELS: dict[str, Callable[[pytest.FixtureRequest], ChannelCase]] = {
    "smtp": smtp_case,
    "graph_out": service_channel("graph_out", "graph"),
    "gmail_out": service_channel("gmail_out", "gmail"),
    "simulator": simulator_case,
}
TEXTS: dict[str, Callable[[pytest.FixtureRequest], ChannelCase]] = {"twilio": twilio_case}
"""The channels that carry words to a number, and no mail."""
MAILBOXES: dict[str, Callable[[pytest.FixtureRequest], MailboxCase]] = {
    "imap": imap_case,
    "graph": service_mailbox("graph"),
    "gmail": service_mailbox("gmail"),
}


@pytest.mark.parametrize("kind", registry.CHANNELS)
def test_every_channel_keeps_the_contract(kind: str, request: pytest.FixtureRequest) -> None:
    if kind in TEXTS:
        check_text_channel(TEXTS[kind](request), number="+447700900123")
    else:
        check_channel(CHANNELS[kind](request))


@pytest.mark.parametrize("kind", registry.MAILBOXES)
def test_every_mailbox_keeps_the_contract(kind: str, request: pytest.FixtureRequest) -> None:
    check_mailbox(MAILBOXES[kind](request))


@pytest.mark.parametrize("kind", ["", "pop3", "IMAP", "smtp"])
def test_an_unknown_kind_of_mailbox_is_refused(kind: str) -> None:
    with pytest.raises(Misconfigured, match="imap"):
        registry.open_mailbox(kind, {}, keep=keep)


@pytest.mark.parametrize("kind", ["", "imap", "carrier pigeon"])
def test_an_unknown_way_of_sending_is_refused(kind: str) -> None:
    with pytest.raises(Misconfigured, match="smtp"):
        registry.build_channel(kind, {}, keep=keep)


PLAIN = {"host": "mail.elmswick.example", "user": "office@elmswick.example", "password": "secret-word"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tls": "none"}, "needs TLS"),
        ({"tls": "ssl"}, "implicit, starttls, none"),
        ({"port": 0}, "port"),
        ({"port": 70000}, "port"),
        ({"port": True}, "port"),
        ({"port": "993 "}, "port"),
        ({"password": "secret-word\r\nA1 LOGOUT"}, "line break"),
        ({"user": "office\nX"}, "line break"),
        ({"oauth": {"vendor": "google", "client_id": "a", "refresh_token": "b"}}, "one of the two"),
        ({"oauth": "token", "password": ""}, "connect"),
    ],
)
def test_settings_that_cannot_work_are_refused_in_a_sentence(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as caught:
        registry.open_mailbox("imap", PLAIN | changes, keep=keep)
    assert "secret-word" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_a_line_without_tls_is_for_this_machine_alone(host: str) -> None:
    registry.open_mailbox("imap", PLAIN | {"host": host, "tls": "none"}, keep=keep)
    with pytest.raises(Misconfigured, match="needs TLS"):
        registry.open_mailbox("imap", PLAIN | {"host": f"{host}.elmswick.example", "tls": "none"}, keep=keep)


def test_a_server_beyond_this_machine_wants_a_login() -> None:
    settings = {"host": "mail.elmswick.example", "address": "office@elmswick.example"}
    with pytest.raises(Misconfigured):
        registry.build_channel("smtp", settings, keep=keep)


def test_an_authority_that_is_no_file_is_said_plainly(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pem", tmp_path):
        opened = registry.open_mailbox(
            "imap", PLAIN | {"host": "127.0.0.1", "port": free_port(), "ca_file": str(path)}, keep=keep
        )
        with pytest.raises(Misconfigured, match="ca_file"):
            list(opened.fetch_since(None))


def test_a_mailbox_opened_each_minute_does_not_ask_for_a_token_each_minute(token_server: TokenServer) -> None:
    settings = PLAIN | {"password": "", "oauth": token_server.settings()}
    opened = [registry.open_mailbox("imap", settings, keep=keep) for _ in range(3)]
    tokens = {one._login.tokens.token() for one in opened}  # type: ignore[attr-defined]
    assert tokens == {"token-1"}
    assert len(token_server.asked) == 1
