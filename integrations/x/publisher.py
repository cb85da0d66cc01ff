"""Posting on X by its API, version 2: pictures with what they show, then the post; never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gateway.domain.social import MOST_PICTURES, MOST_WEIGHT, TWITTER, weight_of
from gateway.ports.errors import Misconfigured, OutcomeUnknown, PortError, Refused, TryLater
from gateway.ports.social import Posted, Proof, PublicPicture, PublicPost
from integrations.http import Answer, ask
from integrations.oauth import OAuthTokens
from integrations.x import wire
from integrations.x.codes import error_of

URL = "https://api.x.com"
NEEDED = frozenset({"tweet.read", "tweet.write", "users.read", "media.write"})
WANTED = NEEDED | {"offline.access"}
"""What the account agrees to (docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code), and nothing more."""
CLOCKS_DIFFER = timedelta(minutes=2)
LOOKED_THROUGH = 5
"""How many of our own newest posts are read to find one; X wants at least five asked for, and half a cent for each."""


class XPublisher:
    """One account of X."""

    network = TWITTER

    def __init__(self, tokens: OAuthTokens, *, url: str = URL) -> None:
        self._tokens = tokens
        self._url = url.rstrip("/")

    def publish(self, post: PublicPost, *, keep: Callable[[str], None]) -> Posted:
        """Post it. X knows no key of ours that would make a second request harmless, so that our own newest posts are read
        where it does not answer, or where an earlier attempt may have arrived. See the port for what is raised.
        """
        words = _checked(post)
        if post.tried_at is not None:
            return self._only_found(post)
        media = [self._upload(one) for one in post.pictures]
        try:
            made = wire.id_of(self._ask("POST", "/2/tweets", body=wire.post_of(words, media)).fields())
        except TryLater as failure:
            if failure.after is not None:
                raise
            made = ""
        return wire.posted(made) if made else self._only_found(post)

    def find(self, post: PublicPost) -> Posted | None:
        """Look through our own newest posts. Raises TryLater, Misconfigured, Refused."""
        me = wire.id_of(self._ask("GET", "/2/users/me").fields())
        if not me:
            raise TryLater("X's answer makes no sense.", after=60.0)
        asked = {"max_results": LOOKED_THROUGH, "exclude": "retweets,replies", "tweet.fields": "created_at"}
        newest = self._ask("GET", f"/2/users/{me}/tweets", query=asked).fields()
        made = wire.found(newest, post.text, since=post.asked_at - CLOCKS_DIFFER)
        return wire.posted(made) if made else None

    def prove(self) -> Proof:
        """See whose account it is, that we may post, and that its private messages stay shut to us."""
        account = wire.name_of(self._ask("GET", "/2/users/me").fields())
        granted = self._tokens.granted()
        if not account:
            raise TryLater("X's answer makes no sense.", after=60.0)
        if granted and (lacking := sorted(NEEDED - granted)):
            raise Misconfigured(f"This key may not do all that posting needs; it lacks {', '.join(lacking)}.")
        reaches = set(granted - WANTED)
        if self._reads_private_messages():
            reaches.add("dm.read")
        return Proof(account, tuple(sorted(reaches)))

    def _reads_private_messages(self) -> bool:
        """Try what must be refused: who could read them would have opened a way in that the policy does not know."""
        try:
            self._ask("GET", "/2/dm_events", query={"max_results": 1})
        except (Refused, Misconfigured):
            return False
        return True

    def _only_found(self, post: PublicPost) -> Posted:
        try:
            found = self.find(post)
        except PortError as failure:
            raise OutcomeUnknown(f"{UNKNOWN} It could not be looked up either.") from failure
        if found is None:
            raise OutcomeUnknown(UNKNOWN)
        return found

    def _upload(self, picture: PublicPicture) -> str:
        """The id of a picture that X now holds for us; nobody sees it before a post names it, so that this may be repeated."""
        try:
            media_id = wire.id_of(self._ask("POST", "/2/media/upload", body=wire.picture_of(picture)).fields())
            if not media_id:
                raise TryLater("X's answer to a picture makes no sense.", after=60.0)
            self._ask("POST", "/2/media/metadata", body=wire.shows(media_id, picture.alt))
        except TryLater as failure:
            raise TryLater(str(failure), after=failure.after or 60.0) from failure
        return media_id

    def _ask(self, method: str, path: str, *, body: Any = None, query: dict[str, Any] | None = None) -> Answer:
        for last_try in (False, True):
            token = self._token()
            shown = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            answer = ask(method, self._url + path, body=body, query=query, headers=shown)
            if answer.status != 401 or last_try:
                break
            self._tokens.discard(token)
        if not 200 <= answer.status < 300:
            raise error_of(answer)
        return answer

    def _token(self) -> str:
        """A token; where none is given, nothing of ours was sent."""
        try:
            return self._tokens.token()
        except TryLater as failure:
            raise TryLater(str(failure), after=failure.after or 60.0) from failure


UNKNOWN = "X did not say whether it took the post, and we do not see it there. It may be there all the same."


def _checked(post: PublicPost) -> str:
    words = post.text.strip()
    if not words or weight_of(words) > MOST_WEIGHT:
        raise Refused(f"A post on X has between 1 and {MOST_WEIGHT} characters, as X counts them.", code="length")
    if len(post.pictures) > MOST_PICTURES or post.film is not None:
        raise Refused(f"A post on X takes {MOST_PICTURES} pictures from us, and no film.", code="media")
    return words
