"""The address at which a calendar fetches one person's meetings, and the page on which they make, renew and end it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from gateway.actions import calendar_feeds
from gateway.actions.calendar_feeds import NoFeed
from gateway.web.frame import my_day
from gateway.web.guards import EVERY_SCHOOL, now, visitor
from gateway.web.security import limiter

pages = Blueprint("my_calendar", __name__, url_prefix="/settings/my-calendar")
"""Open to every member of staff, at any hour."""

feeds = Blueprint("calendar_feeds", __name__, url_prefix="/calendar")
"""Open to anybody who has the secret: a calendar program signs in nowhere."""

FRESH_FOR = 15 * 60
"""Seconds for which a calendar need not ask again."""


def _missed(answer: Response) -> bool:
    return answer.status_code == 404


@feeds.get("/<secret>.ics")
@limiter.limit("20 per hour", deduct_when=_missed)
@limiter.limit("120 per minute")
def feed(secret: str) -> ResponseReturnValue:
    """The meetings behind a secret; a secret that is wrong, or was renewed, is a page that is not there."""
    try:
        content = calendar_feeds.read_feed(EVERY_SCHOOL, secret, site=_site(), now=now())
    except NoFeed:
        abort(404)
    answer = make_response(content)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="handbell.ics"'
    answer.headers["Cache-Control"] = f"private, max-age={FRESH_FOR}"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    return answer.make_conditional(request)


@pages.get("")
def show() -> ResponseReturnValue:
    """Whether my meetings can be fetched, since when, and how."""
    return _page("")


@pages.post("/new")
def renew() -> ResponseReturnValue:
    """A new address, shown this once; the one before ends."""
    secret = calendar_feeds.renew_feed(visitor().scope, now=now())
    return _page(f"{_site()}{url_for('calendar_feeds.feed', secret=secret)}")


@pages.post("/end")
def end() -> ResponseReturnValue:
    """No address any more."""
    calendar_feeds.end_feed(visitor().scope, now=now())
    flash("Your calendar address has ended. Take the calendar out of your program too.")
    return redirect(url_for(".show"))


def _page(address: str) -> str:
    held = calendar_feeds.my_feed(visitor().scope)
    return render_template("settings/my_calendar.html", day=my_day(), feed=held, address=address)


def _site() -> str:
    return str(current_app.config["HANDBELL"].site)
