"""Mail handed over to Microsoft 365 through Graph: a draft first, which has a name, then the draft is sent."""

from __future__ import annotations

import base64
from contextlib import suppress
from urllib.parse import quote

from gateway.mail.writing import ascii_domain
from gateway.ports.channels import Capabilities, Outbound, SendResult, TokenSource
from gateway.ports.errors import OutcomeUnknown, PortError, Refused, TryLater
from integrations.http import Answer
from integrations.school_email.bearer import Service
from integrations.school_email.codes import graph_error
from integrations.school_email.graph import PREFER, URL
from integrations.school_email.wire import graph_quoted, mail_of


class GraphChannel:
    """The school's email going out of one mailbox, ``address``.

    Graph answers "send" with nothing that could be asked for again (learn.microsoft.com/graph/api/user-sendmail), so every
    mail is a draft before it is sent, under our own Message-ID, which the outbox has held since before the first attempt.
    """

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=False, safe_to_resend=True)

    def __init__(self, address: str, tokens: TokenSource, *, url: str = URL) -> None:
        self._address = ascii_domain(address)
        self._service = Service(url, address, tokens, error=graph_error, headers={"Prefer": PREFER})

    def send(self, message: Outbound) -> SendResult:
        """Hand one message over; the result is the name that Graph gave the draft, which the sent mail keeps.

        An earlier attempt is asked for first: what it sent is not sent again, and what it left as a draft is. TryLater: it
        has not gone. Refused: it never will. OutcomeUnknown: it was being sent, and Graph does not say that it went.
        """
        mail = mail_of(message, from_address=self._address, eight_bit=False)
        draft, was_sent = self._earlier(message.message_id)
        if was_sent:
            return SendResult(draft)
        draft = draft or self._draft(mail, message.message_id)
        try:
            self._service.ask("POST", f"/messages/{quote(draft)}/send")
        except Refused:
            with suppress(PortError):  # or somebody would find it among the drafts, and might send it by hand
                self._service.ask("DELETE", f"/messages/{quote(draft)}")
            raise
        except TryLater as failure:
            if failure.after is None and not self._went(draft):
                raise OutcomeUnknown(
                    "Microsoft did not say whether it took the mail; it may or may not go."
                ) from failure
            if failure.after is not None:
                raise
        return SendResult(draft)

    def _earlier(self, message_id: str) -> tuple[str, bool]:
        """The mail under our Message-ID that is in the mailbox already, or blank, and whether it was sent."""
        if not message_id:
            return "", False
        asked = {"$filter": f"internetMessageId eq {graph_quoted(message_id)}", "$select": "id,isDraft"}
        rows = self._service.ask("GET", "/messages", query=asked).fields().get("value")
        named = [row for row in rows if isinstance(row, dict) and row.get("id")] if isinstance(rows, list) else []
        sent = [row for row in named if row.get("isDraft") is False]
        return str((sent or named)[0]["id"]) if named else "", bool(sent)

    def _draft(self, mail: bytes, message_id: str) -> str:
        """Put the mail among the drafts as it is; its id. The Message-ID may be written while it is a draft, and is."""
        answer = self._service.ask(
            "POST", "/messages", content=base64.b64encode(mail), headers={"Content-Type": "text/plain"}
        )
        said = answer.fields()
        if not said.get("id"):
            raise TryLater("Microsoft's answer to a draft makes no sense; the mail has not gone.")
        draft = str(said["id"])
        if message_id and said.get("internetMessageId") != message_id:
            self._service.ask("PATCH", f"/messages/{quote(draft)}", body={"internetMessageId": message_id})
        return draft

    def _went(self, draft: str) -> bool:
        """Whether a draft is one no longer; False as well where that cannot be asked."""
        try:
            answer: Answer = self._service.ask("GET", f"/messages/{quote(draft)}", query={"$select": "isDraft"})
        except PortError:
            return False
        return answer.fields().get("isDraft") is False
