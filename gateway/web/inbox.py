"""The inbox pages: the lists, search, and the curtain that is drawn off duty."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import claims, copying, early_finishes, follow_ups, handovers, inbox
from gateway.actions.day import OFF_DUTY_REASONS, OffDuty, open_off_duty, refuse_off_duty, spans_between
from gateway.actions.directory import one_view
from gateway.actions.meetings.showing import of_day
from gateway.domain.moments import say_moment, say_span
from gateway.domain.permissions import may
from gateway.web.daylines import line_of_today, line_of_wait
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import read_id, read_place, write_place

pages = Blueprint("inbox", __name__)

SEARCHED = "searched"
"""Where a session keeps the words of the last search; they go with it at sign-out."""


@pages.get("/inbox")
def lines() -> ResponseReturnValue:
    """One list of the inbox: all, needs my reply, better in person, kept, finished."""
    me = visitor()
    with one_view():
        day = my_day()
        refuse_off_duty(day)
        if request.args.get("show") == "kept":
            kept = inbox.kept_replies(me.scope, me.key, now=now())
            return render_template("inbox/kept.html", day=day, kept=kept, lists=inbox.LISTS)
        place = read_place(request.args.get("before", ""))
        page = inbox.inbox_page(me.scope, me.key, which=request.args.get("show", "all"), before=place)
        older = url_for(".lines", show=page.which, before=write_place(page.older)) if page.older else ""
        hours = " and ".join(say_span(start, end, day.zone) for start, end in day.spans)
        label = f"You are at work from {hours}." if hours else "You do not work today."
        return render_template(
            "inbox/lines.html",
            day=day,
            page=page,
            lists=inbox.LISTS,
            older=older,
            elsewhere=_elsewhere(),
            works_office=may(me.roles, "work_office"),
            line=line_of_today(day.spans, day.now, zone=day.zone, label=label),
            promised=follow_ups.due_in(
                me.scope, [one.line.thread_id for one in page.lines if one.has_promise], staff_id=me.key, now=now()
            ),
            answering=claims.answering_in(
                me.scope, [one.line.thread_id for one in page.lines if one.has_claim], now=now()
            ),
            me=me,
            meetings=of_day(me.scope, me.key, day.now.date(), now=now()),
        )


def _elsewhere() -> int:
    """How many messages are to be copied in from the apps, or out into them."""
    me = visitor()
    out = sum(len(one.handovers) for one in handovers.waiting(me.scope, me.key, now=now()))
    return out + len(copying.waiting(me.scope, me.key, now=now()))


@pages.get("/search")
def search() -> ResponseReturnValue:
    """Messages of one's own conversations that hold every word one searched for."""
    words = str(session.get(SEARCHED, ""))
    before = read_id(request.args["before"]) if request.args.get("before") else None
    with one_view():
        day = my_day()
        refuse_off_duty(day)
        found = inbox.search(visitor().scope, words, staff_id=visitor().key, before=before)
    older = url_for(".search", before=found.older) if found.older else ""
    return render_template("inbox/search.html", day=day, words=words, found=found.found, older=older)


@pages.post("/search")
def find() -> ResponseReturnValue:
    """Keep the words in the session, because a child's name must not stand in an address, and show what they find."""
    session[SEARCHED] = " ".join(request.form.get("q", "").split())[:200]
    return redirect(url_for(".search"))


@pages.post("/off-duty")
def open_anyway() -> ResponseReturnValue:
    """Open the inbox outside hours for fifteen minutes, with the reason in the record."""
    open_off_duty(visitor(), reason=request.form.get("why", ""), now=now())
    flash("Your inbox is open for 15 minutes. We have written down why.")
    return redirect(url_for(".lines"))


@pages.post("/off-duty/early")
def finish_early() -> ResponseReturnValue:
    """Go off duty for the rest of today."""
    early_finishes.finish_early(visitor().scope, visitor().key, now=now())
    return redirect(url_for(".lines"))


@pages.post("/off-duty/back")
def come_back() -> ResponseReturnValue:
    """Be on duty again today after all."""
    if early_finishes.come_back(visitor().scope, visitor().key, now=now()):
        flash("You are back. Your messages ring again.")
    return redirect(url_for(".lines"))


@pages.app_errorhandler(OffDuty)
def curtain(_: OffDuty) -> ResponseReturnValue:
    """The page that stands before the inbox off duty: until when, what of one's own waits to leave, and no number of messages."""
    day = my_day()
    line = None
    if day.next_at is not None:
        spans = spans_between(visitor().scope, visitor().key, first_at=day.now, last_at=day.next_at)
        moment = say_moment(day.next_at, day.zone)
        label = f"It is {say_moment(day.now, day.zone)}. You are next at work on {moment}."
        line = line_of_wait(spans, day.now, day.next_at, label=label)
    kept = inbox.kept_replies(visitor().scope, visitor().key, now=now())
    return render_template("inbox/curtain.html", day=day, line=line, kept=kept, reasons=OFF_DUTY_REASONS)
