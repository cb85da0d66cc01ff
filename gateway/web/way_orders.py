"""The settings page of the order of ways: for the school by purpose, and for one family that is reached otherwise."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import strangers, way_orders
from gateway.domain.errors import InputProblem
from gateway.domain.fallback import PURPOSES, WAYS
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("way_orders", __name__, url_prefix="/settings/order")

PLACES = ("First", "Then", "Then", "Then", "Then")


@pages.get("")
def show() -> ResponseReturnValue:
    """The school's orders, and the families that have their own."""
    return _page()


@pages.post("")
def change() -> ResponseReturnValue:
    """Set one order of the school, or go back to the usual one; what cannot be taken stays in the form."""
    return _save("") or redirect(url_for(".show"))


@pages.get("/family")
def choose() -> ResponseReturnValue:
    """From the list of everybody to one person's page."""
    contact_id = request.args.get("contact", "")
    return redirect(url_for(".family", contact_id=contact_id) if contact_id else url_for(".show"))


@pages.get("/family/<contact_id>")
def family(contact_id: str) -> ResponseReturnValue:
    """How one person is written to."""
    return _family_page(contact_id)


@pages.post("/family/<contact_id>")
def change_family(contact_id: str) -> ResponseReturnValue:
    """Set one order for one person, or go back to the school's."""
    return _save(contact_id) or redirect(url_for(".family", contact_id=contact_id))


def _save(contact_id: str) -> ResponseReturnValue | None:
    """Do what the form says; the page with its problem where it cannot be taken, else None."""
    me, form = visitor(), request.form
    purpose = form.get("purpose", "")
    try:
        if form.get("usual"):
            way_orders.forget_order(me.scope, purpose, now=now(), contact_id=contact_id)
            flash("The school’s order counts again." if contact_id else "The usual order counts again.")
            return None
        chosen = form.getlist("way")
        way_orders.set_order(me.scope, purpose, chosen, staff_id=me.key, now=now(), contact_id=contact_id)
    except InputProblem as problem:
        return (_family_page(contact_id, str(problem)) if contact_id else _page(str(problem))), 400
    flash("Saved. It counts for everything that is written from now on, and for what fails.")
    return None


def _page(problem: str = "") -> str:
    scope = visitor().scope
    return render_template(
        "way_orders/show.html",
        day=my_day(),
        found=way_orders.orders(scope),
        everybody=strangers.everybody(scope),
        purposes=PURPOSES,
        ways=WAYS,
        places=PLACES,
        typed=request.form,
        problem=problem,
    )


def _family_page(contact_id: str, problem: str = "") -> str:
    return render_template(
        "way_orders/family.html",
        day=my_day(),
        found=way_orders.family(visitor().scope, contact_id),
        purposes=PURPOSES,
        ways=WAYS,
        places=PLACES,
        typed=request.form,
        problem=problem,
    )
