"""The pages of posts: a draft that survives, limits that are counted without a script, pictures, the pack, and where it went."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions.social import drafts
from tests.pictures import a_jpeg, exif
from tests.schools import SCHOOL, come_in, form_token, submit

NEW = "/posts/new"
PLACE = "https://x.com/elmswick/status/1860000000000000001"
SHOWS = "Six children plant bulbs by a gate."


@pytest.fixture
def head(sqlite_school: Flask) -> FlaskClient:
    """Mrs Ashdown."""
    return come_in(sqlite_school, "ashdown")


@pytest.fixture
def office(sqlite_school: Flask) -> FlaskClient:
    """Mrs Okafor, who carries posts and writes none."""
    return come_in(sqlite_school, "okafor")


def write(client: FlaskClient, path: str = NEW, **fields: object) -> TestResponse:
    """Send the page of a post with these fields."""
    usual = {"csrf_token": form_token(client, path), "text": "Robin Class planted bulbs.", "networks": ["twitter"]}
    return client.post(path, data=usual | fields, content_type="multipart/form-data")


def a_picture(raw: bytes | None = None) -> tuple[BytesIO, str]:
    """A photograph as a browser sends it, with a name that nobody else should read."""
    return BytesIO(raw if raw is not None else a_jpeg(exif())), "Zofia Nowak.jpg"


def said(answer: TestResponse) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def a_ready_post(head: FlaskClient) -> str:
    """The address of a post with a picture, ready."""
    kept = write(head, picture=a_picture(), new_alt=SHOWS, do="ready")
    assert kept.status_code == 302, said(kept)
    return str(kept.location)


def test_a_post_is_written_counted_and_made_ready(head: FlaskClient) -> None:
    assert "No posts yet" in said(head.get("/posts"))
    kept = write(head, text="x" * 300, title="Bulbs", networks=["twitter", "youtube"])
    assert re.fullmatch(r"/posts/\d+/edit", kept.location)
    page = said(head.get(kept.location))
    assert "300 of 280" in page
    assert "20 too many" in page
    refused = write(head, kept.location, text="x" * 281, do="ready")
    assert refused.status_code == 400
    assert "Take out 1: it has 281 of 280" in said(refused)
    assert "x" * 281 in said(head.get(kept.location)), "what was typed is kept all the same"
    ready = write(head, kept.location, text="x" * 280, do="ready")
    assert "Ready to be posted" in said(head.get(ready.location))
    assert head.get(kept.location).location == ready.location


def test_the_room_is_counted_for_a_page_that_asks_while_somebody_types(head: FlaskClient) -> None:
    counted = submit(head, NEW, "/posts/count", text="See https://elmswick.example/news 🌼", title="a", description="ł")
    page = said(counted)
    assert "Twitter/X: 30 of 280" in page
    assert "YouTube, title: 1 of 100" in page
    assert "YouTube, description: 2 of 5,000" in page
    assert drafts.posts(SCHOOL) == (), "counting keeps nothing"


@pytest.mark.clause("C20")
def test_a_picture_is_kept_without_its_secrets_and_its_name_and_says_what_was_taken_out(head: FlaskClient) -> None:
    kept = write(head, picture=a_picture(), new_alt=SHOWS)
    page = said(head.get(kept.location))
    assert "Taken out of it: place, time and camera." in page
    assert "Zofia Nowak" not in page
    shown = head.get(re.search(r'img src="([^"]+)"', page)[1])  # type: ignore[index]
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Mrs Ashdown" not in shown.data


@pytest.mark.parametrize(("raw", "sentence"), [(b"GIF89a", "no JPEG"), (a_jpeg()[:-3], "not whole"), (b"", "no JPEG")])
def test_a_picture_that_cannot_be_used_is_refused_and_the_words_are_kept(
    head: FlaskClient, raw: bytes, sentence: str
) -> None:
    refused = write(head, picture=a_picture(raw), new_alt=SHOWS, text="Bulbs, bulbs")
    assert refused.status_code == 400
    assert sentence in said(refused)
    assert drafts.posts(SCHOOL)[0].post.text == "Bulbs, bulbs"


def test_a_picture_of_megabytes_fits_and_one_that_is_too_large_is_said_so(head: FlaskClient) -> None:
    big = a_jpeg(*(b"\xff\xfe\xff\xff" + b"x" * 65533 for _ in range(60)))
    assert len(big) > 3_900_000
    assert write(head, picture=a_picture(big), new_alt=SHOWS).status_code == 302
    large = write(head, picture=a_picture(a_jpeg(tail=b"x" * 5 * 1024 * 1024)))
    assert large.status_code == 400
    assert "larger than 5 MB" in said(large)


def test_nobody_fills_the_disk_who_is_not_signed_in(sqlite_school: Flask) -> None:
    stranger = sqlite_school.test_client()
    answer = stranger.post(NEW, data={"picture": a_picture(b"x" * 400_000)}, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_pictures_are_described_and_taken_out(head: FlaskClient) -> None:
    kept = write(head, picture=a_picture())
    refused = write(head, kept.location, do="ready")
    assert "Say what picture 1 shows" in said(refused)
    name = re.search(r'name="(alt-\d+)"', said(refused))[1]  # type: ignore[index]
    write(head, kept.location, **{name: SHOWS})
    assert f">{SHOWS}</textarea>" in said(head.get(kept.location))
    write(head, kept.location, remove=name.removeprefix("alt-"))
    assert 'name="alt-' not in said(head.get(kept.location))


def test_the_office_takes_the_pack_says_where_it_is_and_takes_that_back(head: FlaskClient, office: FlaskClient) -> None:
    path = a_ready_post(head)
    assert path in said(office.get("/posts"))
    pack = submit(office, path, f"{path}/pack")
    assert pack.mimetype == "application/zip"
    assert "READ-ME.txt" in zipfile.ZipFile(BytesIO(pack.data)).namelist()
    wrong = submit(office, path, f"{path}/twitter/posted", address="https://x.com/elmswick")
    assert wrong.status_code == 400
    assert "like https://x.com/school/status/" in said(wrong)
    assert 'value="https://x.com/elmswick"' in said(wrong)
    assert submit(office, path, f"{path}/twitter/posted", address=PLACE).status_code == 302
    page = said(office.get(path))
    assert f'href="{PLACE}"' in page
    assert "Posted by hand" in page
    submit(office, path, f"{path}/twitter/not-posted")
    assert PLACE not in said(office.get(path))


def test_a_draft_is_for_who_writes_and_no_business_of_the_office(head: FlaskClient, office: FlaskClient) -> None:
    draft = write(head, text="A secret so far").location
    assert "A secret so far" not in said(office.get("/posts"))
    assert office.get(draft).status_code == 403
    assert office.get(draft.removesuffix("/edit")).status_code == 404
    assert "Write a post" not in said(office.get("/posts"))


def test_a_ready_post_may_be_changed_again_by_who_writes(head: FlaskClient, office: FlaskClient) -> None:
    path = a_ready_post(head)
    assert "Change it again" not in said(office.get(path))
    changed = submit(head, path, f"{path}/change")
    assert changed.location == f"{path}/edit"
    assert SHOWS in said(head.get(changed.location))


def test_a_draft_is_thrown_away_after_one_more_question(head: FlaskClient) -> None:
    path = write(head).location.removesuffix("/edit")
    assert "Robin Class planted bulbs." in said(head.get(f"{path}/discard"))
    assert submit(head, f"{path}/discard").location == "/posts"
    assert head.get(path).status_code == 404


def test_rubbish_in_the_form_is_refused_in_a_sentence(head: FlaskClient) -> None:
    for fields in ({"alt-x": "y"}, {"remove": "no number"}, {"text": "x" * 20_001}):
        assert write(head, **fields).status_code == 400
    assert head.get("/posts/99999999999999999999").status_code == 404
