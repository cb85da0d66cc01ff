"""A mean Twilio on this machine: texts with their way of states, refusals, and calls signed as its guide says."""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.channels.fake_service import FakeService, Question, Said
from tests.clocks import MONDAY_MORNING
from tests.servers.tokens import TokenServer

ACCOUNT = f"AC{'5' * 32}"
TOKEN = "a0" * 16
NUMBER = "+447700900999"
SITE = "http://127.0.0.1:5000"
FINAL = frozenset({"delivered", "undelivered", "failed", "canceled"})
REFUSALS = {
    21211: "Invalid 'To' Phone Number",
    21606: "The 'From' phone number is not valid for this account",
    21610: "Attempt to send to unsubscribed recipient",
    21617: "The concatenated message body exceeds the 1600 character limit",
    20003: "Authenticate",
}


@dataclass(slots=True)
class Text:
    """One text that the school sent."""

    sid: str
    to: str
    body: str
    callback: str
    made_at: datetime
    status: str = "queued"
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of Twilio's, ready to be made as often and in whatever order the test likes."""

    path: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Signer:
    """Signs calls as twilio.com/docs/usage/security describes it, without a line of Twilio's own code."""

    site: str = SITE
    token: str = TOKEN

    def form(self, path: str, fields: Mapping[str, str | list[str]], *, token: str = "") -> Call:
        """A form: signed are the address and every field with its values, by name."""
        held = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
        words = self.site + path + "".join(name + one for name in sorted(held) for one in sorted(set(held[name])))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": self._sign(words, token)}
        return Call(path, urlencode(held, doseq=True).encode(), headers)

    def json(self, path: str, fields: Mapping[str, Any], *, token: str = "") -> Call:
        """JSON: signed is the address alone, which carries the hash of the body."""
        body = json.dumps(fields).encode()
        path = f"{path}?bodySHA256={sha256(body).hexdigest()}"
        headers = {"Content-Type": "application/json", "X-Twilio-Signature": self._sign(self.site + path, token)}
        return Call(path, body, headers)

    def _sign(self, words: str, token: str) -> str:
        made = hmac.new((token or self.token).encode(), words.encode(), sha1).digest()
        return base64.b64encode(made).decode()


class FakeTwilio(FakeService):
    """One account with one number. ``refused`` maps a number to the code with which a text to it is turned away at once."""

    def __init__(self, tokens: TokenServer) -> None:
        super().__init__(tokens)
        self.texts: list[Text] = []
        self.refused: dict[str, int] = {}
        self.sms_url = ""
        self.clock: Callable[[], datetime] = lambda: MONDAY_MORNING
        self.signer = Signer()

    def settings(self, **changes: Any) -> dict[str, Any]:
        """What leads to it, as the registry takes it."""
        usual = {"account": ACCOUNT, "key": TOKEN, "number": NUMBER, "url": self.url}
        return {**usual, "callback": f"{SITE}/hooks/twilio/texts/status", **changes}

    def line_of(self, question: Question) -> str:
        """A question in a line, without the account."""
        return f"{question.method} /{question.path.partition(f'/{ACCOUNT}/')[2]}"

    def lets_in(self, question: Question) -> bool:
        """Twilio asks for the account and its token."""
        wanted = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        return question.headers.get("authorization") == f"Basic {wanted}" and f"/{ACCOUNT}/" in question.path

    def unauthorised(self) -> Said:
        """The vendor's own 401."""
        return _refusal(20003, status=401)

    def work(self, question: Question) -> Said:
        """Make a text, list the newest, or say which number the account has."""
        asked = self.line_of(question)
        if asked == "POST /Messages.json":
            return self._make({name: found[0] for name, found in parse_qs(question.body.decode()).items()})
        if asked == "GET /Messages.json":
            found = [one for one in reversed(self.texts) if question.one("To") in ("", one.to)]
            size = int(question.one("PageSize") or 50)
            return Said(200, _page("messages", [_shown(one) for one in found[:size]]))
        if asked == "GET /IncomingPhoneNumbers.json":
            held = question.one("PhoneNumber") == NUMBER
            rows = [{"sid": f"PN{'7' * 32}", "phone_number": NUMBER, "sms_url": self.sms_url}] if held else []
            return Said(200, _page("incoming_phone_numbers", rows))
        return _refusal(20404, status=404)

    def _make(self, form: Mapping[str, str]) -> Said:
        to, body = form.get("To", ""), form.get("Body", "")
        if form.get("From") != NUMBER:
            return _refusal(21606)
        if not re.fullmatch(r"\+[1-9]\d{7,14}", to):
            return _refusal(21211)
        if len(body) > 1600:
            return _refusal(21617)
        if to in self.refused:
            return _refusal(self.refused[to])
        number = len(self.texts) + 1
        made = Text(f"SM{number:032x}", to, body, form.get("StatusCallback", ""), self.clock())
        self.texts.append(made)
        return Said(201, _shown(made))

    def becomes(self, text: Text, status: str, code: int | None = None) -> Call:
        """Move a text on, and the call that tells of it; one that has ended stays as it is."""
        if text.status not in FINAL:
            text.status, text.code = status, code
        fields = {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
            "From": NUMBER,
            "To": text.to,
            **({"ErrorCode": str(code)} if code else {}),
        }
        return self.signer.form(text.callback.removeprefix(self.signer.site), fields)


def a_text(number: str, words: str, **changes: Any) -> dict[str, str]:
    """The fields of a text that came; ``changes`` replace fields, None takes one away."""
    told = {
        "ToCountry": "GB",
        "SmsMessageSid": f"SM{'a' * 32}",
        "NumMedia": "0",
        "MessageSid": f"SM{'a' * 32}",
        "SmsStatus": "received",
        "FromCountry": "GB",
        "Body": words,
        "To": NUMBER,
        "NumSegments": "1",
        "AccountSid": ACCOUNT,
        "From": number,
        "ApiVersion": "2010-04-01",
        "FromCity": "",
        **changes,
    }
    return {name: value for name, value in told.items() if value is not None}


def _refusal(code: int, *, status: int = 400) -> Said:
    said = REFUSALS.get(code, "Refused")
    return Said(
        status,
        {"code": code, "message": said, "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status},
    )


def _page(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    uri = f"/2010-04-01/Accounts/{ACCOUNT}/{name}.json"
    return {
        name: rows,
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": max(len(rows) - 1, 0),
        "uri": uri,
        "first_page_uri": uri,
        "next_page_uri": None,
        "previous_page_uri": None,
    }


def _shown(text: Text) -> dict[str, Any]:
    at = format_datetime(text.made_at.astimezone(UTC))
    return {
        "sid": text.sid,
        "account_sid": ACCOUNT,
        "messaging_service_sid": None,
        "api_version": "2010-04-01",
        "body": text.body,
        "from": NUMBER,
        "to": text.to,
        "direction": "outbound-api",
        "status": text.status,
        "num_segments": "1",
        "num_media": "0",
        "price": None,
        "price_unit": "GBP",
        "error_code": text.code,
        "error_message": None,
        "date_created": at,
        "date_updated": at,
        "date_sent": None if text.status in ("queued", "accepted") else at,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{text.sid}.json",
        "subresource_uris": {},
    }
