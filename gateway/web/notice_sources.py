"""The settings page of the apps' mail: which mail tells that something waits, who is told, and where staff open each app."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import notice_sources
from gateway.domain.channels import CLOSED
from gateway.domain.errors import InputProblem
from gateway.domain.notices import LONGEST, TELLS, Source
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("notice_sources", __name__, url_prefix="/settings/notices")


@pages.get("")
def show() -> ResponseReturnValue:
    """The kinds of mail that count, and where each app is opened."""
    return _page()


@pages.post("")
def add() -> ResponseReturnValue:
    """Enter one kind of mail; what cannot be taken stays in the form."""
    form = request.form
    source = Source(
        channel=form.get("channel", ""),
        sender=form.get("sender", ""),
        subject=form.get("subject", ""),
        tells=form.get("tells", ""),
        account=form.get("account", ""),
        reader=form.get("reader", ""),
        classes=tuple(form.getlist("classes")),
    )
    try:
        notice_sources.add(visitor().scope, source, now=now())
    except InputProblem as problem:
        return _page(str(problem), field="sender"), 400
    flash("Saved. Email like this counts from now on.")
    return redirect(url_for(".show"))


@pages.post(f"/<{ID}:source_id>/remove")
def remove(source_id: int) -> ResponseReturnValue:
    """Take one kind of mail away."""
    notice_sources.remove(visitor().scope, source_id, now=now())
    flash("Removed. Email like this goes to the office as somebody nobody knows, unless another line fits it.")
    return redirect(url_for(".show"))


@pages.post("/pages/<channel>")
def open_at(channel: str) -> ResponseReturnValue:
    """Enter where staff open an app."""
    try:
        notice_sources.set_app_page(visitor().scope, channel, request.form.get("address", ""), now=now())
    except InputProblem as problem:
        return _page(str(problem), field=f"address-{channel}" if channel in CLOSED else "sender"), 400
    flash("Saved.")
    return redirect(url_for(".show"))


def _page(problem: str = "", *, field: str = "") -> str:
    return render_template(
        "notice_sources/show.html",
        found=notice_sources.sources(visitor().scope),
        closed=CLOSED,
        tells=TELLS,
        longest=LONGEST,
        typed=request.form,
        problem=problem,
        field=field,
    )
