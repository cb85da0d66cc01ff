"""What protects every page: forged requests, floods, and what a browser may load."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_talisman import Talisman
from flask_wtf import CSRFProtect

from gateway.domain.errors import InputProblem
from gateway.settings import Settings

CONTENT_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
CALLED = "/hooks/"
"""Below this programs call, which read JSON and no page."""
LARGEST_FORM = 256 * 1024
"""Bytes of a form without a file."""
_MEGABYTE = 1024 * 1024
LARGEST_WITH_FILE: Mapping[str, int] = {
    "channel_lists.bring": 11 * _MEGABYTE,
    "term_dates.bring": 6 * _MEGABYTE,
    "bank_holidays.bring": 2 * _MEGABYTE,
    "social_drafts.begin": 6 * _MEGABYTE,
    "social_drafts.save": 6 * _MEGABYTE,
    "social_publishing.film": 257 * _MEGABYTE,
}
"""Endpoint → bytes of its form, for somebody who is signed in: a little more than the file that its action takes."""

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=["600 per minute"], storage_uri="memory://")
"""Per process: a flood is slowed at each; wrong passwords are counted in the database, for all."""


def protect(app: Flask, settings: Settings) -> None:
    """Put the protections in front of every route of this application."""
    in_the_open = settings.environment != "production"
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        SESSION_COOKIE_NAME="handbell",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_HEADERS_ENABLED=True,
        RATELIMIT_ENABLED=settings.environment != "test",
    )
    app.before_request(_make_room)
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_refuse_nul)
    Talisman(
        app,
        content_security_policy=CONTENT_POLICY,
        content_security_policy_nonce_in=[],
        force_https=not in_the_open,
        session_cookie_secure=not in_the_open,
        strict_transport_security=not in_the_open,
        referrer_policy="same-origin",
        permissions_policy={"camera": "()", "microphone": "()", "geolocation": "()"},
    )


def _make_room() -> None:
    """Before anything reads the form, let a page that takes a file have one; nobody else fills the disk."""
    room = LARGEST_WITH_FILE.get(request.endpoint or "")
    if room is not None and current_user.is_authenticated:
        request.max_content_length = room


def _refuse_nul() -> None:
    """PostgreSQL keeps no NUL and no keyboard types one; what programs send us is cleaned where it is read."""
    if not request.path.startswith(CALLED) and any(
        "\x00" in value for given in (request.form, request.args) for one in given.listvalues() for value in one
    ):
        raise InputProblem("What was sent holds a character that nobody can type. Write it anew and send it again.")
