"""The Report button behind every message and page: one short form, and one plain page that says what became of it."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.front import front_of
from gateway.actions.reports import LONGEST, Kept, TooManyReports, about_to_report, kept, report
from gateway.domain.errors import InputProblem
from gateway.domain.reports import ABOUT, KINDS
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID, read_id

pages = Blueprint("reports", __name__, url_prefix="/report")
"""Open to everybody who is signed in, at any hour."""


@pages.get("")
def ask() -> ResponseReturnValue:
    """The form, for the message or the page that it was opened from."""
    return _form_page(_message(request.args.get("message", "")), _page(request.args.get("page", "")))


@pages.post("")
def send() -> ResponseReturnValue:
    """Report it. What is wrong must be chosen, words may be left out."""
    sent = request.form
    message_id, page = _message(sent.get("about_message", "")), _page(sent.get("page", ""))
    try:
        report_id = report(
            visitor(),
            kind=sent.get("kind", ""),
            about=sent.get("about", ""),
            text=sent.get("text", ""),
            message_id=message_id,
            page=page,
            form=_mark(),
            now=now(),
        )
    except TooManyReports as refused:
        return _form_page(message_id, page, problem=str(refused)), 429
    except InputProblem as wrong:
        return _form_page(message_id, page, problem=str(wrong)), 400
    if report_id is None:
        return _kept_page(Kept(now().astimezone(front_of(visitor().scope, now=now()).zone), ()))
    return redirect(url_for(".show_kept", report_id=report_id))


@pages.get(f"/<{ID}:report_id>")
def show_kept(report_id: int) -> ResponseReturnValue:
    """When it was kept, whose offices were told, and whom to phone; for an hour, to the reporter alone."""
    return _kept_page(kept(visitor(), report_id, now=now()))


def _kept_page(found: Kept) -> str:
    return render_template("reports/kept.html", **_frame(), kept=found)


def _form_page(message_id: int | None, page: str, *, problem: str = "") -> str:
    return render_template(
        "reports/ask.html",
        **_frame(),
        asked=about_to_report(visitor(), message_id),
        page=page,
        kinds=KINDS,
        abouts=ABOUT,
        chosen=request.form.get("kind", ""),
        about=request.form.get("about", ""),
        words=request.form.get("text", ""),
        longest=LONGEST,
        form=_mark(),
        problem=problem,
    )


def _frame() -> dict[str, object]:
    """The frame that the visitor knows: staff have their rail, families their bar; help to phone stands on both."""
    is_staff = visitor().kind == "staff"
    return {
        "frame": "_layout.html" if is_staff else "_family.html",
        "is_staff": is_staff,
        "day": my_day() if is_staff else None,
        "front": front_of(visitor().scope, now=now(), contact_id="" if is_staff else visitor().key),
    }


def _message(written: str) -> int | None:
    return read_id(written) if written else None


def _page(written: str) -> str:
    """The path of the page that the reporter came from; blank for anything else."""
    is_path = written.startswith("/") and not written.startswith("//") and "\\" not in written and written.isprintable()
    return written[:200] if is_path else ""


def _mark() -> str:
    """The mark of the form, so that it makes one report however often it is sent."""
    given = request.form.get("form", "")[:64]
    return given if given.isalnum() and given.isascii() else secrets.token_hex(16)
