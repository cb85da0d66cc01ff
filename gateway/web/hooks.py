"""The door for calls of other systems: no session, no form; every call is signed, and answered in JSON once it is durable."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from gateway.actions import hooks
from gateway.actions.hooks import Answer, IdUsedTwice, Line, UnknownReference
from gateway.ports.channels import Outbound, RawHook
from gateway.ports.errors import HookRefused
from gateway.web.guards import EVERY_SCHOOL, callers_now, equipment, now
from gateway.web.security import csrf, limiter

log = logging.getLogger(__name__)

LARGEST_CALL = 8 * 1024 * 1024
"""Bytes of one call: a long message with five megabytes of files, in base64."""
MOST_HEARD = 64 * 1024 * 1024
"""Bytes of a call that are read to their end although they are too many, so that its sender hears why it is refused."""
PIECE = 64 * 1024
LONGEST_WAIT = 20
"""Seconds that a bridge may wait for something to leave; each holds one of the server's threads meanwhile."""
LOOKS_EVERY = 1.0
SAME_TIME = timedelta(seconds=5)
SENTENCES: Mapping[int, str] = {
    404: "There is nothing at this address.",
    405: "This address is not called in this way.",
    413: f"A call holds at most {LARGEST_CALL // 1024 // 1024} MB. Leave files out, and say so in the text.",
    429: "That was too many calls in a minute. Wait, and send it again.",
}
KEPT: Mapping[str, int] = {"kept": 201, "held already": 200, "noted": 200, "shelved": 202}

pages = Blueprint("hooks", __name__, url_prefix="/hooks/connector")
csrf.exempt(pages)
limiter.limit("240 per minute", key_func=lambda: request.path)(pages)
_never = threading.Event()


@pages.post("/<caller>")
def call(caller: str) -> ResponseReturnValue:
    """A message or a receipt. 2xx: it is durable, do not send it again; 4xx: it is not kept; 5xx: send it again later."""
    line, raw = _line(caller, _body())
    answer = hooks.take_call(line, raw, now=now())
    return _said(answer), KEPT[answer.state]


@pages.get("/<caller>/outbox")
def outbox(caller: str) -> ResponseReturnValue:
    """What is to leave now, or within ``wait`` seconds; what is signed in the place of a body is the method and address."""
    line, _ = _line(caller, f"GET {request.full_path.rstrip('?')}".encode())
    wait = request.args.get("wait", default=0, type=int)
    found = _due(line)
    for _ in range(min(max(wait, 0), LONGEST_WAIT)):
        if found:
            break
        _never.wait(LOOKS_EVERY)
        found = _due(line)
    answer = Response(equipment().hook_outbox(found), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get("/schema/<name>")
def schema(name: str) -> ResponseReturnValue:
    """A published JSON Schema of the connector."""
    found = equipment().hook_schemas.get(name)
    return Response(found, mimetype="application/schema+json") if found is not None else abort(404)


def _body() -> bytes:
    request.max_content_length = LARGEST_CALL
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        _hear_out(min(request.content_length or 0, MOST_HEARD))
        raise


def _hear_out(length: int) -> None:
    """Throw away what a caller still sends: a line that is closed under them carries no answer, only "broken pipe"."""
    while length > 0 and (piece := request.environ["wsgi.input"].read(min(length, PIECE))):
        length -= len(piece)


def _line(endpoint: str, signed: bytes) -> tuple[Line, RawHook]:
    """Who calls, and the call. A demo runs on a time of its own, and its bridge may go by that or by the machine's."""
    kit, at, machine = equipment(), now(), callers_now()
    raw = RawHook(endpoint, "", signed, at, dict(request.headers))
    try:
        return hooks.prove(EVERY_SCHOOL, kit.build_hook, raw, kind="connector", key=kit.settings_key, now=at), raw
    except HookRefused:
        if abs(machine - at) < SAME_TIME:
            raise
    raw = replace(raw, received_at=machine)
    return hooks.prove(EVERY_SCHOOL, kit.build_hook, raw, kind="connector", key=kit.settings_key, now=at), raw


def _due(line: Line) -> tuple[Outbound, ...]:
    return hooks.collect(line, equipment().letters, now=now())


def _said(answer: Answer) -> Response:
    told: dict[str, Any] = {"state": answer.state}
    if answer.problem:
        told["problem"] = f"{answer.problem} It is kept, and a person at the school will look at it."
    if answer.refused:
        told["refused_attachments"] = list(answer.refused)
    return jsonify(told)


def _problem(sentence: str, code: int) -> ResponseReturnValue:
    return jsonify(problem=sentence), code


@pages.errorhandler(HookRefused)
def _refused(error: HookRefused) -> ResponseReturnValue:
    log.warning("call refused", extra={"endpoint": (request.view_args or {}).get("caller", "")})
    return _problem(str(error), 401)


@pages.errorhandler(IdUsedTwice)
def _used_twice(error: IdUsedTwice) -> ResponseReturnValue:
    return _problem(str(error), 409)


@pages.errorhandler(UnknownReference)
def _unknown(error: UnknownReference) -> ResponseReturnValue:
    return _problem(str(error), 404)


@pages.errorhandler(HTTPException)
def refused_plainly(error: HTTPException) -> Response:
    """What was refused before it came to a door, in JSON: a program reads it, and a page would break it."""
    code = error.code or 500
    if code >= 500:
        return _broken(error)
    answer = make_response(_problem(SENTENCES.get(code, "This call cannot be read."), code))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


@pages.errorhandler(Exception)
def _broken(error: Exception) -> Response:
    log.exception("call broke", extra={"error": type(error).__name__})
    answer = make_response(_problem("This could not be kept. Send it again in a minute.", 503))
    answer.headers["Retry-After"] = "60"
    return answer
