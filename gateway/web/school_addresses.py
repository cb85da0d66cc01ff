"""The settings page of the school's other mail addresses: aliases, shared mailboxes and lists, and who reads each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import school_addresses
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("school_addresses", __name__, url_prefix="/settings/addresses")
"""For who may set channels."""


@pages.get("")
def show() -> ResponseReturnValue:
    """Every other address with its readers, and the form that enters one."""
    return _page()


@pages.post("")
def save() -> ResponseReturnValue:
    """Enter an address or give it other readers; what cannot be taken stays in the form."""
    sent = request.form
    first = sent.get("first", "")
    readers = [one for one in (first, *sent.getlist("readers")) if one]
    try:
        school_addresses.save_address(visitor().scope, sent.get("address", ""), readers, now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    flash("Saved. Mail to and from it counts as the school’s from now on.")
    return redirect(url_for(".show"))


@pages.post("/remove")
def remove() -> ResponseReturnValue:
    """Take an address out."""
    school_addresses.drop_address(visitor().scope, request.form.get("address", ""), now=now())
    flash("Taken out. Mail to and from it is nobody’s that Handbell knows.")
    return redirect(url_for(".show"))


def _page(problem: str = "") -> str:
    return render_template(
        "school_addresses/show.html",
        day=my_day(),
        page=school_addresses.addresses_page(visitor().scope),
        typed=request.form if problem else {},
        chosen=request.form.getlist("readers") if problem else [],
        problem=problem,
        longest=school_addresses.LONGEST,
    )
