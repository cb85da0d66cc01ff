"""YouTube's payloads into our words and back; pure (developers.google.com/youtube/v3/docs/videos/insert)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gateway.ports.social import Posted


def film_of(title: str, description: str) -> dict[str, Any]:
    """What is said of a film. It goes up as private: a person looks at it there, says whether it is made for children (which
    only somebody who has seen it can), and makes it public.
    """
    return {
        "snippet": {"title": title.strip(), "description": description.strip()},
        "status": {"privacyStatus": "private"},
    }


def announced(type: str, size: int) -> dict[str, str]:
    """The headers that open an upload."""
    return {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": type}


def piece(start: int, content: bytes, *, of: int) -> dict[str, str]:
    """The headers of a piece of a film."""
    return {"Content-Range": f"bytes {start}-{start + len(content) - 1}/{of}"}


def question(*, of: int) -> dict[str, str]:
    """The headers that ask how far an upload came."""
    return {"Content-Range": f"bytes */{of}"}


def next_place(told: Mapping[str, str]) -> int:
    """The first byte that YouTube does not have, from the Range of its answer; none was said to have come without one."""
    found = re.fullmatch(r"bytes=0-(\d+)", told.get("range", ""))
    return int(found[1]) + 1 if found else 0


def is_of(root: str, session: str) -> bool:
    """Whether an upload's address lies with the service, so that a key may be shown to it."""
    ours, theirs = urlsplit(root), urlsplit(session)
    return bool(theirs.netloc) and (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


def posted(said: Mapping[str, Any]) -> Posted | None:
    """A film that is there, or None for an answer that names none."""
    found, status = said.get("id"), said.get("status")
    if not isinstance(found, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", found):
        return None
    seen_by = status.get("privacyStatus") if isinstance(status, dict) else None
    return Posted(found, f"https://www.youtube.com/watch?v={found}", is_private=seen_by != "public")


def reason_of(said: Mapping[str, Any]) -> tuple[str, str]:
    """Google's own code of a refusal and its sentence, each blank where it does not say."""
    error = said.get("error")
    if not isinstance(error, dict):
        return "", ""
    listed = error.get("errors")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
    sentence = " ".join(re.sub(r"<[^>]*>", "", str(error.get("message") or "")).split())
    return str(first.get("reason") or ""), sentence if len(sentence) <= 200 else f"{sentence[:200]}…"
