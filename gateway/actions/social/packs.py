"""The pack of a post: everything a person needs to post it by hand, as one ZIP file."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from typing import IO

from gateway.actions.directory import directory
from gateway.actions.social import words
from gateway.actions.social.drafts import ShownPost, digest_of, in_hand, words_of
from gateway.domain.errors import InputProblem
from gateway.domain.pictures import ENDINGS
from gateway.domain.scope import Scope
from gateway.domain.social import TWITTER, YOUTUBE, weight_of
from gateway.store import audit, social
from gateway.store.transaction import writing


def make_pack(scope: Scope, post_id: int, into: IO[bytes], *, now: datetime) -> int:
    """Write the pack of a ready post; the number of the link that says who took it.

    Pictures are named by their number alone: a file's name is read by whoever saves it. Raises NoSuchPost, InputProblem.
    Event: post.packed.
    """
    with writing():
        audit.take_turn(scope)
        found = in_hand(scope, post_id)
        if not found.is_ready:
            raise InputProblem("This post is still being written. It can be packed once it is ready.")
        school = directory(scope).roster.school.name
        record = audit.append(scope, "post.packed", now=now, clause="C5", post=post_id, content=digest_of(scope, found))
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in _texts(found, school=school).items():
                _write(archive, name, text.replace("\n", "\r\n").encode(), now=now)
            for number, one in enumerate(found.pictures, 1):
                content = social.picture_content(scope, post_id, one.picture_id) or b""
                _write(archive, f"pictures/picture-{number}.{ENDINGS[one.type]}", content, now=now)
    return record


def _texts(found: ShownPost, *, school: str) -> dict[str, str]:
    """File → what stands in it."""
    said, networks = words_of(found.post), found.post.networks
    texts = {
        "READ-ME.txt": words.read_me(school=school, networks=networks, pictures=len(found.pictures)),
        "checklist.txt": words.checklist(networks=networks, pictures=len(found.pictures)),
    }
    if TWITTER in networks:
        texts["twitter/text.txt"] = said.text.strip() + "\n"
        texts["twitter/count.txt"] = words.counted(weight_of(said.text.strip()))
    if YOUTUBE in networks:
        texts["youtube/title.txt"] = said.title.strip() + "\n"
        texts["youtube/description.txt"] = said.description.strip() + "\n"
    if found.pictures:
        texts["pictures/what-they-show.txt"] = "".join(
            f"picture-{number}.{ENDINGS[one.type]}\n{one.alt}\n\n" for number, one in enumerate(found.pictures, 1)
        )
    return texts


def _write(archive: zipfile.ZipFile, name: str, body: bytes, *, now: datetime) -> None:
    entry = zipfile.ZipInfo(name, date_time=now.astimezone(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, body)
