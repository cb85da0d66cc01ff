"""A mailbox's own web service at Microsoft or Google, asked with a token: the one way in for reading and for sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from gateway.ports.channels import TokenSource
from gateway.ports.errors import Misconfigured, PortError
from integrations.http import LARGEST_ANSWER, Answer, ask


class Service:
    """One user's mailbox at the service below ``root``; ``error`` says what a refusal means."""

    def __init__(
        self,
        root: str,
        user: str,
        tokens: TokenSource,
        *,
        error: Callable[[Answer], PortError],
        headers: Mapping[str, str],
    ) -> None:
        self._root = root.rstrip("/")
        self._mailbox = f"{self._root}/users/{quote(user, safe='@')}"
        self._tokens = tokens
        self._error = error
        self._headers = headers

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        known: tuple[int, ...] = (),
        largest: int = LARGEST_ANSWER,
    ) -> Answer:
        """The answer, a success or one of the ``known`` statuses; every other is raised as the port error that it means.

        ``path`` leads on from the mailbox, or is a whole address that the service gave and that lies with it: a token is shown
        to nobody else. A token that is refused is thrown away and a new one tried, once.
        """
        url = self._mailbox + path if path.startswith("/") else path
        if not url.startswith(self._root + "/"):
            raise Misconfigured("A mailbox's service leads elsewhere; connect the mailbox again.")
        for last_try in (False, True):
            token = self._tokens.token()
            shown = {**self._headers, **(headers or {}), "Authorization": f"Bearer {token}"}
            answer = ask(method, url, query=query, body=body, content=content, headers=shown, largest=largest)
            if answer.status != 401:
                break
            self._tokens.discard(token)
            if last_try:
                raise self._error(answer)
        if 200 <= answer.status < 300 or answer.status in known:
            return answer
        raise self._error(answer)
