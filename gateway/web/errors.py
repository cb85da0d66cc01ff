"""What a person sees when something is refused, missing or broken: one clear sentence, their own words, and a way on."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from gateway.actions.front import Front, front_door
from gateway.actions.own_threads import NotYourThread
from gateway.domain.errors import InputProblem
from gateway.web.guards import now
from gateway.web.hooks import refused_plainly
from gateway.web.security import CALLED

log = logging.getLogger(__name__)

REMEMBERED = "handbell.front"
WORDS = ("text", "reply", "message")
"""Fields of forms that hold what somebody wrote themselves."""
TOO_LARGE = "That was more than one message can hold. Send it in two parts, or by email."
PAGES = {401: "signed_out", 403: "403", 404: "404", 429: "429"}
"""Answers with a page of their own; every other refusal is a 400."""


def show_errors(app: Flask) -> None:
    """Answer every error of this application with a page of ours."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InputProblem, _wrong_input)
    app.register_error_handler(NotYourThread, _not_found)
    app.register_error_handler(Exception, _broken)


def show(page: str, code: int, **values: Any) -> Response:
    """An error page; it keeps the words of the form that was sent, and stands without the database."""
    facts = {"front": remembered_front(), "words": _words(), "sentence": "", **values}
    answer = make_response(render_template(f"errors/{page}.html", **facts), code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def remembered_front() -> Front | None:
    """The school's front as it stands, or as it last stood while the database does not answer."""
    try:
        current_app.extensions[REMEMBERED] = front_door(now=now())
    except Exception:  # the page that is shown says that something broke
        log.warning("front not read", exc_info=True)
    return current_app.extensions.get(REMEMBERED)


def _words() -> str:
    if request.method != "POST":
        return ""
    try:
        return next((request.form[name] for name in WORDS if request.form.get(name, "").strip()), "")
    except HTTPException:  # a form that is too large cannot be read again
        return ""


def _refused(error: HTTPException) -> Response:
    code = error.code or 500
    if code >= 500:
        return _broken(error)
    if request.path.startswith(CALLED):
        return refused_plainly(error)
    answer = show(PAGES.get(code, "400"), code, sentence=TOO_LARGE if code == 413 else "")
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _wrong_input(error: InputProblem) -> Response:
    return show("400", 400, sentence=str(error))


def _not_found(_: NotYourThread) -> Response:
    """Somebody else's conversation looks like one that does not exist."""
    return show("404", 404)


def _broken(error: Exception) -> Response:
    reference = secrets.token_hex(3).upper()
    log.exception("page broke", extra={"error": type(error).__name__, "reference": reference})
    return show("500", 500, reference=reference, again=_form())


def _form() -> list[tuple[str, str]]:
    """The fields of the form that was sent, to be sent once more by a press; never a password."""
    if request.method != "POST" or "password" in request.form:
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
