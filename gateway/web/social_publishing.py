"""Posting by Handbell itself: switched on by the headteacher, confirmed post by post, stopped, and looked for where unknown."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.social import accounts, drafts, publishing
from gateway.domain.errors import InputProblem
from gateway.domain.social import NETWORKS, YOUTUBE, has_link
from gateway.web.downloads import say_size
from gateway.web.frame import my_day
from gateway.web.guards import equipment, now, visitor
from gateway.web.places import ID

pages = Blueprint("social_publishing", __name__, url_prefix="/posts")
"""For the headteacher alone (C5)."""


@pages.get(f"/<{ID}:post_id>/publish/<network>")
def confirm(post_id: int, network: str) -> ResponseReturnValue:
    """Exactly what would go out, what it costs, and the button."""
    return _page(post_id, network)


@pages.post(f"/<{ID}:post_id>/publish/<network>")
def publish(post_id: int, network: str) -> ResponseReturnValue:
    """Let it go out, once the checklist has been answered."""
    if request.form.get("checked") != "yes":
        return _page(post_id, network, problem=("checked", "Answer the checklist first, and say so here.")), 400
    try:
        record = publishing.ask(visitor().scope, post_id, network, now=now())
    except InputProblem as problem:
        return _page(post_id, network, problem=("checked", str(problem))), 400
    flash(f"It goes out within a minute. This is record {record}.")
    return redirect(url_for("social.one", post_id=post_id))


@pages.post(f"/<{ID}:post_id>/film")
def film(post_id: int) -> ResponseReturnValue:
    """Keep the film until it is uploaded."""
    file = request.files.get("film")
    try:
        if file is None or not file.filename:
            raise InputProblem("Choose the film first.")
        publishing.keep_film(visitor().scope, post_id, file.stream, now=now())
    except InputProblem as problem:
        return _page(post_id, YOUTUBE, problem=("film", str(problem))), 400
    return redirect(url_for(".confirm", post_id=post_id, network=YOUTUBE))


@pages.post(f"/<{ID}:post_id>/stop/<network>")
def stop(post_id: int, network: str) -> ResponseReturnValue:
    """It waits, and is not to go out after all."""
    publishing.stop(visitor().scope, post_id, network, now=now())
    flash("Stopped. Nothing was posted.")
    return redirect(url_for("social.one", post_id=post_id))


@pages.post(f"/<{ID}:post_id>/look/<network>")
def look(post_id: int, network: str) -> ResponseReturnValue:
    """Look at the network whether it is there."""
    kit = equipment()
    found = publishing.look(visitor().scope, post_id, network, kit.build_publisher, key=kit.settings_key, now=now())
    flash("It is there." if found else "We do not see it there. Look yourself before you post it again.")
    return redirect(url_for("social.one", post_id=post_id))


@pages.post(f"/<{ID}:post_id>/not-there/<network>")
def not_there(post_id: int, network: str) -> ResponseReturnValue:
    """Somebody has looked, and it is not there."""
    publishing.say_not_there(visitor().scope, post_id, network, now=now())
    return redirect(url_for("social.one", post_id=post_id))


@pages.post("/accounts/<network>/on")
def turn_on(network: str) -> ResponseReturnValue:
    """Let Handbell itself post by an account."""
    accounts.turn_on(visitor().scope, network, now=now())
    flash("Switched on. Each post still asks you first.")
    return redirect(url_for("channels.show", _anchor=network))


@pages.post("/accounts/<network>/off")
def turn_off(network: str) -> ResponseReturnValue:
    """Post by hand again."""
    accounts.turn_off(visitor().scope, network, now=now())
    flash("Switched off. Posts are packed and posted by hand.")
    return redirect(url_for("channels.show", _anchor=network))


def _page(post_id: int, network: str, *, problem: tuple[str, str] = ("", "")) -> str:
    scope = visitor().scope
    found = drafts.shown(scope, post_id)
    if network not in NETWORKS or not found.is_ready or network not in found.post.networks:
        abort(404)
    size = publishing.film_of(scope, post_id)
    return render_template(
        "social/confirm.html",
        day=my_day(),
        found=found,
        network=network,
        name=NETWORKS[network],
        is_on=accounts.is_on(scope, network),
        is_dear=has_link(found.post.text),
        film=say_size(size) if size is not None else "",
        wrong=problem,
    )
