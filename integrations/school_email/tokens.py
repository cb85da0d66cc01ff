"""OAuth access tokens for a mailbox at Microsoft or Google: asked for, kept until shortly before they end, renewed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.ports.errors import Misconfigured, TryLater
from integrations.http import ask
from integrations.school_email.codes import token_error
from integrations.school_email.server import word

MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
GOOGLE_SCOPE = "https://mail.google.com/"
_TOKEN_URLS = {
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    "google": "https://oauth2.googleapis.com/token",
}
EARLY = 120.0
"""Seconds before its end at which a token is no longer used: longer than any one login takes."""
LIVES_AT_LEAST = 300.0
"""Seconds taken for granted where the server does not say how long a token lives."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What is shown to the token server; a blank ``refresh_token`` asks with the client's own credentials."""

    token_url: str
    client_id: str
    scope: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)


def grant_from(settings: Mapping[str, Any]) -> Grant:
    """The grant that the ``oauth`` settings describe. Raises Misconfigured with what to correct.

    ``{"vendor": "microsoft"|"google", "client_id", "client_secret", "tenant", "refresh_token", "scope", "token_url"}``
    (RFC 6749: with a refresh token section 6, else section 4.4). Google gives a mailbox by refresh token alone.
    """
    vendor, tenant = word(settings, "vendor"), word(settings, "tenant")
    if vendor not in _TOKEN_URLS:
        raise Misconfigured("The OAuth settings name no vendor; choose microsoft or google.")
    address = word(settings, "token_url")
    if not address:
        if vendor == "microsoft" and not (tenant and tenant.replace("-", "").replace(".", "").isalnum()):
            raise Misconfigured("The directory (tenant) of the school's Microsoft account is missing; enter it.")
        address = _TOKEN_URLS[vendor].format(tenant=tenant)
    grant = Grant(
        token_url=address,
        client_id=word(settings, "client_id"),
        client_secret=word(settings, "client_secret"),
        refresh_token=word(settings, "refresh_token"),
        scope=word(settings, "scope", default=MICROSOFT_SCOPE if vendor == "microsoft" else GOOGLE_SCOPE),
    )
    if not grant.client_id:
        raise Misconfigured("The OAuth client's id (client_id) is missing; enter it.")
    if not grant.refresh_token and (vendor == "google" or not grant.client_secret):
        raise Misconfigured("The mailbox is not connected: neither a refresh token nor a secret is there; connect it.")
    return grant


class OAuthTokens:
    """A source of tokens for one grant, for any number of threads; ``keep`` is given each new refresh token."""

    def __init__(
        self, grant: Grant, *, keep: Callable[[str], None], elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._grant = grant
        self._refresh_token = grant.refresh_token
        self._keep = keep
        self._elapsed = elapsed
        self._token = ""
        self._good_until = 0.0
        self._turn = threading.Lock()

    def token(self) -> str:
        """The token held, or a new one shortly before that ends. Raises TryLater or Misconfigured."""
        with self._turn:
            if not self._token or self._elapsed() >= self._good_until:
                self._renew()
            return self._token

    def discard(self, token: str) -> None:
        """Forget a token that was refused; one renewed meanwhile stays."""
        with self._turn:
            if self._token == token:
                self._token = ""

    def _renew(self) -> None:
        asked_at, held = self._elapsed(), self._refresh_token
        answer = ask("POST", self._grant.token_url, form=self._form(), headers={"Accept": "application/json"})
        said = answer.fields()
        if answer.status != 200:
            raise token_error(answer.status, str(said.get("error", "")))
        token = said.get("access_token")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
            raise TryLater("The sign-in service's answer holds no token.")
        renewed = said.get("refresh_token")
        if self._refresh_token and isinstance(renewed, str) and renewed and renewed != self._refresh_token:
            self._refresh_token = renewed
        self._token = token
        self._good_until = asked_at + max(_lifetime(said.get("expires_in")) - EARLY, 0.0)
        if self._refresh_token != held:
            self._keep(self._refresh_token)

    def _form(self) -> dict[str, str]:
        form = {"client_id": self._grant.client_id, "scope": self._grant.scope}
        if self._grant.client_secret:
            form["client_secret"] = self._grant.client_secret
        if self._refresh_token:
            return form | {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
        return form | {"grant_type": "client_credentials"}


def xoauth2(user: str, token: str) -> str:
    """The first and only word of SASL XOAUTH2, not yet in base64 (Google, "OAuth 2.0 Mechanism")."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _lifetime(told: object) -> float:
    """Seconds; some servers write the number as text."""
    try:
        return float(str(told))
    except ValueError:
        return LIVES_AT_LEAST
