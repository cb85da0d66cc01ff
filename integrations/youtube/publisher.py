"""Uploading a film to YouTube in pieces, so that a broken line costs a piece and never makes a second film."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.domain.social import YOUTUBE, Words, problems_of
from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.social import Film, Posted, Proof, PublicPost
from integrations.http import Answer, ask
from integrations.oauth import OAuthTokens
from integrations.youtube import wire
from integrations.youtube.codes import error_of

URL = "https://www.googleapis.com"
SCOPE = "https://www.googleapis.com/auth/youtube.upload"
"""May add films, and can neither list, change nor delete one."""
_READS = "https://www.googleapis.com/auth/youtube.readonly"
PAUSE = 30.0
"""Seconds until a broken upload is gone on with."""


class YouTubePublisher:
    """One channel of YouTube."""

    network = YOUTUBE

    def __init__(self, tokens: OAuthTokens, *, url: str = URL) -> None:
        self._tokens = tokens
        self._url = url.rstrip("/")

    def publish(self, post: PublicPost, *, keep: Callable[[str], None]) -> Posted:
        """Upload the film as private. A session that an earlier attempt left is gone on with; see the port for what is raised."""
        film = _checked(post)
        if not post.session:
            said = wire.film_of(post.title, post.description)
            session = self._open(said, wire.announced(film.type, film.size))
            keep(session)
            return self._send(session, film, 0)
        done, place = self._asked(post.session, film)
        return done if done is not None else self._send(post.session, film, place)

    def find(self, post: PublicPost) -> Posted | None:
        """Ask the session whether it has ended in a film. Raises TryLater, Misconfigured, Refused."""
        if not post.session or post.film is None:
            return None
        try:
            return self._asked(post.session, post.film)[0]
        except OutcomeUnknown:
            return None

    def prove(self) -> Proof:
        """Open an upload and send nothing by it; then ask for the list of channels, which only a wider key would be given."""
        self._open(wire.film_of("Handbell: a test", ""), wire.announced("video/mp4", 1))
        granted = self._tokens.granted()
        reaches = set(granted - {SCOPE})
        answer = self._ask("GET", f"{self._url}/youtube/v3/channels", query={"part": "id", "mine": "true"})
        if 200 <= answer.status < 300:
            reaches.add(_READS)
        return Proof("", tuple(sorted(one.rpartition("/")[2] for one in reaches)))

    def _open(self, said: dict[str, Any], announced: dict[str, str]) -> str:
        """The address of a new upload; until a byte is sent to it there is no film, so that this may be repeated."""
        asked = {"uploadType": "resumable", "part": "snippet,status", "notifySubscribers": "false"}
        try:
            answer = self._ask(
                "POST",
                f"{self._url}/upload/youtube/v3/videos",
                query=asked,
                body=said,
                headers=announced,
            )
        except TryLater as failure:
            raise TryLater(str(failure), after=failure.after or PAUSE) from failure
        if answer.status != 200:
            raise error_of(answer)
        session = answer.headers.get("location", "")
        if not wire.is_of(self._url, session):
            raise TryLater("YouTube's answer names no place for the film.", after=PAUSE)
        return session

    def _send(self, session: str, film: Film, place: int) -> Posted:
        while True:
            content = film.read(place)
            if not content:
                raise OutcomeUnknown("YouTube has the whole film and does not say where it is. Look at YouTube Studio.")
            answer = self._put(session, content, wire.piece(place, content, of=film.size))
            if answer.status != 308:
                return self._ended(answer)
            reached = wire.next_place(answer.headers)
            if reached <= place:
                raise TryLater("YouTube did not keep a piece of the film.", after=PAUSE)
            place = reached

    def _asked(self, session: str, film: Film) -> tuple[Posted | None, int]:
        """The film, where it is there; else the first byte that is missing. Raises OutcomeUnknown where the session has ended."""
        if not wire.is_of(self._url, session):
            raise Misconfigured("The upload that was begun lies elsewhere. Look at YouTube Studio.")
        answer = self._put(session, b"", wire.question(of=film.size))
        if answer.status == 308:
            return None, wire.next_place(answer.headers)
        if answer.status in (404, 410):
            raise OutcomeUnknown(
                "YouTube does not remember this upload. The film may be there: look at YouTube Studio."
            )
        return self._ended(answer), 0

    def _ended(self, answer: Answer) -> Posted:
        if answer.status not in (200, 201):
            raise error_of(answer)
        found = wire.posted(answer.fields())
        if found is None:
            raise OutcomeUnknown(
                "YouTube's answer to the film makes no sense. It may be there: look at YouTube Studio."
            )
        return found

    def _put(self, session: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """One piece. Where the line breaks, the session is asked later how far it came."""
        try:
            return self._ask("PUT", session, content=content, headers=headers)
        except TryLater as failure:
            raise TryLater(str(failure), after=failure.after or PAUSE) from failure

    def _ask(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        for last_try in (False, True):
            token = self._tokens.token()
            shown = {"Authorization": f"Bearer {token}", **(headers or {})}
            answer = ask(method, url, query=query, body=body, content=content, headers=shown)
            if answer.status != 401 or last_try:
                break
            self._tokens.discard(token)
        return answer


def _checked(post: PublicPost) -> Film:
    if post.film is None or post.film.size <= 0:
        raise Refused("There is no film to upload. Add it, and post it again.", code="film")
    problems = problems_of(Words(title=post.title, description=post.description), [YOUTUBE])
    if problems:
        raise Refused(" ".join(sentence for _, sentence in problems), code="words")
    return post.film
