"""Signing in and out: a password for staff, a link by mail for families, the same answer to everybody."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from gateway.actions import accounts
from gateway.actions.accounts import LinkEnded, SignedIn, SignInRefused
from gateway.actions.front import front_door
from gateway.actions.schools import every_school
from gateway.web.guards import EVERY_SCHOOL, Holder, now, visitor
from gateway.web.security import limiter

pages = Blueprint("signin", __name__)

TRIES = "30 per minute; 300 per hour"
"""From one address of the network, which a whole school may share; wrong passwords are counted for each account besides,
and links for each contact."""


@pages.get("/")
def door() -> ResponseReturnValue:
    """The way in: to one's own messages, or to the sign-in page."""
    if not current_user.is_authenticated:
        return redirect(url_for("signin.sign_in"))
    return redirect(_home(visitor().kind))


@pages.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Both ways to sign in."""
    return _sign_in_page()


@pages.post("/sign-in")
@limiter.limit(TRIES)
def with_password() -> ResponseReturnValue:
    """Sign a member of staff in."""
    email = request.form.get("email", "")
    try:
        signed_in = accounts.sign_in(EVERY_SCHOOL, email=email, password=request.form.get("password", ""), now=now())
    except SignInRefused as refused:
        return _sign_in_page(email=email, refused=str(refused)), 401
    goes_to = str(session.get("goes_to", ""))
    return _let_in(signed_in, "staff", goes_to)


@pages.post("/sign-in/link")
@limiter.limit(TRIES)
def ask_for_link() -> ResponseReturnValue:
    """Mail a link, if the address is one that a school knows; the page that follows is the same either way."""
    email = request.form.get("email", "")
    if "@" not in email:
        return _sign_in_page(family_email=email, missing="Write your email address, like name@mail.com."), 400
    for scope in every_school():
        accounts.send_link(scope, email=email, goes_to=str(session.get("goes_to", "")), now=now())
    return redirect(url_for("signin.link_sent"))


@pages.get("/sign-in/link-sent")
def link_sent() -> ResponseReturnValue:
    """What to do now."""
    return _private("signin/link_sent.html")


@pages.get("/sign-in/link/<token>")
def link(token: str) -> ResponseReturnValue:
    """Ask once more, with a button: a scanner that follows links in mails signs nobody in."""
    try:
        name = accounts.link_belongs_to(EVERY_SCHOOL, token, now=now())
    except LinkEnded:
        return _private("signin/link_ended.html"), 410
    return _private("signin/link.html", name=name)


@pages.post("/sign-in/link/<token>")
@limiter.limit(TRIES)
def use_link(token: str) -> ResponseReturnValue:
    """Sign a family member in with a link, once."""
    try:
        signed_in = accounts.use_link(EVERY_SCHOOL, token, now=now())
    except LinkEnded:
        return _private("signin/link_ended.html"), 410
    return _let_in(signed_in, "contact", signed_in.goes_to)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    if current_user.is_authenticated:
        accounts.sign_out(visitor().scope, visitor().token_hash, now=now())
    logout_user()
    session.clear()
    return redirect(url_for("signin.signed_out"))


@pages.get("/signed-out")
def signed_out() -> ResponseReturnValue:
    """Nothing is left behind."""
    return _private("signin/signed_out.html")


def _let_in(signed_in: SignedIn, kind: str, goes_to: str) -> Response:
    """Begin afresh, so that nothing of whoever used this browser before comes along."""
    session.clear()
    held = accounts.visitor(EVERY_SCHOOL, signed_in.token, now=now())
    if held is None:
        flash("Your sign-in has ended already. Please sign in again.")
        return make_response(redirect(url_for("signin.sign_in")))
    login_user(Holder(signed_in.token, held))
    return make_response(redirect(goes_to if _is_ours(goes_to, kind) else _home(kind)))


def _is_ours(path: str, kind: str) -> bool:
    """Whether a path leads to a page of this kind of person here, and not to another site."""
    of_family = path == "/messages" or path.startswith("/messages/")
    return path.startswith("/") and not path.startswith(("//", "/\\")) and of_family == (kind == "contact")


def _home(kind: str) -> str:
    return url_for("inbox.lines") if kind == "staff" else url_for("families.home")


def _sign_in_page(*, email: str = "", refused: str = "", family_email: str = "", missing: str = "") -> Response:
    return _private("signin/sign_in.html", email=email, refused=refused, family_email=family_email, missing=missing)


def _private(template: str, **values: object) -> Response:
    answer = make_response(render_template(template, front=front_door(now=now()), **values))
    answer.headers["Cache-Control"] = "no-store"
    return answer
