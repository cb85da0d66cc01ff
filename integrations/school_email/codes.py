"""What mail servers' codes mean to us: one table each, with where the code is written down."""

from __future__ import annotations

import re

from gateway.ports.errors import Misconfigured, PortError, Refused, TryLater
from integrations.http import Answer
from integrations.school_email.wire import enhanced_code, gmail_reason, graph_code, told_wait

IMAP_CODES: dict[str, type[TryLater] | type[Misconfigured]] = {
    # RFC 5530, section 3
    "UNAVAILABLE": TryLater,
    "INUSE": TryLater,
    "LIMIT": TryLater,
    "SERVERBUG": TryLater,
    "EXPUNGEISSUED": TryLater,
    "AUTHENTICATIONFAILED": Misconfigured,
    "AUTHORIZATIONFAILED": Misconfigured,
    "EXPIRED": Misconfigured,
    "PRIVACYREQUIRED": Misconfigured,
    "CONTACTADMIN": Misconfigured,
    "NOPERM": Misconfigured,
    "NONEXISTENT": Misconfigured,
    "CANNOT": Misconfigured,
    # Gmail's own
    "THROTTLED": TryLater,
    "OVERQUOTA": TryLater,
    "WEBALERT": Misconfigured,
    "ALERT": Misconfigured,
}
"""The response code in brackets of a NO or BAD; one that is not here is what the caller's step makes of it."""

IMAP_WORDS: tuple[tuple[re.Pattern[str], type[TryLater]], ...] = (
    # Exchange Online says this when its mailbox store is moving or busy; logging in again later works.
    (re.compile(r"authenticated but not connected", re.I), TryLater),
    (re.compile(r"too many (?:simultaneous )?connections|server busy|try again", re.I), TryLater),
)

SMTP_SETTINGS = frozenset({
    "530", "534", "535", "538",  # RFC 4954, section 6: authentication needed, too weak, wrong, needs encryption
    "5.7.3", "5.7.57", "5.7.139",  # Exchange: not authenticated, or SMTP AUTH is off for the mailbox or tenant
    "5.7.30",  # Exchange: passwords are no longer taken for submission
    "5.7.60", "5.2.252",  # Exchange: this user may not send as that address
    "5.7.8", "5.7.9", "5.7.11",  # RFC 4954, section 6
})  # fmt: skip
"""Codes, plain or enhanced, that no other letter would fare better with: a person must change the settings."""

GRAPH_CODES: dict[str, type[TryLater] | type[Refused]] = {
    # learn.microsoft.com/graph/errors and /exchange/client-developer/web-service-reference/responsecode
    "ErrorMailboxStoreUnavailable": TryLater,
    "ErrorMailboxMoveInProgress": TryLater,
    "ErrorServerBusy": TryLater,
    "ErrorExceededMessageLimit": TryLater,
    "ErrorQuotaExceeded": TryLater,
    "ErrorInvalidRecipients": Refused,
    "ErrorMessageSizeExceeded": Refused,
    "RequestEntityTooLarge": Refused,
}
"""Graph's own ``error.code``; one that is not here is what its status makes of it."""
GRAPH_RESYNC = frozenset({"syncStateNotFound", "SyncStateNotFound", "resyncRequired", "SyncStateInvalid"})
"""Codes that mean the same as 410: learn.microsoft.com/graph/delta-query-overview, "Synchronization reset"."""

GMAIL_WAITS = {
    # developers.google.com/workspace/gmail/api/guides/handle-errors and .../reference/quota
    "rateLimitExceeded": 60.0,
    "userRateLimitExceeded": 60.0,
    "quotaExceeded": 3600.0,
    "dailyLimitExceeded": 3600.0,
}
"""Reasons of a 403 that are no refusal, each with the seconds to leave Gmail alone."""

_BRACKET = re.compile(r"\[([A-Z][A-Z-]{1,30})\b")


def imap_error(said: str, sentence: str, *, otherwise: type[TryLater] | type[Misconfigured]) -> PortError:
    """The port error for an IMAP refusal; ``said`` is the server's line and never reaches a screen."""
    for pattern, meaning in IMAP_WORDS:
        if pattern.search(said):
            return meaning(sentence)
    found = _BRACKET.search(said)
    return IMAP_CODES.get(found.group(1), otherwise)(sentence) if found else otherwise(sentence)


def smtp_error(code: int, answer: bytes, *, step: str, refusal: type[Refused] | type[Misconfigured]) -> PortError:
    """The port error for an SMTP answer that is no success; ``step`` says in a few words what was being done.

    ``refusal`` is what a 5xx that the table does not know is about: the one mail, or our settings.
    """
    enhanced = enhanced_code(answer)
    shown = f"{code} {enhanced}".strip()
    if 400 <= code < 500:
        return TryLater(f"The mail server asks us to wait, {step} ({shown}).", after=told_wait(answer))
    if str(code) in SMTP_SETTINGS or enhanced in SMTP_SETTINGS or (refusal is Misconfigured and 500 <= code < 600):
        return Misconfigured(f"The mail server does not let us in, {step} ({shown}); check the settings.")
    if 500 <= code < 600:
        return Refused(f"The mail server refuses, {step} ({shown}).", code=shown)
    return TryLater(f"The mail server's answer makes no sense, {step}.")


def graph_error(answer: Answer) -> PortError:
    """The port error for Graph's refusal: our settings for 401, 403 and 404, the one mail for the rest."""
    code = graph_code(answer)
    if code in GRAPH_CODES:
        meaning = GRAPH_CODES[code]
        sentence = (
            f"Microsoft turns this away for now ({code})." if meaning is TryLater else f"Microsoft refuses ({code})."
        )
        return meaning(sentence) if meaning is TryLater else Refused(sentence, code=code)
    said = code or str(answer.status)
    if answer.status == 404:
        return Misconfigured(f"Microsoft knows no such mailbox or folder ({said}); check the address (user).")
    if answer.status in (401, 403):
        return Misconfigured(f"Microsoft does not let us into the mailbox ({said}); connect it again.")
    return Refused(f"Microsoft refuses ({said}).", code=said)


def gmail_error(answer: Answer) -> PortError:
    """The port error for Gmail's refusal: our settings for 401, 403 and 404, the one mail for the rest."""
    reason = gmail_reason(answer)
    if reason in GMAIL_WAITS:
        return TryLater(f"Gmail asks us to wait ({reason}).", after=GMAIL_WAITS[reason])
    said = reason or str(answer.status)
    if answer.status == 404:
        return Misconfigured(f"Gmail knows no such mailbox ({said}); check the address (user).")
    if answer.status in (401, 403):
        return Misconfigured(f"Gmail does not let us into the mailbox ({said}); connect it again.")
    return Refused(f"Gmail refuses ({said}).", code=said)
