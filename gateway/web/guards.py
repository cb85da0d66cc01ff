"""Who may pass which door: every blueprint is registered with one of these guards, and none without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn, cast

from flask import abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from gateway.actions import accounts
from gateway.actions.accounts import Visitor
from gateway.actions.equipment import Equipment
from gateway.clock import Clock
from gateway.domain.permissions import may
from gateway.domain.scope import Scope

Guard = Callable[[], ResponseReturnValue | None]
"""Looks at the request before its view: None lets it pass."""

EVERY_SCHOOL = Scope(())
"""The scope of somebody who has not signed in: it reaches sign-in and nothing else."""

login_manager = LoginManager()


class Holder(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps for one request: the visitor behind a session."""

    def __init__(self, token: str, visitor: Visitor) -> None:
        self.id = token
        self.visitor = visitor


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> Holder | None:
    found = accounts.visitor(EVERY_SCHOOL, token, now=now())
    return Holder(token, found) if found else None


def now() -> datetime:
    """The moment this request sees."""
    clock = cast(Clock, current_app.extensions["handbell.clock"])
    return clock()


def callers_now() -> datetime:
    """The present moment on the clocks of those who call us: that of the machine, which a demo's own runs off."""
    clock = cast(Clock, current_app.extensions["handbell.callers_clock"])
    return clock()


def equipment() -> Equipment:
    """What the front door handed over."""
    return cast(Equipment, current_app.extensions["handbell.equipment"])


def visitor() -> Visitor:
    """Whoever is signed in; a guard has made sure that somebody is."""
    return cast(Visitor, current_user.visitor)


def public() -> ResponseReturnValue | None:
    """Anybody may pass."""
    return None


def staff() -> ResponseReturnValue | None:
    """Any signed-in member of staff."""
    if not current_user.is_authenticated:
        return _to_sign_in()
    return None if visitor().kind == "staff" else _refuse()


def parent() -> ResponseReturnValue | None:
    """Any signed-in contact of a pupil."""
    if not current_user.is_authenticated:
        return _to_sign_in()
    return None if visitor().kind == "contact" else _refuse()


def signed_in() -> ResponseReturnValue | None:
    """Anybody who is signed in, of school or of a family."""
    return None if current_user.is_authenticated else _to_sign_in()


def holding(right: str) -> Guard:
    """Only staff whose roles hold this right."""

    def guard() -> ResponseReturnValue | None:
        refused = staff()
        if refused is not None:
            return refused
        return None if may(visitor().roles, right) else _refuse()

    guard.__name__ = f"holding_{right}"
    return guard


def _refuse() -> NoReturn:
    abort(403)


def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET":
        abort(401)  # its page keeps the words that were sent
    session["goes_to"] = request.full_path.rstrip("?")
    return redirect(url_for("signin.sign_in"))
