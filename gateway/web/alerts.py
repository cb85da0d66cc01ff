"""Alerts: who was told, who has taken it, the words in full, and "I have this"; open at any hour."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.alerts import NotYoursToTake, take_alert
from gateway.actions.open_alerts import alerts_for, help_now, open_alert
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
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
    me = visitor()
    page = open_alert(me.scope, alert_id, staff_id=me.key, now=now())
    return render_template(
        "alerts/one.html", day=my_day(), page=page, help=help_now(me.scope, now=now()), mail_said=MAIL_SAID, me=me
    )


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
