"""A mean X on this machine: pictures, posts and the account's own newest, refusals in X's words, and its limits."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.channels.fake_service import FakeService, Question, Said
from tests.clocks import MONDAY_MORNING
from tests.servers.tokens import TokenServer

SCOPES = "tweet.read tweet.write users.read media.write offline.access"
ME = "1860000000000000000"


@dataclass(slots=True)
class Upload:
    """A picture that X holds, and what it is said to show."""

    media_id: str
    content: bytes
    type: str
    alt: str = ""


@dataclass(slots=True)
class Tweet:
    """A post that is public."""

    tweet_id: str
    text: str
    media: list[Upload]
    reply_settings: str
    made_at: datetime


class FakeX(FakeService):
    """One account. ``messages_open`` lets our key read private messages; ``late`` keeps posts out of the lists."""

    def __init__(self, tokens: TokenServer) -> None:
        super().__init__(tokens)
        tokens.granted = SCOPES
        self.uploads: dict[str, Upload] = {}
        self.tweets: list[Tweet] = []
        self.messages_open = False
        self.late = False
        self.credit = 1000
        self.clock: Callable[[], datetime] = lambda: MONDAY_MORNING

    def settings(self, **changes: Any) -> dict[str, Any]:
        """What leads to it, as the registry takes it."""
        return {"oauth": self.tokens.settings(vendor="x"), "url": self.url, **changes}

    def line_of(self, question: Question) -> str:
        """A question in a line."""
        return f"{question.method} {question.path}"

    def unauthorised(self) -> Said:
        """The vendor's own 401."""
        return _problem(401, "Unauthorized", "Unauthorized")

    def work(self, question: Question) -> Said:
        """Do what is asked."""
        asked = self.line_of(question)
        if asked == "GET /2/users/me":
            return Said(200, {"data": {"id": ME, "name": "Elmswick Primary", "username": "elmswick"}})
        if asked == "GET /2/dm_events":
            return Said(200, {"data": [], "meta": {"result_count": 0}}) if self.messages_open else _forbidden()
        if asked == f"GET /2/users/{ME}/tweets":
            return self._newest(question)
        body = json.loads(question.body)
        if asked == "POST /2/media/upload":
            return self._upload(body)
        if asked == "POST /2/media/metadata":
            self.uploads[body["id"]].alt = body["metadata"]["alt_text"]["text"]
            return Said(200, {"data": {"id": body["id"], "associated_metadata": body["metadata"]}})
        if asked == "POST /2/tweets":
            return self._post(body)
        return _problem(404, "Not Found", "Not Found")

    def _upload(self, body: dict[str, Any]) -> Said:
        if body.get("media_category") != "tweet_image" or body.get("media_type") not in ("image/jpeg", "image/png"):
            return _problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
        try:
            content = base64.b64decode(body["media"], validate=True)
        except binascii.Error:
            return _problem(400, "Invalid Request", "The media is not base64.")
        upload = Upload(str(1900000000000000000 + len(self.uploads)), content, body["media_type"])
        self.uploads[upload.media_id] = upload
        told = {
            "id": upload.media_id,
            "media_key": f"3_{upload.media_id}",
            "size": len(content),
            "expires_after_secs": 86400,
        }
        return Said(200, {"data": told})

    def _post(self, body: dict[str, Any]) -> Said:
        if self.credit <= 0:
            return _problem(402, "CreditsDepleted", "Your account does not have any credits.", kind="credits")
        text, media = body.get("text", ""), body.get("media", {}).get("media_ids", [])
        if any(one not in self.uploads for one in media):
            return _problem(400, "Invalid Request", "Your media IDs are invalid.")
        if text in [one.text for one in self.tweets]:
            return _problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
        made = Tweet(
            str(1870000000000000000 + len(self.tweets)),
            text,
            [self.uploads[one] for one in media],
            body.get("reply_settings", "everyone"),
            self.clock(),
        )
        self.tweets.append(made)
        self.credit -= 1
        return Said(201, {"data": {"id": made.tweet_id, "text": made.text, "edit_history_tweet_ids": [made.tweet_id]}})

    def _newest(self, question: Question) -> Said:
        size = int(question.one("max_results"))
        if not 5 <= size <= 100:
            return _problem(400, "Invalid Request", "The `max_results` query parameter value is not between 5 and 100.")
        shown = [] if self.late else list(reversed(self.tweets))[:size]
        return Said(200, {"data": [_shown(one) for one in shown]} if shown else {"meta": {"result_count": 0}})


def _shown(tweet: Tweet) -> dict[str, Any]:
    """A post as X gives it back: signs of HTML escaped, every link written anew, its pictures as a link behind it."""
    text = tweet.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"https?://\S+|\bwww\.\S+", "https://t.co/abc123", text)
    text += " https://t.co/pic456" if tweet.media else ""
    made_at = tweet.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {"id": tweet.tweet_id, "text": text, "created_at": made_at, "edit_history_tweet_ids": [tweet.tweet_id]}


def _forbidden() -> Said:
    return _problem(403, "Forbidden", "Forbidden")


def _problem(status: int, title: str, detail: str, *, kind: str = "") -> Said:
    problem = f"https://api.x.com/2/problems/{kind}" if kind else "about:blank"
    return Said(status, {"title": title, "detail": detail, "type": problem, "status": status})
