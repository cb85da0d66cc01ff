"""A mean YouTube on this machine: uploads in pieces that break, are asked for and gone on with, and its refusals."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.channels.fake_service import FakeService, Question, Said
from tests.servers.tokens import TokenServer

UPLOAD = "https://www.googleapis.com/auth/youtube.upload"
UNIT = 256 * 1024
"""Bytes that every piece but the last must be a multiple of."""


@dataclass(slots=True)
class Session:
    """One upload: what is said of the film, how long it will be, and what of it has come."""

    said: dict[str, Any]
    size: int
    held: bytearray = field(default_factory=bytearray)
    film: str = ""


class FakeYouTube(FakeService):
    """One channel. ``wide`` lets our key list channels; ``audited`` lets a film be anything but private."""

    def __init__(self, tokens: TokenServer) -> None:
        super().__init__(tokens)
        tokens.granted = UPLOAD
        self.sessions: dict[str, Session] = {}
        self.films: dict[str, Session] = {}
        self.wide = False
        self.forgets = False

    def settings(self, **changes: Any) -> dict[str, Any]:
        """What leads to it, as the registry takes it."""
        return {"oauth": self.tokens.settings(vendor="google"), "url": self.url, **changes}

    def line_of(self, question: Question) -> str:
        """A question in a line."""
        return f"{question.method} {question.path}"

    def unauthorised(self) -> Said:
        """The vendor's own 401."""
        return refusal(401, "authError", "Invalid Credentials")

    def work(self, question: Question) -> Said:
        """Open an upload, take a piece, say how far it came, or refuse the list of channels."""
        asked = self.line_of(question)
        if asked == "GET /youtube/v3/channels":
            narrow = refusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
            return Said(200, {"items": [{"id": "UC1"}]}) if self.wide else narrow
        if asked == "POST /upload/youtube/v3/videos" and question.one("uploadType") == "resumable":
            return self._open(question)
        if asked == "PUT /upload/youtube/v3/videos":
            return self._put(question)
        return refusal(404, "notFound", "Not Found")

    def _open(self, question: Question) -> Said:
        said, size = json.loads(question.body), int(question.headers.get("x-upload-content-length", "0"))
        if not said["snippet"]["title"] or len(said["snippet"]["title"]) > 100:
            return refusal(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.")
        name = f"upload{len(self.sessions)}"
        self.sessions[name] = Session(said, size)
        place = f"http://{question.headers['host']}/upload/youtube/v3/videos?uploadType=resumable&upload_id={name}"
        return Said(200, None, {"Location": place})

    def _put(self, question: Question) -> Said:
        session = self.sessions.get(question.one("upload_id"))
        if session is None or self.forgets:
            return refusal(404, "notFound", "Not Found")
        if session.film:
            return Said(200, self._shown(session))
        told = question.headers.get("content-range", "")
        piece = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", told)
        if piece:
            first, last, size = map(int, piece.groups())
            whole = last - first + 1 == len(question.body) and size == session.size
            if not whole or first != len(session.held) or (last + 1 < size and len(question.body) % UNIT):
                return refusal(400, "badRequest", "Invalid Content-Range.")
            session.held += question.body
        elif told != f"bytes */{session.size}":
            return refusal(400, "badRequest", "Invalid Content-Range.")
        if len(session.held) < session.size:
            return Said(308, None, {"Range": f"bytes=0-{len(session.held) - 1}"} if session.held else {})
        session.film = f"film-{len(self.films):06}"
        self.films[session.film] = session
        return Said(201, self._shown(session))

    def _shown(self, session: Session) -> dict[str, Any]:
        return {"kind": "youtube#video", "id": session.film, **session.said}


def refusal(status: int, reason: str, message: str) -> Said:
    """A refusal as Google writes one."""
    told = [{"message": message, "domain": "youtube", "reason": reason}]
    return Said(status, {"error": {"code": status, "message": message, "errors": told}})
