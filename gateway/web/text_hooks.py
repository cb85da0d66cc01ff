"""The door for calls of the text service: signed, answered once what they say is durable, and never with a word to be texted."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from gateway.actions import hooks
from gateway.actions.hooks import UnknownReference
from gateway.actions.text_numbers import DOOR
from gateway.ports.channels import RawHook
from gateway.ports.errors import HookRefused
from gateway.web.guards import EVERY_SCHOOL, equipment, now
from gateway.web.security import csrf, limiter

log = logging.getLogger(__name__)

LARGEST_CALL = 256 * 1024
"""Bytes of one call: a text of 1,600 characters, every one of them escaped, is a tenth of that."""
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""An answer in Twilio's own language; anything between the tags would be texted to a parent."""
SENTENCES: Mapping[int, str] = {
    404: "There is nothing at this address.",
    405: "This address is not called in this way.",
    413: "That is more than a call holds.",
    429: "That was too many calls in a minute.",
}

pages = Blueprint("text_hooks", __name__, url_prefix=DOOR)
csrf.exempt(pages)
limiter.limit("3000 per minute", key_func=lambda: request.path)(pages)


@pages.post("/<caller>/sms")
def text(caller: str) -> ResponseReturnValue:
    """A text that came. 2xx: it is durable; 403: it is not Twilio's; 503: Twilio tries again, as its number is set up to."""
    return _taken(caller)


@pages.post("/<caller>/status")
def status(caller: str) -> ResponseReturnValue:
    """What became of a text of ours; news of one that nobody knows, or that has gone another way since, changes nothing."""
    try:
        return _taken(caller)
    except UnknownReference:
        log.warning("news of an unknown text", extra={"endpoint": caller})
        return _nothing_to_say()


def _taken(caller: str) -> Response:
    kit = equipment()
    at = now()
    raw = RawHook(caller, "", _body(), at, dict(request.headers), _public_address())
    line = hooks.prove(EVERY_SCHOOL, kit.build_hook, raw, kind="twilio", key=kit.settings_key, now=at)
    hooks.take_call(line, raw, now=at)
    return _nothing_to_say()


def _public_address() -> str:
    """The address as the school gave it to Twilio, which signs it: behind a proxy no header tells that for certain."""
    query = request.query_string.decode("ascii", "replace")
    return f"{current_app.config['HANDBELL'].site}{request.path}{'?' if query else ''}{query}"


def _body() -> bytes:
    request.max_content_length = LARGEST_CALL
    return request.get_data(cache=False)


def _nothing_to_say() -> Response:
    return Response(NOTHING_TO_SAY, mimetype="text/xml")


def _plain(sentence: str, code: int) -> Response:
    return Response(sentence + "\n", status=code, mimetype="text/plain")


@pages.errorhandler(HookRefused)
def _refused(error: HookRefused) -> ResponseReturnValue:
    log.warning("call refused", extra={"endpoint": (request.view_args or {}).get("caller", "")})
    return _plain(str(error), 403)


@pages.errorhandler(HTTPException)
def _refused_plainly(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    return _plain(SENTENCES.get(code, "This call cannot be read."), code) if code < 500 else _broken(error)


@pages.errorhandler(Exception)
def _broken(error: Exception) -> ResponseReturnValue:
    log.exception("call broke", extra={"error": type(error).__name__})
    answer = _plain("This could not be kept. Send it again in a minute.", 503)
    answer.headers["Retry-After"] = "60"
    return answer
