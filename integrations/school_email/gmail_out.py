"""Mail handed over to Google through the Gmail API: one mail a question, in the thread that it answers."""

from __future__ import annotations

from typing import Any

from gateway.mail.writing import ascii_domain
from gateway.ports.channels import Capabilities, Outbound, SendResult, TokenSource
from gateway.ports.errors import OutcomeUnknown, PortError, TryLater
from integrations.school_email.bearer import Service
from integrations.school_email.codes import gmail_error
from integrations.school_email.gmail import URL
from integrations.school_email.wire import mail_of, url_safe_text


class GmailChannel:
    """The school's email going out of one mailbox, ``address``.

    A mail joins its thread for the parent by References and Subject, and for the school's own Gmail by the thread's id as
    well (developers.google.com/workspace/gmail/api/guides/threads).
    """

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=False, safe_to_resend=True)

    def __init__(self, address: str, tokens: TokenSource, *, url: str = URL) -> None:
        self._address = ascii_domain(address)
        self._service = Service(url, address, tokens, error=gmail_error, headers={})

    def send(self, message: Outbound) -> SendResult:
        """Hand one message over; the result is Gmail's own name for the mail.

        An earlier attempt is asked for first, by our Message-ID, and what it sent is not sent again. TryLater: it has not
        gone. Refused: it never will. OutcomeUnknown: it was being sent, and Gmail does not say that it went.
        """
        mail = mail_of(message, from_address=self._address, eight_bit=False)
        sent = self._found(message.message_id, labelIds="SENT")
        if sent is not None:
            return SendResult(str(sent["id"]))
        thread = self._found(message.in_reply_to)
        body = {"raw": url_safe_text(mail)}
        try:
            return self._hand_over(body, thread=str(thread.get("threadId") or "") if thread else "")
        except TryLater as failure:
            if failure.after is not None:
                raise
            went = self._went(message.message_id)
            if went is None:
                raise OutcomeUnknown("Gmail did not say whether it took the mail; it may or may not go.") from failure
            return went

    def _hand_over(self, body: dict[str, str], *, thread: str) -> SendResult:
        """Send it into its thread, or without one where the thread was deleted meanwhile."""
        if thread:
            answer = self._service.ask("POST", "/messages/send", body=body | {"threadId": thread}, known=(404,))
            if answer.status != 404:
                return _named(answer.fields())
        return _named(self._service.ask("POST", "/messages/send", body=body).fields())

    def _found(self, message_id: str, **asked: str) -> dict[str, Any] | None:
        """The mail of the mailbox that bears a Message-ID, or None."""
        word = message_id.strip("<> ")
        if not word or any(one.isspace() or one in '"(){}' for one in word):
            return None
        found = self._service.ask(
            "GET", "/messages", query={"q": f"rfc822msgid:{word}", "maxResults": 1} | asked
        ).fields()
        rows = found.get("messages")
        first = rows[0] if isinstance(rows, list) and rows else None
        return first if isinstance(first, dict) and first.get("id") else None

    def _went(self, message_id: str) -> SendResult | None:
        """What Gmail holds as sent under our Message-ID; None as well where that cannot be asked."""
        try:
            sent = self._found(message_id, labelIds="SENT")
        except PortError:
            return None
        return SendResult(str(sent["id"])) if sent else None


def _named(said: dict[str, Any]) -> SendResult:
    """Gmail's name for what it took. Raises OutcomeUnknown for an answer that holds none."""
    if not said.get("id"):
        raise OutcomeUnknown("Gmail's answer to the mail makes no sense; it may or may not go.")
    return SendResult(str(said["id"]))
