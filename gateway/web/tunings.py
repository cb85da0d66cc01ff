"""The page on which leaders tune what suggests a talk, having seen what it would have changed in a past term."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import tunings
from gateway.actions.suggestions import DISMISSALS
from gateway.actions.tunings import ANY, NotYet
from gateway.domain.errors import InputProblem
from gateway.domain.tuning import AS_IT_IS, MODES, REASONS
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("tunings", __name__, url_prefix="/settings/suggestions")


@pages.get("")
def show() -> ResponseReturnValue:
    """How each reason counts, what became of suggestions this term, and what was changed before."""
    return _page()


@pages.post("")
def ask() -> ResponseReturnValue:
    """Ask what other settings would have changed."""
    me = visitor()
    modes = {code: request.form.get(code, AS_IT_IS) for code in REASONS}
    try:
        tuning_id = tunings.ask(me.scope, modes, staff_id=me.key, now=now())
    except InputProblem as problem:
        return _page(problem=str(problem)), 400
    return redirect(url_for(".preview", tuning_id=tuning_id))


@pages.get(f"/<{ID}:tuning_id>")
def preview(tuning_id: int) -> ResponseReturnValue:
    """What a tuning would have changed, as far as it is counted."""
    held = tunings.asked(visitor().scope, tuning_id)
    return render_template(
        "tunings/preview.html",
        day=my_day(),
        held=held,
        says=tunings.say(held.modes),
        reasons={ANY: "Any reason", **REASONS},
    )


@pages.post(f"/<{ID}:tuning_id>/on")
def go_on(tuning_id: int) -> ResponseReturnValue:
    """Count some more conversations; the page asks for it by itself until all are counted."""
    tunings.go_on(visitor().scope, tuning_id)
    return redirect(url_for(".preview", tuning_id=tuning_id))


@pages.post(f"/<{ID}:tuning_id>")
def keep(tuning_id: int) -> ResponseReturnValue:
    """Let it hold from now on."""
    tunings.keep(visitor().scope, tuning_id, staff_id=visitor().key, now=now())
    flash("Changed. It holds for what is written from now on.")
    return redirect(url_for(".show"))


@pages.post(f"/<{ID}:tuning_id>/back")
def bring_back(tuning_id: int) -> ResponseReturnValue:
    """Let an earlier tuning hold again, or none (0)."""
    tunings.bring_back(visitor().scope, tuning_id, staff_id=visitor().key, now=now())
    flash("It is as it was then.")
    return redirect(url_for(".show"))


@pages.errorhandler(NotYet)
def not_yet(problem: NotYet) -> ResponseReturnValue:
    """Too early, or too late: one sentence and a way back."""
    return show_error("400", 409, sentence=str(problem))


def _page(*, problem: str = "") -> str:
    me = visitor()
    held = tunings.in_force(me.scope)
    chosen = {code: request.form.get(code) or held.get(code, AS_IT_IS) for code in REASONS}
    return render_template(
        "tunings/show.html",
        day=my_day(),
        chosen=chosen,
        held=held,
        tally=tunings.tally(me.scope, now=now()),
        changes=tunings.changes(me.scope),
        reasons=REASONS,
        modes=MODES,
        dismissals=DISMISSALS,
        problem=problem,
    )
