"""Posts that are written and packed: kept as they are typed, ready only when whole, and told of in the record."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from gateway.actions.social import carrying, drafts, packs
from gateway.actions.social.drafts import NoSuchPost, NotReady
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Actor, one_school
from gateway.domain.social import TWITTER, YOUTUBE, Words
from gateway.store import audit
from gateway.store.audit import Link
from gateway.store.transaction import reading
from tests.pictures import a_jpeg, a_png, exif
from tests.schools import MONDAY_MORNING, SCHOOL

NOW = MONDAY_MORNING + timedelta(hours=1)
HEAD = one_school(1, Actor("staff", "ashdown"))
OFFICE = one_school(1, Actor("staff", "okafor"))
WORDS = Words("Robin Class planted bulbs 🌼", "Bulb planting", "Sixty daffodils.\nSee you in spring.")
SHOWS = "Six children plant bulbs by a gate."
PLACE = "https://x.com/elmswick/status/1860000000000000001"


def a_draft(words: Words = WORDS, *networks: str) -> int:
    """A post as Mrs Ashdown keeps it."""
    return drafts.save(HEAD, None, words, networks=networks or (TWITTER,), alts={}, now=NOW)


def a_ready_post(*networks: str) -> int:
    """One with a photograph, ready."""
    post_id = a_draft(WORDS, *networks)
    drafts.add_picture(HEAD, post_id, a_jpeg(exif(orientation=6)), alt=SHOWS, now=NOW)
    drafts.make_ready(HEAD, post_id, now=NOW)
    return post_id


def packed(post_id: int) -> zipfile.ZipFile:
    """The pack of a post, as Mrs Okafor takes it."""
    file = BytesIO()
    packs.make_pack(OFFICE, post_id, file, now=NOW)
    return zipfile.ZipFile(file)


def events(*names: str) -> list[Link]:
    """The links of the record of these kinds, in their order."""
    with reading():
        return list(reversed(audit.latest(SCHOOL, names, limit=50)))


def test_a_draft_is_kept_however_unfinished_it_is(sample_school: Flask) -> None:
    post_id = a_draft(Words("x" * 400, "<", ""), TWITTER, YOUTUBE)
    found = drafts.shown(HEAD, post_id)
    assert (found.post.text, found.post.networks, found.is_ready) == ("x" * 400, (TWITTER, YOUTUBE), False)
    drafts.save(HEAD, post_id, Words("Shorter"), networks=("carrier pigeon",), alts={}, now=NOW)
    assert drafts.shown(HEAD, post_id).post.text == "Shorter"
    assert drafts.shown(HEAD, post_id).post.networks == ()
    assert [one.post.post_id for one in drafts.posts(HEAD)] == [post_id]


def test_a_post_is_ready_only_when_every_picture_is_described_and_every_network_would_take_it(
    sample_school: Flask,
) -> None:
    post_id = a_draft(Words("x" * 281), TWITTER, YOUTUBE)
    drafts.add_picture(HEAD, post_id, a_png(), alt=" ", now=NOW)
    with pytest.raises(NotReady) as caught:
        drafts.make_ready(HEAD, post_id, now=NOW)
    (picture,) = drafts.shown(HEAD, post_id).pictures
    name = f"alt-{picture.picture_id}"
    assert [field for field, _ in caught.value.problems] == ["title", "text", name]
    drafts.save(HEAD, post_id, WORDS, networks=(TWITTER,), alts={picture.picture_id: "x" * 1001}, now=NOW)
    with pytest.raises(NotReady, match="1,000 characters"):
        drafts.make_ready(HEAD, post_id, now=NOW)
    drafts.save(HEAD, post_id, WORDS, networks=(TWITTER,), alts={picture.picture_id: SHOWS}, now=NOW)
    drafts.make_ready(HEAD, post_id, now=NOW)
    assert drafts.shown(HEAD, post_id).is_ready


def test_the_words_of_a_ready_post_stand(sample_school: Flask) -> None:
    post_id = a_ready_post(TWITTER)
    for change in (
        lambda: drafts.save(HEAD, post_id, Words("Other"), networks=(TWITTER,), alts={}, now=NOW),
        lambda: drafts.add_picture(HEAD, post_id, a_png(), alt="", now=NOW),
        lambda: drafts.remove_picture(HEAD, post_id, drafts.shown(HEAD, post_id).pictures[0].picture_id),
        lambda: drafts.discard(HEAD, post_id, now=NOW),
    ):
        with pytest.raises(InputProblem, match="Change it again"):
            change()
    assert drafts.shown(HEAD, post_id).post.text == WORDS.text
    drafts.change_again(HEAD, post_id, now=NOW)
    drafts.save(HEAD, post_id, Words("Other"), networks=(TWITTER,), alts={}, now=NOW)
    drafts.make_ready(HEAD, post_id, now=NOW)
    first, second = (one.detail["content"] for one in events("post.ready"))
    assert first != second, "the record tells one set of words from the other"


def test_four_pictures_and_no_more_and_none_that_is_too_large(sample_school: Flask) -> None:
    post_id = a_draft()
    for _ in range(4):
        drafts.add_picture(HEAD, post_id, a_png(), alt=SHOWS, now=NOW)
    with pytest.raises(InputProblem, match="4 pictures"):
        drafts.add_picture(HEAD, post_id, a_png(), alt=SHOWS, now=NOW)
    with pytest.raises(InputProblem, match="5 MB"):
        drafts.add_picture(HEAD, post_id, a_png(tail=b"x" * (5 * 1024 * 1024)), alt=SHOWS, now=NOW)
    drafts.remove_picture(HEAD, post_id, drafts.shown(HEAD, post_id).pictures[1].picture_id)
    assert len(drafts.shown(HEAD, post_id).pictures) == 3


@pytest.mark.clause("C20")
def test_the_pack_holds_the_words_the_clean_pictures_and_what_they_show_and_who_took_it_is_written_down(
    sample_school: Flask,
) -> None:
    post_id = a_ready_post(TWITTER, YOUTUBE)
    pack = packed(post_id)
    assert sorted(pack.namelist()) == [
        "READ-ME.txt",
        "checklist.txt",
        "pictures/picture-1.jpg",
        "pictures/what-they-show.txt",
        "twitter/count.txt",
        "twitter/text.txt",
        "youtube/description.txt",
        "youtube/title.txt",
    ]
    assert pack.read("twitter/text.txt").decode() == "Robin Class planted bulbs 🌼\r\n"
    assert pack.read("youtube/description.txt").decode() == "Sixty daffodils.\r\nSee you in spring.\r\n"
    assert b"28 of 280" in pack.read("twitter/count.txt")
    assert SHOWS.encode() in pack.read("pictures/what-they-show.txt")
    assert b"Mrs Ashdown's phone" not in b"".join(pack.read(name) for name in pack.namelist())
    (link,) = events("post.packed")
    assert (link.actor, link.detail["post"]) == ("staff:okafor", post_id)
    assert link.detail["content"] == events("post.ready")[0].detail["content"]


def test_a_pack_for_one_network_says_nothing_of_the_other_and_a_draft_has_none(sample_school: Flask) -> None:
    pack = packed(a_ready_post(TWITTER))
    assert not [name for name in pack.namelist() if name.startswith("youtube")]
    assert b"YouTube" not in pack.read("READ-ME.txt") + pack.read("checklist.txt")
    with pytest.raises(InputProblem, match="still being written"):
        packed(a_draft())


@pytest.mark.clause("C22")
def test_the_pack_keeps_replies_out_of_the_public(sample_school: Flask) -> None:
    said = " ".join(packed(a_ready_post(TWITTER, YOUTUBE)).read("READ-ME.txt").decode().split())
    assert "never answered in public" in said
    assert "Only accounts you mention" in said
    assert "Comments: turn them off" in said


def test_what_a_person_posted_by_hand_is_written_down_once_and_may_be_taken_back(sample_school: Flask) -> None:
    post_id = a_ready_post(TWITTER)
    carrying.carry(OFFICE, post_id, TWITTER, "twitter.com/Elmswick/status/1860000000000000001?s=20", now=NOW)
    told = drafts.shown(HEAD, post_id).publications[TWITTER]
    assert (told.state, told.how, told.by) == ("posted", "by_hand", "okafor")
    assert (told.vendor_id, told.address) == ("1860000000000000001", PLACE.replace("elmswick", "Elmswick"))
    assert events("post.carried")[0].seq == told.record
    with pytest.raises(InputProblem, match="already"):
        carrying.carry(OFFICE, post_id, TWITTER, PLACE, now=NOW)
    with pytest.raises(InputProblem, match="gone out"):
        drafts.change_again(HEAD, post_id, now=NOW)
    carrying.take_back(OFFICE, post_id, TWITTER, now=NOW)
    assert drafts.shown(HEAD, post_id).publications == {}
    with pytest.raises(InputProblem):
        carrying.take_back(OFFICE, post_id, TWITTER, now=NOW)


@pytest.mark.parametrize(
    ("network", "address", "vendor_id"),
    [
        (TWITTER, "https://mobile.twitter.com/a_b/status/1", "1"),
        (TWITTER, " HTTPS://X.COM/a/status/12/photo/1 ", "12"),
        (YOUTUBE, "https://youtu.be/abc-DEF_123", "abc-DEF_123"),
        (YOUTUBE, "https://www.youtube.com/watch?app=desktop&v=abc-DEF_123&t=3", "abc-DEF_123"),
        (YOUTUBE, "https://studio.youtube.com/video/abc-DEF_123/edit", "abc-DEF_123"),
        (YOUTUBE, "youtube.com/shorts/abc-DEF_123", "abc-DEF_123"),
    ],
)
def test_the_address_of_a_post_is_known_in_all_its_forms(network: str, address: str, vendor_id: str) -> None:
    found, place = carrying.placed(network, address)
    assert found == vendor_id
    assert carrying.placed(network, place) == (found, place)


@pytest.mark.parametrize(
    ("network", "address"),
    [
        (TWITTER, ""),
        (TWITTER, "https://x.com/elmswick"),
        (TWITTER, "https://x.com.evil.example/a/status/1"),
        (TWITTER, "javascript://x.com/a/status/1"),
        (TWITTER, "https://[x.com/a/status/1"),
        (YOUTUBE, "https://www.youtube.com/"),
        (YOUTUBE, PLACE),
        ("tapestry", PLACE),
    ],
)
def test_what_is_no_address_of_a_post_is_refused(network: str, address: str) -> None:
    with pytest.raises(InputProblem):
        carrying.placed(network, address)


def test_what_is_thrown_away_is_gone(sample_school: Flask) -> None:
    post_id = a_draft()
    drafts.add_picture(HEAD, post_id, a_png(), alt=SHOWS, now=NOW)
    drafts.discard(HEAD, post_id, now=NOW)
    for ask in (
        lambda: drafts.shown(HEAD, post_id),
        lambda: drafts.discard(HEAD, post_id, now=NOW),
        lambda: drafts.save(HEAD, post_id, WORDS, networks=(), alts={}, now=NOW),
        lambda: packed(post_id),
    ):
        with pytest.raises(NoSuchPost):
            ask()
    assert events("post.discarded")[0].detail == {"post": post_id}
