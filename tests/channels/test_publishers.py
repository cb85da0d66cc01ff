"""One contract for every publisher of the registry: whatever breaks, a post is there once, or not, or nobody claims to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.social import Film, PublicPicture, PublicPost, SocialPublisher
from integrations import http, registry
from tests.channels.fake_service import FakeService, Fault, Said
from tests.channels.fake_x import FakeX
from tests.channels.fake_youtube import FakeYouTube
from tests.clocks import MONDAY_MORNING
from tests.pictures import a_jpeg
from tests.servers.meddler import BREAKS, Meddler
from tests.servers.places import free_port

EMOJI = "Zofia’s bulbs 🧤👩🏽‍🏫 ąęż"
BYTES = b"film " * 120_000
HTML = Said(200, b"<html>Sign in</html>", {"Content-Type": "text/html"})


@dataclass(frozen=True, slots=True)
class Rig:
    """A publisher's fake: its settings, what it holds in public, a post for it, and what makes a post too long."""

    service: FakeService
    settings: dict[str, Any]
    held: Callable[[], list[str]]
    post: PublicPost
    too_long: dict[str, str]


def x_rig(request: pytest.FixtureRequest) -> Rig:
    service: FakeX = request.getfixturevalue("x")
    pictures = (PublicPicture("image/jpeg", a_jpeg(), EMOJI),)
    post = PublicPost(EMOJI, "", "", asked_at=MONDAY_MORNING, pictures=pictures)
    return Rig(service, service.settings(), lambda: [one.text for one in service.tweets], post, {"text": "ł" * 281})


def youtube_rig(request: pytest.FixtureRequest) -> Rig:
    service: FakeYouTube = request.getfixturevalue("youtube")
    film = Film("video/mp4", len(BYTES), lambda place: BYTES[place : (place // 262_144 + 1) * 262_144])
    post = PublicPost("", EMOJI, EMOJI, asked_at=MONDAY_MORNING, film=film)

    def held() -> list[str]:
        assert all(bytes(one.held) == BYTES for one in service.films.values()), "a film is there whole or not at all"
        return [one.said["snippet"]["title"] for one in service.films.values()]

    return Rig(service, service.settings(), held, post, {"title": "ł" * 101})


PUBLISHERS: Mapping[str, Callable[[pytest.FixtureRequest], Rig]] = {"twitter": x_rig, "youtube": youtube_rig}


def build(network: str, settings: dict[str, Any]) -> SocialPublisher:
    return registry.build_publisher(network, settings, keep=lambda token: None)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits as long as a school's Handbell would."""
    monkeypatch.setattr(http, "ANSWER_WITHIN", 0.5)


@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_a_post_arrives_once_and_whole_emoji_and_all(network: str, request: pytest.FixtureRequest) -> None:
    rig = PUBLISHERS[network](request)
    posted = build(network, rig.settings).publish(rig.post, keep=lambda session: None)
    assert rig.held() == [EMOJI]
    assert posted.vendor_id
    assert posted.address.startswith("https://")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", BREAKS)
@pytest.mark.parametrize("on", [1, 2, 3, 4])
@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_a_fault_of_the_network_loses_no_post_and_makes_none_twice(
    network: str, on: int, fault: str, request: pytest.FixtureRequest
) -> None:
    rig = PUBLISHERS[network](request)
    meddler = Meddler(rig.service.url, fault, on=on)
    kept, outcome, waits = [""], "posted", None
    try:
        build(network, rig.settings | {"url": meddler.url}).publish(rig.post, keep=kept.append)
        assert meddler.met or on > 3, "the post went past the fault"
    except TryLater as later:
        outcome, waits = "try later", later.after
    except OutcomeUnknown:
        outcome = "unknown"
    finally:
        meddler.close()
    if outcome == "try later":
        assert waits is not None, "it is certain that the post is not there"
        session = kept[-1].replace(meddler.url, rig.service.url)
        build(network, rig.settings).publish(replace(rig.post, session=session), keep=kept.append)
        assert rig.held() == [EMOJI]
    assert len(rig.held()) == 1 or outcome == "unknown"


@pytest.mark.parametrize(
    "said", [Said(code, b"<html>Oops</html>") for code in (500, 502, 503, 504)] + [HTML, Said(200, b"")]
)
@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_rubbish_for_an_answer_is_never_taken_for_a_post(
    network: str, said: Said, request: pytest.FixtureRequest
) -> None:
    rig = PUBLISHERS[network](request)
    rig.service.faults.append(Fault("", said, times=50))
    with pytest.raises((TryLater, OutcomeUnknown)):
        build(network, rig.settings).publish(rig.post, keep=lambda session: None)
    assert rig.held() == []


@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_a_network_that_asks_for_time_is_given_it(network: str, request: pytest.FixtureRequest) -> None:
    rig = PUBLISHERS[network](request)
    rig.service.faults.append(Fault("", Said(429, {}, {"Retry-After": "17"})))
    with pytest.raises(TryLater) as caught:
        build(network, rig.settings).publish(rig.post, keep=lambda session: None)
    assert (caught.value.after or 0) >= 17


@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_what_is_too_long_is_refused_before_anything_is_sent(network: str, request: pytest.FixtureRequest) -> None:
    rig = PUBLISHERS[network](request)
    with pytest.raises(Refused):
        build(network, rig.settings).publish(replace(rig.post, **rig.too_long), keep=lambda session: None)
    assert rig.service.asked == []


@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_a_key_that_is_refused_twice_waits_for_a_person(network: str, request: pytest.FixtureRequest) -> None:
    rig = PUBLISHERS[network](request)
    rig.service.faults.append(Fault("", rig.service.unauthorised(), times=50))
    publisher = build(network, rig.settings)
    with pytest.raises(Misconfigured):
        publisher.publish(rig.post, keep=lambda session: None)
    with pytest.raises(Misconfigured):
        publisher.prove()
    assert rig.held() == []


@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_a_network_that_is_not_reached_is_tried_again(network: str, request: pytest.FixtureRequest) -> None:
    rig = PUBLISHERS[network](request)
    away = build(network, rig.settings | {"url": f"http://127.0.0.1:{free_port()}"})
    with pytest.raises(TryLater) as caught:
        away.publish(rig.post, keep=lambda session: None)
    assert caught.value.after is not None
    with pytest.raises(TryLater):
        away.prove()


@pytest.mark.parametrize("network", registry.PUBLISHERS)
@pytest.mark.parametrize(
    "useless", ["", None, 7, ["x"], {}, {"vendor": "microsoft", "client_id": "a", "refresh_token": "b"}]
)
def test_settings_that_cannot_work_are_said_plainly(
    network: str, useless: object, request: pytest.FixtureRequest
) -> None:
    rig = PUBLISHERS[network](request)
    with pytest.raises(Misconfigured) as caught:
        build(network, rig.settings | {"oauth": useless})
    assert str(caught.value).endswith(".")
    for name in ("client_id", "refresh_token"):
        oauth = {key: value for key, value in rig.settings["oauth"].items() if key != name}
        with pytest.raises(Misconfigured):
            build(network, rig.settings | {"oauth": oauth})


@pytest.mark.clause("C22")
@pytest.mark.parametrize("network", registry.PUBLISHERS)
def test_no_publisher_reads_what_others_write(network: str, request: pytest.FixtureRequest) -> None:
    rig = PUBLISHERS[network](request)
    build(network, rig.settings).publish(rig.post, keep=lambda session: None)
    assert not [one.path for one in rig.service.asked if one.method == "GET"]


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(Misconfigured, match="twitter, youtube"):
        registry.build_publisher("tapestry", {}, keep=lambda token: None)
