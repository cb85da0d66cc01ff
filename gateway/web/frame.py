"""What stands around every page of staff: their day, the links of the rail, and the words that templates may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, current_app, g, request, url_for

from gateway.actions.day import Day, day_of
from gateway.domain import moments
from gateway.domain.delivery import STATES
from gateway.domain.meetings.limits import KINDS
from gateway.domain.meetings.talks import OUTCOMES, SAID_WAYS
from gateway.domain.permissions import may
from gateway.web import marks
from gateway.web.daylines import line_of_rail
from gateway.web.guards import now, visitor


@dataclass(frozen=True, slots=True)
class _Link:
    """One entry of the rail; ``right`` is blank when every member of staff has it, ``also`` names page groups beneath it."""

    name: str
    endpoint: str
    icon: str
    right: str = ""
    also: tuple[str, ...] = ()


_OF_TOLD = "told"
"""Instead of a right: everybody whose role takes alerts, and everybody to whom one was sent."""
_LINKS = (
    _Link("Today", "today.show", "house", "see_today", also=("waiting_replies", "restrictions", "limits")),
    _Link("Inbox", "inbox.lines", "tray", also=("threads", "compose", "approaches", "talks", "notices", "handovers")),
    _Link("Meetings", "meetings.show", "handshake", also=("evenings",)),
    _Link("Office", "office.show", "backpack", "work_office", also=("paper_list", "deadlines", "corrections")),
    _Link("Alerts", "alerts.show", "shield-check", _OF_TOLD),
    _Link("Audit", "audit.search", "fingerprint", "audit"),
    _Link("Posts", "social.show", "megaphone", "carry_posts", also=("social_drafts", "social_publishing")),
    _Link(
        "My hours",
        "settings.mine",
        "clock",
        also=(
            "school_times",
            "term_dates",
            "bank_holidays",
            "meeting_rules",
            "channels",
            "social_accounts",
            "way_orders",
            "channel_lists",
            "notice_sources",
            "school_addresses",
            "turned_back",
            "tunings",
            "on_call",
            "councils",
            "contacts_check",
            "my_calendar",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class RailLink:
    """One entry of the rail as it is drawn."""

    name: str
    url: str
    icon: str
    is_here: bool
    counts_unread: bool


def my_day() -> Day:
    """The visitor's day, read once a request."""
    if "day" not in g:
        g.day = day_of(visitor(), now=now())
    return cast(Day, g.day)


def rail_links() -> tuple[RailLink, ...]:
    """The entries of the rail that this visitor may follow."""
    roles, here = visitor().roles, request.blueprint
    return tuple(
        RailLink(
            one.name,
            url_for(one.endpoint),
            one.icon,
            is_here=here in (one.endpoint.partition(".")[0], *one.also),
            counts_unread=one.endpoint == "inbox.lines",
        )
        for one in _LINKS
        if _may_follow(one, roles) and one.endpoint in current_app.view_functions
    )


def _may_follow(link: _Link, roles: Iterable[str]) -> bool:
    if link.right == _OF_TOLD:
        return my_day().has_alerts
    return not link.right or may(roles, link.right)


def headline(day: Day) -> str:
    """What the rail says of a day: "Ringing until 4pm"."""
    zone = day.zone
    if day.ends_at is not None:
        return f"Ringing until {moments.say_time(day.ends_at, zone)}"
    if day.opened_until is not None:
        return f"Open until {moments.say_time(day.opened_until, zone)}"
    if day.next_at is None:
        return "Off duty"
    return f"Off until {moments.say_short(day.next_at, zone, now=day.now)}"


def pieces(text: str, marked: tuple[tuple[int, int], ...]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it is marked; ``marked`` are its characters, sorted and apart from each other."""
    found, at = [], 0
    for start, end in marked:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(one for one in (*found, (text[at:], False)) if one[0])


def _stay_private(answer: Response) -> Response:
    """No page of ours stays in a browser that somebody else may use after this person."""
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def furnish(app: Flask) -> None:
    """Hand the templates what every page may use, and keep the pages out of the browser's memory."""
    app.after_request(_stay_private)
    tools: dict[str, Callable[..., object]] = {
        "my_day": my_day,
        "rail_links": rail_links,
        "rail_day": lambda day: line_of_rail(day.spans, day.now),
        "headline": headline,
        "pieces": pieces,
        "holds": lambda right: may(visitor().roles, right),
        "reaches": lambda endpoint: endpoint in current_app.view_functions,
    }
    app.jinja_env.globals.update(tools)
    app.jinja_env.globals.update(
        STATIC=app.static_url_path, marks=marks, CHANNELS=marks.CHANNELS, STATES=STATES, LIMITS=KINDS
    )
    app.jinja_env.globals.update(OUTCOMES=OUTCOMES, SAID_WAYS=SAID_WAYS)
