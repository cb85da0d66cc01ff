"""Access tokens, against a token server that says what Microsoft's and Google's say."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from gateway.ports.errors import Misconfigured, PortError, TryLater
from integrations.oauth import EARLY, OAuthTokens, grant_from
from integrations.school_email.server import xoauth2
from tests.servers.tokens import Reply, TokenServer


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def source(settings: dict[str, Any], *, watch: Watch | None = None, kept: list[str] | None = None) -> OAuthTokens:
    keep = kept.append if kept is not None else (lambda token: None)
    return OAuthTokens(grant_from(settings), keep=keep, elapsed=watch or Watch())


def test_a_token_is_used_until_shortly_before_its_end(token_server: TokenServer) -> None:
    watch = Watch()
    tokens = source(token_server.settings(), watch=watch)
    assert tokens.token() == "token-1"
    watch.now += 3600 - EARLY - 1
    assert tokens.token() == "token-1"
    watch.now += 1
    assert tokens.token() == "token-2"


@pytest.mark.parametrize("told", ["3600", 3600.0, "3599"])
def test_a_lifetime_written_as_text_counts_too(token_server: TokenServer, told: object) -> None:
    token_server.expires_in = told
    tokens = source(token_server.settings())
    assert tokens.token() == tokens.token() == "token-1"


@pytest.mark.parametrize("told", [0, 60, -1])
def test_a_token_that_hardly_lives_is_asked_for_each_time(token_server: TokenServer, told: object) -> None:
    token_server.expires_in = told
    tokens = source(token_server.settings())
    assert (tokens.token(), tokens.token()) == ("token-1", "token-2")


def test_a_lifetime_that_is_no_number_is_taken_for_short(token_server: TokenServer) -> None:
    token_server.expires_in = None
    watch = Watch()
    tokens = source(token_server.settings(), watch=watch)
    assert tokens.token() == tokens.token()
    watch.now += 300
    assert tokens.token() == "token-2"


def test_a_refresh_token_is_shown_with_the_client_and_its_scope(token_server: TokenServer) -> None:
    source(token_server.settings()).token()
    assert token_server.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-0",
            "client_id": "handbell",
            "client_secret": "a secret for tests only",
            "scope": "https://mail.google.com/",
        }
    ]


def test_microsoft_without_a_refresh_token_is_asked_with_the_clients_own_credentials(token_server: TokenServer) -> None:
    source(token_server.settings(vendor="microsoft", tenant="elmswick.example", refresh_token="")).token()
    assert token_server.asked[0]["grant_type"] == "client_credentials"
    assert token_server.asked[0]["scope"] == "https://outlook.office365.com/.default"
    assert "refresh_token" not in token_server.asked[0]


def test_a_new_refresh_token_is_kept_and_shown_the_next_time(token_server: TokenServer) -> None:
    token_server.rotates, token_server.expires_in = True, 0
    kept: list[str] = []
    tokens = source(token_server.settings(), kept=kept)
    tokens.token()
    tokens.token()
    assert kept == ["refresh-1", "refresh-2"]
    assert [one["refresh_token"] for one in token_server.asked] == ["refresh-0", "refresh-1"]


def test_a_keeper_that_fails_loses_neither_token(token_server: TokenServer) -> None:
    token_server.rotates = True
    tokens = OAuthTokens(grant_from(token_server.settings()), keep=lambda token: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tokens.token()
    assert tokens.token() == "token-1"
    tokens.discard("token-1")
    with pytest.raises(ZeroDivisionError):
        tokens.token()
    assert token_server.asked[-1]["refresh_token"] == "refresh-1"


def test_only_the_token_that_was_refused_is_thrown_away(token_server: TokenServer) -> None:
    tokens = source(token_server.settings())
    tokens.token()
    tokens.discard("another")
    assert tokens.token() == "token-1"
    tokens.discard("token-1")
    assert tokens.token() == "token-2"


@pytest.mark.parametrize(
    ("reply", "error", "after"),
    [
        (Reply(400, {"error": "invalid_grant", "error_description": "expired"}), Misconfigured, None),
        (Reply(401, {"error": "invalid_client"}), Misconfigured, None),
        (Reply(400, {"error": "interaction_required"}), Misconfigured, None),
        (Reply(400, {"error": "temporarily_unavailable"}), TryLater, None),
        (Reply(403, {}), Misconfigured, None),
        (Reply(404, {}), Misconfigured, None),
        (Reply(302, {}, {"Location": "http://127.0.0.1:9/"}), TryLater, None),
        (Reply(429, {}, {"Retry-After": "17"}), TryLater, 17.0),
        (Reply(500, {}), TryLater, None),
        (Reply(503, {}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), TryLater, None),
        (Reply(200, {}), TryLater, None),
        (Reply(200, {"access_token": ["x"]}), TryLater, None),
        (Reply(200, {"access_token": "a\x01auth=Bearer b"}), TryLater, None),
        (Reply(hang=True), TryLater, None),
    ],
)
def test_what_goes_wrong_is_told_apart(
    token_server: TokenServer, reply: Reply, error: type[PortError], after: float | None
) -> None:
    token_server.instead.append(reply)
    tokens = source(token_server.settings())
    with pytest.raises(error) as caught:
        tokens.token()
    assert type(caught.value) is error
    assert getattr(caught.value, "after", None) == after
    assert "secret" not in str(caught.value)
    assert "refresh-0" not in str(caught.value)
    assert tokens.token(), "the next attempt is a new one"


def test_a_server_that_does_not_answer_in_time_is_tried_again(
    token_server: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr("integrations.http.ANSWER_WITHIN", 0.1)
    monkeypatch.setattr(token_server, "answer", lambda form: (release.wait(10), Reply())[1])
    with pytest.raises(TryLater):
        source(token_server.settings()).token()
    release.set()


def test_many_threads_ask_once(token_server: TokenServer) -> None:
    tokens = source(token_server.settings())
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(tokens.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["token-1"] * 8
    assert len(token_server.asked) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"vendor": "yahoo"},
        {"vendor": ""},
        {"client_id": ""},
        {"refresh_token": ""},
        {"vendor": "microsoft", "tenant": "", "token_url": ""},
        {"vendor": "microsoft", "tenant": "a/../b", "token_url": ""},
        {"vendor": "microsoft", "refresh_token": "", "client_secret": "", "tenant": "t"},
        {"client_id": 7},
    ],
)
def test_settings_that_cannot_work_are_refused_before_anybody_is_asked(
    token_server: TokenServer, changes: dict[str, Any]
) -> None:
    with pytest.raises(Misconfigured):
        grant_from(token_server.settings(**changes))


@pytest.mark.parametrize("url", ["http://sign-in.example/token", "ftp://127.0.0.1/x", "nonsense", "http://[::1"])
def test_secrets_go_nowhere_without_tls(token_server: TokenServer, url: str) -> None:
    with pytest.raises(Misconfigured):
        source(token_server.settings(token_url=url)).token()


def test_the_usual_addresses_are_the_vendors_own() -> None:
    plain = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    microsoft = grant_from(plain | {"vendor": "microsoft", "tenant": "elmswick.example"})
    assert microsoft.token_url == "https://login.microsoftonline.com/elmswick.example/oauth2/v2.0/token"
    assert grant_from(plain | {"vendor": "google"}).token_url == "https://oauth2.googleapis.com/token"


def test_no_secret_is_shown_where_a_grant_is_printed(token_server: TokenServer) -> None:
    shown = repr(grant_from(token_server.settings()))
    assert "a secret for tests only" not in shown
    assert "refresh-0" not in shown


def test_the_words_of_xoauth2_are_googles_and_microsofts() -> None:
    assert xoauth2("office@elmswick.example", "tok") == "user=office@elmswick.example\x01auth=Bearer tok\x01\x01"
