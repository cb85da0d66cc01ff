"""What YouTube's refusals mean to us (developers.google.com/youtube/v3/docs/errors and …/videos/insert, November 2026)."""

from __future__ import annotations

from gateway.ports.errors import Misconfigured, PortError, Refused, TryLater
from integrations.http import Answer
from integrations.youtube.wire import reason_of

SETTINGS = {
    "youtubeSignupRequired": "This Google account has no YouTube channel. Make one, and connect it again.",
    "accessNotConfigured": "The YouTube Data API is not switched on in the Google project. Switch it on, and test again.",
    "insufficientPermissions": "This key may not upload films. Connect the channel again with the permission to upload.",
    "authError": "YouTube does not know our key any more. Connect the channel again.",
}
WORDS = {
    "quotaExceeded": "Google's limit for today is used up. It begins anew at midnight in California, about 8am here.",
    "uploadLimitExceeded": "This channel has uploaded as much as YouTube takes in a day. Try it tomorrow.",
    "invalidTitle": "YouTube does not take this title.",
    "invalidDescription": "YouTube does not take this description.",
}
LATER = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "backendError"})


def error_of(answer: Answer) -> PortError:
    """The port error for an answer that is no success; a refusal that the tables do not know is told in Google's own words."""
    reason, sentence = reason_of(answer.fields())
    if reason in SETTINGS:
        return Misconfigured(SETTINGS[reason])
    if reason in LATER:
        return TryLater(f"YouTube asks us to wait ({reason}).", after=60.0)
    if reason in WORDS:
        return Refused(WORDS[reason], code=reason)
    if answer.status in (401, 403):
        return Misconfigured(f"YouTube does not let us in ({reason or answer.status}). Connect the channel again.")
    told = f": {sentence}" if sentence else "."
    return Refused(f"YouTube refuses it ({reason or answer.status}){told}", code=reason or str(answer.status))
