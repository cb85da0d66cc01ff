"""The office's page of one contact's addresses: put one right after a check, and see what stood there before."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import corrections
from gateway.domain.corrections import CHECKS, OLD_ROUTE
from gateway.domain.errors import InputProblem
from gateway.domain.fallback import WAYS
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("corrections", __name__, url_prefix="/office/addresses")


@pages.get("/<contact_id>")
def show(contact_id: str) -> ResponseReturnValue:
    """What school holds of one contact, and what was put right before."""
    return _page(contact_id)


@pages.post("/<contact_id>")
def ask(contact_id: str) -> ResponseReturnValue:
    """Put an address right, or send a code by the old route; what cannot be taken stays in the form."""
    me, form = visitor(), request.form
    try:
        one = corrections.ask(
            me.scope,
            contact_id,
            was=form.get("was", ""),
            written=form.get("address", ""),
            how=form.get("how", ""),
            staff_id=me.key,
            now=now(),
        )
    except InputProblem as problem:
        return _page(contact_id, str(problem)), 400
    flash(
        "A code is on its way to them. Write it here once they tell it to you."
        if one.how == OLD_ROUTE
        else "Put right."
    )
    return redirect(url_for(".show", contact_id=contact_id))


@pages.post(f"/<contact_id>/<{ID}:correction_id>/code")
def code(contact_id: str, correction_id: int) -> ResponseReturnValue:
    """The family has told the code."""
    me = visitor()
    try:
        corrections.give_code(me.scope, correction_id, request.form.get("code", ""), staff_id=me.key, now=now())
    except InputProblem as problem:
        return _page(contact_id, str(problem), field=f"code-{correction_id}"), 400
    flash("Put right. They have shown that the wish is theirs.")
    return redirect(url_for(".show", contact_id=contact_id))


@pages.post(f"/<contact_id>/<{ID}:correction_id>/withdraw")
def withdraw(contact_id: str, correction_id: int) -> ResponseReturnValue:
    """Let go of what waits for a code."""
    me = visitor()
    corrections.withdraw(me.scope, correction_id, staff_id=me.key, now=now())
    flash("Let go. Nothing was changed.")
    return redirect(url_for(".show", contact_id=contact_id))


def _page(contact_id: str, problem: str = "", *, field: str = "address") -> str:
    found = corrections.addresses(visitor().scope, contact_id, now=now())
    return render_template(
        "corrections/show.html",
        day=my_day(),
        found=found,
        checks=CHECKS,
        old_route=OLD_ROUTE,
        ways=WAYS,
        typed=request.form,
        problem=problem,
        field=field,
    )
