"""X and YouTube on the pages: connected, tested, switched on, a post confirmed and posted, and what is true of it shown."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions.social import drafts, publishing
from gateway.domain.scope import Actor, one_school
from gateway.domain.social import Words
from tests.channels.fake_service import Fault, Said
from tests.channels.fake_x import SCOPES, FakeX
from tests.channels.fake_youtube import FakeYouTube
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, come_in, form_token, submit
from tests.servers.tokens import TokenServer

CHANNELS = "/settings/channels"
HEAD = one_school(1, Actor("staff", "ashdown"))
TYPED = {"client_id": "handbell", "client_secret": "very secret", "refresh_token": "refresh-0"}


@pytest.fixture(autouse=True)
def _vendors(x: FakeX, youtube: FakeYouTube, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vendors' own addresses lead to this machine."""
    x.clock = clock
    monkeypatch.setattr("integrations.registry.X", x.url)
    monkeypatch.setattr("integrations.registry.YOUTUBE_API", youtube.url)
    urls = {"x": f"{x.tokens.url}/token", "google": f"{youtube.tokens.url}/token", "microsoft": ""}
    monkeypatch.setattr("integrations.oauth._TOKEN_URLS", urls)
    monkeypatch.setattr("integrations.registry._sources", {})


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown, on Monday morning."""
    clock.now = MONDAY_MORNING
    return come_in(sqlite_school, "ashdown")


def said(answer: TestResponse) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def page(client: FlaskClient, path: str = CHANNELS) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return said(answer)


def connect(client: FlaskClient, network: str = "twitter", **changes: str) -> TestResponse:
    return submit(client, f"{CHANNELS}/accounts/{network}/connect", **(TYPED | changes))


def switch_on(head: FlaskClient, network: str = "twitter") -> None:
    assert connect(head, network).status_code == 302
    assert submit(head, CHANNELS, f"/posts/accounts/{network}/on").status_code == 302


def a_post(*networks: str) -> str:
    """The page of a post that is ready."""
    words = Words("Robin Class planted bulbs. https://elmswick.example", "Bulb planting", "Sixty daffodils.")
    post_id = drafts.save(HEAD, None, words, networks=networks, alts={}, now=MONDAY_MORNING)
    drafts.make_ready(HEAD, post_id, now=MONDAY_MORNING)
    return f"/posts/{post_id}"


def tick(app: Flask, clock: SetClock) -> None:
    """One beat of the job."""
    kit = app.extensions["handbell.equipment"]
    publishing.publish_due(HEAD, kit.build_publisher, key=kit.settings_key, clock=clock)


def test_both_are_by_hand_until_somebody_connects_them_and_the_costs_are_said_with_their_source(
    head: FlaskClient,
) -> None:
    text = page(head)
    assert text.count("as a ready pack that a person posts") == 2
    assert "20 cents with a link in it" in text
    assert "docs.x.com/x-api/getting-started/pricing" in text
    assert "stays private" in text
    assert "developers.google.com/youtube/v3/docs/videos/insert" in text
    assert "Let Handbell" not in page(head, a_post("twitter", "youtube"))
    assert "Handbell does not post there by itself" in page(head, f"{a_post('twitter')}/publish/twitter")


def test_an_account_is_connected_tested_switched_on_off_and_forgotten(head: FlaskClient, x: FakeX) -> None:
    assert connect(head, ends_on="2026-12-10").location.endswith("#twitter")
    text = page(head)
    assert "@elmswick" in text
    assert "We tried to read its private messages and were refused" in text
    assert "Thursday 10 December, in 17 days" in text
    assert "very secret" not in text
    assert "Let Handbell" not in page(head, a_post("twitter")), "connected is not switched on"
    submit(head, CHANNELS, "/posts/accounts/twitter/on")
    assert "by Handbell, once the headteacher confirms the post" in page(head)
    x.messages_open = True
    submit(head, CHANNELS, f"{CHANNELS}/accounts/twitter/test")
    assert "It is not fenced in." in page(head)
    x.messages_open = False
    submit(head, CHANNELS, f"{CHANNELS}/accounts/twitter/test")
    submit(head, CHANNELS, "/posts/accounts/twitter/off")
    assert "Off. Costs money for each post" in page(head)
    assert "Disconnect Twitter/X?" in page(head, f"{CHANNELS}/accounts/twitter/disconnect")
    submit(head, f"{CHANNELS}/accounts/twitter/disconnect")
    assert "@elmswick" not in page(head)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"client_id": ""}, "Client ID: enter it."),
        ({"ends_on": "tomorrow"}, "no day"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_without_its_secrets(
    head: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = connect(head, **changes)
    assert answer.status_code == 400
    assert sentence in said(answer)
    assert "very secret" not in said(answer)


def test_a_key_that_may_do_more_or_is_dead_is_not_saved(head: FlaskClient, x: FakeX, token_server: TokenServer) -> None:
    token_server.granted = f"{SCOPES} dm.read"
    assert "Nothing was saved" in said(connect(head))
    token_server.granted = SCOPES
    x.faults.append(Fault("GET /2/users/me", Said(402, {"title": "CreditsDepleted"})))
    assert "prepaid credit" in said(connect(head))
    assert page(head).count("By hand") == 5
    assert head.get(f"{CHANNELS}/accounts/tapestry/connect").status_code == 404


def test_a_post_goes_out_after_the_headteacher_has_confirmed_it(
    sqlite_school: Flask, head: FlaskClient, x: FakeX, clock: SetClock
) -> None:
    switch_on(head)
    path = a_post("twitter")
    asked = page(head, f"{path}/publish/twitter")
    assert "Robin Class planted bulbs." in asked
    assert "about 20 US cents, because it has a link" in asked
    unanswered = submit(head, f"{path}/publish/twitter")
    assert unanswered.status_code == 400
    assert "Answer the checklist first" in said(unanswered)
    assert submit(head, f"{path}/publish/twitter", checked="yes").location == path
    assert "It goes out within a minute." in page(head, path)
    assert x.tweets == []
    tick(sqlite_school, clock)
    (tweet,) = x.tweets
    shown = page(head, path)
    assert f"https://x.com/i/status/{tweet.tweet_id}" in shown
    assert "Posted by Handbell" in shown
    assert "Record" in shown
    again = submit(head, f"{path}/publish/twitter", checked="yes")
    assert again.status_code == 400
    assert "on its way, or there" in said(again)
    assert len(x.tweets) == 1


def test_only_the_headteacher_lets_handbell_post(sqlite_school: Flask, head: FlaskClient) -> None:
    switch_on(head)
    path = a_post("twitter")
    for who in ("castellan", "okafor"):
        other = come_in(sqlite_school, who)
        assert "Let Handbell" not in page(other, path)
        assert submit(other, path, f"{path}/publish/twitter", checked="yes").status_code == 403
        assert "Switch it off" not in page(other)


def test_a_post_that_waits_is_stopped(head: FlaskClient, x: FakeX, sqlite_school: Flask, clock: SetClock) -> None:
    switch_on(head)
    path = a_post("twitter")
    submit(head, f"{path}/publish/twitter", checked="yes")
    assert "Do not post it" in page(head, path)
    submit(head, path, f"{path}/stop/twitter")
    tick(sqlite_school, clock)
    assert x.tweets == []
    assert "Let Handbell post it" in page(head, path)


def test_a_broken_line_is_said_to_be_unknown_and_ends_by_looking(
    sqlite_school: Flask, head: FlaskClient, x: FakeX, clock: SetClock
) -> None:
    switch_on(head)
    path = a_post("twitter")
    x.late = True
    x.faults.append(Fault("POST /2/tweets"))
    submit(head, f"{path}/publish/twitter", checked="yes")
    tick(sqlite_school, clock)
    shown = page(head, path)
    assert "We do not know" in shown
    assert "Let Handbell" not in shown, "nobody is led to post it twice"
    assert submit(head, f"{path}/publish/twitter", checked="yes").status_code == 400
    submit(head, path, f"{path}/look/twitter")
    assert "We do not see it there." in page(head, path)
    x.late = False
    submit(head, path, f"{path}/look/twitter")
    assert "Posted by Handbell" in page(head, path)
    assert len(x.tweets) == 1


def test_what_x_refuses_is_told_in_its_words(
    sqlite_school: Flask, head: FlaskClient, x: FakeX, clock: SetClock
) -> None:
    switch_on(head)
    path = a_post("twitter")
    x.faults.append(
        Fault("POST /2/tweets", Said(403, {"detail": "Your account is <b>locked</b>.", "title": "Forbidden"}))
    )
    submit(head, f"{path}/publish/twitter", checked="yes")
    tick(sqlite_school, clock)
    assert "X refuses it (403): Your account is &lt;b&gt;locked&lt;/b&gt;." in page(head, path)
    assert "Let Handbell post it" in page(head, path)


def test_a_film_is_uploaded_as_private_and_who_makes_it_public_is_said(
    sqlite_school: Flask, head: FlaskClient, youtube: FakeYouTube, clock: SetClock
) -> None:
    switch_on(head, "youtube")
    assert "An upload was opened, and nothing was sent." in page(head)
    path = a_post("youtube")
    confirm = f"{path}/publish/youtube"
    assert "Choose the film first." in said(submit(head, confirm, checked="yes"))
    film = b"\x00\x00\x00\x18ftypmp42" + b"film" * 200_000

    def upload(content: bytes, name: str = "assembly.mp4") -> TestResponse:
        fields = {"csrf_token": form_token(head, confirm), "film": (BytesIO(content), name)}
        return head.post(f"{path}/film", data=fields, content_type="multipart/form-data")

    assert "no film that we know" in said(upload(b"<html>"))
    assert "Choose the film first." in said(upload(b"", ""))
    assert upload(film).location == confirm
    assert "A film of 800 KB is waiting." in page(head, confirm)
    submit(head, confirm, checked="yes")
    tick(sqlite_school, clock)
    ((name, held),) = youtube.films.items()
    assert bytes(held.held) == film
    shown = page(head, path)
    assert "Only the school sees it yet." in shown
    assert f"https://studio.youtube.com/video/{name}/edit" in shown


def test_rubbish_in_an_address_is_no_page(head: FlaskClient) -> None:
    path = a_post("twitter")
    for wrong in (f"{path}/publish/youtube", f"{path}/publish/tapestry", "/posts/1/publish/twitter"):
        assert head.get(wrong).status_code == 404
    for action in (
        f"{path}/stop/tapestry",
        f"{path}/look/tapestry",
        f"{path}/not-there/twitter",
        "/posts/accounts/x/on",
    ):
        assert submit(head, path, action).status_code == 400
