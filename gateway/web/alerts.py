"""Alerts: who was told, who has taken it, the words in full, and "I have this"; open at any hour."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.alerts import CLEARED, NotYoursToTake, clear_alert, pass_on, take_alert
from gateway.actions.concerns import export_concern, kept_of, point_to
from gateway.actions.contacts_check import last_confirmed
from gateway.actions.open_alerts import AlertPage, alerts_for, help_now, open_alert, open_file
from gateway.domain.concerns import LONGEST_REFERENCE, SYSTEMS, as_csv
from gateway.domain.errors import InputProblem
from gateway.ports.printing import CannotPrint
from gateway.web.downloads import FileLink, as_file, safe_name, say_size
from gateway.web.frame import my_day
from gateway.web.guards import equipment, now, visitor
from gateway.web.marks import CHANNELS
from gateway.web.places import ID

pages = Blueprint("alerts", __name__, url_prefix="/alerts")

MAIL_SAID = {
    "": "No mail went, because no address is known",
    "waiting": "The mail is about to leave",
    "handed_over": "The mail was handed over. That does not mean it was read",
    "delivered": "The mail was delivered. That does not mean it was read",
    "failed": "The mail was not delivered. Phone",
    "unknown": "We do not know whether the mail went. Phone",
    "cancelled": "The mail was taken back",
}


@pages.get("")
def show() -> ResponseReturnValue:
    """Every alert that the visitor may see, those that nobody has taken first."""
    found = alerts_for(visitor().scope, visitor().key)
    return render_template("alerts/list.html", day=my_day(), alerts=found)


@pages.get(f"/<{ID}:alert_id>")
def one(alert_id: int) -> ResponseReturnValue:
    """One alert with its words in full."""
    return _page(alert_id)


def _page(alert_id: int, *, problem: str = "") -> str:
    me = visitor()
    page = open_alert(me.scope, alert_id, staff_id=me.key, now=now())
    return render_template(
        "alerts/one.html",
        day=my_day(),
        page=page,
        files=_file_links(page),
        help=help_now(me.scope, now=now(), pupil_ids=[one.pupil_id for one in page.pupils]),
        mail_said=MAIL_SAID,
        me=me,
        kept=kept_of(me.scope, alert_id),
        confirmed=last_confirmed(me.scope),
        cleared=CLEARED,
        systems=SYSTEMS,
        longest_reference=LONGEST_REFERENCE,
        typed=request.form,
        problem=problem,
    )


def _file_links(page: AlertPage) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(
            url_for(".file", alert_id=page.alert.alert_id, part=one.part), safe_name(one.name), say_size(one.bytes)
        )
        for one in page.files
    )


@pages.get(f"/<{ID}:alert_id>/files/<{ID}:part>")
def file(alert_id: int, part: int) -> Response:
    """One file that came with the words, at any hour; always to be saved and never to be run by the browser."""
    me = visitor()
    held = open_file(me.scope, alert_id, part, staff_id=me.key, now=now())
    return as_file(held.body, name=held.name, kind=held.type)


@pages.post(f"/<{ID}:alert_id>/take")
def take(alert_id: int) -> ResponseReturnValue:
    """ "I have this": the calls stop."""
    me = visitor()
    try:
        taken = take_alert(me.scope, alert_id, staff_id=me.key, now=now())
    except NotYoursToTake as problem:
        open_alert(me.scope, alert_id, staff_id=me.key, now=now())  # not there for somebody who may not see it
        flash(str(problem))
        return redirect(url_for(".one", alert_id=alert_id))
    flash("You have this. Everybody who was told of it can see that." if taken else "Somebody has taken this already.")
    return redirect(url_for(".one", alert_id=alert_id))


@pages.post(f"/<{ID}:alert_id>/pass-on")
def pass_it_on(alert_id: int) -> ResponseReturnValue:
    """ "I cannot": the next in line is told now."""
    me = visitor()
    try:
        name = pass_on(me.scope, alert_id, staff_id=me.key, now=now())
    except NotYoursToTake as problem:
        open_alert(me.scope, alert_id, staff_id=me.key, now=now())  # not there for somebody who may not see it
        flash(str(problem))
        return redirect(url_for(".one", alert_id=alert_id))
    flash(f"{name} is told. That does not mean that they have it: phone them." if name else "Everybody is told again.")
    return redirect(url_for(".one", alert_id=alert_id))


@pages.post(f"/<{ID}:alert_id>/clear")
def clear(alert_id: int) -> ResponseReturnValue:
    """Say who may talk with the family, or that nobody may after all."""
    me, cleared_for = visitor(), request.form.get("for", "")
    try:
        clear_alert(me.scope, alert_id, staff_id=me.key, cleared_for=cleared_for, now=now())
        flash(f"{CLEARED[cleared_for]}." if cleared_for else "Nobody talks with the family before you say so.")
    except NotYoursToTake as problem:
        open_alert(me.scope, alert_id, staff_id=me.key, now=now())  # not there for somebody who may not see it
        flash(str(problem))
    return redirect(url_for(".one", alert_id=alert_id))


@pages.post(f"/<{ID}:alert_id>/export")
def export(alert_id: int) -> ResponseReturnValue:
    """The concern for the school's own system: a PDF or a file of rows; or a page to print."""
    me, form = visitor(), request.form.get("form", "")
    found = export_concern(me.scope, alert_id, staff_id=me.key, form=form, now=now())
    if form == "pdf":
        try:
            made = equipment().make_pdf(render_template("alerts/concern_pdf.html", one=found))
        except CannotPrint as problem:
            return render_template("alerts/export.html", one=found, day=my_day(), problem=str(problem))
        return as_file(made, name=f"concern-{alert_id}.pdf", kind="application/pdf")
    if form == "csv":
        rows = [replace(row, came_by=CHANNELS[row.came_by].name) for row in found.rows]
        return as_file(as_csv(rows), name=f"concern-{alert_id}.csv", kind="text/csv")
    return render_template("alerts/export.html", one=found, day=my_day(), problem="")


@pages.post(f"/<{ID}:alert_id>/pointer")
def point(alert_id: int) -> ResponseReturnValue:
    """Note the number that the concern has in the other system."""
    me, sent = visitor(), request.form
    try:
        point_to(
            me.scope,
            alert_id,
            staff_id=me.key,
            system=sent.get("system", ""),
            reference=sent.get("reference", ""),
            now=now(),
        )
    except InputProblem as wrong:
        return _page(alert_id, problem=str(wrong)), 400
    flash("Noted. Handbell keeps the message and this number, nothing more.")
    return redirect(url_for(".one", alert_id=alert_id))
