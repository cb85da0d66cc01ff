"""The servers as fixtures: the real ones once a run, the ones that go wrong anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.fake_gmail import FakeGmail
from tests.channels.fake_graph import FakeGraph
from tests.channels.fake_x import FakeX
from tests.channels.fake_youtube import FakeYouTube
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim
from tests.servers.smtp import FaultySmtp
from tests.servers.tokens import TokenServer
from tests.servers.twilio import FakeTwilio


@pytest.fixture(scope="session")
def introspection() -> Iterator[TokenServer]:
    """The token server that Dovecot asks about tokens."""
    server = TokenServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def dovecot(introspection: TokenServer) -> Iterator[Dovecot]:
    """A real IMAP server; give each test a user of its own."""
    server = Dovecot(introspection=introspection.url)
    yield server
    server.close()


@pytest.fixture(scope="session")
def exim() -> Iterator[Exim]:
    """A real SMTP server."""
    server = Exim()
    yield server
    server.close()


@pytest.fixture
def token_server() -> Iterator[TokenServer]:
    """A token server of the test's own."""
    server = TokenServer()
    yield server
    server.close()


@pytest.fixture
def graph(token_server: TokenServer) -> Iterator[FakeGraph]:
    """Microsoft Graph with one mailbox."""
    service = FakeGraph(token_server)
    yield service
    service.close()


@pytest.fixture
def gmail(token_server: TokenServer) -> Iterator[FakeGmail]:
    """The Gmail API with one mailbox."""
    service = FakeGmail(token_server)
    yield service
    service.close()


@pytest.fixture
def faulty_smtp() -> Iterator[FaultySmtp]:
    """An SMTP server that goes wrong where the test says."""
    server = FaultySmtp()
    yield server
    server.close()


@pytest.fixture
def twilio(token_server: TokenServer) -> Iterator[FakeTwilio]:
    """Twilio with one account, which holds the school's text number."""
    service = FakeTwilio(token_server)
    yield service
    service.close()


@pytest.fixture
def x(token_server: TokenServer) -> Iterator[FakeX]:
    """X with one account."""
    service = FakeX(token_server)
    yield service
    service.close()


@pytest.fixture
def youtube() -> Iterator[FakeYouTube]:
    """YouTube with one channel, and a sign-in service of its own."""
    tokens = TokenServer()
    service = FakeYouTube(tokens)
    yield service
    service.close()
    tokens.close()
