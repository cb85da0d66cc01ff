"""The contacts check: the headteacher confirms each term whom to phone in danger, and sees who hears nothing from school."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import contacts_check
from gateway.domain.contacts_check import MODES, read_emergency
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("contacts_check", __name__, url_prefix="/settings/contacts")

DUE = {
    "never": "Nobody has confirmed these yet. Until somebody does, nobody knows that they are right",
    "numbers": "A number or the plan has changed since it was confirmed",
    "people": "Somebody else holds one of these offices since it was confirmed",
    "rota": "Somebody is missing from the out-of-hours rota",
    "term": "A new term has begun since this was confirmed",
}
LIMITS = {
    "court_order": "Court order",
    "no_contact": "No contact",
    "": "May not be contacted",
}


@pages.get("")
def show() -> ResponseReturnValue:
    """The plan, its numbers, the people behind it, and the gaps."""
    return _page()


@pages.post("")
def confirm() -> ResponseReturnValue:
    """Confirm what stands in the fields; what cannot be saved stays on the page with the reason."""
    me, sent = visitor(), request.form
    try:
        emergency = read_emergency(
            sent.get("mode", ""),
            office=sent.get("office_phone", ""),
            day=sent.get("council_day", ""),
            night=sent.get("council_night", ""),
        )
        seen = tuple(sent.getlist("seen"))
        contacts_check.confirm_contacts(me.scope, emergency, seen=seen, staff_id=me.key, now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    flash("Confirmed, with today’s date. It is asked for again next term.")
    return redirect(url_for(".show"))


def _page(problem: str = "") -> str:
    scope, sent = visitor().scope, request.form
    found = contacts_check.contacts_page(scope, now=now())
    held = found.emergency
    return render_template(
        "contacts_check/show.html",
        day=my_day(),
        page=found,
        seen=contacts_check.seen_people(scope),
        modes=MODES,
        due=DUE,
        limits=LIMITS,
        mode=sent.get("mode", held.mode),
        numbers=(
            ("office_phone", "School office", sent.get("office_phone", held.office_phone)),
            ("council_day", "Council’s children’s services, by day", sent.get("council_day", held.council_day)),
            ("council_night", "Council, nights and weekends", sent.get("council_night", held.council_night)),
        ),
        problem=problem,
    )
