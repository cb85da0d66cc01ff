"""The school's text number at Twilio: its signed calls, and texts that go out once."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from twilio.base.exceptions import TwilioException
from twilio.http.response import Response
from twilio.request_validator import RequestValidator, get_signature_algorithm
from twilio.rest import Client

from gateway.domain.channels import TEXT
from gateway.domain.texts import MOST, number_of
from gateway.ports.channels import Capabilities, Inbound, Outbound, RawHook, Receipt, SendResult, SigningKey
from gateway.ports.errors import HookRefused, OutcomeUnknown, PortError, Refused, TryLater, Unparseable
from integrations.http import Answer, ask
from integrations.schoolcomms import wire
from integrations.schoolcomms.codes import STATES, error_of

URL = "https://api.twilio.com"
CLOCKS_DIFFER = timedelta(minutes=2)
"""How much earlier than we began a text of ours may seem to have been made."""
ASKED_FOR = 20
"""How many of the newest texts to a number are looked through."""
_NO_ENVIRONMENT = {"TWILIO": "Handbell says where and who; the environment does not."}


class TextHook:
    """The calls of one number, under the account's token and, while that is changed, the one before."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        self._keys = keys

    def verify(self, raw: RawHook) -> None:
        """Refuse what Twilio did not sign: a form by its fields, JSON by the hash of its body in the address.

        Every key is tried whatever the first ones say. Raises HookRefused.
        """
        headers = {name.lower(): value for name, value in raw.headers.items()}
        given, at = headers.get("x-twilio-signature", ""), raw.received_at
        if at is None:
            raise HookRefused("A call without the time at which it came cannot be checked.")
        signed = _signed(raw)
        algorithm = get_signature_algorithm(headers.get("x-twilio-webhooks-signature-settings", ""))
        right = [
            RequestValidator(one.secret).validate(raw.url, signed, given, algorithm)
            for one in self._keys
            if one.counts_at(at)
        ]
        if not any(right):
            raise HookRefused("The signature is not right. Check the auth token, and the address that Twilio calls.")

    def parse(self, raw: RawHook) -> Inbound | Receipt:
        """A text that came, or what became of one of ours. Raises Unparseable."""
        return wire.told(raw)


def _signed(raw: RawHook) -> wire.Fields | str:
    """What the signature covers besides the address."""
    try:
        if not wire.is_json(raw):
            return wire.fields_of(raw)
        if "bodySHA256=" not in raw.url:
            raise HookRefused("The address lacks the hash of the body (bodySHA256), so nothing proves the body.")
        return raw.body.decode("utf-8")
    except (Unparseable, ValueError) as failure:
        raise HookRefused("The body cannot be read, so its signature cannot be checked.") from failure


class TextChannel:
    """Texts from one number of one account; ``callback`` is the public address at which Twilio tells what became of each."""

    name = TEXT
    can = Capabilities(receive=True, send=True, receipts=True, attachments=False, max_length=MOST, safe_to_resend=False)

    def __init__(self, account: str, token: str, *, number: str, callback: str, url: str = URL) -> None:
        self._number = number
        self._callback = callback
        self._client = Client(account, token, http_client=_House(), environment=dict(_NO_ENVIRONMENT))
        self._client.api.base_url = url

    def send(self, message: Outbound) -> SendResult:
        """Hand one text over; the result is Twilio's id of it.

        Twilio knows no key of ours that would make a second request harmless. Where it does not answer, or an earlier attempt
        may have gone, the newest texts to that number are looked through first. TryLater: it has not gone. Refused: it never
        will; Unreachable: nothing will. OutcomeUnknown: it was being sent, and Twilio shows none.
        """
        to, words = number_of(message.to_address), message.text.strip()
        if not to:
            raise Refused("This is no number that can be texted.")
        if not words or len(words) > MOST:
            raise Refused(f"A text holds {MOST:,} characters, and this has {len(words):,}. Write by email.")
        if message.tried_at is not None and (gone := self._found(to, words, since=message.tried_at)):
            return SendResult(gone)
        try:
            return SendResult(self._hand_over(to, words, reference=message.reference))
        except TryLater as failure:
            if failure.after is not None:
                raise
            gone = self._asked_for(to, words, since=message.sent_at)
            if not gone:
                raise OutcomeUnknown("Twilio did not say whether it took the text; it may or may not go.") from failure
            return SendResult(gone)

    def prove(self) -> None:
        """See that the token is good, the number is the account's, and Twilio calls us when a text comes to it.

        Raises TryLater, Misconfigured, Refused.
        """
        with _translated():
            found = self._client.incoming_phone_numbers.list(phone_number=self._number, limit=1)
        if not found:
            raise Refused("This account has no such number; check both at Twilio.", code="no_such_number")
        wanted = f"{self._callback.removesuffix('/status')}/sms"
        if str(found[0].sms_url or "").partition("#")[0] != wanted:
            raise Refused(f"Twilio does not call us when a text comes; enter {wanted} for the number.", code="sms_url")

    def _hand_over(self, to: str, words: str, *, reference: str) -> str:
        with _translated():
            made = self._client.messages.create(
                to=to,
                from_=self._number,
                body=words,
                status_callback=f"{self._callback}?{wire.REFERENCE}={reference}",
            )
        if not made.sid:
            raise OutcomeUnknown("Twilio's answer to the text makes no sense; it may or may not go.")
        return str(made.sid)

    def _found(self, to: str, words: str, *, since: datetime) -> str:
        """Twilio's id of these words to this number, unless they failed, or blank: a text that waits has no date of sending."""
        with _translated():
            newest = self._client.messages.list(to=to, from_=self._number, limit=ASKED_FOR, page_size=ASKED_FOR)
        for one in newest:
            made_at, lives = one.date_created, STATES.get(str(one.status)) != "failed"
            if lives and made_at and made_at >= since - CLOCKS_DIFFER and str(one.body or "").split() == words.split():
                return str(one.sid)
        return ""

    def _asked_for(self, to: str, words: str, *, since: datetime | None) -> str:
        """The same; blank as well where that cannot be asked."""
        try:
            return self._found(to, words, since=since) if since is not None else ""
        except PortError:
            return ""


class _House:
    """The one HTTP client of the house in the form of Twilio's: time limits, certificates, and no number in a log."""

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Ask, and give the answer back whatever it says, below 500. Raises TryLater, Misconfigured, Refused."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = f"Basic {base64.b64encode(':'.join(auth).encode()).decode()}"
        form = {name: str(value) for name, value in data.items()} if data else None
        answer = ask(method, uri, form=form, headers=sent, query=params)
        return Response(answer.status, answer.body.decode("utf-8", "replace"))


@contextmanager
def _translated() -> Iterator[None]:
    """Twilio's own errors as the port's."""
    try:
        yield
    except TwilioException as failure:
        raise error_of(*_told(failure)) from failure
    except (ValueError, TypeError, AttributeError, KeyError) as failure:
        raise OutcomeUnknown("Twilio's answer makes no sense; it may or may not go.") from failure


def _told(failure: TwilioException) -> tuple[int, int]:
    """The status and Twilio's own code of a refusal; one of a list carries its answer in the place of both."""
    answer = next((one for one in failure.args if isinstance(one, Response)), None)
    if answer is None:
        status, code = getattr(failure, "status", 0), getattr(failure, "code", 0)
    else:
        status, code = answer.status_code, Answer(answer.status_code, answer.text.encode()).fields().get("code")
    return status, code if isinstance(code, int) else 0
