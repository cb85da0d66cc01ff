"""Twilio's calls into our words; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from gateway.ports.channels import Inbound, RawHook, Receipt
from gateway.ports.errors import Unparseable
from integrations.schoolcomms.codes import STATES, meaning_of

REFERENCE = "ref"
"""The word of a callback's address that carries our own reference: Twilio keeps none for us."""
MOST_FIELDS = 200
STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
STARTS = frozenset({"START", "YES", "UNSTOP"})
"""Single words by which Twilio itself stops and starts texts (twilio.com/docs/messaging/tutorials/advanced-opt-out)."""
_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")


class Fields(dict[str, list[str]]):
    """The fields of a form as they came; ``getlist`` is what Twilio's own check asks for."""

    def getlist(self, name: str) -> list[str]:
        """Every value of a field."""
        return self[name]

    def one(self, name: str) -> str:
        """The first value of a field, or blank."""
        return self.get(name, [""])[0]


def is_json(raw: RawHook) -> bool:
    """Whether a call brings JSON in the place of a form."""
    said = next((value for name, value in raw.headers.items() if name.lower() == "content-type"), "")
    return said.partition(";")[0].strip().lower() == "application/json"


def fields_of(raw: RawHook) -> Fields:
    """The fields of a call, of a form or of a JSON object. Raises Unparseable."""
    try:
        words = raw.body.decode("utf-8")
        return Fields(_of_json(words) if is_json(raw) else _of_form(words))
    except (ValueError, RecursionError) as failure:
        raise Unparseable("The body is neither a form nor a JSON object in UTF-8.") from failure


def told(raw: RawHook) -> Inbound | Receipt:
    """What a call tells: of a text that came, or of one of ours. Raises Unparseable."""
    fields = fields_of(raw)
    sid = fields.one("MessageSid") or fields.one("SmsSid")
    if not _SID.fullmatch(sid):
        raise Unparseable("The id of the text (MessageSid) is missing.")
    return _receipt(raw, fields, sid) if fields.one("MessageStatus") else _text(fields, sid)


def _of_form(words: str) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for name, value in parse_qsl(words, keep_blank_values=True, max_num_fields=MOST_FIELDS):
        held.setdefault(name, []).append(value)
    return held


def _of_json(words: str) -> dict[str, list[str]]:
    found = json.loads(words)
    if not isinstance(found, Mapping) or len(found) > MOST_FIELDS:
        raise ValueError("no object")
    return {str(name): [_whole(value)] for name, value in found.items()}


def _whole(value: Any) -> str:
    """A value as text; half a character is none, and no database takes it."""
    said = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return said.encode("utf-8", "replace").decode("utf-8")


def _text(fields: Fields, sid: str) -> Inbound:
    number = fields.one("From").strip()
    if not number:
        raise Unparseable("The number that wrote (From) is missing.")
    words = fields.one("Body").replace("\x00", "")
    files = fields.one("NumMedia")
    some = files.isascii() and files.isdigit() and int(files) > 0
    return Inbound(
        vendor_id=sid,
        person_id=number[:320],
        number=number[:320],
        text=words,
        sent_at=None,
        refused=("A picture or file came with this text. Texts to school carry words alone.",) if some else (),
        unsanctioned=_unsanctioned(fields, number),
        wish=_wish(fields, words),
    )


def _unsanctioned(fields: Fields, number: str) -> str:
    """A group's text names its other readers (OtherRecipients0 and on); another app's number begins with its name."""
    if any(name.startswith("OtherRecipients") and fields.one(name) for name in fields):
        return "group"
    return "another_app" if ":" in number else ""


def _wish(fields: Fields, words: str) -> str:
    """By Twilio's own word where it gives it, else by the single words that it acts upon."""
    said = fields.one("OptOutType").upper() or words.strip().upper()
    return "stop" if said in STOPS else "start" if said in STARTS else ""


def _receipt(raw: RawHook, fields: Fields, sid: str) -> Receipt:
    status, code = fields.one("MessageStatus").lower(), fields.one("ErrorCode")
    state = STATES.get(status)
    if state is None:
        raise Unparseable("The state of the text (MessageStatus) is none that we know.")
    if raw.received_at is None:
        raise Unparseable("A call without the time at which it came says nothing about when.")
    known = meaning_of(int(code) if code.isascii() and code.isdigit() and len(code) < 9 else 0)
    failed = state == "failed"
    return Receipt(
        reference=parse_qs(urlsplit(raw.url).query).get(REFERENCE, [""])[0],
        state=state,
        code=code,
        at=raw.received_at,
        vendor_id=sid,
        failure=known.sentence if failed else "",
        unreachable=known.unreachable if failed else "",
    )
