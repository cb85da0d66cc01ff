"""Posting by Handbell itself: off until switched on, asked for post by post, done once, and told as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from gateway.actions.social import accounts, carrying, drafts, publishing
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Actor, one_school
from gateway.domain.social import TWITTER, YOUTUBE, Words
from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.social import Posted, Proof, PublicPost
from gateway.store import audit, social, social_accounts
from gateway.store.audit import Link
from gateway.store.social import Publication
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.pictures import a_jpeg, exif
from tests.schools import MONDAY_MORNING, SCHOOL

NOW = MONDAY_MORNING + timedelta(hours=1)
HEAD = one_school(1, Actor("staff", "ashdown"))
TYPED = {"client_id": "handbell", "client_secret": "very secret", "refresh_token": "refresh-0"}
KEY = b"z2M0q3d0a1dZbmZ1Y2t5b3V3aHlkb3lvdXJlYWR0aGk="
THERE = Posted("1870000000000000001", "https://x.com/i/status/1870000000000000001", is_private=False)
A_FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 9000


@dataclass
class FakePublisher:
    """A network that does what a test says, in order, and then works."""

    network: str = TWITTER
    instead: list[Any] = field(default_factory=list)
    took: list[PublicPost] = field(default_factory=list)
    proof: Any = field(default_factory=lambda: Proof("@elmswick", ()))
    seen: Posted | None = None
    session: str = ""
    turns_over: str = ""

    def publish(self, post: PublicPost, *, keep: Any) -> Posted:
        self.took.append(post)
        if self.session and not post.session:
            keep(self.session)
        said = self.instead.pop(0) if self.instead else THERE
        if isinstance(said, BaseException):
            raise said
        return said

    def find(self, post: PublicPost) -> Posted | None:
        self.took.append(post)
        return self.seen

    def prove(self) -> Proof:
        if isinstance(self.proof, Exception):
            raise self.proof
        return self.proof

    def build(self, network: str, settings: dict[str, Any], *, keep: Any) -> FakePublisher:
        assert settings["oauth"]["client_secret"] == "very secret"
        if self.turns_over:
            keep(self.turns_over)
        return self


@pytest.fixture
def network(sample_school: Flask, clock: SetClock) -> FakePublisher:
    """X, connected and switched on."""
    clock.now = NOW
    made = FakePublisher()
    switch_on(made)
    return made


def switch_on(made: FakePublisher, network: str = TWITTER) -> None:
    """Connect an account and switch it on."""
    accounts.connect(HEAD, network, TYPED, made.build, key=KEY, now=NOW)
    accounts.turn_on(HEAD, network, now=NOW)


def a_post(*networks: str) -> int:
    """A post with a picture, ready."""
    words = Words("Robin Class planted bulbs.", "Bulb planting", "Sixty daffodils.")
    post_id = drafts.save(HEAD, None, words, networks=networks or (TWITTER,), alts={}, now=NOW)
    drafts.add_picture(HEAD, post_id, a_jpeg(exif()), alt="Children plant bulbs.", now=NOW)
    drafts.make_ready(HEAD, post_id, now=NOW)
    return post_id


def tick(made: FakePublisher, clock: SetClock) -> int:
    """One beat of the job."""
    return publishing.publish_due(SCHOOL, made.build, key=KEY, clock=clock)


def told(post_id: int, network: str = TWITTER) -> Publication:
    """What is known of a post on a network."""
    return drafts.shown(SCHOOL, post_id).publications[network]


def events(*names: str) -> list[Link]:
    """The links of the record of these kinds, in their order."""
    with reading():
        return list(reversed(audit.latest(SCHOOL, names, limit=50)))


def test_nothing_goes_out_that_the_headteacher_did_not_confirm(network: FakePublisher, clock: SetClock) -> None:
    post_id = a_post()
    assert tick(network, clock) == 0
    record = publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    assert tick(network, clock) == 1
    assert tick(network, clock) == 0
    (post,) = network.took
    assert (post.text, post.tried_at, post.film) == ("Robin Class planted bulbs.", None, None)
    assert [one.alt for one in post.pictures] == ["Children plant bulbs."]
    assert b"Mrs Ashdown" not in post.pictures[0].content
    found = told(post_id)
    assert (found.state, found.how, found.vendor_id, found.address) == ("posted", "by_handbell", *_place(THERE))
    (asked,) = events("post.asked")
    assert (asked.seq, asked.actor) == (record, "staff:ashdown")
    assert asked.detail["content"] == events("post.ready")[0].detail["content"], "the very words that were ready"
    assert events("post.posted")[0].seq == found.record


def _place(posted: Posted) -> tuple[str, str]:
    return posted.vendor_id, posted.address


def test_an_account_that_is_off_or_not_there_posts_nothing(sample_school: Flask, clock: SetClock) -> None:
    clock.now = NOW
    made, post_id = FakePublisher(), a_post()
    for _ in range(2):
        with pytest.raises(InputProblem, match="post it by hand"):
            publishing.ask(HEAD, post_id, TWITTER, now=NOW)
        accounts.connect(HEAD, TWITTER, TYPED, made.build, key=KEY, now=NOW)
    accounts.turn_on(HEAD, TWITTER, now=NOW)
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    accounts.turn_off(HEAD, TWITTER, now=NOW)
    tick(made, clock)
    assert made.took == []
    assert told(post_id).state == "refused"
    assert "nothing was posted" in told(post_id).failure


def test_asking_twice_posts_once(network: FakePublisher, clock: SetClock) -> None:
    post_id = a_post()
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    with pytest.raises(InputProblem, match="on its way"):
        publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    tick(network, clock)
    with pytest.raises(InputProblem, match="on its way"):
        publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    with pytest.raises(InputProblem):
        carrying.carry(HEAD, post_id, TWITTER, THERE.address, now=NOW)
    assert len(network.took) == 1


def test_what_waits_can_be_stopped_and_what_has_left_cannot(network: FakePublisher, clock: SetClock) -> None:
    post_id = a_post()
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    publishing.stop(HEAD, post_id, TWITTER, now=NOW)
    assert tick(network, clock) == 0
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    tick(network, clock)
    with pytest.raises(InputProblem, match="no longer"):
        publishing.stop(HEAD, post_id, TWITTER, now=NOW)


def test_a_refusal_is_told_in_the_networks_words_and_may_be_asked_for_again(
    network: FakePublisher, clock: SetClock
) -> None:
    post_id = a_post()
    network.instead = [Refused("X refuses it (400): too many signs.", code="400")]
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    tick(network, clock)
    assert (told(post_id).state, told(post_id).failure) == ("refused", "X refuses it (400): too many signs.")
    assert events("post.refused")[0].detail["why"] == told(post_id).failure
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    assert tick(network, clock) == 1


def test_a_wrong_key_is_told_beside_the_account_too_and_nothing_comes_out_later_by_surprise(
    network: FakePublisher, clock: SetClock
) -> None:
    post_id = a_post()
    network.instead = [Misconfigured("The key has ended.")]
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    tick(network, clock)
    card = next(one for one in accounts.cards(SCHOOL, now=NOW) if one.network == TWITTER)
    assert (card.state, card.account and card.account.test_failure) == ("test_failed", "The key has ended.")
    clock.forward(timedelta(days=1))
    assert tick(network, clock) == 0
    assert told(post_id).state == "refused"


def test_a_network_that_asks_for_time_is_given_it_and_is_given_up_after_four_tries(
    network: FakePublisher, clock: SetClock
) -> None:
    post_id = a_post()
    network.instead = [TryLater("X is busy.", after=840.0) for _ in range(4)]
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    tick(network, clock)
    assert told(post_id).due_at == NOW + timedelta(seconds=840)
    assert (told(post_id).state, told(post_id).tried_at) == ("waiting", None)
    for _ in range(3):
        tick(network, clock)
        clock.forward(timedelta(hours=1))
        tick(network, clock)
    assert len(network.took) == 4
    assert told(post_id).state == "refused"
    assert "Nothing was posted." in told(post_id).failure


@pytest.mark.parametrize("broken", [OutcomeUnknown("X did not say."), ValueError("a bug of ours")])
def test_what_may_be_there_is_unknown_and_is_never_tried_again_by_itself(
    network: FakePublisher, clock: SetClock, broken: Exception
) -> None:
    post_id = a_post()
    network.instead = [broken]
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    tick(network, clock)
    clock.forward(timedelta(days=1))
    assert tick(network, clock) == 0
    assert told(post_id).state == "unknown"
    for ask in (
        lambda: publishing.ask(HEAD, post_id, TWITTER, now=NOW),
        lambda: drafts.change_again(HEAD, post_id, now=NOW),
        lambda: publishing.stop(HEAD, post_id, TWITTER, now=NOW),
    ):
        with pytest.raises(InputProblem):
            ask()
    assert len(network.took) == 1


def test_a_sender_that_died_is_asked_about_and_not_sent_again(network: FakePublisher, clock: SetClock) -> None:
    post_id = a_post()
    publishing.ask(HEAD, post_id, TWITTER, now=NOW)
    with writing():
        assert social.claim_publication(SCHOOL, now=NOW, lease_for=publishing.LEASE_FOR) is not None
    assert tick(network, clock) == 0, "somebody is at it"
    clock.forward(publishing.LEASE_FOR)
    tick(network, clock)
    assert network.took[0].tried_at == NOW, "the publisher looks before it does anything"


def test_unknown_ends_by_looking_by_saying_where_or_by_saying_that_it_is_not_there(
    network: FakePublisher, clock: SetClock
) -> None:
    ways = []
    for _ in range(3):
        network.instead = [OutcomeUnknown("X did not say.")]
        ways.append(a_post())
        publishing.ask(HEAD, ways[-1], TWITTER, now=NOW)
        tick(network, clock)
    looked, said, gone = ways
    assert not publishing.look(HEAD, looked, TWITTER, network.build, key=KEY, now=NOW)
    assert told(looked).state == "unknown", "not being seen proves nothing"
    network.seen = THERE
    assert publishing.look(HEAD, looked, TWITTER, network.build, key=KEY, now=NOW)
    carrying.carry(HEAD, said, TWITTER, "https://x.com/elmswick/status/7", now=NOW)
    publishing.say_not_there(HEAD, gone, TWITTER, now=NOW)
    assert [told(one).state for one in ways] == ["posted", "posted", "refused"]
    assert [told(one).how for one in ways[:2]] == ["by_handbell"] * 2
    with pytest.raises(InputProblem):
        publishing.say_not_there(HEAD, gone, TWITTER, now=NOW)
    publishing.ask(HEAD, gone, TWITTER, now=NOW)
    assert tick(network, clock) == 1


def test_a_film_is_kept_handed_over_in_pieces_and_forgotten(sample_school: Flask, clock: SetClock) -> None:
    clock.now = NOW
    made = FakePublisher(YOUTUBE, proof=Proof("", ()), session="https://upload.example/1")
    switch_on(made, YOUTUBE)
    post_id = a_post(YOUTUBE)
    with pytest.raises(InputProblem, match="film"):
        publishing.ask(HEAD, post_id, YOUTUBE, now=NOW)
    publishing.keep_film(HEAD, post_id, BytesIO(b"\x00\x00\x00\x18ftypmp42 another"), now=NOW)
    publishing.keep_film(HEAD, post_id, BytesIO(A_FILM), now=NOW)
    assert publishing.film_of(SCHOOL, post_id) == len(A_FILM)
    publishing.ask(HEAD, post_id, YOUTUBE, now=NOW)
    made.instead = [
        TryLater("The line broke.", after=30.0),
        Posted("film-000001", "https://www.youtube.com/watch?v=film-000001", is_private=True),
    ]
    tick(made, clock)
    assert told(post_id, YOUTUBE).session == "https://upload.example/1"
    clock.forward(timedelta(minutes=2))
    assert tick(made, clock) == 1
    first, second = made.took
    assert (first.session, second.session) == ("", "https://upload.example/1")
    film = first.film
    assert film is not None
    assert told(post_id, YOUTUBE).is_private
    assert publishing.film_of(SCHOOL, post_id) is None
    assert (film.type, film.size, film.read(0)) == ("video/mp4", len(A_FILM), b""), "it is gone once it is there"


def test_a_film_is_read_from_any_place_to_the_end_of_a_piece(sample_school: Flask, clock: SetClock) -> None:
    clock.now = NOW
    made = FakePublisher(YOUTUBE, proof=Proof("", ()), instead=[OutcomeUnknown("…")])
    switch_on(made, YOUTUBE)
    post_id = a_post(YOUTUBE)
    publishing.keep_film(HEAD, post_id, BytesIO(A_FILM), now=NOW)
    publishing.ask(HEAD, post_id, YOUTUBE, now=NOW)
    tick(made, clock)
    film = made.took[0].film
    assert film is not None
    held, place = b"", 0
    while piece := film.read(place):
        held, place = held + piece, place + len(piece)
    assert held == A_FILM
    assert film.read(5) == A_FILM[5 : publishing.PIECE]
    assert film.read(publishing.PIECE + 3)[:9] == A_FILM[publishing.PIECE + 3 :][:9]


def test_an_upload_that_was_begun_and_given_up_is_unknown(sample_school: Flask, clock: SetClock) -> None:
    clock.now = NOW
    made = FakePublisher(YOUTUBE, proof=Proof("", ()), session="https://upload.example/1")
    made.instead = [TryLater("The line broke.", after=30.0) for _ in range(4)]
    switch_on(made, YOUTUBE)
    post_id = a_post(YOUTUBE)
    publishing.keep_film(HEAD, post_id, BytesIO(A_FILM), now=NOW)
    publishing.ask(HEAD, post_id, YOUTUBE, now=NOW)
    for _ in range(4):
        tick(made, clock)
        clock.forward(timedelta(hours=1))
    assert told(post_id, YOUTUBE).state == "unknown"
    assert "YouTube Studio" in told(post_id, YOUTUBE).failure


@pytest.mark.parametrize(("raw", "sentence"), [(b"", "no film"), (b"RIFF....AVI LIST", "MP4"), (a_jpeg(), "no film")])
def test_what_is_no_film_is_refused(sample_school: Flask, raw: bytes, sentence: str) -> None:
    post_id = a_post(YOUTUBE)
    with pytest.raises(InputProblem, match=sentence):
        publishing.keep_film(HEAD, post_id, BytesIO(raw), now=NOW)


@pytest.mark.clause("C22")
def test_a_key_that_could_do_more_is_not_connected_and_an_account_that_widened_is_shown_and_kept_off(
    sample_school: Flask,
) -> None:
    made = FakePublisher(proof=Proof("@elmswick", ("dm.read",)))
    with pytest.raises(InputProblem, match=r"dm\.read.*Nothing was saved"):
        accounts.connect(HEAD, TWITTER, TYPED, made.build, key=KEY, now=NOW)
    assert not accounts.is_on(SCHOOL, TWITTER)
    made.proof = Proof("@elmswick", ())
    accounts.connect(HEAD, TWITTER, TYPED, made.build, key=KEY, now=NOW)
    made.proof = Proof("@elmswick", ("dm.read",))
    accounts.test(HEAD, TWITTER, made.build, key=KEY, now=NOW)
    card = accounts.cards(SCHOOL, now=NOW)[0]
    assert (card.state, card.account and card.account.fence) == ("test_failed", "open")
    with pytest.raises(InputProblem, match="test failed"):
        accounts.turn_on(HEAD, TWITTER, now=NOW)


@pytest.mark.clause("C22")
def test_an_account_whose_key_has_widened_posts_nothing_more(network: FakePublisher, clock: SetClock) -> None:
    first, second = a_post(), a_post()
    publishing.ask(HEAD, first, TWITTER, now=NOW)
    network.proof = Proof("@elmswick", ("dm.read",))
    accounts.test(HEAD, TWITTER, network.build, key=KEY, now=NOW)
    assert tick(network, clock) == 0
    assert network.took == []
    with pytest.raises(InputProblem, match="post it by hand"):
        publishing.ask(HEAD, second, TWITTER, now=NOW)


def test_a_key_is_kept_encrypted_its_end_is_known_and_a_new_one_takes_its_place(sample_school: Flask) -> None:
    made = FakePublisher(turns_over="refresh-1")
    accounts.connect(HEAD, TWITTER, TYPED | {"ends_on": "2026-12-10"}, made.build, key=KEY, now=NOW)
    with reading():
        held = social_accounts.accounts(SCHOOL)[TWITTER]
    assert "secret" not in held.settings
    assert "refresh" not in held.settings
    assert accounts.cards(SCHOOL, now=NOW)[0].days_left == 17
    seen: list[dict[str, Any]] = []

    def build(network: str, settings: dict[str, Any], *, keep: Any) -> FakePublisher:
        seen.append(settings)
        return made.build(network, settings, keep=keep)

    made.turns_over = "refresh-2"
    accounts.test(HEAD, TWITTER, build, key=KEY, now=NOW)
    made.turns_over = ""
    accounts.test(HEAD, TWITTER, build, key=KEY, now=NOW)
    assert [one["oauth"]["refresh_token"] for one in seen] == ["refresh-1", "refresh-2"]
    accounts.test(HEAD, TWITTER, build, key=b"b3RoZXIgb3RoZXIgb3RoZXIgb3RoZXIgb3RoZXIgb3Q=", now=NOW)
    assert "Connect the account again" in str(accounts.cards(SCHOOL, now=NOW)[0].account)
    accounts.disconnect(HEAD, TWITTER, now=NOW)
    for ask in (accounts.disconnect, accounts.turn_on, accounts.turn_off):
        with pytest.raises(InputProblem):
            ask(HEAD, TWITTER, now=NOW)
