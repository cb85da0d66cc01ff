"""Files that people sent, handed to a browser so that it saves them and never runs them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response

KNOWN = frozenset(
    {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/heic",
        "text/plain",
        "text/csv",
        "text/calendar",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
    }
)
"""The types that are named; every other file is bytes and nothing else."""


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file beside a message: where it is, its name, and its size in words."""

    url: str
    name: str
    size: str


def say_size(count: int) -> str:
    """A number of bytes as people say it: ``20 KB``, ``1.4 MB``."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def as_file(body: bytes, *, name: str, kind: str) -> Response:
    """A file to be saved under a safe form of ``name``, with a type of the short list and no guessing by the browser."""
    answer = Response(body, mimetype=kind if kind in KNOWN else "application/octet-stream")
    safe = safe_name(name)
    plain = safe.encode("ascii", "ignore").decode().replace('"', "").strip(" .") or "file"
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def safe_name(name: str) -> str:
    """A file name without folders, control characters or signs that turn its end around; never blank."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return re.sub(r'[<>:"|?*]', "_", kept).strip(" .")[:120] or "file"
