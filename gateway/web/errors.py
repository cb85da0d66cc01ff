"""What a person sees when something is refused, missing or broken: one clear sentence and a way on."""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from gateway.actions.own_threads import NotYourThread
from gateway.domain.errors import InputProblem

log = logging.getLogger(__name__)


def show_errors(app: Flask) -> None:
    """Answer every error of this application with a page of ours."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InputProblem, _wrong_input)
    app.register_error_handler(NotYourThread, _not_found)
    app.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> Response:
    code = error.code or 500
    page = code if code in (400, 403, 404, 429, 500) else (400 if code < 500 else 500)
    answer = make_response(render_template(f"errors/{page}.html", sentence=""), code)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _wrong_input(error: InputProblem) -> Response:
    return make_response(render_template("errors/400.html", sentence=str(error)), 400)


def _not_found(_: NotYourThread) -> Response:
    """Somebody else's conversation looks like one that does not exist."""
    return make_response(render_template("errors/404.html", sentence=""), 404)


def _broken(error: Exception) -> Response:
    log.exception("page broke", extra={"error": type(error).__name__})
    return make_response(render_template("errors/500.html", sentence=""), 500)
