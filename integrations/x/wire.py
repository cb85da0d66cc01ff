"""X's payloads into our words and back; pure."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gateway.domain.social import without_links
from gateway.ports.social import Posted, PublicPicture

_SHORT_LINK = re.compile(r"https?://t\.co/\w+")


def picture_of(picture: PublicPicture) -> dict[str, Any]:
    """The body of an upload (docs.x.com/x-api/media/upload-media)."""
    content = base64.b64encode(picture.content).decode()
    return {"media": content, "media_category": "tweet_image", "media_type": picture.type}


def shows(media_id: str, alt: str) -> dict[str, Any]:
    """The body that says what a picture shows (docs.x.com/x-api/media/create-media-metadata)."""
    return {"id": media_id, "metadata": {"alt_text": {"text": alt}}}


def post_of(words: str, media: Sequence[str]) -> dict[str, Any]:
    """The body of a post; only accounts that it names may reply, and it names none."""
    return {"text": words, "reply_settings": "mentionedUsers"} | (
        {"media": {"media_ids": list(media)}} if media else {}
    )


def id_of(said: Mapping[str, Any]) -> str:
    """The id that an answer carries, or blank."""
    data = said.get("data")
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= 20 else ""


def name_of(said: Mapping[str, Any]) -> str:
    """The account's name, or blank."""
    data = said.get("data")
    name = data.get("username") if isinstance(data, dict) else None
    return f"@{name}" if isinstance(name, str) and re.fullmatch(r"\w{1,15}", name) else ""


def posted(post_id: str) -> Posted:
    """Where a post is."""
    return Posted(post_id, f"https://x.com/i/status/{post_id}", is_private=False)


def found(said: Mapping[str, Any], words: str, *, since: datetime) -> str:
    """The id of the newest post with these words that was made since then, or blank."""
    rows = said.get("data")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and _is_it(row, words, since=since):
            return id_of({"data": row})
    return ""


def _is_it(row: Mapping[str, Any], words: str, *, since: datetime) -> bool:
    """X writes every link anew and some signs as HTML, so that words are held against words without both."""
    try:
        made_at = datetime.fromisoformat(str(row.get("created_at")))
    except ValueError:
        return False
    shown = _SHORT_LINK.sub(" ", html.unescape(str(row.get("text"))))
    return made_at.tzinfo is not None and made_at >= since and shown.split() == without_links(words).split()
