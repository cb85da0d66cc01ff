"""Posting on X: once and never twice, its refusals in its own words, and a key that does no more than it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.social import Posted, PublicPicture, PublicPost, SocialPublisher
from integrations import registry
from tests.channels.fake_service import Fault, Said
from tests.channels.fake_x import SCOPES, FakeX
from tests.clocks import MONDAY_MORNING
from tests.pictures import a_jpeg
from tests.servers.tokens import Reply

WORDS = "Robin Class planted bulbs & sang 🌼 https://www.elmswick.example/news/daffodils?a=1&b=2"
SHOWS = "Six children plant bulbs by a gate."
POST = PublicPost(WORDS, "", "", asked_at=MONDAY_MORNING, pictures=(PublicPicture("image/jpeg", a_jpeg(), SHOWS),))
POSTING = "POST /2/tweets"


def keep(_token: str) -> None:
    """Nobody minds."""


@pytest.fixture
def publisher(x: FakeX) -> SocialPublisher:
    return registry.build_publisher("twitter", x.settings(), keep=keep)


@pytest.mark.clause("C22")
def test_a_post_goes_out_with_its_pictures_what_they_show_and_without_replies(
    x: FakeX, publisher: SocialPublisher
) -> None:
    posted = publisher.publish(POST, keep=keep)
    (tweet,) = x.tweets
    assert posted == Posted(tweet.tweet_id, f"https://x.com/i/status/{tweet.tweet_id}", is_private=False)
    assert (tweet.text, tweet.reply_settings) == (WORDS, "mentionedUsers")
    assert [(one.content, one.type, one.alt) for one in tweet.media] == [(a_jpeg(), "image/jpeg", SHOWS)]
    assert not x.count("GET"), "nothing is read but where something broke"


def test_a_line_that_breaks_after_the_post_finds_it_among_our_own(x: FakeX, publisher: SocialPublisher) -> None:
    x.faults.append(Fault(POSTING))
    assert publisher.publish(POST, keep=keep).vendor_id == x.tweets[0].tweet_id
    assert len(x.tweets) == 1


def test_what_cannot_be_found_is_unknown_and_is_not_tried_again(x: FakeX, publisher: SocialPublisher) -> None:
    x.late = True
    x.faults.append(Fault(POSTING))
    with pytest.raises(OutcomeUnknown, match="may be there"):
        publisher.publish(POST, keep=keep)
    again = replace(POST, tried_at=MONDAY_MORNING)
    with pytest.raises(OutcomeUnknown):
        publisher.publish(again, keep=keep)
    assert publisher.find(again) is None
    x.late = False
    assert publisher.find(again) == publisher.publish(again, keep=keep)
    assert (len(x.tweets), x.count(POSTING)) == (1, 1)


def test_an_older_post_with_the_same_words_is_not_taken_for_it(x: FakeX, publisher: SocialPublisher) -> None:
    x.clock = lambda: MONDAY_MORNING - timedelta(days=300)
    publisher.publish(POST, keep=keep)
    assert publisher.find(replace(POST, text=WORDS)) is None
    x.clock = lambda: MONDAY_MORNING
    with pytest.raises(Refused, match="twice"):
        publisher.publish(POST, keep=keep)


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        (
            Said(403, {"title": "Forbidden", "detail": "… with duplicate content.", "type": "about:blank"}),
            Refused,
            "twice",
        ),
        (Said(400, {"title": "Invalid Request", "detail": "Your text is\nbad."}), Refused, "Your text is bad"),
        (Said(400, b"<html>"), Refused, "400"),
        (Said(402, {"title": "CreditsDepleted"}), Misconfigured, "credit"),
        (Said(403, {"reason": "client-not-enrolled", "type": "x/client-forbidden"}), Misconfigured, "key"),
        (Said(500, {}), OutcomeUnknown, "may be there"),
        (Said(503, b""), OutcomeUnknown, "may be there"),
        (Said(200, b"rubbish"), OutcomeUnknown, "may be there"),
        (Said(201, {"data": {"id": "../../x"}}), OutcomeUnknown, "may be there"),
        (Said(201, {"data": [1]}), OutcomeUnknown, "may be there"),
    ],
)
def test_every_answer_has_one_meaning(
    x: FakeX, publisher: SocialPublisher, said: Said, error: type[Exception], sentence: str
) -> None:
    x.faults.append(Fault(POSTING, said))
    with pytest.raises(error, match=sentence):
        publisher.publish(POST, keep=keep)
    assert x.tweets == []


def test_a_limit_is_waited_for_as_long_as_x_says(x: FakeX, publisher: SocialPublisher) -> None:
    reset = int(datetime.now(UTC).timestamp()) + 840
    x.faults.append(Fault(POSTING, Said(429, {}, {"x-rate-limit-reset": str(reset)})))
    with pytest.raises(TryLater) as caught:
        publisher.publish(POST, keep=keep)
    assert caught.value.after == pytest.approx(840, abs=5)
    assert publisher.publish(POST, keep=keep).vendor_id
    assert len(x.tweets) == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("POST /2/media/upload", None),
        ("POST /2/media/upload", Said(503, b"")),
        ("POST /2/media/upload", Said(200, b"rubbish")),
        ("POST /2/media/metadata", None),
        ("POST /2/media/metadata", Said(429, {})),
    ],
)
def test_a_picture_that_does_not_arrive_posts_nothing_and_may_be_tried_again(
    x: FakeX, publisher: SocialPublisher, path: str, said: Said | None
) -> None:
    x.faults.append(Fault(path, said))
    with pytest.raises(TryLater) as caught:
        publisher.publish(POST, keep=keep)
    assert caught.value.after
    assert x.tweets == []


def test_a_token_that_was_taken_back_is_renewed_and_the_new_key_kept(x: FakeX) -> None:
    kept: list[str] = []
    x.tokens.rotates = True
    publisher = registry.build_publisher("twitter", x.settings(), keep=kept.append)
    publisher.publish(POST, keep=keep)
    x.tokens.take_back()
    publisher.publish(replace(POST, text="Other words", pictures=()), keep=keep)
    assert len(x.tweets) == 2
    assert kept == ["refresh-1", "refresh-2"]
    assert "client_secret" not in x.tokens.asked[0], "X wants the secret of a client in the head"
    assert x.tokens.shown[0].startswith("Basic ")
    assert "scope" not in x.tokens.asked[0], "asking for less would hide a key that may do more"


def test_a_key_that_was_ended_is_said_so(x: FakeX, publisher: SocialPublisher) -> None:
    x.tokens.instead.append(Reply(400, {"error": "invalid_grant"}))
    with pytest.raises(Misconfigured, match="connect it again"):
        publisher.publish(POST, keep=keep)
    x.tokens.instead.append(Reply(503))
    with pytest.raises(TryLater) as caught:
        publisher.publish(POST, keep=keep)
    assert caught.value.after, "nothing was sent, so that it may be tried again"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "x" * 281},
        {"text": "  "},
        {"pictures": POST.pictures * 5},
    ],
)
def test_what_x_would_refuse_is_not_sent(x: FakeX, publisher: SocialPublisher, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        publisher.publish(replace(POST, **wrong), keep=keep)
    assert x.asked == []


def test_a_test_says_whose_account_it_is_and_that_the_key_is_fenced_in(x: FakeX, publisher: SocialPublisher) -> None:
    proof = publisher.prove()
    assert (proof.account, proof.reaches) == ("@elmswick", ())
    assert x.count("GET /2/dm_events") == 1, "what must be refused was tried"
    assert x.tweets == []


@pytest.mark.clause("C22")
def test_a_key_that_could_do_more_is_found_out(x: FakeX) -> None:
    x.tokens.granted = f"{SCOPES} dm.write like.write"
    found = registry.build_publisher("twitter", x.settings(), keep=keep).prove()
    assert found.reaches == ("dm.write", "like.write")
    x.tokens.granted, x.messages_open = "", True
    quiet = registry.build_publisher("twitter", x.settings(url=f"{x.url}/"), keep=keep).prove()
    assert "dm.read" in quiet.reaches


def test_a_key_that_cannot_post_is_said_so(x: FakeX) -> None:
    x.tokens.granted = "tweet.read users.read"
    publisher = registry.build_publisher("twitter", x.settings(), keep=keep)
    with pytest.raises(Misconfigured, match=r"media\.write, tweet\.write"):
        publisher.prove()
