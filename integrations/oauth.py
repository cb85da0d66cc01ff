"""OAuth access tokens at Microsoft, Google or X: asked for, kept until shortly before they end, renewed."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.ports.errors import Misconfigured, PortError, TryLater
from integrations.http import ask
from integrations.settings import word

MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
GOOGLE_SCOPE = "https://mail.google.com/"
_TOKEN_URLS = {
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    "google": "https://oauth2.googleapis.com/token",
    "x": "https://api.x.com/2/oauth2/token",
}
_SCOPES = {"microsoft": MICROSOFT_SCOPE, "google": GOOGLE_SCOPE, "x": ""}
"""What is asked for where the settings do not say; blank asks for all that was agreed to (RFC 6749, section 6)."""
_TOKEN_SETTINGS = frozenset({
    "invalid_grant", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
    "invalid_request",  # RFC 6749, section 5.2
    "interaction_required", "consent_required", "admin_policy_enforced",  # Microsoft; Google
})  # fmt: skip
_TOKEN_LATER = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
"""RFC 6749, section 4.1.2.1, and RFC 8628: told with a 400 by servers that mean 503."""
EARLY = 120.0
"""Seconds before its end at which a token is no longer used: longer than any one login takes."""
LIVES_AT_LEAST = 300.0
"""Seconds taken for granted where the server does not say how long a token lives."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What is shown to the token server; a blank ``refresh_token`` asks with the client's own credentials.

    ``by_header``: the secret goes into the head, as X wants it from a client that can keep one, and not into the form.
    """

    token_url: str
    client_id: str
    scope: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    by_header: bool = False


def grant_from(settings: Mapping[str, Any]) -> Grant:
    """The grant that the ``oauth`` settings describe. Raises Misconfigured with what to correct.

    ``{"vendor": "microsoft"|"google"|"x", "client_id", "client_secret", "tenant", "refresh_token", "scope", "token_url"}``
    (RFC 6749: with a refresh token section 6, else section 4.4). Google and X give by refresh token alone.
    """
    vendor, tenant = word(settings, "vendor"), word(settings, "tenant")
    if vendor not in _TOKEN_URLS:
        raise Misconfigured("The OAuth settings name no vendor; choose microsoft, google or x.")
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
        scope=word(settings, "scope", default=_SCOPES[vendor]),
        by_header=vendor == "x",
    )
    if not grant.client_id:
        raise Misconfigured("The OAuth client's id (client_id) is missing; enter it.")
    if not grant.refresh_token and (vendor != "microsoft" or not grant.client_secret):
        raise Misconfigured("It is not connected: neither a refresh token nor a secret is there; connect it.")
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
        self._granted: frozenset[str] = frozenset()
        self._good_until = 0.0
        self._turn = threading.Lock()

    def token(self) -> str:
        """The token held, or a new one shortly before that ends. Raises TryLater or Misconfigured."""
        with self._turn:
            if not self._token or self._elapsed() >= self._good_until:
                self._renew()
            return self._token

    def granted(self) -> frozenset[str]:
        """What the newest token may do, by the sign-in service's own words; empty where it does not say, or gave none yet."""
        with self._turn:
            return self._granted

    def discard(self, token: str) -> None:
        """Forget a token that was refused; one renewed meanwhile stays."""
        with self._turn:
            if self._token == token:
                self._token = ""

    def _renew(self) -> None:
        asked_at, held = self._elapsed(), self._refresh_token
        answer = ask("POST", self._grant.token_url, form=self._form(), headers=self._headers())
        said = answer.fields()
        if answer.status != 200:
            raise _token_error(answer.status, str(said.get("error", "")))
        token = said.get("access_token")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
            raise TryLater("The sign-in service's answer holds no token.")
        renewed = said.get("refresh_token")
        if self._refresh_token and isinstance(renewed, str) and renewed and renewed != self._refresh_token:
            self._refresh_token = renewed
        self._token = token
        self._granted = frozenset(str(said.get("scope") or "").split())
        self._good_until = asked_at + max(_lifetime(said.get("expires_in")) - EARLY, 0.0)
        if self._refresh_token != held:
            self._keep(self._refresh_token)

    def _form(self) -> dict[str, str]:
        form = {"client_id": self._grant.client_id}
        if self._grant.scope:
            form["scope"] = self._grant.scope
        if self._grant.client_secret and not self._grant.by_header:
            form["client_secret"] = self._grant.client_secret
        if self._refresh_token:
            return form | {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
        return form | {"grant_type": "client_credentials"}

    def _headers(self) -> dict[str, str]:
        shown = {"Accept": "application/json"}
        if self._grant.client_secret and self._grant.by_header:
            pair = f"{self._grant.client_id}:{self._grant.client_secret}"
            shown["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return shown


def _lifetime(told: object) -> float:
    """Seconds; some servers write the number as text."""
    try:
        return float(str(told))
    except ValueError:
        return LIVES_AT_LEAST


def _token_error(status: int, error: str) -> PortError:
    """The port error for a token server's refusal; ``error`` is its own code."""
    if error in _TOKEN_LATER:
        return TryLater(f"The sign-in service asks us to wait ({error}).")
    if error in _TOKEN_SETTINGS or status in (400, 401, 403, 404):
        said = error if error in _TOKEN_SETTINGS else str(status)
        return Misconfigured(f"The sign-in service gives no token ({said}); connect it again.")
    return TryLater(f"The sign-in service answers {status}.")
