"""The connector's JSON, version 1, into our words and back; pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gateway.mail.connected import id_of
from gateway.ports.channels import Inbound, Outbound, Receipt, SentFile
from gateway.ports.errors import Unparseable
from integrations.connector.schema import SCHEMAS, faults

VERSION = 1
MOST_FILES = 10
LARGEST_FILES = 5 * 1024 * 1024
"""Bytes of all attachments of one message together."""
_KINDS: Mapping[str, Mapping[str, Any]] = {
    kind: json.loads(SCHEMAS[f"{kind}.v{VERSION}.schema.json"]) for kind in ("message", "receipt")
}


def told(body: bytes) -> Inbound | Receipt:
    """What the body of a call tells. Raises Unparseable with the first thing that is wrong and where it stands."""
    found = _object(body)
    kind = found.get("type")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Unparseable('The type of a call is "message" or "receipt".')
    wrong = next(faults(found, _KINDS[kind]), "")
    if wrong:
        raise Unparseable(wrong)
    return _message(found) if kind == "message" else _receipt(found)


def outbox(messages: Sequence[Outbound]) -> bytes:
    """What is to leave, as ``outbox.v1.schema.json`` describes it."""
    return json.dumps({"version": VERSION, "messages": [_outgoing(one) for one in messages]}).encode()


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8"))
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a character is none, and no database takes it
    except (ValueError, RecursionError) as failure:
        raise Unparseable("The body is not JSON in UTF-8.") from failure
    if not isinstance(found, dict):
        raise Unparseable("The body is not a JSON object.")
    return found


def _message(found: Mapping[str, Any]) -> Inbound:
    writer = found["from"]
    files, refused = _files(found.get("attachments", ()))
    return Inbound(
        vendor_id=found["id"],
        person_id=writer["id"],
        text=found["text"],
        sent_at=datetime.fromisoformat(found["sent_at"]),
        name=" ".join(writer.get("name", "").split()),
        address=writer.get("email", "").strip().lower(),
        number=writer.get("mobile", "").strip(),
        pupil=" ".join(found.get("about", "").split()),
        subject=" ".join(found.get("subject", "").split()),
        to=tuple(one.strip().lower() for one in found.get("to", ())),
        thread=found.get("thread", ""),
        files=files,
        refused=refused,
    )


def _files(attachments: Sequence[Mapping[str, str]]) -> tuple[tuple[SentFile, ...], tuple[str, ...]]:
    """The files that can be taken, and a sentence for each that cannot: a bad file must not keep the words back."""
    files: list[SentFile] = []
    refused: list[str] = []
    room = LARGEST_FILES
    for one in attachments:
        name = " ".join(one["name"].split())
        try:
            content = base64.b64decode(one["content"], validate=True)
        except (binascii.Error, ValueError):
            refused.append(f"{name}: its content is not base64.")
            continue
        if not content:
            refused.append(f"{name}: it is empty.")
        elif len(files) == MOST_FILES:
            refused.append(f"{name}: a message takes {MOST_FILES} files.")
        elif len(content) > room:
            refused.append(f"{name}: the files of a message take {LARGEST_FILES // 1024 // 1024} MB together.")
        else:
            room -= len(content)
            files.append(SentFile(name, one["type"].strip().lower(), content))
    return tuple(files), tuple(refused)


def _receipt(found: Mapping[str, Any]) -> Receipt:
    why = found.get("unreachable", "")
    if why and found["state"] != "failed":
        raise Unparseable('unreachable goes with the state "failed" alone.')
    at = datetime.fromisoformat(found["at"])
    return Receipt(found["reference"], found["state"], found.get("code", ""), at, unreachable=why)


def _outgoing(message: Outbound) -> dict[str, Any]:
    return {
        "reference": message.reference,
        "to": {"id": message.to_address, "name": message.to_name},
        "subject": message.subject,
        "text": message.text,
        "in_reply_to": id_of(message.in_reply_to),
        "from_name": message.from_name,
        "automatic": message.automatic,
    }
