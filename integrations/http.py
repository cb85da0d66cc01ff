"""The one HTTP client: certificates checked, time limits, no redirect followed, every failure a port error."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gateway.ports.errors import Misconfigured, PortError, Refused, TryLater

if TYPE_CHECKING:
    import requests

CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 30.0
"""Seconds without a byte after which the other side is given up for now."""
LARGEST_ANSWER = 32 * 1024 * 1024
PAUSE = 60.0
"""Seconds to leave a service alone that turned a request away (429) and does not say for how long."""
LONGEST_PAUSE = 86_400.0
_PAUSING = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: its status, below 500, its body, and its headers by their names in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The body as a JSON object; empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def ask(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    body: Any = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, Any] | None = None,
    largest: int = LARGEST_ANSWER,
) -> Answer:
    """Send one request: ``form`` as a form, ``body`` as JSON, or ``content`` as it is.

    An answer below 500 is given back whatever it says; one of more than ``largest`` bytes is Refused. Raises TryLater (no
    answer, 408, 425, 429, 5xx; with ``after`` it is certain that nothing was done: the service says so, or was never
    reached), Misconfigured (plain HTTP beyond this machine, a bad certificate).
    """
    import requests

    _refuse_plain(url)
    try:
        with requests.request(
            method,
            url,
            data=form if content is None else content,
            json=body,
            headers=headers,
            params=query,
            timeout=(CONNECT_WITHIN, ANSWER_WITHIN),
            allow_redirects=False,
            stream=True,
        ) as response:
            read = _content(response, largest)
    except requests.exceptions.SSLError as failure:
        raise Misconfigured(f"{_host(url)} does not prove who it is; its certificate is not accepted.") from failure
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as failure:
        raise Misconfigured("The address of a service is not one; correct it in the settings.") from failure
    except requests.exceptions.RequestException as failure:
        raise TryLater(
            f"{_host(url)} does not answer.", after=0.0 if _was_never_reached(failure) else None
        ) from failure
    if response.status_code >= 500 or response.status_code in _PAUSING:
        raise TryLater(f"{_host(url)} answers {response.status_code}.", after=_after(response))
    return Answer(response.status_code, read, {name.lower(): value for name, value in response.headers.items()})


def refusal(url: str, answer: Answer) -> PortError:
    """The port error for an answer that is no success: Misconfigured for 401 and 403, Refused for the rest."""
    if answer.status in (401, 403):
        return Misconfigured(f"{_host(url)} does not let us in ({answer.status}); enter its key again.")
    return Refused(f"{_host(url)} refuses ({answer.status}).", code=str(answer.status))


def is_this_machine(host: str) -> bool:
    """Whether a host is loopback, the one place that may be spoken to without TLS."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _content(response: requests.Response, largest: int) -> bytes:
    held = bytearray()
    for piece in response.iter_content(65536):
        held += piece
        if len(held) > largest:
            raise Refused("A service answered with more than Handbell reads.", code="too_large")
    return bytes(held)


def _refuse_plain(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as failure:
        raise Misconfigured("The address of a service is not one; correct it in the settings.") from failure
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(host)):
        raise Misconfigured("A service beyond this machine needs an address that begins with https://.")


def _was_never_reached(failure: requests.exceptions.RequestException) -> bool:
    """Whether no connection came about, so that not a byte was sent."""
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    if isinstance(failure, ConnectTimeout):
        return True
    told = failure.args[0] if failure.args else None
    return isinstance(told, MaxRetryError) and isinstance(told.reason, NewConnectionError)


def _host(url: str) -> str:
    return urlsplit(url).hostname or "The service"


def _after(response: requests.Response) -> float | None:
    told = response.headers.get("Retry-After", "")
    if told.isascii() and told.isdigit():
        return float(told)
    return _until_reset(response) if response.status_code == 429 else None


def _until_reset(response: requests.Response) -> float:
    """Seconds to the moment that X names (docs.x.com/fundamentals/rate-limits), by its own clock; a pause where it names none."""
    told = response.headers.get("x-rate-limit-reset", "")
    try:
        said_at = parsedate_to_datetime(response.headers["Date"]).timestamp()
        return min(max(float(told) - said_at, PAUSE), LONGEST_PAUSE)
    except (KeyError, TypeError, ValueError, OverflowError):
        return PAUSE
