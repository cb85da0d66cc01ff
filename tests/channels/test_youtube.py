"""Uploading to YouTube: in pieces, as private, gone on with where it broke, and never a second film."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.social import Film, PublicPost, SocialPublisher
from integrations import registry
from tests.channels.fake_service import Fault, Said
from tests.channels.fake_youtube import UNIT, UPLOAD, FakeYouTube, refusal
from tests.clocks import MONDAY_MORNING

BYTES = bytes(range(256)) * 1024 * 3 + b"the end"
OPENING, PIECE = "POST /upload", "PUT /upload"


def read(place: int) -> bytes:
    """A piece of the film, up to the end of its unit."""
    return BYTES[place : (place // UNIT + 1) * UNIT]


FILM = Film("video/mp4", len(BYTES), read)
POST = PublicPost("", "Bulb planting", "Sixty daffodils.", asked_at=MONDAY_MORNING, film=FILM)


def keep(_session: str) -> None:
    """Nobody minds."""


@pytest.fixture
def publisher(youtube: FakeYouTube) -> SocialPublisher:
    return registry.build_publisher("youtube", youtube.settings(), keep=keep)


def goes_on(publisher: SocialPublisher, post: PublicPost = POST) -> tuple[str, TryLater]:
    """An attempt that breaks off: the session that it leaves, and what it says."""
    kept = [post.session]
    with pytest.raises(TryLater) as caught:
        publisher.publish(post, keep=kept.append)
    return kept[-1], caught.value


def test_a_film_arrives_whole_and_as_private(youtube: FakeYouTube, publisher: SocialPublisher) -> None:
    kept: list[str] = []
    posted = publisher.publish(POST, keep=kept.append)
    (name, film), *others = youtube.films.items()
    assert not others
    assert bytes(film.held) == BYTES
    assert film.said["status"] == {"privacyStatus": "private"}
    assert film.said["snippet"] == {"title": "Bulb planting", "description": "Sixty daffodils."}
    assert (posted.vendor_id, posted.is_private) == (name, True)
    assert posted.address == f"https://www.youtube.com/watch?v={name}"
    assert len(kept) == 1
    assert youtube.asked[0].one("notifySubscribers") == "false"


@pytest.mark.parametrize("said", [None, Said(503, b""), Said(500, b"<html>Oops</html>")])
@pytest.mark.parametrize("broken", [1, 2, 4])
def test_an_upload_that_breaks_in_the_middle_is_gone_on_with(
    youtube: FakeYouTube, publisher: SocialPublisher, broken: int, said: Said | None
) -> None:
    youtube.faults += [Fault(PIECE, Said(308, None, {}), times=0), Fault(PIECE, said, times=0)]
    works, counted = youtube.work, [0]

    def meanly(question: Any) -> Said:
        if question.method == "PUT":
            counted[0] += 1
            youtube.faults[1].times = int(counted[0] == broken - 1)
        return works(question)

    youtube.work = meanly  # type: ignore[method-assign]
    youtube.faults[1].times = int(broken == 1)
    session, caught = goes_on(publisher)
    assert session
    assert caught.after
    again = registry.build_publisher("youtube", youtube.settings(), keep=keep)
    posted = again.publish(replace(POST, session=session, tried_at=MONDAY_MORNING), keep=keep)
    assert [bytes(one.held) for one in youtube.films.values()] == [BYTES]
    assert posted.vendor_id in youtube.films
    assert youtube.count(OPENING) == 1


def test_an_answer_that_is_lost_after_the_last_piece_makes_no_second_film(
    youtube: FakeYouTube, publisher: SocialPublisher
) -> None:
    small = replace(POST, film=Film("video/mp4", 3, lambda place: b"abc"[place:]))
    youtube.faults.append(Fault(PIECE))
    session, _ = goes_on(publisher, small)
    assert len(youtube.films) == 1
    assert publisher.find(replace(small, session=session)) == publisher.publish(
        replace(small, session=session), keep=keep
    )
    assert len(youtube.films) == 1


def test_a_session_that_youtube_has_forgotten_is_unknown_and_not_begun_anew(
    youtube: FakeYouTube, publisher: SocialPublisher
) -> None:
    youtube.faults.append(Fault(PIECE))
    session, _ = goes_on(publisher)
    youtube.forgets = True
    with pytest.raises(OutcomeUnknown, match="YouTube Studio"):
        publisher.publish(replace(POST, session=session), keep=keep)
    assert publisher.find(replace(POST, session=session)) is None
    assert youtube.count(OPENING) == 1


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        (refusal(403, "quotaExceeded", "The request cannot be completed"), Refused, "limit for today"),
        (refusal(400, "uploadLimitExceeded", "…"), Refused, "tomorrow"),
        (refusal(400, "invalidTitle", "…"), Refused, "title"),
        (refusal(401, "youtubeSignupRequired", "…"), Misconfigured, "no YouTube channel"),
        (refusal(403, "accessNotConfigured", "…"), Misconfigured, "switched on"),
        (refusal(403, "insufficientPermissions", "…"), Misconfigured, "may not upload"),
        (refusal(403, "forbidden", "…"), Misconfigured, "let us in"),
        (refusal(400, "strange", "Because <b>so</b>"), Refused, "Because so"),
        (refusal(403, "rateLimitExceeded", "…"), TryLater, "wait"),
        (Said(400, b"rubbish"), Refused, "400"),
        (Said(200, b"", {"Location": "https://evil.example/upload"}), TryLater, "no place"),
        (Said(200, b""), TryLater, "no place"),
        (None, TryLater, "answer"),
    ],
)
def test_every_answer_to_the_opening_has_one_meaning(
    youtube: FakeYouTube, publisher: SocialPublisher, said: Said | None, error: type[Exception], sentence: str
) -> None:
    times = 2 if said is not None and said.status == 401 else 1
    youtube.faults.append(Fault(OPENING, said, times=times))
    with pytest.raises(error, match=sentence) as caught:
        publisher.publish(POST, keep=keep)
    assert youtube.films == {}
    if isinstance(caught.value, TryLater):
        assert caught.value.after, "no byte was sent, so that it may be tried again"


def test_rubbish_after_the_whole_film_is_unknown(youtube: FakeYouTube, publisher: SocialPublisher) -> None:
    small = replace(POST, film=Film("video/mp4", 3, lambda place: b"abc"[place:]))
    for said in (Said(200, b"rubbish"), Said(201, {"id": "a b"}), Said(308, None, {"Range": "bytes=0-2"})):
        youtube.faults.append(Fault(PIECE, said))
        with pytest.raises(OutcomeUnknown):
            publisher.publish(small, keep=keep)


def test_pieces_that_are_not_kept_are_not_sent_for_ever(youtube: FakeYouTube, publisher: SocialPublisher) -> None:
    youtube.faults.append(Fault(PIECE, Said(308, None, {}), times=99))
    goes_on(publisher)
    assert youtube.count(PIECE) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"film": None}, {"title": ""}, {"title": "x" * 101}, {"description": "x" * 5001}, {"title": "a < b"}],
)
def test_what_youtube_would_refuse_is_not_sent(
    youtube: FakeYouTube, publisher: SocialPublisher, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        publisher.publish(replace(POST, **wrong), keep=keep)
    assert youtube.asked == []


def test_a_key_is_shown_to_youtube_alone(youtube: FakeYouTube, publisher: SocialPublisher) -> None:
    with pytest.raises(Misconfigured):
        publisher.publish(replace(POST, session="https://evil.example/upload"), keep=keep)
    assert youtube.asked == []


def test_a_test_opens_an_upload_sends_nothing_and_is_refused_the_list_of_channels(
    youtube: FakeYouTube, publisher: SocialPublisher
) -> None:
    assert publisher.prove().reaches == ()
    assert youtube.films == {}
    assert youtube.count("GET /youtube/v3/channels") == 1
    assert "scope" not in youtube.tokens.asked[0]


def test_a_key_that_could_do_more_is_found_out(youtube: FakeYouTube) -> None:
    youtube.tokens.granted = f"{UPLOAD} https://www.googleapis.com/auth/youtube"
    assert registry.build_publisher("youtube", youtube.settings(), keep=keep).prove().reaches == ("youtube",)
    youtube.tokens.granted, youtube.wide = "", True
    quiet = registry.build_publisher("youtube", youtube.settings(url=f"{youtube.url}/"), keep=keep)
    assert "youtube.readonly" in quiet.prove().reaches
